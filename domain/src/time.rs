//! Points in time and the lengths between them, in whole milliseconds.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// A point in time: milliseconds since 1970-01-01T00:00:00Z, without leap seconds.
///
/// Both databases keep it as this one integer. Arithmetic saturates, so a
/// hostile number cannot stop the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(i64);

impl Timestamp {
    /// 1970-01-01T00:00:00Z.
    pub const EPOCH: Self = Self(0);

    /// From milliseconds since 1970 UTC.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since 1970 UTC.
    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// The point `span` later (earlier, when it is negative).
    #[must_use]
    pub const fn plus(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.0))
    }

    /// The point `span` earlier.
    #[must_use]
    pub const fn minus(self, span: Span) -> Self {
        Self(self.0.saturating_sub(span.0))
    }

    /// How long after `earlier` this is; negative when it is before.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }

    /// The same point for calendar arithmetic, clamped to the years -9999..=9999.
    #[must_use]
    pub fn to_jiff(self) -> jiff::Timestamp {
        jiff::Timestamp::from_millisecond(self.0).unwrap_or(if self.0 < 0 { jiff::Timestamp::MIN } else { jiff::Timestamp::MAX })
    }
}

impl From<jiff::Timestamp> for Timestamp {
    fn from(at: jiff::Timestamp) -> Self {
        Self(at.as_millisecond())
    }
}

/// RFC 3339 in UTC with milliseconds only when there are any: `2026-11-16T09:05:00Z`.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_jiff().fmt(f)
    }
}

/// The text is not a point in time in RFC 3339, such as `2026-11-16T09:05:00+08:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a time in RFC 3339")]
pub struct NotATime;

impl FromStr for Timestamp {
    type Err = NotATime;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse::<jiff::Timestamp>().map(Self::from).map_err(|_| NotATime)
    }
}

/// A length of time in milliseconds; it may be negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Span(i64);

impl Span {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// `n` milliseconds.
    #[must_use]
    pub const fn from_millis(n: i64) -> Self {
        Self(n)
    }

    /// `n` seconds.
    #[must_use]
    pub const fn from_seconds(n: i64) -> Self {
        Self(n.saturating_mul(1_000))
    }

    /// `n` minutes.
    #[must_use]
    pub const fn from_minutes(n: i64) -> Self {
        Self(n.saturating_mul(60_000))
    }

    /// `n` hours.
    #[must_use]
    pub const fn from_hours(n: i64) -> Self {
        Self(n.saturating_mul(3_600_000))
    }

    /// `n` days of 24 hours each; not calendar days.
    #[must_use]
    pub const fn from_days(n: i64) -> Self {
        Self(n.saturating_mul(86_400_000))
    }

    /// The length in milliseconds.
    #[must_use]
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// The length in hours, with its fraction.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "2^53 ms are 285,000 years")]
    pub fn hours(self) -> f64 {
        self.0 as f64 / 3_600_000.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_and_written_as_rfc_3339() {
        let at: Timestamp = "2026-11-16T17:05:00+08:00".parse().unwrap();
        assert_eq!(at.to_string(), "2026-11-16T09:05:00Z");
        assert_eq!("2026-11-16".parse::<Timestamp>(), Err(NotATime));
        assert_eq!("soon".parse::<Timestamp>(), Err(NotATime));
    }

    #[test]
    fn arithmetic_saturates_instead_of_stopping_the_program() {
        let end = Timestamp::from_millis(i64::MAX);
        assert_eq!(end.plus(Span::from_days(i64::MAX)), end);
        assert_eq!(end.since(Timestamp::from_millis(i64::MIN)).millis(), i64::MAX);
        assert!(end.to_string().starts_with("9999-"));
    }

    #[test]
    fn a_span_before_is_negative() {
        let noon = Timestamp::from_millis(43_200_000);
        assert_eq!(Timestamp::EPOCH.since(noon), Span::from_hours(-12));
        assert!((noon.since(Timestamp::EPOCH).hours() - 12.0).abs() < f64::EPSILON);
    }
}
