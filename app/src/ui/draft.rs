//! The browser's half of drafts: what is typed and not yet sent is kept on the server, in a pause of typing, and at once when it is
//! left: for another ticket, another language, another window, or for good.

use std::time::Duration;

use domain::time::Timestamp;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::js_sys::{Array, Reflect, try_iter};
use web_sys::{Event, FormData, Headers, HtmlFormElement, HtmlTextAreaElement, Node, Request, RequestInit, Response, UrlSearchParams};

use super::form::FormState;

/// How long a pause in typing is.
const PAUSE: Duration = Duration::from_millis(1_500);
/// Browsers finish sending what is no longer than this after its page is gone, in bytes.
const OUTLIVES_PAGE: usize = 60_000;
/// What is heard of a form, and what becomes of the page.
const HEARD: [&str; 8] = ["input", "change", "focusout", "submit", "reset", "visibilitychange", "pagehide", "beforeunload"];

/// What the function that keeps a draft takes.
pub type Fields = Vec<(&'static str, String)>;

/// A form whose content is kept.
pub struct Draft {
    pub form: HtmlFormElement,
    /// The function that keeps it.
    pub to: &'static str,
    /// The form as that function takes it.
    pub read: Box<dyn Fn(&HtmlFormElement) -> Fields>,
    /// When it was kept.
    pub kept: RwSignal<Option<Timestamp>>,
}

struct Keeper {
    draft: Draft,
    /// Something may stand in the form that the server does not have.
    touched: bool,
    waiting: Option<TimeoutHandle>,
    /// What the server has.
    last: Option<Fields>,
}

type Shared = StoredValue<Keeper, LocalStorage>;

/// Keeps a draft for as long as the owner lives, and a last time when it goes.
pub fn keep(draft: Draft, state: FormState) {
    let last = Some((draft.read)(&draft.form));
    let keeper = StoredValue::new_local(Keeper { draft, touched: false, waiting: None, last });
    for name in HEARD {
        let listener = window_event_listener_untyped(name, move |event| hear(keeper, &event));
        on_cleanup(move || listener.remove());
    }
    on_cleanup(move || now(keeper));
    // What was sent is no draft any more, unless it was refused, or held because of a file.
    Effect::new(move |_| {
        let waits_for_files = state.files.warned.get() || state.files.awaited.get();
        if state.error.read().is_some() || waits_for_files {
            keeper.try_update_value(|keeper| keeper.touched = true);
        }
        if waits_for_files {
            now(keeper);
        }
    });
}

fn hear(keeper: Shared, event: &Event) {
    let name = event.type_();
    let Some(form) = keeper.try_with_value(|keeper| keeper.draft.form.clone()) else { return };
    let holds = |node: Option<JsValue>| node.and_then(|node| node.dyn_into::<Node>().ok()).is_some_and(|node| form.contains(Some(&node)));
    match name.as_str() {
        "visibilitychange" | "pagehide" | "beforeunload" => now(keeper),
        _ if !holds(event.target().map(Into::into)) => {}
        "focusout" if !holds(Reflect::get(event, &"relatedTarget".into()).ok()) => now(keeper),
        "focusout" => {}
        "input" | "change" => {
            let next = set_timeout_with_handle(move || now(keeper), PAUSE).ok();
            keeper.update_value(|keeper| {
                keeper.stop();
                keeper.touched = true;
                keeper.waiting = next;
            });
        }
        _ => {
            keeper.update_value(|keeper| {
                keeper.stop();
                keeper.touched = false;
                if name == "reset" {
                    keeper.forget();
                }
            });
        }
    }
}

impl Keeper {
    fn stop(&mut self) {
        if let Some(timer) = self.waiting.take() {
            timer.clear();
        }
    }

    /// The draft that the form began with is sent, and must not come back when the form is emptied.
    fn forget(&mut self) {
        self.last = None;
        self.draft.kept.try_set(None);
        let Ok(papers) = self.draft.form.query_selector_all("textarea") else { return };
        for paper in (0..papers.length()).filter_map(|at| papers.get(at)?.dyn_into::<HtmlTextAreaElement>().ok()) {
            drop(paper.set_default_value(""));
        }
    }

    /// What has to be sent, if anything.
    fn due(&mut self) -> Option<(&'static str, Fields)> {
        self.stop();
        if !std::mem::take(&mut self.touched) {
            return None;
        }
        let fields = (self.draft.read)(&self.draft.form);
        if self.last.as_ref() == Some(&fields) {
            return None;
        }
        self.last = Some(fields.clone());
        Some((self.draft.to, fields))
    }
}

fn now(keeper: Shared) {
    let Some((to, fields)) = keeper.try_update_value(Keeper::due).flatten() else { return };
    let kept = keeper.with_value(|keeper| keeper.draft.kept);
    spawn_local(async move {
        match send(to, &fields).await {
            Some(at) => drop(kept.try_set(Some(at))),
            // It is no reason to disturb; the next pause tries again.
            None => drop(keeper.try_update_value(|keeper| (keeper.touched, keeper.last) = (true, None))),
        }
    });
}

async fn send(to: &str, fields: &Fields) -> Option<Timestamp> {
    let params = UrlSearchParams::new().ok()?;
    for (name, value) in fields {
        params.append(name, value);
    }
    let headers = Headers::new().ok()?;
    headers.set("accept", "application/json").ok()?;
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_headers(&headers);
    let outlives = params.to_string().length() as usize <= OUTLIVES_PAGE;
    init.set_body(&params);
    Reflect::set(&init, &"keepalive".into(), &outlives.into()).ok()?;
    let request = Request::new_with_str_and_init(to, &init).ok()?;
    let answer: Response = JsFuture::from(window().fetch_with_request(&request)).await.ok()?.dyn_into().ok()?;
    if !answer.ok() {
        return None;
    }
    let text = JsFuture::from(answer.text().ok()?).await.ok()?.as_string()?;
    serde_json::from_slice(text.as_bytes()).ok()
}

/// The form that an element stands in.
#[must_use]
pub fn form_around(element: &web_sys::Element) -> Option<HtmlFormElement> {
    element.closest("form").ok().flatten()?.dyn_into().ok()
}

/// The fields of a form as it would send them, without files.
#[must_use]
pub fn fields(form: &HtmlFormElement) -> Vec<(String, String)> {
    let Ok(data) = FormData::new_with_form(form) else { return Vec::new() };
    let Ok(Some(entries)) = try_iter(&data) else { return Vec::new() };
    entries
        .filter_map(Result::ok)
        .filter_map(|entry| {
            let entry: Array = entry.dyn_into().ok()?;
            Some((entry.get(0).as_string()?, entry.get(1).as_string()?))
        })
        .collect()
}
