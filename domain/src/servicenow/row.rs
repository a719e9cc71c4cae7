//! One line of a log: an incident's whole state after one update.

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use super::{Columns, Field, State, civil, level};
use crate::{
    priority::{Impact, Priority, Urgency},
    time::Timestamp,
};

/// A line that could be read. What is missing in the log is `None` here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Where it stands in the file; the header is line 1.
    pub line: u64,
    /// The incident's number, such as `INC0000045`.
    pub number: String,
    /// When this update was made.
    pub updated_at: Timestamp,
    /// The state in our words; `None` when the source's is not known.
    pub state: Option<State>,
    pub(super) state_text: String,
    pub(super) mod_count: Option<u32>,
    pub(super) reassign_count: Option<u32>,
    pub(super) reopen_count: Option<u32>,
    pub(super) opened_at: Option<Timestamp>,
    pub(super) created_at: Option<Timestamp>,
    pub(super) resolved_at: Option<Timestamp>,
    pub(super) closed_at: Option<Timestamp>,
    pub(super) caller: Option<String>,
    pub(super) opened_by: Option<String>,
    pub(super) updated_by: Option<String>,
    pub(super) resolved_by: Option<String>,
    pub(super) title: Option<String>,
    pub(super) description: Option<String>,
    pub(super) category: Option<String>,
    pub(super) subcategory: Option<String>,
    pub(super) symptom: Option<String>,
    pub(super) closing_words: Option<String>,
    pub(super) group: Option<String>,
    pub(super) person: Option<String>,
    pub(super) impact: Option<Impact>,
    pub(super) urgency: Option<Urgency>,
    pub(super) priority: Option<Priority>,
    /// As [`Columns::kept`].
    pub(super) kept: Vec<Option<String>>,
    /// Values that no list of choices has.
    pub(super) unknown: Vec<Unknown>,
}

/// A value that its field's choices do not have. The row counts all the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Unknown {
    /// The field.
    pub field: Field,
    /// What stands there.
    pub value: String,
}

/// Why a line cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Rejection {
    /// It has more or fewer values than the header.
    #[error("{found} values instead of {expected}")]
    Width {
        /// As the header has.
        expected: usize,
        /// As the line has.
        found: usize,
    },
    /// It is not text in UTF-8.
    #[error("not text in UTF-8")]
    NotText,
    /// A field without which it says nothing is missing.
    #[error("{} is missing", .field.as_str())]
    Missing {
        /// Which field.
        field: Field,
    },
    /// Not a date with a time, day first.
    #[error("{} is not a date with a time: {value}", .field.as_str())]
    BadDate {
        /// Which field.
        field: Field,
        /// What stands there.
        value: String,
    },
    /// Not a count.
    #[error("{} is not a number: {value}", .field.as_str())]
    BadNumber {
        /// Which field.
        field: Field,
        /// What stands there.
        value: String,
    },
}

impl Rejection {
    /// The word under which such lines are counted.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Width { .. } => "width",
            Self::NotText => "not_text",
            Self::Missing { .. } => "missing",
            Self::BadDate { .. } => "bad_date",
            Self::BadNumber { .. } => "bad_number",
        }
    }

    /// Reads a reason as it is written into files and kept with an import, so that a page can say it in its reader's language;
    /// `None` for a text that is none.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        if text == Self::NotText.to_string() {
            return Some(Self::NotText);
        }
        // A value may say anything, these words as well.
        if let Some((found, expected)) = text.split_once(" values instead of ")
            && let (Ok(expected), Ok(found)) = (expected.parse(), found.parse())
        {
            return Some(Self::Width { expected, found });
        }
        let (field, said) = text.split_once(' ')?;
        let field = field.parse().ok()?;
        if said == "is missing" {
            return Some(Self::Missing { field });
        }
        let value = |start: &str| said.strip_prefix(start).map(str::to_owned);
        value("is not a date with a time: ")
            .map(|value| Self::BadDate { field, value })
            .or_else(|| value("is not a number: ").map(|value| Self::BadNumber { field, value }))
    }
}

impl Row {
    /// Reads a line. `moment` says which moment a civil time is in the zone of the log.
    ///
    /// # Errors
    /// The first reason why the line cannot be taken.
    pub fn read(columns: &Columns, line: u64, values: &[&str], moment: &dyn Fn(DateTime) -> Timestamp) -> Result<Self, Rejection> {
        if values.len() != columns.width() {
            return Err(Rejection::Width { expected: columns.width(), found: values.len() });
        }
        let cells = Cells { columns, values, moment };
        let required = |field| cells.text(field).ok_or(Rejection::Missing { field });
        let mut unknown = Vec::new();
        let state_text = required(Field::State)?.to_owned();
        let state = cells.choice(Field::State, State::read, &mut unknown);
        Ok(Self {
            line,
            number: required(Field::Number)?.to_owned(),
            updated_at: cells.time(Field::UpdatedAt)?.ok_or(Rejection::Missing { field: Field::UpdatedAt })?,
            state,
            state_text,
            mod_count: cells.count(Field::ModCount)?,
            reassign_count: cells.count(Field::ReassignCount)?,
            reopen_count: cells.count(Field::ReopenCount)?,
            opened_at: cells.time(Field::OpenedAt)?,
            created_at: cells.time(Field::CreatedAt)?,
            resolved_at: cells.time(Field::ResolvedAt)?,
            closed_at: cells.time(Field::ClosedAt)?,
            caller: cells.name(Field::Caller),
            opened_by: cells.name(Field::OpenedBy),
            updated_by: cells.name(Field::UpdatedBy),
            resolved_by: cells.name(Field::ResolvedBy),
            title: cells.owned(Field::Title),
            description: cells.owned(Field::Description),
            category: cells.name(Field::Category),
            subcategory: cells.name(Field::Subcategory),
            symptom: cells.name(Field::Symptom),
            closing_words: cells.owned(Field::CloseNotes).or_else(|| cells.owned(Field::ClosedCode)),
            group: cells.name(Field::Group),
            person: cells.name(Field::Person),
            impact: cells.choice(Field::Impact, level::impact, &mut unknown),
            urgency: cells.choice(Field::Urgency, level::urgency, &mut unknown),
            priority: cells.choice(Field::Priority, level::priority, &mut unknown),
            kept: columns.kept().map(|(position, _)| present(values[position]).map(str::to_owned)).collect(),
            unknown,
        })
    }

