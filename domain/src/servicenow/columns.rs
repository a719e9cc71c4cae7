//! Where each field stands in a log: by name, in any order.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::word::words;

words! {
    /// A field that has a meaning of its own here; the word is ServiceNow's name of the column.
    pub enum Field {
        Number = "number",
        State = "incident_state",
        ReassignCount = "reassignment_count",
        ReopenCount = "reopen_count",
        ModCount = "sys_mod_count",
        Caller = "caller_id",
        OpenedBy = "opened_by",
        OpenedAt = "opened_at",
        CreatedAt = "sys_created_at",
        UpdatedBy = "sys_updated_by",
        UpdatedAt = "sys_updated_at",
        Title = "short_description",
        Description = "description",
        Category = "category",
        Subcategory = "subcategory",
        Symptom = "u_symptom",
        Impact = "impact",
        Urgency = "urgency",
        Priority = "priority",
        Group = "assignment_group",
        Person = "assigned_to",
        ResolvedBy = "resolved_by",
        ResolvedAt = "resolved_at",
        ClosedAt = "closed_at",
        ClosedCode = "closed_code",
        CloseNotes = "close_notes",
    }
}

impl Field {
    /// Without these a row says nothing: whose it is, where the incident stands, and since when.
    pub const REQUIRED: [Self; 3] = [Self::Number, Self::State, Self::UpdatedAt];

    /// Other names of the same column in exports of other versions.
    const fn aliases(self) -> &'static [&'static str] {
        match self {
            Self::State => &["state"],
            Self::CreatedAt => &["sys_created_on"],
            Self::UpdatedAt => &["sys_updated_on"],
            Self::Symptom => &["symptom"],
            Self::ClosedCode => &["close_code"],
            _ => &[],
        }
    }

    /// Whether the value is kept under its own name as well, because a ticket
    /// has no column that holds exactly it.
    const fn is_kept(self) -> bool {
        matches!(self, Self::CreatedAt | Self::Subcategory | Self::Symptom | Self::ClosedCode)
    }
}

/// The log lacks a column without which its rows cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("the header has no column {}", names(.0))]
pub struct MissingColumns(pub Vec<Field>);

fn names(fields: &[Field]) -> String {
    fields.iter().map(|field| field.as_str()).collect::<Vec<_>>().join(", no column ")
}

/// Which position of a row holds which field, and what the other columns are called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Columns {
    width: usize,
    positions: BTreeMap<Field, usize>,
    /// Columns without a meaning here, and such as are kept besides: position and name.
    kept: Vec<(usize, String)>,
}

impl Columns {
    /// Finds the fields by the names of the header, without regard to case,
    /// order or a byte-order mark.
    ///
    /// # Errors
    /// When one of [`Field::REQUIRED`] is not there.
    pub fn from_header<'a>(header: impl IntoIterator<Item = &'a str>) -> Result<Self, MissingColumns> {
        Self::mapped(header, &BTreeMap::new())
    }

    /// The same, where somebody has said which column a field stands in: the
    /// name chosen wins over the field's own, and an empty one says that the
    /// log does not have the field.
    ///
    /// # Errors
    /// When one of [`Field::REQUIRED`] is neither there nor chosen.
    pub fn mapped<'a>(header: impl IntoIterator<Item = &'a str>, chosen: &BTreeMap<Field, String>) -> Result<Self, MissingColumns> {
        let names: Vec<String> = header.into_iter().map(clean).collect();
        let positions = positions(&names, chosen);
        let missing: Vec<Field> = Field::REQUIRED.into_iter().filter(|field| !positions.contains_key(field)).collect();
        if !missing.is_empty() {
            return Err(MissingColumns(missing));
        }
        let width = names.len();
        let kept = kept(names, &positions);
        Ok(Self { width, positions, kept })
    }

    /// Where each field is found, and the names of the columns that are kept as
    /// they are, also for a header that lacks what is required.
    pub(super) fn placed(header: &[String], chosen: &BTreeMap<Field, String>) -> (BTreeMap<Field, usize>, Vec<String>) {
        let names: Vec<String> = header.iter().map(|name| clean(name)).collect();
        let positions = positions(&names, chosen);
        let kept = kept(names, &positions).into_iter().map(|(_, name)| name).collect();
        (positions, kept)
    }

    /// How many values a row has.
    #[must_use]
    pub const fn width(&self) -> usize {
        self.width
    }

    /// Where the field stands, if the log has it.
    #[must_use]
    pub fn position(&self, field: Field) -> Option<usize> {
        self.positions.get(&field).copied()
    }

    /// The columns whose values are kept as they are, under their own names:
    /// those without a meaning here, known or not.
    pub fn kept(&self) -> impl Iterator<Item = (usize, &str)> {
        self.kept.iter().map(|(position, name)| (*position, name.as_str()))
    }
}

