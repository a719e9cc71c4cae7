//! Why a clock stands where it stands: every while from its start on, and what became of it.

use serde::{Deserialize, Serialize};

use super::{Calendars, Clock, Happening, Paused, Policies, Terms, replay};
use crate::{
    calendar::{ClosedDay, Deadline, Timetable},
    id::{CalendarId, EventId, PolicyId},
    time::{Span, Timestamp},
};

/// A clock, told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// The policy, and which of its versions, counted from 1.
    pub policy: (PolicyId, u32),
    /// The policy's name then.
    pub policy_name: String,
    /// The calendar, and which of its versions.
    pub calendar: (CalendarId, u32),
    /// The zone in which its days begin, as the IANA database names it.
    pub zone: String,
    /// What was promised.
    pub terms: Terms,
    /// From its start until it ended, or now: without a gap, in order.
    pub stretches: Vec<Stretch>,
    /// What will follow until the deadline if nothing changes. Empty for a clock that has ended, is paused or is late.
    pub ahead: Vec<Stretch>,
}

/// A while of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    /// When it begins.
    pub from: Timestamp,
    /// When it ends.
    pub until: Timestamp,
    /// What it is.
    pub kind: Kind,
    /// The pause that was on when it began, also outside working hours.
    pub pause: Option<Paused>,
    /// Working, unpaused time until its end.
    pub total: Span,
}

/// What a while is to a clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "name", rename_all = "snake_case")]
pub enum Kind {
    /// It counts.
    Counted,
    /// Outside working hours.
    Closed,
    /// A date that the calendar closes, with its name, which may be empty.
    Holiday(String),
    /// Working time that was paused.
    Paused,
}

impl Stretch {
    /// How long it is, in real time.
    #[must_use]
    pub const fn length(&self) -> Span {
        self.until.since(self.from)
    }
}

/// Tells a clock as it stands at `now`. The counted stretches add up to what had passed.
///
/// `None` when its versions are not among these.
#[must_use]
pub fn explain(clock: &Clock, policies: &Policies, calendars: &Calendars, now: Timestamp) -> Option<Explanation> {
    let policy = policies.get(clock.terms.policy)?;
    let calendar = calendars.get(clock.terms.calendar)?;
    let until = clock.state.ended().unwrap_or(now);
    let mut teller = Teller { timetable: &calendar.timetable, pauses: &clock.pauses, total: Span::ZERO };
    let stretches = teller.tell(clock.start, until);
    let ahead = match clock.deadline {
        Deadline::At(due) if clock.state.ended().is_none() && until < due => teller.tell(until.max(clock.start), due),
        _ => Vec::new(),
    };
    Some(Explanation {
        policy: (policy.policy, policy.version),
        policy_name: policy.content.name.clone(),
        calendar: (calendar.calendar, calendar.version),
        zone: calendar.timetable.calendar().zone().to_owned(),
        terms: clock.terms,
        stretches,
        ahead,
    })
}

struct Teller<'a> {
    timetable: &'a Timetable,
    pauses: &'a [Paused],
    total: Span,
}

impl Teller<'_> {
    fn tell(&mut self, from: Timestamp, until: Timestamp) -> Vec<Stretch> {
        let mut told = Vec::new();
        let mut at = from;
        for (open, close) in self.timetable.open_between(from, until) {
            self.closed(at, open, &mut told);
            self.open(open, close, &mut told);
            at = close;
        }
        self.closed(at, until, &mut told);
        told
    }

    /// Working time, cut by the pauses.
    fn open(&mut self, from: Timestamp, until: Timestamp, told: &mut Vec<Stretch>) {
        let mut at = from;
        while at < until {
            if let Some(pause) = self.pause_at(at) {
                let end = pause.until.map_or(until, |end| end.min(until));
                self.push(at, end, Kind::Paused, told);
                at = end;
            } else {
                let next = self.pauses.iter().map(|pause| pause.from).filter(|from| *from > at).min();
                let end = next.map_or(until, |next| next.min(until));
                self.total = Span::from_millis(self.total.millis() + end.since(at).millis());
                self.push(at, end, Kind::Counted, told);
                at = end;
            }
        }
    }

    /// Closed time, cut by the dates that have a name.
    fn closed(&self, from: Timestamp, until: Timestamp, told: &mut Vec<Stretch>) {
        let mut at = from;
        for ClosedDay { from: begin, until: end, name } in self.timetable.closed_days(from, until) {
            let (begin, end) = (begin.max(at), end.min(until));
            self.push(at, begin, Kind::Closed, told);
            self.push(begin, end, Kind::Holiday(name.to_owned()), told);
            at = at.max(end);
        }
        self.push(at, until, Kind::Closed, told);
    }

    fn push(&self, from: Timestamp, until: Timestamp, kind: Kind, told: &mut Vec<Stretch>) {
        if from >= until {
            return;
        }
        let pause = self.pause_at(from).copied();
        match told.last_mut() {
            // Two pauses that overlap are told as one, by the earlier of them, until it ends.
            Some(last) if last.kind == kind && last.pause == pause && last.until == from && kind != Kind::Counted => {
                last.until = until;
            }
            _ => told.push(Stretch { from, until, kind, pause, total: self.total }),
        }
    }

    fn pause_at(&self, at: Timestamp) -> Option<&Paused> {
        self.pauses.iter().find(|pause| pause.from <= at && pause.until.is_none_or(|until| at < until))
    }
}

/// One place that a deadline had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// When it came there.
    pub at: Timestamp,
    /// The event that put it there.
    pub by: EventId,
    /// Where it lay from then on.
    pub deadline: Deadline,
    /// What was promised from then on.
    pub terms: Terms,
}

/// How a clock's deadline moved, from the first one to the present one: what was known
/// after each event. It replays the ticket as often as it has events: for one
/// ticket's page, and not for lists.
#[must_use]
pub fn moves(clock: &Clock, happenings: &[Happening], policies: &Policies, calendars: &Calendars) -> Vec<Moved> {
    let mut order: Vec<&Happening> = happenings.iter().collect();
    order.sort_by_key(|happening| (happening.at, happening.event));
    let mut moves: Vec<Moved> = Vec::new();
    for moment in order.chunk_by(|one, next| one.at == next.at) {
        let Some(last) = moment.last() else { continue };
        let then = replay(happenings, policies, calendars, last.at);
        let Some(known) = then.clocks.into_iter().find(|known| (known.metric, known.cycle) == (clock.metric, clock.cycle)) else {
            continue;
        };
        if moves.last().is_none_or(|moved| (moved.deadline, moved.terms) != (known.deadline, known.terms)) {
            moves.push(Moved { at: last.at, by: last.event, deadline: known.deadline, terms: known.terms });
        }
    }
    moves
}
