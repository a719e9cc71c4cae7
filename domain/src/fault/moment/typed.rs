//! A time as people type it. Without a zone it is no moment.

use jiff::{
    civil::{Date, DateTime, Time},
    tz::TimeZone,
};

use crate::{time::Timestamp, word::words};

words! {
    /// Why a typed time is none.
    pub enum Unreadable {
        /// Nothing was typed.
        Missing = "missing",
        /// No date with a time of day, such as `2026-03-01 10:42`; or one that no calendar has.
        NotATime = "not_a_time",
        /// Neither an offset nor a zone goes with it, so it could be any of 26 hours.
        NoZone = "no_zone",
    }
}

/// A typed time: RFC 3339 with its offset, or a wall time such as `2026-03-01T10:42` in `zone`.
///
/// A wall time in a spring gap moves forward by the gap, and one in an autumn fold means its first occurrence, as calendars
/// have it (`docs/sla.md`, "Calendars").
///
/// # Errors
/// [`Unreadable`].
pub fn typed(text: &str, zone: Option<&TimeZone>) -> Result<Timestamp, Unreadable> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Unreadable::Missing);
    }
    if let Ok(at) = text.parse::<Timestamp>() {
        return Ok(at);
    }
    let wall = wall(text).ok_or(Unreadable::NotATime)?;
    instant(wall, zone.ok_or(Unreadable::NoZone)?).ok_or(Unreadable::NotATime)
}

/// `2026-03-01 10:42`, with a `T` or a space, seconds or none, `/` or `-`, padded or not.
pub(in crate::fault) fn wall(text: &str) -> Option<DateTime> {
    let (day, time) = text.trim().split_once(['T', 't', ' '])?;
    Some(date(day)?.to_datetime(time_of_day(time.trim())?))
}

/// `2026-03-01` or `2026/3/1`.
pub(in crate::fault) fn date(text: &str) -> Option<Date> {
    let separator = if text.contains('/') { '/' } else { '-' };
    let mut parts = text.split(separator);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    Date::new(digits(year)?, digits(month)?.try_into().ok()?, digits(day)?.try_into().ok()?).ok()
}

/// `10:42`, `9:05` or `10:42:07`.
pub(in crate::fault) fn time_of_day(text: &str) -> Option<Time> {
    let mut parts = text.split(':');
    let (hour, minute) = (parts.next()?, parts.next()?);
    let second = parts.next().unwrap_or("0");
    if parts.next().is_some() || minute.len() != 2 || hour.len() > 2 || second.len() > 2 {
        return None;
    }
    Time::new(digits(hour)?.try_into().ok()?, digits(minute)?.try_into().ok()?, digits(second)?.try_into().ok()?, 0).ok()
}

/// A wall time's instant.
pub(in crate::fault) fn instant(wall: DateTime, zone: &TimeZone) -> Option<Timestamp> {
    zone.to_ambiguous_timestamp(wall).compatible().ok().map(Timestamp::from)
}

/// Digits alone: `parse` would take a sign.
fn digits(text: &str) -> Option<i16> {
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}
