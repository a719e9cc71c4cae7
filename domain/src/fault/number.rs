//! The number that people say.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::id::FaultId;

const PREFIX: &str = "FLT";

/// A fault's number: `FLT-12`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Number(pub FaultId);

impl Number {
    /// The fault that somebody means by `FLT-12`, `flt12`, `#12` or `12`; `None` for anything else.
    #[must_use]
    pub fn parse_id(text: &str) -> Option<FaultId> {
        let text = text.trim();
        let digits = match text.get(..PREFIX.len()) {
            Some(head) if head.eq_ignore_ascii_case(PREFIX) => {
                let rest = text[PREFIX.len()..].trim_start();
                rest.strip_prefix('-').unwrap_or(rest).trim_start()
            }
            _ => text.strip_prefix('#').unwrap_or(text),
        };
        let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        digits.parse().ok().filter(|&id: &i64| is_number && id > 0).map(FaultId)
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{PREFIX}-{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_however_it_is_said() {
        for text in ["FLT-12", "flt12", "Flt - 12", "#12", " 12 "] {
            assert_eq!(Number::parse_id(text), Some(FaultId(12)), "{text}");
        }
        for text in ["", "FLT", "FLT-", "FLT--1", "SR-12", "0", "-5", "+5", "故障", "99999999999999999999"] {
            assert_eq!(Number::parse_id(text), None, "{text}");
        }
        assert_eq!(Number(FaultId(12)).to_string(), "FLT-12");
    }
}
