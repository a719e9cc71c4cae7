//! Working time: when somebody is there to keep a promise, `docs/sla.md`.
//!
//! A [`Calendar`] is what people edit: a zone, a week, holidays and overrides,
//! in wall time. A [`Timetable`] is the same calendar in one zone's history,
//! compiled to instants; [`elapsed`] and [`deadline`] walk it. All arithmetic
//! is in whole milliseconds, and nothing is ever rounded.

mod difference;
mod draft;
mod hours;
pub mod ical;
mod timetable;
mod working_time;

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

pub use difference::{Difference, differences};
pub use draft::{DatedHours, Draft, Holiday, Run, Week, shown_hours, typed_days, typed_hours};
pub use hours::{Hours, clock, minute_of_day};
pub use timetable::{ClosedDay, FIRST, LAST, Timetable};
pub use working_time::{Deadline, Pause, deadline, elapsed};

/// The most hours in one day's list.
pub const HOURS_MAX: usize = 24;
/// The most holidays, and the most overrides, of one calendar.
pub const DATES_MAX: usize = 2_000;

/// Working hours in one time zone. It cannot be wrong: it is made by parsing a [`Draft`].
///
/// Its JSON is the draft's, normalised, and is what versions are stored as.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Draft", into = "Draft")]
pub struct Calendar {
    /// The zone, as the IANA database names it.
    zone: String,
    /// From Monday to Sunday; in order, without overlaps.
    week: [Vec<Hours>; 7],
    /// Closed dates and their names.
    holidays: BTreeMap<Date, String>,
    /// Dates with hours of their own, or none.
    overrides: BTreeMap<Date, Override>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Override {
    name: String,
    hours: Vec<Hours>,
}

/// What a calendar says of one date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Day<'a> {
    /// A day of the week like any other.
    Usual(&'a [Hours]),
    /// A closed date, and its name.
    Holiday(&'a str),
    /// A date with its own hours, or none, and its name, which may be empty.
    /// It beats a holiday: a Chinese make-up working day (调休) is one.
    Override(&'a str, &'a [Hours]),
}

impl Calendar {
    /// Always open: `24x7`, in UTC.
    #[must_use]
    pub fn always() -> Self {
        let week = std::array::from_fn(|_| vec![Hours::WHOLE_DAY]);
        Self { zone: "UTC".to_owned(), week, holidays: BTreeMap::new(), overrides: BTreeMap::new() }
    }

    /// The zone, as the IANA database names it.
    #[must_use]
    pub fn zone(&self) -> &str {
        &self.zone
    }

    /// The hours of a weekday, in order, without overlaps.
    #[must_use]
    pub fn week(&self, day: Weekday) -> &[Hours] {
        &self.week[usize::from(day.to_monday_zero_offset().unsigned_abs())]
    }

    /// What holds on a date.
    #[must_use]
    pub fn on(&self, date: Date) -> Day<'_> {
        if let Some(own) = self.overrides.get(&date) {
            return Day::Override(&own.name, &own.hours);
        }
        match self.holidays.get(&date) {
            Some(name) => Day::Holiday(name),
            None => Day::Usual(self.week(date.weekday())),
        }
    }

    /// The holidays, in order.
    pub fn holidays(&self) -> impl Iterator<Item = (Date, &str)> {
        self.holidays.iter().map(|(date, name)| (*date, name.as_str()))
    }

    /// Whether the week has any working time; overrides are not asked.
    #[must_use]
    pub fn has_working_week(&self) -> bool {
        self.week.iter().any(|hours| !hours.is_empty())
    }
}

impl<'a> Day<'a> {
    /// When the day is open.
    #[must_use]
    pub const fn hours(self) -> &'a [Hours] {
        match self {
            Self::Usual(hours) | Self::Override(_, hours) => hours,
            Self::Holiday(_) => &[],
        }
    }
}

#[cfg(test)]
mod tests;
