//! The report on faults.

pub mod api;
pub mod behind_page;
mod chart;
mod groups;
pub mod page;
