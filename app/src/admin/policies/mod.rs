//! Policies: who is promised what, as a table of rules.

pub mod api;
mod differences;
#[cfg(feature = "ssr")]
mod editing;
pub mod list_page;
pub mod page;
mod rules;
mod sheet;
mod steps;
mod tried;
mod versions;