fn positions(names: &[String], chosen: &BTreeMap<Field, String>) -> BTreeMap<Field, usize> {
    let find = |field: Field| match chosen.get(&field) {
        Some(name) if name.is_empty() => None,
        Some(name) => position(names, &clean(name)),
        None => std::iter::once(field.as_str()).chain(field.aliases().iter().copied()).find_map(|name| position(names, name)),
    };
    Field::ALL.iter().filter_map(|&field| find(field).map(|position| (field, position))).collect()
}

fn kept(names: Vec<String>, positions: &BTreeMap<Field, usize>) -> Vec<(usize, String)> {
    let meant: Vec<usize> = positions.iter().filter(|(field, _)| !field.is_kept()).map(|(_, &position)| position).collect();
    names.into_iter().enumerate().filter(|(position, _)| !meant.contains(position)).collect()
}

fn position(names: &[String], name: &str) -> Option<usize> {
    names.iter().position(|other| other == name)
}

/// A column's name without what does not tell it from another's.
pub(super) fn clean(name: &str) -> String {
    name.trim_start_matches('\u{feff}').trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::servicenow::fixture::HEADER;

    #[test]
    fn columns_are_found_by_name_in_any_order() {
        let forward = Columns::from_header(HEADER.split(',')).unwrap();
        let backward = Columns::from_header(HEADER.split(',').rev()).unwrap();
        assert_eq!(forward.width(), 36);
        assert_eq!(forward.position(Field::Number), Some(0));
        assert_eq!(backward.position(Field::Number), Some(35));
        assert_eq!(backward.position(Field::ClosedAt), Some(0));
        assert_eq!(forward.position(Field::Title), None);
    }

    #[test]
    fn a_byte_order_mark_and_capitals_do_not_hide_a_column() {
        let columns = Columns::from_header(["\u{feff}Number", " State ", "sys_updated_on"]).unwrap();
        assert_eq!(columns.position(Field::Number), Some(0));
        assert_eq!(columns.position(Field::State), Some(1));
        assert_eq!(columns.position(Field::UpdatedAt), Some(2));
    }

    #[test]
    fn every_column_without_a_meaning_here_is_kept() {
        let header = HEADER.split(',').chain(["u_building"]);
        let columns = Columns::from_header(header).unwrap();
        let kept: Vec<&str> = columns.kept().map(|(_, name)| name).collect();
        assert!(kept.contains(&"u_building"));
        assert!(kept.contains(&"cmdb_ci"));
        assert!(kept.contains(&"subcategory"), "a ticket has no column for it");
        assert!(!kept.contains(&"assignment_group"));
    }

    #[test]
    fn a_column_that_was_chosen_wins_over_the_name() {
        let chosen = BTreeMap::from([(Field::Group, "Queue".to_owned())]);
        let header = ["number", "state", "sys_updated_at", "assignment_group", "queue"];
        let columns = Columns::mapped(header, &chosen).unwrap();
        assert_eq!(columns.position(Field::Group), Some(4));
        assert_eq!(columns.kept().collect::<Vec<_>>(), [(3, "assignment_group")]);
    }

    #[test]
    fn a_field_that_the_log_is_said_not_to_have_is_not_found_by_its_name() {
        let chosen = BTreeMap::from([(Field::Group, String::new())]);
        let columns = Columns::mapped(["number", "state", "sys_updated_at", "assignment_group", ""], &chosen).unwrap();
        assert_eq!(columns.position(Field::Group), None);
        assert_eq!(columns.kept().collect::<Vec<_>>(), [(3, "assignment_group"), (4, "")]);
    }

    #[test]
    fn all_columns_that_are_missing_are_named_at_once() {
        let missing = Columns::from_header(["number", "color"]).unwrap_err();
        assert_eq!(missing.0, [Field::State, Field::UpdatedAt]);
        assert_eq!(missing.to_string(), "the header has no column incident_state, no column sys_updated_at");
    }
}
