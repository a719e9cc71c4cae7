//! The reader's clock: how points in time are written for one reader, in their
//! zone and language, by the server and by the browser alike.
//!
//! It is plain data. The server, which knows the zones, puts in how far local
//! time is from UTC; nothing here needs a zone database or asks for the time.

use jiff::{civil, tz::Offset};
use serde::{Deserialize, Serialize};

use crate::{
    locale::Locale,
    time::{Span, Timestamp},
};

pub(crate) mod typed;
mod words;

pub use words::duration;

/// What lies ahead by less than this is taken for now.
const SLIGHTLY: Span = Span::from_seconds(10);

const DAY: Span = Span::from_days(1);

/// What somebody's clock and calendar show, at one moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clockface {
    /// The moment: what "now" and "today" mean.
    pub now: Timestamp,
    /// The reader's language.
    pub locale: Locale,
    /// From when on local time is how many seconds ahead of UTC, in order; the
    /// first also holds before it. Empty means UTC.
    pub offsets: Vec<(Timestamp, i32)>,
}

impl Clockface {
    /// A clock that shows UTC and stands at 1970: for a page without a reader.
    #[must_use]
    pub const fn utc(locale: Locale) -> Self {
        Self { now: Timestamp::EPOCH, locale, offsets: Vec::new() }
    }

    /// A point in time as its distance from now where that says more than the
    /// date: `3 min ago`, `14:05`, `yesterday 14:05`, `12 Nov`, `12 Nov 2025`.
    #[must_use]
    pub fn relative(&self, at: Timestamp) -> String {
        let minutes = self.now.since(at).millis().div_euclid(60_000);
        let days = self.days_ago(at);
        let (time, date) = (self.time(at), self.civil(at).date());
        let with_year = date.year() != self.civil(self.now).date().year();
        match minutes {
            // Two clocks that tell the time to each other are never quite the same.
            -1 if at.since(self.now) < SLIGHTLY => words::just_now(self.locale).to_owned(),
            0 => words::just_now(self.locale).to_owned(),
            1..60 => words::minutes_ago(self.locale, minutes),
            // A wait's end lies ahead; the last second of a minute counts as the next one.
            -60..0 => words::in_minutes(self.locale, -minutes),
            _ => match days {
                0 => words::today_at(self.locale, &time),
                1 => words::yesterday_at(self.locale, &time),
                -1 => words::tomorrow_at(self.locale, &time),
                _ => words::short_date(self.locale, date, with_year),
            },
        }
    }

    /// Date, time and offset in full: `Monday 16 November 2026, 14:05 (UTC+8)`.
    #[must_use]
    pub fn full(&self, at: Timestamp) -> String {
        let zone = words::offset(self.offset(at));
        words::full(self.locale, self.civil(at).date(), &self.time(at), &zone)
    }

    /// The day with its year: `16 Nov 2026`, `2026年11月16日`.
    #[must_use]
    pub fn date(&self, at: Timestamp) -> String {
        words::short_date(self.locale, self.civil(at).date(), true)
    }

    /// A day that is written for machines, `2026-11-16`, as [`Self::date`] says it; anything else as it stands.
    #[must_use]
    pub fn date_of(&self, day: &str) -> String {
        typed::day(day).map_or_else(|| day.to_owned(), |date| words::short_date(self.locale, date, true))
    }

    /// The day, with its year where that is another one: `16 Nov`, `16 Nov 2025`.
    #[must_use]
    pub fn day(&self, at: Timestamp) -> String {
        let date = self.civil(at).date();
        words::short_date(self.locale, date, date.year() != self.civil(self.now).date().year())
    }

    /// The time of day, `14:05`.
    #[must_use]
    pub fn time(&self, at: Timestamp) -> String {
        let time = self.civil(at).time();
        format!("{:02}:{:02}", time.hour(), time.minute())
    }

    /// What stands above a day's entries: `Today`, `Yesterday`, `Monday 16
    /// November`, with the year when it is another.
    #[must_use]
    pub fn day_heading(&self, at: Timestamp) -> String {
        let date = self.civil(at).date();
        let with_year = date.year() != self.civil(self.now).date().year();
        words::day_heading(self.locale, self.days_ago(at), date, with_year)
    }

    /// When people begin to work on a day, `2026-11-16`, where the reader is: 09:00 by their clock. That is the moment at which what
    /// waits for a day goes on. `None`, when it is no day.
    #[must_use]
    pub fn morning_of(&self, day: &str) -> Option<Timestamp> {
        self.moment_of(&format!("{day}T09:00"))
    }

    /// A date and a time of the reader's clock, to the minute or the second: `2026-11-16T14:05`. `None`, when it is none.
    ///
    /// Of an hour that comes twice it is the first, and what falls into an hour that is left out is as much later: RFC 5545 and jiff's
    /// *compatible*. Clocks are changed at most once within a day before or after.
    #[must_use]
    pub fn moment_of(&self, typed: &str) -> Option<Timestamp> {
        let as_utc = Timestamp::from(Offset::UTC.to_timestamp(typed::day_and_time(typed)?).ok()?);
        let (before, after) = (self.offset(as_utc.minus(DAY)), self.offset(as_utc.plus(DAY)));
        let by = |offset: i32| as_utc.minus(Span::from_seconds(offset.into()));
        let is_shown = |offset: i32| self.offset(by(offset)) == offset;
        Some(if !is_shown(before) && is_shown(after) { by(after) } else { by(before) })
    }

    /// The same for machines, in the reader's offset: `2026-11-16T14:05:00+08:00`.
    #[must_use]
    pub fn iso(&self, at: Timestamp) -> String {
        let civil = self.civil(at);
        let (date, time) = (civil.date(), civil.time());
        let minutes = self.offset(at) / 60;
        let zone = match minutes {
            0 => "Z".to_owned(),
            _ => {
                let sign = if minutes < 0 { '-' } else { '+' };
                format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
            }
        };
        format!(
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{zone}",
            date.year(),
            date.month(),
            date.day(),
            time.hour(),
            time.minute(),
            time.second()
        )
    }

    /// A length of time, `2 h 05 m`, in the reader's language.
    #[must_use]
    pub fn duration(&self, span: Span) -> String {
        words::duration(self.locale, span)
    }

    /// Whether both fall on the same day of the reader's calendar.
    #[must_use]
    pub fn same_day(&self, one: Timestamp, other: Timestamp) -> bool {
        self.civil(one).date() == self.civil(other).date()
    }

    /// How many days of the reader's calendar it lies back; negative ahead.
    fn days_ago(&self, at: Timestamp) -> i64 {
        let day = |at: Timestamp| at.plus(Span::from_seconds(self.offset(at).into())).millis().div_euclid(DAY.millis());
        day(self.now).saturating_sub(day(at))
    }

    /// Seconds by which local time is ahead of UTC at this point.
    fn offset(&self, at: Timestamp) -> i32 {
        let passed = self.offsets.partition_point(|&(from, _)| from <= at);
        let offset = self.offsets.get(passed.saturating_sub(1)).map_or(0, |&(_, offset)| offset);
        offset.clamp(-86_399, 86_399)
    }

    fn civil(&self, at: Timestamp) -> civil::DateTime {
        let offset = Offset::from_seconds(self.offset(at)).unwrap_or(Offset::UTC);
        offset.to_datetime(at.to_jiff())
    }
}

#[cfg(test)]
mod tests;
