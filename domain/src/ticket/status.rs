//! Where a ticket stands. Each state has only the moves that it allows as
//! methods, so a move that makes no sense does not compile;
//! [`transition`](super::transition) is the door for moves that arrive as data.

use serde::{Deserialize, Serialize};

use super::{ClosingRule, IllegalMove, Resolution};
use crate::{id::UserId, time::Timestamp, word::words};

words! {
    /// A status without its data: for columns, filters and chips.
    pub enum StatusName {
        /// Filed, and no person answers for it yet.
        New = "new",
        /// A person answers for it and has not begun.
        Assigned = "assigned",
        /// Somebody works on it.
        InProgress = "in_progress",
        /// Nothing can be done before somebody or some day comes.
        Waiting = "waiting",
        /// Answered; the requester may still disagree.
        Resolved = "resolved",
        /// Over.
        Closed = "closed",
        /// Withdrawn before it was resolved.
        Cancelled = "cancelled",
    }
}

impl StatusName {
    /// Whether somebody still has to do something about it.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::New | Self::Assigned | Self::InProgress | Self::Waiting)
    }
}

words! {
    /// Whom or what a waiting ticket waits for.
    pub enum WaitingOn {
        Requester = "requester",
        Supplier = "supplier",
        Date = "date",
    }
}

/// A ticket's status with the data that belongs to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum Status {
    /// Somebody has to do something about it.
    Open(Open),
    /// Answered, may be reopened.
    Resolved(Resolved),
    /// Over, by itself or by the requester.
    Closed(Closed),
    /// Withdrawn.
    Cancelled(Cancelled),
}

/// The states of a ticket that is not yet answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "open", rename_all = "snake_case")]
pub enum Open {
    /// No person answers for it.
    New,
    /// A person does, and has not begun.
    Assigned,
    /// A person works on it.
    InProgress,
    /// It cannot go on for now.
    Waiting(Waiting),
}

/// Why, for whom and since when a ticket waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// Whom or what for.
    pub on: WaitingOn,
    /// When it goes on by itself; always there when it waits for a date.
    pub until: Option<Timestamp>,
    /// Since when.
    pub since: Timestamp,
    /// In the agent's words; empty when none were given.
    pub reason: String,
    /// Whether work had begun before: it decides where the ticket returns to.
    pub started: bool,
}

/// When and how a ticket was answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolved {
    /// When.
    pub at: Timestamp,
    /// By whom; unknown for some imported tickets.
    pub by: Option<UserId>,
    /// How; only an imported ticket can lack it.
    pub resolution: Option<Resolution>,
}

/// When a ticket ended for good.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    /// When.
    pub at: Timestamp,
    /// How it had been resolved; an imported ticket may have been closed without.
    pub resolved: Option<Resolved>,
}

/// When and why a ticket was withdrawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cancelled {
    /// When.
    pub at: Timestamp,
    /// By whom; unknown for some imported tickets.
    pub by: Option<UserId>,
    /// In their words; may be empty.
    pub reason: String,
}

/// What an agent enters to let a ticket wait.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitFor {
    /// Whom or what for.
    pub on: WaitingOn,
    /// When it goes on by itself; must be there when it waits for a date.
    pub until: Option<Timestamp>,
    /// In the agent's words; may be empty.
    pub reason: String,
}

impl Status {
    /// Every ticket begins here.
    pub const NEW: Self = Self::Open(Open::New);

    /// The status without its data.
    #[must_use]
    pub const fn name(&self) -> StatusName {
        match self {
            Self::Open(open) => open.name(),
            Self::Resolved(_) => StatusName::Resolved,
            Self::Closed(_) => StatusName::Closed,
            Self::Cancelled(_) => StatusName::Cancelled,
        }
    }

