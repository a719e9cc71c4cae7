//! Which measures count for a team, how much, and from where to where.

use serde::{Deserialize, Serialize};

use super::exact;
use crate::word::words;

words! {
    /// Where a measure's value comes from. The first two are what people think of the team: its satisfaction.
    pub enum Source {
        /// CSAT of the ratings of tickets, 0..=1.
        Ratings = "ratings",
        /// The team's result in mutual scoring, 1..=10.
        MutualScores = "mutual_scores",
        /// Promises kept, 0..=1.
        SlaAttainment = "sla_attainment",
        /// Resolved by one reply and without a reassignment, 0..=1.
        FirstContact = "first_contact",
        /// Resolved tickets that were reopened at least once, 0..=1.
        Reopening = "reopening",
        /// The median until the first response, in working hours.
        FirstResponse = "first_response",
        /// The median until the resolution, in working hours.
        Resolution = "resolution",
        /// The median age of open tickets, in hours.
        Backlog = "backlog",
        /// The mean number of reassignments of a resolved ticket.
        Reassignments = "reassignments",
        /// The median until a fault's service is restored, in hours.
        Restoration = "restoration",
        /// Actions done by their day, 0..=1.
        Actions = "actions",
        /// Typed in by hand, with evidence; such measures have names.
        Manual = "manual",
    }
}

impl Source {
    /// Whether it says how satisfied people are with the team.
    #[must_use]
    pub const fn is_satisfaction(self) -> bool {
        matches!(self, Self::Ratings | Self::MutualScores)
    }
}

/// What is measured: which of a card's lines.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Measure {
    /// Where its value comes from.
    pub source: Source,
    /// What a manual measure is called; empty for all others.
    pub name: String,
}

impl From<Source> for Measure {
    fn from(source: Source) -> Self {
        Self { source, name: String::new() }
    }
}

/// The most characters of a manual measure's name.
pub const NAME_MAX: usize = 100;
/// No weight, floor or target is larger than this, in either direction: a difference of two is a number still.
pub const LIMIT: f64 = 1e12;

/// A measure, and how it counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Weighed {
    /// What is measured.
    pub measure: Measure,
    /// How much it counts, above 0; the proportion to the others matters.
    #[serde(with = "exact")]
    pub weight: f64,
    /// The value that scores 0, in the measure's unit.
    #[serde(with = "exact")]
    pub floor: f64,
    /// The value that scores 100. Below the floor where less is better.
    #[serde(with = "exact")]
    pub target: f64,
}

impl Weighed {
    /// What a value scores: 100 * clamp((x - floor) / (target - floor), 0, 1), also where less is better.
    #[must_use]
    pub fn score(&self, value: f64) -> f64 {
        100.0 * ((value - self.floor) / (self.target - self.floor)).clamp(0.0, 1.0)
    }
}

words! {
    /// A part of a measure in a scheme.
    pub enum Part {
        /// How much it counts.
        Weight = "weight",
        /// What scores 0.
        Floor = "floor",
        /// What scores 100.
        Target = "target",
    }
}

/// What is wrong with a scheme. Measures are named by their places in it, from 0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "flaw", rename_all = "snake_case")]
pub enum Flaw {
    /// It has no measure.
    #[error("there is no measure")]
    NoMeasure,
    /// A manual measure without a name, with one that is too long, or another one with a name.
    #[error("measure {at} has no name of 1 to {NAME_MAX} characters, or needs none")]
    Name {
        /// Which one.
        at: usize,
    },
    /// It measures what another one does already.
    #[error("measures {first} and {at} are the same")]
    Twice {
        /// Which one.
        at: usize,
        /// The other one, before it.
        first: usize,
    },
    /// No number, beyond [`LIMIT`], or a weight that is not above 0.
    #[error("the {part} of measure {at} is out of range")]
    OutOfRange {
        /// Which one.
        at: usize,
        /// Which of its numbers.
        part: Part,
    },
    /// Its floor is its target: no value lies between them.
    #[error("floor and target of measure {at} are the same")]
    FloorIsTarget {
        /// Which one.
        at: usize,
    },
    /// It weighs more than ratings and mutual scores together.
    #[error("measure {at} weighs {weight}, and satisfaction only {satisfaction}")]
    OutweighsSatisfaction {
        /// Which one.
        at: usize,
        /// How much it weighs.
        weight: f64,
        /// How much ratings and mutual scores weigh together.
        satisfaction: f64,
    },
}

/// Measures that can be weighed against each other, in the order of their sources and names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Weighed>", into = "Vec<Weighed>")]
pub struct Scheme(Vec<Weighed>);

/// A scheme of which something is wrong, as it was written down.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("not a scheme: {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
pub struct Flawed(pub Vec<Flaw>);

impl TryFrom<Vec<Weighed>> for Scheme {
    type Error = Flawed;

    fn try_from(measures: Vec<Weighed>) -> Result<Self, Self::Error> {
        Self::of(measures).map_err(Flawed)
    }
}

impl From<Scheme> for Vec<Weighed> {
    fn from(scheme: Scheme) -> Self {
        scheme.0
    }
}

