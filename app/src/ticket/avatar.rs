//! A person's badge.

use domain::ticket::view::PersonRef;
use leptos::prelude::*;

use crate::ui::{Icon, escape};

/// The colours that the style sheet has.
const TINTS: u8 = 6;

/// The letters of a name in its colour; beside the name, so hidden from screen readers.
#[component]
pub fn Avatar(
    person: PersonRef,
    /// `s`, `l` or nothing.
    #[prop(optional, into)]
    size: Option<&'static str>,
    /// `viewing` or `writing`, for somebody who is here.
    #[prop(optional, into)]
    presence: Option<&'static str>,
) -> impl IntoView {
    view! {
        <span class="avatar" data-hue=(person.hue % TINTS + 1).to_string() data-size=size data-presence=presence aria-hidden="true">
            {person.initials}
            {(presence == Some("writing")).then(|| view! { <Icon name="edit" /> })}
        </span>
    }
}

/// A small one as text, for lists that are made as text.
pub fn avatar_html(html: &mut String, person: &PersonRef) {
    html.push_str("<span class=\"avatar\" data-size=\"s\" aria-hidden=\"true\" data-hue=\"");
    html.push_str(&(person.hue % TINTS + 1).to_string());
    html.push_str("\">");
    escape(html, &person.initials);
    html.push_str("</span>");
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
