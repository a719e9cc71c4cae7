//! A calendar as it is typed, sent and stored.

use std::collections::BTreeMap;

use jiff::{civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};

use super::{Calendar, DATES_MAX, HOURS_MAX, Hours, Override};
use crate::invalid::{self, Code, Invalid};

/// A calendar as it is typed. Times of day are `HH:MM`, and `24:00` may end one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The zone, as the IANA database names it.
    pub zone: String,
    /// The hours of each weekday; a missing day is closed.
    #[serde(default)]
    pub week: Week,
    /// Closed dates.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holidays: Vec<Holiday>,
    /// Dates with their own hours.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overrides: Vec<DatedHours>,
}

/// The hours of each weekday: beginning and end, several a day. They may
/// overlap, and run past midnight.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the days of the week speak for themselves")]
pub struct Week {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mon: Vec<[String; 2]>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tue: Vec<[String; 2]>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wed: Vec<[String; 2]>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub thu: Vec<[String; 2]>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fri: Vec<[String; 2]>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sat: Vec<[String; 2]>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sun: Vec<[String; 2]>,
}

/// A closed date.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Holiday {
    /// `2026-10-01`.
    pub date: String,
    /// What the day is called; 1..=120 characters.
    pub name: String,
}

/// A date with its own hours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatedHours {
    /// `2026-10-10`.
    pub date: String,
    /// Why; up to 120 characters, may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Beginning and end; none closes the date.
    #[serde(default)]
    pub hours: Vec<[String; 2]>,
}