    /// Whether somebody still has to do something about it.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self, Self::Open(_))
    }

    /// The status as the requester reads it: the code of a resolution stays between those who answer, and its text is shown by itself.
    #[must_use]
    pub fn for_requester(mut self) -> Self {
        if let Self::Resolved(resolved) | Self::Closed(Closed { resolved: Some(resolved), .. }) = &mut self {
            resolved.resolution = None;
        }
        self
    }

    /// When it will close by itself, if nothing happens before.
    #[must_use]
    pub fn closes_at(&self, rule: &ClosingRule) -> Option<Timestamp> {
        match self {
            Self::Resolved(resolved) => Some(resolved.at.plus(rule.close_after())),
            _ => None,
        }
    }

    /// Until when a requester's reply opens it again; `None` when it never can,
    /// or need not.
    #[must_use]
    pub fn reopens_until(&self, rule: &ClosingRule) -> Option<Timestamp> {
        match self {
            Self::Resolved(resolved) => Some(resolved.at.plus(rule.reopen_within())),
            Self::Closed(closed) => Some(closed.resolved_at().plus(rule.reopen_within())),
            Self::Open(_) | Self::Cancelled(_) => None,
        }
    }
}

impl Open {
    /// The state without its data.
    #[must_use]
    pub const fn name(&self) -> StatusName {
        match self {
            Self::New => StatusName::New,
            Self::Assigned => StatusName::Assigned,
            Self::InProgress => StatusName::InProgress,
            Self::Waiting(_) => StatusName::Waiting,
        }
    }

    /// Whether somebody has begun to work on it.
    #[must_use]
    pub const fn is_started(&self) -> bool {
        match self {
            Self::New | Self::Assigned => false,
            Self::InProgress => true,
            Self::Waiting(waiting) => waiting.started,
        }
    }

    /// A person answers for it now. What is under way or waits stays so.
    #[must_use]
    pub fn assign(self) -> Self {
        match self {
            Self::New => Self::Assigned,
            other => other,
        }
    }

    /// Nobody answers for it any more. What waits goes on waiting.
    #[must_use]
    pub fn unassign(self) -> Self {
        match self {
            Self::Waiting(waiting) => Self::Waiting(Waiting { started: false, ..waiting }),
            Self::New | Self::Assigned | Self::InProgress => Self::New,
        }
    }

    /// Work begins, also on a ticket that waited.
    #[must_use]
    pub fn start(self) -> Self {
        Self::InProgress
    }

    /// It cannot go on for now; a ticket that waits already waits for something else.
    ///
    /// # Errors
    /// [`IllegalMove::NeedsADate`] when it waits for a date without or before now.
    pub fn wait(self, what: WaitFor, now: Timestamp) -> Result<Self, IllegalMove> {
        match (what.on, what.until) {
            (WaitingOn::Date, None) => return Err(IllegalMove::NeedsADate),
            (_, Some(until)) if until <= now => return Err(IllegalMove::NeedsADate),
            _ => {}
        }
        let started = self.is_started();
        let WaitFor { on, until, reason } = what;
        Ok(Self::Waiting(Waiting { on, until, since: now, reason, started }))
    }

    /// It is answered.
    #[must_use]
    pub fn resolve(self, by: UserId, resolution: Resolution, now: Timestamp) -> Resolved {
        Resolved { at: now, by: Some(by), resolution: Some(resolution) }
    }

    /// It is withdrawn.
    #[must_use]
    pub fn cancel(self, by: UserId, reason: String, now: Timestamp) -> Cancelled {
        Cancelled { at: now, by: Some(by), reason }
    }
}

impl Waiting {
    /// What it waited for has come: it returns to where it stood before.
    #[must_use]
    pub fn resume(self, assigned: bool) -> Open {
        match (assigned, self.started) {
            (false, _) => Open::New,
            (true, false) => Open::Assigned,
            (true, true) => Open::InProgress,
        }
    }
}

impl Resolved {
    /// The answer was none. Work goes on with whoever answers for the ticket.
    #[must_use]
    pub fn reopen(self, assigned: bool) -> Open {
        if assigned { Open::InProgress } else { Open::New }
    }

    /// It is over.
    #[must_use]
    pub const fn close(self, now: Timestamp) -> Closed {
        Closed { at: now, resolved: Some(self) }
    }
}

impl Closed {
    /// When it was resolved; when it was closed, if nobody had resolved it.
    #[must_use]
    pub fn resolved_at(&self) -> Timestamp {
        self.resolved.as_ref().map_or(self.at, |resolved| resolved.at)
    }

    /// The answer turned out to be none after all.
    #[must_use]
    pub fn reopen(self, assigned: bool) -> Open {
        if assigned { Open::InProgress } else { Open::New }
    }
}
