//! How often a person is asked.

use serde::{Deserialize, Serialize};

use crate::{
    invalid::Code,
    time::{Span, Timestamp},
};

/// The longest pause between two surveys of one person, in days.
pub const EVERY_MAX: u16 = 366;

/// A person is asked at most once in so many days of 24 hours; 0 asks each time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Every(u16);

impl Every {
    /// So many days.
    ///
    /// # Errors
    /// More than [`EVERY_MAX`].
    pub fn days(days: u16) -> Result<Self, Code> {
        if days > EVERY_MAX { Err(Code::OutOfRange { min: Some(0.0), max: Some(EVERY_MAX.into()) }) } else { Ok(Self(days)) }
    }

    /// How many days; 0 asks each time.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0
    }

    /// Whether somebody who was asked last at that time may be asked now. Whether they answered does not matter: who did not wants to be
    /// asked again even less.
    #[must_use]
    pub fn allows(self, last: Option<Timestamp>, now: Timestamp) -> bool {
        last.is_none_or(|last| now.since(last) >= Span::from_days(self.0.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_asked_at_most_once_in_so_many_days() {
        let now = Timestamp::EPOCH.plus(Span::from_days(100));
        let ago = |span: Span| Some(now.minus(span));
        let every = Every::days(14).unwrap();
        assert!(every.allows(None, now) && every.allows(ago(Span::from_days(14)), now));
        assert!(!every.allows(ago(Span::from_hours(14 * 24 - 1)), now) && !every.allows(Some(now), now));
        assert!(Every::default().allows(Some(now), now));
        assert!(Every::days(367).is_err());
    }
}
