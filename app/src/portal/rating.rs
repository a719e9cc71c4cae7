//! What the requester thinks of the answer: given, or asked for.

use domain::survey::Kind;
use domain::ticket::view::RequestView;
use leptos::prelude::*;

use super::answer::{AnswerButtons, AnswerChoice};
use super::api::RateRequest;
use crate::reader::clock;
use crate::ticket::RatingSaid;
use crate::ui::{ErrorSummary, Form, LongText, ServerFn, Submit};
use crate::words::words;

/// The rating. What may be typed there stays until the rating itself is another one.
#[component]
pub fn Judged(shown: RwSignal<RequestView>, on_done: Callback<()>) -> impl IntoView {
    let asked = Memo::new(move |_| shown.with(|request| (takes_rating(request), request.rating.clone(), request.question)));
    move || {
        // A memo that is only tracked, and never read, hears of nothing.
        drop(asked.read());
        view! { <Judgement request=shown.get_untracked() on_done /> }
    }
}

fn takes_rating(request: &RequestView) -> bool {
    request.allowed.rate
        && domain::rating::is_taken(request.status.name(), request.rating.as_ref().map(|rating| clock().now.since(rating.at)))
}

#[component]
fn Judgement(request: RequestView, on_done: Callback<()>) -> impl IntoView {
    let w = words().portal();
    let open = takes_rating(&request);
    let kind = request.question.unwrap_or(Kind::Stars);
    let said = request.rating.clone().map(|rating| view! { <RatingSaid answer=rating.answer comment=rating.comment /> });
    if said.is_none() && !open {
        return ().into_any();
    }
    let changes = said.is_some();
    let uncommented = request.rating.as_ref().is_some_and(|rating| rating.comment.is_empty());
    let form = open.then(|| {
        if changes {
            view! {
                <details class="stack" open=uncommented>
                    <summary>{w.add_comment}</summary>
                    <RatingForm request=request.clone() kind on_done />
                </details>
            }
            .into_any()
        } else {
            view! { <OneClick request=request.clone() kind on_done /> }.into_any()
        }
    });
    view! {
        <section class="card" aria-labelledby="rating">
            <h2 id="rating">{if changes { w.your_rating } else { (w.question)(kind) }}</h2>
            {said}
            {form}
        </section>
    }
    .into_any()
}

/// Answers that send themselves.
#[component]
fn OneClick(request: RequestView, kind: Kind, on_done: Callback<()>) -> impl IntoView {
    view! {
        <Form to=RateRequest::url() on_done class="request-rate">
            <ErrorSummary />
            <input type="hidden" name="ticket" value=request.number.id.to_string() />
            <AnswerButtons kind about=request.title />
            <p class="small quiet">{words().portal().one_click}</p>
        </Form>
    }
}

#[component]
fn RatingForm(request: RequestView, kind: Kind, on_done: Callback<()>) -> impl IntoView {
    let w = words().portal();
    let given = request.rating.as_ref().map(|rating| rating.answer.given());
    let comment = request.rating.map(|rating| rating.comment).unwrap_or_default();
    let send = if given.is_some() { w.change_rating } else { w.send_rating };
    view! {
        <Form to=RateRequest::url() on_done class="form">
            <ErrorSummary />
            <input type="hidden" name="ticket" value=request.number.id.to_string() />
            <AnswerChoice kind chosen=given />
            <LongText name="comment" label=w.comment hint=w.comment_hint value=comment optional=true rows=3 />
            <Submit label=send kind="" />
        </Form>
    }
}
