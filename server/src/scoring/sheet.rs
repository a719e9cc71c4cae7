//! A spreadsheet of scores as ballots, and the rows that are none.

use csv::{ReaderBuilder, StringRecord};
use domain::scoring::{Ballot, Refusal, Score};
use serde::Serialize;

use super::ScoringError;

/// The columns that are read.
const COLUMNS: [&str; 4] = ["rater", "rater_team", "target_team", "score"];
/// What spreadsheets put between two cells.
const SEPARATORS: [u8; 3] = *b",;\t";

/// What a file holds.
#[derive(Debug)]
pub struct Sheet {
    /// In the order of the file.
    pub ballots: Vec<Ballot<String, String>>,
    /// The rows that are no ballots.
    pub refused: Vec<Refused>,
}

/// A row that is no ballot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refused {
    /// The line on which it begins; the header is on line 1.
    pub line: u64,
    /// Why.
    pub reason: Refusal,
}

impl Refused {
    /// Why, for people.
    pub const fn sentence(&self) -> &'static str {
        match self.reason {
            Refusal::OwnTeam => "nobody scores their own team",
            Refusal::BadScore => "a score is a number from 1 to 10",
            Refusal::MissingField => "rater, rater_team, target_team and score are all needed",
        }
    }
}

impl Sheet {
    /// Reads all of a file. Rows without anything in them are passed over: spreadsheets leave them at the end.
    ///
    /// # Errors
    /// A file that is empty, not UTF-8, or lacks a column.
    pub fn read(bytes: &[u8]) -> Result<Self, ScoringError> {
        let text = std::str::from_utf8(bytes).map_err(|_| ScoringError::NotUtf8)?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let (separator, columns) = header(text)?;
        let mut reader = ReaderBuilder::new().delimiter(separator).flexible(true).from_reader(text.as_bytes());
        let mut sheet = Self { ballots: Vec::new(), refused: Vec::new() };
        let mut row = StringRecord::new();
        let mut lines = Lines { text: text.as_bytes(), seen: 0, line: 1 };
        while reader.read_record(&mut row)? {
            if row.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            match ballot(columns.map(|column| row.get(column).unwrap_or_default().trim())) {
                Ok(ballot) => sheet.ballots.push(ballot),
                Err(reason) => sheet.refused.push(Refused { line: lines.at(row.position().map_or(0, csv::Position::byte)), reason }),
            }
        }
        Ok(sheet)
    }
}

/// On which line a row begins. The reader's own number is one too low behind a line that ends in CR LF, and so is its place in the file.
struct Lines<'a> {
    text: &'a [u8],
    seen: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line of the first byte from this one on that ends no line. Bytes are asked for in their order.
    fn at(&mut self, byte: u64) -> u64 {
        let byte = usize::try_from(byte).unwrap_or(usize::MAX);
        while let Some(&next) = self.text.get(self.seen).filter(|next| self.seen < byte || matches!(next, b'\r' | b'\n')) {
            self.line += u64::from(next == b'\n');
            self.seen += 1;
        }
        self.line
    }
}

/// What stands between cells, and where the columns are: the first separator by which all of them are found.
fn header(text: &str) -> Result<(u8, [usize; 4]), ScoringError> {
    let mut fewest: Option<Vec<&'static str>> = None;
    for separator in SEPARATORS {
        let mut reader = ReaderBuilder::new().delimiter(separator).flexible(true).has_headers(false).from_reader(text.as_bytes());
        let mut names = StringRecord::new();
        if !reader.read_record(&mut names)? {
            return Err(ScoringError::Empty);
        }
        let names: Vec<String> = names.iter().map(|name| name.trim().to_lowercase().replace([' ', '-'], "_")).collect();
        let places = COLUMNS.map(|column| names.iter().position(|name| name == column));
        if let [Some(rater), Some(rater_team), Some(target_team), Some(score)] = places {
            return Ok((separator, [rater, rater_team, target_team, score]));
        }
        let missing: Vec<_> = COLUMNS.into_iter().zip(places).filter(|(_, place)| place.is_none()).map(|(column, _)| column).collect();
        if fewest.as_ref().is_none_or(|fewest| missing.len() < fewest.len()) {
            fewest = Some(missing);
        }
    }
    Err(ScoringError::MissingColumns { names: fewest.unwrap_or_default() })
}

