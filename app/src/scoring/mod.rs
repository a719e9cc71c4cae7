//! Teams score each other: rounds, ballots, results.

pub mod api;
mod appeal;
mod dealt;
mod figures;
pub mod list_page;
mod owner;
pub mod plan_page;
pub mod round_page;
mod scale;
pub mod team_page;
pub mod vote_page;
