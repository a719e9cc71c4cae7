//! What of a round may be shown without telling what one rater gave.
//!
//! The ballots are divided into groups, none of which holds fewer than [`PUBLISHED_FROM`] raters: a team's ballots of one pool are a
//! group of their own where they have so many raters, and all smaller ones of the pool are merged into "others". Where these others are
//! still too few, the smallest group joins them, so that nobody can take everything else away from the pool's total and keep them
//! (complementary suppression). A pool that has too few raters altogether is left out, also from the total.
//!
//! Every figure that is published is a sum over whole groups. So is then every sum and every difference of any number of them: what
//! is left of it either is empty or holds a whole group. This holds for the score and for each dimension, and it is the reason why a
//! publication is made once, when the round closes: two divisions of almost the same ballots have differences that are no whole groups.
//!
//! A rater has one adjustment in all groups, so whole groups are not enough for the adjusted score: it is left out of a figure where it
//! would tell the adjustment of fewer than [`PUBLISHED_FROM`] raters, by itself or together with the others (`disclosure`).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Ballot, Outcome, Pool, PoolWeights, Pooled, Round, disclosure::Known};

/// The fewest raters that a published figure is made of.
pub const PUBLISHED_FROM: usize = 3;
/// The fewest ballots with which a team's result counts towards its KPI.
pub const COUNTED_FROM: usize = 5;

/// Whom a published figure is of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Of<T> {
    /// One team.
    Team(T),
    /// The teams that are too small to be shown, together; in their order.
    Others(Vec<T>),
    /// Everybody in the pool, or in both.
    All,
}

/// One published figure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure<T> {
    /// Whom it is of.
    pub of: Of<T>,
    /// From which side they were scored; none for both sides together.
    pub pool: Option<Pool>,
    /// How many ballots.
    pub n: usize,
    /// The mean of their scores, 1..=10.
    pub raw: f64,
    /// The mean of their adjusted scores, 1..=10; none where it would tell how harsh fewer than [`PUBLISHED_FROM`] raters are.
    pub adjusted: Option<f64>,
    /// The raw mean of each dimension, as in [`Outcome`].
    pub dimensions: Vec<f64>,
}

/// Everything that may be shown of a round.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Publication<T> {
    /// External before internal; in each pool the teams in their order, the others, and everybody. Last everybody in both pools, where
    /// both have figures.
    pub figures: Vec<Figure<T>>,
}

/// A team's result in a round.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct TeamResult {
    /// How many ballots it is made of: those of the pools that may be shown for this team.
    pub n: usize,
    /// What the pools say, weighed: 1..=10.
    pub raw: f64,
    /// The same of adjusted scores; none where one of the pools may not show it.
    pub adjusted: Option<f64>,
    /// Whether it counts towards the team's KPI: n >= [`COUNTED_FROM`].
    pub counted: bool,
}

impl<T: Ord + Clone> Publication<T> {
    /// Divides the round's ballots and sums them up. `pool` says from which side a team scores.
    #[must_use]
    pub fn of<R: Ord + Clone>(round: &Round<R, T>, pool: impl Fn(&T) -> Pool) -> Self {
        let mut press = Press::of(round);
        let mut published = Vec::new();
        for &side in Pool::ALL {
            let groups = divided(round.ballots().iter().filter(|ballot| pool(ballot.rater_team()) == side));
            for group in &groups {
                press.print(group.of.clone(), Some(side), &group.ballots);
            }
            let whole: Vec<_> = groups.into_iter().flat_map(|group| group.ballots).collect();
            if !whole.is_empty() {
                press.print(Of::All, Some(side), &whole);
                published.push(whole);
            }
        }
        if published.len() > 1 {
            press.print(Of::All, None, &published.concat());
        }
        Self { figures: press.figures }
    }

    /// What one team was given from one side, if that may be shown.
    #[must_use]
    pub fn figure(&self, team: &T, pool: Pool) -> Option<&Figure<T>> {
        self.figures.iter().find(|figure| figure.pool == Some(pool) && matches!(&figure.of, Of::Team(of) if of == team))
    }

