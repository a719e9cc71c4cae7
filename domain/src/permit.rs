//! Who may do what. [`may`] is the only decision; [`Actor::reach`] says the
//! same about whole lists, for queries that cannot ask row by row.

mod act;
mod permission;
mod reach;

use serde::{Deserialize, Serialize};

pub use act::{Act, Allowed, FaultFacts, ServiceFacts, TicketFacts, may};
pub use permission::{Permission, PermissionSet};
pub use reach::{Circle, Place, Reach};

use crate::{
    id::{ServiceId, TeamId, UserId},
    locale::Locale,
    people::{AccountState, TeamKind},
};

/// Where a grant holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Everywhere.
    Everywhere,
    /// For one team, its services and its tickets.
    Team(TeamId),
}

/// A role that somebody holds: its permissions and where they hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// Where.
    pub scope: Scope,
    /// What.
    pub permissions: PermissionSet,
}

/// Somebody's place in a team.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    /// The team.
    pub team: TeamId,
    /// Its kind.
    pub kind: TeamKind,
    /// Whether they lead it.
    pub lead: bool,
}

/// Somebody who wants to do something, with all that permission depends on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// Who.
    pub user: UserId,
    /// Their name, for greeting them and for the audit log.
    pub name: String,
    /// Their language.
    pub locale: Locale,
    /// Whether the account is in use: any other than an active one may nothing.
    pub state: AccountState,
    /// The teams that they are in.
    pub teams: Vec<Membership>,
    /// The roles that they hold.
    pub grants: Vec<Grant>,
    /// The services that they own.
    pub owns: Vec<ServiceId>,
}

/// What a member of a team that serves may do with its tickets.
const MEMBER: PermissionSet = PermissionSet::of(&[Permission::SeeTickets, Permission::Answer, Permission::Assign, Permission::EditTickets]);

/// What the lead of any team may do on top.
const LEAD: PermissionSet = PermissionSet::of(&[Permission::ManageTeams, Permission::ManageServices, Permission::SeeReports]);

impl Actor {
    /// What they may do everywhere.
    #[must_use]
    pub fn everywhere(&self) -> PermissionSet {
        self.held_everywhere().with_sight()
    }

    fn held_everywhere(&self) -> PermissionSet {
        if self.state == AccountState::Active { self.granted_everywhere() } else { PermissionSet::NONE }
    }

    /// What they could do everywhere, whether or not the account is in use now: one that is disabled can be enabled again.
    pub(crate) fn if_active_everywhere(&self) -> PermissionSet {
        self.granted_everywhere().with_sight()
    }

    fn granted_everywhere(&self) -> PermissionSet {
        self.grants
            .iter()
            .filter(|grant| grant.scope == Scope::Everywhere)
            .fold(PermissionSet::NONE, |all, grant| all.union(grant.permissions))
    }

    /// What they may do for this team: by roles, by membership and by leading it.
    #[must_use]
    pub fn within(&self, team: TeamId) -> PermissionSet {
        self.held_within(team).with_sight()
    }

    fn held_within(&self, team: TeamId) -> PermissionSet {
        if self.state != AccountState::Active {
            return PermissionSet::NONE;
        }
        let granted = self
            .grants
            .iter()
            .filter(|grant| grant.scope == Scope::Team(team))
            .fold(self.held_everywhere(), |all, grant| all.union(grant.permissions));
        self.teams.iter().filter(|membership| membership.team == team).fold(granted, |all, membership| all.union(membership.permissions()))
    }

    /// The teams in whose name they answer, the same as the queues that they have.
    #[must_use]
    pub fn serves(&self) -> Vec<TeamId> {
        let mut teams: Vec<TeamId> = self.named_teams();
        teams.retain(|&team| self.within(team).has(Permission::Answer));
        teams
    }

    /// Whether they answer tickets at all, and so have a desk beside the portal.
    #[must_use]
    pub fn is_agent(&self) -> bool {
        self.everywhere().has(Permission::SeeTickets)
            || self.state == AccountState::Active && !self.owns.is_empty()
            || self.named_teams().into_iter().any(|team| self.within(team).has(Permission::SeeTickets))
    }

    /// Whether they come from outside, as members of suppliers alone: they answer the tickets that stand with their teams, and of the
    /// company's other teams and people nothing is theirs to read. Who was given anything for the whole company, or owns a service,
    /// was let in.
    #[must_use]
    pub fn is_outsider(&self) -> bool {
        let supplies = |membership: &Membership| membership.kind == TeamKind::Supplier;
        !self.teams.is_empty() && self.teams.iter().all(supplies) && self.owns.is_empty() && self.everywhere().is_empty()
    }

    /// Whether every fault is theirs to see: those of the company's own who answer for anything. Who comes from outside sees those in
    /// which they have a part.
    #[must_use]
    pub fn sees_every_fault(&self) -> bool {
        self.is_agent() && !self.is_outsider()
    }

    /// The teams whose tickets they see.
    #[must_use]
    pub fn sees_tickets_of(&self) -> Vec<TeamId> {
        let mut teams = self.named_teams();
        teams.retain(|&team| self.within(team).has(Permission::SeeTickets));
        teams
    }

    /// Whether a ticket of this team can be given to them; of one without a team, whether they answer tickets at all.
    #[must_use]
    pub fn answers_for(&self, team: Option<TeamId>) -> bool {
        team.map_or_else(|| self.is_agent(), |team| self.within(team).has(Permission::Answer))
    }

    /// Whether they are in this team, as whatever.
    #[must_use]
    pub fn is_member(&self, team: TeamId) -> bool {
        self.teams.iter().any(|membership| membership.team == team)
    }

    /// The teams whose low ratings they see followed up.
    #[must_use]
    pub fn follows_up_for(&self) -> Vec<TeamId> {
        let mut teams = self.named_teams();
        teams.retain(|&team| may(self, Act::SeeFollowUp(Some(team))));
        teams
    }

    /// Whether they see any low rating followed up.
    pub(crate) fn follows_up_anywhere(&self) -> bool {
        may(self, Act::SeeFollowUp(None)) || !self.follows_up_for().is_empty()
    }

    /// Every team that a membership or a grant names, once, in order.
    fn named_teams(&self) -> Vec<TeamId> {
        let granted = self.grants.iter().filter_map(|grant| match grant.scope {
            Scope::Team(team) => Some(team),
            Scope::Everywhere => None,
        });
        let mut teams: Vec<TeamId> = self.teams.iter().map(|membership| membership.team).chain(granted).collect();
        teams.sort_unstable();
        teams.dedup();
        teams
    }
}

impl Membership {
    fn permissions(self) -> PermissionSet {
        let member = match self.kind {
            TeamKind::Service | TeamKind::Supplier => MEMBER,
            TeamKind::Business => PermissionSet::NONE,
        };
        if self.lead { member.union(LEAD) } else { member }
    }
}
