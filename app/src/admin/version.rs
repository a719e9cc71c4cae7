//! Which state of a thing a form began from, and what to do when somebody else was faster.

use leptos::prelude::*;

use crate::error::AppError;
use crate::ui::{Icon, form_state};
use crate::words::words;

/// The version in the form. After a refusal because somebody else has changed the same, the next sending begins from theirs, which
/// `fresh` asks for; `now` is where it can be looked at beside the form, whose fields hold what was typed.
#[component]
pub fn Version<Fresh, Asked>(version: i64, #[prop(into)] now: String, fresh: Fresh) -> impl IntoView
where
    Fresh: Fn() -> Asked + Copy + 'static,
    Asked: Future<Output = Result<i64, AppError>> + 'static,
{
    let state = form_state();
    let version = RwSignal::new(version);
    let overtaken = move || state.error.get() == Some(AppError::Conflict);
    Effect::new(move |_| {
        if overtaken() {
            leptos::task::spawn_local(async move {
                if let Ok(newer) = fresh().await {
                    version.set(newer);
                }
            });
        }
    });
    view! {
        <input type="hidden" name="version" value=move || version.get().to_string() />
        {move || {
            overtaken()
                .then(|| {
                    view! {
                        <p>
                            <a href=now.clone() target="_blank" rel="external"><Icon name="external" />{words().admin().changed_now}</a>
                        </p>
                    }
                })
        }}
    }
}
