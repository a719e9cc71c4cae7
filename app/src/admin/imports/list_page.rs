//! The imports that there were.

use domain::servicenow::{Progress, Stage};
use leptos::prelude::*;

use super::api::list_imports;
use crate::admin::parts::{Empty, Head};
use crate::report::figures::grouped;
use crate::ui::{Ago, Icon, Load, Page, load};
use crate::words::words;

/// The page with the last imports, and how another one begins.
#[component]
pub fn ImportsPage() -> impl IntoView {
    let shown = load(|| (), |()| list_imports());
    view! { <Load from=shown view=|rows| view! { <Imports rows /> }.into_any() /> }.into_any()
}

#[component]
fn Imports(rows: Vec<Progress>) -> impl IntoView {
    let w = &words().admin.imports;
    let empty = rows.is_empty();
    view! {
        <Page title=w.title>
            <Head title=w.title lead=w.lead />
            {empty.then(|| view! { <Empty icon="import" title=w.empty lead=w.empty_lead /> })}
            <ul class="rows" data-framed="">{rows.into_iter().map(|row| view! { <Row row /> }).collect_view()}</ul>
            <section class="card" aria-labelledby="how">
                <header><h2 id="how">{w.import_log}</h2></header>
                <p>{w.how}</p>
                <ol class="list-plain stack" data-gap="s">
                    <li><code class="wrap-anywhere">"opsbeat import servicenow FILE --timezone Europe/Berlin --dry-run"</code></li>
                    <li><code class="wrap-anywhere">"opsbeat import servicenow FILE --timezone Europe/Berlin"</code></li>
                </ol>
                <p class="soft">{w.how_dry}</p>
            </section>
        </Page>
    }
}

#[component]
fn Row(row: Progress) -> impl IntoView {
    let w = &words().admin.imports;
    let tally = &row.summary.tally;
    let note = (w.rows_done)(tally.events + tally.refused(), tally.refused());
    view! {
        <li>
            <Icon name="import" />
            <div>
                <p class="row-name">
                    <a class="row-link" href=format!("/admin/imports/{}", row.id)>{row.file_name}</a>
                    " "
                    <StageChip stage=row.stage />
                </p>
                <p class="row-note">{note} ", " <Ago at=row.created_at /></p>
            </div>
            <span class="small quiet nowrap">{grouped(row.summary.new)} " " {w.tickets}</span>
        </li>
    }
}

/// Where an import stands.
#[component]
pub fn StageChip(stage: Stage) -> impl IntoView {
    let (tone, icon) = match stage {
        Stage::Running => ("info", "clock"),
        Stage::Done => ("ok", "check"),
    };
    view! { <span class="chip" data-tone=tone><Icon name=icon />{(words().admin.imports.state)(stage.as_str())}</span> }
}
