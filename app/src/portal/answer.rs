//! What a survey can be answered with: five stars, or numbers in a row.

use domain::survey::{Answer, Kind};
use leptos::prelude::*;

use crate::ui::{Icon, form_state};
use crate::words::{errors, words};

/// How the answers of a kind look.
fn class(kind: Kind) -> &'static str {
    if kind == Kind::Stars { "stars" } else { "scale" }
}

fn face(kind: Kind, given: u8) -> AnyView {
    match kind {
        Kind::Stars => view! { <Icon name="star" /> }.into_any(),
        Kind::Nps | Kind::Ces => view! { <span aria-hidden="true">{given}</span> }.into_any(),
    }
}

/// Buttons: one click sends the form around them.
#[component]
pub fn AnswerButtons(
    kind: Kind,
    /// What is judged, for those who hear the page.
    #[prop(into)]
    about: String,
    /// Holds the answer that was clicked.
    #[prop(optional)]
    clicked: RwSignal<Option<Answer>>,
) -> impl IntoView {
    let w = words().portal();
    let button = |given: u8| {
        view! {
            <button
                name="answer"
                value=given.to_string()
                type="submit"
                aria-label=(w.answer_of)(kind, given)
                on:click=move |_| clicked.set(Answer::try_from((kind, given)).ok())
            >
                {face(kind, given)}
            </button>
        }
    };
    view! {
        <input type="hidden" name="kind" value=kind.as_str() />
        <fieldset class=class(kind)>
            <legend class="visually-hidden">{(w.question)(kind)} " " {about}</legend>
            {kind.answers().map(button).collect_view()}
        </fieldset>
        {(kind != Kind::Stars).then(|| view! { <Ends kind /> })}
    }
}

/// What the lowest and the highest answer mean.
#[component]
fn Ends(kind: Kind) -> impl IntoView {
    let (low, high) = (words().portal().ends)(kind);
    view! { <p class=if kind == Kind::Stars { "stars-ends" } else { "scale-ends" } aria-hidden="true"><span>{low}</span><span>{high}</span></p> }
}

/// Radio buttons in a form; `chosen` is ticked at first.
#[component]
pub fn AnswerChoice(kind: Kind, #[prop(optional_no_strip)] chosen: Option<u8>) -> impl IntoView {
    let w = words().portal();
    let state = form_state();
    let chosen = state.typed("answer").and_then(|answer| answer.parse().ok()).or(chosen);
    let refused = move || state.error.with(|error| error.as_ref().map(|error| error.of_field("answer")).unwrap_or_default());
    let is_refused = Memo::new(move |_| !refused().is_empty());
    let choice = |given: u8| {
        view! {
            <label>
                <input type="radio" name="answer" value=given.to_string() aria-label=(w.answer_of)(kind, given) checked=chosen == Some(given) />
                {face(kind, given)}
            </label>
        }
    };
    view! {
        <input type="hidden" name="kind" value=kind.as_str() />
        <fieldset
            class="field"
            id="f-answer"
            data-invalid=move || is_refused.get().then_some("")
            aria-describedby=move || is_refused.get().then_some("f-answer-error")
        >
            <legend>{(w.question)(kind)}</legend>
            {move || {
                is_refused
                    .get()
                    .then(|| {
                        view! {
                            <p class="field-error" id="f-answer-error">
                                <Icon name="status-breached" />
                                <span>
                                    <span class="visually-hidden">{words().common().error_prefix}</span>
                                    {refused().iter().map(errors::of_code).collect::<Vec<_>>().join(" ")}
                                </span>
                            </p>
                        }
                    })
            }}
            <div class=class(kind) data-size="l">{kind.answers().map(choice).collect_view()}</div>
            <Ends kind />
        </fieldset>
    }
}
