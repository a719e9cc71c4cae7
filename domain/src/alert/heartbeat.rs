//! Who is expected to be heard again and again, and when they are missed.

use serde::{Deserialize, Serialize};

use crate::{
    invalid::{Code, Invalid},
    time::{Span, Timestamp},
};

/// The most minutes between two signs of life: 31 days.
pub const EVERY_MAX: i64 = 31 * 24 * 60;
/// The most minutes of grace: a week.
pub const GRACE_MAX: i64 = 7 * 24 * 60;

/// How often somebody is to be heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expected {
    /// At least once in so many minutes, from 1 to [`EVERY_MAX`].
    pub every: i64,
    /// So many minutes more before they are missed, from 0 to [`GRACE_MAX`].
    pub grace: i64,
}

impl Expected {
    /// As typed; nothing without `every`, which is how watching is off.
    ///
    /// # Errors
    /// At `every` and `grace`: `NotANumber`, `OutOfRange` in minutes.
    pub fn parse(every: &str, grace: &str) -> Result<Option<Self>, Invalid> {
        if every.trim().is_empty() {
            return Ok(None);
        }
        let mut invalid = Invalid::default();
        let every = invalid.take("every", minutes(every, 1, EVERY_MAX)).unwrap_or(1);
        let grace = if grace.trim().is_empty() { Some(0) } else { invalid.take("grace", minutes(grace, 0, GRACE_MAX)) };
        invalid.or(Some(Self { every, grace: grace.unwrap_or_default() }))
    }

    /// From when on they are missed who were heard then. A time before 1970 or behind 9999 is taken for its bound.
    #[must_use]
    pub const fn missed_at(self, heard: Timestamp) -> Timestamp {
        heard.plus(Span::from_minutes(self.every + self.grace))
    }

    /// Whether they are missed now.
    #[must_use]
    pub fn is_missed(self, heard: Timestamp, now: Timestamp) -> bool {
        now >= self.missed_at(heard)
    }
}

#[expect(clippy::cast_precision_loss, reason = "a few thousand minutes")]
fn minutes(typed: &str, min: i64, max: i64) -> Result<i64, Code> {
    let minutes: i64 = typed.trim().parse().map_err(|_| Code::NotANumber)?;
    let range = Code::OutOfRange { min: Some(min as f64), max: Some(max as f64) };
    if (min..=max).contains(&minutes) { Ok(minutes) } else { Err(range) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn it_is_off_without_a_number_and_bounded_with_one() {
        assert_eq!(Expected::parse(" ", "x"), Ok(None));
        assert_eq!(Expected::parse("5", ""), Ok(Some(Expected { every: 5, grace: 0 })));
        let wrong = Expected::parse("0", "-1").unwrap_err();
        assert!(matches!(wrong.of("every"), Some(Code::OutOfRange { .. })) && matches!(wrong.of("grace"), Some(Code::OutOfRange { .. })));
        assert_eq!(Expected::parse("99999999999999999999", "1").unwrap_err().of("every"), Some(&Code::NotANumber));
    }

    proptest! {
        #[test]
        fn nobody_is_missed_early_and_nobody_for_ever(
            every in 1..=EVERY_MAX, grace in 0..=GRACE_MAX, heard in 0..253_402_300_799_999_i64, passed in 0..100_000_000_000_i64,
        ) {
            let (expected, heard) = (Expected { every, grace }, Timestamp::from_millis(heard));
            let now = heard.plus(Span::from_millis(passed));
            prop_assert_eq!(expected.is_missed(heard, now), passed >= (every + grace) * 60_000);
        }
    }
}
