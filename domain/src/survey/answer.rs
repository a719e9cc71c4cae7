//! The kinds of survey, and which answers each takes.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use crate::{invalid::Code, word::words};

words! {
    /// What a survey asks. It is stored with every answer, since a service may change its kind.
    pub enum Kind {
        /// One to five stars: how satisfied they are (CSAT).
        Stars = "stars",
        /// 0 to 10: how likely they are to recommend the service (net promoter score).
        Nps = "nps",
        /// 1 to 7: how easy it was (customer effort score; 7 is easiest).
        Ces = "ces",
    }
}

impl Kind {
    /// The answers that can be given.
    #[must_use]
    pub const fn answers(self) -> RangeInclusive<u8> {
        match self {
            Self::Stars => 1..=5,
            Self::Nps => 0..=10,
            Self::Ces => 1..=7,
        }
    }
}

/// An answer to a survey of some kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct Answer {
    kind: Kind,
    given: u8,
}

/// An answer as JSON has it: stars are a number alone, as they were written before there were other kinds.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Written {
    Stars(u8),
    Other(Kind, u8),
}

impl TryFrom<Written> for Answer {
    type Error = NotAnAnswer;

    fn try_from(written: Written) -> Result<Self, Self::Error> {
        match written {
            Written::Stars(given) => Self::try_from((Kind::Stars, given)),
            Written::Other(kind, given) => Self::try_from((kind, given)),
        }
    }
}

impl From<Answer> for Written {
    fn from(answer: Answer) -> Self {
        match answer.kind {
            Kind::Stars => Self::Stars(answer.given),
            kind => Self::Other(kind, answer.given),
        }
    }
}

/// A number that a survey of its kind does not offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this survey offers no such answer")]
pub struct NotAnAnswer;

impl TryFrom<(Kind, u8)> for Answer {
    type Error = NotAnAnswer;

    fn try_from((kind, given): (Kind, u8)) -> Result<Self, Self::Error> {
        if kind.answers().contains(&given) { Ok(Self { kind, given }) } else { Err(NotAnAnswer) }
    }
}

impl From<Answer> for (Kind, u8) {
    fn from(answer: Answer) -> Self {
        (answer.kind, answer.given)
    }
}

impl Answer {
    /// Reads what was chosen on a survey's form.
    ///
    /// # Errors
    /// `Required` for nothing, `UnknownChoice` for what is not offered.
    pub fn parse(kind: Kind, chosen: &str) -> Result<Self, Code> {
        let chosen = chosen.trim();
        if chosen.is_empty() {
            return Err(Code::Required);
        }
        chosen.parse().ok().and_then(|given| Self::try_from((kind, given)).ok()).ok_or(Code::UnknownChoice)
    }

    /// What the survey asked.
    #[must_use]
    pub const fn kind(self) -> Kind {
        self.kind
    }

    /// The number that was chosen.
    #[must_use]
    pub const fn given(self) -> u8 {
        self.given
    }

    /// Whether the team's lead is asked to follow up: one or two stars, 0 to 6 of ten (a detractor), one or two of seven (hard).
    #[must_use]
    pub const fn asks_for_follow_up(self) -> bool {
        self.given
            <= match self.kind {
                Kind::Stars => 2,
                Kind::Nps => 6,
                Kind::Ces => 2,
            }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_takes_its_own_answers_also_in_json() {
        for (kind, fits, does_not) in [(Kind::Stars, "5", "0"), (Kind::Stars, " 1 ", "6"), (Kind::Nps, "0", "11"), (Kind::Ces, "7", "8")] {
            assert!(Answer::parse(kind, fits).is_ok());
            assert_eq!(Answer::parse(kind, does_not), Err(Code::UnknownChoice));
        }
        assert_eq!(Answer::parse(Kind::Nps, " "), Err(Code::Required));
        assert_eq!(Answer::parse(Kind::Nps, "9.5"), Err(Code::UnknownChoice));
        assert_eq!(serde_json::to_string(&Answer::parse(Kind::Nps, "9").unwrap()).unwrap(), r#"["nps",9]"#);
        assert_eq!(serde_json::to_string(&Answer::parse(Kind::Stars, "4").unwrap()).unwrap(), "4");
        assert_eq!(serde_json::from_str::<Answer>("4").unwrap(), Answer::parse(Kind::Stars, "4").unwrap());
        assert!(serde_json::from_str::<Answer>("6").is_err());
        assert!(serde_json::from_str::<Answer>(r#"["ces",0]"#).is_err());
    }

    #[test]
    fn a_low_answer_asks_for_follow_up() {
        let asks = |kind: Kind| kind.answers().filter(|&given| Answer::try_from((kind, given)).unwrap().asks_for_follow_up()).count();
        assert_eq!(Kind::ALL.iter().map(|&kind| asks(kind)).collect::<Vec<_>>(), [2, 7, 2]);
    }
}
