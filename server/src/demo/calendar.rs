//! When things happen at Kestrel Foods: the week, the seasons, the holidays, and the release.

use domain::time::{Span, Timestamp};
use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::TimeZone;

/// The zone of the company, an IANA name.
pub const ZONE: &str = "Europe/Berlin";

/// How much is filed in each hour of a working day, from midnight on.
const HOURS: [f64; 24] = [
    0.08, 0.05, 0.07, 0.10, 0.13, 0.25, 0.60, 1.30, 2.20, 2.60, 2.40, 2.00, 1.30, 1.70, 2.10, 1.80, 1.40, 1.00, 0.60, 0.45, 0.35, 0.30,
    0.20, 0.12,
];
/// Against other days, from Monday on: what broke at the weekend is told on Monday.
const DAYS: [f64; 7] = [1.45, 1.12, 1.02, 1.0, 0.86, 0.16, 0.10];
/// Against other months, from January on: quiet in summer, busy before Christmas.
const MONTHS: [f64; 12] = [1.08, 1.0, 1.04, 0.94, 0.90, 0.96, 0.80, 0.76, 1.06, 1.10, 1.26, 1.04];
/// Month, day and name.
const HOLIDAYS: [(i8, i8, &str); 7] = [
    (1, 1, "New Year’s Day"),
    (5, 1, "Labour Day"),
    (10, 3, "Day of German Unity"),
    (12, 24, "Christmas Eve"),
    (12, 25, "Christmas Day"),
    (12, 26, "Second Day of Christmas"),
    (12, 31, "New Year’s Eve"),
];
/// Hours in which most people work.
const OPENS: i64 = 7 * 60 + 30;
const CLOSES: i64 = 18 * 60;
const MINUTE: i64 = 60_000;

/// The company's calendar.
#[derive(Clone, Debug)]
pub struct Calendar {
    zone: TimeZone,
    /// When the new release went live: a Thursday morning.
    pub release: Timestamp,
}

impl Calendar {
    /// The calendar of the year before `until`.
    ///
    /// # Errors
    /// Without the zone's data.
    pub fn before(until: Timestamp) -> Result<Self, jiff::Error> {
        let zone = TimeZone::get(ZONE)?;
        let mut calendar = Self { zone, release: until };
        let mut day = calendar.local(until.minus(Span::from_days(75))).date();
        while day.weekday() != Weekday::Thursday || is_holiday(day) {
            day = day.yesterday()?;
        }
        calendar.release = calendar.moment(day.at(6, 10, 0, 0));
        Ok(calendar)
    }

    /// What the clocks on the wall say.
    #[must_use]
    pub fn local(&self, at: Timestamp) -> DateTime {
        self.zone.to_datetime(at.to_jiff())
    }

    /// When the clocks on the wall say this.
    #[must_use]
    pub fn moment(&self, local: DateTime) -> Timestamp {
        self.zone.to_ambiguous_timestamp(local).compatible().map_or(Timestamp::EPOCH, Timestamp::from)
    }

    /// How much is filed in the hour that begins now, against other hours.
    #[must_use]
    pub fn weight(&self, at: Timestamp) -> f64 {
        let local = self.local(at);
        let day = local.date();
        let of_day = if is_holiday(day) { 0.12 } else { DAYS[usize::from(day.weekday().to_monday_zero_offset().unsigned_abs())] };
        let between_the_years = if (day.month(), day.day() >= 27) == (12, true) { 0.4 } else { 1.0 };
        HOURS[usize::from(local.hour().unsigned_abs())] * of_day * between_the_years * MONTHS[usize::from(day.month().unsigned_abs()) - 1]
    }

    /// How much trouble the release makes in the hour that begins now: it begins at once and fades within two weeks.
    #[must_use]
    pub fn after_release(&self, at: Timestamp) -> f64 {
        let hours = at.since(self.release).hours();
        if (0.0..24.0 * 14.0).contains(&hours) { (-hours / 72.0).exp() * self.weight(at) } else { 0.0 }
    }

    /// So many minutes of working time later.
    #[must_use]
    pub fn working(&self, from: Timestamp, minutes: f64) -> Timestamp {
        #[expect(clippy::cast_possible_truncation, reason = "minutes of some weeks")]
        let mut left = (minutes.max(0.0) * 60_000.0) as i64;
        let mut at = from;
        loop {
            let local = self.local(at);
            let day = local.date();
            let opens = self.moment(day.at(0, 0, 0, 0)).plus(Span::from_minutes(OPENS));
            let closes = opens.plus(Span::from_minutes(CLOSES - OPENS));
            if is_working(day) && at < closes {
                let begins = at.max(opens);
                let today = closes.since(begins).millis();
                if left < today {
                    return begins.plus(Span::from_millis(left));
                }
                left -= today;
            }
            at = self.next_day(day);
        }
    }

