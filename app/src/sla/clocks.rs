//! The clocks of the open ticket: the next one at its head, all of them among its properties.

use domain::sla::Due;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::chip::{DueChip, clock_name};
use super::told::moment;
use crate::desk::open::{open, tell_time_as_of};
use crate::desk::query::{DeskQuery, address};
use crate::reader::clock;
use crate::words::words;

/// The address that explains a clock of a ticket, beside the list that the reader comes from.
#[must_use]
pub fn why_address(list: &DeskQuery, number: &str, due: &Due) -> String {
    let mut pairs = list.list().pairs();
    pairs.push(("clock", clock_name(due)));
    address(&format!("/desk/{number}/why"), pairs)
}

fn why(due: &Due) -> String {
    let list = use_query_map().with_untracked(DeskQuery::read);
    why_address(&list, &open().peek(|ticket| ticket.number.to_string()), due)
}

/// The clock that is due next.
#[component]
pub fn NextClock() -> impl IntoView {
    let open = open();
    let next = Memo::new(move |_| open.ticket.with(|ticket| Due::next(&ticket.clocks).cloned()));
    move || {
        tell_time_as_of(open.ticket.with_untracked(|ticket| ticket.now));
        next.get().map(|due| view! { <DueChip to=why(&due) due /> })
    }
}

/// All of them, with their deadlines.
#[component]
pub fn Clocks() -> impl IntoView {
    let open = open();
    let clocks = Memo::new(move |_| open.ticket.with(|ticket| ticket.clocks.clone()));
    move || {
        let clocks = clocks.get();
        tell_time_as_of(open.ticket.with_untracked(|ticket| ticket.now));
        (!clocks.is_empty()).then(|| {
            let w = words().sla();
            view! {
                <section class="props" aria-labelledby="props-clocks">
                    <h3 id="props-clocks">{w.promises}</h3>
                    <dl>{clocks.into_iter().map(|due| view! { <Line due /> }).collect_view()}</dl>
                </section>
            }
        })
    }
}

#[component]
fn Line(due: Due) -> impl IntoView {
    let w = words().sla();
    let name = if due.cycle > 1 { (w.cycle)((w.metric)(due.metric), due.cycle) } else { (w.metric)(due.metric).to_owned() };
    // What is done was done at a time, and is due no more. A chip says how long is left, and the line beside it until when.
    let at = due.ended.or(due.deadline);
    let clock = clock();
    let at = at.map(|at| {
        let today = clock.same_day(at, clock.now);
        let shown = if today { clock.time(at) } else { moment(at) };
        let said = match due.ended {
            None => w.due,
            Some(_) if today => w.ended_today,
            Some(_) => w.ended,
        };
        view! { <span class="small soft">{said} " " <time datetime=clock.iso(at) title=clock.full(at)>{shown}</time></span> }
    });
    view! { <div><dt><span>{name}</span></dt><dd><DueChip to=why(&due) due /> {at}</dd></div> }
}
