//! The audit log, and the proof that nothing in it was changed.

pub mod api;
mod change;
pub mod page;
mod sentence;
