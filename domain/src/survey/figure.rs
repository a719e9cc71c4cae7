//! What answers come to: CSAT, NPS, CES and the response rate, each with its n.

use serde::{Deserialize, Serialize};

use super::{Answer, Kind};

/// A figure of answers of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// How it was measured.
    pub kind: Kind,
    /// How many answers it is made of; never 0.
    pub n: u64,
    /// Stars: CSAT, answers of 4 or 5 / all answers, 0..=1. NPS: per cent of 9 and 10 less per cent of 0 to 6, -100..=100. CES: the mean,
    /// 1..=7.
    pub value: f64,
}

/// What the answers of one kind come to; those of other kinds do not count. None without any. Counts are summed as whole numbers, so
/// that their order changes nothing.
#[must_use]
pub fn figure(kind: Kind, answers: impl IntoIterator<Item = Answer>) -> Option<Figure> {
    let (mut n, mut sum) = (0_i64, 0_i64);
    for answer in answers.into_iter().filter(|answer| answer.kind() == kind) {
        n += 1;
        sum += match (kind, answer.given()) {
            (Kind::Stars, given) => i64::from(given >= 4),
            (Kind::Nps, 9..) => 100,
            (Kind::Nps, ..=6) => -100,
            (Kind::Nps, _) => 0,
            (Kind::Ces, given) => i64::from(given),
        };
    }
    (n > 0).then(|| Figure { kind, n: n.unsigned_abs(), value: quotient(sum, n) })
}

/// How many of those who were asked answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rate {
    /// How many answered.
    pub answered: u32,
    /// How many surveys were sent.
    pub sent: u32,
}

impl Rate {
    /// answered / sent. None when none was sent; an answer that nobody was asked for does not count as one that was.
    #[must_use]
    pub fn share(self) -> Option<f64> {
        (self.sent > 0).then(|| quotient(self.answered.min(self.sent).into(), self.sent.into()))
    }
}

#[expect(clippy::cast_precision_loss, reason = "nobody has 2^53 answers")]
const fn quotient(sum: i64, n: i64) -> f64 {
    sum as f64 / n as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(kind: Kind, given: &[u8]) -> Option<(u64, f64)> {
        let answers = given.iter().map(|&given| Answer::try_from((kind, given)).unwrap());
        figure(kind, answers).map(|figure| (figure.n, figure.value))
    }

    #[test]
    fn each_kind_has_its_formula() {
        assert_eq!(of(Kind::Stars, &[5, 4, 3, 1]), Some((4, 0.5)));
        assert_eq!(of(Kind::Nps, &[10, 9, 8, 7, 6, 0, 9, 9]), Some((8, 25.0)));
        assert_eq!(of(Kind::Ces, &[7, 6, 2]), Some((3, 5.0)));
    }

    #[test]
    fn nothing_has_no_figure_rather_than_none_or_all() {
        for &kind in Kind::ALL {
            assert_eq!(of(kind, &[]), None);
        }
        let stars = Answer::try_from((Kind::Stars, 5)).unwrap();
        assert_eq!(figure(Kind::Nps, [stars]), None, "kinds are not mixed");
    }

    #[test]
    fn the_response_rate_is_answers_of_those_who_were_asked() {
        let share = |answered, sent| Rate { answered, sent }.share();
        assert_eq!((share(1, 4), share(0, 4), share(0, 0), share(5, 4)), (Some(0.25), Some(0.0), None, Some(1.0)));
    }
}
