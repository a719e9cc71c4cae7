//! How long faults took and who found them (`docs/rule-345.md`, "Figures").
//!
//! Every figure names its end points and says how many faults it was made of and how many were left out. A mean stands beside median and p90 and
//! never alone. Drills and duplicates are no faults here.

mod anniversary;
mod behind;
mod lengths;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use anniversary::{AROUND, Anniversary, anniversaries, anniversary_days};
pub use behind::{Of, behind};
pub use lengths::PartRow;

use super::{
    Severity,
    action::Tally,
    derive::Finder,
    moment::Points,
    number::Number,
    parts::{Length, Measure, Part, measure},
};
use crate::{calendar::Timetable, id::FaultId, word::words};

/// One fault, as far as a report looks at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Which one.
    pub id: FaultId,
    /// What it is called; nothing for who may read figures and not this fault.
    pub title: Option<String>,
    /// The day in the house's zone on which it occurred, or of the earliest moment that is known; where none is, on which it was declared.
    pub day: Date,
    /// The names of the services that it hit.
    pub services: BTreeSet<String>,
    /// The names of the teams that answer for these services.
    pub teams: BTreeSet<String>,
    /// The categories of its causes.
    pub causes: BTreeSet<String>,
    /// How bad it was, if somebody has said.
    pub severity: Option<Severity>,
    /// Who found it, if that is known.
    pub finder: Option<Finder>,
    /// T0 to T3.
    pub points: Points,
    /// How far its actions are.
    pub actions: Tally,
    /// Whether it repeats an earlier one.
    pub repeats: bool,
    /// Whether it was a drill.
    pub is_drill: bool,
    /// Whether it is the same as another one.
    pub is_duplicate: bool,
}

words! {
    /// What faults of one group have in common.
    pub enum By {
        /// A service that they hit; a fault counts in each.
        Service = "service",
        /// A team that answers for what they hit; a fault counts in each.
        Team = "team",
        /// A category of their causes; a fault counts in each.
        Cause = "cause",
        /// How bad they were.
        Severity = "severity",
        /// Who found them.
        Detector = "detector",
        /// The month in which they occurred, `2026-03`.
        Month = "month",
    }
}

impl By {
    /// What a fault is counted under; an empty key where nobody has said.
    fn keys(self, fault: &Fault) -> Vec<String> {
        let word = |word: Option<&'static str>| vec![word.unwrap_or_default().to_owned()];
        let each = |names: &BTreeSet<String>| if names.is_empty() { word(None) } else { names.iter().cloned().collect() };
        match self {
            Self::Service => each(&fault.services),
            Self::Cause => each(&fault.causes),
            Self::Team => each(&fault.teams),
            Self::Severity => word(fault.severity.map(Severity::as_str)),
            Self::Detector => word(fault.finder.map(Finder::as_str)),
            Self::Month => vec![fault.day.strftime("%Y-%m").to_string()],
        }
    }
}

/// One fault in a report, with its parts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaultRow {
    /// Which one.
    pub fault: FaultId,
    /// Its number, as people write it.
    pub number: String,
    /// What it is called; nothing for who may read figures and not this fault.
    pub title: Option<String>,
    /// The day by which it is counted.
    pub day: Date,
    /// How bad it was.
    pub severity: Option<Severity>,
    /// Who found it.
    pub found_by: Option<Finder>,
    /// What it hit, by name.
    pub services: BTreeSet<String>,
    /// Whether it repeats an earlier one.
    pub repeats: bool,
    /// Whole seconds by part, of those that are known.
    pub seconds: BTreeMap<Part, i64>,
}

/// What is said of a number of faults together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// How many there were.
    pub n: u64,
    /// Detect, locate, restore and total.
    pub parts: Vec<PartRow>,
    /// Faults that were over before their cause was found: their detected -> restored. Absent where there were none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub combined: Option<PartRow>,
    /// Of how many it is known who found them.
    pub finder_known: u64,
    /// Of those, how many the monitoring found.
    pub found_by_monitoring: u64,
    /// `found_by_monitoring` / `finder_known`, 0..=1; absent when nobody knows of any.
    pub monitoring_share: Option<f64>,
    /// How many repeat an earlier one.
    pub repeats: u64,
    /// How far their actions are.
    pub actions: Tally,
    /// Actions done by their last day / those whose last day is over, 0..=1; absent without any of these.
    pub completion: Option<f64>,
}

/// A row of a report by some criterion.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// What its faults have in common; empty where nobody has said.
    pub key: String,
    /// What is said of them.
    #[serde(flatten)]
    pub figures: Figures,
}

