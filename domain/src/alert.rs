//! Alerts: what monitoring says, what becomes of it, and who is missed when they fall silent (`docs/rule-345.md`, "Alerts in, and who
//! monitors the monitor").
//!
//! A payload is read into [`Signal`]s; signals are folded into [`Occurrence`]s, so that nothing is counted twice and nothing is lost,
//! in whatever order it comes; [`rule`] decides what an occurrence makes. Texts come from outside: they are cut to a bounded length, and
//! lose what no line of text holds.

pub mod alertmanager;
pub mod events;
pub mod heartbeat;
pub mod integration;
pub mod occurrence;
mod read;
pub mod rule;
pub mod signal;
pub mod trial;
pub mod view;

pub use integration::Kind;
pub use occurrence::{Occurrence, State};
pub use read::{Malformed, Why};
pub use signal::{Said, Signal, Which};
