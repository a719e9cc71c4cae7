//! Made-up rows with the header and the traps of a real log.

use jiff::{civil::DateTime, tz::Offset};

use super::{Columns, History, Rejection, Row};
use crate::time::Timestamp;

pub(super) const HEADER: &str = "number,incident_state,active,reassignment_count,reopen_count,sys_mod_count,\
    made_sla,caller_id,opened_by,opened_at,sys_created_by,sys_created_at,sys_updated_by,sys_updated_at,\
    contact_type,location,category,subcategory,u_symptom,cmdb_ci,impact,urgency,priority,assignment_group,\
    assigned_to,knowledge,u_priority_confirmation,notify,problem_id,rfc,vendor,caused_by,closed_code,\
    resolved_by,resolved_at,closed_at";

/// One row to be varied: an incident that was opened on 4 March at 8:00.
#[derive(Clone, Debug)]
pub(super) struct Line {
    values: Vec<(&'static str, String)>,
}

/// An update in this state, with this `sys_mod_count`, at this time.
pub(super) fn line(state: &str, mods: u32, updated_at: &str) -> Line {
    let values = HEADER.split(',').map(|name| (name, "?".to_owned())).collect();
    Line { values }
        .with("number", "INC0000007")
        .with("incident_state", state)
        .with("active", "true")
        .with("reassignment_count", "0")
        .with("reopen_count", "0")
        .with("sys_mod_count", &mods.to_string())
        .with("caller_id", "Caller 5")
        .with("opened_by", "Opened by  3")
        .with("opened_at", "4/3/2016 08:00")
        .with("sys_updated_by", "Updated by 9")
        .with("sys_updated_at", updated_at)
        .with("category", "Category 1")
        .with("impact", "2 - Medium")
        .with("urgency", "2 - Medium")
        .with("priority", "3 - Moderate")
        .with("assignment_group", "Group 1")
}

impl Line {
    pub(super) fn with(mut self, name: &str, value: &str) -> Self {
        let cell = self.values.iter_mut().find(|(other, _)| *other == name).unwrap();
        value.clone_into(&mut cell.1);
        self
    }

    /// As when the incident was resolved and closed later: both are filled back into every row.
    pub(super) fn filled_back(self, resolved_at: &str, closed_at: &str) -> Self {
        self.with("resolved_at", resolved_at).with("closed_at", closed_at).with("resolved_by", "Resolved by 4")
    }

    pub(super) fn values(&self) -> Vec<&str> {
        self.values.iter().map(|(_, value)| value.as_str()).collect()
    }
}

pub(super) fn columns() -> Columns {
    Columns::from_header(HEADER.split(',')).unwrap()
}

pub(super) fn read(line: &Line) -> Result<Row, Rejection> {
    Row::read(&columns(), 2, &line.values(), &utc)
}

pub(super) fn history(lines: &[Line]) -> History {
    let rows = (2..).zip(lines).map(|(at, line)| Row::read(&columns(), at, &line.values(), &utc).unwrap());
    History::of(&columns(), rows.collect()).unwrap()
}

pub(super) fn utc(at: DateTime) -> Timestamp {
    Offset::UTC.to_timestamp(at).unwrap().into()
}

pub(super) fn at(text: &str) -> Timestamp {
    utc(super::civil(text).unwrap())
}
