//! Logs of other systems that were brought in, and how far the running ones have come.

pub mod api;
pub mod list_page;
pub mod progress_page;
mod summary;
