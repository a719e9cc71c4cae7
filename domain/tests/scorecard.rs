//! Properties of scorecards: whatever is measured, these hold.

#![expect(clippy::unwrap_used, reason = "what a test prepares must work")]

use domain::scorecard::{Card, Frozen, Kpi, Measure, Reading, Readings, Scheme, Source, Weighed, change};
use proptest::prelude::*;

fn about(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9
}

/// Ratings weigh more than anything else can.
fn any_measures() -> impl Strategy<Value = Vec<Weighed>> {
    let range = (-1e3..1e3_f64, -1e3..1e3_f64).prop_filter("no range", |(floor, target)| (floor - target).abs() > 1e-3);
    let some = proptest::collection::btree_map(1..Source::ALL.len() - 1, (0.1..50.0_f64, range.clone()), 0..8);
    (50.0..100.0_f64, range, some).prop_map(|(weight, range, others)| {
        let weighed = |source: Source, weight, (floor, target)| Weighed { measure: source.into(), weight, floor, target };
        let others = others.into_iter().map(|(source, (weight, range))| weighed(Source::ALL[source], weight, range));
        std::iter::once(weighed(Source::Ratings, weight, range)).chain(others).collect()
    })
}

fn any_readings() -> impl Strategy<Value = Readings> {
    let value = proptest::option::weighted(0.8, prop_oneof![9 => -2e3..2e3_f64, 1 => Just(f64::NAN)]);
    let reading = (value, 0..1_000_u64).prop_map(|(value, n)| Reading { value, n, evidence: String::new() });
    proptest::collection::vec(reading, Source::ALL.len())
        .prop_map(|readings| Source::ALL.iter().map(|&source| Measure::from(source)).zip(readings).collect())
}

fn any_card() -> impl Strategy<Value = Card> {
    (any_measures(), any_readings()).prop_map(|(measures, readings)| Card::of(&Scheme::of(measures).unwrap(), &readings))
}

