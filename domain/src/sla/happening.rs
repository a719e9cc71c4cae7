//! What clocks need to know of a ticket's life, and no more.

use serde::{Deserialize, Serialize};

use super::{Metric, Standing};
use crate::{
    id::{EventId, ServiceId, TeamId, UserId},
    priority::Priority,
    ticket::Kind,
    time::Timestamp,
};

/// Something that happened to a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Happening {
    /// The entry of the timeline that tells it; entries of one moment are ordered by it.
    pub event: EventId,
    /// When.
    pub at: Timestamp,
    /// Who did it; nobody, when it happened by itself.
    pub by: Option<UserId>,
    /// What.
    pub fact: Fact,
}

/// What happened, as far as clocks are concerned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
pub enum Fact {
    /// The ticket was filed.
    Opened(Opened),
    /// Somebody wrote publicly.
    Replied {
        /// Who, to the clocks.
        speaker: Speaker,
    },
    /// It was answered. What an agent says then is a reply as well.
    Resolved {
        /// Who, to the clocks.
        speaker: Speaker,
    },
    /// It stands elsewhere, other than by being resolved.
    Stood {
        /// Where.
        standing: Standing,
    },
    /// Another team answers for it, or none.
    Assigned {
        /// Which one.
        team: Option<TeamId>,
        /// Whether it is a supplier's.
        outside: bool,
    },
    /// It is more or less pressing.
    Prioritised {
        /// How much.
        priority: Priority,
    },
    /// It is of another kind.
    KindChanged {
        /// Which.
        kind: Kind,
    },
    /// It belongs to another service. From here on the versions of this moment hold.
    ServiceChanged {
        /// Which.
        service: Option<ServiceId>,
    },
    /// Somebody decided that the versions of this moment hold from here on.
    Rebased,
    /// It became part of another ticket, which goes on without any change of its clocks.
    Merged,
    /// Something had been written down wrongly.
    Corrected {
        /// What is right.
        correction: Correction,
    },
    /// A breach is not held against anybody. It stays a breach.
    Excused {
        /// Of which metric.
        metric: Metric,
        /// Of which cycle, from 1.
        cycle: u32,
    },
}

/// What a ticket was like when it was filed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// Its service; an imported ticket may have none.
    pub service: Option<ServiceId>,
    /// Its kind.
    pub kind: Kind,
    /// Its priority.
    pub priority: Priority,
    /// The one team that the requester counts for.
    pub requester_team: Option<TeamId>,
    /// The team that answers for it.
    pub team: Option<TeamId>,
    /// Whether that is a supplier's.
    pub outside: bool,
    /// Where it stands; it may begin by waiting.
    pub standing: Standing,
}

/// Who speaks, to the clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Speaker {
    /// Somebody who answers and is not the requester.
    Agent,
    /// The requester.
    Requester,
    /// A program, or the requester on the answering side: it neither stops nor starts a clock.
    Nobody,
}

/// What should have been written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "correction", rename_all = "snake_case")]
pub enum Correction {
    /// An event happened at another time.
    Moment {
        /// Which event.
        event: EventId,
        /// When it did.
        at: Timestamp,
    },
    /// A while `[from, until)` should have been paused.
    Paused {
        /// For this metric alone; for all, if absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        metric: Option<Metric>,
        /// When the pause should have begun.
        from: Timestamp,
        /// When it should have ended.
        until: Timestamp,
    },
    /// A while `[from, until)` should not have been paused.
    Counted {
        /// For this metric alone; for all, if absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        metric: Option<Metric>,
        /// When the work went on.
        from: Timestamp,
        /// Until when it did.
        until: Timestamp,
    },
}
