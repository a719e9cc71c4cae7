//! What a clock does while a ticket stands somewhere.

use serde::{Deserialize, Serialize};

use super::Metric;
use crate::{
    ticket::{StatusName, WaitingOn},
    word::words,
};

words! {
    /// What a clock does in a status.
    pub enum Mark {
        Run = "run",
        Pause = "pause",
        Stop = "stop",
    }
}

words! {
    /// Where a ticket stands, and for whom it waits.
    pub enum Standing {
        New = "new",
        Assigned = "assigned",
        InProgress = "in_progress",
        WaitingForRequester = "waiting_for_requester",
        WaitingForSupplier = "waiting_for_supplier",
        WaitingForDate = "waiting_for_date",
        Resolved = "resolved",
        Closed = "closed",
        Cancelled = "cancelled",
    }
}

impl Standing {
    /// A status with whom or what it waits for. An imported ticket may wait
    /// for nobody knows whom; that counts as the requester.
    #[must_use]
    pub const fn of(status: StatusName, waiting_on: Option<WaitingOn>) -> Self {
        match (status, waiting_on) {
            (StatusName::New, _) => Self::New,
            (StatusName::Assigned, _) => Self::Assigned,
            (StatusName::InProgress, _) => Self::InProgress,
            (StatusName::Waiting, Some(WaitingOn::Supplier)) => Self::WaitingForSupplier,
            (StatusName::Waiting, Some(WaitingOn::Date)) => Self::WaitingForDate,
            (StatusName::Waiting, Some(WaitingOn::Requester) | None) => Self::WaitingForRequester,
            (StatusName::Resolved, _) => Self::Resolved,
            (StatusName::Closed, _) => Self::Closed,
            (StatusName::Cancelled, _) => Self::Cancelled,
        }
    }
}

/// What one metric's clocks do in each status. Being cancelled has no mark: it
/// ends every clock, whatever else holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are the statuses")]
pub struct Marks {
    pub new: Mark,
    pub assigned: Mark,
    pub in_progress: Mark,
    pub waiting_for_requester: Mark,
    pub waiting_for_supplier: Mark,
    pub waiting_for_date: Mark,
    /// `Stop` for a target that is met by resolving; anything else, and it is met by closing.
    pub resolved: Mark,
    /// Always `Stop`.
    pub closed: Mark,
}

const fn waits(pauses: bool) -> Mark {
    if pauses { Mark::Pause } else { Mark::Run }
}

impl Marks {
    /// What holds where a policy says nothing (`docs/sla.md`, "Statuses").
    #[must_use]
    pub const fn usual(metric: Metric) -> Self {
        let (requester, supplier, date) = match metric {
            Metric::FirstResponse | Metric::Update => (false, false, true),
            Metric::Resolution => (true, false, true),
            Metric::Ola => (true, true, true),
            Metric::Supplier => (false, false, false),
        };
        Self {
            new: Mark::Run,
            assigned: Mark::Run,
            in_progress: Mark::Run,
            waiting_for_requester: waits(requester),
            waiting_for_supplier: waits(supplier),
            waiting_for_date: waits(date),
            resolved: Mark::Stop,
            closed: Mark::Stop,
        }
    }

    /// What the clock does there; `None` ends it.
    #[must_use]
    pub const fn of(&self, standing: Standing) -> Option<Mark> {
        Some(match standing {
            Standing::New => self.new,
            Standing::Assigned => self.assigned,
            Standing::InProgress => self.in_progress,
            Standing::WaitingForRequester => self.waiting_for_requester,
            Standing::WaitingForSupplier => self.waiting_for_supplier,
            Standing::WaitingForDate => self.waiting_for_date,
            Standing::Resolved => self.resolved,
            Standing::Closed => self.closed,
            Standing::Cancelled => return None,
        })
    }
}
