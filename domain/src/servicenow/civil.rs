//! Dates as a log writes them: civil, without a zone.

use jiff::civil::{Date, DateTime, Time};

/// Reads `29/2/2016 01:16`, day first and not padded, or the `2016-02-29 01:16:00`
/// of a newer export; seconds may be there or not.
///
/// The two are told apart by their separator, so that no date can be read both
/// ways. A date that no calendar has, such as 30 February, is `None`.
#[must_use]
pub fn civil(text: &str) -> Option<DateTime> {
    let (date, time) = text.trim().split_once([' ', 'T'])?;
    let time = time_of_day(time)?;
    let date = match numbers(date, '/') {
        Some([day, month, year]) => Date::new(year, month.try_into().ok()?, day.try_into().ok()?),
        None => {
            let [year, month, day] = numbers(date, '-')?;
            Date::new(year, month.try_into().ok()?, day.try_into().ok()?)
        }
    };
    Some(date.ok()?.to_datetime(time))
}

fn time_of_day(text: &str) -> Option<Time> {
    let [hour, minute, second] = match numbers(text, ':') {
        Some(parts) => parts,
        None => {
            let (hour, minute) = text.split_once(':')?;
            [number(hour)?, number(minute)?, 0]
        }
    };
    Time::new(hour.try_into().ok()?, minute.try_into().ok()?, second.try_into().ok()?, 0).ok()
}

/// Exactly three numbers.
fn numbers(text: &str, separator: char) -> Option<[i16; 3]> {
    let mut parts = text.split(separator);
    let three = [number(parts.next()?)?, number(parts.next()?)?, number(parts.next()?)?];
    parts.next().is_none().then_some(three)
}

/// Digits alone: `parse` would take a sign, and `+3/4/2016` is no date.
fn number(text: &str) -> Option<i16> {
    if text.bytes().all(|b| b.is_ascii_digit()) { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        civil(text).map(|at| at.to_string())
    }

    #[test]
    fn the_day_comes_first_and_nothing_is_padded() {
        assert_eq!(read("5/3/2016 12:00").as_deref(), Some("2016-03-05T12:00:00"));
        assert_eq!(read("29/2/2016 01:16").as_deref(), Some("2016-02-29T01:16:00"));
        assert_eq!(read("05/03/2016 1:06").as_deref(), Some("2016-03-05T01:06:00"));
    }

    #[test]
    fn a_newer_export_writes_the_year_first() {
        assert_eq!(read("2016-03-05 12:00:07").as_deref(), Some("2016-03-05T12:00:07"));
        assert_eq!(read("2016-03-05T12:00").as_deref(), Some("2016-03-05T12:00:00"));
    }

    #[test]
    fn a_day_that_does_not_exist_is_not_guessed() {
        for text in [
            "30/2/2016 10:00",
            "29/2/2015 10:00",
            "3/13/2016 10:00",
            "5/3/2016 24:00",
            "5/3/2016",
            "5/3/16 noon",
            "+5/3/2016 10:00",
            "5/3/2016/1 10:00",
            "5/3/2016 10:00:00:00",
            "?",
            "",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
