//! Faults out of a file, in the browser.

pub mod api;
pub mod page;