proptest! {
    #[test]
    fn scores_and_kpis_stay_within_a_hundred_and_shares_sum_to_one(card in any_card()) {
        prop_assert!(card.lines.iter().filter_map(|line| line.score).all(|score| (0.0..=100.0).contains(&score)));
        prop_assert!(card.kpi.score().is_none_or(|score| (0.0..=100.0).contains(&score)));
        let shares: f64 = card.lines.iter().map(|line| line.share).sum();
        prop_assert!(about(shares, 1.0) || card.lines.iter().all(|line| line.score.is_none()));
    }

    #[test]
    fn the_kpi_is_what_the_rule_says_word_by_word(measures in any_measures(), readings in any_readings()) {
        let card = Card::of(&Scheme::of(measures.clone()).unwrap(), &readings);
        let (mut sum, mut there, mut whole) = (0.0, 0.0, 0.0);
        for Weighed { measure, weight, floor, target } in &measures {
            whole += weight;
            if let Some(value) = readings[measure].value.filter(|value| !value.is_nan()) {
                sum += weight * 100.0 * ((value - floor) / (target - floor)).clamp(0.0, 1.0);
                there += weight;
            }
        }
        prop_assume!(!about(there / whole, 0.6));
        match card.kpi {
            Kpi::Score(score) => prop_assert!(there / whole > 0.6 && about(score, sum / there)),
            Kpi::InsufficientData(available) => prop_assert!(there / whole < 0.6 && about(available, there / whole)),
        }
    }

    #[test]
    fn the_order_of_measures_changes_no_bit(
        (measures, shuffled) in any_measures().prop_flat_map(|measures| (Just(measures.clone()), Just(measures).prop_shuffle())),
        readings in any_readings(),
    ) {
        let card = |measures| Card::of(&Scheme::of(measures).unwrap(), &readings);
        prop_assert_eq!(card(measures), card(shuffled));
    }

    #[test]
    fn only_the_proportion_of_weights_matters(measures in any_measures(), readings in any_readings(), factor in 0.01..100.0_f64) {
        let card = |factor: f64| {
            let measures = measures.iter().cloned().map(|one| Weighed { weight: one.weight * factor, ..one });
            Card::of(&Scheme::of(measures.collect()).unwrap(), &readings)
        };
        let (plain, scaled) = (card(1.0).kpi, card(factor).kpi);
        let close = plain.score().zip(scaled.score()).is_none_or(|(plain, scaled)| about(plain, scaled));
        prop_assert!(close && plain.score().is_some() == scaled.score().is_some());
    }

    #[test]
    fn a_measure_without_a_value_is_as_good_as_none(measures in any_measures(), readings in any_readings()) {
        let without: Vec<Weighed> = measures.iter().filter(|one| readings[&one.measure].value.is_some_and(f64::is_finite)).cloned().collect();
        if let (Kpi::Score(score), Ok(scheme)) = (Card::of(&Scheme::of(measures).unwrap(), &readings).kpi, Scheme::of(without)) {
            prop_assert!(about(score, Card::of(&scheme, &readings).kpi.score().unwrap()));
        }
    }

    #[test]
    fn nothing_measured_is_no_kpi(measures in any_measures()) {
        let card = Card::of(&Scheme::of(measures).unwrap(), &Readings::new());
        prop_assert_eq!(card.kpi, Kpi::InsufficientData(0.0));
        prop_assert_eq!(change(&card, &card), None);
    }

    #[test]
    fn a_better_value_never_scores_less(measures in any_measures(), value in -2e3..2e3_f64, more in 0.0..1e3_f64) {
        for one in measures {
            let better = if one.target > one.floor { value + more } else { value - more };
            prop_assert!(one.score(better) >= one.score(value));
        }
    }

    #[test]
    fn what_was_frozen_comes_to_the_same_bit_by_bit_after_a_journey(measures in any_measures(), readings in any_readings()) {
        let frozen = Frozen::of(Scheme::of(measures).unwrap(), &readings);
        let thawed: Frozen = serde_json::from_str(&serde_json::to_string(&frozen).unwrap()).unwrap();
        prop_assert!(frozen.holds() && thawed.holds());
        prop_assert_eq!(thawed.recomputed(), frozen.card().clone());
        prop_assert_eq!(thawed, frozen);
    }

    #[test]
    fn contributions_sum_to_the_change(before in any_card(), after in any_card()) {
        if let Some(change) = change(&before, &after) {
            let sum: f64 = change.contributions.iter().map(|one| one.points()).sum();
            prop_assert!(about(sum, change.points), "{sum} {change:?}");
            prop_assert!(about(change.points, after.kpi.score().unwrap() - before.kpi.score().unwrap()));
        } else {
            prop_assert!(before.kpi.score().is_none() || after.kpi.score().is_none());
        }
    }

    #[test]
    fn only_what_changed_contributes(measures in any_measures(), readings in any_readings(), value in -2e3..2e3_f64) {
        let scheme = Scheme::of(measures).unwrap();
        let mut other = readings.clone();
        prop_assume!(readings[&Source::Ratings.into()].value.is_some_and(f64::is_finite));
        other.entry(Source::Ratings.into()).and_modify(|reading| reading.value = Some(value));
        if let Some(change) = change(&Card::of(&scheme, &readings), &Card::of(&scheme, &other)) {
            prop_assert!(change.contributions.iter().all(|one| one.points() == 0.0 || one.measure.source == Source::Ratings));
        }
    }

    #[test]
    fn a_scheme_in_which_anything_weighs_more_than_satisfaction_is_refused(mut measures in any_measures(), more in 1.0..1e3_f64) {
        let all: f64 = measures.iter().filter(|one| one.measure.source.is_satisfaction()).map(|one| one.weight).sum();
        let measure = Measure { source: Source::Manual, name: "Audits".to_owned() };
        measures.push(Weighed { measure, weight: all + more, floor: 0.0, target: 1.0 });
        prop_assert_eq!(Scheme::of(measures).unwrap_err().len(), 1);
    }
}
