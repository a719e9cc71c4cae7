//! A one-time link, shown once for handing over.

use leptos::prelude::*;

use crate::ui::Icon;
use crate::words::words;

/// The link with a button that copies it; without JavaScript it can be selected.
#[component]
pub fn LinkCard(
    link: String,
    /// Title, lead and label, where it is no link for signing in.
    #[prop(optional)]
    said: Option<(&'static str, &'static str, &'static str)>,
) -> impl IntoView {
    let w = &words().admin().people;
    let (title, lead, label) = said.unwrap_or((w.link_title, w.link_lead, w.link));
    let copied = RwSignal::new(false);
    let copy = link.clone();
    view! {
        <div class="banner" data-tone="hold" role="status">
            <Icon name="key" />
            <div class="banner-body">
                <p class="banner-title">{title}</p>
                <p>{lead}</p>
                <div class="field">
                    <label class="visually-hidden" for="one-time-link">{label}</label>
                    <div class="input-group">
                        <input class="input mono" id="one-time-link" type="text" value=link readonly=true />
                        <button
                            class="button script-only"
                            type="button"
                            on:click=move |_| {
                                to_clipboard(&copy);
                                copied.set(true);
                            }
                        >
                            <Icon name="copy" />
                            {move || if copied.get() { w.copied } else { w.copy }}
                        </button>
                    </div>
                </div>
            </div>
        </div>
    }
}

#[cfg(feature = "hydrate")]
fn to_clipboard(text: &str) {
    // The promise is not awaited: whoever refuses it still has the selected text.
    drop(window().navigator().clipboard().write_text(text));
}

#[cfg(not(feature = "hydrate"))]
fn to_clipboard(_: &str) {}
