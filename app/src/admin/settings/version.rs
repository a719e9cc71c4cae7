//! Which settings a form began from, and what to do when somebody else was faster.

use leptos::prelude::*;

use super::api::load_settings;
use crate::error::AppError;
use crate::ui::{Icon, form_state};
use crate::words::words;

/// The version in the form. After a refusal because somebody else has changed the settings, the next sending begins from theirs;
/// `now` is where they can be looked at beside the form, whose fields hold what was typed.
#[component]
pub fn Version(version: i64, now: &'static str) -> impl IntoView {
    let state = form_state();
    let version = RwSignal::new(version);
    let overtaken = move || state.error.get() == Some(AppError::Conflict);
    Effect::new(move |_| {
        if overtaken() {
            leptos::task::spawn_local(async move {
                if let Ok(view) = load_settings().await {
                    version.set(view.version);
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
                            <a href=now target="_blank" rel="external"><Icon name="external" />{words().admin().settings.now}</a>
                        </p>
                    }
                })
        }}
    }
}
