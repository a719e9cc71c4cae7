//! Holidays from an iCalendar file (RFC 5545): whole-day events, also yearly ones.
//!
//! It is read here and not by a library because what a person needs is a list
//! of what was *not* taken, with its line, and the libraries there are either
//! lose the lines or are kept no more, and bring a second time library along.

mod event;
mod lines;
mod yearly;

use std::{collections::BTreeMap, ops::RangeInclusive};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use self::{event::Event, lines::Line};
use super::{Calendar, DATES_MAX, Day, Holiday};

/// The most bytes of a file that is read.
pub const BYTES_MAX: usize = 2 * 1024 * 1024;
/// The most days of one event.
const DAYS_MAX: i32 = 31;
/// Stands between the names of events on one day.
const BETWEEN: &str = " / ";
/// The most characters of a holiday's name; what more of a day's events would add is left out.
const NAME_MAX: usize = 120;

/// What a file holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// The holidays in order, a date once.
    pub holidays: Vec<Holiday>,
    /// What was not taken, in the order of the file.
    pub skipped: Vec<Skipped>,
}

/// An event that was not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// The line of the file, from 1, that is the reason, or where the event begins.
    pub line: usize,
    /// What the event is called; may be empty.
    pub name: String,
    /// Why.
    pub reason: Reason,
}

crate::word::words! {
    /// Why an event of a file is no holiday.
    pub enum Reason {
        /// It begins or ends during a day.
        NotWholeDays = "not_whole_days",
        /// It has no beginning.
        NoDate = "no_date",
        /// Its beginning, end or length cannot be read, or it ends before it begins.
        BadDate = "bad_date",
        /// It has no name.
        NoName = "no_name",
        /// It lasts longer than 31 days.
        TooLong = "too_long",
        /// It repeats in a way other than once a year.
        NotYearly = "not_yearly",
        /// It was called off.
        Cancelled = "cancelled",
        /// It lies outside the years that were asked for.
        OtherYears = "other_years",
        /// Its name says that people work on that day (班): an override, and no holiday.
        WorkingDay = "working_day",
        /// It is not closed, or stands inside another one.
        Broken = "broken",
    }
}

/// Why nothing of a file was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum NotACalendar {
    /// It does not begin with `BEGIN:VCALENDAR`.
    #[error("not an iCalendar file")]
    NoCalendar,
    /// It has more than [`BYTES_MAX`] bytes.
    #[error("too large")]
    TooLarge,
    /// It has more than [`DATES_MAX`] dates in the years that were asked for.
    #[error("too many dates")]
    TooManyDates,
}

/// The holidays of a file that lie in these years, and what else it holds.
///
/// # Errors
/// Only when it is no calendar at all; a wrong event is skipped with its reason.
pub fn read(text: &str, years: RangeInclusive<i16>) -> Result<Found, NotACalendar> {
    if text.len() > BYTES_MAX {
        return Err(NotACalendar::TooLarge);
    }
    let mut lines = lines::unfold(text).filter(|line| !line.name.is_empty()).peekable();
    if !lines.peek().is_some_and(|line| line.is("BEGIN", "VCALENDAR")) {
        return Err(NotACalendar::NoCalendar);
    }
    let mut dates: BTreeMap<Date, String> = BTreeMap::new();
    let mut skipped = Vec::new();
    for event in events(lines) {
        match event.days(&years) {
            Ok(days) => {
                for day in days {
                    call(dates.entry(day).or_default(), &event.name);
                    if dates.len() > DATES_MAX {
                        return Err(NotACalendar::TooManyDates);
                    }
                }
            }
            Err((line, reason)) => skipped.push(Skipped { line, name: event.name, reason }),
        }
    }
    let holidays = dates.into_iter().map(|(date, name)| Holiday { date: date.to_string(), name }).collect();
    Ok(Found { holidays, skipped })
}

/// Gives a day the name of one more event.
fn call(day: &mut String, event: &str) {
    if day.is_empty() {
        *day = event.chars().take(NAME_MAX).collect();
        return;
    }
    let room = NAME_MAX.saturating_sub(day.chars().count() + BETWEEN.len());
    if room > 0 && !day.split(BETWEEN).any(|known| known == event) {
        day.push_str(BETWEEN);
        day.extend(event.chars().take(room));
    }
}

impl Found {
    /// What a calendar does not have yet: the preview of an import.
    #[must_use]
    pub fn new_to(&self, calendar: &Calendar) -> Vec<Holiday> {
        let known = |holiday: &Holiday| holiday.date.parse().is_ok_and(|date| matches!(calendar.on(date), Day::Holiday(_)));
        self.holidays.iter().filter(|holiday| !known(holiday)).cloned().collect()
    }
}

/// The events of a calendar; what stands in them, alarms for instance, is passed over.
fn events<'t>(lines: impl Iterator<Item = Line<'t>>) -> Vec<Event> {
    let mut events = Vec::new();
    let mut open: Option<Event> = None;
    let mut inside = 0_usize;
    for line in lines {
        let Some(event) = &mut open else {
            open = line.is("BEGIN", "VEVENT").then(|| Event::new(line.number));
            continue;
        };
        if line.is("BEGIN", "VEVENT") || line.is("END", "VCALENDAR") {
            event.spoil(line.number, Reason::Broken);
            let next = line.is("BEGIN", "VEVENT").then(|| Event::new(line.number));
            events.extend(std::mem::replace(&mut open, next));
            inside = 0;
        } else if line.is("END", "VEVENT") {
            if inside > 0 {
                event.spoil(event.line, Reason::Broken);
            }
            events.extend(open.take());
            inside = 0;
        } else if line.name == "BEGIN" {
            inside += 1;
        } else if line.name == "END" {
            inside = inside.saturating_sub(1);
        } else if inside == 0 {
            event.take(&line);
        }
    }
    if let Some(mut event) = open {
        event.spoil(event.line, Reason::Broken);
        events.push(event);
    }
    events
}

#[cfg(test)]
mod tests;
