//! What became of clocks, and how often it was good.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Clock, Metric, State};
use crate::{
    id::{PolicyVersionId, TeamId, TicketId},
    time::{Span, Timestamp},
    word::words,
};

words! {
    /// What a clock came to. The later one is the worse one.
    pub enum Verdict {
        /// It measures nothing any more, and had not run past its target.
        Cancelled = "cancelled",
        /// It stopped in time.
        Met = "met",
        /// It has not ended, and is in time.
        Running = "running",
        /// It ran past its target, whether it has ended or not.
        Breached = "breached",
    }
}

/// A clock reduced to what reports count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Of which ticket.
    pub ticket: TicketId,
    /// What was measured.
    pub metric: Metric,
    /// In which cycle.
    pub cycle: u32,
    /// By which policy.
    pub policy: PolicyVersionId,
    /// The team or supplier whose stay it was, if it was one.
    pub team: Option<TeamId>,
    /// What it came to.
    pub verdict: Verdict,
    /// Whether a breach is not held against anybody.
    pub excused: bool,
    /// When it began.
    pub start: Timestamp,
    /// When it ended, if it has.
    pub ended: Option<Timestamp>,
    /// Working, unpaused time.
    pub elapsed: Span,
    /// What was promised.
    pub target: Span,
}

impl Outcome {
    /// What became of a ticket's clock.
    #[must_use]
    pub const fn of(ticket: TicketId, clock: &Clock) -> Self {
        let verdict = match (clock.breach, clock.state) {
            (Some(_), _) => Verdict::Breached,
            (None, State::Stopped { .. }) => Verdict::Met,
            (None, State::Cancelled { .. }) => Verdict::Cancelled,
            (None, State::Running | State::Paused { .. }) => Verdict::Running,
        };
        Self {
            ticket,
            metric: clock.metric,
            cycle: clock.cycle,
            policy: clock.terms.policy,
            team: clock.team,
            verdict,
            excused: matches!(clock.breach, Some(breach) if breach.excuse.is_some()),
            start: clock.start,
            ended: clock.state.ended(),
            elapsed: clock.elapsed,
            target: clock.terms.target,
        }
    }

    /// By how much working time it ran past its target; nothing, if it did not. A
    /// breach in closed hours, or under an earlier target, may be late by nothing.
    #[must_use]
    pub fn late_by(&self) -> Span {
        Span::from_millis(self.elapsed.millis().saturating_sub(self.target.millis()).max(0))
    }
}

/// How many clocks kept their promise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attainment {
    /// Stopped in time.
    pub met: u64,
    /// Ran past their targets, the excused ones included.
    pub breached: u64,
    /// Of those, the excused ones.
    pub excused: u64,
}

impl Attainment {
    /// Counts one more. What runs, and what was cancelled in time, has no verdict.
    pub const fn count(&mut self, outcome: &Outcome) {
        match outcome.verdict {
            Verdict::Met => self.met += 1,
            Verdict::Breached => {
                self.breached += 1;
                self.excused += outcome.excused as u64;
            }
            Verdict::Cancelled | Verdict::Running => {}
        }
    }

    /// Clocks with a verdict.
    #[must_use]
    pub const fn n(&self) -> u64 {
        self.met + self.breached
    }

    /// met / (met + breached), 0..=1; `None` without any.
    #[must_use]
    pub fn share(&self) -> Option<f64> {
        share(self.met, self.n())
    }

    /// The same, the excused ones counted as met.
    #[must_use]
    pub fn share_excused(&self) -> Option<f64> {
        share(self.met + self.excused, self.n())
    }
}

#[expect(clippy::cast_precision_loss, reason = "2^53 clocks do not exist")]
fn share(part: u64, n: u64) -> Option<f64> {
    (n > 0).then(|| part as f64 / n as f64)
}

/// Of all cycles of a ticket's resolution the worst, where the first breach, or
/// the last cycle, stands for all. What is no resolution is measured each time for itself.
#[must_use]
pub fn worst_cycles(outcomes: &[Outcome]) -> Vec<Outcome> {
    let mut worst: BTreeMap<(TicketId, Metric, u32), Outcome> = BTreeMap::new();
    for outcome in outcomes {
        let cycle = if outcome.metric == Metric::Resolution { 0 } else { outcome.cycle };
        let rank = |one: &Outcome| {
            let breached = one.verdict == Verdict::Breached;
            (one.verdict, !one.excused, if breached { u32::MAX - one.cycle } else { one.cycle })
        };
        let entry = worst.entry((outcome.ticket, outcome.metric, cycle)).or_insert(*outcome);
        if rank(outcome) > rank(entry) {
            *entry = *outcome;
        }
    }
    worst.into_values().collect()
}

/// The attainment of all of them together.
#[must_use]
pub fn attainment<'o>(outcomes: impl IntoIterator<Item = &'o Outcome>) -> Attainment {
    let mut all = Attainment::default();
    outcomes.into_iter().for_each(|outcome| all.count(outcome));
    all
}

/// The attainment by a key: metric, team, week, whatever the caller knows of an outcome.
/// What has no key is left out.
#[must_use]
pub fn attainment_by<'o, K: Ord>(
    outcomes: impl IntoIterator<Item = &'o Outcome>,
    key: impl Fn(&Outcome) -> Option<K>,
) -> BTreeMap<K, Attainment> {
    let mut by = BTreeMap::<K, Attainment>::new();
    for outcome in outcomes {
        if let Some(key) = key(outcome) {
            by.entry(key).or_default().count(outcome);
        }
    }
    by
}
