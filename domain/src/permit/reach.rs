use serde::{Deserialize, Serialize};

use super::{Actor, Permission, TicketFacts};
use crate::{
    id::{ServiceId, TeamId, UserId},
    people::{AccountState, TeamKind},
};

/// Which tickets somebody sees: what a list is filtered by.
///
/// For every ticket, [`Reach::covers`] is `may(actor, Act::SeeTicket(..))`, and
/// [`Reach::covers_notes`] is `may(actor, Act::SeeNotes(..))`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Every ticket.
    Everything,
    /// No ticket at all: the account is not in use.
    Nothing,
    /// The tickets that any of these leads to.
    Within {
        /// Tickets of these teams, with their internal side.
        teams: Vec<TeamId>,
        /// Tickets of these services, with their internal side.
        services: Vec<ServiceId>,
        /// Tickets that this person asks for or follows, and, with their
        /// internal side, those that this person answers for.
        user: UserId,
        /// Tickets whose requester is in one of these teams, of services that are open to the team.
        colleagues: Vec<TeamId>,
    },
}

/// Where a ticket stands among those who answer: all that its internal side's reach depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The team that answers for it.
    pub team: Option<TeamId>,
    /// Its service.
    pub service: Option<ServiceId>,
    /// The person who answers for it.
    pub assignee: Option<UserId>,
}

/// Who stands around a ticket without answering for it: all that its public side's reach depends on besides its [`Place`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Circle {
    /// Who asks for it or follows it.
    pub people: Vec<UserId>,
    /// The requesters' teams, where the service is open to them; none where it is not.
    pub teams: Vec<TeamId>,
}

impl Circle {
    /// The circle around this ticket.
    #[must_use]
    pub fn of(ticket: &TicketFacts) -> Self {
        let people = ticket.requesters.iter().chain(&ticket.watchers).copied().collect();
        Self { people, teams: if ticket.open_to_team { ticket.requester_teams.clone() } else { Vec::new() } }
    }

    /// Whether the actor stands in it, and so sees the ticket's public side.
    #[must_use]
    pub fn holds(&self, actor: &Actor) -> bool {
        let of_team = || actor.teams.iter().any(|one| one.kind == TeamKind::Business && self.teams.contains(&one.team));
        actor.state == AccountState::Active && (self.people.contains(&actor.user) || of_team())
    }
}

impl Actor {
    /// Which tickets the actor sees.
    #[must_use]
    pub fn reach(&self) -> Reach {
        if self.state != AccountState::Active {
            return Reach::Nothing;
        }
        if self.everywhere().has(Permission::SeeTickets) {
            return Reach::Everything;
        }
        let mut teams = self.named_teams();
        teams.retain(|&team| self.within(team).has(Permission::SeeTickets));
        let colleagues =
            self.teams.iter().filter(|membership| membership.kind == TeamKind::Business).map(|membership| membership.team).collect();
        Reach::Within { teams, services: self.owns.clone(), user: self.user, colleagues }
    }
}

impl Reach {
    /// Whether a ticket's public side is within reach.
    #[must_use]
    pub fn covers(&self, ticket: &TicketFacts) -> bool {
        let Self::Within { user, colleagues, .. } = self else {
            return matches!(self, Self::Everything);
        };
        self.covers_notes(ticket)
            || ticket.requesters.contains(user)
            || ticket.watchers.contains(user)
            || ticket.open_to_team && ticket.requester_teams.iter().any(|team| colleagues.contains(team))
    }

    /// Whether its internal side is, too: what a queue of those who answer lists.
    #[must_use]
    pub fn covers_notes(&self, ticket: &TicketFacts) -> bool {
        self.covers_place(Place { team: ticket.team, service: ticket.service, assignee: ticket.assignee })
    }

    /// The same, when no more is known of the ticket than where it stands.
    #[must_use]
    pub fn covers_place(&self, place: Place) -> bool {
        match self {
            Self::Everything => true,
            Self::Nothing => false,
            Self::Within { teams, services, user, .. } => {
                place.team.is_some_and(|team| teams.contains(&team))
                    || place.service.is_some_and(|service| services.contains(&service))
                    || place.assignee == Some(*user)
            }
        }
    }
}
