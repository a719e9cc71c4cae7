//! Reports on what was promised.

pub mod api;
#[cfg(feature = "ssr")]
pub mod asking;
pub mod behind_page;
mod chart;
pub(crate) mod filters;
mod line;
pub mod month_page;
pub mod page;
