//! Teams score each other: mutual scoring (`spec/kpi-and-scoring.md`, "Mutual scoring between teams").
//!
//! [`Ballot::cast`] says which ballots are valid, [`Round::of`] what they come to: raw, and adjusted for raters who are harsh or
//! lenient with everybody. [`Publication::of`] decides which of that may be shown without telling what one rater gave, and [`flags()`]
//! names pairs of teams that are suspiciously kind or unkind to each other; a flag changes no score. Nothing here is rounded, and
//! nothing depends on the order of the ballots, to the last bit.
//!
//! Raters and teams are whatever the caller names them by: ids here, a spreadsheet's names there.

mod ballot;
mod disclosure;
mod flag;
mod pool;
mod publication;
mod round;

pub use ballot::{Ballot, COMMENT_MAX, NotAScore, Opinion, Refusal, Score};
pub use flag::{FLAGGED_FROM, Flag, FlagKind, Side, flags};
pub use pool::{Pool, PoolWeights, Pooled};
pub use publication::{COUNTED_FROM, Figure, Of, PUBLISHED_FROM, Publication, TeamResult};
pub use round::{ADJUSTED_FROM, Outcome, Rater, Round};