    /// A team's result: its pools weighed against each other, as far as they may be shown. None where neither may.
    #[must_use]
    pub fn result(&self, team: &T, weights: PoolWeights) -> Option<TeamResult> {
        let (external, internal) = (self.figure(team, Pool::External), self.figure(team, Pool::Internal));
        let raw = |figure: &Figure<T>| figure.raw;
        let raw = Pooled { external: external.map(raw), internal: internal.map(raw) }.weighed(weights)?;
        let shown = external.into_iter().chain(internal).all(|figure| figure.adjusted.is_some());
        let adjusted = |figure: &Figure<T>| figure.adjusted;
        let adjusted = Pooled { external: external.and_then(adjusted), internal: internal.and_then(adjusted) }.weighed(weights);
        let n = external.into_iter().chain(internal).map(|figure| figure.n).sum();
        Some(TeamResult { n, raw, adjusted: adjusted.filter(|_| shown), counted: n >= COUNTED_FROM })
    }
}

/// Makes figures, and remembers what they tell.
struct Press<'a, R, T> {
    round: &'a Round<R, T>,
    /// Those who are harsh or lenient, with their places.
    adjusted: BTreeMap<&'a R, usize>,
    known: Known,
    figures: Vec<Figure<T>>,
}

impl<'a, R: Ord + Clone, T: Ord + Clone> Press<'a, R, T> {
    fn of(round: &'a Round<R, T>) -> Self {
        let adjusted = round.raters().iter().filter(|rater| rater.adjustment != 0.0);
        let adjusted: BTreeMap<&R, usize> = adjusted.enumerate().map(|(place, rater)| (&rater.rater, place)).collect();
        Self { round, known: Known::nothing_of(adjusted.len()), adjusted, figures: Vec::new() }
    }

    fn print(&mut self, of: Of<T>, pool: Option<Pool>, ballots: &[&Ballot<R, T>]) {
        let Some(Outcome { n, raw, adjusted, dimensions }) = self.round.outcome(ballots.iter().copied()) else {
            return;
        };
        // A rater with several ballots in a figure has several times their adjustment in it.
        let mut times: BTreeMap<usize, u64> = BTreeMap::new();
        for place in ballots.iter().filter_map(|ballot| self.adjusted.get(ballot.rater())) {
            *times.entry(*place).or_default() += 1;
        }
        let adjusted = Some(adjusted).filter(|_| self.known.admits(&times));
        self.figures.push(Figure { of, pool, n, raw, adjusted, dimensions });
    }
}

struct Group<'a, R, T> {
    of: Of<T>,
    ballots: Vec<&'a Ballot<R, T>>,
}

fn raters<R: Ord, T>(ballots: &[&Ballot<R, T>]) -> usize {
    ballots.iter().map(|ballot| ballot.rater()).collect::<BTreeSet<_>>().len()
}

