//! Surveys: what each service asks, what followed low ratings, the figures, and surveys of other systems.

pub mod follow_up;
mod guess;
pub mod import;
pub mod listed;
pub mod report;
pub mod setting;

pub use guess::reguess;
