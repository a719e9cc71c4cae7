//! What the ballots of a round come to, raw and adjusted for harsh and lenient raters.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Ballot, Score};

/// With fewer comparable targets than this nothing can be said about a rater: their scores stay as they are.
pub const ADJUSTED_FROM: usize = 3;

/// How harsh or lenient one rater is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rater<R> {
    /// Who.
    pub rater: R,
    /// How many of the teams that they scored were scored by others, too.
    pub n: usize,
    /// The mean over those teams of what they gave less what the others gave on average, in points: above 0 lenient, below 0 harsh.
    /// None where nobody else scored what they scored.
    pub severity: Option<f64>,
    /// What is taken off each of their scores: severity * n / (n + 5), in points; 0 where n < [`ADJUSTED_FROM`].
    pub adjustment: f64,
}

impl<R> Rater<R> {
    fn of(rater: R, differences: f64, n: usize) -> Self {
        let severity = (n > 0).then(|| differences / count(n));
        let adjustment = severity.filter(|_| n >= ADJUSTED_FROM).map_or(0.0, |severity| severity * count(n) / count(n + 5));
        Self { rater, n, severity, adjustment }
    }

    /// What a score of theirs counts as: 1..=10.
    #[must_use]
    pub fn adjusted(&self, raw: f64) -> f64 {
        (raw - self.adjustment).clamp(Score::MIN, Score::MAX)
    }
}

/// What some ballots come to together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// How many ballots.
    pub n: usize,
    /// The mean of their scores, 1..=10.
    pub raw: f64,
    /// The mean of their adjusted scores, 1..=10.
    pub adjusted: f64,
    /// The raw mean of each dimension in the round's order; empty where the ballots do not have the same dimensions.
    pub dimensions: Vec<f64>,
}

/// All valid ballots of a round, one for each rater and target, and how harsh its raters are.
#[derive(Clone, Debug, PartialEq)]
pub struct Round<R, T> {
    /// By target, then by rater: each sum is taken in this order, so that it comes out the same to the last bit.
    ballots: Vec<Ballot<R, T>>,
    /// By rater.
    raters: Vec<Rater<R>>,
}

impl<R: Ord + Clone, T: Ord + Clone> Round<R, T> {
    /// Takes the ballots in the order in which they were cast: a rater's later ballot for a team replaces the earlier one. Apart from
    /// that no order changes anything. Takes n log n steps.
    #[must_use]
    pub fn of(cast: impl IntoIterator<Item = Ballot<R, T>>) -> Self {
        let mut ballots: Vec<Ballot<R, T>> = cast.into_iter().collect();
        // Stable, so that of one rater's ballots for a team the last one cast is the last one here.
        ballots.sort_by(|a, b| (a.target(), a.rater()).cmp(&(b.target(), b.rater())));
        ballots.reverse();
        ballots.dedup_by(|earlier, later| (earlier.target(), earlier.rater()) == (later.target(), later.rater()));
        ballots.reverse();
        let raters = severities(&ballots);
        Self { ballots, raters }
    }

    /// Every rater, in their order.
    #[must_use]
    pub fn raters(&self) -> &[Rater<R>] {
        &self.raters
    }

    /// The ballots that count, by target and rater.
    #[must_use]
    pub fn ballots(&self) -> &[Ballot<R, T>] {
        &self.ballots
    }

    /// One rater's severity and adjustment.
    #[must_use]
    pub fn rater(&self, rater: &R) -> Option<&Rater<R>> {
        self.raters.binary_search_by(|known| known.rater.cmp(rater)).ok().map(|index| &self.raters[index])
    }

    /// Each team that was scored, in their order, with what all of its ballots come to.
    #[must_use]
    pub fn teams(&self) -> Vec<(T, Outcome)> {
        let teams = self.ballots.chunk_by(|a, b| a.target() == b.target());
        teams.filter_map(|ballots| Some((ballots[0].target().clone(), self.outcome(ballots.iter())?))).collect()
    }

    /// What some of the round's ballots come to; none without any.
    pub fn outcome<'a>(&self, ballots: impl Iterator<Item = &'a Ballot<R, T>>) -> Option<Outcome>
    where
        R: 'a,
        T: 'a,
    {
        let (mut n, mut raw, mut adjusted, mut dimensions) = (0, 0.0, 0.0, None::<Vec<f64>>);
        for ballot in ballots {
            let score = ballot.score();
            n += 1;
            raw += score;
            adjusted += self.rater(ballot.rater()).map_or(score, |rater| rater.adjusted(score));
            let scores = ballot.scores();
            let sums = dimensions.get_or_insert_with(|| vec![0.0; scores.len()]);
            if sums.len() == scores.len() {
                sums.iter_mut().zip(scores).for_each(|(sum, score)| *sum += score.get());
            } else {
                sums.clear();
            }
        }
        let mean = |sum: f64| (sum / count(n)).clamp(Score::MIN, Score::MAX);
        let dimensions = dimensions?.into_iter().map(mean).collect();
        Some(Outcome { n, raw: mean(raw), adjusted: mean(adjusted), dimensions })
    }
}

