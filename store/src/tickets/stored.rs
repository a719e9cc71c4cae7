//! How a ticket and its events stand in their columns, there and back.

use std::str::FromStr;

use domain::{
    id::{EventId, ServiceId, TeamId, UserId},
    locale::Localised,
    permit::Place,
    priority::Priority,
    ticket::{
        Cancelled, Closed, Event, Open, Resolution, Resolved, Status, StatusName, Turn, Waiting, WaitingOn, What, event::Holder,
        view::ServiceRef,
    },
    time::Timestamp,
};
use serde_json::Value;

use crate::{
    Error, Result, convert,
    entity::{events as event, tickets as ticket},
};

const TICKET: &str = "ticket";

/// Reads a word that we wrote ourselves.
pub(crate) fn word<T: FromStr>(stored: &str) -> Result<T> {
    convert::word(TICKET, stored)
}

/// The priority of a stored rank.
pub(crate) fn priority(rank: i16) -> Result<Priority> {
    Priority::from_rank(rank).ok_or(Error::Unreadable { what: TICKET })
}

/// The status of a row, with its data.
pub(crate) fn status(row: &ticket::Model) -> Result<Status> {
    let since = Timestamp::from_millis(row.status_since);
    Ok(match word(&row.status)? {
        StatusName::New => Status::Open(Open::New),
        StatusName::Assigned => Status::Open(Open::Assigned),
        StatusName::InProgress => Status::Open(Open::InProgress),
        StatusName::Waiting => Status::Open(Open::Waiting(Waiting {
            on: row.waiting_on.as_deref().map_or(Ok(WaitingOn::Requester), word)?,
            until: row.waiting_until.map(Timestamp::from_millis),
            since,
            reason: row.status_reason.clone(),
            started: row.started,
        })),
        StatusName::Resolved => Status::Resolved(resolved(row)?.unwrap_or(Resolved { at: since, by: None, resolution: None })),
        StatusName::Closed => Status::Closed(Closed { at: row.closed_at.map_or(since, Timestamp::from_millis), resolved: resolved(row)? }),
        StatusName::Cancelled => {
            Status::Cancelled(Cancelled { at: since, by: row.status_by.map(UserId), reason: row.status_reason.clone() })
        }
    })
}

fn resolved(row: &ticket::Model) -> Result<Option<Resolved>> {
    let Some(at) = row.resolved_at.map(Timestamp::from_millis) else {
        return Ok(None);
    };
    let code = row.resolution_code.as_deref().map(word).transpose()?;
    let text = row.resolution_text.clone().unwrap_or_default();
    let resolution = code.map(|code| Resolution { code, text });
    Ok(Some(Resolved { at, by: row.resolved_by.map(UserId), resolution }))
}

/// Writes a status into its columns. What belongs to another status is emptied: a reopened ticket has no resolution.
pub(crate) fn put_status(row: &mut ticket::Model, status: &Status, since: Timestamp) {
    row.status = status.name().as_str().to_owned();
    row.open = status.is_open();
    row.status_since = since.millis();
    (row.waiting_on, row.waiting_until) = (None, None);
    row.status_reason = String::new();
    row.started = false;
    row.status_by = None;
    row.closed_at = None;
    put_resolved(row, None);
    match status {
        Status::Open(open) => {
            row.started = open.is_started();
            if let Open::Waiting(waiting) = open {
                row.waiting_on = Some(waiting.on.as_str().to_owned());
                row.waiting_until = waiting.until.map(Timestamp::millis);
                row.status_reason.clone_from(&waiting.reason);
                row.status_since = waiting.since.millis();
            }
        }
        Status::Resolved(resolved) => {
            put_resolved(row, Some(resolved));
            row.status_since = resolved.at.millis();
        }
        Status::Closed(closed) => {
            put_resolved(row, closed.resolved.as_ref());
            row.closed_at = Some(closed.at.millis());
            row.status_since = closed.at.millis();
        }
        Status::Cancelled(cancelled) => {
            row.status_by = cancelled.by.map(UserId::get);
            row.status_reason.clone_from(&cancelled.reason);
            row.status_since = cancelled.at.millis();
        }
    }
}

fn put_resolved(row: &mut ticket::Model, resolved: Option<&Resolved>) {
    let resolution = resolved.and_then(|resolved| resolved.resolution.as_ref());
    row.resolved_at = resolved.map(|resolved| resolved.at.millis());
    row.resolved_by = resolved.and_then(|resolved| resolved.by).map(UserId::get);
    row.resolution_code = resolution.map(|resolution| resolution.code.as_str().to_owned());
    row.resolution_text = resolution.map(|resolution| resolution.text.clone());
}

/// Whose turn the ticket is.
pub(crate) fn turn(row: &ticket::Model) -> Turn {
    Turn { last_word: row.last_word.parse().unwrap_or_default(), parked: row.parked }
}

/// Writes whose turn it is.
pub(crate) fn put_turn(row: &mut ticket::Model, turn: Turn) {
    turn.last_word.as_str().clone_into(&mut row.last_word);
    row.parked = turn.parked;
}

/// Who answers for the ticket.
pub(crate) fn holder(row: &ticket::Model) -> Holder {
    Holder { team: row.team_id.map(TeamId), person: row.assignee_id.map(UserId) }
}

/// Where the ticket stands among those who answer.
pub(crate) fn place(row: &ticket::Model) -> Place {
    Place { team: row.team_id.map(TeamId), service: row.service_id.map(ServiceId), assignee: row.assignee_id.map(UserId) }
}

/// The field of an event's JSON that stands in a column of its own.
const TEXT: &str = "text";

/// What happened, as its two columns: the markdown by itself, and the rest.
pub(crate) fn put_what(what: &What) -> Result<(Option<String>, String)> {
    let mut data = serde_json::to_value(what).map_err(|_| Error::Unreadable { what: "event" })?;
    let text = data.as_object_mut().and_then(|fields| fields.remove(TEXT));
    let body = match text {
        Some(Value::String(text)) => Some(text),
        _ => None,
    };
    Ok((body, data.to_string()))
}

/// What happened, from its two columns.
pub(crate) fn what(body: Option<String>, data: &str) -> Result<What> {
    let mut data: Value = serde_json::from_str(data).map_err(|_| Error::Unreadable { what: "event" })?;
    if let (Some(body), Some(fields)) = (body, data.as_object_mut()) {
        fields.insert(TEXT.to_owned(), Value::String(body));
    }
    serde_json::from_value(data).map_err(|_| Error::Unreadable { what: "event" })
}

/// The event of a row.
pub(crate) fn event(row: event::Model) -> Result<Event> {
    Ok(Event {
        id: EventId(row.id),
        at: Timestamp::from_millis(row.at),
        actor: row.actor_id.map(UserId),
        visibility: word(&row.visibility)?,
        what: what(row.body, &row.data)?,
    })
}

/// A service as a list names it. A ticket without one has a reference without a name.
pub(crate) fn service_ref(id: Option<i64>, en: Option<String>, zh: Option<String>, icon: Option<String>) -> ServiceRef {
    ServiceRef {
        id: ServiceId(id.unwrap_or_default()),
        name: Localised::new(en.unwrap_or_default(), zh.unwrap_or_default()),
        icon: icon.unwrap_or_default(),
    }
}
