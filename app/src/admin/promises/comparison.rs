//! The past as it was and as it would have been, side by side.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::id::TicketId;
use domain::sla::{Attainment, Change, Comparison, Metric, Outcome, Verdict};
use domain::ticket::view::TicketRef;
use leptos::prelude::*;

use crate::report::figures::{grouped, percent};
use crate::ui::Icon;
use crate::words::words;

/// What tickets are called.
pub(super) type Named = Arc<BTreeMap<TicketId, TicketRef>>;

/// A ticket by its number, leading to the desk, and by its title for who may read it.
pub(super) fn ticket(id: TicketId, named: &Named) -> impl IntoView {
    let known = named.get(&id);
    let number = known.map_or_else(|| format!("#{id}"), |known| known.number.to_string());
    let title = known.and_then(|known| known.title.clone()).map(|title| view! { <small class="truncate">{title}</small> });
    view! {
        <span class="table-ticket">
            <a href=format!("/desk/{number}")>{number.clone()}</a>
            {title}
        </span>
    }
}

/// Attainment before and after, the clocks with another verdict, and the worst cases.
#[component]
pub fn Compared(comparison: Comparison, named: Named) -> impl IntoView {
    let w = &words().admin().promises_file;
    let Comparison { attainment, changed, changes, worst } = comparison;
    let shown = changes.len();
    let rows: Vec<(Metric, (Attainment, Attainment))> = attainment.into_iter().collect();
    view! {
        <AttainmentTable rows />
        <h3>{(w.changed)(&grouped(changed as u64))}</h3>
        {(shown > 0).then(|| view! { <ChangeTable changes named=Arc::clone(&named) /> })}
        {(changed > shown).then(|| view! { <p class="soft">{(words().admin().calendars.and_more)(changed - shown)}</p> })}
        {(!worst.is_empty())
            .then(|| {
                view! {
                    <h3>{w.worst}</h3>
                    <WorstTable worst named />
                }
            })}
    }
}

#[component]
fn AttainmentTable(rows: Vec<(Metric, (Attainment, Attainment))>) -> impl IntoView {
    let (w, p) = (&words().admin().promises_file, &words().admin().policies);
    if rows.is_empty() {
        return view! { <p class="soft">{w.no_clocks}</p> }.into_any();
    }
    view! {
        <div class="table-wrap">
            <table class="table" data-stack="">
                <caption class="visually-hidden">{w.attainment}</caption>
                <thead>
                    <tr>
                        <th scope="col">{w.target}</th>
                        <th scope="col" class="end">{w.as_it_was}</th>
                        <th scope="col" class="end">{w.as_it_would}</th>
                    </tr>
                </thead>
                <tbody>
                    {rows
                        .into_iter()
                        .map(|(metric, (was, would))| {
                            view! {
                                <tr>
                                    <th scope="row">{(p.metric)(metric)}</th>
                                    <td class="end" data-label=w.as_it_was><Share of=was /></td>
                                    <td class="end" data-label=w.as_it_would><Share of=would /></td>
                                </tr>
                            }
                        })
                        .collect_view()}
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

#[component]
fn Share(of: Attainment) -> impl IntoView {
    let w = &words().admin().promises_file;
    let share = if of.n() == 0 { "–".to_owned() } else { format!("{} %", percent(of.met, of.n())) };
    view! {
        <span>
            <b>{share}</b>
            <small>{(w.met_of)(&grouped(of.met), &grouped(of.n()))}</small>
        </span>
    }
}

#[component]
fn ChangeTable(changes: Vec<Change>, named: Named) -> impl IntoView {
    let (w, p) = (&words().admin().promises_file, &words().admin().policies);
    view! {
        <div class="table-wrap">
            <table class="table" data-stack="" data-density="compact">
                <caption class="visually-hidden">{w.changes}</caption>
                <thead>
                    <tr>
                        <th scope="col">{w.ticket}</th>
                        <th scope="col">{w.target}</th>
                        <th scope="col">{w.verdict}</th>
                    </tr>
                </thead>
                <tbody>
                    {changes
                        .into_iter()
                        .map(|change| {
                            view! {
                                <tr>
                                    <th scope="row">{ticket(change.ticket, &named)}</th>
                                    <td data-label=w.target>{(p.metric)(change.metric)}</td>
                                    <td data-label=w.verdict>
                                        <span class="change"><del>{verdict(change.before)}</del><Icon name="arrow-right" /><ins>{verdict(change.after)}</ins></span>
                                    </td>
                                </tr>
                            }
                        })
                        .collect_view()}
                </tbody>
            </table>
        </div>
    }
}

fn verdict(outcome: Option<Outcome>) -> &'static str {
    let w = &words().admin().promises_file;
    match outcome.map(|outcome| outcome.verdict) {
        None => w.no_clock,
        Some(Verdict::Met) => w.met,
        Some(Verdict::Breached) => w.breached,
        Some(Verdict::Running) => w.running,
        Some(Verdict::Cancelled) => w.cancelled,
    }
}

#[component]
fn WorstTable(worst: Vec<Outcome>, named: Named) -> impl IntoView {
    let (w, p) = (&words().admin().promises_file, &words().admin().policies);
    view! {
        <div class="table-wrap">
            <table class="table" data-stack="" data-density="compact">
                <caption class="visually-hidden">{w.worst}</caption>
                <thead>
                    <tr>
                        <th scope="col">{w.ticket}</th>
                        <th scope="col">{w.target}</th>
                        <th scope="col" class="end">{w.late_by}</th>
                    </tr>
                </thead>
                <tbody>
                    {worst
                        .into_iter()
                        .take(10)
                        .map(|outcome| {
                            view! {
                                <tr>
                                    <th scope="row">{ticket(outcome.ticket, &named)}</th>
                                    <td data-label=w.target>{(p.metric)(outcome.metric)}</td>
                                    <td class="end" data-label=w.late_by>{(w.working_hours)(outcome.late_by().hours())}</td>
                                </tr>
                            }
                        })
                        .collect_view()}
                </tbody>
            </table>
        </div>
    }
}
