//! Properties of what a round publishes: whoever reads all of it, and reckons with any two figures, learns of nobody alone.
use std::collections::BTreeSet;

use domain::{
    id::TeamId,
    scoring::{Cast, Figure, Kept, Of, PUBLISHED_FROM, Pool, is_heard, publish, settle},
};
use proptest::prelude::*;

/// Raters 0..14 of teams 1..=6, of which 1..=3 are business teams.
fn team_of(rater: u32) -> TeamId {
    TeamId(i64::from(rater % 6) + 1)
}

fn pool_of(team: TeamId) -> Pool {
    if team.get() <= 3 { Pool::External } else { Pool::Internal }
}

fn any_round() -> impl Strategy<Value = Vec<Cast>> {
    let pair = (0_u32..14, 1_i64..=6);
    proptest::collection::btree_map(pair, proptest::collection::vec(1_u8..=10, 3), 0..50).prop_map(|cast| {
        let ballot = |((rater, target), scores)| {
            let rater_team = team_of(rater);
            Cast { rater, rater_team, pool: pool_of(rater_team), target: TeamId(target), scores }
        };
        cast.into_iter().map(ballot).filter(|cast: &Cast| cast.rater_team != cast.target).collect()
    })
}

fn holds(figure: &Figure<TeamId>, one: &Kept, shown: &BTreeSet<Option<Pool>>) -> bool {
    shown.contains(&Some(one.pool))
        && figure.pool.is_none_or(|pool| pool == one.pool)
        && match &figure.of {
            Of::Team(team) => *team == one.target,
            Of::Others(teams) => teams.contains(&one.target),
            Of::All => true,
        }
}

/// For each figure, the places of its ballots.
fn members(figures: &[Figure<TeamId>], kept: &[Kept]) -> Vec<BTreeSet<usize>> {
    let shown: BTreeSet<Option<Pool>> = figures.iter().map(|figure| figure.pool).collect();
    let of = |figure| (0..kept.len()).filter(|&place| holds(figure, &kept[place], &shown)).collect();
    figures.iter().map(of).collect()
}

fn raters(kept: &[Kept], places: impl Iterator<Item = usize>) -> usize {
    places.map(|place| kept[place].rater).collect::<BTreeSet<_>>().len()
}

proptest! {
    #[test]
    fn no_pair_of_figures_singles_out_fewer_than_three_raters(cast in any_round()) {
        let settled = settle(&cast);
        let figures = &settled.publication.figures;
        let members = members(figures, &settled.kept);
        for (figure, of) in figures.iter().zip(&members) {
            prop_assert_eq!(figure.n, of.len());
            prop_assert!(raters(&settled.kept, of.iter().copied()) >= PUBLISHED_FROM);
        }
        for one in &members {
            for other in &members {
                let parts = [one.difference(other).copied().collect::<Vec<_>>(), one.intersection(other).copied().collect()];
                for part in parts.into_iter().filter(|part| !part.is_empty()) {
                    prop_assert!(raters(&settled.kept, part.into_iter()) >= PUBLISHED_FROM);
                }
            }
        }
    }

    /// Whatever a rater gave, somebody else of the same figures could have given it: all that is shown would be the same.
    #[test]
    fn two_raters_of_the_same_figures_could_have_changed_places(cast in any_round()) {
        let settled = settle(&cast);
        let told = |kept: &[Kept]| -> Vec<(usize, i64, Vec<i64>)> {
            let rounded = |mean: f64| (mean * 1e9).round() as i64;
            let figures = publish(kept).figures;
            figures.iter().map(|figure| (figure.n, rounded(figure.raw), figure.dimensions.iter().copied().map(rounded).collect())).collect()
        };
        let before = told(&settled.kept);
        let members = members(&settled.publication.figures, &settled.kept);
        let figures_of = |place: usize| members.iter().map(|of| of.contains(&place)).collect::<Vec<_>>();
        for place in 0..settled.kept.len() {
            let twins: Vec<usize> = (0..settled.kept.len())
                .filter(|&other| settled.kept[other].rater != settled.kept[place].rater && figures_of(other) == figures_of(place))
                .collect();
            if figures_of(place).contains(&true) {
                let others = raters(&settled.kept, twins.iter().copied());
                prop_assert!(others >= PUBLISHED_FROM - 1, "{others} others");
            }
            for other in twins {
                let mut swapped = settled.kept.clone();
                let scores = std::mem::replace(&mut swapped[place].scores, settled.kept[other].scores.clone());
                swapped[other].scores = scores;
                prop_assert_eq!(&told(&swapped), &before);
            }
        }
    }

    #[test]
    fn what_is_kept_makes_the_same_publication_to_the_last_bit(cast in any_round()) {
        let settled = settle(&cast);
        let text = serde_json::to_string(&settled.kept).unwrap();
        let kept: Vec<Kept> = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(serde_json::to_string(&publish(&kept)).unwrap(), serde_json::to_string(&settled.publication).unwrap());
        prop_assert!(kept.len() == cast.len());
    }

    #[test]
    fn comments_of_a_side_are_heard_where_its_figure_is_shown(cast in any_round()) {
        let settled = settle(&cast);
        for team in (1..=6).map(TeamId) {
            for &pool in Pool::ALL {
                let of = settled.kept.iter().filter(|one| one.target == team && one.pool == pool).count();
                prop_assert!(!is_heard(&settled.publication, team, pool) || of >= PUBLISHED_FROM);
            }
        }
    }
}
