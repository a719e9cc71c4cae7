//! Icons from the sprite.

use leptos::prelude::*;

/// One icon of `public/icons.svg`; always beside a word, so hidden from screen readers.
#[component]
pub fn Icon(#[prop(into)] name: String) -> impl IntoView {
    view! {
        <svg class="icon" aria-hidden="true">
            <use href=format!("/icons.svg#i-{name}")></use>
        </svg>
    }
}
