//! One key for what is done often. A key presses the control that carries its name in `data-key`, so that nothing is done by
//! keyboard alone, and a control that is not there has no key either.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::js_sys::{Function, Reflect};
use web_sys::{Element, HtmlElement, HtmlInputElement};

/// What opens in its place and is closed by Escape.
const MENUS: &str = "details.menu[open], details.add-person[open]";

/// Listens while the desk is there.
pub fn listen() {
    let keys = window_event_listener(leptos::ev::keydown, |event| {
        if event.default_prevented() || event.is_composing() {
            return;
        }
        if handle(&event) {
            event.prevent_default();
        }
    });
    on_cleanup(move || keys.remove());
}

fn handle(event: &KeyboardEvent) -> bool {
    let key = event.key();
    let command = event.ctrl_key() || event.meta_key();
    if command && key.eq_ignore_ascii_case("k") {
        return press("palette");
    }
    if command && key == "Enter" {
        return send();
    }
    if command || event.alt_key() || is_dialog_open() {
        return false;
    }
    if key == "Escape" && close_menu() {
        return true;
    }
    if is_writing() {
        return key == "Escape" && leave_paper();
    }
    // What is typed over an open menu is not meant for the ticket behind it.
    if document().query_selector(MENUS).ok().flatten().is_some() {
        return false;
    }
    match key.as_str() {
        "j" => step(1),
        "k" => step(-1),
        "/" => press("/") || press("palette"),
        "x" => tick(),
        "Escape" => press("back"),
        "r" | "n" | "i" | "a" | "e" | "d" | "t" | "?" => press(&key),
        _ => false,
    }
}

/// Presses what carries the key: a list or a box gets the focus, a way of writing is chosen and its paper gets it.
fn press(key: &str) -> bool {
    let Some(element) = visible(&format!("[data-key=\"{key}\"]")) else { return false };
    let Ok(control) = element.clone().dyn_into::<HtmlElement>() else { return false };
    let is_radio = control.dyn_ref::<HtmlInputElement>().is_some_and(|input| input.type_() == "radio");
    match element.tag_name().as_str() {
        "SELECT" => open_list(&control),
        "INPUT" if is_radio => {
            control.click();
            let form = element.closest("form").ok().flatten();
            let paper = form.and_then(|form| form.query_selector("textarea").ok().flatten());
            if let Some(paper) = paper.and_then(|paper| paper.dyn_into::<HtmlElement>().ok()) {
                drop(paper.focus());
            }
        }
        "INPUT" => drop(control.focus()),
        _ => control.click(),
    }
    true
}

/// Opens a list where it stands. Letters then choose in it, and nothing is saved before the choice is made.
fn open_list(list: &HtmlElement) {
    drop(list.focus());
    let show = Reflect::get(list, &"showPicker".into()).ok().and_then(|show| show.dyn_into::<Function>().ok());
    // A browser that cannot open it has the keyboard in it all the same.
    drop(show.map(|show| show.call0(list)));
}

/// The keyboard leaves the paper, so that keys are keys again.
fn leave_paper() -> bool {
    let paper = document().active_element().filter(|element| element.tag_name() == "TEXTAREA");
    paper.and_then(|paper| paper.dyn_into::<HtmlElement>().ok()).is_some_and(|paper| paper.blur().is_ok())
}

/// Closes the menu that has the keyboard, else the one that is open; its button has the keyboard then.
fn close_menu() -> bool {
    let around = document().active_element().and_then(|element| element.closest(MENUS).ok().flatten());
    let Some(menu) = around.or_else(|| document().query_selector(MENUS).ok().flatten()) else { return false };
    let summary = menu.query_selector("summary").ok().flatten().and_then(|summary| summary.dyn_into::<HtmlElement>().ok());
    drop(summary.map(|summary| summary.focus()));
    menu.remove_attribute("open").is_ok()
}

/// Sends the form that is being written in.
fn send() -> bool {
    let form = document().active_element().and_then(|element| element.closest("form").ok().flatten());
    let form = form.and_then(|form| form.dyn_into::<web_sys::HtmlFormElement>().ok());
    form.is_some_and(|form| form.request_submit().is_ok())
}

/// Goes to the next or the previous ticket of the list.
fn step(by: i32) -> bool {
    let Ok(links) = document().query_selector_all(".queue .queue-subject") else { return false };
    let links: Vec<HtmlElement> = (0..links.length()).filter_map(|at| links.item(at)?.dyn_into().ok()).collect();
    let focused = document().active_element();
    let at = links
        .iter()
        .position(|link| focused.as_ref().is_some_and(|focused| focused.is_same_node(Some(link))))
        .or_else(|| links.iter().position(|link| link.has_attribute("aria-current")));
    let next = match at {
        None => 0,
        Some(at) if by > 0 => (at + 1).min(links.len().saturating_sub(1)),
        Some(at) => at.saturating_sub(1),
    };
    links.get(next).is_some_and(|link| link.focus().is_ok())
}

/// Ticks the ticket that has the keyboard, or takes the tick off.
fn tick() -> bool {
    let row = document().active_element().and_then(|element| element.closest(".queue-row").ok().flatten());
    let tick = row.and_then(|row| row.query_selector(".queue-tick input").ok().flatten());
    tick.filter(|tick| tick.client_height() > 0).and_then(|tick| tick.dyn_into::<HtmlElement>().ok()).map(|tick| tick.click()).is_some()
}

fn is_writing() -> bool {
    let Some(element) = document().active_element() else { return false };
    match element.tag_name().as_str() {
        "TEXTAREA" | "SELECT" => true,
        "INPUT" => !matches!(element.get_attribute("type").as_deref(), Some("radio" | "checkbox" | "submit" | "button")),
        _ => element.has_attribute("contenteditable"),
    }
}

fn is_dialog_open() -> bool {
    document().query_selector(":popover-open").ok().flatten().is_some()
}

/// The first element of the selector that is on the screen, or that is there for its key alone.
fn visible(selector: &str) -> Option<Element> {
    let found = document().query_selector_all(selector).ok()?;
    let mut elements = (0..found.length()).filter_map(|at| found.item(at)?.dyn_into::<Element>().ok());
    elements.find(|element| element.client_height() > 0 || element.get_client_rects().length() > 0)
}
