//! The three parts of a fault's duration, and the whole (`docs/rule-345.md`, "Moments"): detect = T1-T0, locate = T2-T1, restore = T3-T2,
//! total = T3-T0.
//!
//! A part is reckoned only where both of its ends are known. Where the fault was over before its cause was
//! found (T2 > T3), locate and restore are one part, T1 -> T3. No part is ever negative, and nothing that is unknown is zero.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::moment::{Kind, Moments, Points};
use crate::{
    calendar::Timetable,
    time::{Span, Timestamp},
    word::words,
};

words! {
    /// A part of a fault's duration. Whoever prints one prints its end points: see [`Part::ends`].
    pub enum Part {
        /// From occurred to detected.
        Detect = "detect",
        /// From detected to located.
        Locate = "locate",
        /// From located to restored.
        Restore = "restore",
        /// From detected to restored, where the cause was found later than that.
        LocateAndRestore = "locate_and_restore",
        /// From occurred to restored.
        Total = "total",
    }
}

impl Part {
    /// The three parts that the rule is named for.
    pub const THREE: [Self; 3] = [Self::Detect, Self::Locate, Self::Restore];
    /// The three, and the whole.
    pub const FOUR: [Self; 4] = [Self::Detect, Self::Locate, Self::Restore, Self::Total];

    /// The moments between which it lies. A label is made of these two, never of an acronym.
    #[must_use]
    pub const fn ends(self) -> (Kind, Kind) {
        match self {
            Self::Detect => (Kind::Occurred, Kind::Detected),
            Self::Locate => (Kind::Detected, Kind::Located),
            Self::Restore => (Kind::Located, Kind::Restored),
            Self::LocateAndRestore => (Kind::Detected, Kind::Restored),
            Self::Total => (Kind::Occurred, Kind::Restored),
        }
    }
}

words! {
    /// By which clock a part is measured. Both are labelled wherever they are shown.
    #[derive(Default)]
    pub enum Measure {
        /// All time that passed.
        #[default]
        Wall = "wall",
        /// The working time of a calendar in it.
        Working = "working",
    }
}

/// How long a part was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Length {
    /// All time that passed; never negative.
    pub wall: Span,
    /// The working time in it; `None` where no calendar was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub working: Option<Span>,
}

impl Length {
    fn between(from: Timestamp, until: Timestamp, timetable: Option<&Timetable>) -> Self {
        Self { wall: until.since(from), working: timetable.map(|timetable| timetable.worked(from, until)) }
    }

    /// By one of the clocks; `None` for working time where no calendar was asked.
    #[must_use]
    pub const fn by(self, measure: Measure) -> Option<Span> {
        match measure {
            Measure::Wall => Some(self.wall),
            Measure::Working => self.working,
        }
    }
}

/// What can be said of a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "part", rename_all = "snake_case")]
pub enum Measured {
    /// Both ends are known.
    Known {
        /// How long it was.
        #[serde(flatten)]
        length: Length,
    },
    /// It cannot be reckoned: these ends are not known. This is not zero.
    Unknown {
        /// One or both of [`Part::ends`].
        missing: Vec<Kind>,
    },
    /// It has no length of its own: the fault was over before its cause was found, so it belongs to [`Part::LocateAndRestore`].
    Combined,
    /// Its end lies before its beginning, so that it never was: what had healed itself was not restored by anybody.
    Reversed,
}

impl Measured {
    /// The length, where there is one.
    #[must_use]
    pub const fn length(&self) -> Option<Length> {
        match self {
            Self::Known { length } => Some(*length),
            Self::Unknown { .. } | Self::Combined | Self::Reversed => None,
        }
    }
}

/// Measures a part of a fault (`docs/rule-345.md`, "Moments"). `timetable` is the calendar whose working time is told beside.
///
/// Locate and restore are `Combined` when T2 > T3; `LocateAndRestore` is then measured from T1 to T3, and is `Combined` itself
/// (into its two parts) in every other case.
#[must_use]
pub fn measure(part: Part, points: Points, timetable: Option<&Timetable>) -> Measured {
    let combined = is_combined(points);
    match part {
        Part::Locate | Part::Restore if combined => return Measured::Combined,
        Part::LocateAndRestore if !combined => return Measured::Combined,
        _ => {}
    }
    let (from, to) = part.ends();
    match (points.at(from), points.at(to)) {
        (Some(from), Some(until)) if until < from => Measured::Reversed,
        (Some(from), Some(until)) => Measured::Known { length: Length::between(from, until, timetable) },
        _ => Measured::Unknown { missing: [from, to].into_iter().filter(|kind| points.at(*kind).is_none()).collect() },
    }
}

