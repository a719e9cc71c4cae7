//! A dry run: what another policy or calendar would have made of the past.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use serde::{Deserialize, Serialize};

use super::{Attainment, Metric, Outcome, attainment_by};
use crate::id::TicketId;

/// The past as it was and as it would have been, side by side.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// By metric: as it was, and as it would have been.
    pub attainment: BTreeMap<Metric, (Attainment, Attainment)>,
    /// How many clocks would have another verdict, also where only one side has the clock.
    pub changed: usize,
    /// The first of them, by ticket.
    pub changes: Vec<Change>,
    /// The breaches that would have been the latest, the worst one first.
    pub worst: Vec<Outcome>,
}

impl Comparison {
    /// The tickets that it names; one may come twice.
    pub fn tickets(&self) -> impl Iterator<Item = TicketId> {
        self.changes.iter().map(|change| change.ticket).chain(self.worst.iter().map(|outcome| outcome.ticket))
    }
}

/// A clock that would have another verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Of which ticket.
    pub ticket: TicketId,
    /// Of which metric.
    pub metric: Metric,
    /// In which cycle.
    pub cycle: u32,
    /// What became of it; `None` when there was no such clock.
    pub before: Option<Outcome>,
    /// What would have become of it.
    pub after: Option<Outcome>,
}

/// Compares two replays of the same tickets; each list holds at most `limit` entries.
#[must_use]
pub fn compare(before: &[Outcome], after: &[Outcome], limit: usize) -> Comparison {
    let name = |outcome: &Outcome| (outcome.ticket, outcome.metric, outcome.cycle);
    let index = |outcomes: &[Outcome]| outcomes.iter().map(|outcome| (name(outcome), *outcome)).collect::<BTreeMap<_, _>>();
    let (was, would) = (index(before), index(after));
    let names: BTreeSet<_> = was.keys().chain(would.keys()).copied().collect();
    let mut changes: Vec<Change> = names
        .into_iter()
        .map(|name| (name, was.get(&name).copied(), would.get(&name).copied()))
        .filter(|(_, before, after)| before.map(|one| one.verdict) != after.map(|one| one.verdict))
        .map(|((ticket, metric, cycle), before, after)| Change { ticket, metric, cycle, before, after })
        .collect();
    let changed = changes.len();
    changes.truncate(limit);
    let mut worst: Vec<Outcome> = after.iter().filter(|outcome| outcome.late_by().millis() > 0).copied().collect();
    worst.sort_by_key(|outcome| (Reverse(outcome.late_by()), name(outcome)));
    worst.truncate(limit);
    let (mut was, would) = (attainment_by(before, |one| Some(one.metric)), attainment_by(after, |one| Some(one.metric)));
    let mut attainment = BTreeMap::new();
    for metric in Metric::ALL {
        if was.contains_key(metric) || would.contains_key(metric) {
            attainment.insert(*metric, (was.remove(metric).unwrap_or_default(), would.get(metric).copied().unwrap_or_default()));
        }
    }
    Comparison { attainment, changed, changes, worst }
}
