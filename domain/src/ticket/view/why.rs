//! Why a ticket's deadlines are where they are, with all names that it takes to tell it.

use serde::{Deserialize, Serialize};

use super::{Names, PersonRef};
use crate::{
    id::{BreachId, CalendarId, EventId, PolicyId},
    sla::{At, Due, Metric, Moved, Scope, Shift, Stretch},
    ticket::{Number, StatusName, WaitingOn, event::Side},
    time::{Span, Timestamp},
};

/// A ticket's clocks, told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Why {
    /// Its number.
    pub number: Number,
    /// Its title.
    pub title: String,
    /// Its clocks, by their starts.
    pub clocks: Vec<WhyClock>,
    /// What was believed before each correction, in order.
    pub believed: Vec<Believed>,
    /// What started, paused or stopped clocks, the first thing first: what can be corrected as well.
    pub events: Vec<ClockEvent>,
    /// The services and teams that rules and clocks name.
    pub names: Names,
    /// Whether the reader may excuse, correct and re-base here.
    pub may_judge: bool,
}

/// One clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhyClock {
    /// How it stands.
    pub due: Due,
    /// The team or supplier whose stay it measures, by its name, if it measures one.
    pub stay: Option<String>,
    /// From when on it is reckoned.
    pub start: Timestamp,
    /// What started it.
    pub started_by: EventId,
    /// When it ended, and by what, if it did.
    pub ended: Option<(Timestamp, EventId)>,
    /// The working, unpaused time that had passed when it ended, or has passed now.
    pub elapsed: Span,
    /// That it ran past its target, if it did.
    pub breach: Option<BreachSaid>,
    /// Breaches that a correction showed to be none.
    pub overruled: Vec<BreachSaid>,
    /// The policy that promised, which of its versions, and its name then.
    pub policy: (PolicyId, u32, String),
    /// The place of the rule that matched, from 1.
    pub rule: usize,
    /// What the rule asks of a ticket.
    pub scope: Scope,
    /// The calendar, which of its versions, and its name.
    pub calendar: (CalendarId, u32, String),
    /// The zone in which the calendar's days begin.
    pub zone: String,
    /// Every while from its start until it ended, or now.
    pub stretches: Vec<Stretch>,
    /// What will follow until the deadline if nothing changes.
    pub ahead: Vec<Stretch>,
    /// Whom it calls on its way, and when it did.
    pub steps: Vec<StepSaid>,
    /// How its deadline moved.
    pub moves: Vec<Moved>,
}

/// A clock in a list of those that a report counts, or that will be late.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromiseLine {
    /// Its ticket's number and title; absent where the reader may not see them.
    pub ticket: Option<(Number, String)>,
    /// What it measures.
    pub metric: Metric,
    /// Which of the ticket's clocks for it.
    pub cycle: u32,
    /// Whether it ran past its target.
    pub missed: bool,
    /// Whether that is not held against anybody.
    pub excused: bool,
    /// Whether it goes on, or waits: a promise can be missed and not be kept yet.
    pub open: bool,
    /// When it was known whether the promise was kept; for a clock that runs, its deadline.
    pub at: Timestamp,
    /// The working time that was promised.
    pub target: Span,
    /// The working time that it took, or has taken so far.
    pub elapsed: Option<Span>,
}

/// A step on a clock's way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepSaid {
    /// Where it lies.
    pub place: At,
    /// When it is due, or was; absent while nobody can say.
    pub due: Option<Timestamp>,
    /// When it happened, if it did.
    pub done: Option<Timestamp>,
    /// Who was told of it.
    pub told: Vec<PersonRef>,
}

/// A promise that was not kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BreachSaid {
    /// Which.
    pub id: BreachId,
    /// The deadline that passed.
    pub deadline: Timestamp,
    /// Since when it was late.
    pub at: Timestamp,
    /// When it was excused, by whom, and in which words.
    pub excuse: Option<(Timestamp, Option<PersonRef>, String)>,
}

/// What was believed of the clocks before a correction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Believed {
    /// When it was corrected.
    pub at: Timestamp,
    /// By whom.
    pub by: Option<PersonRef>,
    /// In their words.
    pub reason: String,
    /// The clocks at that moment, without it.
    pub clocks: Vec<Due>,
    /// Those of all the ticket's clocks that it changed, as they stood before and after it at that moment.
    pub shifts: Vec<Shift>,
}

/// Something that a clock heeds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockEvent {
    /// Which.
    pub id: EventId,
    /// When it was written down to have happened.
    pub at: Timestamp,
    /// Who did it.
    pub by: Option<PersonRef>,
    /// What it was.
    pub what: ClockFact,
}

/// What an event was, in short.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum ClockFact {
    /// It was filed.
    Filed,
    /// Somebody wrote to the other side.
    Replied {
        /// From which side.
        by: Side,
    },
    /// It stood elsewhere from then on.
    Stood {
        /// Where.
        to: StatusName,
        /// For whom it waits.
        on: Option<WaitingOn>,
    },
    /// It was answered.
    Resolved,
    /// Another team or person had it from then on.
    Assigned,
    /// Its priority changed.
    Prioritised,
    /// It is of another kind.
    KindChanged,
    /// It is about another service.
    ServiceChanged,
    /// It was put under the promises that hold now.
    Rebased,
    /// It became part of another one.
    Merged,
}
