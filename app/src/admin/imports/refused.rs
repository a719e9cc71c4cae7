//! The rows that an import refused.

use domain::servicenow::Rejection;
use leptos::prelude::*;

use crate::report::figures::grouped;
use crate::ui::Icon;
use crate::words::words;

/// The first of them, each with its line and the reason, and the file with all.
#[component]
pub fn Refused(rows: Vec<(u64, String)>, all: u64, file: String) -> impl IntoView {
    let w = &words().admin().imports;
    if all == 0 && rows.is_empty() {
        return view! {
            <section class="card" aria-labelledby="refused">
                <header><h2 id="refused">{w.rejected}</h2></header>
                <p class="soft cluster"><Icon name="check-circle" />{w.none_rejected}</p>
            </section>
        }
        .into_any();
    }
    let shown = rows.len() as u64;
    view! {
        <section class="card">
            <header>
                <h2 id="refused">{w.rejected}</h2>
                <a class="button" href=file rel="external" download><Icon name="download" />{(w.download)(&grouped(all.max(shown)))}</a>
            </header>
            <p class="small soft">{w.rejected_lead}</p>
            <div class="table-wrap" tabindex="0" role="region" aria-labelledby="refused">
                <table class="table" data-density="compact">
                    <thead><tr><th scope="col" class="end">{w.line}</th><th scope="col">{w.reason}</th></tr></thead>
                    <tbody>
                        {rows
                            .into_iter()
                            .map(|(line, reason)| view! { <tr><td class="end">{grouped(line)}</td><td class="wrap-anywhere">{told(&reason)}</td></tr> })
                            .collect_view()}
                    </tbody>
                </table>
            </div>
            {(all > shown).then(|| view! { <p class="small quiet">{(words().admin().gaps.more)(all - shown)}</p> })}
        </section>
    }
    .into_any()
}

/// The reason in the reader's language; one that an earlier version wrote and nobody knows any more stays as it is.
#[must_use]
pub fn told(reason: &str) -> String {
    Rejection::read(reason).map_or_else(|| reason.to_owned(), |rejection| (words().admin().imports.rejection)(&rejection))
}
