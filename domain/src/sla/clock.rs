//! A clock: one measurement of one ticket against one target.

use serde::{Deserialize, Serialize};

use super::{Metric, Standing};
use crate::{
    calendar::{Deadline, Pause},
    id::{CalendarVersionId, EventId, PolicyVersionId, TeamId},
    time::{Span, Timestamp},
    word::words,
};

/// A clock as it stands at one moment. `(ticket, metric, cycle)` names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// What it measures.
    pub metric: Metric,
    /// From 1: a resolution's cycles, the exchanges of updates, the stays with teams or suppliers.
    pub cycle: u32,
    /// The team or supplier whose stay it measures, if it measures one.
    pub team: Option<TeamId>,
    /// From when on it is reckoned.
    pub start: Timestamp,
    /// What started it.
    pub started_by: EventId,
    /// What is promised.
    pub terms: Terms,
    /// The last change that could have made it late: its start, other terms, being reopened.
    /// Neither a breach nor a step is dated before it.
    pub changed_at: Timestamp,
    /// What does not count, in order.
    pub pauses: Vec<Paused>,
    /// Whether it runs.
    pub state: State,
    /// The working, unpaused time that had passed when it ended, or has passed now.
    pub elapsed: Span,
    /// When the target is, was or would have been used up.
    pub deadline: Deadline,
    /// That it ran past its target, if it did.
    pub breach: Option<Breach>,
    /// When it will have something to say: a step, or its first late millisecond. `None` for
    /// a clock that has ended, and while nothing can be foreseen.
    pub next_at: Option<Timestamp>,
}

/// What is promised, and by which versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// The policy's version.
    pub policy: PolicyVersionId,
    /// The place of the rule that matched, from 1.
    pub rule: usize,
    /// The calendar's version.
    pub calendar: CalendarVersionId,
    /// The working time that is promised.
    pub target: Span,
}

/// Whether a clock runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// It runs, though perhaps in closed hours.
    Running,
    /// It waits.
    Paused {
        /// Since when.
        since: Timestamp,
        /// Whom or what for.
        on: Standing,
        /// What paused it.
        by: EventId,
    },
    /// What it measured is done.
    Stopped {
        /// When.
        at: Timestamp,
        /// What stopped it.
        by: EventId,
    },
    /// It measures nothing any more.
    Cancelled {
        /// When.
        at: Timestamp,
        /// What ended it.
        by: EventId,
        /// Why.
        why: Cancellation,
    },
}

words! {
    /// Why a clock measures nothing any more.
    pub enum Cancellation {
        /// The ticket was withdrawn.
        Withdrawn = "withdrawn",
        /// The ticket became part of another one.
        Merged = "merged",
        /// The rule that matches now has no such target.
        NoTarget = "no_target",
    }
}

/// A while that a clock does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paused {
    /// When it began.
    pub from: Timestamp,
    /// When it ended; `None` while it lasts.
    pub until: Option<Timestamp>,
    /// Why it does not count.
    pub why: Why,
    /// What began it.
    pub by: EventId,
}

/// Why a while does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", content = "on", rename_all = "snake_case")]
pub enum Why {
    /// The ticket stood where the policy pauses.
    Standing(Standing),
    /// The ticket had been answered, and was opened again.
    Answered,
    /// Somebody corrected it afterwards.
    Corrected,
}

/// The fact that a clock ran past its target. It is written once, and stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Breach {
    /// Of which metric.
    pub metric: Metric,
    /// Of which cycle.
    pub cycle: u32,
    /// The team or supplier whose stay it was, if it was one.
    pub team: Option<TeamId>,
    /// What had been promised.
    pub terms: Terms,
    /// The deadline that passed.
    pub deadline: Timestamp,
    /// When it was late: the deadline, or the later change that made it so.
    pub at: Timestamp,
    /// Why it is not held against anybody, if it is not.
    pub excuse: Option<Excuse>,
}

/// Who excused a breach, by the event that tells their name and reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excuse {
    /// When.
    pub at: Timestamp,
    /// The event.
    pub by: EventId,
}

impl State {
    /// When it ended, if it has.
    #[must_use]
    pub const fn ended(self) -> Option<Timestamp> {
        match self {
            Self::Stopped { at, .. } | Self::Cancelled { at, .. } => Some(at),
            Self::Running | Self::Paused { .. } => None,
        }
    }
}

impl Clock {
    /// Working time that is left; negative when it ran past its target.
    #[must_use]
    pub const fn remaining(&self) -> Span {
        Span::from_millis(self.terms.target.millis().saturating_sub(self.elapsed.millis()))
    }

    /// Its pauses, for reckoning.
    #[must_use]
    pub fn intervals(&self) -> Vec<Pause> {
        self.pauses.iter().map(Paused::interval).collect()
    }
}

impl Paused {
    pub(super) const fn interval(&self) -> Pause {
        Pause { from: self.from, until: self.until }
    }
}
