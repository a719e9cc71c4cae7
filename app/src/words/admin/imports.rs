//! Imports of another system's log.

use domain::servicenow::{Field, Rejection, Stage};

mod en;
mod fields;
mod zh;

pub use en::EN;
pub use zh::ZH;

pub struct Words {
    pub title: &'static str,
    pub lead: &'static str,
    pub empty: &'static str,
    pub empty_lead: &'static str,
    pub import_log: &'static str,
    pub file: &'static str,
    /// How many megabytes.
    pub file_hint: fn(u64) -> String,
    pub time_zone: &'static str,
    pub time_zone_hint: &'static str,
    pub time_zone_lead: &'static str,
    pub upload: &'static str,
    pub sending: &'static str,
    pub by_command: &'static str,
    pub how: &'static str,
    pub how_dry: &'static str,
    pub steps_label: &'static str,
    pub steps: [&'static str; 4],
    pub columns: &'static str,
    pub columns_lead: &'static str,
    pub no_column: &'static str,
    /// How many fields, and how many of them were found.
    pub other_fields: fn(usize, usize) -> String,
    pub field: fn(Field) -> &'static str,
    pub rejection: fn(&Rejection) -> String,
    pub kept: &'static str,
    pub kept_lead: &'static str,
    pub preview: &'static str,
    pub previewed: fn(u64) -> String,
    pub no_preview: &'static str,
    pub no_preview_lead: &'static str,
    pub preview_refused: &'static str,
    pub at_line: fn(u64) -> String,
    pub number: &'static str,
    pub ticket: &'static str,
    pub status: &'static str,
    pub priority: &'static str,
    pub team: &'static str,
    pub caller: &'static str,
    pub opened: &'static str,
    pub entries: &'static str,
    pub check: &'static str,
    pub check_hint: &'static str,
    pub update_preview: &'static str,
    pub change_columns: &'static str,
    pub checking: &'static str,
    pub running: &'static str,
    pub leave: &'static str,
    pub counting: &'static str,
    /// Rows that were read, and all.
    pub rows_read: fn(&str, &str) -> String,
    /// Rows that were read, and how many of them were rejected.
    pub rows_done: fn(&str, &str) -> String,
    /// Rows that were read, all, and rejected ones.
    pub rows_of: fn(&str, &str, &str) -> String,
    pub checked: &'static str,
    pub checked_lead: &'static str,
    pub done: &'static str,
    pub done_lead: &'static str,
    pub stopped: &'static str,
    pub stopped_lead: &'static str,
    pub failed: &'static str,
    pub import_now: &'static str,
    pub resume: &'static str,
    pub stop: &'static str,
    pub discard: &'static str,
    pub discard_lead: &'static str,
    pub tickets: &'static str,
    pub new_tickets: &'static str,
    pub new_and_known: fn(&str, &str) -> String,
    pub would_be_new: fn(&str, &str) -> String,
    pub events: &'static str,
    /// How many of them were taken.
    pub taken: fn(&str) -> String,
    pub reopened: &'static str,
    pub times: fn(u64) -> String,
    pub rejected: &'static str,
    pub rejected_lead: &'static str,
    pub download: fn(&str) -> String,
    pub by_priority: &'static str,
    pub by_group: &'static str,
    pub no_group: &'static str,
    pub none_rejected: &'static str,
    pub line: &'static str,
    pub reason: &'static str,
    pub state: fn(Stage) -> &'static str,
}
