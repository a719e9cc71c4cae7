//! The imports that there were, and the way to another one.

use domain::servicenow::Progress;
use leptos::prelude::*;

use super::api::{ImportsView, LOG, TIME_ZONE, UploadLog, list_imports};
use super::stage::StageChip;
use crate::admin::parts::{Empty, Head};
use crate::report::figures::grouped;
use crate::ui::files::OneFile;
use crate::ui::{Ago, ErrorSummary, Form, Icon, Load, Page, ServerFn, Submit, ZoneField, form_state, load};
use crate::words::words;

/// The page with the last imports, and how another one begins.
#[component]
pub fn ImportsPage() -> impl IntoView {
    let shown = load(|| (), |()| list_imports());
    view! { <Load from=shown view=|view| view! { <Imports view /> }.into_any() /> }.into_any()
}

#[component]
fn Imports(view: ImportsView) -> impl IntoView {
    let w = &words().admin().imports;
    let ImportsView { rows, zones, zone, limit_mb } = view;
    let labels = [(TIME_ZONE, w.time_zone), (LOG, w.file)].map(|(name, label)| (name.to_owned(), label.to_owned())).to_vec();
    view! {
        <Page title=w.title>
            <Head title=w.title lead=w.lead />
            <Form to=UploadLog::url() files=true class="form card">
                <header><h2>{w.import_log}</h2></header>
                <ErrorSummary labels />
                // The zone comes first, so that a wrong one is known before the file has been taken in.
                <ZoneField name=TIME_ZONE label=w.time_zone hint=w.time_zone_hint value=zone zones />
                <OneFile name=LOG label=w.file hint=(w.file_hint)(limit_mb) accept=".csv,.zip,text/csv,application/zip" />
                <div class="stack" data-gap="s">
                    <div><Submit label=w.upload icon="upload" /></div>
                    <Sending />
                </div>
            </Form>
            {if rows.is_empty() {
                view! { <Empty icon="import" title=w.empty lead=w.empty_lead /> }.into_any()
            } else {
                view! { <ul class="rows" data-framed="">{rows.into_iter().map(|row| view! { <Row row /> }).collect_view()}</ul> }.into_any()
            }}
            <details class="as-table">
                <summary>{w.by_command}</summary>
                <div class="stack" data-gap="s">
                    <p class="soft">{w.how}</p>
                    <ol class="list-plain stack" data-gap="s">
                        <li><code class="wrap-anywhere">"opsbeat import servicenow FILE --timezone Europe/Berlin --dry-run"</code></li>
                        <li><code class="wrap-anywhere">"opsbeat import servicenow FILE --timezone Europe/Berlin"</code></li>
                    </ol>
                    <p class="soft">{w.how_dry}</p>
                </div>
            </details>
        </Page>
    }
}

/// A large log takes its time: says that it is on its way.
#[component]
fn Sending() -> impl IntoView {
    let pending = form_state().pending;
    view! {
        <div role="status">
            {move || {
                let w = &words().admin().imports;
                pending.get().then(|| view! { <div class="progress"><span class="small">{w.sending}</span><progress aria-label=w.sending></progress></div> })
            }}
        </div>
    }
}

#[component]
fn Row(row: Progress) -> impl IntoView {
    let w = &words().admin().imports;
    let tally = &row.summary.tally;
    let read = match row.rows {
        0 if row.rows_done == 0 => None,
        0 => Some((w.rows_done)(&grouped(row.rows_done), &grouped(tally.refused()))),
        all => Some((w.rows_of)(&grouped(row.rows_done), &grouped(all), &grouped(tally.refused()))),
    };
    let bar = row.stage.is_under_way() && row.rows > 0;
    let name = row.file_name.clone();
    view! {
        <li>
            <Icon name="import" />
            <div>
                <p class="row-name">
                    <a class="row-link" href=format!("/admin/imports/{}", row.id)>{row.file_name}</a>
                    " "
                    <StageChip stage=row.stage />
                </p>
                <p class="row-note">{read.map(|read| format!("{read}, "))} <Ago at=row.created_at /></p>
                {bar.then(|| view! { <div class="progress"><progress max=row.rows.to_string() value=row.rows_done.to_string() aria-label=name></progress></div> })}
            </div>
            <span class="small quiet nowrap">{(row.position > 0).then(|| format!("{} {}", grouped(row.summary.new), w.new_tickets))}</span>
        </li>
    }
}
