//! Calendars and policies as one file: looked at, tried on the past, and taken; and open tickets under what is in force now.

pub mod api;
mod comparison;
pub mod page;
pub mod rebase_api;
pub mod rebase_page;
