//! What a scheme makes of a period.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Measure, Scheme, exact};
use crate::scoring::TeamResult;

/// With less of the weight than this share there is no KPI.
pub const SUFFICIENT_FROM: f64 = 0.6;
/// What rounding may take off a share that is exactly [`SUFFICIENT_FROM`] on paper.
const ROUNDING: f64 = 1e-9;

/// What was read of one measure in a period.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reading {
    /// In the measure's unit; none where nothing was measured. What is no finite number is none, too.
    #[serde(with = "exact::option")]
    pub value: Option<f64>,
    /// How many things it was measured on.
    pub n: u64,
    /// For a manual measure: where it comes from.
    pub evidence: String,
}

impl Reading {
    /// What a round of mutual scoring says about a team: the adjusted result, or the raw one where the adjusted one may not be shown.
    /// None with too few ballots to count.
    #[must_use]
    pub fn of_scores(result: Option<TeamResult>) -> Self {
        let n = result.map_or(0, |result| result.n as u64);
        let value = result.filter(|result| result.counted).map(|result| result.adjusted.unwrap_or(result.raw));
        Self { value, n, evidence: String::new() }
    }
}

/// What was read of each measure.
pub type Readings = BTreeMap<Measure, Reading>;

/// One measure on a card.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Which.
    pub measure: Measure,
    /// What was read of it.
    pub reading: Reading,
    /// What that scores, 0..=100.
    #[serde(with = "exact::option")]
    pub score: Option<f64>,
    /// Its part of the weight of all measures that have a value, 0..=1; 0 without one.
    #[serde(with = "exact")]
    pub share: f64,
}

impl Line {
    /// The points that it brings to the KPI.
    #[must_use]
    pub fn points(&self) -> f64 {
        self.score.map_or(0.0, |score| self.share * score)
    }
}

/// What a card comes to.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kpi {
    /// sum(w * score) / sum(w) over the measures that have a value, 0..=100.
    Score(#[serde(with = "exact")] f64),
    /// Less than 60 % of the weight has a value: this share, 0..=1.
    InsufficientData(#[serde(with = "exact")] f64),
}

impl Kpi {
    /// The score, if there is one.
    #[must_use]
    pub const fn score(self) -> Option<f64> {
        match self {
            Self::Score(score) => Some(score),
            Self::InsufficientData(_) => None,
        }
    }
}

/// A team's card of a period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// In the order of the scheme.
    pub lines: Vec<Line>,
    /// All of them together.
    pub kpi: Kpi,
}

impl Card {
    /// Scores what was read. What the scheme does not name does not count.
    #[must_use]
    pub fn of(scheme: &Scheme, readings: &Readings) -> Self {
        let value = |measure: &Measure| readings.get(measure)?.value.filter(|value| value.is_finite());
        // From 0.0 on: the sum of nothing is -0.0 otherwise, which would be shown.
        let weight_of = |counts: &dyn Fn(&Measure) -> bool| {
            scheme.measures().iter().filter(|one| counts(&one.measure)).fold(0.0, |sum, one| sum + one.weight)
        };
        let (whole, there) = (weight_of(&|_| true), weight_of(&|measure| value(measure).is_some()));
        let lines: Vec<Line> = scheme
            .measures()
            .iter()
            .map(|one| {
                let value = value(&one.measure);
                let reading = Reading { value, ..readings.get(&one.measure).cloned().unwrap_or_default() };
                let share = value.map_or(0.0, |_| one.weight / there);
                Line { measure: one.measure.clone(), reading, score: value.map(|value| one.score(value)), share }
            })
            .collect();
        let available = there / whole;
        let kpi = if available + ROUNDING < SUFFICIENT_FROM {
            Kpi::InsufficientData(available)
        } else {
            Kpi::Score(lines.iter().map(Line::points).sum::<f64>().clamp(0.0, 100.0))
        };
        Self { lines, kpi }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scorecard::{Source, Weighed};

    fn scheme() -> Scheme {
        let one = |source: Source, weight| Weighed { measure: source.into(), weight, floor: 0.0, target: 1.0 };
        Scheme::of(vec![one(Source::Ratings, 50.0), one(Source::SlaAttainment, 10.0), one(Source::Actions, 40.0)]).unwrap()
    }

    fn readings(values: &[(Source, f64)]) -> Readings {
        let reading = |value| Reading { value: Some(value), n: 9, evidence: String::new() };
        values.iter().map(|&(source, value)| (source.into(), reading(value))).collect()
    }

    #[test]
    fn the_weights_of_what_has_a_value_are_rescaled() {
        let card = Card::of(&scheme(), &readings(&[(Source::Ratings, 0.8), (Source::SlaAttainment, 0.2)]));
        assert_eq!(card.kpi.score().map(f64::round), Some(70.0), "(50 * 80 + 10 * 20) / 60");
        assert_eq!((card.lines[2].score, card.lines[2].share, card.lines[2].points()), (None, 0.0, 0.0));
    }

    #[test]
    fn less_than_sixty_per_cent_of_the_weight_is_too_little() {
        assert_eq!(Card::of(&scheme(), &readings(&[(Source::Ratings, 1.0)])).kpi, Kpi::InsufficientData(0.5));
        assert_eq!(Card::of(&scheme(), &Readings::new()).kpi, Kpi::InsufficientData(0.0));
        assert_eq!(Card::of(&scheme(), &readings(&[(Source::Ratings, f64::NAN), (Source::Actions, 1.0)])).kpi, Kpi::InsufficientData(0.4));
        let exactly = [(Source::Ratings, 1.0), (Source::SlaAttainment, 1.0)];
        assert_eq!(Card::of(&scheme(), &readings(&exactly)).kpi.score(), Some(100.0));
    }

    #[test]
    fn scores_of_few_raters_do_not_count() {
        let result = TeamResult { n: 5, raw: 7.0, adjusted: Some(7.5), counted: true };
        assert_eq!(Reading::of_scores(Some(result)).value, Some(7.5));
        assert_eq!(Reading::of_scores(Some(TeamResult { adjusted: None, ..result })).value, Some(7.0));
        let few = Reading::of_scores(Some(TeamResult { n: 4, counted: false, ..result }));
        assert_eq!((few.value, few.n), (None, 4));
        assert_eq!(Reading::of_scores(None), Reading::default());
    }
}
