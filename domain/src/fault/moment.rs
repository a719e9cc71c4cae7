//! The moments of a fault, each with where it is known from and how that changed
//! (`docs/rule-345.md`, "Rules for moments").

mod judge;
pub(in crate::fault) mod typed;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use judge::{Answer, Question, Refused, Rule, Wrong, judge, open_questions, questions};
pub use typed::{Unreadable, typed};

use super::derive::Finder;
use crate::{id::UserId, time::Timestamp, word::words};

words! {
    /// Which moment. The first four bound the three parts; the others are optional.
    pub enum Kind {
        /// T0: the impact began.
        Occurred = "occurred",
        /// T1: someone or something knew.
        Detected = "detected",
        /// T2: the cause was found.
        Located = "located",
        /// T3: the impact ended.
        Restored = "restored",
        /// Somebody took it on.
        Acknowledged = "acknowledged",
        /// The impact became smaller.
        Mitigated = "mitigated",
        /// Somebody made sure that the impact has ended.
        Verified = "verified",
        /// Nothing more is done about it.
        Closed = "closed",
    }
}

impl Kind {
    /// T0, T1, T2 and T3.
    pub const FOUR: [Self; 4] = [Self::Occurred, Self::Detected, Self::Located, Self::Restored];
}

words! {
    /// How well a moment is known.
    pub enum Precision {
        /// To the minute or better.
        Exact = "exact",
        /// Somebody reckons that it was then.
        Estimated = "estimated",
        /// It was looked for, and nobody can say.
        Unknown = "unknown",
    }
}

words! {
    /// Where a moment is known from.
    pub enum Source {
        /// An alert of the monitoring.
        Alert = "alert",
        /// A linked ticket.
        Ticket = "ticket",
        /// A person said so.
        Person = "person",
        /// It came with an imported fault.
        Import = "import",
    }
}

/// When it was, as well as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "precision", rename_all = "snake_case")]
pub enum Value {
    /// To the minute or better.
    Exact {
        /// Then.
        at: Timestamp,
    },
    /// Somebody reckons so.
    Estimated {
        /// About then.
        at: Timestamp,
    },
    /// It was looked for, and nobody can say. It is not zero, and not another moment either.
    Unknown,
}

impl Value {
    /// The time, unless it is unknown.
    #[must_use]
    pub const fn at(self) -> Option<Timestamp> {
        match self {
            Self::Exact { at } | Self::Estimated { at } => Some(at),
            Self::Unknown => None,
        }
    }

    /// How well it is known.
    #[must_use]
    pub const fn precision(self) -> Precision {
        match self {
            Self::Exact { .. } => Precision::Exact,
            Self::Estimated { .. } => Precision::Estimated,
            Self::Unknown => Precision::Unknown,
        }
    }
}

/// What is said about a moment, and on what ground.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// When it was.
    #[serde(flatten)]
    pub value: Value,
    /// Where that is known from.
    pub source: Source,
    /// A link to what shows it; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub evidence: String,
}

/// One entry of a moment's history: what was said of it, by whom, when and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// What has been said since then.
    pub reading: Reading,
    /// When it was said; not the moment itself.
    pub said_at: Timestamp,
    /// Who said it; nobody, when it came by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<UserId>,
    /// Why it was changed; may be empty only for the first reading.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
}

/// All that was ever said of one moment, oldest first; the last one holds. Nothing is taken out of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Change>", into = "Vec<Change>")]
pub struct Moment {
    earlier: Vec<Change>,
    last: Change,
}

/// A history without an entry, which is no history.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a moment without a reading")]
pub struct NoReading;

impl TryFrom<Vec<Change>> for Moment {
    type Error = NoReading;

    fn try_from(mut changes: Vec<Change>) -> Result<Self, NoReading> {
        let last = changes.pop().ok_or(NoReading)?;
        Ok(Self { earlier: changes, last })
    }
}

impl From<Moment> for Vec<Change> {
    fn from(mut moment: Moment) -> Self {
        moment.earlier.push(moment.last);
        moment.earlier
    }
}

impl Moment {
    /// What holds.
    #[must_use]
    pub const fn reading(&self) -> &Reading {
        &self.last.reading
    }

    /// Everything that was said, oldest first; the last one holds.
    pub fn history(&self) -> impl Iterator<Item = &Change> {
        self.earlier.iter().chain([&self.last])
    }

    fn change(&mut self, change: Change) {
        self.earlier.push(std::mem::replace(&mut self.last, change));
    }
}

/// The moments of one fault. What nobody has said anything about is not there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moments {
    #[serde(default)]
    of: BTreeMap<Kind, Moment>,
    #[serde(default)]
    answers: BTreeMap<Question, Answer>,
    /// Who found the fault, once somebody has confirmed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finder: Option<Finder>,
}

impl Moments {
    /// From rows: what was said, in the order in which it was said. It was judged when it was said and is not judged again.
    #[must_use]
    pub fn told(said: impl IntoIterator<Item = (Kind, Change)>) -> Self {
        let mut moments = Self::default();
        said.into_iter().for_each(|(kind, change)| moments.say(kind, change));
        moments
    }

