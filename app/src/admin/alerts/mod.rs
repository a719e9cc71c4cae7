//! Alerts: who sends them, what they make, and what was not understood.

pub mod api;
mod example;
mod fields;
pub mod integration_page;
pub mod list_page;
pub mod new_page;
mod recent;
mod rule_list;
pub mod rule_page;
mod trial;
