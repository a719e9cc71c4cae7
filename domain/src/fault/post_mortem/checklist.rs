//! What a post-mortem lacks: the reviewer's checklist.

use serde::{Deserialize, Serialize};

use super::Content;
use crate::fault::{
    action,
    moment::{Kind, Moments, Question, open_questions},
    parts::{Part, is_combined},
};

/// One thing that is not there yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "missing", rename_all = "snake_case")]
pub enum Missing {
    /// Nobody has said when one of the four moments was, nor that it is unknown.
    Moment {
        /// Which one.
        kind: Kind,
    },
    /// The moments ask something that nobody has answered.
    Answer {
        /// What.
        question: Question,
    },
    /// What happened, in short.
    Summary,
    /// A number of the impact: users, requests, money or minutes.
    Impact,
    /// Why a part took this long.
    WhyThisLong {
        /// Which part.
        part: Part,
    },
    /// A contributing cause with its category.
    Cause,
    /// What went well.
    WentWell,
    /// What went wrong.
    WentWrong,
    /// Where we were lucky.
    Lucky,
    /// A kind of action with neither an action nor a reason why there is none.
    ActionOf {
        /// Which kind.
        kind: action::Kind,
    },
    /// An action that prevents, or a waiver with a name. "Not applicable" alone is not enough for this kind.
    PreventOrWaiver,
    /// An action has no owner, no day or no criterion.
    ActionIncomplete {
        /// Its place in the list, from 0.
        place: usize,
        /// The fields that it lacks.
        fields: Vec<String>,
    },
}

impl Missing {
    /// Whether nothing can be published without it: the five kinds of action, and that actions can be followed to their end.
    /// The rest is for the reviewer to judge.
    #[must_use]
    pub const fn forbids_publishing(&self) -> bool {
        matches!(self, Self::ActionOf { .. } | Self::PreventOrWaiver | Self::ActionIncomplete { .. })
    }
}

/// All that is missing, in the order in which it is written. Empty when nothing is.
#[must_use]
pub fn missing(content: &Content, moments: &Moments) -> Vec<Missing> {
    let mut missing: Vec<Missing> = Vec::new();
    let unsaid = |kind: &Kind| moments.get(*kind).is_none();
    missing.extend(Kind::FOUR.into_iter().filter(unsaid).map(|kind| Missing::Moment { kind }));
    missing.extend(open_questions(moments).into_iter().map(|question| Missing::Answer { question }));
    let blank = |text: &str| text.trim().is_empty();
    let mut note = |is_missing: bool, what: Missing| missing.extend(is_missing.then_some(what));
    note(blank(&content.summary), Missing::Summary);
    note(!content.extent.is_numeric(), Missing::Impact);
    let parts: &[Part] = if is_combined(moments.points()) { &[Part::Detect, Part::LocateAndRestore] } else { &Part::THREE };
    for &part in parts {
        note(content.why_this_long.get(&part).is_none_or(|why| blank(why)), Missing::WhyThisLong { part });
    }
    note(!content.causes.iter().any(|cause| !blank(&cause.category) && !blank(&cause.text)), Missing::Cause);
    note(blank(&content.went_well), Missing::WentWell);
    note(blank(&content.went_wrong), Missing::WentWrong);
    note(blank(&content.lucky), Missing::Lucky);
    for &kind in action::Kind::ALL {
        // A waiver answers for the kind that it waives.
        let waived = kind == action::Kind::Prevent && content.prevents();
        note(!content.answers(kind) && !waived, Missing::ActionOf { kind });
    }
    note(!content.prevents(), Missing::PreventOrWaiver);
    for (place, action) in content.actions.iter().enumerate() {
        if let Err(invalid) = action.complete() {
            let fields = invalid.fields.into_iter().map(|error| error.field).collect();
            note(true, Missing::ActionIncomplete { place, fields });
        }
    }
    missing
}
