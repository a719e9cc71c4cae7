//! Surveys at the desk: the report on satisfaction, what followed low ratings, and surveys of other systems.

pub mod answers_page;
pub mod api;
pub mod chart;
pub mod follow_ups_page;
pub mod import_api;
pub mod import_page;
pub mod report_page;
pub mod silent;
