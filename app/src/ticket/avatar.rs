//! A person's badge.

use domain::ticket::view::PersonRef;
use leptos::prelude::*;

/// The colours that the style sheet has.
const TINTS: u8 = 6;

/// The letters of a name in its colour; beside the name, so hidden from screen readers.
#[component]
pub fn Avatar(
    person: PersonRef,
    /// `s`, `l` or nothing.
    #[prop(optional, into)]
    size: Option<&'static str>,
) -> impl IntoView {
    view! {
        <span class="avatar" data-hue=(person.hue % TINTS + 1).to_string() data-size=size aria-hidden="true">
            {person.initials}
        </span>
    }
}

/// A person's badge and name.
#[component]
pub fn PersonName(person: PersonRef) -> impl IntoView {
    let name = person.name.clone();
    view! {
        <span class="person">
            <Avatar person size="s" />
            <span>{name}</span>
        </span>
    }
}
