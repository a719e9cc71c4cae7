//! Pairs of teams that score each other as nobody else does.
//!
//! For each two teams A and B of which at least [`FLAGGED_FROM`] raters scored the other one, while at least as many raters of
//! other teams scored either:
//!
//! - the *gap* of A to B is the median of what A's raters gave B less the median of what all others gave B;
//! - A's *habit* is the median, over A's ballots for other teams than B, of the score less the median of what all others gave that
//!   team. It is left out where A cast fewer than [`FLAGGED_FROM`] of those. A team that is kind to everybody colludes with nobody;
//! - the gap stands out when it, and what is left of it without the habit, are both at least max(1.5, 3 e) on the same side, where
//!   e = max(1, IQR / 1.349) * sqrt(1/n + 1/m) with the quartiles and the number m of what all others gave B, and n the ballots of A
//!   for B: three standard errors, from a spread that a few odd scores cannot stretch, and that is at least one step of the scale.
//!
//! The pair is flagged when both gaps stand out on the same side. Medians and quartiles (Hyndman and Fan, type 7, as in
//! [`crate::statistics`]) are taken of raw scores: the adjustment has part of a collusion in it already. They are what a flag tells,
//! rather than means, from which one ballot could be reckoned.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Ballot, Round, round::count};
use crate::{statistics, word::words};

/// The fewest ballots in either direction, and of others, that a flag rests on.
pub const FLAGGED_FROM: usize = 3;
/// The least gap that stands out, in points.
const LEAST_GAP: f64 = 1.5;
/// How many standard errors a gap has to be.
const ERRORS: f64 = 3.0;
/// The least spread that scores are taken to have, in points: one step of the scale.
const LEAST_SPREAD: f64 = 1.0;
/// The interquartile range of a normal distribution with a standard deviation of 1.
const NORMAL_RANGE: f64 = 1.349;

words! {
    /// What a pair of teams is suspected of.
    pub enum FlagKind {
        /// Both score the other far higher than all others do.
        Collusion = "collusion",
        /// Both score the other far lower than all others do: a low score answered by a low score.
        Reciprocity = "reciprocity",
    }
}

/// One direction of a flagged pair.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Side<T> {
    /// The team that scored.
    pub from: T,
    /// The team that was scored.
    pub to: T,
    /// The median of what its raters gave.
    pub given: f64,
    /// How many raters of it there were.
    pub n: usize,
    /// The median of what all others gave.
    pub others: f64,
    /// How many others there were.
    pub others_n: usize,
}

/// A pair of teams for the owner of the round to look at. It changes no score.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Flag<T> {
    /// What it looks like.
    pub kind: FlagKind,
    /// Both directions; the first is from the team that comes first in order.
    pub sides: [Side<T>; 2],
}

/// The pairs of teams that stand out, in the teams' order. Takes n log n steps.
#[must_use]
pub fn flags<R: Ord + Clone, T: Ord + Clone>(round: &Round<R, T>) -> Vec<Flag<T>> {
    let book = Book::of(round.ballots());
    let side = |from: usize, to: usize, gap: &Gap| Side {
        from: book.teams[from].clone(),
        to: book.teams[to].clone(),
        given: gap.given,
        n: gap.n,
        others: gap.others,
        others_n: gap.others_n,
    };
    let pairs = book.given.keys().filter(|(from, to)| from < to);
    let flagged = pairs.filter_map(|&(a, b)| {
        let (there, back) = (book.gap(a, b)?, book.gap(b, a)?);
        let kind = match (book.standing_out(a, b, &there)?, book.standing_out(b, a, &back)?) {
            (there, back) if there > 0.0 && back > 0.0 => FlagKind::Collusion,
            (there, back) if there < 0.0 && back < 0.0 => FlagKind::Reciprocity,
            _ => return None,
        };
        Some(Flag { kind, sides: [side(a, b, &there), side(b, a, &back)] })
    });
    flagged.collect()
}

/// Who gave what to whom, by the teams' places in their order.
struct Book<'a, T> {
    teams: Vec<&'a T>,
    /// What each team was given, the lowest first.
    received: Vec<Vec<f64>>,
    /// Which of that comes from one team: its places there, ascending.
    given: BTreeMap<(usize, usize), Vec<usize>>,
    /// By the team that scored: each score less what all others gave on the median, with whom it was for.
    residuals: Vec<Vec<(usize, f64)>>,
}

