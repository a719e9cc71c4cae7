//! One request, as its requester sees it.

use domain::id::TicketId;
use domain::ticket::view::{PersonRef, RequestView, TimelineEntry};
use domain::ticket::{Number, Open, Status, StatusName, WaitingOn, What};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::api::{ConfirmRequest, OneRequest, WithdrawRequest, request};
use super::rating::Judged;
use super::reply::Answered;
use super::track::Track;
use crate::error::AppError;
use crate::reader::{Returned, clock, locale, me};
use crate::ticket::{Opening, Timeline};
use crate::ui::{Ago, ErrorSummary, Field, Form, Icon, Load, Page, ServerFn, Submit, load};
use crate::words::words;

#[component]
pub fn RequestPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("number").and_then(|number| Number::parse_id(&number)));
    let found = load(
        move || id.get(),
        |id| async move {
            match id {
                Some(id) => request(id).await,
                None => Err(AppError::NotFound),
            }
        },
    );
    let on_done = Callback::new(move |()| found.refetch());
    view! { <Load from=found view=move |one| view! { <Whole one on_done /> }.into_any() /> }.into_any()
}

#[component]
fn Whole(one: OneRequest, on_done: Callback<()>) -> impl IntoView {
    let OneRequest { request, draft } = one;
    let number = request.number.to_string();
    let title = request.title.clone();
    let filed = use_query_map().get_untracked().get("filed").is_some() && request.status.name() == StatusName::New;
    let shown = RwSignal::new(request);
    let heard = RwSignal::new(String::new());
    #[cfg(feature = "hydrate")]
    super::live::follow(shown, heard, on_done);
    view! {
        <Page title=format!("{number} {title}")>
            <p class="visually-hidden" role="status">{heard}</p>
            <div class="request-page stack" data-gap="l">
                <header class="stack" data-gap="s">
                    <nav class="breadcrumb" aria-label=words().common().requests>
                        <ol>
                            <li><a href="/requests">{words().common().requests}</a></li>
                            <li>{number.clone()}</li>
                        </ol>
                    </nav>
                    <h1 class="wrap-anywhere">{move || shown.with(|request| request.title.clone())}</h1>
                </header>
                {move || {
                    shown
                        .with(|request| {
                            view! { <Track status=request.status.name() waiting_on=waiting_on(&request.status) wide=true /> }
                        })
                }}
                <div class="columns">
                    <div class="stack" data-gap="l">
                        {filed.then(|| view! { <Filed number /> })}
                        {move || view! { <Standing request=shown.get() on_done /> }}
                        <Judged shown on_done />
                        {move || shown.with(conversation)}
                        <Answered shown draft on_done />
                    </div>
                    <div class="aside">
                        {move || view! { <Details request=shown.get() /> }}
                        <Withdrawn shown on_done />
                    </div>
                </div>
            </div>
        </Page>
    }
}

/// The timeline, with what the requester wrote first.
fn conversation(request: &RequestView) -> impl IntoView + use<> {
    let opening = Opening {
        by: request.requesters.first().cloned(),
        at: request.created_at,
        html: request.description_html.clone(),
        answers: request.answers.clone(),
        files: request.attachments.clone(),
    };
    let to_requester = me().is_some_and(|me| request.requesters.iter().any(|one| one.id == me.id));
    view! { <Timeline opening=Some(opening) entries=told(request.timeline.clone(), &request.requesters) to_requester /> }
}

/// The way to take it back, for as long as it is there.
#[component]
fn Withdrawn(shown: RwSignal<RequestView>, on_done: Callback<()>) -> impl IntoView {
    let possible = Memo::new(move |_| shown.with(|request| request.allowed.cancel && request.status == Status::NEW));
    move || {
        possible.get().then(|| {
            let ticket = shown.with_untracked(|request| request.number.id);
            view! { <Withdraw ticket on_done /> }
        })
    }
}

/// It has arrived, just now.
#[component]
fn Filed(number: String) -> impl IntoView {
    view! {
        <div class="banner" data-tone="ok" role="status">
            <Icon name="check-circle" />
            <div class="banner-body"><p class="banner-title">{(words().portal().we_have_it)(&number)}</p></div>
        </div>
    }
}

/// What is worth a line to a requester: that it was given to somebody says already that it is in somebody's hands, and that it goes on
/// after an answer is said by the answer.
fn told(mut timeline: Vec<TimelineEntry>, requesters: &[PersonRef]) -> Vec<TimelineEntry> {
    let asks = |entry: &TimelineEntry| entry.actor.as_ref().is_some_and(|actor| requesters.iter().any(|one| one.id == actor.id));
    timeline.retain(|entry| match entry.event.what {
        What::StatusChanged { from: StatusName::New | StatusName::Assigned, to: StatusName::New | StatusName::Assigned, .. } => false,
        What::StatusChanged { from: StatusName::Waiting, to, .. } if to.is_open() => !asks(entry),
        _ => true,
    });
    timeline
}

pub(super) const fn waiting_on(status: &Status) -> Option<WaitingOn> {
    match status {
        Status::Open(Open::Waiting(waiting)) => Some(waiting.on),
        _ => None,
    }
}

