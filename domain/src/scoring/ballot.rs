//! One rater's ballot for one team, and which ballots are valid.

use serde::{Deserialize, Serialize};

use crate::{
    invalid::{self, Code, Invalid},
    word::words,
};

/// A score from 1 (worst) to 10 (best). A ballot's mean need not be whole.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Score(f64);

/// A number outside 1..=10, or none at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a score is a number from 1 to 10")]
pub struct NotAScore;

impl TryFrom<f64> for Score {
    type Error = NotAScore;

    fn try_from(score: f64) -> Result<Self, Self::Error> {
        if (Self::MIN..=Self::MAX).contains(&score) { Ok(Self(score)) } else { Err(NotAScore) }
    }
}

impl From<Score> for f64 {
    fn from(score: Score) -> Self {
        score.0
    }
}

impl Score {
    /// The worst.
    pub const MIN: f64 = 1.0;
    /// The best.
    pub const MAX: f64 = 10.0;
    /// A score of this or less asks for a comment.
    pub const ASKS_FOR_COMMENT: f64 = 6.0;

    /// The number, 1..=10.
    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }

    /// Whether it asks the rater for a comment: 6 or less.
    #[must_use]
    pub fn asks_for_comment(self) -> bool {
        self.0 <= Self::ASKS_FOR_COMMENT
    }
}

words! {
    /// Why a ballot is not taken.
    pub enum Refusal {
        /// Nobody scores their own team.
        OwnTeam = "own_team",
        /// No number from 1 to 10.
        BadScore = "bad_score",
        /// It does not say who scores, for which team they stand, whom they score, or how.
        MissingField = "missing_field",
    }
}

/// One rater's judgement of one team in a round: valid, because it can only be cast.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ballot<R, T> {
    rater: R,
    rater_team: T,
    target: T,
    scores: Vec<Score>,
}

impl<R, T: Eq> Ballot<R, T> {
    /// A ballot of `rater`, who stands for `rater_team`, on `target`: one score for each dimension of the round, in its order, or a
    /// single one.
    ///
    /// # Errors
    /// [`Refusal::OwnTeam`] when both teams are the same one; [`Refusal::MissingField`] without any score.
    pub fn cast(rater: R, rater_team: T, target: T, scores: Vec<Score>) -> Result<Self, Refusal> {
        if rater_team == target {
            return Err(Refusal::OwnTeam);
        }
        if scores.is_empty() {
            return Err(Refusal::MissingField);
        }
        Ok(Self { rater, rater_team, target, scores })
    }
}

impl<R, T> Ballot<R, T> {
    /// Who scores.
    pub const fn rater(&self) -> &R {
        &self.rater
    }

    /// The team that they stand for.
    pub const fn rater_team(&self) -> &T {
        &self.rater_team
    }

    /// Whom they score.
    pub const fn target(&self) -> &T {
        &self.target
    }

    /// The scores, in the order of the round's dimensions; never empty.
    pub fn scores(&self) -> &[Score] {
        &self.scores
    }

    /// The ballot's score: the mean of its dimensions, 1..=10.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a round has a handful of dimensions")]
    pub fn score(&self) -> f64 {
        let sum: f64 = self.scores.iter().map(|score| score.get()).sum();
        (sum / self.scores.len() as f64).clamp(Score::MIN, Score::MAX)
    }
}

/// The most characters of a comment.
pub const COMMENT_MAX: usize = 2_000;

/// What a rater says on a ballot's form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Opinion {
    /// One score for each dimension, in the form's order.
    pub scores: Vec<Score>,
    /// Why, at most [`COMMENT_MAX`] characters; empty only where every score is above 6.
    pub comment: String,
}