    /// What the source calls the state.
    #[must_use]
    pub fn state_text(&self) -> &str {
        &self.state_text
    }

    /// Values that no list of choices has.
    #[must_use]
    pub fn unknown(&self) -> &[Unknown] {
        &self.unknown
    }
}

/// `?` is how the log says that nothing is known; so does an empty value.
fn present(value: &str) -> Option<&str> {
    let value = value.trim();
    (!value.is_empty() && value != "?").then_some(value)
}

struct Cells<'a> {
    columns: &'a Columns,
    values: &'a [&'a str],
    moment: &'a dyn Fn(DateTime) -> Timestamp,
}

impl<'a> Cells<'a> {
    fn text(&self, field: Field) -> Option<&'a str> {
        self.columns.position(field).and_then(|position| present(self.values[position]))
    }

    fn owned(&self, field: Field) -> Option<String> {
        self.text(field).map(str::to_owned)
    }

    /// A name, with single spaces: the log has `Opened by  8`.
    fn name(&self, field: Field) -> Option<String> {
        self.text(field).map(
            |text| {
                if text.contains("  ") { text.split_whitespace().collect::<Vec<_>>().join(" ") } else { text.to_owned() }
            },
        )
    }

    fn time(&self, field: Field) -> Result<Option<Timestamp>, Rejection> {
        let Some(text) = self.text(field) else { return Ok(None) };
        let at = civil(text).ok_or_else(|| Rejection::BadDate { field, value: text.to_owned() })?;
        Ok(Some((self.moment)(at)))
    }

    fn count(&self, field: Field) -> Result<Option<u32>, Rejection> {
        let Some(text) = self.text(field) else { return Ok(None) };
        text.parse().map(Some).map_err(|_| Rejection::BadNumber { field, value: text.to_owned() })
    }

    fn choice<T>(&self, field: Field, read: fn(&str) -> Option<T>, unknown: &mut Vec<Unknown>) -> Option<T> {
        let text = self.text(field)?;
        let choice = read(text);
        if choice.is_none() {
            unknown.push(Unknown { field, value: text.to_owned() });
        }
        choice
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_read_back_from_its_text() {
        let value = "is missing: 3 values instead of 4".to_owned();
        for rejection in [
            Rejection::Width { expected: 4, found: 3 },
            Rejection::NotText,
            Rejection::Missing { field: Field::Number },
            Rejection::BadDate { field: Field::OpenedAt, value: value.clone() },
            Rejection::BadDate { field: Field::OpenedAt, value: String::new() },
            Rejection::BadNumber { field: Field::ReopenCount, value: "many".to_owned() },
        ] {
            assert_eq!(Rejection::read(&rejection.to_string()), Some(rejection));
        }
        assert_eq!(Rejection::read("no reason at all"), None);
    }
    use crate::servicenow::fixture::{at, columns, line, read, utc};

    #[test]
    fn a_question_mark_is_a_missing_value() {
        let row = read(&line("New", 0, "4/3/2016 08:05")).unwrap();
        assert_eq!(row.person, None);
        assert_eq!(row.resolved_at, None);
        assert_eq!(row.group.as_deref(), Some("Group 1"));
    }

    #[test]
    fn a_date_is_read_day_first() {
        let row = read(&line("New", 0, "5/3/2016 08:05")).unwrap();
        assert_eq!(row.updated_at, at("2016-03-05 08:05"));
    }

    #[test]
    fn a_name_with_two_spaces_is_the_same_name() {
        let row = read(&line("New", 0, "4/3/2016 08:05")).unwrap();
        assert_eq!(row.opened_by.as_deref(), Some("Opened by 3"));
    }

    #[test]
    fn an_unknown_state_keeps_the_row() {
        let row = read(&line("-100", 0, "4/3/2016 08:05")).unwrap();
        assert_eq!(row.state, None);
        assert_eq!(row.unknown(), [Unknown { field: Field::State, value: "-100".into() }]);
    }

    #[test]
    fn a_row_that_cannot_be_read_says_why() {
        let good = line("New", 0, "4/3/2016 08:05");
        let reason = |name, value| read(&good.clone().with(name, value)).unwrap_err().to_string();
        assert_eq!(reason("number", "?"), "number is missing");
        assert_eq!(reason("incident_state", ""), "incident_state is missing");
        assert_eq!(reason("sys_updated_at", "?"), "sys_updated_at is missing");
        assert_eq!(reason("opened_at", "31/4/2016 10:00"), "opened_at is not a date with a time: 31/4/2016 10:00");
        assert_eq!(reason("reopen_count", "often"), "reopen_count is not a number: often");
        let short = Row::read(&columns(), 9, &good.values()[..35], &utc).unwrap_err();
        assert_eq!(short.to_string(), "35 values instead of 36");
        assert_eq!(short.code(), "width");
    }
}
