//! The five kinds of action: what was agreed on of each, or why nothing was, and how far it is.

use domain::fault::action::{Action, Kind, Progress};
use domain::fault::post_mortem::{ActionTicket, Shown, Written};
use leptos::prelude::*;

use super::api::FollowAction;
use super::comments::Said;
use super::handed::{Hand, TicketLine};
use crate::faults::open::came_back;
use crate::faults::when::short;
use crate::reader::{clock, me};
use crate::ticket::Avatar;
use crate::ui::{ErrorSummary, Form, Icon, LongText, ServerFn, Submit};
use crate::words::words;

/// All five kinds.
#[component]
pub fn Actions(fault: Shown, written: Written, acts: bool) -> impl IntoView {
    let w = words().post_mortem();
    let of = |kind: Kind| {
        let rows = written.content.actions.iter().enumerate().filter(|(_, action)| action.kind == kind);
        let rows: Vec<_> = rows
            .map(|(place, action)| {
                let html = written.text.actions.get(place).cloned().unwrap_or_default();
                let ticket = written.tickets.get(&place).cloned();
                view! { <OneAction fault=fault.clone() place action=action.clone() ticket html acts /> }
            })
            .collect();
        let none = rows.is_empty();
        let because = written.text.not_applicable.get(&kind).filter(|_| none).cloned();
        let waiver = written.content.waiver.clone().filter(|_| none && kind == Kind::Prevent);
        let waived = waiver.map(|waiver| {
            let who = fault.person(waiver.by).map(|person| person.name.clone()).unwrap_or_default();
            view! { <p>{(w.waived_by)(&who, &short(waiver.at))}</p> <blockquote class="prose">{waiver.reason}</blockquote> }
        });
        let silent = none && because.is_none() && waived.is_none();
        view! {
            <li class="action-type" data-state=none.then_some("none")>
                <div>
                    <h3 id=format!("kind-{kind}")>{(w.kind)(kind)}</h3>
                    {kind.part().map(|part| view! { <small class="quiet">{crate::faults::ends(part)}</small> })}
                </div>
                <div class="stack" data-gap="s">
                    {(!none).then(|| view! { <ul class="actions" aria-labelledby=format!("kind-{kind}")>{rows}</ul> })}
                    {because.map(|html| view! { <div class="soft"><b>{w.not_because}</b> <Said place=format!("not_applicable.{kind}") html /></div> })}
                    {waived}
                    {silent.then(|| view! { <p class="soft">{w.nothing_said}</p> })}
                </div>
            </li>
        }
    };
    let kinds = Kind::ALL.iter().map(|&kind| of(kind)).collect_view();
    view! { <ol class="action-types">{kinds}</ol> }
}

#[component]
fn OneAction(
    fault: Shown,
    place: usize,
    action: Action,
    #[prop(optional_no_strip)] ticket: Option<ActionTicket>,
    html: String,
    acts: bool,
) -> impl IntoView {
    let w = words().post_mortem();
    let name = |id| fault.person(id).map(|person| person.name.clone()).unwrap_or_default();
    let today: String = clock().iso(clock().now).chars().take("2026-11-16".len()).collect();
    let overdue = action.due.is_some_and(|due| action.done_at().is_none() && due.to_string() < today);
    let (tone, icon, told) = match &action.progress {
        Progress::Open if overdue => ("bad", "status-breached", w.is_overdue.to_owned()),
        Progress::Open => ("info", "status-open", w.open.to_owned()),
        Progress::Done { at } => ("warn", "check", (w.done)(&short(*at))),
        Progress::Verified { verified, .. } => ("ok", "check-circle", (w.verified)(&name(verified.by), &short(verified.at))),
        Progress::Checked { effect, .. } if effect.helps => ("ok", "check-circle", (w.helps)(&short(effect.at))),
        Progress::Checked { effect, .. } => ("bad", "x-circle", (w.helps_not)(&short(effect.at))),
    };
    let (evidence, seen) = match &action.progress {
        Progress::Verified { verified, .. } => (verified.evidence.clone(), String::new()),
        Progress::Checked { verified, effect, .. } => (verified.evidence.clone(), effect.note.clone()),
        Progress::Open | Progress::Done { .. } => Default::default(),
    };
    let effect = action.effect_due().map(|at| view! { <p class="small quiet">{(w.effect_on)(&short(at))}</p> });
    let due = action.due.map(|due| clock().date_of(&due.to_string())).unwrap_or_else(|| "–".to_owned());
    let criterion = action.criterion.clone();
    let steps = acts.then(|| view! { <Steps fault=fault.clone() place action=action.clone() ticket=ticket.clone() /> });
    let asked = acts && action.progress == Progress::Open;
    let ticket = ticket.map(|ticket| view! { <TicketLine ticket asked /> });
    let owner = match action.owner.and_then(|owner| fault.person(owner).cloned()) {
        Some(person) => {
            let said = person.name.clone();
            view! { <span class="person"><Avatar person size="s" /><span class="small">{said}</span></span> }.into_any()
        }
        None => view! { <span class="small quiet">{w.no_owner}</span> }.into_any(),
    };
    let note = |label: &'static str, said: String| (!said.is_empty()).then(|| view! { <p class="small quiet">{label} ": " {said}</p> });
    view! {
        <li id=format!("action-{}", place + 1)>
            <div>
                <span class="visually-hidden">{(w.action)(place + 1)}</span>
                <Said place=format!("actions.{place}") html />
                {note(w.criterion, criterion)}
                {note(w.evidence, evidence)}
                {note(w.note, seen)}
                {effect}
                {ticket}
            </div>
            {owner}
            <span class="small"><span class="visually-hidden">{w.action_due} " "</span>{due}</span>
            <span class="chip" data-tone=tone><Icon name=icon />{told}</span>
            {steps}
        </li>
    }
}

