//! Drafts: what is typed is kept on the server while one types.

use domain::time::Timestamp;
use leptos::prelude::*;

use crate::reader::reader;
use crate::words::words;

/// How long after the last key a draft is kept, in milliseconds.
#[cfg(feature = "hydrate")]
const PAUSE: u64 = 1_500;

/// Says when the draft of the form around it was kept, and keeps it while one types.
///
/// `keep` gets the fields of the form and answers with the time.
#[component]
pub fn DraftKeeper(
    #[prop(optional_no_strip)] at: Option<Timestamp>,
    keep: Callback<Vec<(String, String)>>,
    kept: RwSignal<Option<Timestamp>>,
) -> impl IntoView {
    let here = NodeRef::<leptos::html::Span>::new();
    kept.set(at);
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| {
        if let Some(form) = here.get().and_then(|here| enhance::form_around(&here)) {
            enhance::keep_while_typing(form, keep);
        }
    });
    #[cfg(not(feature = "hydrate"))]
    let _ = keep;
    view! {
        <span class="composer-draft small quiet" role="status" node_ref=here>
            {move || kept.get().map(|at| (words().portal().draft_kept)(&reader().clock.time(at)))}
        </span>
    }
}

#[cfg(feature = "hydrate")]
pub mod enhance {
    use std::cell::RefCell;
    use std::rc::Rc;
    use std::time::Duration;

    use leptos::leptos_dom::helpers::TimeoutHandle;
    use leptos::prelude::*;
    use wasm_bindgen::JsCast;
    use wasm_bindgen::closure::Closure;
    use web_sys::{FormData, HtmlFormElement};

    /// The form that an element stands in.
    pub fn form_around(element: &web_sys::Element) -> Option<HtmlFormElement> {
        element.closest("form").ok().flatten()?.dyn_into().ok()
    }

    /// The fields of a form as it would send them, without files and passwords.
    pub fn fields(form: &HtmlFormElement) -> Vec<(String, String)> {
        let Ok(data) = FormData::new_with_form(form) else { return Vec::new() };
        let Ok(Some(entries)) = web_sys::js_sys::try_iter(&data) else { return Vec::new() };
        entries
            .filter_map(Result::ok)
            .filter_map(|entry| {
                let entry: web_sys::js_sys::Array = entry.dyn_into().ok()?;
                Some((entry.get(0).as_string()?, entry.get(1).as_string()?))
            })
            .collect()
    }

    /// Calls `keep` a moment after the last change.
    pub fn keep_while_typing(form: HtmlFormElement, keep: Callback<Vec<(String, String)>>) {
        let waiting: Rc<RefCell<Option<TimeoutHandle>>> = Rc::default();
        let target: web_sys::EventTarget = form.clone().into();
        let changed = {
            let waiting = Rc::clone(&waiting);
            move || {
                let form = form.clone();
                let send = move || {
                    // The page may have been left in the meantime.
                    if form.is_connected() {
                        keep.run(fields(&form));
                    }
                };
                let next = set_timeout_with_handle(send, Duration::from_millis(super::PAUSE)).ok();
                if let Some(before) = waiting.replace(next) {
                    before.clear();
                }
            }
        };
        let sent = move || {
            if let Some(before) = waiting.take() {
                before.clear();
            }
        };
        for event in ["input", "change"] {
            on_event(&target, event, changed.clone());
        }
        for event in ["submit", "reset"] {
            on_event(&target, event, sent.clone());
        }
    }

    /// Listens for as long as the element lives.
    pub fn on_event(target: &web_sys::EventTarget, name: &str, run: impl Fn() + 'static) {
        let listener = Closure::<dyn Fn()>::new(run);
        drop(target.add_event_listener_with_callback(name, listener.as_ref().unchecked_ref()));
        listener.forget();
    }
}