fn ballot(cells: [&str; 4]) -> Result<Ballot<String, String>, Refusal> {
    if cells.iter().any(|cell| cell.is_empty()) {
        return Err(Refusal::MissingField);
    }
    let [rater, rater_team, target_team, score] = cells;
    // A decimal comma: a score has no thousands that it could separate.
    let score = score.replace(',', ".").parse::<f64>().ok().and_then(|score| Score::try_from(score).ok()).ok_or(Refusal::BadScore)?;
    Ballot::cast(rater.to_owned(), rater_team.to_owned(), target_team.to_owned(), vec![score])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<(String, String, String, f64)> {
        let sheet = Sheet::read(text.as_bytes()).unwrap();
        let row = |ballot: &Ballot<String, String>| {
            (ballot.rater().clone(), ballot.rater_team().clone(), ballot.target().clone(), ballot.score())
        };
        sheet.ballots.iter().map(row).collect()
    }

    fn row(rater: &str, rater_team: &str, target: &str, score: f64) -> (String, String, String, f64) {
        (rater.to_owned(), rater_team.to_owned(), target.to_owned(), score)
    }

    #[test]
    fn columns_come_in_any_order_with_others_between_them() {
        let text = "when,score,Target Team,rater_team,RATER\n2026,7,\"Net, \"\"core\"\"\",Sales,Ada\n";
        assert_eq!(rows(text), [row("Ada", "Sales", "Net, \"core\"", 7.0)]);
    }

    #[test]
    fn a_sheet_of_excel_in_german_or_chinese_is_read() {
        let text = "\u{feff}rater;rater_team;target_team;score\r\n安娜;销售部;网络组;7,5\r\n;;;\r\n";
        assert_eq!(rows(text), [row("安娜", "销售部", "网络组", 7.5)]);
        assert_eq!(rows("rater\trater_team\ttarget_team\tscore\nAda\tSales\tNet\t10\n"), [row("Ada", "Sales", "Net", 10.0)]);
    }

    #[test]
    fn rows_that_are_no_ballots_are_named_by_their_lines() {
        let text = "rater,rater_team,target_team,score\nAda,Net, Net ,9\n\n\"Hal\nB\",Sales,Net,11\nHal,Sales,Net,good\nHal,Sales,Net\nHal,Sales,Net,8\n,Sales,Net,8\nHal,Sales,Net,NaN\n";
        let sheet = Sheet::read(text.as_bytes()).unwrap();
        let refused: Vec<_> = sheet.refused.iter().map(|refused| (refused.line, refused.reason.as_str())).collect();
        let expected = [(2, "own_team"), (4, "bad_score"), (6, "bad_score"), (7, "missing_field"), (9, "missing_field"), (10, "bad_score")];
        assert_eq!(refused, expected);
        assert_eq!(sheet.ballots.len(), 1);
        let lines_of_excel = Sheet::read(text.replace('\n', "\r\n").as_bytes()).unwrap();
        assert_eq!(lines_of_excel.refused, sheet.refused);
    }

    #[test]
    fn a_file_that_is_no_table_of_scores_says_what_it_lacks() {
        let error = |bytes: &[u8]| Sheet::read(bytes).unwrap_err().to_string();
        assert_eq!(error(b""), "the file is empty");
        assert_eq!(error(b"rater;score\nAda;3\n"), "the file has no column rater_team, target_team: its first line names them");
        assert_eq!(error(b"rater,rater_team,target_team,score\n\xb0\xb2,Sales,Net,3\n"), "the file is not UTF-8: save it as \"CSV UTF-8\"");
    }
}
