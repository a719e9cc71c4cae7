//! What the rows of an incident tell of its past, in the source's names: who
//! and what they are here is found by whoever writes them down.

use crate::{
    priority::{Impact, Priority, Urgency},
    ticket::{StatusName, WaitingOn},
    time::Timestamp,
};

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// When.
    pub at: Timestamp,
    /// Who did it, in the source's name for them.
    pub actor: Option<String>,
    /// What.
    pub change: Change,
}

/// Who answers for an incident.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// The assignment group.
    pub group: Option<String>,
    /// The person.
    pub person: Option<String>,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// It was filed.
    Submitted,
    /// It stands elsewhere; also a reopening, from resolved or closed.
    Status {
        /// Where it stood.
        from: StatusName,
        /// Where it stands.
        to: StatusName,
        /// What the source calls it, where that says more than our word.
        reason: String,
        /// Whom it waits for.
        waiting_on: Option<WaitingOn>,
    },
    /// It was answered.
    Resolved {
        /// Where it stood.
        from: StatusName,
    },
    /// Somebody else answers for it.
    Assigned {
        /// Who did.
        from: Held,
        /// Who does.
        to: Held,
    },
    /// It is more or less pressing.
    Priority {
        /// What it was.
        from: Priority,
        /// What it is.
        to: Priority,
        /// The impact and urgency of that moment, if both are known.
        by: Option<(Impact, Urgency)>,
    },
    /// It belongs to another category, and so to another service.
    Category {
        /// The category that it had.
        from: Option<String>,
        /// The category that it has.
        to: Option<String>,
    },
    /// A field without a meaning here changed.
    Field {
        /// The column's name.
        field: String,
        /// What stood there.
        from: Option<String>,
        /// What stands there.
        to: Option<String>,
    },
}
