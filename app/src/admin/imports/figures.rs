//! What an import brought in.

use std::collections::BTreeMap;

use domain::priority::Priority;
use domain::servicenow::Summary;
use leptos::prelude::*;

use crate::report::figures::grouped;
use crate::words::words;

/// Totals, and tickets by priority and by team.
#[component]
pub fn Figures(
    summary: Summary,
    /// It tells of a dry run: of what would be.
    dry: bool,
) -> impl IntoView {
    let w = &words().admin().imports;
    let tally = summary.tally;
    let priority =
        |word: &str| word.parse::<Priority>().map_or(word.to_owned(), |priority| (words().ticket().priority)(priority).to_owned());
    let group = |name: &str| if name.is_empty() { w.no_group.to_owned() } else { name.to_owned() };
    let (new, known) = (grouped(summary.new), grouped(summary.known));
    let told = if dry { (w.would_be_new)(&new, &known) } else { (w.new_and_known)(&new, &known) };
    view! {
        <dl class="facts">
            <div><dt>{w.tickets}</dt><dd><span class="fact-value">{grouped(tally.incidents)}</span><small>{told}</small></dd></div>
            <div><dt>{w.reopened}</dt><dd><span class="fact-value">{grouped(tally.reopened)}</span><small>{(w.times)(tally.reopenings)}</small></dd></div>
            <div><dt>{w.events}</dt><dd><span class="fact-value">{grouped(tally.events + tally.refused())}</span><small>{(w.taken)(&grouped(tally.events))}</small></dd></div>
            <div><dt>{w.rejected}</dt><dd><span class="fact-value">{grouped(tally.refused())}</span></dd></div>
        </dl>
        <Counts id="by-priority" title=w.by_priority rows=named(&tally.priorities, priority) />
        <Counts id="by-group" title=w.by_group rows=named(&tally.groups, group) />
    }
}

/// Names and counts, the largest first.
fn named(counts: &BTreeMap<String, u64>, name: impl Fn(&str) -> String) -> Vec<(String, u64)> {
    let mut rows: Vec<(String, u64)> = counts.iter().map(|(key, count)| (name(key), *count)).collect();
    rows.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    rows
}

#[component]
fn Counts(id: &'static str, title: &'static str, rows: Vec<(String, u64)>) -> impl IntoView {
    if rows.is_empty() {
        return ().into_any();
    }
    view! {
        <details class="as-table">
            <summary id=id>{title}</summary>
            <div class="table-wrap" tabindex="0" role="region" aria-labelledby=id>
                <table class="table" data-density="compact">
                    <tbody>
                        {rows.into_iter().map(|(name, count)| view! { <tr><th scope="row">{name}</th><td class="end">{grouped(count)}</td></tr> }).collect_view()}
                    </tbody>
                </table>
            </div>
        </details>
    }
    .into_any()
}
