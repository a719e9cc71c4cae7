//! Another system's log becomes tickets with their past: on the command line (`command`), and as the server's job (`job`) for a log
//! that came through the browser. Both go through the one `pump`.

mod command;
mod incidents;
mod input;
pub mod job;
mod look;
mod progress;
mod pump;
mod rejected;
mod summary;
mod survey;
mod together;

use std::collections::BTreeMap;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

use domain::servicenow::{Fault, Field, MissingColumns};

pub(crate) use self::command::look;
pub use self::command::{Import, run};
pub use self::look::Looker;
pub use self::survey::{Survey, survey};

/// Columns that somebody chose for fields.
pub type Mapping = BTreeMap<Field, String>;

/// How often whoever watches looks in while the reader has nothing to show.
const LOOK_IN: Duration = Duration::from_secs(10);

/// Why a log cannot be imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file cannot be read, or the one for rejected rows cannot be written.
    #[error("{} cannot be read or written", .path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The archive is damaged.
    #[error("the zip cannot be read")]
    Zip(#[from] zip::result::ZipError),
    /// The archive holds far more than a log of its size would.
    #[error("the zip unpacks to more than {} MiB, which no log of its size does: unpack it and import the CSV itself", .most >> 20)]
    UnpacksToTooMuch {
        /// The most bytes.
        most: u64,
    },
    /// The archive has no CSV file.
    #[error("there is no CSV file in the zip")]
    NoLog,
    /// The archive has more than one CSV file.
    #[error("there are several CSV files in the zip: unpack it and name the one that is meant")]
    SeveralLogs,
    /// The file cannot be read to its end.
    #[error("the CSV cannot be read")]
    Csv(#[from] csv::Error),
    /// There is not even a header.
    #[error("the file is empty")]
    Empty,
    /// A quote is not closed, or it is no CSV at all.
    #[error("the row on line {line} does not end: is a quote missing?")]
    RecordTooLong {
        /// Where the row begins.
        line: u64,
    },
    /// It is another kind of file.
    #[error(transparent)]
    MissingColumns(#[from] MissingColumns),
    /// Rows that are not in order are put in order in the temporary folder.
    #[error("the temporary folder cannot be used")]
    Temporary(#[source] io::Error),
}

impl ImportError {
    /// What people are told of it.
    #[must_use]
    pub fn fault(&self) -> Fault {
        match self {
            Self::File { source, .. } if source.kind() == io::ErrorKind::NotFound => Fault::Gone,
            Self::File { .. } | Self::Temporary(_) => Fault::Disk,
            Self::Zip(_) => Fault::DamagedZip,
            Self::UnpacksToTooMuch { .. } => Fault::UnpacksToTooMuch,
            Self::NoLog => Fault::NoLog,
            Self::SeveralLogs => Fault::SeveralLogs,
            // Only a zip can break off in the middle of its bytes: a file on its own just ends.
            Self::Csv(error) if error.is_io_error() => Fault::DamagedZip,
            Self::Csv(_) => Fault::NotCsv,
            Self::Empty => Fault::Empty,
            Self::RecordTooLong { line } => Fault::EndlessRow { line: *line },
            Self::MissingColumns(MissingColumns(fields)) => Fault::MissingColumns { fields: fields.clone() },
        }
    }
}
