//! From the fields of a form to what a verb of the store takes; every error names its field.

use domain::clockface::Clockface;
use domain::id::{ServiceId, TeamId, TicketId, UserId};
use domain::invalid::{Code, Invalid};
use domain::permit::Actor;
use domain::ticket::status::{WaitFor, WaitingOn};
use domain::ticket::{Draft, Kind, Number, Reason};
use domain::time::Timestamp;
use store::Store;
use store::people::Among;
use store::tickets::{Filing, HandOver, Message, Then};

use crate::desk::query::{DeskQuery, Handed};
use crate::error::AppError;
use crate::portal::received::{Received, name_people};
use crate::visit::{Visit, fail};

/// A number in a drop-down list; nothing, when it is empty.
pub fn reference(field: &'static str, typed: &str) -> Result<Option<i64>, Invalid> {
    match typed.trim() {
        "" => Ok(None),
        id => id.parse().map(Some).map_err(|_| Invalid::one(field, Code::UnknownReference)),
    }
}

pub fn word<T: std::str::FromStr>(field: &'static str, typed: &str) -> Result<T, Invalid> {
    match typed.trim() {
        "" => Err(Invalid::one(field, Code::Required)),
        word => word.parse().map_err(|_| Invalid::one(field, Code::UnknownChoice)),
    }
}

/// Reads a hand-over.
pub fn hand_over(team: &str, person: &str, reason: &str) -> Result<HandOver, Invalid> {
    let mut invalid = Invalid::default();
    let team = reference("hand_team", team).and_then(|id| id.ok_or_else(|| Invalid::one("hand_team", Code::Required)));
    let team = team.map_err(|wrong| invalid.extend(wrong)).ok();
    let person = reference("hand_person", person).map_err(|wrong| invalid.extend(wrong)).ok();
    let reason = Reason::Required.read(reason).map_err(|wrong| invalid.extend(wrong)).ok();
    match (team, person, reason) {
        (Some(team), Some(person), Some(reason)) => Ok(HandOver { team: TeamId(team), person: person.map(UserId), reason }),
        _ => Err(invalid),
    }
}

/// What is wrong with a hand-over, at the fields of its dialog.
pub fn at_hand_fields(mut error: AppError) -> AppError {
    if let AppError::Invalid { invalid } = &mut error {
        for wrong in &mut invalid.fields {
            match wrong.field.as_str() {
                "team" => wrong.field = "hand_team".to_owned(),
                "person" => wrong.field = "hand_person".to_owned(),
                _ => {}
            }
        }
    }
    error
}

/// Reads a wait. Its date means the morning of that day, where the reader is.
pub fn wait(on: &str, until: &str, reason: String, clock: &Clockface) -> Result<WaitFor, Invalid> {
    let mut invalid = Invalid::default();
    let on: Option<WaitingOn> = word("on", on).map_err(|wrong| invalid.extend(wrong)).ok();
    let until = match until.trim() {
        "" if on == Some(WaitingOn::Date) => invalid.take("until", Err(Code::Required)),
        "" => Some(None),
        day => invalid.take("until", morning(day, clock).map(Some)),
    };
    match (on, until) {
        (Some(on), Some(until)) if invalid.is_empty() => Ok(WaitFor { on, until, reason }),
        _ => Err(invalid),
    }
}

fn morning(day: &str, clock: &Clockface) -> Result<Timestamp, Code> {
    let at = clock.morning_of(day).ok_or(Code::NotADate)?;
    if at > clock.now { Ok(at) } else { Err(Code::NotInTheFuture) }
}

/// One change of what a ticket says about itself.
pub struct Edit {
    pub title: Option<String>,
    pub kind: Option<String>,
    pub service: Option<String>,
    pub impact: Option<String>,
    pub urgency: Option<String>,
}

/// Makes the change, whichever it is.
pub async fn edit(store: &Store, actor: &Actor, ticket: TicketId, edit: Edit, seen: Option<i64>) -> Result<(), AppError> {
    use store::tickets as verb;
    let done = match edit {
        Edit { title: Some(title), .. } => verb::retitle(store, actor, ticket, &title, seen).await,
        Edit { kind: Some(kind), .. } => verb::change_kind(store, actor, ticket, word::<Kind>("kind", &kind)?, seen).await,
        Edit { service: Some(service), .. } => {
            let service = reference("service", &service)?.ok_or_else(|| Invalid::one("service", Code::Required))?;
            verb::move_to_service(store, actor, ticket, ServiceId(service), seen).await
        }
        Edit { impact: Some(impact), urgency: Some(urgency), .. } => {
            verb::reprioritise(store, actor, ticket, word("impact", &impact)?, word("urgency", &urgency)?, seen).await
        }
        _ => return Err(AppError::Malformed),
    };
    done.map_err(fail)
}

/// Leads back to the queue when the ticket went where its giver does not see it; `team` is whose it is now, if they said so.
pub async fn leave_what_is_gone(visit: &Visit, actor: &Actor, ticket: TicketId, team: Option<TeamId>) -> Result<(), AppError> {
    if store::tickets::is_in_sight(&visit.store, actor, ticket).await.map_err(fail)? {
        return Ok(());
    }
    let parts = leptos::prelude::use_context::<axum::http::request::Parts>();
    let page = parts.and_then(|parts| parts.headers.get(axum::http::header::REFERER)?.to_str().ok().map(str::to_owned)).unwrap_or_default();
    let (page, query) = page.split_once('?').unwrap_or((&page, ""));
    let number = page.rsplit('/').next().and_then(|number| number.parse::<Number>().ok()).filter(|number| number.id == ticket);
    let queue = DeskQuery::of(query).list();
    let to = match number {
        Some(ticket) => Handed { ticket, team }.address(&queue),
        None => queue.address("/desk"),
    };
    crate::visit::redirect(&to);
    Ok(())
}

