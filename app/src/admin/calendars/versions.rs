//! What a calendar said before, who needs it, and what somebody else saved meanwhile.

use domain::id::{CalendarId, PolicyId};
use leptos::prelude::*;

use super::api::{EditCalendar, Meanwhile, VersionRow};
use super::differences::Differences;
use crate::ui::{ErrorSummary, Form, Icon, ServerFn, Submit, When};
use crate::words::words;

/// The versions, the newest first, each with what it changed.
#[component]
pub fn Versions(id: CalendarId, versions: Vec<VersionRow>, on_step: Callback<()>) -> impl IntoView {
    let w = &words().admin().calendars;
    let newest = versions.first().map(|row| row.version);
    view! {
        <section class="stack" data-gap="s" aria-labelledby="versions">
            <h2 id="versions">{w.versions}</h2>
            <p class="soft">{w.versions_lead}</p>
            <ul class="rows" data-framed="">
                {versions
                    .into_iter()
                    .map(|row| {
                        let in_force = newest == Some(row.version);
                        let first = row.differences.is_empty();
                        view! {
                            <li aria-current=in_force.then_some("true")>
                                <Icon name=if in_force { "check-circle" } else { "history" } />
                                <div>
                                    <p class="row-name">
                                        {(w.version)(row.version)}
                                        {in_force.then(|| view! { " " <span class="chip" data-tone="ok"><Icon name="check" />{w.in_force}</span> })}
                                    </p>
                                    <p class="row-note">{row.by.map(|by| format!("{by}, "))} <When at=row.since /></p>
                                    {if first {
                                        view! { <p class="row-note">{w.first_version}</p> }.into_any()
                                    } else {
                                        view! { <Differences of=row.differences /> }.into_any()
                                    }}
                                    {(!row.back.is_empty())
                                        .then(|| {
                                            view! {
                                                <GoBack to=EditCalendar::url() id=id.get() version=row.version on_step>
                                                    <Differences of=row.back />
                                                </GoBack>
                                            }
                                        })}
                                </div>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </section>
    }
}

/// The way back to an older version: in `children` what it would change, and the button that takes it into the form, where it can be
/// tried and is saved like anything else.
#[component]
pub fn GoBack(
    /// Where the form posts to.
    to: &'static str,
    id: i64,
    version: u32,
    on_step: Callback<()>,
    children: Children,
) -> impl IntoView {
    let w = &words().admin().calendars;
    view! {
        <details class="as-table">
            <summary>{(w.compare)(version)}</summary>
            <div class="stack" data-gap="s">
                {children()}
                <Form to key=format!("restore-{version}") on_done=on_step>
                    <ErrorSummary />
                    <input type="hidden" name="id" value=id.to_string() />
                    <Submit label=(w.go_back)(version) kind="secondary" icon="undo" name="step" value=format!("restore.{version}") />
                </Form>
            </div>
        </details>
    }
}

/// The policies that reckon with the calendar.
#[component]
pub fn UsedBy(policies: Vec<(PolicyId, String)>) -> impl IntoView {
    let w = &words().admin().calendars;
    view! {
        <section class="stack" data-gap="s" aria-labelledby="used-by">
            <h2 id="used-by">{w.used_by}</h2>
            {if policies.is_empty() {
                view! { <p class="soft">{w.used_by_none}</p> }.into_any()
            } else {
                view! {
                    <ul class="rows" data-framed="">
                        {policies
                            .into_iter()
                            .map(|(id, name)| {
                                view! {
                                    <li>
                                        <Icon name="target" />
                                        <p class="row-name"><a class="row-link" href=format!("/admin/policies/{id}")>{name}</a></p>
                                    </li>
                                }
                            })
                            .collect_view()}
                    </ul>
                }
                    .into_any()
            }}
        </section>
    }
}

/// Two people at once: what the other one saved beside what is being edited here, and both ways on.
#[component]
pub fn Conflict(meanwhile: Meanwhile) -> impl IntoView {
    let w = &words().admin().calendars;
    let Meanwhile { by, at, theirs, mine } = meanwhile;
    view! {
        <section class="conflict" role="alert" aria-labelledby="meanwhile">
            <header>
                <Icon name="refresh" />
                <div>
                    <h2 id="meanwhile">{(w.meanwhile)(by.as_deref())}</h2>
                    <p><When at />" "{w.meanwhile_lead}</p>
                </div>
            </header>
            <div class="conflict-sides">
                <div>
                    <h3>{w.theirs}</h3>
                    {if theirs.is_empty() { view! { <p class="soft">{w.only_name}</p> }.into_any() } else { view! { <Differences of=theirs /> }.into_any() }}
                </div>
                <div>
                    <h3>{w.mine}</h3>
                    {if mine.is_empty() { view! { <p class="soft">{w.only_name}</p> }.into_any() } else { view! { <Differences of=mine /> }.into_any() }}
                </div>
            </div>
            <div class="cluster">
                <Submit label=w.overrule kind="secondary" name="step" value="overrule" />
                <Submit label=w.take_theirs kind="secondary" name="step" value="discard" />
            </div>
        </section>
    }
}
