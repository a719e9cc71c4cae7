//! One clock on its way through a ticket's life.

use super::adjust::{Adjustment, adjusted};
use crate::{
    calendar::{Deadline, deadline, elapsed},
    id::{EventId, TeamId},
    sla::{Breach, CalendarVersion, Cancellation, Clock, Mark, Marks, Metric, Paused, PolicyVersion, Standing, State, Terms, Why},
    time::{Span, Timestamp},
};

/// An instant and the event that belongs to it.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// When it happened.
    pub at: Timestamp,
    /// By which entry of the timeline.
    pub by: EventId,
}

/// What is promised, with the versions at hand.
#[derive(Clone, Copy, Debug)]
pub struct Bound<'a> {
    /// The target, and which versions it is from.
    pub terms: Terms,
    /// The version of the policy that the terms name.
    pub policy: &'a PolicyVersion,
    /// The version of the calendar that the terms name.
    pub calendar: &'a CalendarVersion,
    /// From when on the clock is reckoned; `None` while it waits for a team.
    pub start: Option<Timestamp>,
}

/// A clock while its ticket's happenings are told to it, in their order; [`Track::into_clock`] says what has become of it.
///
/// It runs, pauses, stops or is cancelled, and what has ended changes no more, but that a stopped one may be resumed.
#[derive(Debug)]
pub struct Track<'a> {
    /// What it measures.
    pub metric: Metric,
    /// Counted from 1; a ticket that is reopened late begins the next one.
    pub cycle: u32,
    /// Whose stay it measures, where it measures one.
    pub team: Option<TeamId>,
    /// What set it going, whether or not anything was promised then.
    pub began: Moment,
    /// The team or supplier of this stay has given the ticket away.
    pub left: bool,
    /// The present terms, or the last ones, if there are none at present.
    bound: Option<Bound<'a>>,
    /// When the terms went away.
    unbound: Option<Moment>,
    /// No breach is dated before the last change that could have caused it.
    floor: Timestamp,
    pauses: Vec<Paused>,
    stop: Option<Moment>,
    cancel: Option<(Moment, Cancellation)>,
    breach: Option<Breach>,
    adjustments: &'a [Adjustment],
    /// Reckoned when it is asked for, until something changes.
    due: Option<Deadline>,
}

impl<'a> Track<'a> {
    /// A clock that runs and is bound to nothing yet; `adjustments` are the corrections that people made to the ticket's clocks.
    pub const fn new(metric: Metric, cycle: u32, team: Option<TeamId>, began: Moment, adjustments: &'a [Adjustment]) -> Self {
        Self {
            metric,
            cycle,
            team,
            began,
            left: false,
            bound: None,
            unbound: None,
            floor: began.at,
            pauses: Vec::new(),
            stop: None,
            cancel: None,
            breach: None,
            adjustments,
            due: None,
        }
    }

    /// Whether it has stopped or was cancelled.
    pub const fn has_ended(&self) -> bool {
        self.stop.is_some() || self.cancel.is_some()
    }

    /// When it stopped, if it has and was not resumed.
    pub const fn stopped(&self) -> Option<Moment> {
        self.stop
    }

    /// What the clock does in each status, by the policy that it is bound to.
    pub fn marks(&self) -> Marks {
        self.bound.map_or_else(|| Marks::usual(self.metric), |bound| bound.policy.content.marks(self.metric))
    }

    /// Reopened later than this after it stopped, the next cycle begins.
    pub fn new_cycle_after(&self) -> Span {
        self.bound.map_or(crate::sla::Policy::NEW_CYCLE_AFTER, |bound| bound.policy.content.reopen_new_cycle_after)
    }

    /// Other terms, or none. Pauses stay: they were promised when they were made.
    pub fn bind(&mut self, bound: Option<Bound<'a>>, moment: Moment) {
        // Without a team there is no new start, and the old one holds.
        let old = self.bound.and_then(|old| old.start);
        let bound = bound.map(|new| Bound { start: new.start.or(old), ..new });
        let key = |bound: &Bound<'_>| (bound.terms, bound.start);
        let same = match (&self.bound, &bound) {
            (Some(old), Some(new)) => self.unbound.is_none() && key(old) == key(new),
            (None, None) => true,
            _ => false,
        };
        if same {
            return;
        }
        match bound {
            Some(bound) => {
                self.bound = Some(bound);
                self.unbound = None;
                self.floor = self.floor.max(moment.at);
                self.due = None;
            }
            None if self.unbound.is_none() => self.unbound = Some(moment),
            None => {}
        }
    }

