//! What a requester thought of an answer.

use domain::survey::{Answer, Kind, Sentiment};
use leptos::prelude::*;

use crate::words::words;

/// What they answered, and the words beside it.
#[component]
pub fn RatingSaid(
    answer: Answer,
    #[prop(optional, into)] comment: String,
    /// What it was before it was changed.
    #[prop(optional_no_strip)]
    before: Option<Answer>,
    /// How the words seem to be meant, for those who answer.
    #[prop(optional_no_strip)]
    guess: Option<Sentiment>,
) -> impl IntoView {
    view! {
        <div class="rating-said">
            <div class="cluster">
                <AnswerMark answer />
                {before.map(|before| view! { <span class="small quiet">{(words().ticket().changed_from_answer)(before.given())}</span> })}
                {guess.map(|guess| view! { <Guess guess /> })}
            </div>
            {(!comment.is_empty()).then(|| view! { <blockquote>{comment}</blockquote> })}
        </div>
    }
}

/// Stars as stars, other answers as numbers out of the highest.
#[component]
pub fn AnswerMark(answer: Answer) -> impl IntoView {
    let said = (words().ticket().answered)(answer);
    let given = answer.given();
    if answer.kind() != Kind::Stars {
        return view! { <span class="rating-number" data-low=answer.asks_for_follow_up().then_some("")>{said}</span> }.into_any();
    }
    let drawn = (1..=5_u8)
        .map(|star| {
            let on = (star <= given).then_some("");
            view! {
                <svg class="icon" aria-hidden="true" data-on=on>
                    <use href="/icons.svg#i-star"></use>
                </svg>
            }
        })
        .collect_view();
    view! { <span class="rating" role="img" aria-label=said>{drawn}</span> }.into_any()
}

/// A guess, told as one.
#[component]
pub fn Guess(guess: Sentiment) -> impl IntoView {
    let w = words().ticket();
    let tone = match guess {
        Sentiment::Positive => "ok",
        Sentiment::Neutral => "mute",
        Sentiment::Negative => "bad",
    };
    view! { <span class="chip" data-tone=tone title=w.guessed_from_words>{(w.guessed)(guess)}</span> }
}
