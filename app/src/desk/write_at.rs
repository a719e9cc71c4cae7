//! Writing into a paper for its author, as if they had typed it.

use leptos::prelude::document;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlTextAreaElement;
use web_sys::js_sys::{Function, Reflect};

/// Puts a text in the place of what is selected, which is where the cursor is when nothing is.
///
/// The browser's own command does it, so that it can be undone by a key and drafts hear of it. Browsers without that command put the
/// text there all the same.
pub fn put(paper: &HtmlTextAreaElement, text: &str) {
    drop(paper.focus());
    let document = document();
    let command = Reflect::get(&document, &"execCommand".into()).ok().and_then(|command| command.dyn_into::<Function>().ok());
    let done = command.and_then(|command| command.call3(&document, &"insertText".into(), &JsValue::FALSE, &text.into()).ok());
    if done.is_none_or(|done| done.is_falsy()) {
        drop(paper.set_range_text(text));
    }
}
