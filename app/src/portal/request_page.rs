//! One request, as its requester sees it.

use domain::id::{TicketId, UserId};
use domain::ticket::view::{PersonRef, RequestView, TimelineEntry};
use domain::ticket::{Number, Open, Status, StatusName, WaitingOn, What};
use domain::time::Timestamp;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::api::{ConfirmRequest, KeepFiles, KeepReplyDraft, OneRequest, RateRequest, ReplyToRequest, WithdrawRequest, request};
use super::draft::DraftKeeper;
use super::stars::{StarButtons, StarChoice};
use super::track::Track;
use crate::error::AppError;
use crate::reader::{clock, locale, me};
use crate::ticket::{Opening, RatingSaid, Timeline};
use crate::ui::{Ago, ErrorSummary, Field, Files, Form, Icon, Load, LongText, Page, ServerFn, Submit, load};
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

/// The rating. What may be typed there stays until the rating itself is another one.
#[component]
fn Judged(shown: RwSignal<RequestView>, on_done: Callback<()>) -> impl IntoView {
    let asked = Memo::new(move |_| shown.with(|request| (takes_rating(request), request.rating.clone())));
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

/// What the paper for an answer depends on: whether one may reply, whether it is open, whether one is asked, by whom, and until when it
/// can be opened again.
type Paper = (bool, bool, bool, Option<UserId>, Option<Timestamp>);

/// The paper for an answer. It stays as it is while something stands on it.
#[component]
fn Answered(shown: RwSignal<RequestView>, draft: String, on_done: Callback<()>) -> impl IntoView {
    let shape = Memo::new(move |before: Option<&Paper>| {
        let now = shown.with(|request| {
            let asked = waiting_on(&request.status) == Some(WaitingOn::Requester);
            (request.allowed.reply, request.status.is_open(), asked, request.assignee.as_ref().map(|agent| agent.id), request.reopens_until)
        });
        before.filter(|_| is_writing()).copied().unwrap_or(now)
    });
    move || {
        drop(shape.read());
        view! { <Reply request=shown.get_untracked() draft=draft.clone() on_done /> }
    }
}

/// Whether something stands on the paper for an answer.
fn is_writing() -> bool {
    #[cfg(feature = "hydrate")]
    return super::live::is_writing();
    #[cfg(not(feature = "hydrate"))]
    false
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

const fn waiting_on(status: &Status) -> Option<WaitingOn> {
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

/// Writing to who answers. On a request that is done it is also the way to open it again.
#[component]
fn Reply(request: RequestView, draft: String, on_done: Callback<()>) -> impl IntoView {
    let w = words().portal();
    let clock = clock();
    let ended = !request.status.is_open();
    let until = request.reopens_until.filter(|until| *until > clock.now);
    if !request.allowed.reply || ended && until.is_none() {
        return ().into_any();
    }
    let asked = waiting_on(&request.status) == Some(WaitingOn::Requester);
    let agent = request.assignee.as_ref().map(|agent| agent.name.as_str());
    let (label, send) = match agent {
        _ if ended => (w.open_again_label.to_owned(), w.open_again),
        _ if asked => (w.your_reply.to_owned(), w.send_reply),
        Some(agent) => ((w.reply_to)(agent), w.send),
        None => (w.add_something.to_owned(), w.send),
    };
    let hint = until
        .filter(|_| ended)
        .map(|until| format!("{} {}", w.not_helped, (w.not_helped_hint)(&clock.relative(until))))
        .unwrap_or_default();
    let labels = vec![("text".to_owned(), label.clone()), ("files".to_owned(), w.files.to_owned())];
    let name = label.clone();
    let ticket = request.number.id;
    let drafted = if draft.is_empty() { Vec::new() } else { vec![("text".to_owned(), draft)] };
    view! {
        <section id="answer" aria-label=name>
            <Form to=ReplyToRequest::url() files=true draft=drafted on_done class="form card">
                <ErrorSummary labels />
                <input type="hidden" name="ticket" value=ticket.to_string() />
                <LongText name="text" label hint />
                <Files name="files" label=w.files optional=true upload=KeepFiles::url() />
                <div class="cluster" data-gap="l">
                    <Submit label=send icon="send" />
                    <ReplyDraft ticket />
                </div>
            </Form>
        </section>
    }
    .into_any()
}

#[component]
fn ReplyDraft(ticket: TicketId) -> impl IntoView {
    let of = move |fields: Vec<(String, String)>| {
        let text = fields.into_iter().find(|(name, _)| name == "text").map(|(_, text)| text).unwrap_or_default();
        vec![("ticket", ticket.to_string()), ("text", text)]
    };
    view! { <DraftKeeper to=KeepReplyDraft::url() of /> }
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
    people.iter().map(|person| person.name.as_str()).collect::<Vec<_>>().join(", ")
}

/// What the requester thinks of the answer: given, or asked for.
#[component]
fn Judgement(request: RequestView, on_done: Callback<()>) -> impl IntoView {
    let w = words().portal();
    let open = takes_rating(&request);
    let said = request.rating.clone().map(|rating| view! { <RatingSaid stars=rating.stars comment=rating.comment /> });
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
                    <RatingForm request=request.clone() on_done />
                </details>
            }
            .into_any()
        } else {
            view! { <OneClick request=request.clone() on_done /> }.into_any()
        }
    });
    view! {
        <section class="card" aria-labelledby="rating">
            <h2 id="rating">{if changes { w.your_rating } else { w.how_did_we_do }}</h2>
            {said}
            {form}
        </section>
    }
    .into_any()
}

/// Stars that send themselves.
#[component]
fn OneClick(request: RequestView, on_done: Callback<()>) -> impl IntoView {
    view! {
        <Form to=RateRequest::url() on_done class="request-rate">
            <ErrorSummary />
            <input type="hidden" name="ticket" value=request.number.id.to_string() />
            <StarButtons about=request.title />
            <p class="small quiet">{words().portal().one_click}</p>
        </Form>
    }
}

#[component]
fn RatingForm(request: RequestView, on_done: Callback<()>) -> impl IntoView {
    let w = words().portal();
    let given = request.rating.as_ref().map(|rating| rating.stars.get());
    let comment = request.rating.map(|rating| rating.comment).unwrap_or_default();
    let send = if given.is_some() { w.change_rating } else { w.send_rating };
    view! {
        <Form to=RateRequest::url() on_done class="form">
            <ErrorSummary />
            <input type="hidden" name="ticket" value=request.number.id.to_string() />
            <StarChoice chosen=given />
            <LongText name="comment" label=w.comment hint=w.comment_hint value=comment optional=true rows=3 />
            <Submit label=send kind="" />
        </Form>
    }
}

/// Taking a request back while nobody has taken it up.
#[component]
fn Withdraw(ticket: TicketId, on_done: Callback<()>) -> impl IntoView {
    let w = words().portal();
    view! {
        <section class="card" aria-labelledby="withdraw">
            <h2 id="withdraw">{w.withdraw_question}</h2>
            <Form to=WithdrawRequest::url() on_done class="form">
                <ErrorSummary labels=vec![("reason".to_owned(), w.withdraw_reason.to_owned())] />
                <input type="hidden" name="ticket" value=ticket.to_string() />
                <Field name="reason" label=w.withdraw_reason hint=w.withdraw_hint optional=true />
                <Submit label=w.withdraw kind="danger" />
            </Form>
        </section>
    }
}
