//! What becomes of the ballots when a round closes: the results, what they can be reckoned from again, and the comments that may be read.

use serde::{Deserialize, Serialize};

use super::{Ballot, Flag, Pool, Publication, Round, Score, flags};
use crate::id::TeamId;

/// A ballot as it was cast, of a rater who has nothing but a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cast {
    /// The rater's number in the round, drawn at its end.
    pub rater: u32,
    /// The team that they stood for.
    pub rater_team: TeamId,
    /// From which side that team scores.
    pub pool: Pool,
    /// Whom they scored.
    pub target: TeamId,
    /// 1..=10 for each of the round's dimensions.
    pub scores: Vec<u8>,
}

/// What is kept of a ballot for good. The rater's team is not: with it, and with what is known of who had to do with whom, a number would often be a
/// name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The rater's number.
    pub rater: u32,
    /// From which side.
    pub pool: Pool,
    /// Whom they scored.
    pub target: TeamId,
    /// 1..=10 for each dimension.
    pub scores: Vec<u8>,
}

/// A round at its end.
#[derive(Clone, Debug, PartialEq)]
pub struct Settled {
    /// What may be shown.
    pub publication: Publication<TeamId>,
    /// Pairs of teams for the owner to look at. Each rater's team is needed for them, so they are made this once.
    pub flags: Vec<Flag<TeamId>>,
    /// What [`publish`] makes the same publication of, to the last bit; by target and rater.
    pub kept: Vec<Kept>,
}

/// Reckons a round. Ballots that are none (of one's own team, without a score from 1 to 10) are left out.
#[must_use]
pub fn settle(cast: &[Cast]) -> Settled {
    let valid: Vec<(Ballot<u32, TeamId>, &Cast)> =
        cast.iter().filter_map(|one| Some((ballot(one.rater, one.rater_team, one.target, &one.scores)?, one))).collect();
    let flags = flags(&Round::of(valid.iter().map(|(ballot, _)| ballot.clone())));
    let keep = |one: &Cast| Kept { rater: one.rater, pool: one.pool, target: one.target, scores: one.scores.clone() };
    let mut kept: Vec<Kept> = valid.iter().map(|(_, one)| keep(one)).collect();
    kept.sort_by_key(|one| (one.target, one.rater));
    Settled { publication: publish(&kept), flags, kept }
}

/// What may be shown of these ballots.
#[must_use]
pub fn publish(kept: &[Kept]) -> Publication<TeamId> {
    // No team has a number below 1, so a side can stand in the place of the team that was not kept.
    const BUSINESS: TeamId = TeamId(-1);
    const SERVICE: TeamId = TeamId(-2);
    let side = |pool| if pool == Pool::External { BUSINESS } else { SERVICE };
    let round = Round::of(kept.iter().filter_map(|one| ballot(one.rater, side(one.pool), one.target, &one.scores)));
    Publication::of(&round, |team| if *team == BUSINESS { Pool::External } else { Pool::Internal })
}

/// Whether what this side wrote to a team may be read: where what it gave the team is shown.
#[must_use]
pub fn is_heard(publication: &Publication<TeamId>, team: TeamId, pool: Pool) -> bool {
    publication.figure(&team, pool).is_some()
}

fn ballot(rater: u32, rater_team: TeamId, target: TeamId, scores: &[u8]) -> Option<Ballot<u32, TeamId>> {
    let scores: Vec<Score> = scores.iter().map(|&score| Score::try_from(f64::from(score)).ok()).collect::<Option<_>>()?;
    Ballot::cast(rater, rater_team, target, scores).ok()
}
