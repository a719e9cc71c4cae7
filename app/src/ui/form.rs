//! The one way a form is sent. Without JavaScript the browser posts it and the server answers with a redirect; with it the same
//! body goes by `fetch` to the same address, errors appear at their fields, and nothing reloads.

use leptos::prelude::*;

use crate::error::AppError;
use crate::reader::Returned;

/// What the fields of a form share.
#[derive(Clone, Copy)]
pub struct FormState {
    /// The refusal that the form shows.
    pub error: RwSignal<Option<AppError>>,
    /// True while an answer is awaited.
    pub pending: RwSignal<bool>,
    /// Files of the form that are on their way, or were refused.
    pub files: FilesState,
    /// Whether it came back because nobody was signed in: somebody is now, and what was typed is here again.
    pub brought_back: bool,
    typed: StoredValue<Vec<(String, String)>>,
}

/// How the files of a form are that go to the server before it is sent.
#[derive(Clone, Copy)]
pub struct FilesState {
    /// Files that are on their way.
    pub sending: RwSignal<u32>,
    /// True while the form waits for them, to be sent when they have arrived.
    pub awaited: RwSignal<bool>,
    /// Files that were refused: of which field, under which name, and why.
    pub refused: RwSignal<Vec<(String, String, String)>>,
    /// Whether it was said that the form goes without the refused ones: sending it once more then means that.
    pub warned: RwSignal<bool>,
    /// The button that sent the form while files were on their way.
    #[cfg(feature = "hydrate")]
    pub by: StoredValue<Option<web_sys::HtmlElement>, LocalStorage>,
}

impl FilesState {
    fn new() -> Self {
        Self {
            sending: RwSignal::new(0),
            awaited: RwSignal::new(false),
            refused: RwSignal::new(Vec::new()),
            warned: RwSignal::new(false),
            #[cfg(feature = "hydrate")]
            by: StoredValue::new_local(None),
        }
    }

    /// Forgets all refusals: the form was sent.
    pub fn forget(self) {
        self.refused.set(Vec::new());
        self.warned.set(false);
    }

    /// Forgets those of one field: other files were chosen there, or it goes without them.
    pub fn forget_at(self, field: &str) {
        self.refused.update(|refused| refused.retain(|(at, ..)| at != field));
        self.warned.set(false);
    }
}

impl FormState {
    fn new(to: &str, key: Option<&str>, draft: Vec<(String, String)>) -> Self {
        let rejected = use_context::<Returned>().and_then(|returned| returned.at(to));
        let rejected = rejected.filter(|r| key.is_none_or(|key| r.fields.iter().any(|(n, v)| n == "form_key" && v == key)));
        let (error, fields) = rejected.map_or((None, draft), |r| (Some(r.error), r.fields));
        let brought_back = error == Some(AppError::SignedOut);
        Self {
            error: RwSignal::new(error.filter(|_| !brought_back)),
            pending: RwSignal::new(false),
            files: FilesState::new(),
            brought_back,
            typed: StoredValue::new(fields),
        }
    }

    /// Everything that was typed before the form came back, or that its draft kept.
    #[must_use]
    pub fn all_typed(self) -> Vec<(String, String)> {
        self.typed.get_value()
    }

    /// What was typed into `field` before the form came back.
    #[must_use]
    pub fn typed(self, field: &str) -> Option<String> {
        self.typed.with_value(|fields| fields.iter().find(|(name, _)| name == field).map(|(_, value)| value.clone()))
    }

    /// Every value of `field`, for several choices.
    #[must_use]
    pub fn typed_all(self, field: &str) -> Vec<String> {
        self.typed.with_value(|fields| fields.iter().filter(|(name, _)| name == field).map(|(_, value)| value.clone()).collect())
    }

    /// True when the form came back: an absent check box then means "not ticked".
    #[must_use]
    pub fn came_back(self) -> bool {
        self.typed.with_value(|fields| !fields.is_empty())
    }
}

/// The key of the form around this component: a part of its fields' ids, so that two forms on a page share none.
#[derive(Clone)]
pub(super) struct FormKey(pub(super) String);

/// The state of the form around this component; outside of a form, one that never has an error.
#[must_use]
pub fn form_state() -> FormState {
    use_context::<FormState>().unwrap_or_else(|| FormState::new("", None, Vec::new()))
}

/// A form that posts to a server function.
#[component]
pub fn Form(
    /// The server function's address: `ResolveTicket::url()`.
    to: &'static str,
    /// Sends files: multipart instead of urlencoded.
    #[prop(optional)]
    files: bool,
    /// Tells forms to one address on one page apart.
    #[prop(optional, into)]
    key: Option<String>,
    /// Loads the answer as a new page: for what changes the reader (sign-in, language).
    #[prop(optional)]
    reload: bool,
    /// Called after success when the answer does not lead elsewhere.
    #[prop(optional, into)]
    on_done: Option<Callback<()>>,
    /// What stands in the fields at first, by their names: a draft that was kept.
    #[prop(optional)]
    draft: Vec<(String, String)>,
    #[prop(optional, into)] class: String,
    /// `m` for the denser fields of the administration.
    #[prop(optional, into)]
    size: Option<&'static str>,
    #[prop(optional, into)] id: Option<String>,
    children: Children,
) -> impl IntoView {
    let state = FormState::new(to, key.as_deref(), draft);
    let form_key = FormKey(key.clone().unwrap_or_default());
    let encoding = if files { "multipart/form-data" } else { "application/x-www-form-urlencoded" };
    #[cfg(feature = "hydrate")]
    let on_submit = {
        let navigate = leptos_router::hooks::use_navigate();
        move |event: leptos::ev::SubmitEvent| super::send::submit(&event, state, files, reload, navigate.clone(), on_done)
    };
    #[cfg(not(feature = "hydrate"))]
    let on_submit = move |_: leptos::ev::SubmitEvent| {
        let _ = (reload, on_done);
    };
    view! {
        <form method="post" action=to enctype=encoding class=class data-size=size id=id on:submit=on_submit novalidate>
            {key.map(|key| view! { <input type="hidden" name="form_key" value=key /> })}
            <leptos::context::Provider value=state>
                <leptos::context::Provider value=form_key>{children()}</leptos::context::Provider>
            </leptos::context::Provider>
        </form>
    }
}
