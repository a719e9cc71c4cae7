//! The number that people say. All kinds share one sequence, so the digits
//! alone name a ticket, and a change of kind changes only the prefix.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::Kind;
use crate::id::TicketId;

/// A ticket's number with the prefix of its kind: `SR-1042`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Number {
    /// Gives the prefix.
    pub kind: Kind,
    /// The digits.
    pub id: TicketId,
}

impl Number {
    /// The number of the ticket `id` while it is of `kind`.
    #[must_use]
    pub const fn new(kind: Kind, id: TicketId) -> Self {
        Self { kind, id }
    }

    /// The ticket that somebody means by `SR-1042`, `sr1042`, `#1042` or `1042`.
    ///
    /// The prefix is not held against the ticket's kind: an old mail may name
    /// it by the kind that it had then. `None` for anything else.
    #[must_use]
    pub fn parse_id(text: &str) -> Option<TicketId> {
        split(text).map(|(_, id)| id)
    }
}

fn split(text: &str) -> Option<(Option<Kind>, TicketId)> {
    let text = text.trim();
    let (kind, rest) = Kind::ALL
        .iter()
        .find_map(|&kind| {
            let head = text.get(..kind.prefix().len())?;
            head.eq_ignore_ascii_case(kind.prefix()).then(|| (Some(kind), &text[head.len()..]))
        })
        .unwrap_or((None, text));
    let rest = match kind {
        Some(_) => rest.trim_start().strip_prefix('-').unwrap_or(rest).trim_start(),
        None => rest.strip_prefix('#').unwrap_or(rest),
    };
    if rest.is_empty() || !rest.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let id = rest.parse().ok().filter(|&id| id > 0)?;
    Some((kind, TicketId(id)))
}

/// The text is not a ticket's number with its prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a ticket number")]
pub struct NotANumber;

impl FromStr for Number {
    type Err = NotANumber;

    /// Reads a number with its prefix; for digits alone see [`Number::parse_id`].
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match split(text) {
            Some((Some(kind), id)) => Ok(Self { kind, id }),
            _ => Err(NotANumber),
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.kind.prefix(), self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_however_it_is_said() {
        for text in ["SR-1042", "sr1042", "INC-1042", "inc 1042", "#1042", " 1042 ", "SR - 1042"] {
            assert_eq!(Number::parse_id(text), Some(TicketId(1042)), "{text}");
        }
        for text in ["", "SR-", "SR--1", "10 42", "0", "-5", "SRX-1", "99999999999999999999", "١٢", "工单"] {
            assert_eq!(Number::parse_id(text), None, "{text}");
        }
    }

    #[test]
    fn a_number_comes_back_from_its_text() {
        let number = Number::new(Kind::Incident, TicketId(1043));
        assert_eq!(number.to_string(), "INC-1043");
        assert_eq!("inc-1043".parse(), Ok(number));
        assert_eq!("1043".parse::<Number>(), Err(NotANumber));
    }
}
