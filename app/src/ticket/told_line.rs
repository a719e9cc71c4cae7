//! The same changes as in [`super::event_line`], told to whoever asked for the ticket: whole sentences about their request.

use domain::id::UserId;
use domain::ticket::event::{Holder, Side, Source, What};
use domain::ticket::view::{Names, TimelineEntry};
use domain::ticket::{StatusName, WaitingOn};

use super::event_line::Line;
use crate::reader::{clock, locale, me};
use crate::words::words;

/// A sentence about what happened; nothing for what has no place in the requester's timeline.
pub(super) fn told_line(entry: &TimelineEntry) -> Option<Line> {
    let w = words().told();
    let t = words().ticket();
    let actor = entry.actor.as_ref().map(|actor| actor.name.as_str());
    // The reader is spoken to and has no name here.
    let who = if is_me(entry.event.actor) { None } else { Some(actor.unwrap_or(t.by_itself)) };
    let whom = |id: UserId| if is_me(Some(id)) { None } else { Some(entry.names.person(id).map_or(t.somebody, |person| &person.name)) };
    Some(match &entry.event.what {
        What::Submitted { source: Source::Portal } => return None,
        What::Submitted { .. } => Line::new("inbox", (w.filed)(who)),
        What::StatusChanged { from, to, reason, waiting_on, until } => {
            let until = until.map(|at| clock().relative(at));
            let by_itself = entry.event.actor.is_none();
            status_line(*from, *to, *waiting_on, until, if by_itself { None } else { actor }, who).because(reason.clone())
        }
        What::Assigned { to, .. } => holder_line(*to, &entry.names),
        What::PriorityChanged { from, to, .. } => Line::new("flag", w.priority).changing((t.priority)(*from), (t.priority)(*to)),
        What::KindChanged { from, to } => Line::new("sort", w.kind).changing((t.kind)(*from), (t.kind)(*to)),
        What::ServiceChanged { from, to } => {
            let service = |id| entry.names.service(id).map_or_else(String::new, |service| service.name.get(locale()).to_owned());
            Line::new("grid", w.service).changing(service(*from), service(*to))
        }
        What::TitleChanged { from, to } => Line::new("edit", (w.title)(who)).changing(from.as_str(), to.as_str()),
        What::RequesterAdded { person } => Line::new("user-plus", (w.added)(who, whom(*person))),
        What::RequesterRemoved { person } => Line::new("user", (w.removed)(who, whom(*person))),
        What::Attached { .. } => Line::new("paperclip", (w.attached)(who)),
        What::Replied { by, .. } => Line::new("reply", written(*by, who)),
        What::Resolved { .. } => Line::new("check-circle", w.solved),
        What::Rated { .. } => Line::new("star", w.rated),
        What::Informed { headline, .. } => Line::new("megaphone", (t.informed)(headline)),
        What::Merged { into } => Line::new("merge", w.merged).about(*into),
        What::Noted { .. }
        | What::WatcherAdded { .. }
        | What::WatcherRemoved { .. }
        | What::FollowUpOpened { .. }
        | What::FollowUpClosed { .. }
        | What::Warned { .. }
        | What::Absorbed { .. }
        | What::Corrected { .. }
        | What::Excused { .. }
        | What::Rebased { .. }
        | What::Imported { .. }
        | What::Unknown => return None,
    })
}

/// What the page says aloud when it happens while it is in view.
#[must_use]
pub fn told_aloud(entry: &TimelineEntry) -> Option<String> {
    if is_me(entry.event.actor) && !matches!(entry.event.what, What::Rated { .. }) {
        return None;
    }
    told_line(entry).map(|line| line.said)
}

/// Over what somebody wrote, instead of the side on which they stand.
pub(super) fn head(by: Side, actor: Option<UserId>) -> &'static str {
    let w = words().told();
    match by {
        _ if is_me(actor) => w.by_you,
        Side::Requester => w.by_requester,
        Side::Agent => w.by_agent,
    }
}

pub(super) fn is_me(person: Option<UserId>) -> bool {
    person.is_some() && person == me().map(|me| me.id)
}

fn written(by: Side, who: Option<&str>) -> String {
    let w = words().told();
    match (by, who) {
        (_, None) => w.by_you.to_owned(),
        (Side::Agent, Some(who)) => (w.replied)(who),
        (Side::Requester, Some(who)) => (w.wrote)(who),
    }
}

/// `worker` has a name even where it is the reader, and none where it happened by itself.
fn status_line(
    from: StatusName,
    to: StatusName,
    waiting_on: Option<WaitingOn>,
    until: Option<String>,
    worker: Option<&str>,
    who: Option<&str>,
) -> Line {
    let w = words().told();
    match (from, to) {
        (StatusName::Resolved | StatusName::Closed, to) if to.is_open() => Line::new("undo", (w.reopened)(who)),
        (StatusName::Waiting, StatusName::New | StatusName::Assigned | StatusName::InProgress) => {
            Line::new("play", (w.works_again)(worker))
        }
        (_, StatusName::InProgress) => Line::new("play", (w.works)(worker)),
        (_, StatusName::Waiting) => {
            let waits = (w.waits)(waiting_on.unwrap_or(WaitingOn::Date));
            Line::new("pause", until.map_or_else(|| waits.to_owned(), |until| (w.waits_until)(waits, &until)))
        }
        (_, StatusName::Cancelled) => Line::new("x-circle", (w.cancelled)(who)),
        (_, StatusName::Closed) if worker.is_none() => Line::new("status-closed", w.closed_by_itself),
        (_, StatusName::Closed) => Line::new("status-closed", (w.closed)(who)),
        _ => Line::new("sort", w.changed),
    }
}

fn holder_line(to: Holder, names: &Names) -> Line {
    let w = words().told();
    let person = to.person.and_then(|id| names.person(id)).map(|person| person.name.as_str());
    let team = to.team.and_then(|id| names.team(id)).map(|team| team.name.as_str());
    match (person, team) {
        (Some(name), _) => Line::new("user", (w.has_it)(name)),
        (None, Some(name)) => Line::new("hand-over", (w.has_it)(name)),
        (None, None) => Line::new("hand-over", w.nobody_has_it),
    }
}
