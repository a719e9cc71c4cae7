//! The report on faults.

use domain::fault::parts::Measure;
use domain::fault::report::{By, Of};

mod en;
mod zh;

pub use en::EN;
pub use zh::ZH;

pub struct Words {
    pub report: &'static str,
    pub lead: &'static str,
    pub by: fn(By) -> &'static str,
    pub clock: &'static str,
    pub clocks: fn(Measure) -> &'static str,
    pub wall_note: &'static str,
    pub working_note: fn(&str) -> String,
    pub no_calendar: &'static str,
    pub choose_calendar: &'static str,
    pub empty: &'static str,
    pub empty_lead: &'static str,
    pub faults: &'static str,
    pub drills_left_out: fn(&str) -> String,
    pub monitoring: &'static str,
    pub of_known: fn(&str, &str) -> String,
    pub repeats: &'static str,
    pub repeats_note: &'static str,
    pub completion: &'static str,
    pub of_due: fn(&str, &str) -> String,
    pub none_due: &'static str,
    pub lengths: &'static str,
    pub parts_table: &'static str,
    pub lengths_note: &'static str,
    pub n_and_left_out: fn(&str, &str) -> String,
    pub part: &'static str,
    pub n: &'static str,
    pub left_out: &'static str,
    pub median: &'static str,
    pub p90: &'static str,
    pub mean: &'static str,
    pub all_faults: &'static str,
    pub totals_by: fn(&str) -> String,
    pub groups: fn(&str) -> String,
    pub median_of: fn(&str) -> String,
    pub nobody_said: &'static str,
    pub open: fn(&str, &str) -> String,
    pub anniversaries: &'static str,
    pub anniversaries_lead: &'static str,
    pub agreed: fn(u64, u64) -> String,
    pub hidden: &'static str,
    pub of: fn(Of) -> &'static str,
    pub day: &'static str,
    pub came_back: &'static str,
    pub lines_of: fn(&str, &str, &str) -> String,
}
