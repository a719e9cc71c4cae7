//! What nobody answers for.

pub mod api;
pub mod page;
