//! Brings the rows of each incident together when a log has them scattered, as
//! one that is ordered by time has: sorted pieces on disk, then merged, so that
//! the log may be larger than memory.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{BufReader, BufWriter, Seek};

use csv::ByteRecord;

use super::ImportError;

/// Bytes of rows that are sorted in memory at once.
const PIECE: usize = 24 * 1024 * 1024;

/// A row and where it stood: the number first, then the line.
type Key = (Vec<u8>, u64);

/// Takes rows in any order.
pub struct Gatherer {
    number: usize,
    piece_bytes: usize,
    held: Vec<(Key, ByteRecord)>,
    held_bytes: usize,
    pieces: Vec<File>,
}

impl Gatherer {
    /// For rows that have the incident's number at this position.
    pub fn new(number: usize) -> Self {
        Self::with_pieces_of(number, PIECE)
    }

    fn with_pieces_of(number: usize, piece_bytes: usize) -> Self {
        Self { number, piece_bytes, held: Vec::new(), held_bytes: 0, pieces: Vec::new() }
    }

    /// Takes a row.
    ///
    /// # Errors
    /// When the temporary folder cannot be written.
    pub fn take(&mut self, line: u64, record: &ByteRecord) -> Result<(), ImportError> {
        let number = record.get(self.number).unwrap_or_default().trim_ascii().to_vec();
        // A record's own bookkeeping is 24 bytes a value or so.
        self.held_bytes += record.as_slice().len() + 24 * record.len() + number.len() + 64;
        self.held.push(((number, line), record.clone()));
        if self.held_bytes >= self.piece_bytes {
            self.put_down()?;
        }
        Ok(())
    }

    /// All rows, the numbers in order and the lines in order within them.
    ///
    /// # Errors
    /// When the temporary folder cannot be written or read.
    pub fn finish(mut self) -> Result<Gathered, ImportError> {
        self.put_down()?;
        let mut gathered = Gathered { pieces: Vec::new(), next: BinaryHeap::new() };
        for (index, mut file) in self.pieces.into_iter().enumerate() {
            file.rewind().map_err(ImportError::Temporary)?;
            let reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(BufReader::new(file));
            gathered.pieces.push(Piece { reader, number: self.number, row: ByteRecord::new() });
            gathered.advance(index)?;
        }
        Ok(gathered)
    }

    /// A file without a name: it is gone when the program is, however it ends.
    fn put_down(&mut self) -> Result<(), ImportError> {
        if self.held.is_empty() {
            return Ok(());
        }
        self.held.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        let file = tempfile::tempfile().map_err(ImportError::Temporary)?;
        let mut writer = csv::WriterBuilder::new().has_headers(false).flexible(true).from_writer(BufWriter::new(file));
        for ((_, line), record) in self.held.drain(..) {
            let line = line.to_string();
            writer.write_record(std::iter::once(line.as_bytes()).chain(&record))?;
        }
        self.held_bytes = 0;
        let unwritten = |_| ImportError::Temporary(std::io::ErrorKind::WriteZero.into());
        let file = writer.into_inner().map_err(unwritten)?.into_inner().map_err(|error| ImportError::Temporary(error.into_error()))?;
        self.pieces.push(file);
        Ok(())
    }
}

/// Rows in the order of their numbers.
pub struct Gathered {
    pieces: Vec<Piece>,
    next: BinaryHeap<Reverse<(Key, usize)>>,
}

struct Piece {
    reader: csv::Reader<BufReader<File>>,
    number: usize,
    /// The row that comes next, behind its line.
    row: ByteRecord,
}

impl Gathered {
    /// The next row and the line that it stood on.
    ///
    /// # Errors
    /// When a piece cannot be read back.
    pub fn next(&mut self) -> Result<Option<(u64, ByteRecord)>, ImportError> {
        let Some(Reverse(((_, line), index))) = self.next.pop() else { return Ok(None) };
        let record = self.pieces[index].row.iter().skip(1).collect();
        self.advance(index)?;
        Ok(Some((line, record)))
    }

    fn advance(&mut self, index: usize) -> Result<(), ImportError> {
        let piece = &mut self.pieces[index];
        if piece.reader.read_byte_record(&mut piece.row)? {
            let line = piece.row.get(0).and_then(|line| std::str::from_utf8(line).ok()?.parse().ok()).unwrap_or_default();
            let number = piece.row.get(piece.number + 1).unwrap_or_default().trim_ascii().to_vec();
            self.next.push(Reverse(((number, line), index)));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gathered(rows: &[(u64, &[&str])], piece_bytes: usize) -> Vec<(u64, Vec<String>)> {
        let mut gatherer = Gatherer::with_pieces_of(0, piece_bytes);
        for (line, values) in rows {
            gatherer.take(*line, &ByteRecord::from(values.to_vec())).unwrap();
        }
        let mut rows = gatherer.finish().unwrap();
        let mut all = Vec::new();
        while let Some((line, record)) = rows.next().unwrap() {
            all.push((line, record.iter().map(|value| String::from_utf8_lossy(value).into_owned()).collect()));
        }
        all
    }

    #[test]
    fn scattered_rows_come_back_incident_by_incident_from_any_number_of_pieces() {
        let rows: [(u64, &[&str]); 6] =
            [(2, &["B", "1"]), (3, &["A", "x,\"y\"\nz"]), (4, &["B", "2"]), (5, &["A"]), (6, &["", "?"]), (7, &[" B ", "3"])];
        let expected = [(6, "|?"), (3, "A|x,\"y\"\nz"), (5, "A"), (2, "B|1"), (4, "B|2"), (7, " B |3")];
        for piece_bytes in [1, 200, 1_000_000] {
            let told: Vec<(u64, String)> =
                gathered(&rows, piece_bytes).into_iter().map(|(line, values)| (line, values.join("|"))).collect();
            assert_eq!(told, expected.map(|(line, text)| (line, text.to_owned())), "{piece_bytes}");
        }
    }

    #[test]
    fn nothing_gathered_is_nothing() {
        assert!(gathered(&[], 10).is_empty());
    }
}
