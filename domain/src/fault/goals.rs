//! How long the parts of a fault may take, by how bad it is, and by which calendar their working time is told.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    Severity,
    moment::Points,
    parts::{Measure, Measured, Part, Target, Targets, measure},
};
use crate::{
    calendar::Timetable,
    id::CalendarId,
    invalid::Invalid,
    sla::duration,
    time::{Span, Timestamp},
};

/// What is aimed at, for the whole instance.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Goals {
    /// Whose working time is told beside all time that passed; without one it is not told.
    pub calendar: Option<CalendarId>,
    /// How long each part may take. What has no target is not judged.
    pub targets: BTreeMap<Severity, Targets>,
}

impl Goals {
    /// The goals that were typed: for each severity and each of the three parts a length such as `15m` or `1h 30m`, or nothing. Targets
    /// are of all time that passes, because a fault does not wait for the morning; so a day has 24 hours.
    ///
    /// # Errors
    /// At [`field`] of a severity and a part: `NotADuration`, `OutOfRange`.
    pub fn typed(calendar: Option<CalendarId>, typed: impl Fn(&str) -> String) -> Result<Self, Invalid> {
        let mut invalid = Invalid::default();
        let mut targets: BTreeMap<Severity, Targets> = BTreeMap::new();
        for (&severity, part) in Severity::ALL.iter().flat_map(|severity| Part::THREE.map(|part| (severity, part))) {
            let field = field(severity, part);
            let text = typed(&field);
            if text.trim().is_empty() {
                continue;
            }
            match duration::parse(&text, Span::from_days(1)) {
                Ok(span) => drop(targets.entry(severity).or_default().0.insert(part, Target { span, measure: Measure::Wall })),
                Err(code) => invalid.add(&field, code),
            }
        }
        invalid.or(Self { calendar, targets })
    }

    /// The targets of faults that are so bad.
    #[must_use]
    pub fn of(&self, severity: Severity) -> Targets {
        self.targets.get(&severity).cloned().unwrap_or_default()
    }

    /// A target as it would be typed; empty where there is none.
    #[must_use]
    pub fn shown(&self, severity: Severity, part: Part) -> String {
        let target = self.targets.get(&severity).and_then(|targets| targets.0.get(&part));
        target.map(|target| duration::typed(target.span, Span::from_days(1))).unwrap_or_default()
    }
}

/// The name of the field in which a target is typed.
#[must_use]
pub fn field(severity: Severity, part: Part) -> String {
    format!("{severity}.{part}")
}

/// The working time in the parts of one fault, for a page that has no calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Working {
    /// What the calendar is called.
    pub calendar: String,
    /// When this was reckoned.
    as_of: Timestamp,
    /// Of each part that has ended or goes on.
    parts: BTreeMap<Part, Span>,
    /// The working hours that come next, so that what goes on can grow.
    next: Vec<(Timestamp, Timestamp)>,
}

impl Working {
    /// For how long a page that nobody loads anew can still tell the working time of what goes on.
    pub const AHEAD: Span = Span::from_days(7);

    /// The working time in the parts between these moments, and in those that go on at `now`.
    #[must_use]
    pub fn reckon(calendar: String, timetable: &Timetable, points: Points, now: Timestamp) -> Self {
        let worked = |part: Part| match measure(part, points, Some(timetable)) {
            Measured::Known { length } => length.working,
            Measured::Unknown { .. } => points.at(part.ends().0).filter(|since| *since <= now).map(|since| timetable.worked(since, now)),
            Measured::Combined | Measured::Reversed => None,
        };
        let parts = Part::ALL.iter().filter_map(|&part| Some((part, worked(part)?))).collect();
        Self { calendar, as_of: now, parts, next: timetable.open_between(now, now.plus(Self::AHEAD)).collect() }
    }

    /// The working time in a part that has ended.
    #[must_use]
    pub fn of(&self, part: Part) -> Option<Span> {
        self.parts.get(&part).copied()
    }

    /// The working time until `now` in a part that goes on.
    #[must_use]
    pub fn so_far(&self, part: Part, now: Timestamp) -> Option<Span> {
        let since =
            self.next.iter().filter(|(from, _)| *from < now).map(|&(from, until)| until.min(now).since(from.max(self.as_of)).millis());
        Some(Span::from_millis(self.of(part)?.millis() + since.sum::<i64>()))
    }
}

#[cfg(test)]
mod tests;