    /// The start of the working day so many working days before (negative) or after that of `at`, at this time of day.
    #[must_use]
    pub fn day(&self, at: Timestamp, days: i64, hour: i8, minute: i8) -> Timestamp {
        let mut day = self.local(at).date();
        let mut left = days;
        while left != 0 || !is_working(day) {
            let next = if days < 0 { day.yesterday() } else { day.tomorrow() };
            let Ok(next) = next else { break };
            day = next;
            if is_working(day) && left != 0 {
                left -= days.signum();
            }
        }
        self.moment(day.at(hour, minute, 0, 0))
    }

    /// The date so many days ahead, as forms want it.
    #[must_use]
    pub fn date_ahead(&self, at: Timestamp, days: i64) -> String {
        self.local(at.plus(Span::from_days(days))).date().to_string()
    }

    fn next_day(&self, day: Date) -> Timestamp {
        day.tomorrow().map_or(Timestamp::from_millis(i64::MAX), |next| self.moment(next.at(0, 0, 0, 0)))
    }
}

/// The start of the hour.
#[must_use]
pub const fn hour_of(at: Timestamp) -> Timestamp {
    Timestamp::from_millis(at.millis() - at.millis().rem_euclid(60 * MINUTE))
}

fn is_working(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !is_holiday(day)
}

fn is_holiday(day: Date) -> bool {
    HOLIDAYS.iter().any(|&(month, of_month, _)| (month, of_month) == (day.month(), day.day()))
}

/// The days of a year on which nobody works, with their names.
pub fn holidays(year: i16) -> impl Iterator<Item = (Date, &'static str)> {
    HOLIDAYS.iter().filter_map(move |&(month, day, name)| Some((Date::new(year, month, day).ok()?, name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn calendar() -> Calendar {
        Calendar::before(at("2026-11-20T12:00:00Z")).unwrap()
    }

    #[test]
    fn working_time_skips_nights_weekends_and_holidays() {
        let calendar = calendar();
        // Friday 16:00 in Berlin: two hours are left of the day.
        assert_eq!(calendar.working(at("2026-11-20T15:00:00Z"), 60.0), at("2026-11-20T16:00:00Z"));
        assert_eq!(calendar.working(at("2026-11-20T15:00:00Z"), 150.0), at("2026-11-23T07:00:00Z"));
        assert_eq!(calendar.working(at("2026-12-24T10:00:00Z"), 0.0), at("2026-12-28T06:30:00Z"));
        // The clocks go back in the night to Sunday 25 October.
        assert_eq!(calendar.working(at("2026-10-23T15:00:00Z"), 120.0), at("2026-10-26T07:30:00Z"));
    }

    #[test]
    fn a_monday_is_busier_than_a_friday_and_november_than_august() {
        let calendar = calendar();
        assert!(calendar.weight(at("2026-11-16T09:00:00Z")) > calendar.weight(at("2026-11-20T09:00:00Z")));
        assert!(calendar.weight(at("2026-11-16T09:00:00Z")) > calendar.weight(at("2026-08-17T08:00:00Z")));
        assert!(calendar.weight(at("2026-11-16T09:00:00Z")) > 8.0 * calendar.weight(at("2026-11-15T09:00:00Z")));
    }

    #[test]
    fn the_release_is_on_a_thursday_and_its_trouble_fades() {
        let calendar = calendar();
        assert_eq!(calendar.local(calendar.release).date().weekday(), Weekday::Thursday);
        let day = |days| calendar.after_release(hour_of(calendar.release.plus(Span::from_days(days))).plus(Span::from_hours(4)));
        assert!(day(0) > 2.0 * day(7) && day(7) > 0.0);
        assert!(day(-1) < f64::EPSILON && day(15) < f64::EPSILON);
    }

    #[test]
    fn days_are_counted_in_working_days() {
        let calendar = calendar();
        let monday = at("2026-11-16T12:00:00Z");
        assert_eq!(calendar.day(monday, -1, 15, 24), at("2026-11-13T14:24:00Z"));
        assert_eq!(calendar.day(monday, 0, 9, 0), at("2026-11-16T08:00:00Z"));
        // From a Saturday, "today" is the working day before it when one looks back.
        assert_eq!(calendar.day(at("2026-11-21T12:00:00Z"), -1, 9, 0), at("2026-11-20T08:00:00Z"));
    }
}
