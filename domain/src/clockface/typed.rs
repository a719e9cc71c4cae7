//! Days and times as the fields of a browser send them.
//!
//! Read by hand: jiff's parser knows all of ISO 8601 and RFC 9557, which is more than a form needs and more than a browser should have
//! to load before it shows its first page.

use jiff::civil::{Date, DateTime, Time};

/// A day as a date field sends it, `2026-11-16`, and no other spelling of it. `None`, when the calendar has no such day.
pub fn day(text: &str) -> Option<Date> {
    let [year, month, day] = numbers(text, '-', [4, 2, 2])?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// A day and a time as a field for both sends them, `2026-11-16T14:05` or `2026-11-16T14:05:30`.
pub fn day_and_time(text: &str) -> Option<DateTime> {
    let (date, time) = text.split_once('T')?;
    let [hour, minute, second] = match time.len() {
        5 => {
            let [hour, minute] = numbers(time, ':', [2, 2])?;
            [hour, minute, 0]
        }
        _ => numbers(time, ':', [2, 2, 2])?,
    };
    let [hour, minute, second] = [i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, i8::try_from(second).ok()?];
    Some(day(date)?.to_datetime(Time::new(hour, minute, second, 0).ok()?))
}

/// Numbers of as many digits each as `widths` says, with `between` between them, and nothing else.
fn numbers<const N: usize>(text: &str, between: char, widths: [usize; N]) -> Option<[i16; N]> {
    let mut parts = text.split(between);
    let mut read = [0; N];
    for (number, width) in read.iter_mut().zip(widths) {
        let part = parts.next()?;
        if part.len() != width || !part.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        *number = part.parse().ok()?;
    }
    parts.next().is_none().then_some(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_and_a_time_have_one_spelling() {
        let noon = jiff::civil::date(2026, 11, 16).at(14, 5, 0, 0);
        assert_eq!(day_and_time("2026-11-16T14:05"), Some(noon));
        assert_eq!(day_and_time("2026-11-16T14:05:30"), noon.with().second(30).build().ok());
        let wrong =
            ["", "T", "2026-11-16", "2026-11-16 14:05", "2026-11-16T24:00", "2026-11-16T14:60", "2026-11-16T14:05Z", "2026-11-16T14:05:3"];
        for text in wrong {
            assert_eq!(day_and_time(text), None, "{text}");
        }
    }

    #[test]
    fn the_calendar_has_the_day_or_there_is_none() {
        assert_eq!(day("2024-02-29"), Some(jiff::civil::date(2024, 2, 29)));
        for text in ["2026-02-29", "2026-13-01", "2026-00-10", "2026-1-01", "+026-01-01", "2026-01-01-", "２026-01-01", "0000-01-00"] {
            assert_eq!(day(text), None, "{text}");
        }
    }
}