    /// What a status makes of a clock that has not ended.
    pub fn stand(&mut self, standing: Standing, moment: Moment) {
        match self.marks().of(standing) {
            None => self.cancel(moment, Cancellation::Withdrawn),
            Some(Mark::Stop) => self.stop(moment),
            Some(Mark::Pause) => self.pause(standing, moment),
            Some(Mark::Run) => self.unpause(moment.at),
        }
    }

    /// What was promised has been done. What has ended already stays as it is.
    pub fn stop(&mut self, moment: Moment) {
        if !self.has_ended() {
            self.unpause(moment.at);
            self.stop = Some(moment);
        }
    }

    /// Nothing is owed any more. What has ended already stays as it is.
    pub fn cancel(&mut self, moment: Moment, why: Cancellation) {
        if !self.has_ended() {
            self.unpause(moment.at);
            self.cancel = Some((moment, why));
        }
    }

    /// Sets a stopped clock going again; what lies between does not count.
    pub fn resume(&mut self, at: Timestamp) {
        if let Some(stop) = self.stop.take() {
            self.floor = self.floor.max(at);
            self.add(Paused { from: stop.at, until: Some(at), why: Why::Answered, by: stop.by });
        }
    }

    fn pause(&mut self, standing: Standing, moment: Moment) {
        let why = Why::Standing(standing);
        if self.open_pause().is_none_or(|open| open.why != why) {
            self.unpause(moment.at);
            self.add(Paused { from: moment.at, until: None, why, by: moment.by });
        }
    }

    fn unpause(&mut self, at: Timestamp) {
        if let Some(open) = self.pauses.last_mut().filter(|last| last.until.is_none()) {
            open.until = Some(at);
            self.due = None;
            // A pause of no length explains nothing.
            self.pauses.pop_if(|last| last.from == at);
        }
    }

    fn add(&mut self, pause: Paused) {
        self.due = None;
        if pause.until != Some(pause.from) {
            self.pauses.push(pause);
        }
    }

    fn open_pause(&self) -> Option<&Paused> {
        self.pauses.last().filter(|last| last.until.is_none())
    }

    /// Records the breach, if the deadline passed before this instant. Exactly at the deadline is in time.
    pub fn settle(&mut self, now: Timestamp) {
        if self.breach.is_some() || self.has_ended() || self.unbound.is_some() {
            return;
        }
        let Some(bound) = self.bound else { return };
        if let Some(Deadline::At(due)) = self.due()
            && due < now
        {
            let at = due.max(self.floor);
            self.breach = Some(Breach {
                metric: self.metric,
                cycle: self.cycle,
                team: self.team,
                terms: bound.terms,
                deadline: due,
                at,
                excuse: None,
            });
        }
    }

    fn due(&mut self) -> Option<Deadline> {
        let bound = self.bound?;
        let start = bound.start?;
        if self.due.is_none() {
            let intervals: Vec<_> = adjusted(&self.pauses, self.metric, self.adjustments).iter().map(Paused::interval).collect();
            self.due = Some(deadline(&bound.calendar.timetable, &intervals, start, bound.terms.target));
        }
        self.due
    }

    /// The clock, if anything was ever promised.
    pub fn into_clock(mut self, now: Timestamp) -> Option<Clock> {
        self.settle(now);
        let due = self.due()?;
        let bound = self.bound?;
        let start = bound.start?;
        let state = self.state();
        let pauses = adjusted(&self.pauses, self.metric, self.adjustments).into_owned();
        let intervals: Vec<_> = pauses.iter().map(Paused::interval).collect();
        let until = state.ended().unwrap_or(now);
        let elapsed = elapsed(&bound.calendar.timetable, &intervals, start, until);
        let mut clock = Clock {
            metric: self.metric,
            cycle: self.cycle,
            team: self.team,
            start,
            started_by: self.began.by,
            terms: bound.terms,
            changed_at: self.floor,
            pauses,
            state,
            elapsed,
            deadline: due,
            breach: self.breach,
            next_at: None,
        };
        clock.next_at = crate::sla::alarm::next(&clock, &bound.policy.content, &bound.calendar.timetable, now);
        Some(clock)
    }

    fn state(&self) -> State {
        if let Some((Moment { at, by }, why)) = self.cancel {
            return State::Cancelled { at, by, why };
        }
        if let Some(Moment { at, by }) = self.unbound {
            return State::Cancelled { at, by, why: Cancellation::NoTarget };
        }
        if let Some(Moment { at, by }) = self.stop {
            return State::Stopped { at, by };
        }
        match self.open_pause() {
            Some(&Paused { from: since, why: Why::Standing(on), by, .. }) => State::Paused { since, on, by },
            _ => State::Running,
        }
    }
}
