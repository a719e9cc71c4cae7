//! Rules of events that come back once a year (RFC 5545, 3.3.10).

use jiff::civil::{Date, Weekday};

use super::event::civil;

/// Once a year: on the date of the first time, on a date of a month, or on a
/// weekday of a month, counted from its beginning or its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Yearly {
    every: i16,
    times: Option<usize>,
    until: Option<Date>,
    month: Option<i8>,
    day: Option<i8>,
    weekday: Option<(i8, Weekday)>,
}

impl Yearly {
    /// `None` for whatever is not once a year, or not understood.
    pub fn parse(text: &str) -> Option<Self> {
        let mut rule = Self { every: 1, times: None, until: None, month: None, day: None, weekday: None };
        let mut yearly = false;
        for part in text.trim().to_ascii_uppercase().split(';').filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=')?;
            match name {
                "FREQ" => yearly = value == "YEARLY",
                "INTERVAL" => rule.every = value.parse().ok().filter(|&every| every > 0)?,
                "COUNT" => rule.times = Some(value.parse().ok()?),
                "UNTIL" => rule.until = Some(civil(value.get(..8)?)?),
                "BYMONTH" => rule.month = Some(value.parse().ok().filter(|month| (1..=12).contains(month))?),
                "BYMONTHDAY" => rule.day = Some(value.parse().ok().filter(|day| (1..=31).contains(day))?),
                "BYDAY" => rule.weekday = Some(weekday(value)?),
                // Where a week begins does not matter to a month.
                "WKST" => {}
                _ => return None,
            }
        }
        // A weekday of the whole year, or a day of every month, is nothing that holidays do.
        let whole_year = rule.month.is_none() && (rule.weekday.is_some() || rule.day.is_some());
        let both = rule.weekday.is_some() && rule.day.is_some();
        (yearly && !whole_year && !both).then_some(rule)
    }

    /// The dates from the first one to a year's end. A day that a year does not have is left out.
    pub fn dates(&self, first: Date, last_year: i16) -> Vec<Date> {
        let mut dates = Vec::new();
        let mut year = first.year();
        while year <= last_year && self.times.is_none_or(|times| dates.len() < times) {
            let date = self.date_in(year, first);
            if self.until.is_some_and(|until| date.is_some_and(|date| date > until)) {
                break;
            }
            dates.extend(date.filter(|&date| date >= first));
            year = year.saturating_add(self.every);
        }
        dates
    }

    fn date_in(&self, year: i16, first: Date) -> Option<Date> {
        let month = self.month.unwrap_or_else(|| first.month());
        match self.weekday {
            Some((nth, weekday)) => Date::new(year, month, 1).ok()?.nth_weekday_of_month(nth, weekday).ok(),
            None => Date::new(year, month, self.day.unwrap_or_else(|| first.day())).ok(),
        }
    }
}

/// `4TH` is the fourth Thursday, `-1MO` the last Monday.
fn weekday(text: &str) -> Option<(i8, Weekday)> {
    let (nth, day) = text.split_at_checked(text.len().checked_sub(2)?)?;
    let nth = nth.parse().ok().filter(|nth| (-5..=5).contains(nth) && *nth != 0)?;
    let day = match day {
        "MO" => Weekday::Monday,
        "TU" => Weekday::Tuesday,
        "WE" => Weekday::Wednesday,
        "TH" => Weekday::Thursday,
        "FR" => Weekday::Friday,
        "SA" => Weekday::Saturday,
        "SU" => Weekday::Sunday,
        _ => return None,
    };
    Some((nth, day))
}
