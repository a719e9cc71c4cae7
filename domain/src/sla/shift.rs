//! What a correction makes of a ticket's clocks: those whose deadline or verdict is another one than before.

use serde::{Deserialize, Serialize};

use super::{Due, Metric};

/// A clock before and after; one side is absent where there is no such clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shift {
    /// As it was.
    pub before: Option<Due>,
    /// As it is then.
    pub after: Option<Due>,
}

impl Shift {
    /// The clock that it is about: its metric and cycle.
    #[must_use]
    pub fn clock(&self) -> Option<(Metric, u32)> {
        self.after.as_ref().or(self.before.as_ref()).map(|due| (due.metric, due.cycle))
    }
}

/// The clocks that differ in what they do, when they are due, what is left of them, or whether they are late. Both sides are
/// reckoned at the same moment.
#[must_use]
pub fn shifts(before: &[Due], after: &[Due]) -> Vec<Shift> {
    let named = |all: &[Due], due: &Due| all.iter().find(|one| (one.metric, one.cycle) == (due.metric, due.cycle)).cloned();
    let differs = |one: &Due, other: &Due| {
        (one.run, one.breached, one.deadline, one.ended, one.left) != (other.run, other.breached, other.deadline, other.ended, other.left)
    };
    let changed = before.iter().map(|was| Shift { before: Some(was.clone()), after: named(after, was) });
    let changed = changed.filter(|shift| shift.before.as_ref().zip(shift.after.as_ref()).is_none_or(|(was, is)| differs(was, is)));
    let new = after.iter().filter(|is| named(before, is).is_none()).map(|is| Shift { before: None, after: Some(is.clone()) });
    changed.chain(new).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        sla::Run,
        time::{Span, Timestamp},
    };

    fn due(metric: Metric, deadline: i64, breached: bool) -> Due {
        Due {
            metric,
            cycle: 1,
            target: Span::from_hours(2),
            run: Run::Stopped,
            breached,
            excused: false,
            deadline: Some(Timestamp::from_millis(deadline)),
            ended: None,
            left: Span::ZERO,
            warns_at: None,
            as_of: Timestamp::EPOCH,
            open: Vec::new(),
        }
    }

    #[test]
    fn only_clocks_that_are_others_than_before_are_named() {
        let before = [due(Metric::FirstResponse, 1, true), due(Metric::Resolution, 5, false), due(Metric::Update, 9, false)];
        let after = [due(Metric::FirstResponse, 1, false), due(Metric::Resolution, 5, false), due(Metric::Ola, 9, false)];
        let named: Vec<_> = shifts(&before, &after).iter().map(|shift| shift.clock().unwrap().0).collect();
        assert_eq!(named, [Metric::FirstResponse, Metric::Update, Metric::Ola]);
    }
}