/// Hours typed in one line, `09:00-12:00, 13:00-17:00`, cut into pairs that a
/// [`Draft`] takes. What is no pair becomes one that parsing refuses.
#[must_use]
pub fn typed_hours(line: &str) -> Vec<[String; 2]> {
    line.split([',', ';', '，', '；', '、', '\n'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(|part| {
            let (from, until) = part.split_once(['-', '–', '—', '~', '～']).unwrap_or((part, ""));
            [from.trim().to_owned(), until.trim().to_owned()]
        })
        .collect()
}

/// The same hours in the line that [`typed_hours`] reads: `09:00-12:00, 13:00-17:00`.
#[must_use]
pub fn shown_hours(hours: &[[String; 2]]) -> String {
    let shown = |[from, until]: &[String; 2]| if until.is_empty() { from.clone() } else { format!("{from}-{until}") };
    hours.iter().map(shown).collect::<Vec<_>>().join(", ")
}

/// The dates from the first day to the last one, both of them among these, as a [`Draft`] takes them; at most one more than a calendar
/// may have, so that too many are refused and not forgotten. Without a last day it is the first one alone. Days in the wrong order are
/// meant in the right one. What is no date is given back as it was typed, for parsing to refuse.
#[must_use]
pub fn typed_days(first: &str, last: &str) -> Vec<String> {
    if last.is_empty() || last == first {
        return vec![first.to_owned()];
    }
    let (Ok(one), Ok(other)) = (first.parse::<Date>(), last.parse::<Date>()) else { return vec![format!("{first} – {last}")] };
    let (first, last) = (one.min(other), one.max(other));
    first.series(jiff::Span::new().days(1)).take_while(|day| *day <= last).take(DATES_MAX + 1).map(|day| day.to_string()).collect()
}

/// Days of the week that follow each other and have the same hours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// The first day, 0 for Monday.
    pub first: usize,
    /// The last day, 0..=6, not before the first.
    pub last: usize,
    /// Their hours, at least one pair.
    pub hours: Vec<[String; 2]>,
}

impl Week {
    /// The days as fields and files call them, from Monday.
    pub const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    /// The hours of each day, from Monday.
    #[must_use]
    pub const fn days(&self) -> [&Vec<[String; 2]>; 7] {
        [&self.mon, &self.tue, &self.wed, &self.thu, &self.fri, &self.sat, &self.sun]
    }

    /// The hours of each day, from Monday, to be changed.
    pub const fn days_mut(&mut self) -> [&mut Vec<[String; 2]>; 7] {
        [&mut self.mon, &mut self.tue, &mut self.wed, &mut self.thu, &mut self.fri, &mut self.sat, &mut self.sun]
    }

    /// The open days, those that follow each other with the same hours together: a week in a line.
    #[must_use]
    pub fn runs(&self) -> Vec<Run> {
        let mut runs: Vec<Run> = Vec::new();
        for (day, hours) in self.days().into_iter().enumerate().filter(|(_, hours)| !hours.is_empty()) {
            match runs.last_mut() {
                Some(run) if run.last + 1 == day && run.hours == *hours => run.last = day,
                _ => runs.push(Run { first: day, last: day, hours: hours.clone() }),
            }
        }
        runs
    }
}

impl Draft {
    /// The calendar that a person may save. `find` knows the zones.
    ///
    /// Hours may overlap and are merged; an overnight shift is split at midnight.
    ///
    /// # Errors
    /// Everything that is wrong, by field: `zone` (`Required`, `UnknownZone`),
    /// `week` (`NoWorkingTime`), `week.mon.0` (`NotATimeOfDay`, `NoLength`),
    /// `week.mon`, `holidays`, `overrides` (`TooMany`), `holidays.0.date`
    /// (`NotADate`, `AlreadyTaken`), `holidays.0.name`, `overrides.0.date`,
    /// `overrides.0.name`, `overrides.0.hours.0` (also `EndsBeforeItBegins`).
    pub fn parse(self, find: impl FnOnce(&str) -> Option<TimeZone>) -> Result<Calendar, Invalid> {
        let mut invalid = Invalid::default();
        let zone = self.zone.trim();
        let found = find(zone);
        if !zone.is_empty() && found.is_none() {
            invalid.add("zone", Code::UnknownZone);
        }
        match self.read() {
            Ok(mut calendar) if calendar.has_working_week() => {
                // Zones are found however they are written, and called by their names.
                if let Some(name) = found.as_ref().and_then(TimeZone::iana_name) {
                    name.clone_into(&mut calendar.zone);
                }
                invalid.or(calendar)
            }
            Ok(_) => {
                invalid.add("week", Code::NoWorkingTime);
                Err(invalid)
            }
            Err(wrong) => {
                invalid.extend(wrong);
                Err(invalid)
            }
        }
    }

    /// The calendar as it stands, also one that is never open, in a zone that is looked up later.
    fn read(self) -> Result<Calendar, Invalid> {
        let mut invalid = Invalid::default();
        let zone = invalid.take("zone", invalid::line(&self.zone, 1, 64)).unwrap_or_default();
        let week = read_week(&self.week, &mut invalid);
        for (field, count) in [("holidays", self.holidays.len()), ("overrides", self.overrides.len())] {
            if count > DATES_MAX {
                invalid.add(field, Code::TooMany { max: DATES_MAX });
            }
        }
        let mut holidays = BTreeMap::new();
        for (at, holiday) in self.holidays.iter().enumerate() {
            let name = invalid.take(&format!("holidays.{at}.name"), invalid::line(&holiday.name, 1, 120)).unwrap_or_default();
            add(&mut holidays, &holiday.date, name, &format!("holidays.{at}.date"), &mut invalid);
        }
        let mut overrides = BTreeMap::new();
        for (at, own) in self.overrides.iter().enumerate() {
            let name = invalid.take(&format!("overrides.{at}.name"), invalid::line(&own.name, 0, 120)).unwrap_or_default();
            let hours = read_date(&own.hours, &format!("overrides.{at}.hours"), &mut invalid);
            add(&mut overrides, &own.date, Override { name, hours }, &format!("overrides.{at}.date"), &mut invalid);
        }
        invalid.or(Calendar { zone, week, holidays, overrides })
    }
}

fn add<T>(dates: &mut BTreeMap<Date, T>, date: &str, value: T, field: &str, invalid: &mut Invalid) {
    match date.trim().parse() {
        Err(_) => invalid.add(field, Code::NotADate),
        Ok(date) if dates.contains_key(&date) => invalid.add(field, Code::AlreadyTaken),
        Ok(date) => {
            dates.insert(date, value);
        }
    }
}

fn read_week(typed: &Week, invalid: &mut Invalid) -> [Vec<Hours>; 7] {
    let mut week: [Vec<Hours>; 7] = Default::default();
    for (day, (name, list)) in Week::NAMES.into_iter().zip(typed.days()).enumerate() {
        if list.len() > HOURS_MAX {
            invalid.add(format!("week.{name}"), Code::TooMany { max: HOURS_MAX });
            continue;
        }
        for (at, pair) in list.iter().enumerate() {
            if let Some((hours, morning)) = invalid.take(&format!("week.{name}.{at}"), Hours::parse(pair)) {
                week[day].push(hours);
                week[(day + 1) % 7].extend(morning);
            }
        }
    }
    week.map(Hours::merge)
}

/// The hours of one date. They cannot run past midnight: they replace a whole
/// date, and what they would mean for the next one could only be guessed.
fn read_date(list: &[[String; 2]], field: &str, invalid: &mut Invalid) -> Vec<Hours> {
    if list.len() > HOURS_MAX {
        invalid.add(field, Code::TooMany { max: HOURS_MAX });
        return Vec::new();
    }
    let mut hours = Vec::with_capacity(list.len());
    for (at, pair) in list.iter().enumerate() {
        let parsed = Hours::parse(pair).and_then(|(hours, morning)| match morning {
            None => Ok(hours),
            Some(_) => Err(Code::EndsBeforeItBegins),
        });
        hours.extend(invalid.take(&format!("{field}.{at}"), parsed));
    }
    Hours::merge(hours)
}

/// What was stored is not judged anew: a zone may have been renamed since, and a calendar may be closed.
impl TryFrom<Draft> for Calendar {
    type Error = Invalid;

    fn try_from(draft: Draft) -> Result<Self, Invalid> {
        draft.read()
    }
}

impl From<Calendar> for Draft {
    fn from(calendar: Calendar) -> Self {
        let typed = |hours: Vec<Hours>| hours.into_iter().map(Hours::typed).collect();
        let [mon, tue, wed, thu, fri, sat, sun] = calendar.week.map(typed);
        Self {
            zone: calendar.zone,
            week: Week { mon, tue, wed, thu, fri, sat, sun },
            holidays: calendar.holidays.into_iter().map(|(date, name)| Holiday { date: date.to_string(), name }).collect(),
            overrides: calendar
                .overrides
                .into_iter()
                .map(|(date, own)| DatedHours { date: date.to_string(), name: own.name, hours: typed(own.hours) })
                .collect(),
        }
    }
}
