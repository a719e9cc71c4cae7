//! What pages show of a post-mortem. Its texts come as HTML that is safe to show.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Content, Discussion, Missing, State};
use crate::{
    fault::{
        Severity,
        action::{self, Tally},
        declaration,
        goals::Working,
        moment::Moments,
        number::Number,
        parts::{Part, Targets},
    },
    ticket::{
        self,
        view::{PersonRef, ServiceRef},
    },
    time::{Span, Timestamp},
};

/// A content's texts as HTML, each where the content has one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Text {
    /// What happened.
    pub summary: String,
    /// What it did.
    #[serde(default)]
    pub impact: String,
    /// "Why this long?", by part.
    pub why_this_long: BTreeMap<Part, String>,
    /// Of each cause, in their order.
    pub causes: Vec<String>,
    /// What went well.
    pub went_well: String,
    /// What went wrong.
    pub went_wrong: String,
    /// Where we were lucky.
    pub lucky: String,
    /// Of each action, in their order.
    pub actions: Vec<String>,
    /// "Not applicable because ...".
    pub not_applicable: BTreeMap<action::Kind, String>,
}

/// A revision by its number, the first is 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// Which.
    pub number: u32,
    /// When it was published.
    pub at: Timestamp,
    /// By whom.
    pub by: Option<PersonRef>,
    /// Who had approved it.
    pub reviewer: Option<PersonRef>,
}

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// Where it stands.
    pub state: State,
    /// What is shown: the text that is worked on, or of a revision what was published.
    pub content: Content,
    /// Its texts.
    pub text: Text,
    /// The revision that is shown, if it is one.
    pub revision: Option<u32>,
    /// All of them, the newest first.
    pub revisions: Vec<Published>,
    /// Who wrote some of it.
    pub authors: Vec<PersonRef>,
    /// What it lacks; told to who works on it.
    pub missing: Vec<Missing>,
    /// What is said of it by those who work on it; absent for its audience, and beside a revision.
    #[serde(default)]
    pub discussion: Option<Discussion>,
    /// The tickets of actions, by the actions' places; those that the reader does not see are not told, in the content neither.
    #[serde(default)]
    pub tickets: BTreeMap<usize, ActionTicket>,
    /// By what a change is judged that is based on this.
    pub version: i64,
}

/// An earlier fault that came back with this one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Again {
    /// The earlier fault.
    pub number: Number,
    /// Its title.
    pub title: String,
    /// How long before.
    pub after: Span,
    /// The categories of causes that both have.
    pub categories: Vec<String>,
    /// How far its actions are.
    pub actions: Tally,
}

/// The ticket that an action is worked on in, for who sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionTicket {
    /// Its number.
    pub number: ticket::Number,
    /// What it is called.
    pub title: String,
    /// Where it stands.
    pub status: ticket::StatusName,
    /// What was done, once it was resolved; empty before that, and where nobody said it.
    pub resolution: String,
}

impl ActionTicket {
    /// Whether its being over says that the action may be done.
    #[must_use]
    pub const fn is_answered(&self) -> bool {
        matches!(self.status, ticket::StatusName::Resolved | ticket::StatusName::Closed)
    }
}

/// A fault with its post-mortem.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// The fault's number.
    pub number: Number,
    /// What was wrong.
    pub title: String,
    /// How bad it was.
    pub severity: Severity,
    /// How far it is.
    pub state: declaration::State,
    /// Whether it was a drill.
    pub drill: bool,
    /// What it hit.
    pub services: Vec<ServiceRef>,
    /// Its moments.
    pub moments: Moments,
    /// How long each part may take.
    pub targets: Targets,
    /// The working time in the parts, where a calendar for it was chosen.
    pub working: Option<Working>,
    /// How long it hurt: the length of the union of its intervals; nothing where none is known or one has no end.
    pub hurt: Option<Span>,
    /// Until when it is to be published; nothing while the fault goes on.
    pub due: Option<Timestamp>,
    /// The post-mortem; nothing before one was begun.
    pub written: Option<Written>,
    /// Everybody who is named.
    pub people: Vec<PersonRef>,
    /// The earlier faults that came back.
    pub again: Vec<Again>,
    /// Whether the reader writes.
    pub may_write: bool,
    /// Whether the reader is who reviews it now.
    pub reviews: bool,
    /// Whether the reader sees the fault itself.
    pub sees_fault: bool,
}

impl Shown {
    /// Somebody who is named, by their name.
    #[must_use]
    pub fn person(&self, id: crate::id::UserId) -> Option<&PersonRef> {
        self.people.iter().find(|person| person.id == id)
    }
}

/// A post-mortem in the list of those that were published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedLine {
    /// The fault's number.
    pub number: Number,
    /// What was wrong.
    pub title: String,
    /// How bad it was.
    pub severity: Severity,
    /// What it hit.
    pub services: Vec<ServiceRef>,
    /// When its last revision was published.
    pub at: Timestamp,
    /// The number of that revision.
    pub revision: u32,
    /// What happened, in short, as HTML that is safe to show.
    pub summary: String,
}

/// An action in a list over all faults.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionLine {
    /// Of which fault.
    pub fault: Number,
    /// What that fault was.
    pub title: String,
    /// Its place among that fault's.
    pub place: usize,
    /// What it is for.
    pub kind: action::Kind,
    /// What is to be done.
    pub text: String,
    /// Who sees to it.
    pub owner: Option<PersonRef>,
    /// The last day on which it is in time.
    pub due: Option<Date>,
    /// How far it is.
    pub progress: action::Progress,
    /// Whether its day has passed and it is not done.
    pub overdue: bool,
}
