//! The first look at a log: whether it can be read, which one it is, how long
//! it is, and whether the rows of each incident stand together.
//!
//! An incident's history can only be told when all its rows are known, and no
//! row says that it is the last one. Where the rows stand together, as exports
//! have them, the next number says it, and the log can be written down while it
//! streams by. Where they do not, the rows are brought together first
//! ([`super::together`]). Finding out costs a small part of the import, and the
//! fingerprint and the length are needed before its first row anyway: the one
//! tells a log that was begun from another, the other gives progress a whole.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Read;
use std::path::Path;

use domain::servicenow::{Columns, Field};
use sha2::{Digest, Sha256};

use super::input::{self, Records};
use super::{ImportError, Mapping};

/// What the first look found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Survey {
    /// Where the fields stand.
    pub columns: Columns,
    /// The header as it is.
    pub header: Vec<String>,
    /// How many rows there are below the header.
    pub rows: u64,
    /// The SHA-256 of the log's bytes, the same for a file and for its zip.
    pub fingerprint: String,
    /// Whether the rows of each incident stand together.
    pub together: bool,
}

/// Looks through the whole log once, in memory of a few bytes an incident.
///
/// # Errors
/// A file that cannot be read, a header without the columns that are needed.
pub fn survey(path: &Path, mapping: &Mapping) -> Result<Survey, ImportError> {
    input::open(path, |bytes| {
        let mut bytes = Fingerprinted { inner: bytes, hasher: Sha256::new() };
        let (header, mut records) = Records::begin(&mut bytes)?;
        let columns = Columns::mapped(header.iter().map(String::as_str), mapping)?;
        let number = columns.position(Field::Number).unwrap_or_default();
        let (mut rows, mut together) = (0, true);
        let (mut seen, mut last) = (HashSet::new(), None);
        while let Some((_, record)) = records.next()? {
            rows += 1;
            let this = key(record.get(number).unwrap_or_default());
            // Two numbers with one hash look like a number that came back: that costs time and no truth.
            if last != Some(this) && !seen.insert(this) {
                together = false;
            }
            last = Some(this);
        }
        drop(records);
        let fingerprint = bytes.hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Survey { columns, header, rows, fingerprint, together })
    })
}

fn key(number: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    number.trim_ascii().hash(&mut hasher);
    hasher.finish()
}

struct Fingerprinted<R> {
    inner: R,
    hasher: Sha256,
}

impl<R: Read> Read for Fingerprinted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.hasher.update(&buffer[..read]);
        Ok(read)
    }
}
