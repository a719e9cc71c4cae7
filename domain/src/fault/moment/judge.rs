//! What moments may never say, and what has to be explained when they do.

use serde::{Deserialize, Serialize};

use super::{Kind, Moments, Points};
use crate::{id::UserId, time::Timestamp, word::words};

words! {
    /// Why a moment is refused.
    pub enum Rule {
        /// It lies before T0: nothing is detected, located or restored before it began.
        BeforeItOccurred = "before_it_occurred",
        /// T0 lies behind another moment.
        AfterAnother = "after_another",
        /// It lies in the future.
        InTheFuture = "in_the_future",
        /// It was said otherwise before, or asks a question, and no reason is given.
        ReasonMissing = "reason_missing",
        /// A question was answered that the moments do not ask.
        NotAsked = "not_asked",
    }
}

/// One moment and what is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wrong {
    /// The moment, whose word is the field's name.
    pub field: Kind,
    /// What is wrong.
    pub rule: Rule,
}

/// Everything that is wrong with a set of moments, in the order of the moments.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("moments that cannot be: {}", fields.iter().map(|wrong| format!("{} ({})", wrong.field, wrong.rule)).collect::<Vec<_>>().join(", "))]
pub struct Refused {
    /// Never empty when this is returned as an error.
    pub fields: Vec<Wrong>,
}

impl Refused {
    /// One moment alone.
    #[must_use]
    pub fn one(field: Kind, rule: Rule) -> Self {
        Self { fields: vec![Wrong { field, rule }] }
    }
}

words! {
    /// What moments say that can be, but wants a reason.
    pub enum Question {
        /// T2 > T3: restored before the cause was found, which is good practice.
        RestoredBeforeLocated = "restored_before_located",
        /// T1 > T3: it healed itself and was found later.
        RestoredBeforeDetected = "restored_before_detected",
    }
}

impl Question {
    /// The two moments, the one that lies before although one would expect it behind, first.
    #[must_use]
    pub const fn moments(self) -> (Kind, Kind) {
        match self {
            Self::RestoredBeforeLocated => (Kind::Restored, Kind::Located),
            Self::RestoredBeforeDetected => (Kind::Restored, Kind::Detected),
        }
    }
}

/// Why moments are as they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// The values that it is about: of the moments of [`Question::moments`].
    pub about: (Timestamp, Timestamp),
    /// In the words of who answered; not empty.
    pub reason: String,
    /// Who; nobody for an imported one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<UserId>,
    /// When.
    pub at: Timestamp,
}

/// Every hard rule that a set of moments breaks (`docs/rule-345.md`, "Rules for moments"): T0 <= T1, T0 <= T2, T0 <= T3, and nothing after `now`.
/// Empty when all is well. What is before T0 is told at the later moment's field.
#[must_use]
pub fn judge(at: &dyn Fn(Kind) -> Option<Timestamp>, now: Timestamp) -> Vec<Wrong> {
    let occurred = at(Kind::Occurred);
    let mut wrong = Vec::new();
    for &field in Kind::ALL {
        let Some(then) = at(field) else { continue };
        if then > now {
            wrong.push(Wrong { field, rule: Rule::InTheFuture });
        } else if Kind::FOUR.contains(&field) && occurred.is_some_and(|occurred| then < occurred) {
            wrong.push(Wrong { field, rule: Rule::BeforeItOccurred });
        }
    }
    wrong
}

/// What is wrong once `changed` has its new value, told at its own field: that is where it was typed.
pub(super) fn wrong_when(at: &dyn Fn(Kind) -> Option<Timestamp>, changed: Kind, now: Timestamp) -> Vec<Wrong> {
    let mut mine: Vec<Wrong> = judge(at, now)
        .into_iter()
        .filter_map(|wrong| match wrong.rule {
            Rule::BeforeItOccurred if changed == Kind::Occurred => Some(Wrong { field: changed, rule: Rule::AfterAnother }),
            _ if wrong.field == changed => Some(wrong),
            _ => None,
        })
        .collect();
    mine.dedup();
    mine
}

/// What the moments ask. Where a moment is unknown nothing is asked about it.
#[must_use]
pub fn questions(points: Points) -> Vec<Question> {
    let reversed = |question: &Question| {
        let (first, second) = question.moments();
        matches!((points.at(first), points.at(second)), (Some(first), Some(second)) if first < second)
    };
    Question::ALL.iter().copied().filter(reversed).collect()
}

/// What the moments ask and nobody has answered yet.
#[must_use]
pub fn open_questions(moments: &Moments) -> Vec<Question> {
    questions(moments.points()).into_iter().filter(|question| moments.answer_to(*question).is_none()).collect()
}
