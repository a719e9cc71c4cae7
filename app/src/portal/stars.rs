//! Five stars, to choose from.

use domain::rating::Stars;
use leptos::prelude::*;

use crate::ui::{Icon, form_state};
use crate::words::{errors, words};

/// Five buttons: one click sends the form around them.
#[component]
pub fn StarButtons(
    /// What is judged, for those who hear the page.
    #[prop(into)]
    about: String,
    /// Holds the stars that were clicked.
    #[prop(optional)]
    clicked: RwSignal<Option<Stars>>,
) -> impl IntoView {
    let w = words().portal();
    let buttons = (1..=5_u8)
        .map(|star| {
            view! {
                <button name="stars" value=star.to_string() type="submit" aria-label=(w.star)(star) on:click=move |_| clicked.set(Stars::try_from(star).ok())>
                    <Icon name="star" />
                </button>
            }
        })
        .collect_view();
    view! {
        <fieldset class="stars">
            <legend class="visually-hidden">{w.how_did_we_do} " " {about}</legend>
            {buttons}
        </fieldset>
    }
}

/// Five radio buttons in a form; `chosen` is ticked at first.
#[component]
pub fn StarChoice(#[prop(optional_no_strip)] chosen: Option<u8>) -> impl IntoView {
    let w = words().portal();
    let state = form_state();
    let chosen = state.typed("stars").and_then(|stars| stars.parse().ok()).or(chosen);
    let refused = move || state.error.with(|error| error.as_ref().map(|error| error.of_field("stars")).unwrap_or_default());
    let is_refused = Memo::new(move |_| !refused().is_empty());
    let stars = (1..=5_u8)
        .map(|star| {
            view! {
                <label>
                    <input type="radio" name="stars" value=star.to_string() aria-label=(w.star)(star) checked=chosen == Some(star) />
                    <Icon name="star" />
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset
            class="field"
            id="f-stars"
            data-invalid=move || is_refused.get().then_some("")
            aria-describedby=move || is_refused.get().then_some("f-stars-error")
        >
            <legend>{w.how_did_we_do}</legend>
            {move || {
                is_refused
                    .get()
                    .then(|| {
                        view! {
                            <p class="field-error" id="f-stars-error">
                                <Icon name="status-breached" />
                                <span>
                                    <span class="visually-hidden">{words().common().error_prefix}</span>
                                    {refused().iter().map(errors::of_code).collect::<Vec<_>>().join(" ")}
                                </span>
                            </p>
                        }
                    })
            }}
            <div class="stars" data-size="l">{stars}</div>
            <p class="stars-ends" aria-hidden="true">
                <span>{w.poor}</span>
                <span>{w.excellent}</span>
            </p>
        </fieldset>
    }
}
