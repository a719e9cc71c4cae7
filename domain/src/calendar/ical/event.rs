//! One event: which dates it closes, or why none.

use std::ops::RangeInclusive;

use jiff::{ToSpan, civil::Date};

use super::{DAYS_MAX, Reason, lines::Line, yearly::Yearly};

/// Where the reason stands, and what it is.
type Refusal = (usize, Reason);

/// An event as far as holidays are concerned.
#[derive(Debug)]
pub struct Event {
    /// The line that it begins on.
    pub line: usize,
    pub name: String,
    begin: Option<Date>,
    length: Length,
    yearly: Option<Yearly>,
    except: Vec<Date>,
    refusal: Option<Refusal>,
}

/// How an event says how long it lasts.
#[derive(Clone, Copy, Debug)]
enum Length {
    /// It does not: one day.
    Unsaid,
    /// Until this date, which is not part of it.
    Until(Date),
    Days(i32),
}

impl Event {
    pub const fn new(line: usize) -> Self {
        Self { line, name: String::new(), begin: None, length: Length::Unsaid, yearly: None, except: Vec::new(), refusal: None }
    }

    /// Notes why it is no holiday; the first reason stays.
    pub fn spoil(&mut self, line: usize, reason: Reason) {
        self.refusal.get_or_insert((line, reason));
    }

    /// Takes over what one of its lines says.
    pub fn take(&mut self, line: &Line<'_>) {
        let taken = match line.name.as_str() {
            "SUMMARY" => {
                self.name = line.text();
                Ok(())
            }
            "DTSTART" => date(line).map(|date| self.begin = Some(date)),
            "DTEND" => date(line).map(|date| self.length = Length::Until(date)),
            "DURATION" => days(&line.value).map(|days| self.length = Length::Days(days)),
            "RRULE" => Yearly::parse(&line.value).map(|rule| self.yearly = Some(rule)).ok_or(Reason::NotYearly),
            "RDATE" => Err(Reason::NotYearly),
            "EXDATE" => {
                self.except.extend(line.value.split(',').filter_map(|date| civil(date.get(..8)?)));
                Ok(())
            }
            "STATUS" if line.is("STATUS", "CANCELLED") => Err(Reason::Cancelled),
            _ => Ok(()),
        };
        if let Err(reason) = taken {
            self.spoil(line.number, reason);
        }
    }

    /// The dates in these years that it closes, at least one.
    pub fn days(&self, years: &RangeInclusive<i16>) -> Result<Vec<Date>, Refusal> {
        let here = |reason| (self.line, reason);
        if let Some(refusal) = self.refusal {
            return Err(refusal);
        }
        let begin = self.begin.ok_or(here(Reason::NoDate))?;
        if self.name.is_empty() {
            return Err(here(Reason::NoName));
        }
        if says_work(&self.name) {
            return Err(here(Reason::WorkingDay));
        }
        let length = match self.length {
            Length::Unsaid => 1,
            Length::Days(days) => days,
            Length::Until(end) => begin.until(end).map_err(|_| here(Reason::BadDate))?.get_days(),
        };
        // Some programs write the same date as beginning and end for one day.
        let length = if length == 0 { 1 } else { length };
        if length < 0 {
            return Err(here(Reason::BadDate));
        }
        if length > DAYS_MAX {
            return Err(here(Reason::TooLong));
        }
        let begins = self.yearly.as_ref().map_or_else(|| vec![begin], |rule| rule.dates(begin, *years.end()));
        let days: Vec<Date> = begins
            .into_iter()
            .filter(|begin| !self.except.contains(begin))
            .flat_map(|begin| (0..length).filter_map(move |day| begin.checked_add(day.days()).ok()))
            .filter(|day| years.contains(&day.year()))
            .collect();
        if days.is_empty() { Err(here(Reason::OtherYears)) } else { Ok(days) }
    }
}

/// Chinese calendars hold the make-up working days (调休) beside the holidays.
fn says_work(name: &str) -> bool {
    let name = name.trim_end_matches([')', '）', ']', '】', '」']);
    name.ends_with('班') || name.contains("补班")
}

/// A line's date; a time must be a local midnight.
fn date(line: &Line<'_>) -> Result<Date, Reason> {
    let value = line.value.trim();
    let (date, time) = value.split_at_checked(8).ok_or(Reason::BadDate)?;
    let date = civil(date).ok_or(Reason::BadDate)?;
    match time {
        "" | "T000000" => Ok(date),
        _ if line.has("VALUE=DATE") => Err(Reason::BadDate),
        _ if time.starts_with('T') => Err(Reason::NotWholeDays),
        _ => Err(Reason::BadDate),
    }
}

/// `20261001`.
pub fn civil(text: &str) -> Option<Date> {
    if text.len() != 8 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Date::new(text[..4].parse().ok()?, text[4..6].parse().ok()?, text[6..].parse().ok()?).ok()
}

/// `P1D`, `P1W`: whole days (RFC 5545, 3.3.6).
fn days(text: &str) -> Result<i32, Reason> {
    let text = text.trim().trim_start_matches('+');
    let (number, unit) = match text.strip_prefix('P') {
        Some(rest) if rest.is_ascii() && !rest.is_empty() => rest.split_at(rest.len() - 1),
        _ => return Err(Reason::BadDate),
    };
    if text.contains('T') {
        return Err(Reason::NotWholeDays);
    }
    let number: i32 = number.parse().map_err(|_| Reason::BadDate)?;
    match unit {
        "D" => Ok(number),
        "W" => Ok(number.saturating_mul(7)),
        _ => Err(Reason::BadDate),
    }
}
