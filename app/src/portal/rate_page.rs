//! Rating by the link in a mail: no login, and nothing is recorded before the button is pressed.

use domain::ticket::view::RatingView;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::answer::AnswerChoice;
use super::api::{RateByLink, RatingCard, rating_by_link};
use crate::error::AppError;
use crate::frame::PlainFrame;
use crate::reader::me;
use crate::ticket::RatingSaid;
use crate::ui::{ErrorSummary, Form, Icon, LongText, Page, ServerFn, Submit, load};
use crate::words::words;

#[component]
pub fn RatePage() -> impl IntoView {
    let params = use_params_map();
    let query = use_query_map();
    let token = Memo::new(move |_| params.read().get("token").unwrap_or_default());
    // What was clicked in the mail; `change` asks for the form again after a rating.
    let asked = Memo::new(move |_| {
        let query = query.read();
        // The word of mails that left before there were other kinds than stars stays.
        let clicked = query.get("answer").or_else(|| query.get("stars"));
        (clicked.and_then(|given| given.parse::<u8>().ok()), query.get("change").is_some() || query.get("again").is_some())
    });
    let card = load(move || token.get(), rating_by_link);
    // After a rating the address loses its question, and the page shows what arrived.
    Effect::new(move |before: Option<(Option<u8>, bool)>| {
        let now = asked.get();
        if before.is_some_and(|before| before != now) {
            card.refetch();
        }
        now
    });
    view! {
        <PlainFrame>
            <Page title=words().portal().how_did_we_do>
                <Transition>
                    {move || Suspend::new(async move {
                        match card.await {
                            Ok(card) => {
                                let (given, change) = asked.get();
                                view! { <Card card token=token.get_untracked() given change /> }.into_any()
                            }
                            Err(AppError::DeadLink | AppError::NotFound) => view! { <Dead /> }.into_any(),
                            Err(error) => view! { <crate::ui::page::Failure error /> }.into_any(),
                        }
                    })}
                </Transition>
            </Page>
        </PlainFrame>
    }
    .into_any()
}

#[component]
fn Card(card: RatingCard, token: String, #[prop(optional_no_strip)] given: Option<u8>, change: bool) -> impl IntoView {
    let body = match card.rating.clone() {
        Some(rating) if !card.open || given.is_none() && !change => view! { <Thanks card rating token /> }.into_any(),
        rating if card.open => view! { <Ask card token chosen=given.or(rating.map(|rating| rating.answer.given())) /> }.into_any(),
        _ => view! { <NotResolved card /> }.into_any(),
    };
    view! { <div class="single-card">{body}</div> }
}

#[component]
fn Ask(card: RatingCard, token: String, #[prop(optional_no_strip)] chosen: Option<u8>) -> impl IntoView {
    let w = words().portal();
    let kind = card.kind;
    let comment = card.rating.map(|rating| rating.comment).unwrap_or_default();
    view! {
        <header>
            <p class="small quiet">{(w.done_line)(&card.number.to_string(), &card.agent)}</p>
            <h1 class="wrap-anywhere">{card.title}</h1>
        </header>
        <Form to=RateByLink::url() class="form">
            <ErrorSummary />
            <input type="hidden" name="token" value=token />
            <AnswerChoice kind chosen />
            <LongText name="comment" label=w.comment hint=w.comment_hint value=comment optional=true />
            <Submit label=w.send_rating size="l" />
        </Form>
        <div class="single-more">
            <p>{w.not_solved} {words().common().gap} <a href=format!("/requests/{}#answer", card.number)>{w.open_it_again}</a></p>
        </div>
    }
}

#[component]
fn Thanks(card: RatingCard, rating: RatingView, token: String) -> impl IntoView {
    let w = words().portal();
    let number = card.number.to_string();
    let until = if card.open { w.change_until_closed } else { w.not_changeable };
    view! {
        <header>
            <div class="stack" data-gap="s" role="status">
                <h1>{(w.thank_you)(&card.requester)}</h1>
                <p>{(w.arrived)(rating.answer, &number)} {words().common().gap} {until}</p>
            </div>
        </header>
        <RatingSaid answer=rating.answer comment=rating.comment />
        <div class="single-more">
            {card.open.then(|| view! { <p><a href=format!("/rate/{token}?change=1")>{w.change_it}</a></p> })}
            {me().map(|_| view! { <p><a href=format!("/requests/{number}")>{w.see_request}</a></p> })}
        </div>
    }
}

#[component]
fn NotResolved(card: RatingCard) -> impl IntoView {
    let w = words().portal();
    view! {
        <header>
            <p class="small quiet">{card.number.to_string()} " " {card.title}</p>
            <h1>{w.not_resolved}</h1>
            <p>{w.not_resolved_advice}</p>
        </header>
    }
}

#[component]
fn Dead() -> impl IntoView {
    let w = words().portal();
    #[cfg(feature = "ssr")]
    crate::visit::answer_with(&AppError::DeadLink);
    view! {
        <div class="single-card">
            <div class="problem">
                <Icon name="link" />
                <h1>{w.link_dead}</h1>
                <p>{w.link_dead_advice}</p>
                <div class="cluster">
                    <a class="button" data-kind="primary" href="/requests?show=done">{words().common().requests}</a>
                </div>
            </div>
        </div>
    }
}
