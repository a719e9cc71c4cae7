//! One change as one line of the timeline: an icon, who, what, and from where to where.

use domain::id::UserId;
use domain::sla::{At, Correction, Metric};
use domain::ticket::event::{Holder, Source, What};
use domain::ticket::view::{Names, TimelineEntry};
use domain::ticket::{Number, StatusName, WaitingOn};
use leptos::prelude::*;

use super::Attachments;
use super::chip::status_word;
use super::told_line::told_line;
use crate::reader::{clock, locale};
use crate::ui::Icon;
use crate::words::words;

/// What a line says after the name of who did it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Line {
    icon: &'static str,
    pub(super) said: String,
    change: Option<(String, String)>,
    /// Another ticket. Its address is beside this one's, on the desk as in the portal.
    other: Option<Number>,
    /// A reason, in the words of who did it.
    quote: String,
}

impl Line {
    pub(super) fn new(icon: &'static str, said: impl Into<String>) -> Self {
        Self { icon, said: said.into(), ..Self::default() }
    }

    pub(super) fn changing(mut self, from: impl Into<String>, to: impl Into<String>) -> Self {
        self.change = Some((from.into(), to.into()));
        self
    }

    pub(super) const fn about(mut self, other: Number) -> Self {
        self.other = Some(other);
        self
    }

    pub(super) fn because(mut self, reason: String) -> Self {
        self.quote = reason;
        self
    }
}

/// Whether the entry has a line of its own. That somebody filed it in the portal is said by the opening, and that it is assigned
/// now by whoever was assigned.
#[must_use]
pub const fn has_line(what: &What) -> bool {
    !matches!(
        what,
        What::Submitted { source: Source::Portal } | What::StatusChanged { from: StatusName::New, to: StatusName::Assigned, .. }
    )
}

/// A change, in the words for those who answer or in those for who asked.
#[component]
pub fn EventLine(entry: TimelineEntry, #[prop(optional)] to_requester: bool) -> impl IntoView {
    let w = words().ticket();
    let clock = clock();
    let at = entry.event.at;
    let sentence = to_requester.then(|| told_line(&entry)).flatten();
    // A sentence says itself who did it.
    let who = sentence.is_none().then(|| entry.actor.as_ref().map_or_else(|| w.by_itself.to_owned(), |actor| actor.name.clone()));
    let line = sentence.unwrap_or_else(|| line(entry.event.what, entry.event.actor, &entry.names));
    let change = line.change.map(|(from, to)| {
        view! {
            " "
            <span class="change">
                <del>{from}</del>
                <Icon name="arrow-right" />
                <ins>{to}</ins>
            </span>
        }
    });
    let other = line.other.map(|number| view! { " " <a href=number.to_string()>{number.to_string()}</a> });
    let quote = (!line.quote.is_empty()).then(|| format!("{}{}", words().common().gap, (w.quote)(&line.quote)));
    let files = entry.attachments;
    view! {
        <li class="entry" data-kind="event">
            <Icon name=line.icon />
            <div>
                <p>
                    <span>{who.map(|who| view! { <b>{who}</b> {words().common().gap} })} {line.said} {change} {other} {quote}</span>
                    <time datetime=clock.iso(at) title=clock.full(at)>{clock.time(at)}</time>
                </p>
                <Attachments files />
            </div>
        </li>
    }
}

