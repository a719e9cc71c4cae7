//! Reports: figures over tickets.

pub mod api;
pub(crate) mod chart;
pub(crate) mod figures;
pub mod page;
pub(crate) mod plot;
pub(crate) mod trend;
