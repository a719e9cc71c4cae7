//! A TOML file of calendars and policies on the disk: what is wrong with it is told with its path and lines.

use std::error::Error;
use std::path::{Path, PathBuf};

use store::Store;
use store::sla::document::Document;
use store::sla::transfer::{self, How, Taken};

use super::sentence;

/// A file that was read.
#[derive(Debug)]
pub struct PolicyFile {
    path: PathBuf,
    /// What it says, with its lines.
    pub document: Document,
}

/// Something in the file is wrong; each line of it is one place.
#[derive(Debug, thiserror::Error)]
#[error("{} cannot be taken:\n{}", .path.display(), .places.join("\n"))]
pub struct Wrong {
    path: PathBuf,
    places: Vec<String>,
}

impl PolicyFile {
    /// Reads it.
    ///
    /// # Errors
    /// A file that is not there, or [`Wrong`] with the line that is no TOML or says what no such file can.
    pub fn read(path: &Path) -> Result<Self, Box<dyn Error>> {
        let text = std::fs::read_to_string(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
        let document = Document::read(text).map_err(|wrong| Wrong { path: path.to_owned(), places: vec![format!("  {wrong}")] })?;
        Ok(Self { path: path.to_owned(), document })
    }

    /// Makes and changes what it says.
    ///
    /// # Errors
    /// [`Wrong`] with each place; the database's.
    pub async fn take(&self, store: &Store, how: How) -> Result<Taken, Box<dyn Error>> {
        transfer::import(store, None, &self.document.content, how).await.map_err(|error| self.told(error))
    }

    /// An error with the lines of this file.
    #[must_use]
    pub fn told(&self, error: store::Error) -> Box<dyn Error> {
        let store::Error::Invalid(invalid) = error else { return error.into() };
        let mut places: Vec<_> = invalid.fields.iter().map(|error| (self.document.line(&error.field), error)).collect();
        places.sort_by_key(|(line, _)| *line);
        let told = places.into_iter().map(|(line, error)| {
            let line = line.map_or_else(String::new, |line| format!("line {line}, "));
            format!("  {line}{}: {}", error.field, sentence(&error.code))
        });
        Wrong { path: self.path.clone(), places: told.collect() }.into()
    }
}
