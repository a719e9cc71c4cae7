//! A clock as a row. No column depends on when it was written: what a running clock shows is reckoned when it is looked at.

use domain::{
    id::TicketId,
    sla::{Breach, Calendars, Clock, State},
};
use sea_orm::ActiveValue::{NotSet, Set};

use crate::entity::{breaches, clocks};

/// The states of a clock as its row has them.
pub(super) const RUNNING: &str = "running";
pub(super) const PAUSED: &str = "paused";
pub(super) const STOPPED: &str = "stopped";
pub(super) const CANCELLED: &str = "cancelled";

pub(super) fn clock(ticket: TicketId, clock: &Clock, calendars: &Calendars) -> clocks::Model {
    let (state, why, at, by) = match clock.state {
        State::Running => (RUNNING, None, None, None),
        State::Paused { since, on, by } => (PAUSED, Some(on.as_str()), Some(since), Some(by)),
        State::Stopped { at, by } => (STOPPED, None, Some(at), Some(by)),
        State::Cancelled { at, by, why } => (CANCELLED, Some(why.as_str()), Some(at), Some(by)),
    };
    let counted = calendars.get(clock.terms.calendar).map(|calendar| clock.counted(&calendar.timetable));
    clocks::Model {
        ticket_id: ticket.get(),
        metric: clock.metric.as_str().to_owned(),
        cycle: i64::from(clock.cycle),
        team_id: clock.team.map(i64::from),
        policy_version_id: clock.terms.policy.get(),
        rule: i64::try_from(clock.terms.rule).unwrap_or(i64::MAX),
        calendar_version_id: clock.terms.calendar.get(),
        target: clock.terms.target.millis(),
        started_at: clock.start.millis(),
        started_by: clock.started_by.get(),
        state: state.to_owned(),
        state_why: why.map(str::to_owned),
        state_at: at.map(|at| at.millis()),
        state_by: by.map(i64::from),
        elapsed: clock.state.ended().map(|_| clock.elapsed.millis()),
        deadline: clock.deadline.at().map(|at| at.millis()),
        next_at: clock.next_at.map(|at| at.millis()),
        breached_at: clock.breach.map(|breach| breach.at.millis()),
        counted: counted.map(|counted| counted.worked.millis()),
        counted_until: counted.map(|counted| counted.until.millis()),
    }
}

pub(super) fn breach(ticket: TicketId, breach: &Breach, overruled: bool) -> breaches::ActiveModel {
    breaches::ActiveModel {
        id: NotSet,
        ticket_id: Set(ticket.get()),
        metric: Set(breach.metric.as_str().to_owned()),
        cycle: Set(i64::from(breach.cycle)),
        team_id: Set(breach.team.map(i64::from)),
        policy_version_id: Set(breach.terms.policy.get()),
        rule: Set(i64::try_from(breach.terms.rule).unwrap_or(i64::MAX)),
        calendar_version_id: Set(breach.terms.calendar.get()),
        target: Set(breach.terms.target.millis()),
        deadline: Set(breach.deadline.millis()),
        at: Set(breach.at.millis()),
        excused_at: Set(breach.excuse.map(|excuse| excuse.at.millis())),
        excused_by: Set(breach.excuse.map(|excuse| excuse.by.get())),
        overruled: Set(overruled),
    }
}
