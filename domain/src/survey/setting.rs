//! What a service asks, and when.

use serde::{Deserialize, Serialize};

use super::{Every, Kind};
use crate::{
    invalid::{Code, Invalid},
    word::words,
};

words! {
    /// When the requester is asked.
    #[derive(Default)]
    pub enum Moment {
        /// When the answer is there.
        #[default]
        Resolved = "resolved",
        /// When the ticket is closed.
        Closed = "closed",
    }
}

/// A service's survey. A service that nobody has set asks for stars, when its tickets are resolved, each time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Setting {
    /// What is asked; nothing, where nobody is asked.
    pub kind: Option<Kind>,
    /// When.
    pub at: Moment,
    /// How often one person is asked, about whatever service.
    pub every: Every,
}

impl Default for Setting {
    fn default() -> Self {
        Self { kind: Some(Kind::Stars), at: Moment::Resolved, every: Every::default() }
    }
}

impl Setting {
    /// What the form says that asks nobody.
    pub const OFF: &'static str = "off";

    /// Reads what was entered in the fields `kind`, `at` and `every`; an empty `every` asks each time.
    ///
    /// # Errors
    /// `UnknownChoice` for `kind` and `at`; `NotANumber` and `OutOfRange` for `every`.
    pub fn parse(kind: &str, at: &str, every: &str) -> Result<Self, Invalid> {
        let mut invalid = Invalid::default();
        let kind = match kind.trim() {
            Self::OFF => Some(None),
            kind => invalid.take("kind", kind.parse().map(Some).map_err(|_| Code::UnknownChoice)),
        };
        let at = invalid.take("at", at.trim().parse().map_err(|_| Code::UnknownChoice));
        let every = match every.trim() {
            "" => Some(Every::default()),
            days => {
                let days = days.parse::<u32>().map_err(|_| Code::NotANumber);
                invalid.take("every", days.and_then(|days| Every::days(u16::try_from(days).unwrap_or(u16::MAX))))
            }
        };
        match (kind, at, every) {
            (Some(kind), Some(at), Some(every)) => Ok(Self { kind, at, every }),
            _ => Err(invalid),
        }
    }

    /// What is asked at this moment of a ticket; nothing at another one.
    #[must_use]
    pub fn asks_at(&self, moment: Moment) -> Option<Kind> {
        self.kind.filter(|_| self.at == moment)
    }

    /// What somebody may answer of their own accord, whom nobody has asked: where each is asked each time, as of tickets that came from
    /// another system. Where people are asked only now and then, the others are left in peace.
    #[must_use]
    pub fn unasked(&self, closed: bool) -> Option<Kind> {
        self.kind.filter(|_| self.every == Every::default() && (closed || self.at == Moment::Resolved))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_is_read_as_it_was_typed() {
        let read = Setting::parse("nps", "closed", " 30 ").unwrap();
        assert_eq!(read, Setting { kind: Some(Kind::Nps), at: Moment::Closed, every: Every::days(30).unwrap() });
        assert_eq!(Setting::parse("stars", "resolved", "").unwrap(), Setting::default());
        assert_eq!(Setting::parse("off", "resolved", "0").unwrap().kind, None);
        let wrong = Setting::parse("smiles", "", "often").unwrap_err();
        assert_eq!(wrong.of("kind"), Some(&Code::UnknownChoice));
        assert_eq!(wrong.of("at"), Some(&Code::UnknownChoice));
        assert_eq!(wrong.of("every"), Some(&Code::NotANumber));
        assert!(matches!(Setting::parse("ces", "closed", "70000").unwrap_err().of("every"), Some(Code::OutOfRange { .. })));
    }

    #[test]
    fn who_is_left_in_peace_is_not_asked_on_the_page_either() {
        let setting = Setting { kind: Some(Kind::Ces), at: Moment::Closed, every: Every::default() };
        assert_eq!((setting.unasked(false), setting.unasked(true)), (None, Some(Kind::Ces)));
        assert_eq!((setting.asks_at(Moment::Resolved), setting.asks_at(Moment::Closed)), (None, Some(Kind::Ces)));
        let seldom = Setting { every: Every::days(30).unwrap(), ..Setting::default() };
        assert_eq!((seldom.unasked(true), seldom.asks_at(Moment::Resolved)), (None, Some(Kind::Stars)));
        assert_eq!(Setting { kind: None, ..Setting::default() }.unasked(true), None);
    }
}