/// The groups of one pool, whose ballots come by target; none when it has fewer than [`PUBLISHED_FROM`] raters.
fn divided<'a, R: Ord, T: Ord + Clone>(ballots: impl Iterator<Item = &'a Ballot<R, T>>) -> Vec<Group<'a, R, T>> {
    let ballots: Vec<_> = ballots.collect();
    // A rater has one ballot for a team, so a team's ballots are as many as its raters.
    let (mut large, small): (Vec<_>, Vec<_>) =
        ballots.chunk_by(|a, b| a.target() == b.target()).partition(|ballots| ballots.len() >= PUBLISHED_FROM);
    let mut others = small.concat();
    if !others.is_empty() && raters(&others) < PUBLISHED_FROM {
        // The first of the smallest: the least is lost.
        let Some((smallest, _)) = large.iter().enumerate().min_by_key(|(_, ballots)| ballots.len()) else {
            return Vec::new();
        };
        others.extend(large.remove(smallest));
        others.sort_by(|a, b| a.target().cmp(b.target()));
    }
    let team = |ballots: &[&'a Ballot<R, T>]| Group { of: Of::Team(ballots[0].target().clone()), ballots: ballots.to_vec() };
    let mut groups: Vec<_> = large.into_iter().map(team).collect();
    if !others.is_empty() {
        let mut merged: Vec<T> = others.iter().map(|ballot| ballot.target().clone()).collect();
        merged.dedup();
        groups.push(Group { of: Of::Others(merged), ballots: others });
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scoring::Score;

    /// Each line: the team that scores, the team that is scored, and what its raters give.
    fn round(lines: &[(&'static str, &'static str, &[f64])]) -> Round<(&'static str, usize), &'static str> {
        let cast = lines.iter().flat_map(|&(from, to, scores)| {
            let scores = scores.iter().map(|&score| vec![Score::try_from(score).unwrap()]);
            scores.enumerate().map(move |(rater, score)| Ballot::cast((from, rater), from, to, score).unwrap())
        });
        Round::of(cast)
    }

    fn published(lines: &[(&'static str, &'static str, &[f64])]) -> Publication<&'static str> {
        let service = |team: &&'static str| if team.starts_with("IT") { Pool::Internal } else { Pool::External };
        Publication::of(&round(lines), service)
    }

    fn names(publication: &Publication<&'static str>) -> Vec<(Of<&'static str>, Option<Pool>, usize)> {
        publication.figures.iter().map(|figure| (figure.of.clone(), figure.pool, figure.n)).collect()
    }

    const EXTERNAL: Option<Pool> = Some(Pool::External);

    #[test]
    fn teams_of_fewer_than_three_are_merged_into_others() {
        let lines: &[(_, _, &[f64])] =
            &[("Sales", "A", &[8.0; 4]), ("Sales", "B", &[2.0; 2]), ("Law", "C", &[3.0; 2]), ("Law", "D", &[9.0; 3])];
        let expected = [
            (Of::Team("A"), EXTERNAL, 4),
            (Of::Team("D"), EXTERNAL, 3),
            (Of::Others(vec!["B", "C"]), EXTERNAL, 4),
            (Of::All, EXTERNAL, 11),
        ];
        assert_eq!(names(&published(lines)), expected);
    }

    #[test]
    fn a_lone_small_team_takes_the_smallest_along_so_that_no_difference_tells_it() {
        let lines: &[(_, _, &[f64])] = &[("Sales", "A", &[8.0; 4]), ("Sales", "B", &[2.0; 2]), ("Law", "D", &[9.0; 3])];
        let expected = [(Of::Team("A"), EXTERNAL, 4), (Of::Others(vec!["B", "D"]), EXTERNAL, 5), (Of::All, EXTERNAL, 9)];
        assert_eq!(names(&published(lines)), expected);
    }

    #[test]
    fn four_ballots_of_two_raters_are_still_two_raters() {
        let lines: &[(_, _, &[f64])] = &[("Sales", "A", &[8.0; 4]), ("Sales", "B", &[2.0; 2]), ("Sales", "C", &[3.0; 2])];
        assert_eq!(names(&published(lines)), [(Of::Others(vec!["A", "B", "C"]), EXTERNAL, 8), (Of::All, EXTERNAL, 8)]);
        assert!(published(&lines[1..]).figures.is_empty(), "nothing at all can be shown of two raters");
    }

    #[test]
    fn a_side_of_two_raters_stays_hidden_also_in_the_total() {
        let lines: &[(_, _, &[f64])] = &[("Sales", "A", &[8.0; 5]), ("IT Net", "A", &[1.0; 2])];
        let publication = published(lines);
        assert_eq!(names(&publication), [(Of::Team("A"), EXTERNAL, 5), (Of::All, EXTERNAL, 5)]);
        let result = publication.result(&"A", PoolWeights::default());
        assert_eq!(result, Some(TeamResult { n: 5, raw: 8.0, adjusted: Some(8.0), counted: true }));
    }

    #[test]
    fn both_sides_are_weighed_seventy_to_thirty_and_few_ballots_do_not_count() {
        let lines: &[(_, _, &[f64])] = &[("Sales", "A", &[8.0; 3]), ("IT Net", "A", &[6.0; 3]), ("Sales", "B", &[8.0; 3])];
        let publication = published(lines);
        let weights = PoolWeights::default();
        let of_a = publication.result(&"A", weights).unwrap();
        assert_eq!((of_a.n, of_a.raw, of_a.counted), (6, 7.4, true));
        let of_b = publication.result(&"B", weights).unwrap();
        assert_eq!((of_b.n, of_b.raw, of_b.counted), (3, 8.0, false));
        assert_eq!(publication.result(&"C", weights), None);
        assert_eq!(names(&publication).last(), Some(&(Of::All, None, 9)));
    }
}