/// What the reader can say of it now.
#[component]
fn Steps(fault: Shown, place: usize, action: Action, #[prop(optional_no_strip)] ticket: Option<ActionTicket>) -> impl IntoView {
    let w = words().post_mortem();
    let owns = me().is_some_and(|me| Some(me.id) == action.owner);
    let works = fault.may_write || owns;
    let id = fault.number.0.to_string();
    let press = |step: &'static str, label: &'static str| {
        let id = id.clone();
        view! {
            <Form to=FollowAction::url() key=format!("{step}-{place}")>
                <ErrorSummary labels=labels() />
                <input type="hidden" name="fault" value=id />
                <input type="hidden" name="place" value=place.to_string() />
                <input type="hidden" name="step" value=step />
                <Submit label kind="secondary" />
            </Form>
        }
    };
    let ripe = action.effect_due().is_some_and(|at| at <= clock().now);
    let steps = match action.progress {
        Progress::Open if works && action.owner.is_some() => view! { {press("finish", w.finish)} }.into_any(),
        Progress::Open => ().into_any(),
        Progress::Done { .. } => {
            let proposed = ticket.as_ref().map(proposal).unwrap_or_default();
            let verify = (!owns).then(|| view! { <Verify fault=id.clone() place proposed /> });
            view! { {verify} {works.then(|| press("reopen", w.not_done))} }.into_any()
        }
        Progress::Verified { .. } if ripe && works => view! { <Look fault=id.clone() place /> }.into_any(),
        Progress::Verified { .. } | Progress::Checked { .. } => ().into_any(),
    };
    let hand = works.then(|| view! { <Hand fault=fault.number.0.to_string() place ticket /> });
    view! { <div class="cluster action-steps no-print">{steps} {hand}</div> }
}

/// What a resolved ticket says of an action being done, for who looks whether it is.
fn proposal(ticket: &ActionTicket) -> String {
    match ticket.is_answered() {
        true if ticket.resolution.is_empty() => ticket.number.to_string(),
        true => format!("{}: {}", ticket.number, ticket.resolution),
        false => String::new(),
    }
}

fn labels() -> Vec<(String, String)> {
    let w = words().post_mortem();
    [("evidence", w.evidence), ("note", w.note), ("owner", w.own_action), ("check", w.too_early)]
        .map(|(name, label)| (name.to_owned(), label.to_owned()))
        .to_vec()
}

#[component]
fn Verify(fault: String, place: usize, proposed: String) -> impl IntoView {
    let w = words().post_mortem();
    let key = format!("verify-{place}");
    let is_open = came_back(FollowAction::url(), &key);
    view! {
        <details open=is_open>
            <summary class="button">{w.verify}</summary>
            <Form to=FollowAction::url() key=key class="stack" size="m">
                <ErrorSummary labels=labels() />
                <input type="hidden" name="fault" value=fault />
                <input type="hidden" name="place" value=place.to_string() />
                <input type="hidden" name="step" value="verify" />
                <LongText name="evidence" label=w.evidence hint=w.verify_lead value=proposed rows=2 />
                <div><Submit label=w.verify kind="secondary" icon="check" /></div>
            </Form>
        </details>
    }
}

#[component]
fn Look(fault: String, place: usize) -> impl IntoView {
    let w = words().post_mortem();
    let key = format!("look-{place}");
    let is_open = came_back(FollowAction::url(), &key);
    view! {
        <details open=is_open>
            <summary class="button">{w.look_whether}</summary>
            <Form to=FollowAction::url() key=key class="stack" size="m">
                <ErrorSummary labels=labels() />
                <input type="hidden" name="fault" value=fault />
                <input type="hidden" name="place" value=place.to_string() />
                <LongText name="note" label=w.note rows=2 />
                <div class="cluster">
                    <Submit label=w.it_helps kind="secondary" icon="check" name="step" value="helps" />
                    <Submit label=w.it_does_not kind="secondary" icon="x" name="step" value="helps_not" />
                </div>
            </Form>
        </details>
    }
}
