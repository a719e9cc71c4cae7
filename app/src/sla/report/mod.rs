//! Reports on what was promised.

pub mod api;
#[cfg(feature = "ssr")]
pub mod asking;
pub mod behind_page;
mod chart;
mod filters;
mod line;
pub mod month_page;
pub mod page;