struct Gap {
    given: f64,
    n: usize,
    others: f64,
    others_n: usize,
    /// How large it has to be to stand out, in points.
    threshold: f64,
}

impl<'a, T: Ord> Book<'a, T> {
    fn of<R>(ballots: &'a [Ballot<R, T>]) -> Self {
        let mut teams: Vec<&T> = ballots.iter().flat_map(|ballot| [ballot.rater_team(), ballot.target()]).collect();
        teams.sort();
        teams.dedup();
        let place = |team: &T| teams.partition_point(|known| *known < team);
        let mut scores = vec![Vec::new(); teams.len()];
        for ballot in ballots {
            scores[place(ballot.target())].push((ballot.score(), place(ballot.rater_team())));
        }
        let mut given: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
        for (to, scores) in scores.iter_mut().enumerate() {
            scores.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            for (rank, &(_, from)) in scores.iter().enumerate() {
                given.entry((from, to)).or_default().push(rank);
            }
        }
        let received = scores.iter().map(|scores| scores.iter().map(|&(score, _)| score).collect()).collect();
        let mut book = Self { residuals: vec![Vec::new(); teams.len()], teams, received, given };
        book.residuals = book.residuals();
        book
    }

    fn residuals(&self) -> Vec<Vec<(usize, f64)>> {
        let mut residuals = vec![Vec::new(); self.teams.len()];
        for (&(from, to), ranks) in &self.given {
            let others = Others { all: &self.received[to], without: ranks };
            if let Some(usual) = others.quantile(0.5).filter(|_| others.len() >= FLAGGED_FROM) {
                residuals[from].extend(ranks.iter().map(|&rank| (to, self.received[to][rank] - usual)));
            }
        }
        residuals
    }

    /// How far apart what `from` and all others gave `to` is; none where there are too few of either.
    fn gap(&self, from: usize, to: usize) -> Option<Gap> {
        let ranks = self.given.get(&(from, to))?;
        let others = Others { all: &self.received[to], without: ranks };
        let (n, others_n) = (ranks.len(), others.len());
        if n < FLAGGED_FROM || others_n < FLAGGED_FROM {
            return None;
        }
        let given: Vec<f64> = ranks.iter().map(|&rank| self.received[to][rank]).collect();
        let spread = ((others.quantile(0.75)? - others.quantile(0.25)?) / NORMAL_RANGE).max(LEAST_SPREAD);
        let error = spread * (1.0 / count(n) + 1.0 / count(others_n)).sqrt();
        let (given, others) = (statistics::quantile_of_sorted(&given, 0.5)?, others.quantile(0.5)?);
        Some(Gap { given, n, others, others_n, threshold: LEAST_GAP.max(ERRORS * error) })
    }

    /// The gap, if it stands out, also without what `from` does to everybody.
    fn standing_out(&self, from: usize, to: usize, gap: &Gap) -> Option<f64> {
        let elsewhere: Vec<f64> = self.residuals[from].iter().filter(|(target, _)| *target != to).map(|&(_, residual)| residual).collect();
        let habit = statistics::median(&elsewhere).filter(|_| elsewhere.len() >= FLAGGED_FROM).unwrap_or(0.0);
        let whole = gap.given - gap.others;
        let left = whole - habit;
        let stands_out = whole.abs() >= gap.threshold && left.abs() >= gap.threshold && whole.signum().total_cmp(&left.signum()).is_eq();
        stands_out.then_some(whole)
    }
}

/// What all but one team gave, without a copy of it: a large team is scored by many others, each of which looks at it.
struct Others<'a> {
    /// Ascending.
    all: &'a [f64],
    /// The places of the one team, ascending.
    without: &'a [usize],
}

