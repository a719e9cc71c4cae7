//! From what happened to clocks.

mod adjust;
mod story;
mod track;

use serde::{Deserialize, Serialize};

use self::{adjust::Adjustment, story::Story};
use super::{Breach, Calendars, Clock, Correction, Excuse, Fact, Happening, Policies};
use crate::{id::EventId, time::Timestamp};

/// A ticket's clocks, and what they would be without the corrections.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replay {
    /// The clocks, by their starts: running ones, ended ones, all cycles.
    pub clocks: Vec<Clock>,
    /// Breaches that had been recorded before a correction showed that there were none. They stay on record.
    pub overruled: Vec<Breach>,
    /// What was believed before each correction, in order.
    pub revisions: Vec<Revision>,
}

/// What was believed before a correction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    /// The correction.
    pub event: EventId,
    /// When it was made.
    pub at: Timestamp,
    /// The clocks at that moment, without it.
    pub clocks: Vec<Clock>,
}

impl Replay {
    /// When the ticket must be looked at again, if nothing happens before.
    #[must_use]
    pub fn next_at(&self) -> Option<Timestamp> {
        self.clocks.iter().filter_map(|clock| clock.next_at).min()
    }

    /// The earliest deadline of the clocks that have not ended: what queues are ordered by.
    #[must_use]
    pub fn due_at(&self) -> Option<Timestamp> {
        self.clocks.iter().filter(|clock| clock.state.ended().is_none()).filter_map(|clock| clock.deadline.at()).min()
    }
}

/// The clocks of a ticket at `now` (`docs/sla.md`).
///
/// What happened may come in any order; what lies after `now` is not yet known.
/// The same arguments give the same clocks, always. Without an [`Fact::Opened`]
/// there are none.
#[must_use]
pub fn replay(happenings: &[Happening], policies: &Policies, calendars: &Calendars, now: Timestamp) -> Replay {
    let mut known: Vec<&Happening> = happenings.iter().filter(|happening| happening.at <= now).collect();
    known.sort_by_key(|happening| (happening.at, happening.event));
    let corrections: Vec<(&Happening, Correction)> =
        known.iter().filter_map(|one| correction(one).map(|correction| (*one, correction))).collect();
    let mut ledger = Ledger::default();
    let mut revisions = Vec::with_capacity(corrections.len());
    for (count, (correction, _)) in corrections.iter().enumerate() {
        let mut clocks = believed(&known, &corrections[..count], policies, calendars, correction.at);
        ledger.keep(&mut clocks, count.checked_sub(1).map(|last| corrections[last].0.at));
        revisions.push(Revision { event: correction.event, at: correction.at, clocks });
    }
    let mut clocks = believed(&known, &corrections, policies, calendars, now);
    ledger.keep(&mut clocks, corrections.last().map(|(last, _)| last.at));
    let mut overruled = ledger.overruled(&clocks);
    let breaches = clocks.iter_mut().filter_map(|clock| clock.breach.as_mut());
    excuse(breaches.chain(&mut overruled), &known);
    Replay { clocks, overruled, revisions }
}

const fn correction(happening: &Happening) -> Option<Correction> {
    match happening.fact {
        Fact::Corrected { correction } => Some(correction),
        _ => None,
    }
}

/// The clocks as they are with these corrections and no others.
fn believed(
    known: &[&Happening],
    corrections: &[(&Happening, Correction)],
    policies: &Policies,
    calendars: &Calendars,
    now: Timestamp,
) -> Vec<Clock> {
    let adjustments: Vec<Adjustment> = corrections.iter().filter_map(|(by, correction)| Adjustment::of(by.event, *correction)).collect();
    let moved = |event: EventId| {
        corrections.iter().rev().find_map(|(_, correction)| match correction {
            Correction::Moment { event: which, at } if *which == event => Some(*at),
            _ => None,
        })
    };
    // Corrections and excuses are about the story, and not in it.
    let mut story: Vec<Happening> = known
        .iter()
        .filter(|happening| !matches!(happening.fact, Fact::Corrected { .. } | Fact::Excused { .. }))
        .map(|happening| Happening { at: moved(happening.event).unwrap_or(happening.at), ..(*happening).clone() })
        .filter(|happening| happening.at <= now)
        .collect();
    story.sort_by_key(|happening| (happening.at, happening.event));
    Story::tell(&story, &adjustments, policies, calendars, now)
}

/// Breaches as they were first recorded: a later correction neither moves nor removes them.
#[derive(Default)]
struct Ledger(Vec<Breach>);

impl Ledger {
    /// Enters the clocks' new breaches, not dated before the change that made them so.
    fn keep(&mut self, clocks: &mut [Clock], changed: Option<Timestamp>) {
        for breach in clocks.iter_mut().filter_map(|clock| clock.breach.as_mut()) {
            if let Some(entered) = self.0.iter().find(|entered| same(entered, breach)) {
                *breach = *entered;
            } else {
                breach.at = changed.map_or(breach.at, |changed| breach.at.max(changed));
                self.0.push(*breach);
            }
        }
    }

    fn overruled(self, clocks: &[Clock]) -> Vec<Breach> {
        let stands = |entered: &Breach| clocks.iter().filter_map(|clock| clock.breach.as_ref()).any(|breach| same(entered, breach));
        self.0.into_iter().filter(|entered| !stands(entered)).collect()
    }
}

fn same(one: &Breach, other: &Breach) -> bool {
    (one.metric, one.cycle) == (other.metric, other.cycle)
}

fn excuse<'b>(breaches: impl Iterator<Item = &'b mut Breach>, known: &[&Happening]) {
    for breach in breaches {
        breach.excuse = known.iter().rev().find_map(|happening| match happening.fact {
            Fact::Excused { metric, cycle } if (metric, cycle) == (breach.metric, breach.cycle) => {
                Some(Excuse { at: happening.at, by: happening.event })
            }
            _ => None,
        });
    }
}
