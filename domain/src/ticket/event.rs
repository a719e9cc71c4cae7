//! What stands in a ticket's timeline. An event is written once and never
//! changed; what an old version wrote must be readable for ever, so variants
//! and fields are only added, and new fields have defaults.

use serde::{Deserialize, Serialize};

use super::{Kind, Number, ResolutionCode, StatusName, WaitingOn};
use crate::{
    fault::{number::Number as FaultNumber, update::Stage},
    id::{AttachmentId, EventId, ServiceId, TeamId, UserId},
    priority::{Impact, Priority, Urgency},
    sla::{At, Correction, Metric},
    survey::{Answer, Outcome},
    time::Timestamp,
    word::words,
};

words! {
    /// Who may read an entry.
    pub enum Visibility {
        /// Everybody who sees the ticket.
        Public = "public",
        /// Those who answer.
        Internal = "internal",
    }
}

words! {
    /// On which side of a conversation somebody speaks.
    pub enum Side { Requester = "requester", Agent = "agent" }
}

words! {
    /// The way on which a ticket came in.
    pub enum Source {
        /// The requester filed it in the portal.
        Portal = "portal",
        /// An agent filed it for the requester.
        Agent = "agent",
        /// It was imported with its history.
        Import = "import",
        /// It came by mail.
        Mail = "mail",
        /// Another program filed it.
        Api = "api",
    }
}

/// One entry of a timeline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Its own identity; entries of one moment are ordered by it.
    pub id: EventId,
    /// When it happened.
    pub at: Timestamp,
    /// Who did it; nobody, when it happened by itself.
    pub actor: Option<UserId>,
    /// Who may read it.
    pub visibility: Visibility,
    /// What happened.
    pub what: What,
}

/// The team and the person that answer for a ticket.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The team.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamId>,
    /// The person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<UserId>,
}

/// What happened to a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum What {
    /// It was filed.
    Submitted {
        /// The way on which it came in.
        source: Source,
    },
    /// Somebody wrote to the other side.
    Replied {
        /// Whose side it was.
        by: Side,
        /// Markdown.
        text: String,
    },
    /// Somebody wrote to those who answer.
    Noted {
        /// Markdown.
        text: String,
    },
    /// It stands elsewhere now. Reopening is such a change, from resolved or closed.
    StatusChanged {
        /// Where it stood.
        from: StatusName,
        /// Where it stands.
        to: StatusName,
        /// In the words of who did it; may be empty.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        reason: String,
        /// Whom or what it waits for, if it does.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        waiting_on: Option<WaitingOn>,
        /// When it goes on by itself, if it does.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Timestamp>,
    },
    /// It was answered.
    Resolved {
        /// Where it stood.
        from: StatusName,
        /// How; unknown for some imported tickets.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        code: Option<ResolutionCode>,
        /// Markdown; may be empty for imported tickets.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        text: String,
    },
    /// Somebody else answers for it.
    Assigned {
        /// Who did.
        #[serde(default)]
        from: Holder,
        /// Who does.
        #[serde(default)]
        to: Holder,
        /// Why it was handed over; may be empty.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        reason: String,
    },
    /// It is more or less pressing than was thought.
    PriorityChanged {
        /// What it was.
        from: Priority,
        /// What it is.
        to: Priority,
        /// Why it is so, if it was decided by impact and urgency.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<(Impact, Urgency)>,
    },
    /// A request turned out to be an incident, or the other way round.
    KindChanged {
        /// What it was.
        from: Kind,
        /// What it is.
        to: Kind,
    },
    /// It belongs to another service.
    ServiceChanged {
        /// The service that it belonged to.
        from: ServiceId,
        /// The service that it belongs to.
        to: ServiceId,
    },
    /// Its title was reworded.
    TitleChanged {
        /// What it was.
        from: String,
        /// What it is.
        to: String,
    },
    /// One more person asks for it.
    RequesterAdded {
        /// Who.
        person: UserId,
    },
    /// A person does not ask for it any more.
    RequesterRemoved {
        /// Who.
        person: UserId,
    },
    /// One more person follows it.
    WatcherAdded {
        /// Who.
        person: UserId,
    },
    /// A person does not follow it any more.
    WatcherRemoved {
        /// Who.
        person: UserId,
    },
    /// Files were attached without a reply or a note.
    Attached {
        /// The files.
        files: Vec<AttachmentId>,
    },
    /// The requester judged the answer.
    Rated {
        /// What they answered. Stars were there first, and gave it the name that it is stored under.
        #[serde(rename = "stars")]
        answer: Answer,
        /// In the requester's words; may be empty.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        comment: String,
    },
    /// A low rating is to be followed up.
    FollowUpOpened {
        /// By whom; nobody, where the team has no lead.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        owner: Option<UserId>,
        /// By when.
        due: Timestamp,
    },
    /// A low rating was followed up.
    FollowUpClosed {
        /// What came of it.
        outcome: Outcome,
        /// Whether somebody spoke with the requester.
        contacted: bool,
        /// What was learnt, in the words of who followed it up.
        learnt: String,
    },
    /// A clock reached a step of its way, and people were told of it.
    Warned {
        /// What the clock measures.
        metric: Metric,
        /// Which of the ticket's clocks for it.
        cycle: u32,
        /// Where on its way it is.
        place: At,
        /// When the target is, or was, used up.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        deadline: Option<Timestamp>,
        /// Who was told; nobody, when nobody was there to be told.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        told: Vec<UserId>,
    },
    /// The company was told of a fault that the ticket belongs to.
    Informed {
        /// Of which one.
        fault: FaultNumber,
        /// Where the work on it stood.
        stage: Stage,
        /// What is wrong, in one line.
        headline: String,
        /// Markdown.
        text: String,
    },
    /// It became part of another ticket and is closed.
    Merged {
        /// Of which one.
        into: Number,
    },
    /// Another ticket became part of it.
    Absorbed {
        /// Which one.
        other: Number,
    },
    /// Something had been written down wrongly, for the clocks. What was written stays.
    Corrected {
        /// What is right.
        correction: Correction,
        /// Why, in the words of who corrected it.
        reason: String,
    },
    /// A breach is not held against anybody. It stays a breach.
    Excused {
        /// Of which metric.
        metric: Metric,
        /// Of which cycle.
        cycle: u32,
        /// Why, in the words of who excused it.
        reason: String,
    },
    /// From here on the policies and calendars in force at this moment hold.
    Rebased {
        /// Why, in the words of who decided it.
        reason: String,
    },
    /// Another system changed something that has no word of its own here.
    Imported {
        /// What that system calls the field.
        field: String,
        /// What stood there.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<String>,
        /// What stands there.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<String>,
    },
    /// Written by a later version than this one; shown as "something changed".
    #[serde(other)]
    Unknown,
}

