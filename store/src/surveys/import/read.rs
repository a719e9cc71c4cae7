//! Rows of a file, each read or refused.

use std::collections::HashMap;

use domain::{
    rating::Rating,
    survey::{
        Answer, Kind,
        import::{COLUMNS, NEEDED, NotAFile, Refusal, Rejected},
    },
    time::Timestamp,
};
use jiff::{civil::DateTime, tz::TimeZone};
use sha2::{Digest, Sha256};

use crate::{token, zone};

/// A line of the file.
pub(super) enum Line {
    Row(Row),
    Refused(Rejected),
}

/// A row that can be taken.
pub(super) struct Row {
    pub(super) line: u64,
    pub(super) service: i64,
    pub(super) team: i64,
    pub(super) asked_at: Timestamp,
    pub(super) answered_at: Option<Timestamp>,
    pub(super) kind: Kind,
    pub(super) given: Option<u8>,
    pub(super) comment: String,
    pub(super) reference: String,
    pub(super) respondent: String,
    pub(super) fingerprint: String,
}

type Services = HashMap<String, (i64, i64)>;

/// Reads a file, or says why it is none and which columns that is about.
pub(super) fn read(
    text: &str,
    zone: &TimeZone,
    now: Timestamp,
    services: &Services,
) -> std::result::Result<Vec<Line>, (NotAFile, Vec<String>)> {
    let text = text.trim_start_matches('\u{feff}');
    if text.trim().is_empty() {
        return Err((NotAFile::Empty, Vec::new()));
    }
    let mut reader = csv::ReaderBuilder::new().flexible(true).trim(csv::Trim::All).from_reader(text.as_bytes());
    let head = reader.headers().map_err(|_| (NotAFile::NotCsv, Vec::new()))?.clone();
    let places = places(&head)?;
    let mut lines = Vec::new();
    let mut met: HashMap<String, u32> = HashMap::new();
    for record in reader.records() {
        let record = record.map_err(|_| (NotAFile::NotCsv, Vec::new()))?;
        let line = record.position().map_or(0, csv::Position::line);
        if record.len() != head.len() {
            lines.push(Line::Refused(Rejected { line, why: Refusal::Cells, cell: record.iter().collect::<Vec<_>>().join(",") }));
            continue;
        }
        let cells = COLUMNS.map(|column| places.get(column).and_then(|&place| record.get(place)).unwrap_or_default());
        lines.push(match row(line, cells, zone, now, services) {
            Ok(row) => Line::Row(Row { fingerprint: counted(&row.fingerprint, &mut met), ..row }),
            Err((why, cell)) => Line::Refused(Rejected { line, why, cell: cell.chars().take(200).collect() }),
        });
    }
    Ok(lines)
}

/// Where the columns stand.
fn places(head: &csv::StringRecord) -> std::result::Result<HashMap<&'static str, usize>, (NotAFile, Vec<String>)> {
    let mut places = HashMap::new();
    for (place, name) in head.iter().enumerate() {
        let name = name.to_lowercase();
        let Some(column) = COLUMNS.into_iter().find(|column| *column == name) else { continue };
        if places.insert(column, place).is_some() {
            return Err((NotAFile::TwiceAColumn, vec![name]));
        }
    }
    let missing: Vec<String> =
        COLUMNS[..NEEDED].iter().filter(|column| !places.contains_key(*column)).map(|&column| column.to_owned()).collect();
    if missing.is_empty() { Ok(places) } else { Err((NotAFile::MissingColumns, missing)) }
}

/// The same words a second time are another survey.
fn counted(content: &str, met: &mut HashMap<String, u32>) -> String {
    let times = met.entry(content.to_owned()).or_default();
    *times += 1;
    token::hex(&Sha256::digest(format!("{content}\n{times}")))
}

