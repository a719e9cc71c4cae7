//! What a post-mortem says. The moments, the bar and the timeline are the fault's own and stand beside it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    fault::{
        action::{self, Action},
        impact::Extent,
        parts::Part,
    },
    id::{TeamId, UserId},
    time::Timestamp,
};

/// Something without which the fault would not have been, or not so long.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cause {
    /// What kind of cause it is: a short name that faults have in common, by which repeats are found.
    pub category: String,
    /// What it was.
    pub text: String,
}

/// Somebody answers with their name for doing without an action that prevents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiver {
    /// Who.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
    /// Why; an empty reason waives nothing.
    pub reason: String,
}

/// Who may read what is published.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "audience", rename_all = "snake_case")]
pub enum Audience {
    /// Everybody of the company.
    #[default]
    Company,
    /// The teams that had to do with the fault.
    InvolvedTeams,
    /// Some people, by name.
    People {
        /// Who.
        people: Vec<UserId>,
    },
}

impl Audience {
    /// Whether it has room for this member of these teams; `involved` are the teams that had to do with the fault.
    #[must_use]
    pub fn admits(&self, person: UserId, teams: &[TeamId], involved: &[TeamId]) -> bool {
        match self {
            Self::Company => true,
            Self::InvolvedTeams => teams.iter().any(|team| involved.contains(team)),
            Self::People { people } => people.contains(&person),
        }
    }
}

/// The text. All of it is Markdown, and people appear in it by their role.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Content {
    /// What happened, in short.
    pub summary: String,
    /// What it did, in words.
    pub impact: String,
    /// How much it did.
    pub extent: Extent,
    /// "Why this long?", by part.
    pub why_this_long: BTreeMap<Part, String>,
    /// What contributed.
    pub causes: Vec<Cause>,
    /// What went well.
    pub went_well: String,
    /// What went wrong.
    pub went_wrong: String,
    /// Where we were lucky.
    pub lucky: String,
    /// What is done about it. An action's place in the list is its identity: one that is given up is answered for in words and stays.
    pub actions: Vec<Action>,
    /// "Not applicable because ...", for a kind of action that there is none of.
    pub not_applicable: BTreeMap<action::Kind, String>,
    /// Who answers for doing without an action that prevents.
    pub waiver: Option<Waiver>,
    /// Who may read it.
    #[serde(flatten)]
    pub audience: Audience,
}

impl Content {
    /// Whether a kind of action is answered: by at least one action, or by why there is none.
    #[must_use]
    pub fn answers(&self, kind: action::Kind) -> bool {
        self.actions.iter().any(|action| action.kind == kind)
            || self.not_applicable.get(&kind).is_some_and(|because| !because.trim().is_empty())
    }

    /// Whether something prevents the next one, or somebody answers for doing without.
    #[must_use]
    pub fn prevents(&self) -> bool {
        self.actions.iter().any(|action| action.kind == action::Kind::Prevent)
            || self.waiver.as_ref().is_some_and(|waiver| !waiver.reason.trim().is_empty())
    }
}