impl Scheme {
    /// A scheme of these measures; their order does not matter.
    ///
    /// # Errors
    /// Everything that is wrong with it, above all a measure that weighs more than ratings and mutual scores together.
    pub fn of(mut measures: Vec<Weighed>) -> Result<Self, Vec<Flaw>> {
        let flaws = flaws(&measures);
        if !flaws.is_empty() {
            return Err(flaws);
        }
        measures.sort_by(|a, b| a.measure.cmp(&b.measure));
        Ok(Self(measures))
    }

    /// The measures.
    #[must_use]
    pub fn measures(&self) -> &[Weighed] {
        &self.0
    }
}

fn flaws(measures: &[Weighed]) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    if measures.is_empty() {
        flaws.push(Flaw::NoMeasure);
    }
    let satisfaction = measures.iter().filter(|one| one.measure.source.is_satisfaction()).fold(0.0, |sum, one| sum + one.weight);
    for (at, Weighed { measure, weight, floor, target }) in measures.iter().enumerate() {
        let letters = measure.name.trim().chars().count();
        if !(if measure.source == Source::Manual { 1..=NAME_MAX } else { 0..=0 }).contains(&letters) {
            flaws.push(Flaw::Name { at });
        }
        if let Some(first) = measures[..at].iter().position(|other| other.measure == *measure) {
            flaws.push(Flaw::Twice { at, first });
        }
        let within = |number: f64| number.abs() <= LIMIT;
        let parts = [(Part::Weight, within(*weight) && *weight > 0.0), (Part::Floor, within(*floor)), (Part::Target, within(*target))];
        flaws.extend(parts.into_iter().filter(|(_, fits)| !fits).map(|(part, _)| Flaw::OutOfRange { at, part }));
        if floor == target {
            flaws.push(Flaw::FloorIsTarget { at });
        }
        if !measure.source.is_satisfaction() && *weight > satisfaction {
            flaws.push(Flaw::OutweighsSatisfaction { at, weight: *weight, satisfaction });
        }
    }
    flaws
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(source: Source, weight: f64, floor: f64, target: f64) -> Weighed {
        Weighed { measure: source.into(), weight, floor, target }
    }

    #[test]
    fn a_score_lies_between_floor_and_target_also_when_less_is_better() {
        let more = one(Source::Ratings, 1.0, 0.5, 0.9);
        assert_eq!([0.2, 0.5, 0.7, 0.9, 1.0].map(|value| more.score(value).round()), [0.0, 0.0, 50.0, 100.0, 100.0]);
        let less = one(Source::Resolution, 1.0, 40.0, 8.0);
        assert_eq!([80.0, 40.0, 24.0, 8.0, 0.0].map(|value| less.score(value)), [0.0, 0.0, 50.0, 100.0, 100.0]);
    }

    #[test]
    fn satisfaction_is_ratings_and_mutual_scores_together_and_weighs_the_most() {
        let scheme = |sla| {
            vec![
                one(Source::Ratings, 20.0, 0.5, 0.9),
                one(Source::MutualScores, 20.0, 5.0, 9.0),
                one(Source::SlaAttainment, sla, 0.8, 0.99),
            ]
        };
        assert!(Scheme::of(scheme(40.0)).is_ok(), "as much is not more");
        let flaw = Flaw::OutweighsSatisfaction { at: 2, weight: 41.0, satisfaction: 40.0 };
        assert_eq!(Scheme::of(scheme(41.0)), Err(vec![flaw]));
        let without = Scheme::of(vec![one(Source::SlaAttainment, 1.0, 0.8, 0.99)]);
        assert_eq!(without, Err(vec![Flaw::OutweighsSatisfaction { at: 0, weight: 1.0, satisfaction: 0.0 }]));
    }

    #[test]
    fn everything_wrong_with_a_scheme_is_told_at_once() {
        let manual = |name: &str| Measure { source: Source::Manual, name: name.to_owned() };
        let measures = vec![
            one(Source::Ratings, 9.0, 0.5, 0.5),
            one(Source::Ratings, 9.0, f64::NAN, 1e13),
            Weighed { measure: manual(" "), weight: 0.0, floor: 0.0, target: 1.0 },
            Weighed { measure: manual("Audits"), weight: 1.0, floor: 0.0, target: 1.0 },
        ];
        let expected = vec![
            Flaw::FloorIsTarget { at: 0 },
            Flaw::Twice { at: 1, first: 0 },
            Flaw::OutOfRange { at: 1, part: Part::Floor },
            Flaw::OutOfRange { at: 1, part: Part::Target },
            Flaw::Name { at: 2 },
            Flaw::OutOfRange { at: 2, part: Part::Weight },
        ];
        assert_eq!(Scheme::of(measures), Err(expected));
        assert_eq!(Scheme::of(Vec::new()), Err(vec![Flaw::NoMeasure]));
    }

    #[test]
    fn a_flawed_scheme_does_not_come_in_as_json() {
        let json = serde_json::to_string(&[one(Source::Actions, 1.0, 0.0, 1.0)]).unwrap();
        assert!(serde_json::from_str::<Scheme>(&json).unwrap_err().to_string().contains("satisfaction only 0"));
    }
}
