//! Service levels as those who answer see them: chips, why a deadline is where it is, and what is decided about it.

pub mod api;
pub mod chip;
pub mod clocks;
#[cfg(feature = "ssr")]
mod correction;
mod judging;
#[cfg(feature = "ssr")]
pub mod promised;
pub mod report;
mod shifts;
pub(crate) mod told;
mod way;
pub mod why_page;

pub use chip::DueChip;
