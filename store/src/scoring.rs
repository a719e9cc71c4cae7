//! Rounds in which teams score each other: planned, opened and closed by the clock, voted in, and read.
//!
//! What a ballot says and whose it is are never written side by side. `score_ballots` says who may score whom. `score_votes` says what was scored, under
//! a key that only [`secret`] leads to, and that secret is a file beside the database, which is destroyed when the round has closed. A vote has no
//! time and makes no record: see "Scores and scorecards" in ARCHITECTURE.md.

mod appeals;
mod ballots;
mod dealings;
mod plan;
mod results;
mod round;
mod schedule;
mod secret;
mod stored;
mod team;
mod vote;

pub use appeals::{answer, appeal};
pub use ballots::{home, notice, voting};
pub use plan::{change, owners, plan};
pub use results::export;
pub use round::{list, round};
pub use schedule::{end, prolong, settle_due};
pub use team::team;
pub use vote::{Typed, cast};
