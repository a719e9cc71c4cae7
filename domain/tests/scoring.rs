//! Properties of mutual scoring: whatever is cast, these hold.

#![expect(clippy::unwrap_used, reason = "what a test prepares must work")]

use std::collections::{BTreeMap, BTreeSet};

use domain::scoring::{Ballot, Figure, FlagKind, Of, PUBLISHED_FROM, Pool, Publication, Round, Score, flags};
use proptest::prelude::*;

type Cast = Ballot<u8, u8>;

/// Raters 0..12 belong to teams 0..6, of which 0..3 are business teams; teams 1..6 are scored.
fn team_of(rater: u8) -> u8 {
    rater % 6
}

fn pool(team: &u8) -> Pool {
    if *team < 3 { Pool::External } else { Pool::Internal }
}

fn ballot(rater: u8, target: u8, scores: &[u8]) -> Option<Cast> {
    let scores = scores.iter().map(|&score| Score::try_from(f64::from(score) / 4.0).unwrap()).collect();
    Ballot::cast(rater, team_of(rater), target, scores).ok()
}

/// Ballots of which no rater has two for one team, with scores in quarters.
fn any_round() -> impl Strategy<Value = Vec<Cast>> {
    let one = ((0_u8..12, 1_u8..6), proptest::collection::vec(4_u8..=40, 2));
    proptest::collection::btree_map((0_u8..12, 1_u8..6), one.prop_map(|(_, scores)| scores), 0..45)
        .prop_map(|cast| cast.into_iter().filter_map(|((rater, target), scores)| ballot(rater, target, &scores)).collect())
}

/// Four teams of five; the first two give each other the best score, and everybody else what a careful rater gives.
fn suspicious_round() -> impl Strategy<Value = Vec<Cast>> {
    proptest::collection::vec(20_u8..=28, 80).prop_map(|scores| {
        let pairs = (0_u8..20).flat_map(|rater| (0_u8..4).map(move |target| (rater, target)));
        let cast = pairs.zip(scores).filter_map(|((rater, target), score)| {
            let team = rater % 4;
            let score = Score::try_from(if team + target == 1 { 10.0 } else { f64::from(score) / 4.0 }).unwrap();
            Ballot::cast(rater, team, target, vec![score]).ok()
        });
        cast.collect()
    })
}

fn shuffled() -> impl Strategy<Value = (Vec<Cast>, Vec<Cast>)> {
    any_round().prop_flat_map(|cast| (Just(cast.clone()), Just(cast).prop_shuffle()))
}

/// A rater's severity and how many targets it rests on, word by word as the rule says it.
fn severity(cast: &[Cast], rater: u8) -> Option<(f64, usize)> {
    let own = cast.iter().filter(|ballot| *ballot.rater() == rater);
    let differences: Vec<f64> = own
        .filter_map(|own| {
            let others = cast.iter().filter(|other| other.target() == own.target() && *other.rater() != rater);
            Some(own.score() - mean(&others.map(Ballot::score).collect::<Vec<_>>())?)
        })
        .collect();
    Some((mean(&differences)?, differences.len()))
}

fn mean(numbers: &[f64]) -> Option<f64> {
    (!numbers.is_empty()).then(|| numbers.iter().sum::<f64>() / numbers.len() as f64)
}

fn about(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9
}

/// The ballots that a figure is made of.
fn members(figure: &Figure<u8>, round: &Round<u8, u8>, figures: &[Figure<u8>]) -> BTreeSet<usize> {
    let shown = |side| figures.iter().any(|figure| figure.pool == Some(side));
    let belongs = |ballot: &Cast| {
        let side = pool(ballot.rater_team());
        shown(side)
            && figure.pool.is_none_or(|pool| pool == side)
            && match &figure.of {
                Of::Team(team) => ballot.target() == team,
                Of::Others(teams) => teams.contains(ballot.target()),
                Of::All => true,
            }
    };
    round.ballots().iter().enumerate().filter(|(_, ballot)| belongs(ballot)).map(|(place, _)| place).collect()
}

fn sums(publication: &Publication<u8>, round: &Round<u8, u8>) -> Vec<BTreeSet<usize>> {
    publication.figures.iter().map(|figure| members(figure, round, &publication.figures)).collect()
}

/// Every sum of at most four of them, each taken on or off: what is left of it by its parts.
fn combinations(sums: &[BTreeMap<usize, i32>]) -> Vec<BTreeMap<usize, i32>> {
    let mut all: Vec<(usize, usize, BTreeMap<usize, i32>)> = vec![(0, 0, BTreeMap::new())];
    let mut next = 0;
    while let Some((from, depth, parts)) = all.get(next).cloned() {
        next += 1;
        for (place, sum) in sums.iter().enumerate().skip(from).filter(|_| depth < 4) {
            for sign in [1, -1] {
                let mut parts = parts.clone();
                for (&part, &times) in sum {
                    *parts.entry(part).or_default() += sign * times;
                }
                all.push((place + 1, depth + 1, parts));
            }
        }
    }
    all.into_iter().map(|(_, _, parts)| parts.into_iter().filter(|(_, times)| *times != 0).collect()).collect()
}

