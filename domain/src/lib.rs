//! The rules of Opsbeat, pure: no clock, no randomness, no I/O.
//!
//! Time comes in as a [`time::Timestamp`], every decision is a function of its
//! arguments, and errors carry codes that the reader's language is found for
//! elsewhere. The crate compiles for the server and for the browser alike.

pub mod alert;
pub mod audit;
pub mod calendar;
pub mod catalogue;
pub mod clockface;
pub mod csv;
pub mod directory;
pub mod fault;
pub mod form;
pub mod id;
pub mod invalid;
pub mod locale;
pub mod mention;
pub mod on_call;
pub mod people;
pub mod permit;
pub mod priority;
pub mod rating;
pub mod reply_template;
pub mod report;
pub mod scorecard;
pub mod scoring;
pub mod search_terms;
pub mod servicenow;
pub mod settings;
pub mod sla;
pub mod statistics;
pub mod survey;
pub mod ticket;
pub mod time;
pub mod word;
