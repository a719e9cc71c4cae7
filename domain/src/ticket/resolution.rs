//! How a ticket ended: a code for counting and a text for the requester.

use serde::{Deserialize, Serialize};

use super::Kind;
use crate::{
    invalid::{self, Code, Invalid},
    word::words,
};

words! {
    /// In which way a ticket was resolved.
    pub enum ResolutionCode {
        /// The cause is gone.
        Solved = "solved",
        /// It works again, the cause remains.
        Workaround = "workaround",
        /// What was asked for was delivered.
        Fulfilled = "fulfilled",
        /// The trouble could not be seen again.
        NotReproducible = "not_reproducible",
        /// Another ticket is about the same.
        Duplicate = "duplicate",
        /// The requester does not need it any more.
        NoLongerNeeded = "no_longer_needed",
        /// It will not be done, and the text says why.
        Declined = "declined",
    }
}

impl ResolutionCode {
    /// How most tickets of this kind end: what was broken is solved, and what was asked for is delivered.
    #[must_use]
    pub const fn usual(kind: Kind) -> Self {
        match kind {
            Kind::Incident => Self::Solved,
            Kind::ServiceRequest => Self::Fulfilled,
        }
    }
}

/// What the requester is told at the end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolution {
    /// The way it ended.
    pub code: ResolutionCode,
    /// Markdown, 1..=20,000 characters.
    pub text: String,
}

impl Resolution {
    /// The most characters of a text.
    pub const TEXT_MAX: usize = 20_000;

    /// Reads what an agent entered in the fields `code` and `text`.
    ///
    /// # Errors
    /// Every field that is missing, unknown or too long.
    pub fn parse(code: &str, text: &str) -> Result<Self, Invalid> {
        let mut invalid = Invalid::default();
        let code = match code.trim() {
            "" => Err(Code::Required),
            code => code.parse().map_err(|_| Code::UnknownChoice),
        };
        let code = invalid.take("code", code);
        let text = invalid.take("text", Self::text(text));
        match (code, text) {
            (Some(code), Some(text)) => Ok(Self { code, text }),
            _ => Err(invalid),
        }
    }

    /// Reads the field `text` of a ticket of this kind that ended as most of them do.
    ///
    /// # Errors
    /// When the text is missing or too long.
    pub fn usual(kind: Kind, text: &str) -> Result<Self, Invalid> {
        let text = Self::text(text).map_err(|code| Invalid::one("text", code))?;
        Ok(Self { code: ResolutionCode::usual(kind), text })
    }

    fn text(typed: &str) -> Result<String, Code> {
        invalid::text(typed, 1, Self::TEXT_MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resolving_needs_a_code_and_a_text() {
        let invalid = Resolution::parse("", " ").unwrap_err();
        assert_eq!(invalid.of("code"), Some(&Code::Required));
        assert_eq!(invalid.of("text"), Some(&Code::Required));
        assert_eq!(Resolution::parse("done", "x").unwrap_err().of("code"), Some(&Code::UnknownChoice));
        let resolution = Resolution::parse("fulfilled", " Laptop handed over. ").unwrap();
        assert_eq!(resolution.code, ResolutionCode::Fulfilled);
        assert_eq!(resolution.text, "Laptop handed over.");
    }

    #[test]
    fn what_was_broken_is_solved_and_what_was_asked_for_is_fulfilled() {
        let code = |kind| Resolution::usual(kind, "Done.").unwrap().code;
        assert_eq!(code(Kind::Incident), ResolutionCode::Solved);
        assert_eq!(code(Kind::ServiceRequest), ResolutionCode::Fulfilled);
        assert_eq!(Resolution::usual(Kind::Incident, " ").unwrap_err().of("text"), Some(&Code::Required));
    }
}
