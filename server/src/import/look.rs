//! A look at the beginning of a log that was sent, before anything is decided.

use std::io::Read;
use std::path::Path;

use domain::servicenow::{Fault, Sample};
use store::imports::LogReader;

use super::ImportError;
use super::input::{self, Records};

/// Rows that are looked at.
const ROWS: usize = 120;
/// The first bytes, in which no text has a zero.
const HEAD: u64 = 4_096;

/// Reads CSV, also out of a zip; what kind of file it is, its content says.
#[derive(Debug)]
pub struct Looker;

impl LogReader for Looker {
    fn look(&self, log: &Path) -> Result<Sample, Fault> {
        input::open(log, |bytes| {
            let mut head = Vec::new();
            bytes.take(HEAD).read_to_end(&mut head).map_err(csv::Error::from)?;
            if head.contains(&0) {
                return Ok(Err(Fault::NotCsv));
            }
            let (header, mut records) = Records::begin(head.as_slice().chain(bytes))?;
            // With another separator, or as another kind of text, it is one long column.
            if header.len() < 3 {
                return Ok(Err(Fault::NotCsv));
            }
            let mut rows = Vec::new();
            while rows.len() < ROWS {
                match records.next()? {
                    Some((line, record)) => {
                        rows.push((line, record.iter().map(|value| String::from_utf8_lossy(value).into_owned()).collect()));
                    }
                    None if rows.is_empty() => return Ok(Err(Fault::Empty)),
                    None => return Ok(Ok(Sample { header, rows, whole: true })),
                }
            }
            Ok(Ok(Sample { header, rows, whole: false }))
        })
        .map_err(|error: ImportError| error.fault())?
    }
}
