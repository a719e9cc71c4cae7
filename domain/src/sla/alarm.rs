//! When a clock calls somebody.

use serde::{Deserialize, Serialize};

use super::{At, Calendars, Clock, Policies, Policy};
use crate::{
    calendar::{Pause, Timetable, deadline},
    time::{Span, Timestamp},
};

/// A step that a clock has reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alarm {
    /// The step's place in its policy, from 0.
    pub step: usize,
    /// Where on the way it lies: with the clock's name, what makes it happen once, also
    /// when another version of the policy has taken over.
    pub place: At,
    /// When it is, or was, due: not before the last change that could have made the clock late.
    pub at: Timestamp,
    /// When the clock reached it, as it is reckoned now; before `at`, where a change moved it into the past.
    pub reached_at: Timestamp,
}

/// The steps of a clock that are due at `now`, in order, those that were due
/// long ago as well: whoever was down meanwhile is late, and forgets nothing.
///
/// A clock that has ended has those that were due before it did.
#[must_use]
pub fn alarms(clock: &Clock, policies: &Policies, calendars: &Calendars, now: Timestamp) -> Vec<Alarm> {
    let policy = policies.get(clock.terms.policy);
    let calendar = calendars.get(clock.terms.calendar);
    let Some((policy, calendar)) = policy.zip(calendar) else { return Vec::new() };
    let end = clock.state.ended().unwrap_or(now).min(now);
    let mut due: Vec<Alarm> = all(clock, &policy.content, &calendar.timetable).filter(|alarm| alarm.at <= end).collect();
    due.sort_by_key(|alarm| (alarm.at, alarm.step));
    due
}

/// All steps of a clock whose times are known, in order: those that it has reached, and those ahead of it if nothing changes.
#[must_use]
pub fn way(clock: &Clock, policies: &Policies, calendars: &Calendars) -> Vec<Alarm> {
    let policy = policies.get(clock.terms.policy);
    let calendar = calendars.get(clock.terms.calendar);
    let Some((policy, calendar)) = policy.zip(calendar) else { return Vec::new() };
    let mut way: Vec<Alarm> = all(clock, &policy.content, &calendar.timetable).collect();
    way.sort_by_key(|alarm| (alarm.at, alarm.step));
    way
}

/// When a clock has something to say after `now`.
pub(super) fn next(clock: &Clock, policy: &Policy, timetable: &Timetable, now: Timestamp) -> Option<Timestamp> {
    if clock.state.ended().is_some() {
        return None;
    }
    // At its deadline a clock is still in time.
    let late = clock.deadline.at().filter(|_| clock.breach.is_none()).map(|due| due.plus(Span::from_millis(1)));
    all(clock, policy, timetable).map(|alarm| alarm.at).chain(late).filter(|at| *at > now).min()
}

fn all(clock: &Clock, policy: &Policy, timetable: &Timetable) -> impl Iterator<Item = Alarm> {
    let pauses = clock.intervals();
    policy.steps_of(clock.metric).filter_map(move |(step, rule)| {
        let reached_at = reached(timetable, &pauses, clock.start, rule.at.worked(clock.terms.target))?;
        Some(Alarm { step, place: rule.at, at: reached_at.max(clock.changed_at), reached_at })
    })
}

/// When so much has been worked. Nothing has been worked when work begins:
/// nobody is called at midnight for a clock that starts at nine.
fn reached(timetable: &Timetable, pauses: &[Pause], start: Timestamp, worked: Span) -> Option<Timestamp> {
    let least = Span::from_millis(1);
    if worked >= least {
        return deadline(timetable, pauses, start, worked).at();
    }
    deadline(timetable, pauses, start, least).at().map(|at| at.minus(least))
}