impl Others<'_> {
    const fn len(&self) -> usize {
        self.all.len() - self.without.len()
    }

    fn at(&self, rank: usize) -> f64 {
        let skipping = |place: usize, &gone: &usize| if gone <= place { place + 1 } else { place };
        self.all[self.without.iter().fold(rank, skipping)]
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "ranks are small and not negative")]
    fn quantile(&self, q: f64) -> Option<f64> {
        let last = self.len().checked_sub(1)?;
        let rank = q * count(last);
        let below = (rank.floor() as usize).min(last);
        let (low, high) = (self.at(below), self.at((below + 1).min(last)));
        Some(low + (rank - count(below)) * (high - low))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scoring::Score;

    /// Each line: which team gives which team what, one score a rater. A rater scores each team once.
    fn round(lines: &[(&'static str, &'static str, &[f64])]) -> Round<(&'static str, usize), &'static str> {
        let cast = lines.iter().flat_map(|&(from, to, scores)| {
            let scores = scores.iter().map(|&score| vec![Score::try_from(score).unwrap()]);
            scores.enumerate().map(move |(rater, score)| Ballot::cast((from, rater), from, to, score).unwrap())
        });
        Round::of(cast)
    }

    fn found(lines: &[(&'static str, &'static str, &[f64])]) -> Vec<(FlagKind, &'static str, &'static str)> {
        flags(&round(lines)).into_iter().map(|flag| (flag.kind, flag.sides[0].from, flag.sides[1].from)).collect()
    }

    const USUAL: &[f64] = &[6.0, 7.0, 6.0, 5.0, 7.0];

    #[test]
    fn two_teams_that_praise_each_other_stand_out() {
        let lines: &[(_, _, &[f64])] = &[
            ("A", "B", &[10.0, 10.0, 9.0]),
            ("B", "A", &[10.0, 9.0, 10.0, 10.0]),
            ("C", "A", USUAL),
            ("C", "B", USUAL),
            ("D", "A", USUAL),
        ];
        assert_eq!(found(lines), [(FlagKind::Collusion, "A", "B")]);
        let flag = &flags(&round(lines))[0];
        let [there, back] = &flag.sides;
        assert_eq!((there.given, there.n, there.others, there.others_n), (10.0, 3, 6.0, 5));
        assert_eq!((back.given, back.n, back.others, back.others_n), (10.0, 4, 6.0, 10));
    }

    #[test]
    fn a_low_score_answered_by_a_low_score_stands_out() {
        let lines: &[(_, _, &[f64])] = &[("A", "B", &[1.0, 2.0, 1.0]), ("B", "A", &[2.0, 1.0, 1.0]), ("C", "A", USUAL), ("C", "B", USUAL)];
        assert_eq!(found(lines), [(FlagKind::Reciprocity, "A", "B")]);
    }

    #[test]
    fn praise_in_one_direction_or_by_two_raters_is_no_flag() {
        let one_way: &[(_, _, &[f64])] =
            &[("A", "B", &[10.0, 10.0, 10.0]), ("B", "A", &[6.0, 7.0, 6.0]), ("C", "A", USUAL), ("C", "B", USUAL)];
        assert!(found(one_way).is_empty());
        let two: &[(_, _, &[f64])] = &[("A", "B", &[10.0, 10.0, 10.0]), ("B", "A", &[10.0, 10.0]), ("C", "A", USUAL), ("C", "B", USUAL)];
        assert!(found(two).is_empty());
        let nobody_else: &[(_, _, &[f64])] = &[("A", "B", &[10.0, 10.0, 10.0]), ("B", "A", &[10.0, 10.0, 10.0])];
        assert!(found(nobody_else).is_empty());
    }

    #[test]
    fn teams_that_are_kind_to_everybody_collude_with_nobody() {
        let kind = &[10.0, 10.0, 10.0];
        let lines: &[(_, _, &[f64])] = &[
            ("A", "B", kind),
            ("B", "A", kind),
            ("A", "C", kind),
            ("B", "C", kind),
            ("C", "A", USUAL),
            ("C", "B", USUAL),
            ("D", "A", USUAL),
            ("D", "B", USUAL),
            ("D", "C", &[6.0, 6.0, 7.0, 6.0, 6.0, 5.0, 6.0, 7.0]),
        ];
        assert!(found(lines).is_empty());
    }

    #[test]
    fn the_rank_among_the_others_skips_the_one_team() {
        let others = Others { all: &[1.0, 2.0, 3.0, 4.0, 5.0], without: &[0, 1, 3] };
        assert_eq!((others.len(), others.at(0), others.at(1)), (2, 3.0, 5.0));
        assert_eq!(others.quantile(0.5), Some(4.0));
    }
}
