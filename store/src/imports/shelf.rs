//! Where the files of one import stand: its log, and the rows of it that were rejected.

use std::path::PathBuf;

use domain::time::Timestamp;
use object_store::{ObjectStoreExt, path::Path};

use crate::{Result, Store, token};

/// The folder of all of them in the file store.
pub(super) const ROOT: &str = "imports";

/// One import's folder in the file store.
pub(super) struct Shelf(String);

impl Shelf {
    /// A place of its own: nothing of the sender's name is in it, and nobody can guess it.
    pub(super) fn fresh(now: Timestamp) -> Result<Self> {
        let month = &now.to_string()[..7];
        Ok(Self(format!("{ROOT}/{month}/{}", token::fresh()?)))
    }

    /// The folder that a row remembers.
    pub(super) fn of(name: &str) -> Self {
        Self(name.to_owned())
    }

    pub(super) fn name(&self) -> &str {
        &self.0
    }

    pub(super) fn log(&self) -> Path {
        Path::from(format!("{}/log", self.0))
    }

    pub(super) fn rejected(&self) -> Path {
        Path::from(format!("{}/rejected.csv", self.0))
    }

    /// The log as a file that can be read from any place in it, as a zip has to be.
    pub(super) fn log_file(&self, store: &Store) -> PathBuf {
        store.folder.join(&self.0).join("log")
    }

    /// Throws everything away, as far as it can be: what stays is found by the sweep.
    pub(super) async fn clear(&self, store: &Store) {
        for path in [self.log(), self.rejected()] {
            let _ = store.files.delete(&path).await;
        }
    }
}
