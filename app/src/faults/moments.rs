//! The moments of a fault: what is said of each, and the forms that say it.

use domain::fault::derive::Proposal;
use domain::fault::moment::{Kind, Moment, Precision, Question, Value};
use leptos::prelude::*;

use super::api::{AnswerQuestion, ConfirmMoment, SetMoment};
use super::open::{Which, came_back, open};
use super::part_bar::key_of;
use super::when::{Time, TimedField, Zone, local, short};
use crate::ui::{Choice, ErrorSummary, Field, Form, Icon, LongText, Select, ServerFn, Submit};
use crate::words::words;

/// What a card of a moment depends on.
#[derive(Clone, PartialEq)]
struct Card {
    kind: Kind,
    moment: Option<Moment>,
    last: Option<i64>,
    /// The first of the four of which nothing is said.
    current: bool,
    may_work: bool,
}

fn card(kind: Kind) -> Memo<Card> {
    open().part(move |fault| Card {
        kind,
        moment: fault.moments.get(kind).cloned(),
        last: fault.last.iter().find(|last| last.kind == kind).map(|last| last.id),
        current: Kind::FOUR.into_iter().find(|kind| fault.moments.get(*kind).is_none()) == Some(kind),
        may_work: fault.may_work,
    })
}

/// T0 to T3, as a row of cards.
#[component]
pub fn Four() -> impl IntoView {
    let cards = Kind::FOUR.map(card).map(|card| move || view! { <Item card=card.get() /> });
    view! { <ol class="moments">{cards.into_iter().map(IntoAny::into_any).collect_view()}</ol> }
}

/// The optional ones, folded away until somebody needs them.
#[component]
pub fn Further() -> impl IntoView {
    let kinds = [Kind::Acknowledged, Kind::Mitigated, Kind::Verified, Kind::Closed];
    let cards = kinds.map(card).map(|card| move || view! { <Item card=card.get() /> });
    let is_open = kinds.iter().any(|kind| came_back(SetMoment::url(), kind.as_str()) || came_back(SetMoment::url(), &now_key(*kind)));
    view! {
        <details open=is_open>
            <summary>{words().faults().further_moments}</summary>
            <ol class="moments">{cards.into_iter().map(IntoAny::into_any).collect_view()}</ol>
        </details>
    }
}

fn now_key(kind: Kind) -> String {
    format!("{kind}-now")
}

#[component]
fn Item(card: Card) -> impl IntoView {
    let w = words().faults();
    let kind = card.kind;
    let reading = card.moment.as_ref().map(|moment| moment.reading().clone());
    let state = match &reading {
        Some(reading) => reading.value.precision().as_str(),
        None if card.current => "current",
        None => "unknown",
    };
    let time = match reading.as_ref().map(|reading| reading.value) {
        Some(Value::Exact { at } | Value::Estimated { at }) => view! { <Time at class="moment-time" /> }.into_any(),
        Some(Value::Unknown) => view! { <span class="moment-time">{w.nobody_knows}</span> }.into_any(),
        None => view! { <span class="moment-time">{w.not_yet}</span> }.into_any(),
    };
    let key = key_of(kind);
    let said = card.moment.is_some();
    view! {
        <li data-state=state>
            <span class="moment-name">
                {(!key.is_empty()).then(|| view! { <span class="moment-key">{key}</span> })}
                {(w.moment)(kind)}
            </span>
            {time}
            {card.moment.as_ref().map(|moment| view! { <Ground moment=moment.clone() /> })}
            {(!said).then(|| view! { <span class="moment-note">{(w.moment_lead)(kind)}</span> })}
            {(card.may_work && !said && kind != Kind::Occurred).then(|| view! { <Now kind current=card.current /> })}
            {card.may_work.then(|| view! { <Say card=card.clone() /> })}
        </li>
    }
}

/// Where it is known from, and how often it was said otherwise.
#[component]
fn Ground(moment: Moment) -> impl IntoView {
    let w = words().faults();
    let reading = moment.reading().clone();
    let note = format!("{}{}{}", (w.precisions)(reading.value.precision()), words().common().comma, (w.sources)(reading.source));
    let history: Vec<_> = moment.history().cloned().collect();
    let people = open().peek(|shown| shown.fault.people.clone());
    let before = history.len() - 1;
    let earlier = history.into_iter().rev().map(move |change| {
        let who =
            change.by.and_then(|by| people.iter().find(|person| person.id == by)).map_or_else(String::new, |person| person.name.clone());
        let value = change.reading.value.at().map_or_else(|| w.nobody_knows.to_owned(), short);
        let why = change.why;
        view! {
            <li>
                {format!("{value}{}{}", words().common().comma, (w.said_by)(&who, &short(change.said_at)))}
                {(!why.is_empty()).then(|| view! { <br /><q>{why}</q> })}
            </li>
        }
    });
    view! {
        <span class="moment-note">
            {note}
            {(!reading.evidence.is_empty()).then(|| view! { " · "<a href=reading.evidence rel="noopener">{w.evidence}</a> })}
        </span>
        {(before > 0).then(|| view! {
            <details class="small"><summary>{(w.before)(before)}</summary><ul class="list-plain stack" data-gap="s">{earlier.collect_view()}</ul></details>
        })}
    }
}

