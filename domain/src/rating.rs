//! A requester's judgement of one ticket (`spec/kpi-and-scoring.md`, "Ratings").

use std::num::NonZeroU8;

use serde::{Deserialize, Serialize};

use crate::{
    id::UserId,
    invalid::{self, Invalid},
    survey::{Answer, Kind},
    ticket::StatusName,
    time::Span,
};

/// One to five stars.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Stars(NonZeroU8);

/// A number of stars outside 1..=5.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("one to five stars can be given")]
pub struct NotStars;

impl TryFrom<u8> for Stars {
    type Error = NotStars;

    fn try_from(stars: u8) -> Result<Self, Self::Error> {
        match NonZeroU8::new(stars) {
            Some(stars) if stars.get() <= 5 => Ok(Self(stars)),
            _ => Err(NotStars),
        }
    }
}

impl From<Stars> for u8 {
    fn from(stars: Stars) -> Self {
        stars.0.get()
    }
}

impl Stars {
    /// How many.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0.get()
    }

    /// Whether it counts as satisfied: four or five.
    #[must_use]
    pub const fn is_satisfied(self) -> bool {
        self.get() >= 4
    }
}

/// A rating as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rating {
    /// What the survey was answered with.
    pub answer: Answer,
    /// In the requester's words, at most 2,000 characters; may be empty.
    pub comment: String,
}

impl Rating {
    /// The most characters of a comment.
    pub const COMMENT_MAX: usize = 2_000;

    /// Reads what was entered in the fields `answer` and `comment` of a survey of this kind.
    ///
    /// # Errors
    /// Every field that is missing, out of range or too long.
    pub fn parse(kind: Kind, given: &str, comment: &str) -> Result<Self, Invalid> {
        let mut invalid = Invalid::default();
        let answer = invalid.take("answer", Answer::parse(kind, given));
        let comment = invalid.take("comment", invalid::text(comment, 0, Self::COMMENT_MAX));
        match (answer, comment) {
            (Some(answer), Some(comment)) => Ok(Self { answer, comment }),
            _ => Err(invalid),
        }
    }
}

/// For how long a rating can be changed on a ticket that is closed: whoever says that it is solved closes it, and often has a word
/// to add.
pub const CHANGES_FOR: Span = Span::from_days(1);

/// Whether a rating is taken: from resolving on for the first time, and for a change until the ticket closes, or until
/// [`CHANGES_FOR`] after it was given or changed last. `given` is how long ago that was. A reopened ticket has no answer to judge.
#[must_use]
pub fn is_taken(status: StatusName, given: Option<Span>) -> bool {
    match status {
        StatusName::Resolved => true,
        StatusName::Closed => given.is_none_or(|ago| ago < CHANGES_FOR),
        _ => false,
    }
}

/// Whether who asks first for a ticket is among those who did its work: they are not asked what they think of it.
#[must_use]
pub fn is_own_work(first_requester: UserId, workers: [Option<UserId>; 2]) -> bool {
    workers.contains(&Some(first_requester))
}

/// Whether a ticket's first requester judges its answer: once there is one, and never their own work. Nobody else judges.
#[must_use]
pub fn may_rate(first_requester: UserId, workers: [Option<UserId>; 2], status: StatusName) -> bool {
    matches!(status, StatusName::Resolved | StatusName::Closed) && !is_own_work(first_requester, workers)
}

/// Customer satisfaction: ratings of 4 or 5 / all ratings, 0..=1. `None` without ratings.
#[must_use]
pub fn csat(ratings: &[Stars]) -> Option<f64> {
    share(ratings.iter().filter(|stars| stars.is_satisfied()).count(), ratings.len())
}

/// Ratings / surveys sent, 0..=1. `None` when none was sent.
#[must_use]
pub fn response_rate(ratings: usize, surveys: usize) -> Option<f64> {
    share(ratings, surveys)
}

#[expect(clippy::cast_precision_loss, reason = "nobody has 2^53 ratings")]
fn share(part: usize, all: usize) -> Option<f64> {
    (all > 0).then(|| part as f64 / all as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stars(given: &[u8]) -> Vec<Stars> {
        given.iter().map(|&stars| Stars::try_from(stars).unwrap()).collect()
    }

    #[test]
    fn csat_is_the_share_of_fours_and_fives() {
        assert_eq!(csat(&stars(&[5, 4, 3, 1])), Some(0.5));
        assert_eq!(csat(&stars(&[5, 4])), Some(1.0));
        assert_eq!(csat(&[]), None);
        assert_eq!(response_rate(1, 4), Some(0.25));
        assert_eq!(response_rate(0, 0), None);
    }

    #[test]
    fn only_one_to_five_stars_exist_also_in_json() {
        assert!(Stars::try_from(0).is_err() && Stars::try_from(6).is_err());
        assert!(serde_json::from_str::<Stars>("6").is_err());
        assert_eq!(serde_json::to_string(&stars(&[3])).unwrap(), "[3]");
    }

    #[test]
    fn a_rating_needs_an_answer_and_no_comment() {
        use crate::invalid::Code;
        let rating = Rating::parse(Kind::Stars, "4", " ").unwrap();
        assert_eq!((rating.answer.given(), rating.comment.as_str()), (4, ""));
        let invalid = Rating::parse(Kind::Stars, "6", &"x".repeat(2_001)).unwrap_err();
        assert_eq!(invalid.of("answer"), Some(&Code::UnknownChoice));
        assert_eq!(invalid.of("comment"), Some(&Code::TooLong { max: 2_000 }));
        assert_eq!(Rating::parse(Kind::Nps, "", "").unwrap_err().of("answer"), Some(&Code::Required));
    }

    #[test]
    fn a_rating_changes_until_the_ticket_closes_and_for_a_day_after_it_was_given() {
        let (now, late) = (Some(Span::default()), Some(CHANGES_FOR));
        assert!(is_taken(StatusName::Resolved, None) && is_taken(StatusName::Resolved, late));
        assert!(is_taken(StatusName::Closed, None) && is_taken(StatusName::Closed, now) && !is_taken(StatusName::Closed, late));
        for status in [StatusName::New, StatusName::InProgress, StatusName::Waiting, StatusName::Cancelled] {
            assert!(!is_taken(status, None) && !is_taken(status, now));
        }
    }

    #[test]
    fn nobody_is_asked_about_their_own_work() {
        let (rita, ada) = (UserId(1), UserId(2));
        assert!(is_own_work(rita, [Some(rita), None]) && is_own_work(rita, [Some(ada), Some(rita)]));
        assert!(!is_own_work(rita, [Some(ada), None]) && !is_own_work(rita, [None, None]));
        assert!(!may_rate(rita, [Some(rita), None], StatusName::Resolved));
    }
}
