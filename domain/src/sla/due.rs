//! A clock as a chip shows it: how much of its target is left, and how that goes on while somebody looks.

use serde::{Deserialize, Serialize};

use super::{Clock, Metric, Policy, State};
use crate::{
    calendar::{Timetable, elapsed},
    time::{Span, Timestamp},
    word::words,
};

/// Working hours ahead that a chip knows of: until they are over, nobody has to ask again.
const AHEAD: usize = 3;

words! {
    /// What a clock does, in short.
    pub enum Run {
        /// It runs, though perhaps in closed hours.
        Running = "running",
        /// It waits.
        Paused = "paused",
        /// What it measured is done.
        Stopped = "stopped",
        /// It measures nothing any more.
        Cancelled = "cancelled",
    }
}

words! {
    /// How a clock looks: what a chip tells by its colour, its icon and its words.
    pub enum Light {
        /// It runs, and has warned nobody.
        Fine = "fine",
        /// It has reached a step that lies before its deadline.
        Warned = "warned",
        /// It ran past its target.
        Breached = "breached",
        /// It waits.
        Paused = "paused",
        /// It stopped in time.
        Met = "met",
        /// It was cancelled in time.
        Over = "over",
    }
}

/// What a clock had counted when it last changed between counting and not: with the calendar and the time all that is needed to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// Working, unpaused time until then.
    pub worked: Span,
    /// When: its start, the end of its last pause, or the beginning of the one that is open.
    pub until: Timestamp,
}

/// A clock, for a chip.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// What it measures.
    pub metric: Metric,
    /// Which of the ticket's clocks for it.
    pub cycle: u32,
    /// The working time that is promised.
    pub target: Span,
    /// Whether it runs.
    pub run: Run,
    /// Whether it ran past its target.
    pub breached: bool,
    /// Whether that is held against nobody.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub excused: bool,
    /// When its target is, was or would have been used up; absent while nobody can say.
    pub deadline: Option<Timestamp>,
    /// When it ended, if it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Timestamp>,
    /// Working time that was left at `as_of`; negative when it had run past its target.
    pub left: Span,
    /// Working time that is left when it first warns somebody, if it does before its deadline.
    pub warns_at: Option<Span>,
    /// When this was reckoned.
    pub as_of: Timestamp,
    /// Working hours from `as_of` on, in which a running clock counts. Behind the last of them it stands still until somebody asks again.
    pub open: Vec<(Timestamp, Timestamp)>,
}

impl Clock {
    /// What it had counted when it last began or ceased to count.
    #[must_use]
    pub fn counted(&self, timetable: &Timetable) -> Counted {
        let until = match self.state {
            State::Paused { since, .. } => since.max(self.start),
            State::Stopped { at, .. } | State::Cancelled { at, .. } => at,
            State::Running => self.pauses.iter().filter_map(|pause| pause.until).fold(self.start, Timestamp::max),
        };
        Counted { worked: elapsed(timetable, &self.intervals(), self.start, until), until }
    }
}

impl Due {
    /// A clock as it was reckoned at `now`.
    #[must_use]
    pub fn of(clock: &Clock, policy: &Policy, timetable: &Timetable, now: Timestamp) -> Self {
        let run = match clock.state {
            State::Running => Run::Running,
            State::Paused { .. } => Run::Paused,
            State::Stopped { .. } => Run::Stopped,
            State::Cancelled { .. } => Run::Cancelled,
        };
        let target = clock.terms.target;
        let due = Self {
            metric: clock.metric,
            cycle: clock.cycle,
            target,
            run,
            breached: clock.breach.is_some(),
            excused: clock.breach.is_some_and(|breach| breach.excuse.is_some()),
            deadline: clock.deadline.at(),
            ended: clock.state.ended(),
            left: target,
            warns_at: Self::warning(policy, clock.metric, target),
            as_of: now,
            open: Vec::new(),
        };
        due.gone_on(clock.counted(timetable), timetable)
    }

    /// The working time that is left when a policy first warns of a metric's deadline.
    #[must_use]
    pub fn warning(policy: &Policy, metric: Metric, target: Span) -> Option<Span> {
        let left = policy.steps_of(metric).map(|(_, step)| target.millis() - step.at.worked(target).millis());
        left.filter(|left| *left > 0).max().map(Span::from_millis)
    }

    /// Lets a running clock's target go down from what had been counted until now, and looks at the hours ahead.
    #[must_use]
    pub fn gone_on(mut self, counted: Counted, timetable: &Timetable) -> Self {
        let more = if self.run == Run::Running { timetable.worked(counted.until, self.as_of) } else { Span::ZERO };
        self.left = Span::from_millis(self.target.millis() - counted.worked.millis() - more.millis());
        if self.run == Run::Running {
            let end = self.as_of.plus(Span::from_days(28));
            self.open = timetable.open_between(self.as_of, end).take(AHEAD).collect();
        }
        self
    }

    /// Working time that is left at a moment from `as_of` on.
    #[must_use]
    pub fn left_at(&self, now: Timestamp) -> Span {
        let worked = |&(from, until): &(Timestamp, Timestamp)| now.min(until).since(from).millis().max(0);
        Span::from_millis(self.left.millis() - self.open.iter().map(worked).sum::<i64>())
    }

    /// How it looks at a moment from `as_of` on.
    #[must_use]
    pub fn light_at(&self, now: Timestamp) -> Light {
        let late = self.run == Run::Running && self.deadline.is_some_and(|due| due < now);
        match self.run {
            _ if self.breached || late => Light::Breached,
            Run::Paused => Light::Paused,
            Run::Stopped => Light::Met,
            Run::Cancelled => Light::Over,
            Run::Running if self.warns_at.is_some_and(|left| self.left_at(now) <= left) => Light::Warned,
            Run::Running => Light::Fine,
        }
    }

    /// The clock that a list shows of a ticket's: of those that have not ended the one with the earliest deadline, by which it is
    /// sorted as well; or else, while nobody can say when any is due, the paused one with the least left.
    #[must_use]
    pub fn next(clocks: &[Self]) -> Option<&Self> {
        let open = || clocks.iter().filter(|due| matches!(due.run, Run::Running | Run::Paused));
        let dated = open().filter(|due| due.deadline.is_some()).min_by_key(|due| (due.deadline, due.metric));
        dated.or_else(|| open().filter(|due| due.run == Run::Paused).min_by_key(|due| (due.left, due.metric)))
    }
}