impl What {
    /// The word that it is stored under.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Submitted { .. } => "submitted",
            Self::Replied { .. } => "replied",
            Self::Noted { .. } => "noted",
            Self::StatusChanged { .. } => "status_changed",
            Self::Resolved { .. } => "resolved",
            Self::Assigned { .. } => "assigned",
            Self::PriorityChanged { .. } => "priority_changed",
            Self::KindChanged { .. } => "kind_changed",
            Self::ServiceChanged { .. } => "service_changed",
            Self::TitleChanged { .. } => "title_changed",
            Self::RequesterAdded { .. } => "requester_added",
            Self::RequesterRemoved { .. } => "requester_removed",
            Self::WatcherAdded { .. } => "watcher_added",
            Self::WatcherRemoved { .. } => "watcher_removed",
            Self::Attached { .. } => "attached",
            Self::Rated { .. } => "rated",
            Self::FollowUpOpened { .. } => "follow_up_opened",
            Self::FollowUpClosed { .. } => "follow_up_closed",
            Self::Warned { .. } => "warned",
            Self::Informed { .. } => "informed",
            Self::Merged { .. } => "merged",
            Self::Absorbed { .. } => "absorbed",
            Self::Corrected { .. } => "corrected",
            Self::Excused { .. } => "excused",
            Self::Rebased { .. } => "rebased",
            Self::Imported { .. } => "imported",
            Self::Unknown => "unknown",
        }
    }

    /// Who may read such an entry: notes, watchers, the traces of an import and
    /// what is decided about clocks are for those who answer, and so is what this
    /// version does not know.
    #[must_use]
    pub const fn visibility(&self) -> Visibility {
        match self {
            Self::Noted { .. }
            | Self::WatcherAdded { .. }
            | Self::WatcherRemoved { .. }
            | Self::FollowUpOpened { .. }
            | Self::FollowUpClosed { .. }
            | Self::Warned { .. }
            | Self::Absorbed { .. }
            | Self::Corrected { .. }
            | Self::Excused { .. }
            | Self::Rebased { .. }
            | Self::Imported { .. }
            | Self::Unknown => Visibility::Internal,
            _ => Visibility::Public,
        }
    }

    /// The markdown that somebody wrote, if it carries any.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        let text = match self {
            Self::Replied { text, .. } | Self::Noted { text } | Self::Resolved { text, .. } | Self::Informed { text, .. } => text,
            Self::Rated { comment, .. } => comment,
            Self::FollowUpClosed { learnt, .. } => learnt,
            _ => return None,
        };
        (!text.is_empty()).then_some(text)
    }
}

impl Event {
    /// The entry as the requester reads it; `None` when it is not for them.
    ///
    /// Both the stored visibility and the kind must allow it, and the reason
    /// of a hand-over and the code of a resolution stay between those who answer.
    #[must_use]
    pub fn for_requester(mut self) -> Option<Self> {
        if self.visibility == Visibility::Internal || self.what.visibility() == Visibility::Internal {
            return None;
        }
        match &mut self.what {
            What::Assigned { reason, .. } => reason.clear(),
            What::Resolved { code, .. } => *code = None,
            _ => {}
        }
        Some(self)
    }
}

#[cfg(test)]
mod tests;