impl Opinion {
    /// Reads what was entered: for each dimension its field and what stands there, and the field `comment`. Whole scores alone are
    /// offered on a form.
    ///
    /// # Errors
    /// Every field that is missing, no whole number or out of 1..=10; a comment that is too long, or is asked for
    /// ([`Score::asks_for_comment`]) and missing.
    pub fn parse(dimensions: &[(&str, &str)], comment: &str) -> Result<Self, Invalid> {
        let mut invalid = Invalid::default();
        let parsed: Vec<Score> = dimensions.iter().filter_map(|(field, typed)| invalid.take(field, score(typed))).collect();
        if dimensions.is_empty() {
            invalid.add("score", Code::Required);
        }
        let least = usize::from(parsed.iter().any(|score| score.asks_for_comment()));
        let comment = invalid.take("comment", invalid::text(comment, least, COMMENT_MAX));
        invalid.or(Self { scores: parsed, comment: comment.unwrap_or_default() })
    }
}

fn score(typed: &str) -> Result<Score, Code> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(Code::Required);
    }
    let whole: i64 = typed.parse().map_err(|_| Code::NotANumber)?;
    let out_of_range = Code::OutOfRange { min: Some(Score::MIN), max: Some(Score::MAX) };
    u8::try_from(whole).ok().and_then(|score| Score::try_from(f64::from(score)).ok()).ok_or(out_of_range)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scores(given: &[f64]) -> Vec<Score> {
        given.iter().map(|&score| Score::try_from(score).unwrap()).collect()
    }

    #[test]
    fn only_numbers_from_one_to_ten_are_scores_also_in_json() {
        for number in [0.9, 10.1, -3.0, f64::NAN, f64::INFINITY] {
            assert_eq!(Score::try_from(number), Err(NotAScore));
        }
        assert!(serde_json::from_str::<Score>("11").is_err());
        assert_eq!(serde_json::from_str::<Score>("7.5").unwrap().get(), 7.5);
    }

    #[test]
    fn nobody_scores_their_own_team() {
        assert_eq!(Ballot::cast("Ada", "Net", "Net", scores(&[9.0])), Err(Refusal::OwnTeam));
        assert_eq!(Ballot::cast("Ada", "Net", "Desk", Vec::new()), Err(Refusal::MissingField));
        assert!(Ballot::cast("Ada", "Net", "Desk", scores(&[9.0])).is_ok());
    }

    #[test]
    fn a_ballots_score_is_the_mean_of_its_dimensions() {
        let ballot = Ballot::cast("Ada", "Net", "Desk", scores(&[9.0, 6.0, 7.0, 8.0, 5.0])).unwrap();
        assert_eq!(ballot.score(), 7.0);
    }

    #[test]
    fn a_score_of_six_or_less_asks_for_a_comment() {
        assert_eq!(Opinion::parse(&[("speed", "6"), ("warmth", "9")], " ").unwrap_err().of("comment"), Some(&Code::Required));
        assert_eq!(Opinion::parse(&[("speed", "7"), ("warmth", "9")], " ").unwrap().comment, "");
        assert_eq!(Opinion::parse(&[("speed", "1")], "Two weeks.").unwrap().scores, scores(&[1.0]));
    }

    #[test]
    fn everything_wrong_on_a_ballot_is_told_at_once() {
        let typed = [("a", ""), ("b", "many"), ("c", "11"), ("d", "7.5"), ("e", "-1")];
        let invalid = Opinion::parse(&typed, &"x".repeat(COMMENT_MAX + 1)).unwrap_err();
        let out_of_range = Code::OutOfRange { min: Some(1.0), max: Some(10.0) };
        let expected = [Code::Required, Code::NotANumber, out_of_range.clone(), Code::NotANumber, out_of_range];
        for (field, code) in ["a", "b", "c", "d", "e"].iter().zip(&expected) {
            assert_eq!(invalid.of(field), Some(code), "{field}");
        }
        assert_eq!(invalid.of("comment"), Some(&Code::TooLong { max: COMMENT_MAX }));
        assert_eq!(Opinion::parse(&[], "").unwrap_err().of("score"), Some(&Code::Required));
    }
}
