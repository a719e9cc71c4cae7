//! What a script adds to an open dialog: the keyboard stands in its first field, and nothing behind it can be reached. In a menu that
//! is opened to write in, the keyboard stands there, too. Without a script a popover lets the page behind it be.

use leptos::prelude::*;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::js_sys::Reflect;
use web_sys::{Element, EventTarget, HtmlElement, HtmlInputElement};

/// Marks what was put out of reach.
const BEHIND: &str = "data-behind";
/// Where the keyboard goes: a field, else the first button.
const FIRST: [&str; 2] = ["input:not([type=hidden]), select, textarea", "button"];

/// Menus that are opened to write in.
const WRITTEN_IN: &str = "details.title-edit, details.add-person";

/// Listens while the desk is there. A popover's events do not bubble, but are met on their way down.
pub fn listen() {
    let toggled = Closure::<dyn FnMut(JsValue)>::new(|event: JsValue| hear(&event));
    let window: EventTarget = window().into();
    let listener: &web_sys::js_sys::Function = toggled.as_ref().unchecked_ref();
    for name in ["toggle", "beforetoggle"] {
        drop(window.add_event_listener_with_callback_and_bool(name, listener, true));
    }
    let kept = StoredValue::new_local((window, toggled));
    on_cleanup(move || {
        release();
        kept.try_with_value(|(window, toggled)| {
            for name in ["toggle", "beforetoggle"] {
                drop(window.remove_event_listener_with_callback_and_bool(name, toggled.as_ref().unchecked_ref(), true));
            }
        });
    });
}

fn hear(event: &JsValue) {
    let said = |name: &str| Reflect::get(event, &name.into()).unwrap_or_default();
    let Ok(dialog) = said("target").dyn_into::<HtmlElement>() else { return };
    if dialog.matches(WRITTEN_IN) == Ok(true) {
        write_in(&dialog);
        return;
    }
    if !dialog.class_list().contains("dialog") || !dialog.has_attribute("popover") {
        return;
    }
    let opens = said("newState").as_string().as_deref() == Some("open");
    match said("type").as_string().as_deref() {
        // Before it is gone, so that the keyboard finds its way back to the button.
        Some("beforetoggle") if !opens => release(),
        Some("toggle") if opens => {
            enter(&dialog);
            put_behind(&dialog);
        }
        _ => {}
    }
}

/// The keyboard stands in the field of a menu that was opened for it, with what is written there chosen.
fn write_in(menu: &HtmlElement) {
    let field = menu.query_selector("input:not([type=hidden])").ok().flatten().filter(|_| menu.has_attribute("open"));
    if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlInputElement>().ok()) {
        drop(field.focus());
        field.select();
    }
}

fn enter(dialog: &HtmlElement) {
    if document().active_element().is_some_and(|element| dialog.contains(Some(&element))) {
        return;
    }
    let first = FIRST.iter().find_map(|wanted| dialog.query_selector(wanted).ok().flatten());
    if let Some(first) = first.and_then(|first| first.dyn_into::<HtmlElement>().ok()) {
        drop(first.focus());
    }
}

/// Puts everything beside the dialog and beside what it stands in out of reach.
fn put_behind(dialog: &Element) {
    let mut inner = dialog.clone();
    while let Some(outer) = inner.parent_element() {
        let children = outer.children();
        for child in (0..children.length()).filter_map(|at| children.item(at)) {
            if !child.is_same_node(Some(&inner)) && !child.has_attribute("inert") {
                drop(child.set_attribute("inert", ""));
                drop(child.set_attribute(BEHIND, ""));
            }
        }
        if outer.tag_name() == "BODY" {
            return;
        }
        inner = outer;
    }
}

/// Lets everything be reached again; also to be called where an open dialog goes away with its page.
pub fn release() {
    let Ok(behind) = document().query_selector_all(&format!("[{BEHIND}]")) else { return };
    for element in (0..behind.length()).filter_map(|at| behind.get(at)?.dyn_into::<Element>().ok()) {
        drop(element.remove_attribute("inert"));
        drop(element.remove_attribute(BEHIND));
    }
}
