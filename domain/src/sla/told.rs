//! From a ticket's timeline to what clocks need to know.

use super::{Fact, Happening, Opened, Speaker, Standing};
use crate::{
    id::{EventId, ServiceId, TeamId, UserId},
    priority::Priority,
    ticket::{Event, Kind, StatusName, WaitingOn, What, event::Side},
    time::Timestamp,
};

/// A ticket as its row stands now. What it was like when it was filed is
/// found by taking back what its timeline tells.
#[derive(Clone, Debug)]
pub struct Ticket<'a> {
    /// When it was filed.
    pub created_at: Timestamp,
    /// Its kind.
    pub kind: Kind,
    /// Its service; an imported ticket may have none.
    pub service: Option<ServiceId>,
    /// Its priority.
    pub priority: Priority,
    /// The team that answers for it.
    pub team: Option<TeamId>,
    /// Where it stands.
    pub status: StatusName,
    /// Whom or what it waits for, if it does.
    pub waiting_on: Option<WaitingOn>,
    /// Who asks for it.
    pub requesters: &'a [UserId],
    /// The one team that the requester counts for: the first of their business teams when it was filed.
    pub requester_team: Option<TeamId>,
}

/// What happened to a ticket, for its clocks. `outside` says which teams are suppliers'.
#[must_use]
pub fn happenings(ticket: &Ticket<'_>, timeline: &[Event], outside: impl Fn(TeamId) -> bool) -> Vec<Happening> {
    let submitted = timeline.iter().find(|event| matches!(event.what, What::Submitted { .. }));
    let mut told = vec![Happening {
        event: submitted.map_or(EventId(0), |event| event.id),
        at: ticket.created_at,
        by: submitted.and_then(|event| event.actor),
        fact: Fact::Opened(opened(ticket, timeline, &outside)),
    }];
    told.extend(timeline.iter().filter_map(|event| {
        let fact = fact(event, ticket, timeline, &outside)?;
        Some(Happening { event: event.id, at: event.at, by: event.actor, fact })
    }));
    told
}

/// The first change of a thing says what it was before; without a change it is what it was.
fn opened(ticket: &Ticket<'_>, timeline: &[Event], outside: &impl Fn(TeamId) -> bool) -> Opened {
    let mut order: Vec<&Event> = timeline.iter().collect();
    order.sort_by_key(|event| (event.at, event.id));
    let told = |which: &dyn Fn(&What) -> bool| order.iter().map(|event| &event.what).find(|what| which(what));
    let priority = match told(&|what| matches!(what, What::PriorityChanged { .. })) {
        Some(What::PriorityChanged { from, .. }) => *from,
        _ => ticket.priority,
    };
    let kind = match told(&|what| matches!(what, What::KindChanged { .. })) {
        Some(What::KindChanged { from, .. }) => *from,
        _ => ticket.kind,
    };
    let service = match told(&|what| matches!(what, What::ServiceChanged { .. })) {
        Some(What::ServiceChanged { from, .. }) => Some(*from),
        _ => ticket.service,
    };
    let team = match told(&|what| matches!(what, What::Assigned { .. })) {
        Some(What::Assigned { from, .. }) => from.team,
        _ => ticket.team,
    };
    let status = match told(&|what| matches!(what, What::StatusChanged { .. } | What::Resolved { .. })) {
        Some(What::StatusChanged { from, .. } | What::Resolved { from, .. }) => Some((*from, None)),
        _ => None,
    };
    let (status, waiting_on) = status.unwrap_or((ticket.status, ticket.waiting_on));
    Opened {
        service,
        kind,
        priority,
        requester_team: ticket.requester_team,
        team,
        outside: team.is_some_and(outside),
        standing: Standing::of(status, waiting_on),
    }
}

fn fact(event: &Event, ticket: &Ticket<'_>, timeline: &[Event], outside: &impl Fn(TeamId) -> bool) -> Option<Fact> {
    Some(match &event.what {
        What::Replied { by, .. } => Fact::Replied { speaker: speaker(*by, event, ticket, timeline) },
        // An imported ticket may have been resolved by nobody knows whom; that was no program.
        What::Resolved { .. } => {
            let own = event.actor.is_some_and(|actor| asks(actor, event, ticket, timeline));
            Fact::Resolved { speaker: if own { Speaker::Nobody } else { Speaker::Agent } }
        }
        What::StatusChanged { to, waiting_on, .. } => Fact::Stood { standing: Standing::of(*to, *waiting_on) },
        What::Assigned { from, to, .. } if from.team != to.team => Fact::Assigned { team: to.team, outside: to.team.is_some_and(outside) },
        What::PriorityChanged { to, .. } => Fact::Prioritised { priority: *to },
        What::KindChanged { to, .. } => Fact::KindChanged { kind: *to },
        What::ServiceChanged { to, .. } => Fact::ServiceChanged { service: Some(*to) },
        What::Merged { .. } => Fact::Merged,
        What::Rebased { .. } => Fact::Rebased,
        What::Corrected { correction, .. } => Fact::Corrected { correction: *correction },
        What::Excused { metric, cycle, .. } => Fact::Excused { metric: *metric, cycle: *cycle },
        _ => return None,
    })
}

/// An agent who asks for the ticket does not answer it, and what no person wrote is no reply.
fn speaker(side: Side, event: &Event, ticket: &Ticket<'_>, timeline: &[Event]) -> Speaker {
    match (side, event.actor) {
        (Side::Requester, _) => Speaker::Requester,
        (Side::Agent, Some(actor)) if !asks(actor, event, ticket, timeline) => Speaker::Agent,
        (Side::Agent, _) => Speaker::Nobody,
    }
}

/// Whether somebody asked for the ticket at the time of an event. Who joined those who ask later, as by merging, had answered before.
fn asks(person: UserId, event: &Event, ticket: &Ticket<'_>, timeline: &[Event]) -> bool {
    let joined = |later: &Event| matches!(later.what, What::RequesterAdded { person: who } if who == person);
    let later = |later: &&Event| (later.at, later.id) > (event.at, event.id);
    ticket.requesters.contains(&person) && !timeline.iter().filter(later).any(joined)
}