/// Every rater's severity: the formula of `spec/kpi-and-scoring.md`.
fn severities<R: Ord + Clone, T: Ord>(ballots: &[Ballot<R, T>]) -> Vec<Rater<R>> {
    let mut differences: BTreeMap<&R, (f64, usize)> = BTreeMap::new();
    for of_target in ballots.chunk_by(|a, b| a.target() == b.target()) {
        let sum: f64 = of_target.iter().map(Ballot::score).sum();
        for ballot in of_target {
            let (difference, n) = differences.entry(ballot.rater()).or_default();
            if let Some(others) = of_target.len().checked_sub(1).filter(|&others| others > 0) {
                *difference += ballot.score() - (sum - ballot.score()) / count(others);
                *n += 1;
            }
        }
    }
    differences.into_iter().map(|(rater, (sum, n))| Rater::of(rater.clone(), sum, n)).collect()
}

#[expect(clippy::cast_precision_loss, reason = "nobody casts 2^53 ballots")]
pub(super) const fn count(n: usize) -> f64 {
    n as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round(cast: &[(&'static str, &'static str, f64)]) -> Round<&'static str, &'static str> {
        let ballot = |&(rater, target, score): &(&'static str, &'static str, f64)| {
            Ballot::cast(rater, "Sales", target, vec![Score::try_from(score).unwrap()]).unwrap()
        };
        Round::of(cast.iter().map(ballot))
    }

    #[test]
    fn a_harsh_rater_is_adjusted_by_the_formula() {
        let round = round(&[
            ("Ada", "A", 8.0),
            ("Ada", "B", 7.0),
            ("Ada", "C", 9.0),
            ("Hal", "A", 4.0),
            ("Hal", "B", 4.0),
            ("Hal", "C", 4.0),
            ("Hal", "D", 3.0),
        ]);
        let hal = round.rater(&"Hal").unwrap();
        // -4, -3 and -5; nobody else scored D.
        assert_eq!((hal.n, hal.severity, hal.adjustment), (3, Some(-4.0), -1.5));
        let (_, of_a) = &round.teams()[0];
        assert_eq!((of_a.n, of_a.raw, of_a.adjusted), (2, 6.0, 6.0), "8 - 1.5 and 4 + 1.5");
        let (_, of_d) = &round.teams()[3];
        assert_eq!((of_d.n, of_d.raw, of_d.adjusted), (1, 3.0, 4.5), "also where nobody else scored");
    }

    #[test]
    fn two_targets_say_nothing_about_a_rater_yet() {
        let round = round(&[("Ada", "A", 8.0), ("Ada", "B", 7.0), ("Hal", "A", 1.0), ("Hal", "B", 1.0), ("Zoe", "C", 5.0)]);
        let hal = round.rater(&"Hal").unwrap();
        assert_eq!((hal.n, hal.severity, hal.adjustment), (2, Some(-6.5), 0.0));
        let zoe = round.rater(&"Zoe").unwrap();
        assert_eq!((zoe.n, zoe.severity, zoe.adjustment), (0, None, 0.0));
    }

    #[test]
    fn an_adjusted_score_stays_on_the_scale() {
        let lenient = Rater::of("Len", 24.0, 3);
        assert_eq!((lenient.adjustment, lenient.adjusted(10.0), lenient.adjusted(2.0)), (3.0, 7.0, 1.0));
    }

    #[test]
    fn the_last_ballot_of_a_rater_for_a_team_counts_alone() {
        let round = round(&[("Ada", "A", 2.0), ("Hal", "A", 7.0), ("Ada", "A", 9.0)]);
        assert_eq!(round.ballots().len(), 2);
        assert_eq!(round.teams()[0].1.raw, 8.0);
    }

    #[test]
    fn a_round_without_ballots_has_no_result() {
        let round = round(&[]);
        assert!(round.teams().is_empty() && round.raters().is_empty() && round.outcome([].iter()).is_none());
    }

    #[test]
    fn dimensions_have_means_where_all_ballots_have_the_same() {
        let ballot = |rater, scores: &[f64]| {
            let scores = scores.iter().map(|&score| Score::try_from(score).unwrap()).collect();
            Ballot::cast(rater, "Sales", "A", scores).unwrap()
        };
        let round = Round::of([ballot("Ada", &[9.0, 6.0]), ballot("Hal", &[7.0, 8.0])]);
        assert_eq!(round.teams()[0].1.dimensions, [8.0, 7.0]);
        let mixed = Round::of([ballot("Ada", &[9.0, 6.0]), ballot("Hal", &[7.0]), ballot("Zoe", &[7.0, 5.0])]);
        assert_eq!(mixed.teams()[0].1.dimensions, [0.0; 0]);
        assert_eq!(mixed.teams()[0].1.raw, (7.5 + 7.0 + 6.0) / 3.0);
    }
}