/// One press, while it happens.
#[component]
fn Now(kind: Kind, current: bool) -> impl IntoView {
    let label = (words().faults().just_now)(kind);
    view! {
        <Form to=SetMoment::url() key=now_key(kind) on_done=open().on_done()>
            <Which />
            <ErrorSummary />
            <input type="hidden" name="kind" value=kind.as_str() />
            <input type="hidden" name="precision" value="now" />
            <Submit label kind=if current { "primary" } else { "plain" } />
        </Form>
    }
}

/// A time as it is remembered.
#[component]
fn Say(card: Card) -> impl IntoView {
    let w = words().faults();
    let kind = card.kind;
    let reading = card.moment.as_ref().map(|moment| moment.reading().clone());
    let chosen = reading.as_ref().map_or(Precision::Exact, |reading| reading.value.precision());
    let at = reading.as_ref().and_then(|reading| reading.value.at()).map(local).unwrap_or_default();
    let evidence = reading.as_ref().map(|reading| reading.evidence.clone()).unwrap_or_default();
    let options = Precision::ALL.iter().map(|&precision| Choice::new(precision.as_str(), (w.precisions)(precision))).collect();
    let label = if card.moment.is_some() { w.change.to_owned() } else { (w.say)(kind) };
    let zone = open().peek(|shown| shown.zone.clone());
    let based_on = card.last.map(|id| id.to_string()).unwrap_or_default();
    view! {
        <details open=came_back(SetMoment::url(), kind.as_str())>
            <summary class="small">{label}</summary>
            <Form to=SetMoment::url() key=kind.as_str() class="stack" size="m" on_done=open().on_done()>
                <Which />
                <ErrorSummary />
                <input type="hidden" name="kind" value=kind.as_str() />
                <input type="hidden" name="based_on" value=based_on />
                <TimedField name="at" label=w.at value=at id=format!("at-{kind}") />
                <Zone value=zone />
                <Select name="precision" label=w.precision options value=chosen.as_str() />
                <Field name="evidence" label=w.evidence hint=w.evidence_hint value=evidence optional=true />
                <LongText name="why" label=w.why hint=w.why_hint rows=2 optional=card.moment.is_none() />
                <div><Submit label=words().common().save /></div>
            </Form>
        </details>
    }
}

/// What tickets suggest, to be confirmed.
#[component]
pub fn Proposals() -> impl IntoView {
    let proposals =
        open().part(|fault| fault.proposals.iter().map(|one| (one.clone(), fault.moments.get(one.kind).is_some())).collect::<Vec<_>>());
    move || proposals.get().into_iter().map(|(proposal, again)| view! { <Suggested proposal again /> }).collect_view()
}

#[component]
fn Suggested(proposal: Proposal, again: bool) -> impl IntoView {
    let w = words().faults();
    view! {
        <div class="banner" data-tone="info">
            <Icon name="info" />
            <div class="banner-body">
                <p>{(w.proposal)((w.moment)(proposal.kind), &short(proposal.at))}</p>
                <Form to=ConfirmMoment::url() class="stack" on_done=open().on_done()>
                    <Which />
                    <ErrorSummary />
                    <input type="hidden" name="kind" value=proposal.kind.as_str() />
                    <input type="hidden" name="at" value=proposal.at.millis().to_string() />
                    {again.then(|| view! { <LongText name="why" label=w.why rows=2 /> })}
                    <div><Submit label=w.confirm kind="plain" icon="check" /></div>
                </Form>
            </div>
        </div>
    }
}

/// What the moments ask.
#[component]
pub fn Questions() -> impl IntoView {
    let questions = open().part(|fault| (fault.questions.clone(), fault.may_work));
    let answers = open().part(|fault| {
        let answer = |&question: &Question| Some((question, fault.moments.answer_to(question)?.reason.clone()));
        Question::ALL.iter().filter_map(answer).collect::<Vec<_>>()
    });
    let asked = move || {
        let (questions, may_work) = questions.get();
        questions.into_iter().map(|question| view! { <Asked question may_work /> }).collect_view()
    };
    let answered = move || answers.get().into_iter().map(|(question, reason)| view! { <Answered question reason /> }).collect_view();
    (asked, answered)
}

#[component]
fn Answered(question: Question, reason: String) -> impl IntoView {
    view! { <p class="small"><span class="quiet">{(words().faults().answered)(question)}" "</span>{reason}</p> }
}

#[component]
fn Asked(question: Question, may_work: bool) -> impl IntoView {
    let w = words().faults();
    let form = may_work.then(|| {
        view! {
            <Form to=AnswerQuestion::url() key=question.as_str() class="stack" on_done=open().on_done()>
                <Which />
                <ErrorSummary />
                <input type="hidden" name="question" value=question.as_str() />
                <LongText name="reason" label=w.why rows=2 />
                <div><Submit label=w.answer kind="plain" /></div>
            </Form>
        }
    });
    view! {
        <div class="banner" data-tone="warn">
            <Icon name="question" />
            <div class="banner-body"><p>{(w.question)(question)}</p>{form}</div>
        </div>
    }
}
