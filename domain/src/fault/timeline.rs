//! The timeline of a fault: what status changes, alerts, tickets, pasted chat and people said, in one order
//! (`docs/rule-345.md`, "The timeline").

mod chat;
mod quick;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use chat::{ChatLine, Pasted, Unread, Why, paste};
pub use quick::{Command, Quick, Refused as QuickRefused, quick};

use super::moment::typed::date;
use crate::{id::UserId, time::Timestamp, word::words};

/// The most characters of an entry's text.
pub const TEXT_MAX: usize = 20_000;

words! {
    /// Where an entry comes from.
    pub enum Origin {
        /// The fault itself changed.
        Status = "status",
        /// An alert began, was acknowledged or ended.
        Alert = "alert",
        /// Something happened to a linked ticket.
        Ticket = "ticket",
        /// A line of a chat that somebody pasted.
        Chat = "chat",
        /// Somebody wrote it here.
        Person = "person",
        /// It came with an imported fault.
        Import = "import",
    }
}

/// Who says it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "author", rename_all = "snake_case")]
pub enum Author {
    /// It came by itself.
    #[default]
    Nobody,
    /// Somebody with an account.
    Person {
        /// Who.
        id: UserId,
    },
    /// A name that a chat or a file gives, of whoever it may be.
    Named {
        /// As it stood there.
        name: String,
    },
}

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// In which order it came in: a number that only grows. It is the entry's identity within its fault.
    pub arrival: i64,
    /// When it was.
    pub at: Timestamp,
    /// Where it comes from.
    pub origin: Origin,
    /// Who says it.
    #[serde(flatten)]
    pub author: Author,
    /// Markdown, up to [`TEXT_MAX`] characters.
    pub text: String,
    /// A link to what shows it; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub evidence: String,
    /// Whether it stands in the report.
    #[serde(default)]
    pub pinned: bool,
    /// The times that it had before, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<Retimed>,
}

/// A time that an entry does not have any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retimed {
    /// What it was.
    pub from: Timestamp,
    /// Who changed it.
    pub by: UserId,
    /// When it was changed.
    pub at: Timestamp,
}

/// An entry cannot lie in the future.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an entry of a timeline cannot lie in the future")]
pub struct InTheFuture;

impl Entry {
    /// Puts it to another time, and keeps the one that it had. The same time again changes nothing.
    ///
    /// # Errors
    /// When `to` lies after `now`.
    pub fn retime(&mut self, to: Timestamp, by: UserId, now: Timestamp) -> Result<(), InTheFuture> {
        if to > now {
            return Err(InTheFuture);
        }
        if to != self.at {
            self.earlier.push(Retimed { from: self.at, by, at: now });
            self.at = to;
        }
        Ok(())
    }
}

/// A day as it is typed, `2026-03-01`; what a chat without dates begins with.
#[must_use]
pub fn day(text: &str) -> Option<Date> {
    date(text.trim())
}

/// Puts entries into the order in which they are shown: by time, and those of one time as they came in. However they
/// stood before, the outcome is the same.
pub fn order(entries: &mut [Entry]) {
    entries.sort_by_key(|entry| (entry.at, entry.arrival));
}

#[cfg(test)]
mod tests;