fn raters<'a>(round: &Round<u8, u8>, places: impl Iterator<Item = &'a usize>) -> usize {
    places.map(|&place| *round.ballots()[place].rater()).collect::<BTreeSet<_>>().len()
}

proptest! {
    #[test]
    fn the_order_of_ballots_changes_no_bit((cast, shuffled) in shuffled()) {
        let (round, other) = (Round::of(cast), Round::of(shuffled));
        let bits = |round: &Round<u8, u8>| serde_json::to_string(&(round.teams(), round.raters(), flags(round), Publication::of(round, pool))).unwrap();
        prop_assert_eq!(bits(&round), bits(&other));
        prop_assert_eq!(round, other);
    }

    #[test]
    fn the_result_is_what_the_rule_says_word_by_word(cast in any_round()) {
        let round = Round::of(cast.clone());
        let mut adjustments = BTreeMap::new();
        for rater in round.raters() {
            let expected = severity(&cast, rater.rater);
            let adjustment = match expected {
                Some((severity, n)) if n >= 3 => severity * n as f64 / (n as f64 + 5.0),
                _ => 0.0,
            };
            prop_assert!(rater.severity.is_some() == expected.is_some());
            prop_assert!(expected.is_none_or(|(severity, n)| n == rater.n && about(severity, rater.severity.unwrap())));
            prop_assert!(about(adjustment, rater.adjustment));
            adjustments.insert(rater.rater, adjustment);
        }
        for (team, outcome) in round.teams() {
            let ballots: Vec<&Cast> = cast.iter().filter(|ballot| *ballot.target() == team).collect();
            let adjusted: Vec<f64> = ballots.iter().map(|ballot| (ballot.score() - adjustments[ballot.rater()]).clamp(1.0, 10.0)).collect();
            prop_assert_eq!(outcome.n, ballots.len());
            prop_assert!(about(outcome.raw, mean(&ballots.iter().map(|ballot| ballot.score()).collect::<Vec<_>>()).unwrap()));
            prop_assert!(about(outcome.adjusted, mean(&adjusted).unwrap()));
        }
    }

    #[test]
    fn results_stay_on_the_scale_and_move_by_no_more_than_their_cap(cast in any_round()) {
        let round = Round::of(cast);
        for rater in round.raters() {
            let n = rater.n as f64;
            prop_assert!(rater.adjustment.abs() <= 9.0 * n / (n + 5.0) + 1e-9);
            prop_assert!(rater.adjustment.abs() <= rater.severity.unwrap_or(0.0).abs());
        }
        for (team, outcome) in round.teams() {
            let of_team = round.ballots().iter().filter(|ballot| *ballot.target() == team);
            let cap = of_team.filter_map(|ballot| round.rater(ballot.rater())).map(|rater| rater.adjustment.abs()).fold(0.0, f64::max);
            prop_assert!((1.0..=10.0).contains(&outcome.raw) && (1.0..=10.0).contains(&outcome.adjusted));
            prop_assert!((outcome.adjusted - outcome.raw).abs() <= cap + 1e-9);
        }
    }

    #[test]
    fn a_later_ballot_replaces_the_earlier_one(cast in any_round(), again in any_round()) {
        let mut last = BTreeMap::new();
        for ballot in cast.iter().chain(&again) {
            last.insert((*ballot.target(), *ballot.rater()), ballot.clone());
        }
        prop_assert_eq!(Round::of(cast.into_iter().chain(again)), Round::of(last.into_values()));
    }

    #[test]
    fn no_sum_or_difference_of_published_figures_singles_out_fewer_than_three(cast in any_round()) {
        let round = Round::of(cast);
        let publication = Publication::of(&round, pool);
        let sums = sums(&publication, &round);
        for (figure, members) in publication.figures.iter().zip(&sums) {
            prop_assert_eq!(figure.n, members.len());
            let scores: Vec<f64> = members.iter().map(|&place| round.ballots()[place].score()).collect();
            prop_assert!(about(figure.raw, mean(&scores).unwrap()), "the members are those that the figure is made of");
        }
        for (place, one) in sums.iter().enumerate() {
            for other in &sums[..place] {
                let left = raters(&round, one.symmetric_difference(other));
                prop_assert!(left == 0 || left >= PUBLISHED_FROM, "{left} raters in {publication:?}");
            }
        }
        let parts: Vec<BTreeMap<usize, i32>> = sums.iter().map(|sum| sum.iter().map(|&place| (place, 1)).collect()).collect();
        for combination in combinations(&parts) {
            let left = raters(&round, combination.keys());
            prop_assert!(left == 0 || left >= PUBLISHED_FROM, "{left} raters in {publication:?}");
        }
    }

    #[test]
    fn no_sum_or_difference_of_adjusted_figures_tells_how_harsh_fewer_than_three_are(cast in any_round()) {
        let round = Round::of(cast);
        let publication = Publication::of(&round, pool);
        let sums = sums(&publication, &round).into_iter().zip(&publication.figures).filter(|(_, figure)| figure.adjusted.is_some());
        let adjustments = sums.map(|(sum, _)| {
            let mut times: BTreeMap<usize, i32> = BTreeMap::new();
            for place in sum {
                let rater = round.rater(round.ballots()[place].rater()).unwrap();
                if rater.adjustment != 0.0 {
                    *times.entry(usize::from(rater.rater)).or_default() += 1;
                }
            }
            times
        });
        for combination in combinations(&adjustments.collect::<Vec<_>>()) {
            prop_assert!(combination.is_empty() || combination.len() >= PUBLISHED_FROM, "{combination:?} in {publication:?}");
        }
    }

    #[test]
    fn every_published_team_has_three_and_every_other_one_is_among_others(cast in any_round()) {
        let round = Round::of(cast);
        let publication = Publication::of(&round, pool);
        for &side in Pool::ALL {
            let of_side: Vec<_> = publication.figures.iter().filter(|figure| figure.pool == Some(side)).collect();
            let ballots = round.ballots().iter().filter(|ballot| pool(ballot.rater_team()) == side);
            let all: BTreeSet<u8> = ballots.map(|ballot| *ballot.target()).collect();
            let mut named = BTreeSet::new();
            for figure in &of_side {
                match &figure.of {
                    Of::Team(team) => prop_assert!(named.insert(*team)),
                    Of::Others(teams) => prop_assert!(teams.iter().all(|team| named.insert(*team))),
                    Of::All => {}
                }
            }
            prop_assert!(of_side.is_empty() || named == all);
        }
    }

    #[test]
    fn what_one_ballot_was_cannot_be_told_from_the_figures(cast in any_round(), place in any::<prop::sample::Index>()) {
        // Whoever gave it might have given another score: some other raters' scores make up for it in every figure.
        let round = Round::of(cast);
        prop_assume!(!round.ballots().is_empty());
        let publication = Publication::of(&round, pool);
        let sums = sums(&publication, &round);
        let place = place.index(round.ballots().len());
        let within: Vec<bool> = sums.iter().map(|sum| sum.contains(&place)).collect();
        let rater = round.ballots()[place].rater();
        let like = (0..round.ballots().len()).filter(|other| sums.iter().map(|sum| sum.contains(other)).eq(within.iter().copied()));
        let others: BTreeSet<u8> = like.map(|other| *round.ballots()[other].rater()).filter(|other| other != rater).collect();
        prop_assert!(within.iter().all(|within| !within) || others.len() + 1 >= PUBLISHED_FROM);
    }

    #[test]
    fn a_team_that_loses_its_third_rater_is_not_published_any_more(cast in any_round()) {
        for place in 0..cast.len() {
            let mut without = cast.clone();
            let removed = without.remove(place);
            let round = Round::of(without);
            let publication = Publication::of(&round, pool);
            let side = pool(removed.rater_team());
            let left = round.ballots().iter().filter(|ballot| ballot.target() == removed.target() && pool(ballot.rater_team()) == side).count();
            prop_assert!(left >= PUBLISHED_FROM || publication.figure(removed.target(), side).is_none());
        }
    }

    #[test]
    fn a_flag_rests_on_three_ballots_each_way_and_on_three_others(cast in suspicious_round()) {
        for flag in flags(&Round::of(cast)) {
            prop_assert!(flag.sides.iter().all(|side| side.n >= 3 && side.others_n >= 3));
            let [there, back] = &flag.sides;
            prop_assert_eq!((there.from, there.to), (back.to, back.from));
            prop_assert_eq!(there.given > there.others, back.given > back.others);
        }
    }

    #[test]
    fn teams_of_which_each_rater_gives_the_others_the_tens_are_found(cast in suspicious_round()) {
        let found = flags(&Round::of(cast));
        prop_assert!(found.iter().any(|flag| flag.kind == FlagKind::Collusion && (flag.sides[0].from, flag.sides[0].to) == (0, 1)));
    }
}

#[test]
fn removing_a_ballot_after_publishing_is_why_a_round_is_published_once() {
    let cast: Vec<Cast> = (0..5).filter_map(|rater| ballot(rater, 5, &[4 * (rater + 3)])).collect();
    let (all, without) = (
        Publication::of(&Round::of(cast.clone()), |_| Pool::External),
        Publication::of(&Round::of(cast[1..].to_vec()), |_| Pool::External),
    );
    let sum = |publication: &Publication<u8>| publication.figures[0].raw * publication.figures[0].n as f64;
    assert_eq!((sum(&all) - sum(&without)).round(), 3.0, "two publications would tell the ballot");
}
