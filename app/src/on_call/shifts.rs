//! Shifts as pages write them.

use domain::on_call::view::ShiftView;
use domain::time::Timestamp;
use leptos::prelude::*;

use crate::reader::clock;
use crate::ticket::avatar::Avatar;
use crate::words::words;

/// A time with its day, since shifts are days away.
#[must_use]
pub fn moment(at: Timestamp) -> String {
    let clock = clock();
    format!("{} {}", clock.day(at), clock.time(at))
}

/// The same for people and machines.
#[component]
pub fn At(at: Timestamp) -> impl IntoView {
    let clock = clock();
    view! { <time datetime=clock.iso(at) title=clock.full(at)>{moment(at)}</time> }
}

/// Who, with whom they stand in for and what else is to be said; the first two cells of a row.
#[component]
pub fn Who(shift: ShiftView, children: Children) -> impl IntoView {
    let instead = shift.instead_of.map(|person| view! { <p class="row-note">{(words().on_call().instead_of)(&person.name)}</p> });
    view! {
        <Avatar person=shift.person.clone() size="s" />
        <div>
            <span class="row-name">{shift.person.name}</span>
            {instead}
            {children()}
        </div>
    }
}
