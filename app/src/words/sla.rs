//! Service levels: chips, why a deadline is where it is, reports on what was promised.

use domain::sla::{By, Light, Metric, Run, Standing};
use domain::ticket::event::Side;
use domain::time::Span;

mod en;
mod zh;

pub use en::EN;
pub use zh::ZH;

pub struct Words {
    pub promises: &'static str,
    pub why: &'static str,
    pub no_clock: &'static str,
    pub whiles: &'static str,
    pub policy: &'static str,
    pub applies_to: &'static str,
    pub calendar: &'static str,
    pub started: &'static str,
    pub promised: &'static str,
    pub every_ticket: &'static str,
    pub never: &'static str,
    pub was_answered: &'static str,
    pub was_corrected: &'static str,
    pub will_count: &'static str,
    pub counts: &'static str,
    pub closed: &'static str,
    pub closed_day: &'static str,
    pub fact_filed: &'static str,
    pub fact_assigned: &'static str,
    pub fact_changed: &'static str,
    pub fact_merged: &'static str,
    pub from: &'static str,
    pub until: &'static str,
    pub length: &'static str,
    pub total: &'static str,
    pub what: &'static str,
    pub if_nothing_changes: &'static str,
    pub not_yet: &'static str,
    pub nobody_called: &'static str,
    pub went_out: &'static str,
    pub steps: &'static str,
    pub step: &'static str,
    pub unknown_while_paused: &'static str,
    pub moves: &'static str,
    pub since: &'static str,
    pub state: &'static str,
    pub corrections: &'static str,
    pub as_known_now: &'static str,
    pub judging: &'static str,
    pub excuse: &'static str,
    pub excuse_again: &'static str,
    pub excuse_lead: &'static str,
    pub correct_moment: &'static str,
    pub correct_lead: &'static str,
    pub which_event: &'static str,
    pub really_at: &'static str,
    pub correct: &'static str,
    pub correct_pause: &'static str,
    pub this_while: &'static str,
    pub should_pause: &'static str,
    pub should_count: &'static str,
    pub merge: &'static str,
    pub merge_lead: &'static str,
    pub merge_into: &'static str,
    pub merge_into_hint: &'static str,
    pub merge_agreed: &'static str,
    pub merge_sure: &'static str,
    pub warned: &'static str,
    pub due: &'static str,
    pub due_at: &'static str,
    pub metric: fn(Metric) -> &'static str,
    pub metric_short: fn(Metric) -> &'static str,
    pub cycle: fn(&str, u32) -> String,
    pub chip: fn(Run, Light, Span) -> String,
    pub due_full: fn(&str, &str) -> String,
    pub worked: fn(Span) -> String,
    /// The same to the second, for sums that are added up.
    pub exact: fn(Span) -> String,
    pub version: fn(&str, u32) -> String,
    pub rule: fn(usize) -> String,
    pub asked_by: fn(&str) -> String,
    pub held_by: fn(&str) -> String,
    /// The deadline, and by how much working time it is over.
    pub is_due: fn(&str, Option<Span>) -> String,
    /// Why, what is left, and whether it is over.
    pub is_paused: fn(&str, Span, bool) -> String,
    /// When it was done, when it was due, and whether in time.
    pub was_done: fn(&str, &str, bool) -> String,
    pub was_cancelled: fn(&str) -> String,
    /// Counted, promised, and not counted for pauses.
    pub counted_of: fn(Span, Span, Span) -> String,
    pub late_since: fn(&str) -> String,
    /// Who, when and why.
    pub excused_by: fn(&str, &str, &str) -> String,
    /// Why, since when, and by whom.
    pub since_by: fn(&str, &str, Option<&str>) -> String,
    pub standing: fn(Standing) -> &'static str,
    pub holiday: fn(&str) -> String,
    pub paused_by: fn(&str, Option<(String, String)>) -> String,
    pub fact_replied: fn(Side) -> &'static str,
    pub at_percent: fn(u16) -> String,
    pub at_left: fn(Span) -> String,
    pub before_correction: fn(&str, &str, &str) -> String,
    pub overruled: fn(&str) -> String,
    pub merge_number: fn(&str) -> String,
    // Reports
    pub report: &'static str,
    pub report_lead: &'static str,
    pub report_empty: &'static str,
    pub report_empty_lead: &'static str,
    pub chart: &'static str,
    pub chart_note: &'static str,
    pub measured: &'static str,
    pub met: &'static str,
    pub missed: &'static str,
    pub excused_ones: &'static str,
    pub attainment: &'static str,
    pub attainment_excused: &'static str,
    pub working_hours: &'static str,
    pub wall_hours: &'static str,
    pub known_since: &'static str,
    pub not_yours: &'static str,
    pub open_one: &'static str,
    pub open_missed_one: &'static str,
    pub ended: &'static str,
    pub told: fn(&str, &str) -> String,
    pub met_one: &'static str,
    pub missed_one: &'static str,
    pub excused_one: &'static str,
    pub breach_calendar: &'static str,
    pub breach_calendar_lead: &'static str,
    pub month_before: &'static str,
    pub month_after: &'static str,
    pub today: &'static str,
    pub today_note: &'static str,
    pub missed_so_far: &'static str,
    pub still_today: &'static str,
    pub none_missed: &'static str,
    pub kept_of: fn(&str, &str) -> String,
    pub by: fn(By) -> &'static str,
    pub tickets_behind: fn(&str, &str) -> String,
    pub came: fn(&str) -> &'static str,
    pub and_more: fn(&str) -> String,
    pub missed_in: fn(&str, &str) -> String,
    pub missed_on: fn(&str, u64, u64) -> String,
    pub weekdays: [&'static str; 7],
    // To whoever asked; the first value says whether it is about the solution.
    pub promised_by: fn(bool, &str) -> String,
    pub promised_late: fn(bool, &str) -> String,
    pub promised_missed: fn(bool, &str) -> String,
    pub promised_paused: &'static str,
}

/// Hours and minutes of working time: a day of it is as long as a calendar says, so it is never told in days.
/// The seconds beyond whole minutes.
const fn seconds(span: Span) -> u64 {
    span.millis().unsigned_abs() / 1_000 % 60
}

fn parts(span: Span) -> (u64, u64) {
    let minutes = span.millis().unsigned_abs() / 60_000;
    (minutes / 60, minutes % 60)
}
