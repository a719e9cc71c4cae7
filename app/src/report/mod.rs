//! Reports: figures over tickets.

pub mod api;
pub(crate) mod chart;
pub(crate) mod figures;
pub mod page;
mod trend;