    /// When they were, without who said so, why, by what evidence, and what was said before: for who reads what was published.
    #[must_use]
    pub fn bare(&self) -> Self {
        let last = self.iter().map(|(kind, moment)| {
            let reading = Reading { evidence: String::new(), ..moment.reading().clone() };
            let said_at = moment.history().last().map_or(Timestamp::EPOCH, |change| change.said_at);
            (kind, Change { reading, said_at, by: None, why: String::new() })
        });
        Self::told(last)
    }

    /// One moment with its history.
    #[must_use]
    pub fn get(&self, kind: Kind) -> Option<&Moment> {
        self.of.get(&kind)
    }

    /// When it was; `None` when nobody has said, and when it was said to be unknown.
    #[must_use]
    pub fn at(&self, kind: Kind) -> Option<Timestamp> {
        self.get(kind)?.reading().value.at()
    }

    /// Those that something was said about, T0 first.
    pub fn iter(&self) -> impl Iterator<Item = (Kind, &Moment)> {
        self.of.iter().map(|(kind, moment)| (*kind, moment))
    }

    /// T0 to T3, as far as they are known.
    #[must_use]
    pub fn points(&self) -> Points {
        let [occurred, detected, located, restored] = Kind::FOUR.map(|kind| self.at(kind));
        Points { occurred, detected, located, restored }
    }

    /// Says something new about a moment. Saying again what holds already changes nothing.
    ///
    /// `said_at` is the present time: nothing may lie after it.
    ///
    /// # Errors
    /// What breaks a hard rule, at the moment that was set; a change of what was said before without a reason.
    /// Nothing is changed then.
    pub fn set(&mut self, kind: Kind, reading: Reading, by: Option<UserId>, said_at: Timestamp, why: &str) -> Result<(), Refused> {
        let why = why.trim();
        match self.of.get(&kind) {
            Some(moment) if *moment.reading() == reading => return Ok(()),
            Some(_) if why.is_empty() => return Err(Refused::one(kind, Rule::ReasonMissing)),
            Some(_) | None => {}
        }
        let wrong = judge::wrong_when(&|other| if other == kind { reading.value.at() } else { self.at(other) }, kind, said_at);
        if !wrong.is_empty() {
            return Err(Refused { fields: wrong });
        }
        self.say(kind, Change { reading, said_at, by, why: why.to_owned() });
        Ok(())
    }

    fn say(&mut self, kind: Kind, change: Change) {
        match self.of.get_mut(&kind) {
            Some(moment) => moment.change(change),
            None => {
                self.of.insert(kind, Moment { earlier: Vec::new(), last: change });
            }
        }
    }

    /// Answers a question about the moments as they stand. Another value of either moment asks it anew.
    ///
    /// # Errors
    /// `ReasonMissing` at the later moment's field without a reason. An answer to what is not asked is refused with `NotAsked`.
    pub fn answer(&mut self, question: Question, reason: &str, by: Option<UserId>, at: Timestamp) -> Result<(), Refused> {
        let (first, second) = question.moments();
        let (Some(first), Some(second_at), true) = (self.at(first), self.at(second), questions(self.points()).contains(&question)) else {
            return Err(Refused::one(second, Rule::NotAsked));
        };
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(Refused::one(second, Rule::ReasonMissing));
        }
        self.answers.insert(question, Answer { about: (first, second_at), reason: reason.to_owned(), by, at });
        Ok(())
    }

    /// The answer that holds for the moments as they stand.
    #[must_use]
    pub fn answer_to(&self, question: Question) -> Option<&Answer> {
        let (first, second) = question.moments();
        let about = (self.at(first)?, self.at(second)?);
        self.answers.get(&question).filter(|answer| answer.about == about)
    }
}

/// T0 to T3 as plain times: what parts are reckoned from. `None` is unknown, and is not zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Points {
    /// T0.
    pub occurred: Option<Timestamp>,
    /// T1.
    pub detected: Option<Timestamp>,
    /// T2.
    pub located: Option<Timestamp>,
    /// T3.
    pub restored: Option<Timestamp>,
}

impl Points {
    /// One of the four; `None` for the optional moments.
    #[must_use]
    pub const fn at(self, kind: Kind) -> Option<Timestamp> {
        match kind {
            Kind::Occurred => self.occurred,
            Kind::Detected => self.detected,
            Kind::Located => self.located,
            Kind::Restored => self.restored,
            Kind::Acknowledged | Kind::Mitigated | Kind::Verified | Kind::Closed => None,
        }
    }

    /// The earliest moment that is known: by what a fault is put into a month, never what a part is reckoned from.
    #[must_use]
    pub fn earliest(self) -> Option<Timestamp> {
        Kind::FOUR.into_iter().filter_map(|kind| self.at(kind)).min()
    }
}

#[cfg(test)]
mod tests;
