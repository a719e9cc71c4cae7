//! Service levels: calendars and policies with their versions, and the clocks that tickets have by them.
//!
//! Rows about clocks are a copy of what [`domain::sla::replay()`] says of a ticket's timeline, and may be thrown away
//! (`ARCHITECTURE.md`, "SLA"). What may not are the versions, and `breaches`: a promise that was not kept stays on record.

mod book;
pub mod calendars;
pub mod clocks;
pub mod policies;
mod requester;
mod rows;
mod settle;

pub(crate) use book::Shelf;
pub(crate) use requester::requester_team;
pub(crate) use settle::settle;
pub use settle::{recompute, settle_due};

/// `tickets.due_at` of a ticket that nothing is due for: behind every other one.
pub(crate) const NEVER: i64 = i64::MAX;
