//! The pure half of reading an incident event log as ServiceNow exports it.
//!
//! Each row of such a log is an incident's whole state after one update. What
//! is wanted is the opposite: one ticket with the history of what changed. The
//! way there is [`Columns`] (where a field stands), [`Row`] (one line, read or
//! refused with a [`Rejection`]), [`History`] (all rows of one incident, put in
//! order and compared), and [`Tally`] (what came in, for the closing summary).
//!
//! Nothing here opens a file, and no zone is known here: times in a log are
//! civil, and the caller says which moment a civil time is.

mod change;
mod civil;
mod columns;
mod fault;
#[cfg(test)]
mod fixture;
mod history;
mod level;
mod progress;
mod replay;
mod row;
mod sample;
mod state;
mod tally;

pub use change::{Change, Entry, Held};
pub use civil::civil;
pub use columns::{Columns, Field, MissingColumns};
pub use fault::Fault;
pub use history::{History, NoRows};
pub use progress::{NoWay, Progress, Stage, Steer, Summary};
pub use row::{Rejection, Row, Unknown};
pub use sample::{Draft, Preview, Previewed, Sample, map_name};
pub use state::State;
pub use tally::Tally;
