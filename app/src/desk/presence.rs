//! Who else is on the ticket, and what they did a moment ago.

use domain::ticket::view::Present;
use leptos::prelude::*;

use super::live::Live;
use super::news::{news, told};
use super::open::open;
use crate::ticket::Avatar;
use crate::ticket::event_line::has_line;
use crate::ui::Icon;
use crate::words::words;

/// The badges of those who have the ticket open, with a pen for those who write.
#[component]
pub fn Presence() -> impl IntoView {
    let live = use_context::<Live>();
    let people = move || live.map(|live| live.there.get()).unwrap_or_default();
    let badges = move || people().into_iter().map(|present| view! { <Badge present /> }).collect_view();
    view! { <ul class="avatars" aria-live="polite">{badges}</ul> }
}

#[component]
fn Badge(present: Present) -> impl IntoView {
    let w = words().live();
    let Present { person, writing } = present;
    let said = if writing { (w.writes)(&person.name) } else { (w.looks)(&person.name) };
    let title = said.clone();
    view! {
        <li class="person small soft" title=title>
            <Avatar person size="s" presence=if writing { "writing" } else { "viewing" } />
            // On a phone the badge alone is seen, so that nothing moves to make room for it.
            {writing.then(|| view! { <span class="wide-only" aria-hidden="true">{said.clone()}</span> })}
            <span class="visually-hidden">{said}</span>
        </li>
    }
}

/// What others did while the reader writes: it waits for a word, so that nothing moves under their hands.
#[component]
pub fn Later() -> impl IntoView {
    let open = open();
    let later = move || {
        let (said, count) = open.later.with(|later| {
            let news = later.as_ref().map(|later| news(&later.detail, open.with(|ticket| ticket.version))).unwrap_or_default();
            (told(&news), news.iter().filter(|entry| has_line(&entry.event.what)).count().max(1))
        });
        (!said.is_empty()).then(|| {
            view! {
                <p class="pane-note split">
                    <span><Icon name="refresh" />" "{(words().live().meanwhile)(&said)}</span>
                    <button class="button" type="button" on:click=move |_| open.show_later()>{(words().live().show_new)(count)}</button>
                </p>
            }
        })
    };
    let live = use_context::<Live>();
    let gone = move || {
        let is_gone = live.is_some_and(|live| live.gone.get() == Some(open.id()));
        is_gone.then(|| view! { <p class="pane-note"><Icon name="hand-over" />" "{words().live().gone}</p> })
    };
    view! {
        <div role="status">
            {gone}
            {later}
            <span class="visually-hidden">{move || open.told.get()}</span>
        </div>
    }
}
