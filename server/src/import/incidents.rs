//! From records to incidents, in batches that are small enough for one transaction.

use std::path::Path;

use csv::ByteRecord;
use domain::servicenow::{Columns, Field, History, Rejection, Row, Tally};
use domain::time::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::input::{self, Records};
use super::together::Gatherer;
use super::{ImportError, Survey};

/// A batch ends behind the incident with which it has this many incidents, or this many rows.
const INCIDENTS: usize = 400;
const ROWS: u64 = 4_000;
/// It also ends with so many refused rows, as there may be no good one for a long time.
const REFUSED: usize = 1_000;

/// What is written down at once.
#[derive(Debug, Default)]
pub struct Batch {
    /// Complete incidents.
    pub histories: Vec<History>,
    /// Rows that were refused since the batch before.
    pub refused: Vec<Refused>,
    /// How many incidents there were, this batch's included.
    pub incidents: u64,
    /// How many rows were read, this batch's included.
    pub rows: u64,
    /// The counts of all so far.
    pub tally: Tally,
}

/// A row that was refused, as it stood.
#[derive(Debug)]
pub struct Refused {
    /// Where it stood; the header is on line 1.
    pub line: u64,
    /// Why.
    pub rejection: Rejection,
    /// Its values.
    pub record: ByteRecord,
}

/// Reads a log that was surveyed, and gives its batches to `take` until that says `false`.
///
/// The batches are the same each time, which is what makes an import resumable.
///
/// # Errors
/// When the log cannot be read on.
pub fn read(path: &Path, survey: &Survey, zone: &TimeZone, mut take: impl FnMut(Batch) -> bool) -> Result<(), ImportError> {
    let moment = |at: DateTime| store::zone::moment(zone, at);
    let mut reading = Reading { columns: &survey.columns, moment: &moment, rows: Vec::new(), batch: Batch::default(), begun_at: 0 };
    input::open(path, |bytes| {
        let (_, mut records) = Records::begin(bytes)?;
        if survey.together {
            while let Some((line, record)) = records.next()? {
                if !reading.row(line, record, &mut take) {
                    return Ok(());
                }
            }
        } else {
            let number = survey.columns.position(Field::Number).unwrap_or_default();
            let mut gatherer = Gatherer::new(number);
            while let Some((line, record)) = records.next()? {
                gatherer.take(line, record)?;
            }
            let mut rows = gatherer.finish()?;
            while let Some((line, record)) = rows.next()? {
                if !reading.row(line, &record, &mut take) {
                    return Ok(());
                }
            }
        }
        reading.complete();
        reading.hand_over(&mut take);
        Ok(())
    })
}

struct Reading<'a> {
    columns: &'a Columns,
    moment: &'a dyn Fn(DateTime) -> Timestamp,
    /// Of the incident that is being read.
    rows: Vec<Row>,
    batch: Batch,
    /// How many rows had been read when the batch began.
    begun_at: u64,
}

impl Reading<'_> {
    fn row(&mut self, line: u64, record: &ByteRecord, take: &mut impl FnMut(Batch) -> bool) -> bool {
        let row = values(record).and_then(|values| Row::read(self.columns, line, &values, self.moment));
        let mut wanted = true;
        match row {
            Ok(row) => {
                if self.rows.last().is_some_and(|last| last.number != row.number) {
                    self.complete();
                    if self.batch.histories.len() >= INCIDENTS || self.batch.rows - self.begun_at >= ROWS {
                        wanted = self.hand_over(take);
                    }
                }
                self.batch.tally.take(&row);
                self.rows.push(row);
            }
            Err(rejection) => {
                self.batch.tally.refuse(&rejection);
                self.batch.refused.push(Refused { line, rejection, record: record.clone() });
            }
        }
        self.batch.rows += 1;
        if self.batch.refused.len() >= REFUSED {
            wanted = self.hand_over(take);
        }
        wanted
    }

    fn complete(&mut self) {
        // Without rows there is nothing to complete: every row before the first good one was refused.
        if let Ok(history) = History::of(self.columns, std::mem::take(&mut self.rows)) {
            self.batch.tally.complete(&history);
            self.batch.incidents += 1;
            self.batch.histories.push(history);
        }
    }

    fn hand_over(&mut self, take: &mut impl FnMut(Batch) -> bool) -> bool {
        let Batch { incidents, rows, .. } = self.batch;
        self.begun_at = rows;
        let next = Batch { incidents, rows, tally: self.batch.tally.clone(), ..Batch::default() };
        take(std::mem::replace(&mut self.batch, next))
    }
}

fn values(record: &ByteRecord) -> Result<Vec<&str>, Rejection> {
    // U+0000 is no text either: PostgreSQL keeps none with it, and a log that came so far has gone through something that broke it.
    let text = |value| std::str::from_utf8(value).ok().filter(|text| !text.contains('\0'));
    record.iter().map(|value| text(value).ok_or(Rejection::NotText)).collect()
}
