//! Whether a fault is a repeat of an earlier one (`docs/rule-345.md`, "The post-mortem").

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::action::Tally;
use crate::{
    id::{FaultId, ServiceId},
    time::{Span, Timestamp},
};

/// Within how many days of 24 hours another fault is a repeat.
pub const DAYS: u16 = 90;

/// A fault as far as repeats are found by it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Which one.
    pub id: FaultId,
    /// When: T0, or the earliest moment that is known ([`super::moment::Points::earliest`]).
    pub at: Timestamp,
    /// The services that it hit.
    pub services: BTreeSet<ServiceId>,
    /// The categories of its causes.
    pub categories: BTreeSet<String>,
    /// How far its actions are.
    pub actions: Tally,
    /// Whether it was a drill, or is the same as another one: such faults repeat nothing and are not repeated.
    pub left_out: bool,
}

/// An earlier fault that came back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repeat {
    /// The earlier fault.
    pub of: FaultId,
    /// How long before it was.
    pub after: Span,
    /// The services that both hit.
    pub services: Vec<ServiceId>,
    /// The categories of causes that both have, in the words of the later one.
    pub categories: Vec<String>,
    /// How far the earlier one's actions are.
    pub actions: Tally,
}

impl Repeat {
    /// Whether all that was agreed on after the earlier fault had been done; `None` when nothing was agreed on.
    #[must_use]
    pub const fn actions_were_done(&self) -> Option<bool> {
        if self.actions.all == 0 { None } else { Some(self.actions.done == self.actions.all) }
    }
}

/// The faults that `fault` repeats: those of the `days` days before it that hit one of its services with one of its categories of cause,
/// the latest first. Categories are compared without regard to case and surrounding space. The last day counts to its very end.
#[must_use]
pub fn repeats(fault: &Fault, earlier: &[Fault], days: u16) -> Vec<Repeat> {
    let within = Span::from_days(i64::from(days));
    let mine: Vec<(String, &String)> = fault.categories.iter().map(|name| (folded(name), name)).collect();
    let repeat = |other: &Fault| {
        let after = fault.at.since(other.at);
        let before = other.id != fault.id && (other.at, other.id) < (fault.at, fault.id);
        if fault.left_out || other.left_out || !before || after > within {
            return None;
        }
        let services: Vec<_> = fault.services.intersection(&other.services).copied().collect();
        let theirs: BTreeSet<String> = other.categories.iter().map(|name| folded(name)).collect();
        let categories: Vec<_> =
            mine.iter().filter(|(folded, _)| !folded.is_empty() && theirs.contains(folded)).map(|(_, name)| (*name).clone()).collect();
        let repeated = !services.is_empty() && !categories.is_empty();
        repeated.then_some(Repeat { of: other.id, after, services, categories, actions: other.actions })
    };
    let mut all: Vec<_> = earlier.iter().filter_map(repeat).collect();
    all.sort_by_key(|repeat| (repeat.after, std::cmp::Reverse(repeat.of)));
    all
}

fn folded(category: &str) -> String {
    category.trim().to_lowercase()
}

#[cfg(test)]
mod tests;
