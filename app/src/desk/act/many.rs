//! From the form around a list to one act upon each ticked ticket, and to the address that tells what came of it.

use domain::id::{TeamId, TicketId, UserId};
use domain::invalid::{Code, Invalid};
use domain::permit::Actor;
use domain::ticket::{Reason, Resolution, draft};
use store::Error;
use store::tickets::{Chosen, HandOver, Outcome, Together};

use super::read::{reference, word};
use crate::desk::query::{DeskQuery, address};
use crate::desk::together::outcome::{Act, Told, Why};
use crate::error::AppError;
use crate::visit::{Visit, fail};

/// The fields of the form.
#[derive(Default)]
pub struct Fields {
    pub tickets: Vec<String>,
    pub act: String,
    pub person: String,
    pub hand_team: String,
    pub hand_reason: String,
    pub impact: String,
    pub urgency: String,
    pub note: String,
    pub code: String,
    pub resolution: String,
    pub cancel_reason: String,
    pub undo: String,
}

/// Does it, and leads back to the list.
pub async fn act(visit: &Visit, actor: &Actor, fields: Fields) -> Result<(), AppError> {
    let act = Act::read(&fields.act).ok_or(AppError::Malformed)?;
    let chosen = match what(act, &fields)? {
        Some(what) => chosen(&fields.tickets, &what),
        None => undone(&fields.undo),
    };
    if chosen.is_empty() {
        return Err(Invalid::one("tickets", Code::Required).into());
    }
    let outcomes = store::tickets::together(&visit.store, actor, chosen).await.map_err(fail)?;
    crate::visit::redirect(&led_to(&told(act, outcomes, visit)));
    Ok(())
}

/// What is done to each, from the fields that belong to the act; `None` for undoing, where it is another thing for each.
fn what(act: Act, fields: &Fields) -> Result<Option<Together>, Invalid> {
    let reason = |typed: &str, field: &'static str| Reason::Required.read(typed).map_err(|wrong| at(field, wrong));
    Ok(Some(match act {
        Act::Undo => return Ok(None),
        Act::Take => Together::Take,
        Act::Assign => Together::Assign(reference("person", &fields.person)?.map(UserId)),
        Act::HandOver => {
            let team = reference("hand_team", &fields.hand_team)?.ok_or_else(|| Invalid::one("hand_team", Code::Required))?;
            Together::HandOver(HandOver { team: TeamId(team), person: None, reason: reason(&fields.hand_reason, "hand_reason")? })
        }
        Act::Prioritise => Together::Reprioritise(word("impact", &fields.impact)?, word("urgency", &fields.urgency)?),
        Act::Note => Together::Note(draft::message(&fields.note).map_err(|wrong| at("note", wrong))?),
        Act::Resolve => {
            let resolution = Resolution::parse(&fields.code, &fields.resolution);
            Together::Resolve(resolution.map_err(|wrong| wrong.renamed("text", "resolution"))?)
        }
        Act::Cancel => Together::Cancel(reason(&fields.cancel_reason, "cancel_reason")?),
    }))
}

/// The same codes at another field.
fn at(field: &'static str, wrong: Invalid) -> Invalid {
    wrong.fields.into_iter().next().map_or_else(Invalid::default, |wrong| Invalid::one(field, wrong.code))
}

/// The ticked tickets, each as `id.version`.
fn chosen(ticked: &[String], what: &Together) -> Vec<Chosen> {
    let one = |value: &String| {
        let (id, version) = value.split_once('.').unwrap_or((value, ""));
        Some(Chosen { ticket: id.parse().ok()?, seen: version.parse().ok(), what: what.clone() })
    };
    ticked.iter().filter_map(one).collect()
}

