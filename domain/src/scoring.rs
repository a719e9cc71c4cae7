//! Teams score each other: mutual scoring (`spec/kpi-and-scoring.md`, "Mutual scoring between teams").
//!
//! [`Ballot::cast`] says which ballots are valid, [`Round::of`] what they come to: raw, and adjusted for raters who are harsh or
//! lenient with everybody. [`Publication::of`] decides which of that may be shown without telling what one rater gave, and [`flags()`]
//! names pairs of teams that are suspiciously kind or unkind to each other; a flag changes no score. Nothing here is rounded, and
//! nothing depends on the order of the ballots, to the last bit.
//!
//! A round as people plan it is [`plan::Plan`]; [`entitled`] says who may score whom in it, by what they had to do with each other, and
//! [`settle`] what is kept of the ballots when it closes.
//!
//! Raters and teams are whatever the caller names them by: ids here, a spreadsheet's names there.

mod ballot;
mod closing;
mod dealing;
mod disclosure;
mod flag;
mod participation;
pub mod plan;
mod pool;
mod publication;
mod round;
pub mod view;

pub use ballot::{Ballot, COMMENT_MAX, NotAScore, Opinion, Refusal, Score};
pub use closing::{Cast, Kept, Settled, is_heard, publish, settle};
pub use dealing::{Dealing, Dealt, Entitled, Kind as DealingKind, entitled};
pub use flag::{FLAGGED_FROM, Flag, FlagKind, Side, flags};
pub use participation::{Band, TOLD_FROM};
pub use pool::{Pool, PoolWeights, Pooled};
pub use publication::{COUNTED_FROM, Figure, Of, PUBLISHED_FROM, Publication, TeamResult};
pub use round::{ADJUSTED_FROM, Outcome, Rater, Round};
