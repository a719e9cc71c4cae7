//! A step of an editor draws its form anew; the keyboard should stay where it was.

use leptos::prelude::*;

/// Remembers what has the keyboard.
#[cfg(feature = "hydrate")]
pub fn remember(focus: RwSignal<Option<String>>) {
    focus.set(document().active_element().map(|element| element.id()).filter(|id| !id.is_empty()));
}

#[cfg(not(feature = "hydrate"))]
pub fn remember(_: RwSignal<Option<String>>) {}

/// Gives it back; behind a button that has added something, `next` names by its id where one types then.
#[cfg(feature = "hydrate")]
pub fn give_back(focus: RwSignal<Option<String>>, next: &'static [(&'static str, &'static str)]) {
    use wasm_bindgen::JsCast;
    let Some(id) = focus.get_untracked() else { return };
    focus.set(None);
    request_animation_frame(move || {
        let added = next.iter().find(|(button, _)| *button == id).and_then(|(_, added)| document().query_selector(added).ok().flatten());
        let element = added.or_else(|| document().get_element_by_id(&id));
        if let Some(element) = element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
            drop(element.focus());
        }
    });
}

#[cfg(not(feature = "hydrate"))]
pub fn give_back(_: RwSignal<Option<String>>, _: &'static [(&'static str, &'static str)]) {}