/// The one person who is meant by a name or a mail address.
pub async fn person(store: &Store, actor: &Actor, field: &'static str, typed: &str) -> Result<UserId, AppError> {
    if typed.trim().is_empty() {
        return Err(Invalid::one(field, Code::Required).into());
    }
    let meant = store::people::meant(store, actor, typed, Among::all_for(actor)).await.map_err(fail)?;
    Ok(meant.ok_or_else(|| Invalid::one(field, Code::UnknownReference))?)
}

/// Sends what stands in the composer.
pub async fn answer(store: &Store, actor: &Actor, received: &Received) -> Result<(), AppError> {
    let ticket = received.one("ticket").and_then(|id| id.parse().ok()).map(TicketId).ok_or(AppError::NotFound)?;
    let message = Message {
        text: received.one("text").unwrap_or_default().to_owned(),
        files: received.loose_files(),
        seen: received.one("version").and_then(|version| version.parse().ok()),
    };
    let then = received.one("then").unwrap_or_default();
    received.check(domain::ticket::draft::message(&message.text).map(drop))?;
    if received.one("mode") == Some("internal") {
        return store::tickets::note(store, actor, ticket, message).await.map_err(fail);
    }
    if then == "resolve" {
        return store::tickets::resolve_by_message(store, actor, ticket, message).await.map_err(fail);
    }
    let then = if then == "wait" { Then::WaitForRequester } else { Then::Nothing };
    store::tickets::reply(store, actor, ticket, message, then).await.map_err(fail)
}

/// Keeps a draft: of a reply or of a note, and not of both.
pub async fn keep_draft(store: &Store, actor: &Actor, ticket: TicketId, text: &str, mode: &str) -> Result<(), AppError> {
    let (reply, note) = (store::tickets::draft_key(ticket), store::tickets::note_key(ticket));
    let (kept, other) = if mode == "internal" { (note, reply) } else { (reply, note) };
    store::drafts::keep(store, actor, &kept, text).await.map_err(fail)?;
    store::drafts::forget(store, actor, &other).await.map_err(fail)
}

/// Files a ticket for whoever is named in the field `who`, and gives its number.
pub async fn file_for(store: &Store, actor: &Actor, received: &Received) -> Result<Number, AppError> {
    let service = received.one("service").and_then(|id| id.parse().ok()).map(ServiceId).ok_or(AppError::NotFound)?;
    let offer = store::services::offer(store, actor, service).await.map_err(fail)?;
    let requester = person(store, actor, "who", received.one("who").unwrap_or_default()).await;
    let mut answers = received.answers();
    name_people(store, actor, &offer.form, &mut answers).await.map_err(fail)?;
    let text = |name| received.one(name).unwrap_or_default().to_owned();
    let draft = Draft { title: text("title"), description: text("description"), answers };
    // Everything that is wrong is told at once, the person first as in the form.
    let mut invalid = Invalid::default();
    let requester = match requester {
        Ok(requester) => Some(requester),
        Err(AppError::Invalid { invalid: wrong }) => {
            invalid.extend(wrong);
            None
        }
        Err(error) => return Err(error),
    };
    if let Err(wrong) = draft.clone().parse(&offer.form) {
        invalid.extend(wrong);
    }
    received.check(invalid.or(()))?;
    let filing = Filing {
        service,
        draft,
        files: received.loose_files(),
        requester,
        submission_key: received.one("submission_key").map(str::to_owned),
    };
    store::tickets::submit(store, actor, filing).await.map_err(fail)
}

#[cfg(test)]
mod tests {
    use domain::locale::Locale;

    use super::*;

    fn clock(offset_hours: i32) -> Clockface {
        let now: Timestamp = "2026-11-16T12:00:00Z".parse().unwrap();
        Clockface { now, locale: Locale::En, offsets: vec![(Timestamp::EPOCH, offset_hours * 3_600)] }
    }

    #[test]
    fn a_wait_ends_in_the_readers_morning() {
        let wait_until = |hours| wait("date", "2026-11-20", String::new(), &clock(hours)).unwrap().until.unwrap().to_string();
        assert_eq!(wait_until(0), "2026-11-20T09:00:00Z");
        assert_eq!(wait_until(8), "2026-11-20T01:00:00Z");
        assert_eq!(wait_until(-5), "2026-11-20T14:00:00Z");
    }

    #[test]
    fn what_is_wrong_with_a_wait_is_told_at_its_fields() {
        let wrong = |on, until| wait(on, until, String::new(), &clock(0)).unwrap_err();
        assert_eq!(wrong("date", "").of("until"), Some(&Code::Required));
        assert_eq!(wrong("date", "2026-11-16").of("until"), Some(&Code::NotInTheFuture));
        assert_eq!(wrong("supplier", "tomorrow").of("until"), Some(&Code::NotADate));
        assert_eq!(wrong("", "").of("on"), Some(&Code::Required));
        assert!(wait("requester", "", String::new(), &clock(0)).unwrap().until.is_none());
    }

    #[test]
    fn a_hand_over_needs_a_team_and_a_reason_and_no_person() {
        assert_eq!(hand_over("3", "", "network").unwrap().person, None);
        let wrong = hand_over("", "x", " ").unwrap_err();
        assert_eq!(wrong.of("reason"), Some(&Code::Required));
        assert_eq!(wrong.of("hand_team"), Some(&Code::Required));
        assert_eq!(wrong.of("hand_person"), Some(&Code::UnknownReference));
    }
}
