//! How a ticket ended: a code for counting and a text for the requester.

use serde::{Deserialize, Serialize};

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
        let text = invalid.take("text", invalid::text(text, 1, Self::TEXT_MAX));
        match (code, text) {
            (Some(code), Some(text)) => Ok(Self { code, text }),
            _ => Err(invalid),
        }
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
}
