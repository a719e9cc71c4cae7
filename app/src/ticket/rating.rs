//! What a requester thought of an answer.

use domain::rating::Stars;
use leptos::prelude::*;

use crate::words::words;

/// The stars, and the words beside them.
#[component]
pub fn RatingSaid(
    stars: Stars,
    #[prop(optional, into)] comment: String,
    /// What it was before it was changed.
    #[prop(optional_no_strip)]
    before: Option<Stars>,
) -> impl IntoView {
    let given = stars.get();
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
    view! {
        <div class="rating-said">
            <div class="cluster">
                <span class="rating" role="img" aria-label=(words().ticket().stars)(given)>{drawn}</span>
                {before.map(|before| view! { <span class="small quiet">{(words().ticket().changed_from_stars)(before.get())}</span> })}
            </div>
            {(!comment.is_empty()).then(|| view! { <blockquote>{comment}</blockquote> })}
        </div>
    }
}
