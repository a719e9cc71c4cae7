//! Service levels: promises with a clock that anyone can check, `docs/sla.md`.
//!
//! One pure function decides everything: [`replay()`] takes what happened to a
//! ticket, the policies, the calendars and the time, and gives its clocks.
//! Whatever a database keeps of them is a copy that can be made anew at any
//! time with the same outcome. [`explain()`] shows how a clock came to stand
//! where it stands, and [`compare()`] what another policy would have made of it.

mod alarm;
mod book;
mod clock;
mod compare;
mod due;
mod explain;
mod happening;
mod mark;
mod metric;
mod outcome;
mod policy;
mod replay;
mod report;
mod shift;
mod told;

pub use alarm::{Alarm, alarms, way};
pub use book::{CalendarVersion, Calendars, Found, Policies, PolicyVersion};
pub use clock::{Breach, Cancellation, Clock, Excuse, Paused, State, Terms, Why};
pub use compare::{Change, Comparison, compare};
pub use due::{Counted, Due, Light, Run};
pub use explain::{Explanation, Kind, Moved, Stretch, explain, moves};
pub use happening::{Correction, Fact, Happening, Opened, Speaker};
pub use mark::{Mark, Marks, Standing};
pub use metric::{Metric, Promise};
pub use outcome::{Attainment, Outcome, Verdict, attainment, attainment_by, worst_cycles};
pub use policy::{
    Act, At, Facts, Origin, Policy, Rule, Scope, Step, Whom,
    difference::{PolicyDifference, differences},
    doubt::Doubt,
    draft::{PolicyDraft, RuleDraft, StepDraft},
    duration,
};
pub use replay::{Replay, Revision, replay};
pub use report::{By, Measured, Report, Row, counted_once};
pub use shift::{Shift, shifts};
pub use told::{Ticket, happenings};