fn row(line: u64, cells: [&str; 8], zone: &TimeZone, now: Timestamp, services: &Services) -> std::result::Result<Row, (Refusal, String)> {
    let [service, asked, answered, kind, value, comment, ticket, respondent] = cells;
    if service.is_empty() {
        return Err((Refusal::NoService, String::new()));
    }
    let &(id, team) = services.get(&service.to_lowercase()).ok_or((Refusal::UnknownService, service.to_owned()))?;
    let (asked_at, answered_at) = (time(asked, zone)?, time(answered, zone)?);
    let (asked_at, answered_at) = match (asked_at, answered_at) {
        (Some(asked), answered) => (asked, answered),
        // Who answered was asked by then.
        (None, Some(answered)) => (answered, Some(answered)),
        (None, None) => return Err((Refusal::NoTime, String::new())),
    };
    if asked_at > now || answered_at.is_some_and(|at| at > now) {
        return Err((Refusal::InTheFuture, if asked_at > now { asked } else { answered }.to_owned()));
    }
    if answered_at.is_some_and(|at| at < asked_at) {
        return Err((Refusal::AnsweredBeforeAsked, answered.to_owned()));
    }
    let kind: Kind = match kind.to_lowercase().as_str() {
        "csat" => Kind::Stars,
        word => word.parse().map_err(|_| (Refusal::UnknownKind, kind.to_owned()))?,
    };
    let given =
        if value.is_empty() { None } else { Some(Answer::parse(kind, value).map_err(|_| (Refusal::NotAValue, value.to_owned()))?.given()) };
    if given.is_none() && (answered_at.is_some() || !comment.is_empty()) {
        return Err((Refusal::NoValue, String::new()));
    }
    if comment.chars().count() > Rating::COMMENT_MAX {
        return Err((Refusal::CommentTooLong, comment.to_owned()));
    }
    let answered_at = given.map(|_| answered_at.unwrap_or(asked_at));
    let answered = answered_at.map(Timestamp::millis);
    let content = format!("{id}\n{}\n{answered:?}\n{kind}\n{given:?}\n{comment:?}\n{ticket:?}\n{respondent:?}", asked_at.millis());
    Ok(Row {
        line,
        service: id,
        team,
        asked_at,
        answered_at,
        kind,
        given,
        comment: comment.to_owned(),
        reference: ticket.to_owned(),
        respondent: respondent.to_owned(),
        fingerprint: content,
    })
}

/// A time with an offset, or one of the zone, or the beginning of a day there.
fn time(typed: &str, house: &TimeZone) -> std::result::Result<Option<Timestamp>, (Refusal, String)> {
    if typed.is_empty() {
        return Ok(None);
    }
    if let Ok(at) = typed.parse::<jiff::Timestamp>() {
        return Ok(Some(at.into()));
    }
    let at = typed.parse::<DateTime>().map_err(|_| (Refusal::NotATime, typed.to_owned()))?;
    Ok(Some(zone::moment(house, at)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(rows: &str) -> Vec<(u64, Refusal)> {
        let now: Timestamp = "2026-11-16T09:00:00Z".parse::<jiff::Timestamp>().unwrap().into();
        let services = [("laptop".to_owned(), (7, 3))].into();
        let text = format!("service,asked_at,answered_at,kind,value,comment,ticket\n{rows}");
        let Ok(lines) = read(&text, &TimeZone::UTC, now, &services) else { return Vec::new() };
        lines
            .into_iter()
            .filter_map(|line| if let Line::Refused(refused) = line { Some((refused.line, refused.why)) } else { None })
            .collect()
    }

    #[test]
    fn every_row_that_is_not_taken_says_why() {
        for (row, why) in [
            ("Laptop,2026-01-01,,nps", Refusal::Cells),
            (",2026-01-01,,nps,9,,", Refusal::NoService),
            ("Bicycle,2026-01-01,,nps,9,,", Refusal::UnknownService),
            ("Laptop,,,nps,9,,", Refusal::NoTime),
            ("Laptop,soon,,nps,9,,", Refusal::NotATime),
            ("Laptop,2027-01-01,,nps,,,", Refusal::InTheFuture),
            ("Laptop,2026-01-02,2026-01-01,nps,9,,", Refusal::AnsweredBeforeAsked),
            ("Laptop,2026-01-01,,smiles,9,,", Refusal::UnknownKind),
            ("Laptop,2026-01-01,2026-01-02,nps,,,", Refusal::NoValue),
            ("Laptop,2026-01-01,,nps,,Good,", Refusal::NoValue),
            ("Laptop,2026-01-01,,stars,6,,", Refusal::NotAValue),
            (&format!("Laptop,2026-01-01,,ces,6,{},", "x".repeat(2_001)), Refusal::CommentTooLong),
        ] {
            assert_eq!(refused(row), [(2, why)], "{row}");
        }
        let fine = "laptop,2026-01-01 10:00,2026-01-01T12:00:00+01:00,CSAT,5,\"Two\nlines\",INC1\n LAPTOP ,2026-01-01,,ces,,,\n,,,,,,\n";
        assert_eq!(refused(fine), [(5, Refusal::NoService)], "lines are those of the file");
    }

    #[test]
    fn what_is_no_file_says_what_it_lacks() {
        let none = |text: &str| read(text, &TimeZone::UTC, Timestamp::EPOCH, &HashMap::new()).err();
        assert_eq!(none(" \n"), Some((NotAFile::Empty, Vec::new())));
        let missing = ["asked_at", "answered_at", "value"].map(str::to_owned).to_vec();
        assert_eq!(none("service,kind\n"), Some((NotAFile::MissingColumns, missing)));
        assert_eq!(none("service,kind,Kind\n"), Some((NotAFile::TwiceAColumn, vec!["kind".to_owned()])));
    }
}
