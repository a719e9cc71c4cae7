//! The beginning of a log, from which people see how it will be taken before it is.

use std::collections::BTreeMap;

use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use super::{Columns, Field, History, Row, columns::clean};
use crate::{
    invalid::{Code, Invalid},
    priority::Priority,
    ticket::StatusName,
    time::Timestamp,
};

/// The header and the first rows of a log, as they stand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sample {
    /// The columns' names.
    pub header: Vec<String>,
    /// Rows with their lines; the header is on line 1.
    pub rows: Vec<(u64, Vec<String>)>,
    /// Whether these are all rows of the log.
    pub whole: bool,
}

/// An import that is being prepared: which column feeds which field, and what becomes of the first rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The columns' names, in the order of the log.
    pub header: Vec<String>,
    /// The column of each field that has one.
    pub placed: BTreeMap<Field, String>,
    /// Columns without a meaning here, whose values are kept under their own names.
    pub kept: Vec<String>,
    /// What becomes of the first rows; `None` while a field that is required has no column.
    pub preview: Option<Preview>,
}

/// What becomes of the first rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// The first incidents. Of the last one there may be more rows further down.
    pub incidents: Vec<Previewed>,
    /// Rows that would be rejected, by line, and why.
    pub refused: Vec<(u64, String)>,
    /// How many rows were looked at.
    pub rows: u64,
}

/// One incident as the ticket that it would be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Previewed {
    /// The source's number.
    pub number: String,
    /// The ticket's title.
    pub title: String,
    /// The service.
    pub category: Option<String>,
    /// The team.
    pub group: Option<String>,
    /// The person who answers for it.
    pub person: Option<String>,
    /// Who asks.
    pub caller: Option<String>,
    /// Its priority.
    pub priority: Priority,
    /// Where it stands.
    pub status: StatusName,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// How many entries its timeline gets from these rows.
    pub entries: usize,
}

/// Incidents that a preview shows.
const SHOWN: usize = 8;

impl Sample {
    /// Which columns were chosen for fields, from what a form says; `None` where it does not say
    /// anything, and empty where the log has no column for the field. Choices that the names say anyway are left out.
    ///
    /// # Errors
    /// `UnknownChoice` for what is no column, `Required` for a field that needs one, each at `map.<field>`.
    pub fn choose(&self, typed: impl Fn(Field) -> Option<String>) -> Result<BTreeMap<Field, String>, Invalid> {
        let (by_name, _) = Columns::placed(&self.header, &BTreeMap::new());
        let mut chosen = BTreeMap::new();
        let mut invalid = Invalid::default();
        for &field in Field::ALL {
            let named = by_name.get(&field).and_then(|&position| self.header.get(position));
            let column = typed(field).unwrap_or_else(|| named.cloned().unwrap_or_default());
            let column = column.trim();
            let name = map_name(field);
            if column.is_empty() {
                if Field::REQUIRED.contains(&field) {
                    invalid.add(&name, Code::Required);
                } else if named.is_some() {
                    chosen.insert(field, String::new());
                }
            } else if !self.header.iter().any(|other| clean(other) == clean(column)) {
                invalid.add(&name, Code::UnknownChoice);
            } else if named.is_none_or(|named| clean(named) != clean(column)) {
                chosen.insert(field, column.to_owned());
            }
        }
        invalid.or(chosen)
    }

    /// How the log would be taken with these choices. `moment` says which moment a civil time is.
    #[must_use]
    pub fn draft(&self, chosen: &BTreeMap<Field, String>, moment: &dyn Fn(DateTime) -> Timestamp) -> Draft {
        let (positions, kept) = Columns::placed(&self.header, chosen);
        let placed = positions.into_iter().filter_map(|(field, at)| Some((field, self.header.get(at)?.clone()))).collect();
        let columns = Columns::mapped(self.header.iter().map(String::as_str), chosen).ok();
        let preview = columns.map(|columns| self.preview(&columns, moment));
        Draft { header: self.header.clone(), placed, kept, preview }
    }

