//! The file of the rows that were refused, so that somebody can mend them and import them again.

use std::fs::File;
use std::path::{Path, PathBuf};

use super::ImportError;
use super::incidents::Refused;

/// Where the refused rows of this log go, unless told otherwise.
pub fn beside(log: &Path) -> PathBuf {
    let mut name = log.as_os_str().to_owned();
    name.push(".rejected.csv");
    name.into()
}

/// Writes `line`, `reason` and the row as it stood; nothing at all while there is nothing to write.
///
/// The file tells of the whole log each time, also when an import goes on where it stopped.
pub struct RejectedRows {
    path: PathBuf,
    header: Vec<String>,
    writer: Option<csv::Writer<File>>,
}

impl RejectedRows {
    /// For a log with this header.
    pub fn new(path: PathBuf, header: &[String]) -> Self {
        Self { path, header: header.to_vec(), writer: None }
    }

    /// Writes rows down.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn take(&mut self, refused: &[Refused]) -> Result<(), ImportError> {
        if refused.is_empty() {
            return Ok(());
        }
        let writer = match &mut self.writer {
            Some(writer) => writer,
            None => self.writer.insert(begin(&self.path, &self.header)?),
        };
        for row in refused {
            let (line, reason) = (row.line.to_string(), row.rejection.to_string());
            writer.write_record([line.as_bytes(), reason.as_bytes()].into_iter().chain(&row.record))?;
        }
        Ok(())
    }

    /// Ends the file, and says where it is if there is one.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn end(mut self) -> Result<Option<PathBuf>, ImportError> {
        match &mut self.writer {
            Some(writer) => {
                writer.flush().map_err(|source| ImportError::File { path: self.path.clone(), source })?;
                Ok(Some(self.path))
            }
            None if self.path.exists() => {
                // One of an earlier run would be believed to be of this one.
                begin(&self.path, &self.header)?;
                Ok(None)
            }
            None => Ok(None),
        }
    }
}

fn begin(path: &Path, header: &[String]) -> Result<csv::Writer<File>, ImportError> {
    let file = File::create(path).map_err(|source| ImportError::File { path: path.to_owned(), source })?;
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(file);
    writer.write_record(["line", "reason"].into_iter().chain(header.iter().map(String::as_str)))?;
    Ok(writer)
}
