//! Faults and their post-mortems as files, out and in without loss (`docs/rule-345.md`, "Files").
//!
//! A [`Document`] names people, services and tickets in words, so that it can be read by a company that has others. As JSON it is the import form; as
//! Markdown it is for people, and both hold the same. Reading is lenient: what cannot be read is told and never takes
//! the rest with it.

mod compose;
mod fit;
mod import;
mod json;
mod kept;
mod markdown;
mod outcome;
mod read;

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use compose::{Facts, Found, Names, compose, settle};
pub use fit::fit;
pub use import::{Form, Import, Imported, NotAFile, from_json, from_markdown};
pub use json::{all_to_json, to_json};
pub use kept::Kept;
pub use markdown::{all_to_markdown, to_markdown};
pub use outcome::{Outcome, Taken};
pub use read::{Note, What};

use super::{
    Severity, action,
    derive::Finder,
    impact::{Extent, Interval},
    moment::{Kind, Points, Question, Value},
    parts::Part,
    post_mortem::Cause,
};
use crate::time::Timestamp;

/// A fault with its post-mortem, in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// What it is called; the one thing that may not be missing.
    pub title: String,
    /// The names of the services that it hit.
    pub services: Vec<String>,
    /// How bad it was.
    pub severity: Option<Severity>,
    /// Whether it was a drill.
    pub drill: bool,
    /// Who found it, if that is known.
    pub found_by: Option<Finder>,
    /// The moments that something is said about. Their history stays where it was made.
    pub moments: BTreeMap<Kind, Value>,
    /// Links to what shows them; not empty. One is kept also where the moment's own time cannot be read.
    pub evidence: BTreeMap<Kind, String>,
    /// Why moments stand in an order that one would not expect.
    pub answers: BTreeMap<Question, String>,
    /// The whiles in which it hurt.
    pub intervals: Vec<Interval>,
    /// What it did, in words.
    pub impact: String,
    /// What it did, in numbers.
    pub extent: Extent,
    /// What happened, in short.
    pub summary: String,
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
    /// The timeline.
    pub timeline: Vec<Line>,
    /// What is done about it.
    pub actions: Vec<Action>,
    /// Why there is none of a kind of action.
    pub not_applicable: BTreeMap<action::Kind, String>,
    /// Who answers for doing without an action that prevents.
    pub waiver: Option<Waiver>,
    /// Who may read it.
    pub audience: Audience,
}

impl Document {
    /// T0 to T3, as far as they are known.
    #[must_use]
    pub fn points(&self) -> Points {
        let [occurred, detected, located, restored] = Kind::FOUR.map(|kind| self.moments.get(&kind).and_then(|value| value.at()));
        Points { occurred, detected, located, restored }
    }
}

/// A line of a timeline.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// When it was; `None` where the file's time could not be read.
    pub at: Option<Timestamp>,
    /// Who says it; may be empty.
    pub author: String,
    /// What it says.
    pub text: String,
    /// A link to what shows it; may be empty.
    pub evidence: String,
    /// Whether it stands in the report.
    pub pinned: bool,
}

/// Somebody answers with their name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiver {
    /// Who, by name.
    pub by: String,
    /// When, if the file says so.
    pub at: Option<Timestamp>,
    /// Why.
    pub reason: String,
}

/// Who may read it, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Audience {
    /// Everybody of the company.
    #[default]
    Company,
    /// The teams that had to do with the fault.
    InvolvedTeams,
    /// Some people.
    People(Vec<String>),
}

/// What somebody has seen of an action: that it is done, or whether it helps. One that says nothing at all is none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// Who, by name; may be empty.
    pub by: String,
    /// When, if the file says so.
    pub at: Option<Timestamp>,
    /// What shows it; may be empty.
    pub evidence: String,
}

/// Whether an action is done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Done {
    /// No.
    #[default]
    No,
    /// Yes, and nobody says since when.
    Yes,
    /// Since then.
    At(Timestamp),
}

/// An action.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Action {
    /// What it is for; `None` where the file's word for it could not be read.
    pub kind: Option<action::Kind>,
    /// What is to be done.
    pub text: String,
    /// Whose it is, by name; may be empty.
    pub owner: String,
    /// The last day on which it is in time.
    pub due: Option<Date>,
    /// By what anybody can see that it is done; may be empty.
    pub criterion: String,
    /// The ticket that it is worked on in, as people write its number; may be empty.
    pub ticket: String,
    /// Whether it is done.
    pub done: Done,
    /// Who has seen that it is.
    pub verified: Option<Seen>,
    /// After how many days it is looked whether it helps, unless after the usual number.
    pub effect_days: Option<u16>,
    /// Whether it helps, and who has looked.
    pub effect: Option<(bool, Seen)>,
}

#[cfg(test)]
mod round_trip;
#[cfg(test)]
mod tests;
