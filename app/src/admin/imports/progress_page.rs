//! One import: how far it is while it runs, what came of it when it is done. It can be left and found again.

use domain::id::ImportId;
use domain::servicenow::Stage;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::api::{ImportView, load_import};
use super::list_page::StageChip;
use super::summary::Figures;
use crate::admin::parts::Head;
use crate::ui::{Ago, Icon, Load, Page, load};
use crate::words::words;

/// How often the page looks again while the import runs, in milliseconds.
#[cfg(feature = "hydrate")]
const LOOK_AGAIN: u64 = 2_000;

/// The page of one import.
#[component]
pub fn ImportPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| ImportId(params.with(|params| params.get("import").and_then(|id| id.parse().ok()).unwrap_or(0))));
    let shown = load(move || id.get(), load_import);
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| {
        let runs = shown.with(|view| matches!(view, Some(Ok(view)) if view.progress.stage == Stage::Running));
        if runs && let Ok(timer) = set_timeout_with_handle(move || shown.refetch(), std::time::Duration::from_millis(LOOK_AGAIN)) {
            on_cleanup(move || timer.clear());
        }
    });
    view! { <Load from=shown view=|view| view! { <Import view /> }.into_any() /> }.into_any()
}

#[component]
fn Import(view: ImportView) -> impl IntoView {
    let w = &words().admin.imports;
    let progress = view.progress;
    let title = progress.file_name.clone();
    let above = vec![("/admin/imports".to_owned(), w.title.to_owned())];
    let runs = progress.stage == Stage::Running;
    let here = format!("/admin/imports/{}", progress.id);
    let tally = progress.summary.tally.clone();
    let done = (w.rows_done)(tally.events + tally.refused(), tally.refused());
    let refused = tally.refused();
    view! {
        <Page title=title.clone()>
            <Head title above><StageChip stage=progress.stage /></Head>
            {runs
                .then(|| {
                    view! {
                        <section class="card" aria-labelledby="running">
                            <header>
                                <h2 id="running">{w.running}</h2>
                                <span class="small quiet">{w.leave}</span>
                            </header>
                            <div class="progress" role="status">
                                <div class="split"><span id="rows-done">{done}</span><span><Ago at=progress.updated_at /></span></div>
                                <progress aria-labelledby="rows-done"></progress>
                            </div>
                            <div><a class="button" href=here rel="external"><Icon name="refresh" />{w.refresh}</a></div>
                        </section>
                    }
                })}
            <Figures summary=progress.summary />
            <Refused rows=view.refused all=refused />
        </Page>
    }
}

/// The rows that were refused: each with its line and the reason.
#[component]
fn Refused(rows: Vec<(u64, String)>, all: u64) -> impl IntoView {
    let w = &words().admin.imports;
    let more = all.saturating_sub(rows.len() as u64);
    view! {
        <section class="card" aria-labelledby="refused">
            <header>
                <h2 id="refused">{w.rejected}</h2>
                {(more > 0).then(|| view! { <span class="small quiet">{(words().admin.gaps.more)(more)}</span> })}
            </header>
            {if rows.is_empty() {
                view! { <p class="soft cluster"><Icon name="check-circle" />{w.none_rejected}</p> }.into_any()
            } else {
                view! {
                    <div class="table-wrap" tabindex="0" role="region" aria-labelledby="refused">
                        <table class="table" data-density="compact">
                            <thead><tr><th scope="col" class="end">{w.line}</th><th scope="col">{w.reason}</th></tr></thead>
                            <tbody>
                                {rows
                                    .into_iter()
                                    .map(|(line, reason)| view! { <tr><td class="end">{line}</td><td class="wrap-anywhere">{reason}</td></tr> })
                                    .collect_view()}
                            </tbody>
                        </table>
                    </div>
                }
                .into_any()
            }}
        </section>
    }
}
