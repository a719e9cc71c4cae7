//! How far an import has come: what its page and its closing summary show.

use serde::{Deserialize, Serialize};

use super::Tally;
use crate::{id::ImportId, time::Timestamp, word::words};

words! {
    /// Where an import stands.
    pub enum Stage {
        /// Not all is written down yet; whoever comes next goes on where it stopped.
        Running = "running",
        /// All is written down.
        Done = "done",
    }
}

/// What an import has read and written so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Summary {
    /// What was in the log.
    pub tally: Tally,
    /// Tickets that it made.
    pub new: u64,
    /// Incidents that had become tickets before; they were left as they are.
    pub known: u64,
    /// Entries of timelines that it made.
    pub entries: u64,
}

/// An import, as far as it has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Which one.
    pub id: ImportId,
    /// The log's name.
    pub file_name: String,
    /// Where it stands.
    pub stage: Stage,
    /// How many incidents are done.
    pub position: u64,
    /// What came of it.
    pub summary: Summary,
    /// When it began.
    pub created_at: Timestamp,
    /// When it last wrote.
    pub updated_at: Timestamp,
}