/// The figures of all faults, in groups, and the faults themselves.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// By which clock lengths are measured.
    pub measure: Measure,
    /// Drills that were left out.
    pub drills: u64,
    /// Duplicates that were left out.
    pub duplicates: u64,
    /// Of all faults together.
    #[serde(flatten)]
    pub figures: Figures,
    /// By the criterion that was asked for, months in their order and all others with most faults first; empty when none was.
    pub groups: Vec<Group>,
    /// The faults, the latest first.
    pub faults: Vec<FaultRow>,
}

/// A fault with its parts measured.
struct Measured<'f> {
    fault: &'f Fault,
    lengths: BTreeMap<Part, Length>,
}

impl Report {
    /// Counts faults. Working time is that of `timetable`, and without one every part is left out of a report by working time.
    #[must_use]
    pub fn of(faults: &[Fault], by: Option<By>, clock: Measure, timetable: Option<&Timetable>) -> Self {
        let counted = faults.iter().filter(|fault| !fault.is_drill && !fault.is_duplicate);
        let measured: Vec<Measured<'_>> = counted.map(|fault| Measured::of(fault, timetable)).collect();
        let all: Vec<&Measured<'_>> = measured.iter().collect();
        let mut groups: BTreeMap<String, Vec<&Measured<'_>>> = BTreeMap::new();
        for (by, one) in all.iter().filter_map(|one| by.map(|by| (by, *one))) {
            by.keys(one.fault).into_iter().for_each(|key| groups.entry(key).or_default().push(one));
        }
        let mut groups: Vec<Group> = groups.into_iter().map(|(key, faults)| Group { key, figures: figures(&faults, clock) }).collect();
        if by != Some(By::Month) {
            // A stable sort: keys with the same number stay in the alphabet's order.
            groups.sort_by_key(|group| std::cmp::Reverse(group.figures.n));
        }
        let rows = latest_first(measured.iter().map(|one| one.row(clock)).collect());
        Self {
            measure: clock,
            drills: count(faults, |fault| fault.is_drill),
            duplicates: count(faults, |fault| fault.is_duplicate && !fault.is_drill),
            figures: figures(&all, clock),
            groups,
            faults: rows,
        }
    }
}

impl<'f> Measured<'f> {
    fn of(fault: &'f Fault, timetable: Option<&Timetable>) -> Self {
        let length = |part: &Part| Some((*part, measure(*part, fault.points, timetable).length()?));
        Self { fault, lengths: Part::ALL.iter().filter_map(length).collect() }
    }

    fn row(&self, clock: Measure) -> FaultRow {
        let seconds = self.lengths.iter().filter_map(|(part, length)| Some((*part, length.by(clock)?.millis() / 1_000))).collect();
        let Fault { id, title, day, severity, finder, services, repeats, .. } = self.fault;
        FaultRow {
            fault: *id,
            number: Number(*id).to_string(),
            title: title.clone(),
            day: *day,
            severity: *severity,
            found_by: *finder,
            services: services.clone(),
            repeats: *repeats,
            seconds,
        }
    }
}

fn latest_first(mut rows: Vec<FaultRow>) -> Vec<FaultRow> {
    rows.sort_by_key(|row| std::cmp::Reverse((row.day, row.fault)));
    rows
}

fn figures(faults: &[&Measured<'_>], clock: Measure) -> Figures {
    let row = |part| PartRow::of(part, faults.iter().map(|one| one.lengths.get(&part).and_then(|length| length.by(clock))));
    let combined: Vec<_> = faults.iter().filter_map(|one| one.lengths.get(&Part::LocateAndRestore)).collect();
    let combined = (!combined.is_empty()).then(|| PartRow::of(Part::LocateAndRestore, combined.into_iter().map(|length| length.by(clock))));
    let finder_known = count(faults, |one| one.fault.finder.is_some());
    let found_by_monitoring = count(faults, |one| one.fault.finder == Some(Finder::Monitoring));
    let actions = faults.iter().fold(Tally::default(), |sum, one| sum.and(one.fault.actions));
    Figures {
        n: faults.len() as u64,
        parts: Part::FOUR.map(row).to_vec(),
        combined,
        finder_known,
        found_by_monitoring,
        monitoring_share: share(found_by_monitoring, finder_known),
        repeats: count(faults, |one| one.fault.repeats),
        actions,
        completion: actions.completion(),
    }
}

fn count<T>(all: &[T], is: impl Fn(&T) -> bool) -> u64 {
    all.iter().filter(|one| is(one)).count() as u64
}

#[expect(clippy::cast_precision_loss, reason = "2^53 faults do not exist")]
fn share(part: u64, all: u64) -> Option<f64> {
    (all > 0).then(|| part as f64 / all as f64)
}

#[cfg(test)]
mod tests;
