//! A post-mortem from its draft to its publication, and beyond (`docs/rule-345.md`, "The post-mortem").
//!
//! It goes draft -> in review -> changes requested -> approved -> published, and is reopened as an addendum. What was
//! published stays as it was for ever: an addendum becomes the next revision beside it.

mod checklist;
mod comment;
mod compare;
mod content;
mod draft;
mod shown;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

pub use checklist::{Missing, missing};
pub use comment::{COMMENT_MAX, Comment, Discussion, Keys, Paragraph, Place, Resolved, Section, Thread, quote, section_of, texts};
pub use compare::{Row, Run, compare};
pub use content::{Audience, Cause, Content, Waiver};
pub use draft::{ActionDraft, CATEGORY_MAX, ContentDraft, ROWS_MAX, TEXT_MAX};
pub use shown::{ActionLine, ActionTicket, Again, Published, PublishedLine, Shown, Text, Written};

use super::{action::Action, moment::Moments};
use crate::{
    calendar::{Deadline, Timetable, deadline},
    id::UserId,
    time::{Span, Timestamp},
    word::words,
};

/// By how many working days after restoring it is due, unless somebody says otherwise.
pub const DUE_DAYS: u16 = 5;

/// When a post-mortem is due: `days` working days after T3, on the calendar of the service level engine. `day` is how much working time a
/// working day has there. A fault that is not restored, or was at an unknown time, has none.
#[must_use]
pub fn due(moments: &Moments, days: u16, day: Span, timetable: &Timetable) -> Option<Deadline> {
    let restored = moments.points().restored?;
    Some(deadline(timetable, &[], restored, Span::from_millis(day.millis().saturating_mul(i64::from(days)))))
}

/// Where a post-mortem stands. Each state holds what led to it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// Its authors write.
    #[default]
    Draft,
    /// Somebody who did not write it reads it.
    InReview {
        /// Who.
        reviewer: UserId,
        /// Since when.
        since: Timestamp,
    },
    /// It goes back to its authors.
    ChangesRequested {
        /// The reviewer.
        by: UserId,
        /// When.
        at: Timestamp,
        /// What should change; not empty.
        what: String,
    },
    /// It can be published as it is.
    Approved {
        /// The reviewer.
        by: UserId,
        /// When.
        at: Timestamp,
    },
    /// Its audience reads it.
    Published {
        /// Who published it.
        by: UserId,
        /// When.
        at: Timestamp,
    },
    /// Something is added to what was published.
    Addendum {
        /// Who began it.
        by: UserId,
        /// When.
        since: Timestamp,
        /// Why; not empty.
        why: String,
    },
}

words! {
    /// What a post-mortem's state is called.
    pub enum StateName {
        /// [`State::Draft`].
        Draft = "draft",
        /// [`State::InReview`].
        InReview = "in_review",
        /// [`State::ChangesRequested`].
        ChangesRequested = "changes_requested",
        /// [`State::Approved`].
        Approved = "approved",
        /// [`State::Published`].
        Published = "published",
        /// [`State::Addendum`].
        Addendum = "addendum",
    }
}

words! {
    /// A step from one state to another.
    pub enum Move {
        /// It is given to a reviewer, the first time or again.
        Submit = "submit",
        /// Another reviewer takes it.
        HandOver = "hand_over",
        /// It goes back to its authors.
        RequestChanges = "request_changes",
        /// It can be published.
        Approve = "approve",
        /// It is published.
        Publish = "publish",
        /// An addendum to what was published begins.
        Reopen = "reopen",
    }
}

impl State {
    /// What it is called.
    #[must_use]
    pub const fn name(&self) -> StateName {
        match self {
            Self::Draft => StateName::Draft,
            Self::InReview { .. } => StateName::InReview,
            Self::ChangesRequested { .. } => StateName::ChangesRequested,
            Self::Approved { .. } => StateName::Approved,
            Self::Published { .. } => StateName::Published,
            Self::Addendum { .. } => StateName::Addendum,
        }
    }
}

