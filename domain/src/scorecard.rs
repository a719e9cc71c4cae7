//! A team's scorecard: some measures, weighed into one figure that anybody can reckon again (`spec/kpi-and-scoring.md`, "Scorecards").
//!
//! A [`Scheme`] says which measures count, how much, and from where to where. With what was read of them in a period it makes a
//! [`Card`]; [`Frozen`] keeps a closed period's readings and scheme beside the card that they made, so that it can be made again;
//! [`change`] tells which measures a change between two periods came from.

mod card;
mod change;
mod exact;
mod frozen;
mod scheme;

pub use card::{Card, Kpi, Line, Reading, Readings, SUFFICIENT_FROM};
pub use change::{Change, Contribution, change};
pub use frozen::Frozen;
pub use scheme::{Flaw, Flawed, LIMIT, Measure, NAME_MAX, Part, Scheme, Source, Weighed};
