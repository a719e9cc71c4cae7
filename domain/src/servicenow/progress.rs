//! How far an import has come: what its page and its closing summary show.

use serde::{Deserialize, Serialize};

use super::{Fault, Tally};
use crate::{id::ImportId, time::Timestamp, word::words};

words! {
    /// Where an import stands. One from the command line is only ever running or done.
    pub enum Stage {
        /// The log is here; which column feeds which field is being chosen.
        Uploaded = "uploaded",
        /// A dry run reads it; nothing is written down but what it finds.
        Checking = "checking",
        /// The dry run is over, and somebody has to say whether it is to come in.
        Checked = "checked",
        /// Not all is written down yet; whoever comes next goes on where it stopped.
        Running = "running",
        /// Somebody stopped it; what was written stays, and it can go on.
        Stopped = "stopped",
        /// It cannot be read on; what was written stays.
        Failed = "failed",
        /// All is written down.
        Done = "done",
    }
}

words! {
    /// What somebody wants of an import that was uploaded.
    pub enum Steer {
        /// Write down what was checked.
        Import = "import",
        /// Stop reading.
        Stop = "stop",
        /// Go on where it stopped.
        Resume = "resume",
        /// Throw the log away, of which nothing was written down.
        Discard = "discard",
    }
}

impl Stage {
    /// Whether a job is at it.
    #[must_use]
    pub const fn is_under_way(self) -> bool {
        matches!(self, Self::Checking | Self::Running)
    }

    /// Where it goes when somebody steers it, if it can go there: without a stage when it is thrown
    /// away. `begun` is whether anything was written down.
    ///
    /// # Errors
    /// [`NoWay`] where there is none.
    pub const fn steered(self, steer: Steer, begun: bool) -> Result<Option<Self>, NoWay> {
        match (steer, self) {
            (Steer::Import, Self::Checked) => Ok(Some(Self::Running)),
            (Steer::Stop, Self::Checking) => Ok(Some(Self::Uploaded)),
            (Steer::Stop, Self::Running) => Ok(Some(Self::Stopped)),
            (Steer::Resume, Self::Stopped) => Ok(Some(Self::Running)),
            (Steer::Resume, Self::Failed) if begun => Ok(Some(Self::Running)),
            (Steer::Discard, Self::Uploaded | Self::Checked) => Ok(None),
            (Steer::Discard, Self::Failed | Self::Stopped) if !begun => Ok(None),
            _ => Err(NoWay),
        }
    }

    /// Whether columns and zone can be chosen: once something was written down, the rest must be read the same way.
    #[must_use]
    pub const fn can_be_prepared(self, begun: bool) -> bool {
        matches!(self, Self::Uploaded | Self::Checked) || matches!(self, Self::Failed) && !begun
    }
}

/// The import does not stand where this could be wanted of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the import does not stand where it could do that")]
pub struct NoWay;

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
    /// How many rows the log has; 0 while nobody has counted them.
    pub rows: u64,
    /// How many of them were read, by the dry run or by the import, whichever is or was at it.
    pub rows_done: u64,
    /// What came of it; after a dry run, what would.
    pub summary: Summary,
    /// Why it failed, if it did.
    pub fault: Option<Fault>,
    /// Whether its log came through the browser, so that it can be steered there.
    pub uploaded: bool,
    /// The zone of the log's times, an IANA name.
    pub time_zone: String,
    /// When it began.
    pub created_at: Timestamp,
    /// When it last wrote.
    pub updated_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_checked_is_imported_and_only_what_left_nothing_is_thrown_away() {
        for &stage in Stage::ALL {
            for begun in [false, true] {
                assert_eq!(stage.steered(Steer::Import, begun).is_ok(), stage == Stage::Checked, "{stage}");
                let discarded = stage.steered(Steer::Discard, begun).is_ok();
                assert!(!(discarded && (stage.is_under_way() || stage == Stage::Done)), "{stage}");
                assert!(!(discarded && begun && matches!(stage, Stage::Stopped | Stage::Failed)), "{stage}");
                assert_eq!(stage.steered(Steer::Stop, begun).is_ok(), stage.is_under_way(), "{stage}");
            }
        }
        assert_eq!(Stage::Stopped.steered(Steer::Resume, true), Ok(Some(Stage::Running)));
        assert_eq!(Stage::Checking.steered(Steer::Stop, false), Ok(Some(Stage::Uploaded)));
    }

    #[test]
    fn columns_are_not_changed_under_an_import_that_has_begun() {
        assert!(Stage::Failed.can_be_prepared(false));
        assert!(!Stage::Failed.can_be_prepared(true));
        assert!(!Stage::Running.can_be_prepared(false));
        assert!(!Stage::Stopped.can_be_prepared(true));
    }
}
