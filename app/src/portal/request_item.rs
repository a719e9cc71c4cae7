//! One request in a list.

use domain::id::TicketId;
use domain::survey::{Answer, Kind};
use domain::ticket::view::RequestRow;
use domain::ticket::{StatusName, WaitingOn};
use leptos::prelude::*;

use super::answer::AnswerButtons;
use super::api::{Again, RateRequest};
use super::track::Track;
use crate::reader::clock;
use crate::ticket::RatingSaid;
use crate::ui::{ErrorSummary, Form, Icon, LongText, ServerFn, Submit};
use crate::words::words;

/// The requests that were rated on this page.
#[derive(Clone, Copy)]
pub struct Judged(StoredValue<Vec<TicketId>>);

impl Judged {
    #[must_use]
    pub fn holds(self, ticket: TicketId) -> bool {
        self.0.try_with_value(|judged| judged.contains(&ticket)).unwrap_or_default()
    }
}

/// The rows of a list that hears what happens: those that did not change stay as they are, with what is typed there.
#[component]
pub fn RequestRows(
    rows: Vec<RequestRow>,
    own: bool,
    /// Reads them again.
    again: Again,
    /// What stands there when there are none.
    nothing: ViewFn,
) -> impl IntoView {
    let judged = Judged(StoredValue::new(Vec::new()));
    provide_context(judged);
    let rows = RwSignal::new(rows);
    let heard = RwSignal::new(String::new());
    #[cfg(feature = "hydrate")]
    super::live::follow_list(rows, heard, judged, again);
    #[cfg(not(feature = "hydrate"))]
    let _ = again;
    let key = move |row: &RequestRow| {
        let holder = row.assignee.as_ref().map(|agent| agent.id.get()).unwrap_or_default();
        let rate = row.rate || judged.holds(row.number.id);
        let waits = row.waiting_on.map(WaitingOn::as_str);
        format!("{} {} {waits:?} {holder} {rate} {} {}", row.number, row.status, row.title, row.promised)
    };
    let is_empty = Memo::new(move |_| rows.read().is_empty());
    view! {
        <p class="visually-hidden" role="status">{heard}</p>
        {move || {
            if is_empty.get() {
                return nothing.run();
            }
            view! {
                <div class="list-card">
                    <For each=move || rows.get() key=key let:row>
                        <RequestItem row own />
                    </For>
                </div>
            }
                .into_any()
        }}
    }
}

/// A request with its track, and with what its requester can do at once.
#[component]
pub fn RequestItem(
    row: RequestRow,
    /// Whether it is the reader's own: a colleague's is only looked at.
    own: bool,
) -> impl IntoView {
    let w = words().portal();
    let clock = clock();
    let address = format!("/requests/{}", row.number);
    let filed = (w.filed)(&clock.relative(row.created_at));
    let agent = row.assignee.as_ref().map(|agent| agent.name.clone());
    let held = match (&agent, row.status) {
        (_, StatusName::Cancelled) => None,
        (Some(name), StatusName::Resolved | StatusName::Closed) => Some((w.done_by)(name)),
        (Some(name), _) => Some((w.with)(name)),
        (None, StatusName::Resolved | StatusName::Closed) => None,
        (None, _) => Some(w.with_nobody.to_owned()),
    };
    let promised = Some(row.promised.clone()).filter(|promised| !promised.is_empty());
    let meta = [Some(row.number.to_string()), Some(filed), held, promised].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let act = match (row.status, row.waiting_on) {
        _ if !own => None,
        (StatusName::Waiting, Some(WaitingOn::Requester)) => Some(view! { <AnswerThem address=address.clone() agent /> }.into_any()),
        _ if row.rate => Some(view! { <Rate row=row.clone() /> }.into_any()),
        _ => None,
    };
    view! {
        <article class="request">
            <div>
                <h3><a href=address>{row.title.clone()}</a></h3>
                <p class="request-meta">{meta}</p>
            </div>
            <Track status=row.status waiting_on=row.waiting_on />
            {act}
        </article>
    }
}

/// Who waits, and the way to answer.
#[component]
fn AnswerThem(address: String, #[prop(optional_no_strip)] agent: Option<String>) -> impl IntoView {
    let w = words().portal();
    let (waits, answer) = match agent {
        Some(name) => ((w.waits_for_you)(&name), (w.answer)(&name)),
        None => (w.somebody_waits_for_you.to_owned(), w.answer_somebody.to_owned()),
    };
    view! {
        <div class="request-act split">
            <p>{waits}</p>
            <a class="button" data-kind="primary" href=format!("{address}#answer")>
                <Icon name="reply" />
                {answer}
            </a>
        </div>
    }
}

/// One click rates, and what it said stands where it was.
#[component]
fn Rate(row: RequestRow) -> impl IntoView {
    let w = words().portal();
    let id = row.number.id.to_string();
    let clicked = RwSignal::new(None);
    let said = RwSignal::new(None);
    let ticket = row.number.id;
    let kind = row.question.unwrap_or(Kind::Stars);
    let judged = use_context::<Judged>();
    let on_done = Callback::new(move |()| {
        if let Some(Judged(judged)) = judged {
            judged.update_value(|judged| judged.push(ticket));
        }
        said.set(clicked.get_untracked());
    });
    move || {
        let (id, title) = (id.clone(), row.title.clone());
        if let Some(answer) = said.get() {
            return view! { <Rated ticket=id answer /> }.into_any();
        }
        view! {
            <Form to=RateRequest::url() key=id.clone() on_done class="request-act request-rate">
                <ErrorSummary />
                <input type="hidden" name="ticket" value=id />
                <AnswerButtons kind about=title clicked />
                <p><strong>{(w.question)(kind)}</strong> {words().common().gap} <span class="quiet">{w.one_click}</span></p>
            </Form>
        }
        .into_any()
    }
}

/// Thanks for a rating, and the place for a word about it.
#[component]
fn Rated(ticket: String, answer: Answer) -> impl IntoView {
    let w = words().portal();
    let here = NodeRef::<leptos::html::P>::new();
    // The button that was clicked is gone.
    Effect::new(move |_| {
        if let Some(here) = here.get() {
            drop(here.focus());
        }
    });
    let arrived = RwSignal::new(false);
    let on_done = Callback::new(move |()| arrived.set(true));
    let comment = move || {
        if arrived.get() {
            return view! { <p role="status">{w.comment_arrived}</p> }.into_any();
        }
        let ticket = ticket.clone();
        view! {
            <details class="stack">
                <summary>{w.say_more}</summary>
                <Form to=RateRequest::url() key=format!("say-{ticket}") on_done class="form">
                    <ErrorSummary />
                    <input type="hidden" name="ticket" value=ticket />
                    <input type="hidden" name="kind" value=answer.kind().as_str() />
                    <input type="hidden" name="answer" value=answer.given().to_string() />
                    <LongText name="comment" label=w.comment hint=w.comment_hint rows=3 />
                    <Submit label=w.send kind="" />
                </Form>
            </details>
        }
        .into_any()
    };
    view! {
        <div class="request-act stack" data-gap="s">
            <p role="status" tabindex="-1" node_ref=here><strong>{(w.thank_you)("")}</strong></p>
            <RatingSaid answer />
            {comment}
        </div>
    }
}
