//! Why a log cannot be read at all, or not to its end.

use serde::{Deserialize, Serialize};

use super::Field;

/// What is wrong with a log as a whole; what is wrong with one row is a [`Rejection`](super::Rejection).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// There is not even a header, or no row below it.
    Empty,
    /// Another kind of file: a picture, a workbook, a text without commas.
    NotCsv,
    /// A zip that cannot be unpacked: cut off, changed, encrypted.
    DamagedZip,
    /// A zip that holds far more than a log of its size would.
    UnpacksToTooMuch,
    /// A zip without a CSV file.
    NoLog,
    /// A zip with several CSV files, of which none is more the log than the others.
    SeveralLogs,
    /// A row that goes on and on, such as behind a quote that is never closed.
    EndlessRow {
        /// Where it begins; the header is line 1.
        line: u64,
    },
    /// Fields without which its rows say nothing.
    MissingColumns {
        /// Which fields.
        fields: Vec<Field>,
    },
    /// The file that was sent is not there any more.
    Gone,
    /// The disk refuses: it is full, or its folder cannot be written.
    Disk,
    /// A defect of this program; its log says more.
    Internal,
}