fn line(what: What, actor: Option<UserId>, names: &Names) -> Line {
    let w = words().ticket();
    let locale = locale();
    let name = |id: UserId| names.person(id).map_or(w.somebody, |person| person.name.as_str());
    match what {
        What::Submitted { source } => Line::new("inbox", (w.filed)(source)),
        What::StatusChanged { from, to, reason, waiting_on, until } => {
            let until = until.map(|at| (w.until)(&clock().relative(at)));
            status_line(from, to, waiting_on, until).because(reason)
        }
        What::Assigned { from, to, reason } => holder_line(from, to, actor, names).because(reason),
        What::PriorityChanged { from, to, .. } => Line::new("flag", w.changed_priority).changing((w.priority)(from), (w.priority)(to)),
        What::KindChanged { from, to } => Line::new("sort", w.changed_kind).changing((w.kind)(from), (w.kind)(to)),
        What::ServiceChanged { from, to } => {
            let service = |id| names.service(id).map_or_else(String::new, |service| service.name.get(locale).to_owned());
            Line::new("grid", w.changed_service).changing(service(from), service(to))
        }
        What::TitleChanged { from, to } => Line::new("edit", w.changed_title).changing(from, to),
        What::RequesterAdded { person } => Line::new("user-plus", (w.added_requester)(name(person))),
        What::RequesterRemoved { person } => Line::new("user", (w.removed_requester)(name(person))),
        What::WatcherAdded { person } => Line::new("eye", (w.added_watcher)(name(person))),
        What::WatcherRemoved { person } => Line::new("eye-off", (w.removed_watcher)(name(person))),
        What::Warned { metric, place, told, .. } => {
            let told: Vec<String> = told.into_iter().map(|person| name(person).to_owned()).collect();
            Line::new("bell", (w.warned)(&reached(place, metric), &told))
        }
        What::Merged { into } => Line::new("merge", w.merged).about(into),
        What::Absorbed { other } => Line::new("merge", w.absorbed).about(other),
        What::Corrected { correction, reason } => Line::new("edit", corrected(correction)).because(reason),
        What::Excused { metric, reason, .. } => Line::new("edit", (w.excused)((w.metric)(metric))).because(reason),
        What::Rebased { reason } => Line::new("history", w.rebased).because(reason),
        What::Attached { .. } => Line::new("paperclip", w.attached),
        What::Imported { field, from, to } => {
            Line::new("history", (w.imported)(&field)).changing(from.unwrap_or_default(), to.unwrap_or_default())
        }
        // These have a card of their own; an empty one says no more than that it happened.
        What::Replied { .. } => Line::new("reply", w.public_reply),
        What::Noted { .. } => Line::new("lock", w.internal_note),
        What::Resolved { .. } => Line::new("check-circle", w.resolved),
        What::Informed { headline, .. } => Line::new("megaphone", (w.informed)(&headline)),
        What::Rated { .. } => Line::new("star", w.rating),
        What::FollowUpOpened { owner, due } => Line::new("star", (w.follow_up)(owner.map_or(w.nobody, name), &clock().relative(due))),
        What::FollowUpClosed { outcome, contacted, .. } => Line::new("check-circle", (w.followed_up)((w.outcome)(outcome), contacted)),
        What::Unknown => Line::new("question", w.unknown),
    }
}

/// Where on its way a clock is.
fn reached(place: At, metric: Metric) -> String {
    let w = words().ticket();
    match place {
        At::Percent(percent) => (w.passed)(percent, (w.metric)(metric)),
        At::Before(left) => (w.left)(&clock().duration(left), (w.metric)(metric)),
    }
}

fn corrected(correction: Correction) -> String {
    let (w, clock) = (words().ticket(), clock());
    let when = |at| format!("{} {}", clock.date(at), clock.time(at));
    match correction {
        Correction::Moment { at, .. } => (w.corrected_moment)(&when(at)),
        Correction::Paused { from, until, .. } => (w.corrected_pause)(&when(from), &when(until)),
        Correction::Counted { from, until, .. } => (w.corrected_work)(&when(from), &when(until)),
    }
}

fn status_line(from: StatusName, to: StatusName, waiting_on: Option<WaitingOn>, until: Option<String>) -> Line {
    let w = words().ticket();
    match (from, to) {
        (StatusName::Resolved | StatusName::Closed, to) if to.is_open() => Line::new("undo", w.reopened),
        (StatusName::Waiting, StatusName::New | StatusName::Assigned | StatusName::InProgress) => Line::new("play", w.goes_on),
        (_, StatusName::InProgress) => Line::new("play", w.began),
        (_, StatusName::Waiting) => {
            let said = waiting_on.map_or_else(|| w.changed_status, w.waits_for);
            Line::new("pause", until.map_or_else(|| said.to_owned(), |until| format!("{said} {until}")))
        }
        (_, StatusName::Cancelled) => Line::new("x-circle", w.cancelled),
        (_, StatusName::Closed) => Line::new("status-closed", w.closed),
        (from, to) => Line::new("sort", w.changed_status).changing(status_word(from, None), status_word(to, None)),
    }
}

fn holder_line(from: Holder, to: Holder, actor: Option<UserId>, names: &Names) -> Line {
    let w = words().ticket();
    let team = |holder: Holder| holder.team.and_then(|id| names.team(id)).map_or(w.no_team, |team| team.name.as_str());
    let person = |holder: Holder| holder.person.and_then(|id| names.person(id)).map(|person| person.name.as_str());
    if from.team == to.team {
        if to.person.is_some() && to.person == actor {
            return Line::new("user", w.took);
        }
        return Line::new("user", w.assigned).changing(person(from).unwrap_or(w.nobody), person(to).unwrap_or(w.nobody));
    }
    let whole = |holder: Holder| person(holder).map_or_else(|| team(holder).to_owned(), |person| format!("{}, {person}", team(holder)));
    Line::new("hand-over", w.handed_over).changing(whole(from), whole(to))
}
