//! Calendars: in which hours a promise is reckoned.

pub mod api;
mod bars;
mod dates;
pub mod differences;
pub mod file_api;
pub mod file_page;
pub mod list_page;
pub mod page;
mod sheet;
pub(in crate::admin) mod versions;
mod week;