/// What is taken back, each as `id.person` or `id.impact.urgency`.
fn undone(undo: &str) -> Vec<Chosen> {
    let one = |one: &str| {
        let mut parts = one.split('.');
        let (ticket, first, second): (TicketId, _, _) = (parts.next()?.parse().ok()?, parts.next()?, parts.next());
        let what = match second {
            Some(urgency) => Together::Reprioritise(first.parse().ok()?, urgency.parse().ok()?),
            None if first.is_empty() => Together::Assign(None),
            None => Together::Assign(Some(first.parse().ok()?)),
        };
        Some(Chosen { ticket, seen: None, what })
    };
    undo.split(',').filter_map(one).collect()
}

fn told(act: Act, outcomes: Vec<Outcome>, visit: &Visit) -> Told {
    let (mut done, mut refused, mut undo) = (0, Vec::new(), Vec::new());
    for outcome in outcomes {
        match outcome.result {
            Ok(()) => {
                done += 1;
                undo.extend(outcome.undo.filter(|_| act != Act::Undo).and_then(|back| written(outcome.ticket, &back)));
            }
            Err(error) => refused.push((outcome.number.ok_or(outcome.ticket), why(error))),
        }
    }
    Told { act, done, refused, undo: undo.join(","), at: visit.now.millis() }
}

fn written(ticket: TicketId, back: &Together) -> Option<String> {
    match back {
        Together::Assign(person) => Some(format!("{ticket}.{}", person.map_or_else(String::new, |person| person.to_string()))),
        Together::Reprioritise(impact, urgency) => Some(format!("{ticket}.{impact}.{urgency}")),
        _ => None,
    }
}

fn why(error: Error) -> Why {
    match error {
        Error::NotFound => Why::NotThere,
        Error::Conflict { .. } => Why::Changed,
        Error::IllegalMove(_) => Why::NotNow,
        Error::Invalid(_) => Why::DoesNotFit,
        defect => {
            // Logged as every failure is.
            drop(fail(defect));
            Why::Failed
        }
    }
}

/// The list that the form stood around, with what came of it.
fn led_to(told: &Told) -> String {
    let parts = leptos::prelude::use_context::<axum::http::request::Parts>();
    let page = parts.and_then(|parts| parts.headers.get(axum::http::header::REFERER)?.to_str().ok().map(str::to_owned)).unwrap_or_default();
    let mut pairs = DeskQuery::of(page.split_once('?').map_or("", |(_, query)| query)).list().pairs();
    pairs.extend(told.pairs());
    address("/desk", pairs)
}

#[cfg(test)]
mod tests {
    use domain::priority::{Impact, Urgency};

    use super::*;

    #[test]
    fn what_is_taken_back_is_what_was_written_down() {
        for back in [Together::Assign(None), Together::Assign(Some(UserId(7))), Together::Reprioritise(Impact::High, Urgency::Low)] {
            let text = written(TicketId(1042), &back).unwrap();
            assert_eq!(undone(&text), [Chosen { ticket: TicketId(1042), seen: None, what: back }]);
        }
        assert!(undone("nonsense,1042.high.soon,,1042").is_empty());
    }

    #[test]
    fn each_act_asks_for_what_belongs_to_it() {
        let wrong = |act| what(act, &Fields::default()).unwrap_err();
        assert_eq!(wrong(Act::HandOver).of("hand_team"), Some(&Code::Required));
        assert_eq!(wrong(Act::Cancel).of("cancel_reason"), Some(&Code::Required));
        assert_eq!(wrong(Act::Note).of("note"), Some(&Code::Required));
        assert_eq!(wrong(Act::Resolve).of("code"), Some(&Code::Required));
        assert_eq!(wrong(Act::Resolve).of("resolution"), Some(&Code::Required));
        assert_eq!(wrong(Act::Prioritise).of("impact"), Some(&Code::Required));
        assert_eq!(what(Act::Assign, &Fields::default()), Ok(Some(Together::Assign(None))));
    }

    #[test]
    fn a_tick_says_which_version_was_seen() {
        let chosen = chosen(&["1042.7".into(), "1043".into(), "x.1".into()], &Together::Take);
        assert_eq!(chosen.iter().map(|one| (one.ticket.get(), one.seen)).collect::<Vec<_>>(), [(1042, Some(7)), (1043, None)]);
    }
}
