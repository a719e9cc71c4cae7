//! What a policy said before, and what somebody else saved meanwhile.

use domain::id::PolicyId;
use leptos::prelude::*;

use super::api::{Choices, EditPolicy, Meanwhile, VersionRow};
use super::differences::Differences;
use crate::admin::calendars::versions::GoBack;
use crate::ui::{Icon, ServerFn, Submit, When};
use crate::words::words;

/// The versions, the newest first, each with what it changed.
#[component]
pub fn Versions(
    id: PolicyId,
    versions: Vec<VersionRow>,
    choices: StoredValue<Choices>,
    /// Nobody changes what is archived.
    archived: bool,
    on_step: Callback<()>,
) -> impl IntoView {
    let (w, c) = (&words().admin().policies, &words().admin().calendars);
    view! {
        <section class="stack" data-gap="s" aria-labelledby="versions">
            <h2 id="versions">{c.versions}</h2>
            <p class="soft">{w.versions_lead}</p>
            <ul class="rows" data-framed="">
                {versions
                    .into_iter()
                    .map(|row| {
                        let in_force = row.until.is_none();
                        let first = row.differences.is_empty();
                        view! {
                            <li aria-current=in_force.then_some("true")>
                                <Icon name=if in_force { "check-circle" } else { "history" } />
                                <div>
                                    <p class="row-name">
                                        {(c.version)(row.version)}
                                        {in_force.then(|| view! { " " <span class="chip" data-tone="ok"><Icon name="check" />{c.in_force}</span> })}
                                    </p>
                                    <p class="row-note">
                                        {row.by.map(|by| format!("{by}, "))} <When at=row.since /> {row.until.map(|until| view! { " – " <When at=until /> })}
                                    </p>
                                    {if first {
                                        view! { <p class="row-note">{w.first_version}</p> }.into_any()
                                    } else {
                                        view! { <Differences of=row.differences choices /> }.into_any()
                                    }}
                                    {(!row.back.is_empty() && !archived)
                                        .then(|| {
                                            view! {
                                                <GoBack to=EditPolicy::url() id=id.get() version=row.version on_step>
                                                    <Differences of=row.back choices />
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

/// Two people at once: what the other one saved, and both ways on.
#[component]
pub fn Conflict(meanwhile: Meanwhile, choices: StoredValue<Choices>) -> impl IntoView {
    let (w, c) = (&words().admin().policies, &words().admin().calendars);
    let Meanwhile { by, at, theirs, mine } = meanwhile;
    view! {
        <section class="conflict" role="alert" aria-labelledby="meanwhile">
            <header>
                <Icon name="refresh" />
                <div>
                    <h2 id="meanwhile">{(w.meanwhile)(by.as_deref())}</h2>
                    <p><When at />" "{c.meanwhile_lead}</p>
                </div>
            </header>
            <div class="conflict-sides">
                <div>
                    <h3>{c.theirs}</h3>
                    <Differences of=theirs choices />
                </div>
                <div>
                    <h3>{c.mine}</h3>
                    <Differences of=mine choices />
                </div>
            </div>
            <div class="cluster">
                <Submit label=c.overrule kind="secondary" name="step" value="overrule" />
                <Submit label=c.take_theirs kind="secondary" name="step" value="discard" />
            </div>
        </section>
    }
}