impl StateName {
    /// The steps that lead on from here.
    #[must_use]
    pub const fn moves(self) -> &'static [Move] {
        match self {
            Self::Draft | Self::ChangesRequested | Self::Addendum => &[Move::Submit],
            Self::InReview => &[Move::HandOver, Move::RequestChanges, Move::Approve],
            Self::Approved => &[Move::RequestChanges, Move::Publish],
            Self::Published => &[Move::Reopen],
        }
    }

    /// Whether its text may be changed.
    #[must_use]
    pub const fn is_editable(self) -> bool {
        matches!(self, Self::Draft | Self::ChangesRequested | Self::Addendum)
    }
}

/// Why a step, or a change of the text, is refused.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "refused", rename_all = "snake_case")]
pub enum Refused {
    /// No such step leads on from where it stands.
    #[error("a post-mortem that is {state} cannot take the step {step}")]
    NotFromHere {
        /// Where it stands.
        state: StateName,
        /// The step.
        step: Move,
    },
    /// Its text does not change in this state.
    #[error("the text of a post-mortem that is {state} stays as it is")]
    NotEditable {
        /// Where it stands.
        state: StateName,
    },
    /// The reviewer wrote some of it.
    #[error("the reviewer is an author")]
    ReviewerIsAuthor,
    /// Somebody else reviews it.
    #[error("somebody else reviews it")]
    NotTheReviewer,
    /// It wants a reason and there is none.
    #[error("a reason is missing")]
    ReasonMissing,
    /// It lacks what no published one may lack.
    #[error("it lacks {missing:?}")]
    Incomplete {
        /// What.
        missing: Vec<Missing>,
    },
}

/// What was published once. It never changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    /// The text as it was then, with the actions as they were.
    pub content: Content,
    /// Who published it.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
    /// Who had approved it.
    pub reviewer: UserId,
}

/// A post-mortem with all its published revisions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostMortem {
    authors: BTreeSet<UserId>,
    #[serde(flatten)]
    state: State,
    content: Content,
    #[serde(default)]
    revisions: Vec<Revision>,
}

impl PostMortem {
    /// An empty draft.
    #[must_use]
    pub fn new(author: UserId) -> Self {
        Self { authors: BTreeSet::from([author]), state: State::Draft, content: Content::default(), revisions: Vec::new() }
    }

    /// A draft that came from a file, by whoever brought it; by nobody where that was done on the machine itself.
    #[must_use]
    pub fn imported(content: Content, by: Option<UserId>) -> Self {
        Self { authors: by.into_iter().collect(), state: State::Draft, content, revisions: Vec::new() }
    }

    /// Everybody who wrote some of it.
    #[must_use]
    pub const fn authors(&self) -> &BTreeSet<UserId> {
        &self.authors
    }

    /// Where it stands.
    #[must_use]
    pub const fn state(&self) -> &State {
        &self.state
    }

    /// The text that is worked on; once published, the same as the last revision's but for how far its actions are.
    #[must_use]
    pub const fn content(&self) -> &Content {
        &self.content
    }

    /// What was published, oldest first; the first is revision 1.
    #[must_use]
    pub fn revisions(&self) -> &[Revision] {
        &self.revisions
    }

    /// What is worked on, and what was published: for who keeps them apart.
    #[must_use]
    pub fn split(mut self) -> (Self, Vec<Revision>) {
        let revisions = std::mem::take(&mut self.revisions);
        (self, revisions)
    }

    /// Both together again.
    #[must_use]
    pub fn with_revisions(self, revisions: Vec<Revision>) -> Self {
        Self { revisions, ..self }
    }

    /// Who reads it before it is published, beside its authors: its reviewer, while there is one.
    #[must_use]
    pub const fn reviewer(&self) -> Option<UserId> {
        match self.state {
            State::InReview { reviewer: person, .. } | State::ChangesRequested { by: person, .. } | State::Approved { by: person, .. } => {
                Some(person)
            }
            State::Draft | State::Published { .. } | State::Addendum { .. } => None,
        }
    }

    /// Replaces the text. Whoever does so is an author from then on.
    ///
    /// # Errors
    /// `NotEditable` while it is reviewed, approved or published.
    pub fn edit(&mut self, content: Content, by: UserId) -> Result<(), Refused> {
        let state = self.state.name();
        if !state.is_editable() {
            return Err(Refused::NotEditable { state });
        }
        self.authors.insert(by);
        self.content = content;
        Ok(())
    }