    fn preview(&self, columns: &Columns, moment: &dyn Fn(DateTime) -> Timestamp) -> Preview {
        let mut numbers: Vec<String> = Vec::new();
        let mut incidents: BTreeMap<String, Vec<Row>> = BTreeMap::new();
        let mut refused = Vec::new();
        for (line, values) in &self.rows {
            let values: Vec<&str> = values.iter().map(String::as_str).collect();
            match Row::read(columns, *line, &values, moment) {
                Ok(row) => {
                    if !incidents.contains_key(&row.number) {
                        numbers.push(row.number.clone());
                    }
                    incidents.entry(row.number.clone()).or_default().push(row);
                }
                Err(rejection) => refused.push((*line, rejection.to_string())),
            }
        }
        let histories = numbers.iter().take(SHOWN).filter_map(|number| History::of(columns, incidents.remove(number)?).ok());
        Preview { incidents: histories.map(Previewed::of).collect(), refused, rows: self.rows.len() as u64 }
    }
}

/// The name under which a form says which column feeds a field.
#[must_use]
pub fn map_name(field: Field) -> String {
    format!("map.{field}")
}

impl Previewed {
    fn of(history: History) -> Self {
        Self {
            number: history.number,
            title: history.title,
            category: history.category,
            group: history.held.group,
            person: history.held.person,
            caller: history.caller,
            priority: history.priority,
            status: history.status,
            opened_at: history.opened_at,
            entries: history.entries.len(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::servicenow::fixture::utc;

    fn sample() -> Sample {
        let row = |text: &str| text.split(',').map(str::to_owned).collect();
        Sample {
            header: row("Ticket,incident_state,sys_updated_at,assignment_group,u_building"),
            rows: vec![
                (2, row("INC2,New,4/3/2016 08:00,Group 1,North")),
                (3, row("INC1,Active,4/3/2016 09:00,Group 2,North")),
                (4, row("INC2,Active,4/3/2016 10:00,Group 3,North")),
                (5, row("INC2,Active,31/4/2016 10:00,Group 3,North")),
            ],
            whole: true,
        }
    }

    fn typed(pairs: &'static [(Field, &'static str)]) -> impl Fn(Field) -> Option<String> {
        move |field| pairs.iter().find(|(name, _)| *name == field).map(|(_, column)| (*column).to_owned())
    }

    #[test]
    fn a_field_without_its_column_waits_for_a_choice_and_then_shows_what_it_makes() {
        let sample = sample();
        let refused = sample.choose(typed(&[])).unwrap_err();
        assert_eq!(refused.of("map.number"), Some(&Code::Required));
        assert_eq!(refused.fields.len(), 1);
        assert_eq!(sample.draft(&BTreeMap::new(), &utc).preview, None);
        let chosen = sample.choose(typed(&[(Field::Number, "ticket"), (Field::State, "incident_state")])).unwrap();
        assert_eq!(chosen, BTreeMap::from([(Field::Number, "ticket".to_owned())]), "what the names say is no choice");
        let draft = sample.draft(&chosen, &utc);
        assert_eq!(draft.placed.get(&Field::Number).map(String::as_str), Some("Ticket"));
        assert_eq!(draft.kept, ["u_building"]);
        let preview = draft.preview.unwrap();
        let shown: Vec<(&str, Option<&str>)> = preview.incidents.iter().map(|i| (i.number.as_str(), i.group.as_deref())).collect();
        assert_eq!(shown, [("INC2", Some("Group 3")), ("INC1", Some("Group 2"))], "in the order of the log");
        assert_eq!(preview.refused, [(5, "sys_updated_at is not a date with a time: 31/4/2016 10:00".to_owned())]);
    }

    #[test]
    fn a_column_can_be_left_unused_and_is_then_kept() {
        let sample = sample();
        let chosen = sample.choose(typed(&[(Field::Number, "Ticket"), (Field::Group, "")])).unwrap();
        assert_eq!(chosen.get(&Field::Group).map(String::as_str), Some(""));
        assert_eq!(sample.draft(&chosen, &utc).kept, ["assignment_group", "u_building"]);
    }

    #[test]
    fn what_is_no_column_of_the_log_cannot_be_chosen() {
        let refused = sample().choose(typed(&[(Field::Number, "Ticket"), (Field::Caller, "who")])).unwrap_err();
        assert_eq!(refused.of("map.caller_id"), Some(&Code::UnknownChoice));
    }
}
