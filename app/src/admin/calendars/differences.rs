//! What a version says that another one does not, in words.

use domain::calendar::{DatedHours, Difference, Run, shown_hours};
use leptos::prelude::*;

use crate::ui::Icon;
use crate::words::words;

/// More than these fold.
const SHOWN: usize = 8;

/// A week in a line: `Mon to Fri 09:00-17:00, Sat 10:00-14:00`.
#[must_use]
pub fn week_line(runs: &[Run]) -> String {
    let w = &words().admin().calendars;
    let run = |run: &Run| {
        let hours = shown_hours(&run.hours);
        let days = if run.first == run.last { (w.short_day)(run.first).to_owned() } else { (w.days)(run.first, run.last) };
        format!("{days} {hours}")
    };
    runs.iter().map(run).collect::<Vec<_>>().join(w.and)
}

/// The differences as a list.
#[component]
pub fn Differences(of: Vec<Difference>) -> impl IntoView {
    let w = &words().admin().calendars;
    let rest = of.get(SHOWN..).unwrap_or_default().to_vec();
    let line = |difference: &Difference| view! { <li>{told(difference)}</li> };
    view! {
        <ul class="differences">{of.iter().take(SHOWN).map(line).collect_view()}</ul>
        {(!rest.is_empty())
            .then(|| {
                view! {
                    <details class="as-table">
                        <summary>{(w.and_more)(rest.len())}</summary>
                        <ul class="differences">{rest.iter().map(line).collect_view()}</ul>
                    </details>
                }
            })}
    }
}

fn told(difference: &Difference) -> AnyView {
    let w = &words().admin().calendars;
    match difference {
        Difference::Zone { from, to } => change(w.zone.to_owned(), from.clone(), to.clone()),
        Difference::Day { day, from, to } => change((w.day)(*day).to_owned(), hours(from), hours(to)),
        Difference::Holiday { date, from, to } => {
            let side = |name: &Option<String>| name.clone().unwrap_or_else(|| w.no_holiday.to_owned());
            change(date.clone(), side(from), side(to))
        }
        Difference::Override { date, from, to } => {
            let side = |own: &Option<DatedHours>| own.as_ref().map_or_else(|| w.as_the_week.to_owned(), own_day);
            change(date.clone(), side(from), side(to))
        }
    }
}

fn hours(hours: &[[String; 2]]) -> String {
    if hours.is_empty() { words().admin().calendars.closed.to_owned() } else { shown_hours(hours) }
}

fn own_day(own: &DatedHours) -> String {
    if own.name.is_empty() { hours(&own.hours) } else { format!("{} ({})", hours(&own.hours), own.name) }
}

/// What, as it was, as it is.
pub(in crate::admin) fn change(what: String, from: String, to: String) -> AnyView {
    view! {
        <b>{what}</b>
        " "
        <span class="change"><del>{from}</del><Icon name="arrow-right" /><ins>{to}</ins></span>
    }
    .into_any()
}
