//! Service levels: calendars and policies with their versions, and the clocks that tickets have by them.
//!
//! Rows about clocks are a copy of what [`domain::sla::replay()`] says of a ticket's timeline, and may be thrown away
//! (`ARCHITECTURE.md`, "SLA"). What may not are the versions, and `breaches`: a promise that was not kept stays on record.

mod book;
pub mod breaches;
pub mod calendars;
pub mod choices;
pub mod clocks;
mod correct;
pub mod document;
pub(crate) mod due;
pub mod file;
pub mod listed;
mod named;
pub mod policies;
pub mod rebase;
pub mod report;
mod requester;
mod rounds;
mod rows;
mod settle;
mod steps;
pub mod transfer;
pub mod trial;
pub mod why;

pub use book::promises;
pub(crate) use book::{Glance, Shelf};
pub use correct::{correct, may_correct, preview as preview_correction};
pub use due::{promised, promised_in_list};
pub(crate) use requester::requester_team;
pub use rounds::{recompute, settle_due};
pub(crate) use settle::{settle, settle_these};

/// `tickets.due_at` of a ticket that nothing is due for: behind every other one.
pub(crate) const NEVER: i64 = i64::MAX;
