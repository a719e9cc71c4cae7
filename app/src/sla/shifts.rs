//! What a correction makes of a ticket's clocks, before it is made and afterwards: none of them changes silently.

use domain::sla::{Due, Shift};
use domain::ticket::view::Why;
use leptos::prelude::*;

use super::api::{CorrectClocks, Preview};
use super::chip::{icon, look, said};
use super::told::{event_said, instant, moment};
use crate::admin::parts::Done;
use crate::reader::clock;
use crate::ui::{ErrorSummary, Form, Icon, LongText, ServerFn, Submit};
use crate::words::words;

/// The clocks that are others than before, side by side.
#[component]
pub fn Shifts(shifts: Vec<Shift>) -> impl IntoView {
    let w = words().sla();
    if shifts.is_empty() {
        return view! { <p>{w.no_shift}</p> }.into_any();
    }
    let side = |due: Option<Due>, label: &'static str| {
        let shown = due.map(|due| {
            let light = due.light_at(due.as_of);
            let until = due.deadline.map_or_else(|| w.unknown_while_paused.to_owned(), instant);
            view! {
                <span class="sla" data-state=look(&due, light)><Icon name=icon(&due, light) />{said(&due, due.as_of)}</span>
                " " <span class="small soft">{w.due} " " {until}</span>
            }
        });
        let shown = shown.map_or_else(|| view! { <span class="quiet">{w.no_such_clock}</span> }.into_any(), IntoAny::into_any);
        view! { <td data-label=label>{shown}</td> }
    };
    let rows = shifts
        .into_iter()
        .map(|shift| {
            let name = shift.clock().map(|(metric, cycle)| clock_said(metric, cycle));
            view! { <tr><th scope="row">{name}</th>{side(shift.before, w.before)} {side(shift.after, w.after)}</tr> }
        })
        .collect_view();
    view! {
        <div class="table-wrap">
            <table class="table" data-stack="" data-density="compact">
                <caption class="visually-hidden">{w.would_change}</caption>
                <thead><tr><th scope="col">{w.clock}</th><th scope="col">{w.before}</th><th scope="col">{w.after}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// A clock by its metric, and by its cycle where it is not the first.
#[must_use]
pub fn clock_said(metric: domain::sla::Metric, cycle: u32) -> String {
    let w = words().sla();
    let metric = (w.metric)(metric);
    if cycle > 1 { (w.cycle)(metric, cycle) } else { metric.to_owned() }
}

/// A correction that is not made yet, what it would change, and the button that makes it.
#[component]
pub fn Before(preview: Preview, why: Why, here: String) -> impl IntoView {
    let w = words().sla();
    let Preview { typed, shifts } = preview;
    let clock = clock();
    let at = |typed: &str| clock.moment_of(typed).map(moment).unwrap_or_default();
    let what = match typed.what.as_str() {
        "moment" => {
            let event = why.events.iter().find(|event| event.id.to_string() == typed.event).map(event_said).unwrap_or_default();
            (w.really_was)(&event, &at(&typed.at))
        }
        "paused" => (w.should_be)(true, &at(&typed.from), &at(&typed.until)),
        _ => (w.should_be)(false, &at(&typed.from), &at(&typed.until)),
    };
    let hidden = [("what", typed.what), ("event", typed.event), ("at", typed.at), ("from", typed.from), ("until", typed.until)];
    let back = here.clone();
    view! {
        <section class="card stack" aria-labelledby="would-change">
            <header><h2 id="would-change">{w.would_change}</h2></header>
            <p>{what}</p>
            <Shifts shifts />
            <p class="small soft">{w.correct_lead}</p>
            <Form to=CorrectClocks::url() key="sure" class="stack" size="m">
                <input type="hidden" name="ticket" value=why.number.id.to_string() />
                <input type="hidden" name="here" value=here />
                {hidden.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value /> }).collect_view()}
                <ErrorSummary />
                <LongText name="reason" label=words().desk().why rows=2 />
                <div class="cluster"><Submit label=w.correct /> <a class="button" data-kind="quiet" href=back>{w.not_now}</a></div>
            </Form>
        </section>
    }
}

/// What was just done: excused, or corrected with what the last correction changed.
#[component]
pub fn Told(excused: bool, shifts: Vec<Shift>) -> impl IntoView {
    let w = words().sla();
    if excused {
        return view! { <Done title=w.was_excused lead=w.was_excused_lead /> }.into_any();
    }
    view! {
        <section class="stack" data-gap="s">
            <Done title=w.corrected lead="" />
            <Shifts shifts />
        </section>
    }
    .into_any()
}
