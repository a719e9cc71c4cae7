//! Reports: figures over tickets.

pub mod api;
mod chart;
pub(crate) mod figures;
pub mod page;
mod trend;
