//! A log as a stream of records, from a CSV file or from the one in a zip.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek};
use std::path::Path;
use std::rc::Rc;

use csv::ByteRecord;
use zip::ZipArchive;

use super::ImportError;

/// The most bytes between the starts of two records. A quote that is never
/// closed would make one record of the rest of the file, and of the memory.
const RECORD_MAX: u64 = 4 * 1024 * 1024;

/// A zip may unpack to so many times its size.
const UNPACKED_TIMES: u64 = 100;
/// And to so many bytes whatever its size.
const UNPACKED_ALWAYS: u64 = 64 * 1024 * 1024;

/// Opens the log and hands its bytes to `read`. A zip is known by its first
/// bytes and not by its name, and is unpacked while it is read, up to a bound.
///
/// # Errors
/// What the file system, the archive or `read` say.
pub fn open<T>(path: &Path, read: impl FnOnce(&mut dyn Read) -> Result<T, ImportError>) -> Result<T, ImportError> {
    let failed = |source| ImportError::File { path: path.to_owned(), source };
    let mut file = File::open(path).map_err(failed)?;
    let mut magic = Vec::new();
    (&mut file).take(4).read_to_end(&mut magic).map_err(failed)?;
    file.rewind().map_err(failed)?;
    if magic != b"PK\x03\x04" {
        return read(&mut file);
    }
    let most = unpacked_most(file.metadata().map_err(failed)?.len());
    let mut archive = ZipArchive::new(BufReader::new(file))?;
    let index = only_log(&mut archive)?;
    let entry = archive.by_index(index)?;
    // What the archive says of itself spares the unpacking; whether it is true shows on the way.
    if entry.size() > most {
        return Err(ImportError::UnpacksToTooMuch { most });
    }
    let mut unpacked = Unpacked { entry, left: most, too_much: false };
    let outcome = read(&mut unpacked);
    if unpacked.too_much { Err(ImportError::UnpacksToTooMuch { most }) } else { outcome }
}

/// The most bytes that come out of a zip of this size. Text becomes about ten times smaller, a log in which little changes thirty
/// times, and what was made to fill a disk or a day a thousand times.
fn unpacked_most(packed: u64) -> u64 {
    packed.saturating_mul(UNPACKED_TIMES).max(UNPACKED_ALWAYS)
}

struct Unpacked<R> {
    entry: R,
    left: u64,
    too_much: bool,
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.entry.read(buffer)?;
        match self.left.checked_sub(read as u64) {
            Some(left) => {
                self.left = left;
                Ok(read)
            }
            None => {
                self.too_much = true;
                Err(io::ErrorKind::InvalidData.into())
            }
        }
    }
}

fn only_log(archive: &mut ZipArchive<BufReader<File>>) -> Result<usize, ImportError> {
    let mut found = None;
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index)?;
        // Archives made on a Mac carry a twin of each file in this folder.
        let name = entry.name()?;
        if name.to_lowercase().ends_with(".csv") && !name.starts_with("__MACOSX/") {
            if found.is_some() {
                return Err(ImportError::SeveralLogs);
            }
            found = Some(index);
        }
    }
    found.ok_or(ImportError::NoLog)
}

/// The records of a log one after the other, in memory that does not grow with the log.
pub struct Records<R> {
    reader: csv::Reader<Bounded<R>>,
    left: Rc<Cell<u64>>,
    lines: Rc<RefCell<Lines>>,
    record: ByteRecord,
}

impl<R: Read> Records<R> {
    /// Reads the header, and then records of any width, as it is for the row to say what is wrong with it.
    ///
    /// # Errors
    /// When there is no header.
    pub fn begin(bytes: R) -> Result<(Vec<String>, Self), ImportError> {
        let left = Rc::new(Cell::new(RECORD_MAX));
        let lines = Rc::<RefCell<Lines>>::default();
        let bounded = Bounded { inner: bytes, left: Rc::clone(&left), lines: Rc::clone(&lines) };
        let reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).buffer_capacity(1 << 16).from_reader(bounded);
        let mut records = Self { reader, left, lines, record: ByteRecord::new() };
        let header = match records.next()? {
            Some((_, record)) => record.iter().map(|name| String::from_utf8_lossy(name).into_owned()).collect(),
            None => return Err(ImportError::Empty),
        };
        Ok((header, records))
    }

    /// The next record and the line that it begins on; the header is on line 1.
    ///
    /// # Errors
    /// When the file cannot be read on.
    pub fn next(&mut self) -> Result<Option<(u64, &ByteRecord)>, ImportError> {
        self.left.set(RECORD_MAX);
        let before = self.reader.position().byte();
        match self.reader.read_byte_record(&mut self.record) {
            Ok(true) => {
                let start = self.record.position().map_or(before, csv::Position::byte);
                Ok(Some((self.lines.borrow_mut().at(start), &self.record)))
            }
            Ok(false) => Ok(None),
            Err(_) if self.left.get() == 0 => Err(ImportError::RecordTooLong { line: self.lines.borrow_mut().at(before) }),
            Err(error) => Err(error.into()),
        }
    }
}