    /// Actions go on in every state; no revision changes by it.
    ///
    /// `None` when there is none in this place.
    pub fn action_mut(&mut self, place: usize) -> Option<&mut Action> {
        self.content.actions.get_mut(place)
    }

    /// Gives it to a reviewer.
    ///
    /// # Errors
    /// `NotFromHere`, `ReviewerIsAuthor`.
    pub fn submit(&mut self, reviewer: UserId, since: Timestamp) -> Result<(), Refused> {
        self.can(Move::Submit)?;
        self.review_by(reviewer, since)
    }

    /// Another reviewer takes it.
    ///
    /// # Errors
    /// `NotFromHere`, `ReviewerIsAuthor`.
    pub fn hand_over(&mut self, reviewer: UserId, since: Timestamp) -> Result<(), Refused> {
        self.can(Move::HandOver)?;
        self.review_by(reviewer, since)
    }

    /// The reviewer sends it back, also after having approved it.
    ///
    /// # Errors
    /// `NotFromHere`, `NotTheReviewer`, `ReasonMissing`.
    pub fn request_changes(&mut self, what: &str, by: UserId, at: Timestamp) -> Result<(), Refused> {
        self.can(Move::RequestChanges)?;
        self.is_reviewed_by(by)?;
        self.state = State::ChangesRequested { by, at, what: reason(what)? };
        Ok(())
    }

    /// The reviewer says that it can be published as it is.
    ///
    /// # Errors
    /// `NotFromHere`, `NotTheReviewer`.
    pub fn approve(&mut self, by: UserId, at: Timestamp) -> Result<(), Refused> {
        self.can(Move::Approve)?;
        self.is_reviewed_by(by)?;
        self.state = State::Approved { by, at };
        Ok(())
    }

    /// Publishes it as the next revision.
    ///
    /// # Errors
    /// `NotFromHere`; `Incomplete` with all that no published one may lack ([`Missing::forbids_publishing`]), above all an action that
    /// prevents, or a waiver with a name.
    pub fn publish(&mut self, moments: &Moments, by: UserId, at: Timestamp) -> Result<(), Refused> {
        let State::Approved { by: reviewer, .. } = self.state else {
            return Err(Refused::NotFromHere { state: self.state.name(), step: Move::Publish });
        };
        let mut missing = missing(&self.content, moments);
        missing.retain(Missing::forbids_publishing);
        if !missing.is_empty() {
            return Err(Refused::Incomplete { missing });
        }
        self.revisions.push(Revision { content: self.content.clone(), by, at, reviewer });
        self.state = State::Published { by, at };
        Ok(())
    }

    /// Begins an addendum. What was published stays, and is read until the addendum is published as well.
    ///
    /// # Errors
    /// `NotFromHere`, `ReasonMissing`.
    pub fn reopen(&mut self, why: &str, by: UserId, since: Timestamp) -> Result<(), Refused> {
        self.can(Move::Reopen)?;
        self.state = State::Addendum { by, since, why: reason(why)? };
        Ok(())
    }

    fn can(&self, step: Move) -> Result<(), Refused> {
        let state = self.state.name();
        if state.moves().contains(&step) { Ok(()) } else { Err(Refused::NotFromHere { state, step }) }
    }

    fn review_by(&mut self, reviewer: UserId, since: Timestamp) -> Result<(), Refused> {
        if self.authors.contains(&reviewer) {
            return Err(Refused::ReviewerIsAuthor);
        }
        self.state = State::InReview { reviewer, since };
        Ok(())
    }

    fn is_reviewed_by(&self, person: UserId) -> Result<(), Refused> {
        match self.state {
            State::InReview { reviewer, .. } if reviewer == person => Ok(()),
            State::Approved { by, .. } if by == person => Ok(()),
            _ => Err(Refused::NotTheReviewer),
        }
    }
}

fn reason(typed: &str) -> Result<String, Refused> {
    let typed = typed.trim();
    if typed.is_empty() { Err(Refused::ReasonMissing) } else { Ok(typed.to_owned()) }
}

#[cfg(test)]
mod tests;
