//! What a change of a KPI between two periods came from.
//!
//! Each measure's contribution is the mean of its shares times the change of its score, plus the change of its share times how far the
//! mean of its scores lies above the mean of the two KPIs (T. L. Bennet's decomposition, 1920, with the shares' part told from the KPI,
//! as they always sum to one). So a measure that lost its value, whose weight went to all others, contributes what that changed and
//! nothing more. A measure with a value in one period alone has that period's score in the other one. Contributions sum to the change.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Card, Line, Measure};

/// What one measure contributed, in points of the KPI.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contribution {
    /// Which measure.
    pub measure: Measure,
    /// By scoring higher or lower.
    pub by_score: f64,
    /// By counting more or less: a value more or less, or other weights.
    pub by_weight: f64,
}

impl Contribution {
    /// Both together.
    #[must_use]
    pub const fn points(&self) -> f64 {
        self.by_score + self.by_weight
    }
}

/// A change between two periods.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// The later KPI less the earlier one, in points.
    pub points: f64,
    /// By measure; they sum to the points.
    pub contributions: Vec<Contribution>,
}

/// What became of a KPI, and why. None where one of the periods has too little data for one.
#[must_use]
pub fn change(before: &Card, after: &Card) -> Option<Change> {
    let (earlier, later) = (before.kpi.score()?, after.kpi.score()?);
    let mut lines: BTreeMap<&Measure, [Option<&Line>; 2]> = BTreeMap::new();
    before.lines.iter().for_each(|line| lines.entry(&line.measure).or_default()[0] = Some(line));
    after.lines.iter().for_each(|line| lines.entry(&line.measure).or_default()[1] = Some(line));
    let contributions = lines.into_iter().map(|(measure, lines)| {
        let [was, is] = lines.map(|line| line.map_or((0.0, None), |line| (line.share, line.score)));
        let (had, has) = (was.1.or(is.1).unwrap_or(0.0), is.1.or(was.1).unwrap_or(0.0));
        let by_score = f64::midpoint(was.0, is.0) * (has - had);
        let by_weight = (is.0 - was.0) * (f64::midpoint(had, has) - f64::midpoint(earlier, later));
        Contribution { measure: measure.clone(), by_score, by_weight }
    });
    Some(Change { points: later - earlier, contributions: contributions.collect() })
}