/// What its state means for the reader, where that asks something of them.
#[component]
fn Standing(request: RequestView, on_done: Callback<()>) -> impl IntoView {
    let w = words().portal();
    let clock = clock();
    match request.status {
        Status::Open(Open::Waiting(waiting)) if waiting.on == WaitingOn::Requester => {
            let title = request.assignee.map_or_else(|| w.somebody_waits_for_you.to_owned(), |agent| (w.waits_for_you)(&agent.name));
            view! { <Banner tone="hold" icon="status-waiting" title text=waiting.reason /> }.into_any()
        }
        Status::Resolved(_) => {
            let closes = request.closes_at.map(|at| (w.closes_on)(&clock.relative(at)));
            let html = request.resolution_html;
            let confirm = request.allowed.close.then(|| {
                view! {
                    <Form to=ConfirmRequest::url() on_done>
                        <ErrorSummary />
                        <input type="hidden" name="ticket" value=request.number.id.to_string() />
                        <Submit label=w.confirm kind="" icon="check" />
                    </Form>
                }
            });
            view! {
                <div class="banner" data-tone="ok">
                    <Icon name="check-circle" />
                    <div class="banner-body">
                        <p class="banner-title">{w.solved}</p>
                        {(!html.is_empty()).then(|| view! { <div class="prose" inner_html=html></div> })}
                        <p>{w.solved_question} {words().common().gap} {closes}</p>
                    </div>
                    {confirm}
                </div>
            }
            .into_any()
        }
        Status::Closed(_) if !request.allowed.reopen || request.reopens_until.is_none_or(|until| until <= clock.now) => {
            view! { <Banner tone="mute" icon="status-closed" title=w.closed.to_owned() text=w.closed_advice.to_owned() over=true /> }.into_any()
        }
        Status::Cancelled(_) => {
            view! { <Banner tone="mute" icon="status-cancelled" title=w.withdrawn.to_owned() text=w.withdrawn_advice.to_owned() over=true /> }
                .into_any()
        }
        _ => ().into_any(),
    }
}

#[component]
fn Banner(
    tone: &'static str,
    icon: &'static str,
    title: String,
    text: String,
    /// Offers to file another one.
    #[prop(optional)]
    over: bool,
) -> impl IntoView {
    view! {
        <div class="banner" data-tone=tone>
            <Icon name=icon />
            <div class="banner-body">
                <p class="banner-title">{title}</p>
                {(!text.is_empty()).then(|| view! { <p>{text}</p> })}
            </div>
            {over.then(|| view! { <a class="button" href="/catalogue">{words().portal().file_new}</a> })}
        </div>
    }
}

#[component]
fn Details(request: RequestView) -> impl IntoView {
    let w = words().portal();
    let locale = locale();
    let others = names(request.requesters.get(1..).unwrap_or_default());
    let filed_by = request.requesters.first().filter(|first| Some(first.id) != me().map(|me| me.id)).map(|first| first.name.clone());
    let looks_after = match (request.assignee, request.team) {
        (Some(agent), Some(team)) => Some(format!("{}, {}", agent.name, team.name)),
        (Some(agent), None) => Some(agent.name),
        (None, Some(team)) => Some(team.name),
        (None, None) => None,
    };
    let line = |label: &'static str, value: Option<String>| value.map(|value| view! { <div><dt>{label}</dt><dd>{value}</dd></div> });
    view! {
        <section class="card" aria-labelledby="details">
            <h2 id="details">{w.details}</h2>
            <dl class="definitions" data-bare="">
                {line(w.number, Some(request.number.to_string()))}
                {line(w.service, Some(request.service.name.get(locale).to_owned()))}
                <div>
                    <dt>{w.filed_at}</dt>
                    <dd><Ago at=request.created_at /></dd>
                </div>
                {line(w.filed_by, filed_by)}
                {line(w.looks_after, looks_after)}
                {line(w.also_told, (!others.is_empty()).then_some(others))}
            </dl>
            {request.promised.into_iter().map(|said| view! { <p class="small soft">{said}</p> }).collect_view()}
        </section>
    }
}

fn names(people: &[PersonRef]) -> String {
    people.iter().map(|person| person.name.as_str()).collect::<Vec<_>>().join(words().common().between)
}

/// Taking a request back while nobody has taken it up: a question first, since there is no way back.
#[component]
fn Withdraw(ticket: TicketId, on_done: Callback<()>) -> impl IntoView {
    let w = words().portal();
    let came_back = use_context::<Returned>().is_some_and(|returned| returned.at(WithdrawRequest::url()).is_some());
    view! {
        <details class="ask-first" open=came_back>
            <summary class="button">{w.withdraw_question}</summary>
            <Form to=WithdrawRequest::url() on_done class="form">
                <ErrorSummary labels=vec![("reason".to_owned(), w.withdraw_reason.to_owned())] />
                <input type="hidden" name="ticket" value=ticket.to_string() />
                <p class="soft">{w.withdraw_lead}</p>
                <Field name="reason" label=w.withdraw_reason hint=w.withdraw_hint optional=true />
                <Submit label=w.withdraw kind="danger" />
            </Form>
        </details>
    }
}
