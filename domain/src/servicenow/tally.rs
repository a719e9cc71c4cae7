//! What came in: the numbers of an import's closing summary.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Field, History, Rejection, Row};

/// Counts over a whole log. Two tallies of the same log are equal, however it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Tally {
    /// Rows that were taken.
    pub events: u64,
    /// Rows per state, in the source's words.
    pub states: BTreeMap<String, u64>,
    /// Values that no list of choices has, as `field value`.
    pub unknown: BTreeMap<String, u64>,
    /// Incidents.
    pub incidents: u64,
    /// Incidents that came back at least once.
    pub reopened: u64,
    /// How often incidents came back.
    pub reopenings: u64,
    /// Incidents of which the source says when they were resolved.
    pub resolved: u64,
    /// Incidents per priority at the end, in our words.
    pub priorities: BTreeMap<String, u64>,
    /// Incidents per group at the end; those without one under the empty name.
    pub groups: BTreeMap<String, u64>,
    /// Rows whose state speaks of the past, and was not believed.
    pub stragglers: u64,
    /// Rows that were refused, per [`Rejection::code`] and field.
    pub rejected: BTreeMap<String, u64>,
}

impl Tally {
    /// A row was taken.
    pub fn take(&mut self, row: &Row) {
        self.events += 1;
        count(&mut self.states, row.state_text());
        for unknown in row.unknown() {
            count(&mut self.unknown, &format!("{} {}", unknown.field.as_str(), unknown.value));
        }
    }

    /// An incident is complete.
    pub fn complete(&mut self, history: &History) {
        self.incidents += 1;
        self.reopened += u64::from(history.reopen_count > 0);
        self.reopenings += u64::from(history.reopen_count);
        self.resolved += u64::from(history.resolved_at.is_some());
        self.stragglers += u64::from(history.stragglers);
        count(&mut self.priorities, history.priority.as_str());
        count(&mut self.groups, history.held.group.as_deref().unwrap_or_default());
    }

    /// A row was refused.
    pub fn refuse(&mut self, rejection: &Rejection) {
        let field: Option<Field> = match rejection {
            Rejection::Missing { field } | Rejection::BadDate { field, .. } | Rejection::BadNumber { field, .. } => Some(*field),
            Rejection::Width { .. } | Rejection::NotText => None,
        };
        match field {
            Some(field) => count(&mut self.rejected, &format!("{} {}", rejection.code(), field.as_str())),
            None => count(&mut self.rejected, rejection.code()),
        }
    }

    /// How many rows were refused.
    #[must_use]
    pub fn refused(&self) -> u64 {
        self.rejected.values().sum()
    }
}

fn count(counts: &mut BTreeMap<String, u64>, key: &str) {
    match counts.get_mut(key) {
        Some(n) => *n += 1,
        None => {
            counts.insert(key.to_owned(), 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::servicenow::fixture::{history, line, read};

    #[test]
    fn every_row_is_counted_once_as_taken_or_as_refused() {
        let lines = [
            line("New", 0, "4/3/2016 08:05"),
            line("-100", 1, "4/3/2016 08:06"),
            line("Closed", 2, "40/3/2016 08:06"),
            line("Resolved", 3, "5/3/2016 08:06").with("reopen_count", "2"),
        ];
        let mut tally = Tally::default();
        let mut good = Vec::new();
        for line in &lines {
            match read(line) {
                Ok(row) => {
                    tally.take(&row);
                    good.push(line.clone());
                }
                Err(rejection) => tally.refuse(&rejection),
            }
        }
        tally.complete(&history(&good));
        assert_eq!((tally.events, tally.refused()), (3, 1));
        assert_eq!(tally.rejected.get("bad_date sys_updated_at"), Some(&1));
        assert_eq!(tally.unknown.get("incident_state -100"), Some(&1));
        assert_eq!((tally.incidents, tally.reopened, tally.reopenings), (1, 1, 2));
        assert_eq!(tally.priorities.get("normal"), Some(&1));
        assert_eq!(tally.groups.get("Group 1"), Some(&1));
    }
}
