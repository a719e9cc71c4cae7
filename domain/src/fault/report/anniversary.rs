//! Faults of a year ago: whether what was agreed on then still holds.

use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

use super::Fault;
use crate::{fault::action::Tally, id::FaultId};

/// So many days before and after the day a year ago.
pub const AROUND: i64 = 15;

/// A fault whose anniversary is about now, and how far its actions are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anniversary {
    /// Which one.
    pub fault: FaultId,
    /// What it is called; nothing for who may not read it.
    pub title: Option<String>,
    /// The day of it, about a year ago.
    pub day: Date,
    /// How far what was agreed on then is.
    pub actions: Tally,
}

/// The first and the last day of faults whose anniversary is about `today`: a year ago, give or take [`AROUND`] days.
#[must_use]
pub fn anniversary_days(today: Date) -> (Date, Date) {
    // Of 29 February it is the 28th.
    let year_ago = today.saturating_sub(1.year());
    (year_ago.saturating_sub(AROUND.days()), year_ago.saturating_add(AROUND.days()))
}

/// Those of these faults that are about a year old and after which something was agreed on, the earliest first. Drills and duplicates are left
/// out.
#[must_use]
pub fn anniversaries(faults: &[Fault], today: Date) -> Vec<Anniversary> {
    let (first, last) = anniversary_days(today);
    let is_about = |fault: &&Fault| (first..=last).contains(&fault.day) && !fault.is_drill && !fault.is_duplicate && fault.actions.all > 0;
    let mut all: Vec<Anniversary> = faults
        .iter()
        .filter(is_about)
        .map(|fault| Anniversary { fault: fault.id, title: fault.title.clone(), day: fault.day, actions: fault.actions })
        .collect();
    all.sort_by_key(|one| (one.day, one.fault));
    all
}