/// The line breaks that have been read and lie behind the last record that was asked for. The reader's own line is one too low
/// behind a line that ends in CR LF, for it takes the LF to be a part of what comes next.
#[derive(Default)]
struct Lines {
    /// Bytes that have been read.
    read: u64,
    after_cr: bool,
    /// Where each line break stands, and whether a CR stands before it.
    breaks: VecDeque<(u64, bool)>,
    /// Line breaks before the last record.
    passed: u64,
}

impl Lines {
    fn note(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            if byte == b'\n' {
                self.breaks.push_back((self.read, self.after_cr));
            }
            self.after_cr = byte == b'\r';
            self.read += 1;
        }
    }

    /// The line of the first byte from this one on that ends no line. Bytes are asked for in their order.
    fn at(&mut self, mut byte: u64) -> u64 {
        while let Some(&(at, after_cr)) = self.breaks.front() {
            if at > byte + u64::from(after_cr) {
                break;
            }
            byte = byte.max(at + 1);
            self.passed += 1;
            self.breaks.pop_front();
        }
        self.passed + 1
    }
}

struct Bounded<R> {
    inner: R,
    left: Rc<Cell<u64>>,
    lines: Rc<RefCell<Lines>>,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left.get() == 0 {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let read = self.inner.read(buffer)?;
        self.left.set(self.left.get().saturating_sub(read as u64));
        self.lines.borrow_mut().note(&buffer[..read]);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zip_unpacks_to_so_much_and_no_more() {
        assert_eq!(unpacked_most(10), UNPACKED_ALWAYS);
        assert_eq!(unpacked_most(3 * 1024 * 1024), 300 * 1024 * 1024);
        let mut unpacked = Unpacked { entry: io::repeat(b'x').take(11), left: 10, too_much: false };
        let mut text = Vec::new();
        assert!(unpacked.read_to_end(&mut text).is_err() && unpacked.too_much);
        let mut unpacked = Unpacked { entry: io::repeat(b'x').take(10), left: 10, too_much: false };
        assert_eq!((unpacked.read_to_end(&mut text).unwrap(), unpacked.too_much), (10, false));
    }

    fn lines(text: &str) -> Result<Vec<(u64, usize)>, ImportError> {
        let (_, mut records) = Records::begin(text.as_bytes())?;
        let mut lines = Vec::new();
        while let Some((line, record)) = records.next()? {
            lines.push((line, record.len()));
        }
        Ok(lines)
    }

    #[test]
    fn records_know_their_line_also_behind_a_value_of_several_lines() {
        let text = "a,b\n1,2\n\"x\ny\",3\n4\n";
        assert_eq!(lines(text).unwrap(), [(2, 2), (3, 2), (5, 1)]);
        assert_eq!(lines(&text.replace('\n', "\r\n")).unwrap(), [(2, 2), (3, 2), (5, 1)]);
        let with_gaps = "\n\na\n\n1\n2\n\n\n3\n";
        assert_eq!(lines(with_gaps).unwrap(), [(5, 1), (6, 1), (9, 1)]);
        assert_eq!(lines(&with_gaps.replace('\n', "\r\n")).unwrap(), [(5, 1), (6, 1), (9, 1)]);
    }

    #[test]
    fn an_empty_file_is_no_log() {
        assert!(matches!(lines(""), Err(ImportError::Empty)));
    }

    #[test]
    fn a_quote_that_is_never_closed_is_found_before_memory_is_full() {
        let text = format!("a,b\n1,2\n3,\"{}", "x\n".repeat(4_000_000));
        assert!(matches!(lines(&text), Err(ImportError::RecordTooLong { line: 3 })));
    }
}