/// Whether the fault was over before its cause was found: T2 > T3.
#[must_use]
pub fn is_combined(points: Points) -> bool {
    matches!((points.located, points.restored), (Some(located), Some(restored)) if located > restored)
}

/// How long a part may be, and by which clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// The most that it may take.
    pub span: Span,
    /// Measured so.
    pub measure: Measure,
}

/// The targets of a fault's parts: mostly one set a severity. What has none is not judged.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Targets(pub BTreeMap<Part, Target>);

impl Targets {
    /// A part's target. For locating and restoring together it is the sum of both, where both are measured by the same clock,
    /// unless it has one of its own.
    #[must_use]
    pub fn of(&self, part: Part) -> Option<Target> {
        if let Some(own) = self.0.get(&part) {
            return Some(*own);
        }
        if part != Part::LocateAndRestore {
            return None;
        }
        let (locate, restore) = (self.0.get(&Part::Locate)?, self.0.get(&Part::Restore)?);
        let span = Span::from_millis(locate.span.millis().saturating_add(restore.span.millis()));
        (locate.measure == restore.measure).then_some(Target { span, measure: locate.measure })
    }
}

/// A part, its share of the whole and its target: one piece of the three-part bar.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Piece {
    /// Which part.
    pub part: Part,
    /// What can be said of it.
    pub measured: Measured,
    /// Its share of the total in wall time, 0..=1. `None` where the total is unknown or nothing, or where the moments do not
    /// stand in the order of the rule, so that shares would not add up to one.
    pub share: Option<f64>,
    /// How long it may be.
    pub target: Option<Target>,
    /// By how much it went over its target, by the target's clock; nothing when it did not. `None` without a target or a length.
    pub overrun: Option<Span>,
}

/// The pieces of the bar, in order, and the total last: detect, locate, restore; or detect and the combined part when T2 > T3.
#[must_use]
pub fn pieces(points: Points, timetable: Option<&Timetable>, targets: &Targets) -> Vec<Piece> {
    let parts: &[Part] = if is_combined(points) { &[Part::Detect, Part::LocateAndRestore, Part::Total] } else { &Part::FOUR };
    let total = measure(Part::Total, points, None).length().map(|length| length.wall);
    let total = total.filter(|total| *total > Span::ZERO && in_order(points));
    parts
        .iter()
        .map(|&part| {
            let measured = measure(part, points, timetable);
            let share = measured.length().zip(total).map(|(length, total)| length.wall.hours() / total.hours());
            let target = targets.of(part);
            let overrun = target.zip(measured.length()).and_then(|(target, length)| over(target, length));
            Piece { part, measured, share, target, overrun }
        })
        .collect()
}

/// Whether T0, T1, T2 and T3 stand in this order as far as they are known, T2 left aside where the parts are combined.
fn in_order(points: Points) -> bool {
    let located = points.located.filter(|_| !is_combined(points));
    [points.occurred, points.detected, located, points.restored].into_iter().flatten().is_sorted()
}

fn over(target: Target, length: Length) -> Option<Span> {
    let took = length.by(target.measure)?;
    Some(Span::from_millis(took.millis().saturating_sub(target.span.millis()).max(0)))
}

/// A part that goes on at this moment, for the page of a fault that is not over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timer {
    /// Which part.
    pub part: Part,
    /// Since when.
    pub since: Timestamp,
    /// How long it has been going on.
    pub so_far: Length,
    /// How long it may be.
    pub target: Option<Target>,
    /// By how much it is over its target already. `None` without a target.
    pub overrun: Option<Span>,
}

/// The parts that have begun and not ended. A part whose end was looked for and is not known does not go on, and neither does
/// any once the fault is restored or closed; except that the cause may still be looked for then, which no clock measures.
#[must_use]
pub fn timers(moments: &Moments, timetable: Option<&Timetable>, targets: &Targets, now: Timestamp) -> Vec<Timer> {
    if moments.get(Kind::Restored).is_some() || moments.get(Kind::Closed).is_some() {
        return Vec::new();
    }
    let running = |part: &Part| {
        let (from, to) = part.ends();
        let since = moments.at(from).filter(|since| *since <= now && moments.get(to).is_none())?;
        let so_far = Length::between(since, now, timetable);
        let target = targets.of(*part);
        let overrun = target.and_then(|target| over(target, so_far));
        Some(Timer { part: *part, since, so_far, target, overrun })
    };
    Part::FOUR.iter().filter_map(running).collect()
}

#[cfg(test)]
mod tests;
