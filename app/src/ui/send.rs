//! Sends a form by `fetch`: the browser's half of [`super::form::Form`].

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{FormData, Headers, HtmlFormElement, Request, RequestInit, Response, UrlSearchParams};

use super::form::FormState;
use crate::error::AppError;

enum Answer {
    /// Done; the server names the page to go on with.
    Elsewhere(String),
    Done,
}

/// Takes the browser's submit over, unless another handler has already done so.
pub fn submit(
    event: &leptos::ev::SubmitEvent,
    state: FormState,
    files: bool,
    reload: bool,
    navigate: impl Fn(&str, NavigateOptions) + 'static,
    on_done: Option<Callback<()>>,
) {
    let Some(form) = event.target().and_then(|target| target.dyn_into::<HtmlFormElement>().ok()) else { return };
    if event.default_prevented() {
        return;
    }
    event.prevent_default();
    if state.pending.get_untracked() {
        return;
    }
    if held_by_files(event, &form, state) {
        return;
    }
    let Some(body) = body(event, &form, files) else { return };
    state.pending.set(true);
    spawn_local(async move {
        let answer = post(&form.action(), &body).await;
        state.pending.set(false);
        match answer {
            Ok(answer) => {
                state.error.set(None);
                state.files.forget();
                match answer {
                    Answer::Elsewhere(to) if reload => drop(window().location().set_href(&to)),
                    Answer::Elsewhere(to) => navigate(&to, NavigateOptions::default()),
                    Answer::Done if reload => drop(window().location().reload()),
                    Answer::Done => {
                        form.reset();
                        if let Some(done) = on_done {
                            done.run(());
                        }
                    }
                }
            }
            Err(error) => {
                let signed_out = error == AppError::SignedOut;
                state.error.set(Some(error));
                request_animation_frame(move || {
                    // Where nothing says so and offers to sign in, the page does when it is loaded anew.
                    if signed_out && form.query_selector(SIGN_IN).ok().flatten().is_none() {
                        drop(window().location().reload());
                    } else {
                        focus_first_error(&form);
                    }
                });
            }
        }
    });
}

/// The link by which somebody signs in beside a form that they want to send.
const SIGN_IN: &str = "a[data-sign-in]";

/// Whether the form has to wait: for files that are on their way, or for the word that it goes without those that were refused.
fn held_by_files(event: &leptos::ev::SubmitEvent, form: &HtmlFormElement, state: FormState) -> bool {
    let files = state.files;
    if files.sending.get_untracked() > 0 {
        files.by.set_value(event.submitter().and_then(|button| button.dyn_into().ok()));
        files.awaited.set(true);
        return true;
    }
    if files.warned.get_untracked() || files.refused.with_untracked(Vec::is_empty) {
        return false;
    }
    files.warned.set(true);
    let form = form.clone();
    request_animation_frame(move || focus_on(&form, REFUSED_FILES));
    true
}

/// What says at its field which files were refused.
pub const REFUSED_FILES: &str = "[data-refused-files]";

/// The keyboard goes to the first of these in the form, and the page to where it is seen.
pub fn focus_on(form: &HtmlFormElement, selector: &str) {
    let found = form.query_selector(selector).ok().flatten();
    if let Some(element) = found.and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok()) {
        drop(element.focus());
    }
}

fn body(event: &leptos::ev::SubmitEvent, form: &HtmlFormElement, files: bool) -> Option<JsValue> {
    let data = FormData::new_with_form(form).ok()?;
    if let Some(button) = event.submitter() {
        let name = button.get_attribute("name").unwrap_or_default();
        if !name.is_empty() {
            data.append_with_str(&name, &button.get_attribute("value").unwrap_or_default()).ok()?;
        }
    }
    if files {
        return Some(data.into());
    }
    let fields: &JsValue = data.unchecked_ref();
    UrlSearchParams::new_with_record_from_str_to_str(fields.unchecked_ref()).ok().map(Into::into)
}

async fn post(to: &str, body: &JsValue) -> Result<Answer, AppError> {
    let response = fetch(to, body).await.map_err(|_| AppError::Offline)?;
    if response.ok() {
        let location = response.headers().get("location").ok().flatten();
        return Ok(location.map_or(Answer::Done, Answer::Elsewhere));
    }
    Err(refusal(&response).await)
}

/// Sends one file by itself and gives what the server answers with.
pub async fn upload<T: serde::de::DeserializeOwned>(to: &str, field: &str, file: &web_sys::File) -> Result<T, AppError> {
    let data = FormData::new().map_err(|_| AppError::Offline)?;
    data.append_with_blob_and_filename(field, file, &file.name()).map_err(|_| AppError::Offline)?;
    let response = fetch(to, &data).await.map_err(|_| AppError::Offline)?;
    if !response.ok() {
        return Err(refusal(&response).await);
    }
    serde_json::from_slice(text(&response).await.as_bytes()).map_err(|_| AppError::Internal { request: String::new() })
}

async fn refusal(response: &Response) -> AppError {
    serde_json::from_slice(text(response).await.as_bytes()).unwrap_or(AppError::Internal { request: String::new() })
}

async fn text(response: &Response) -> String {
    match response.text() {
        Ok(text) => JsFuture::from(text).await.ok().and_then(|t| t.as_string()).unwrap_or_default(),
        Err(_) => String::new(),
    }
}

async fn fetch(to: &str, body: &JsValue) -> Result<Response, JsValue> {
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(body);
    let headers = Headers::new()?;
    headers.set("accept", "application/json")?;
    init.set_headers(&headers);
    let request = Request::new_with_str_and_init(to, &init)?;
    JsFuture::from(window().fetch_with_request(&request)).await?.dyn_into()
}

/// The keyboard goes where the first error is.
fn focus_first_error(form: &HtmlFormElement) {
    focus_on(form, "[aria-invalid=\"true\"], [role=\"alert\"]");
}
