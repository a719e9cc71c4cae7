use serde::{Deserialize, Serialize};

use super::{Actor, Permission, PermissionSet};
use crate::{
    fault::post_mortem::Audience,
    id::{ServiceId, TeamId, UserId},
    people::{AccountState, TeamKind},
    rating::may_rate,
    ticket::StatusName,
};

/// What permission depends on in a ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TicketFacts {
    /// Everybody who asks for it, the first one too.
    pub requesters: Vec<UserId>,
    /// Who filed it, or for whom it was filed.
    pub first_requester: UserId,
    /// Who follows it.
    pub watchers: Vec<UserId>,
    /// The teams that its requesters are in.
    pub requester_teams: Vec<TeamId>,
    /// Whether its service lets the requesters' business teams see it.
    pub open_to_team: bool,
    /// The team that answers for it.
    pub team: Option<TeamId>,
    /// The person who answers for it.
    pub assignee: Option<UserId>,
    /// Who resolved it.
    pub resolved_by: Option<UserId>,
    /// Its service.
    pub service: Option<ServiceId>,
    /// Where it stands.
    pub status: StatusName,
}

/// What permission depends on in a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceFacts {
    /// Which service.
    pub id: ServiceId,
    /// The team that it belongs to.
    pub team: TeamId,
    /// The person who answers for it.
    pub owner: Option<UserId>,
    /// The teams that are offered it; everybody, if absent.
    pub visible_to: Option<Vec<TeamId>>,
    /// Whether it was ever offered: until then it is a draft.
    pub offered: bool,
    /// Whether it is offered no more.
    pub archived: bool,
}

/// What permission depends on in a fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaultFacts {
    /// Who said that there is one.
    pub declared_by: UserId,
    /// The commander, the scribe and the liaison, as far as there are any.
    pub holders: Vec<UserId>,
    /// The teams of the services that it hits.
    pub teams: Vec<TeamId>,
    /// The owners of these services.
    pub owners: Vec<UserId>,
}

impl ServiceFacts {
    /// Whether anybody can ask for it at all.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.offered && !self.archived
    }
}

/// Something that somebody wants to do, with the facts that decide it.
#[derive(Clone, Copy, Debug)]
pub enum Act<'a> {
    /// See a service in the catalogue.
    SeeService(&'a ServiceFacts),
    /// File a ticket for oneself.
    File(&'a ServiceFacts),
    /// File a ticket for somebody else.
    FileFor(&'a ServiceFacts),
    /// See a ticket's public side.
    SeeTicket(&'a TicketFacts),
    /// See a ticket's internal side.
    SeeNotes(&'a TicketFacts),
    /// Write to the other side, with or without files.
    Reply(&'a TicketFacts),
    /// Write to those who answer.
    Note(&'a TicketFacts),
    /// Make a person answer for it.
    Assign(&'a TicketFacts),
    /// Make another team answer for it.
    HandOver(&'a TicketFacts),
    /// Start it, let it wait, resume it.
    Work(&'a TicketFacts),
    /// Change what it says about itself.
    Edit(&'a TicketFacts),
    /// Answer it.
    Resolve(&'a TicketFacts),
    /// Withdraw it.
    Cancel(&'a TicketFacts),
    /// Say that the answer was none.
    Reopen(&'a TicketFacts),
    /// Confirm the answer.
    Close(&'a TicketFacts),
    /// Judge the answer.
    Rate(&'a TicketFacts),
    /// Make it part of another ticket, or another one part of it: needed of both.
    Merge(&'a TicketFacts),
    /// Excuse its breaches, correct its clocks, put it under other promises. Not for who answers for it alone: nobody excuses
    /// their own lateness.
    JudgeClocks(&'a TicketFacts),
    /// Change or archive a service and its form.
    ManageService(&'a ServiceFacts),
    /// Create a service.
    CreateService {
        /// For this team.
        team: TeamId,
    },
    /// Change the groups of the catalogue.
    ManageCategories,
    /// See the groups of the catalogue, also those that hold nothing for oneself.
    SeeCategories,
    /// See that a team is there, who is in it and who leads it. Requesters see the one that answers them, on their tickets.
    SeeTeam(TeamId),
    /// Change a team and who is in it.
    ManageTeam(TeamId),
    /// Create a team.
    CreateTeam,
    /// See the list of reply templates that one may change.
    SeeTemplates,
    /// Create, change or delete a reply template.
    ManageTemplates {
        /// For this team; for everybody, if absent.
        team: Option<TeamId>,
    },
    /// See the directory, and invite people.
    ManagePeople,
    /// Change this account, its name, its address and whether it is in use, or make a link for its password.
    ///
    /// Managing people is no way up: whoever may do anything everywhere that the actor may not is out of reach, because an
    /// address or a password of theirs would be the actor's. What somebody may do for single teams is no bar, or nobody but an
    /// administrator could help those who answer.
    ManagePerson(&'a Actor),
    /// Change roles and who holds them.
    ManageRoles,
    /// Change what holds for the whole instance.
    ManageSettings,
    /// Read the audit log.
    SeeAudit,
    /// Read the mails that left or wait.
    SeeOutbox,
    /// Hold a mail, let it go, send it again or call it off.
    HandleMail,
    /// Bring another system's log in.
    Import,
    /// Read reports.
    SeeReports {
        /// Of this team; of all of them, if absent.
        team: Option<TeamId>,
    },
    /// See the low ratings that are to be followed up, as far as one sees them.
    SeeFollowUps,
    /// See what becomes of a low rating of this team; of a ticket that no team answers for, if absent.
    SeeFollowUp(Option<TeamId>),
    /// Say what came of following up a low rating of this team.
    FollowUp(Option<TeamId>),
    /// Read which duties nobody has.
    SeeGaps,
    /// See and change calendars and policies.
    ManageSla,
    /// Say that there is a fault of this service.
    DeclareFault(&'a ServiceFacts),
    /// See the list of faults, as far as one sees them.
    SeeFaults,
    /// See a fault, and write into its timeline.
    SeeFault(&'a FaultFacts),
    /// Say what its moments are, who does what, and what belongs to it; write its post-mortem.
    WorkFault(&'a FaultFacts),
    /// Read the post-mortem that is worked on, and comment on it, while this person reviews it.
    DiscussPostMortem(&'a FaultFacts, Option<UserId>),
    /// Read what was published of a fault for this audience.
    ReadPostMortem(&'a FaultFacts, &'a Audience),
    /// See who is on call for a team, and who was called.
    SeeOnCall(TeamId),
    /// Decide whose turn it is in a team, and who is called.
    ManageOnCall(TeamId),
    /// Be on call for a team, also instead of somebody else.
    TakeOver(TeamId),
    /// Plan rounds in which teams score each other, and name who runs one.
    PlanRounds,
    /// See that there are such rounds, and what everybody together was given.
    SeeRounds,
    /// Run a round of this owner: end it, see who may be colluding, answer appeals.
    RunRound {
        /// Whom the round was given to.
        owner: UserId,
    },
    /// See what a team was given in a round of this owner.
    SeeScores {
        /// The team that was scored.
        team: TeamId,
        /// Whom the round was given to.
        owner: UserId,
    },
    /// Read what was written to a team in a round of this owner.
    ReadScoreComments {
        /// The team that was scored.
        team: TeamId,
        /// Whom the round was given to.
        owner: UserId,
    },
    /// Appeal against what a team was given.
    AppealScores {
        /// The team that was scored.
        team: TeamId,
    },
}

/// Whether the actor may do it: the only place where that is decided.
///
/// Whether the ticket's status has such a move is for
/// [`Status::apply`](crate::ticket::Status::apply) to say, except where the
/// permission itself depends on it.
#[must_use]
pub fn may(actor: &Actor, act: Act<'_>) -> bool {
    if actor.state != AccountState::Active {
        return false;
    }
    let everywhere = |permission| actor.everywhere().has(permission);
    let within = |team, permission| actor.within(team).has(permission);
    match act {
        Act::SeeService(service) => manages(actor, service) || is_offered(actor, service),
        Act::File(service) => is_offered(actor, service),
        Act::FileFor(service) => service.is_open() && within(service.team, Permission::Answer),
        Act::SeeTicket(ticket)
        | Act::SeeNotes(ticket)
        | Act::Reply(ticket)
        | Act::Note(ticket)
        | Act::Assign(ticket)
        | Act::HandOver(ticket)
        | Act::Work(ticket)
        | Act::Edit(ticket)
        | Act::Resolve(ticket)
        | Act::Cancel(ticket)
        | Act::Reopen(ticket)
        | Act::Close(ticket)
        | Act::Rate(ticket)
        | Act::Merge(ticket)
        | Act::JudgeClocks(ticket) => may_with_ticket(actor, act, ticket),
        Act::ManageService(service) => manages(actor, service),
        Act::CreateService { team } => within(team, Permission::ManageServices),
        Act::ManageCategories => everywhere(Permission::ManageServices),
        Act::SeeCategories => changes_services(actor),
        Act::SeeTeam(team) => sees_team(actor, team),
        Act::ManageTeam(team) => within(team, Permission::ManageTeams),
        Act::CreateTeam => everywhere(Permission::ManageTeams),
        Act::SeeTemplates => keeps_templates(actor),
        Act::ManageTemplates { team } => {
            everywhere(Permission::ManageSettings) || team.is_some_and(|team| within(team, Permission::ManageTeams))
        }
        Act::ManagePeople => everywhere(Permission::ManagePeople),
        Act::ManagePerson(other) => everywhere(Permission::ManagePeople) && other.if_active_everywhere().is_within(actor.everywhere()),
        Act::ManageRoles => everywhere(Permission::ManageRoles),
        Act::ManageSettings => everywhere(Permission::ManageSettings),
        Act::SeeAudit => everywhere(Permission::SeeAudit),
        Act::SeeOutbox | Act::HandleMail => everywhere(Permission::SeeOutbox),
        Act::Import => everywhere(Permission::Import),
        Act::SeeReports { team: None } => everywhere(Permission::SeeReports),
        Act::SeeReports { team: Some(team) } => within(team, Permission::SeeReports),
        Act::SeeFollowUps => actor.follows_up_anywhere(),
        Act::SeeFollowUp(team) => {
            let reads = team.map_or_else(|| everywhere(Permission::SeeReports), |team| within(team, Permission::SeeReports));
            reads || follows_up(actor, team)
        }
        Act::FollowUp(team) => follows_up(actor, team),
        Act::SeeGaps => everywhere(Permission::SeeGaps),
        Act::ManageSla => everywhere(Permission::ManageSla),
        // Whoever may know of a service may say that it is broken.
        Act::DeclareFault(service) => {
            let knows = manages(actor, service) || is_offered(actor, service) || within(service.team, Permission::SeeTickets);
            !service.archived && knows
        }
        Act::SeeFaults => actor.is_agent(),
        Act::SeeFault(fault) => {
            actor.sees_every_fault() || fault.declared_by == actor.user || has_part(actor, fault, Permission::SeeTickets)
        }
        Act::WorkFault(fault) => works_on(actor, fault),
        Act::DiscussPostMortem(fault, reviewer) => works_on(actor, fault) || reviewer == Some(actor.user),
        // Who works for a supplier is none of the company.
        Act::ReadPostMortem(fault, audience) => {
            let teams: Vec<TeamId> = actor.teams.iter().map(|membership| membership.team).collect();
            let open = *audience != Audience::Company || !actor.is_outsider();
            works_on(actor, fault) || open && audience.admits(actor.user, &teams, &fault.teams)
        }
        // What is called about are faults, which are seen by who answers for anything.
        Act::SeeOnCall(team) => actor.is_agent() && sees_team(actor, team),
        Act::ManageOnCall(team) => actor.is_agent() && within(team, Permission::ManageTeams),
        Act::TakeOver(team) => actor.is_agent() && actor.is_member(team),
        Act::PlanRounds => everywhere(Permission::ManageScoring),
        Act::SeeRounds => !actor.is_outsider(),
        Act::RunRound { owner } => actor.user == owner,
        Act::SeeScores { team, owner } => {
            let concerned = actor.is_member(team) && !actor.is_outsider();
            concerned || actor.user == owner || within(team, Permission::SeeReports) || everywhere(Permission::ManageScoring)
        }
        Act::ReadScoreComments { team, owner } => actor.user == owner || leads(actor, team),
        Act::AppealScores { team } => leads(actor, team),
    }
}

/// Whether the actor leads this team, and not only may do for it what its lead may.
fn leads(actor: &Actor, team: TeamId) -> bool {
    actor.teams.iter().any(|membership| membership.team == team && membership.lead)
}

/// Leads of the team, and whoever manages it.
fn follows_up(actor: &Actor, team: Option<TeamId>) -> bool {
    let manages = |permissions: PermissionSet| permissions.has(Permission::ManageTeams);
    team.map_or_else(|| manages(actor.everywhere()), |team| leads(actor, team) || manages(actor.within(team)))
}

fn works_on(actor: &Actor, fault: &FaultFacts) -> bool {
    has_part(actor, fault, Permission::Answer) || has_part(actor, fault, Permission::ManageServices)
}

/// Whether somebody has a role in the fault, owns what it hits, or may do this for a team of those services; where it hits none, as one may
/// that came from a file, for every team.
fn has_part(actor: &Actor, fault: &FaultFacts, permission: Permission) -> bool {
    let by_team = || fault.teams.iter().any(|&team| actor.within(team).has(permission));
    let by_nobody = || fault.teams.is_empty() && actor.everywhere().has(permission);
    fault.holders.contains(&actor.user) || fault.owners.contains(&actor.user) || by_team() || by_nobody()
}

/// Names of teams are for those who work with them: who answers, who is in it, who manages any of it or gives its roles. Who answers
/// for a supplier works with no others.
fn sees_team(actor: &Actor, team: TeamId) -> bool {
    let within = actor.within(team);
    let works = within.has(Permission::ManageTeams) || within.has(Permission::SeeTickets);
    let gives = [Permission::ManagePeople, Permission::ManageRoles].iter().any(|&permission| actor.everywhere().has(permission));
    works || gives || actor.is_agent() && !actor.is_outsider() || actor.is_member(team)
}

/// Whoever manages any team keeps its templates, and whoever changes settings all of them.
fn keeps_templates(actor: &Actor) -> bool {
    let keeps = |permissions: PermissionSet| permissions.has(Permission::ManageSettings) || permissions.has(Permission::ManageTeams);
    keeps(actor.everywhere()) || actor.named_teams().into_iter().any(|team| actor.within(team).has(Permission::ManageTeams))
}

/// Whoever changes any service says where in the catalogue it stands.
fn changes_services(actor: &Actor) -> bool {
    let manages = |permissions: PermissionSet| permissions.has(Permission::ManageServices);
    manages(actor.everywhere()) || !actor.owns.is_empty() || actor.named_teams().into_iter().any(|team| manages(actor.within(team)))
}

fn may_with_ticket(actor: &Actor, act: Act<'_>, ticket: &TicketFacts) -> bool {
    let duties = duties(actor, ticket);
    let answers = duties.has(Permission::Answer);
    let asks = ticket.requesters.contains(&actor.user);
    match act {
        Act::SeeTicket(_) => duties.has(Permission::SeeTickets) || asks || follows(actor, ticket),
        Act::SeeNotes(_) => duties.has(Permission::SeeTickets),
        Act::Note(_) => answers || duties.has(Permission::EditTickets),
        Act::Assign(_) | Act::HandOver(_) => duties.has(Permission::Assign),
        Act::Edit(_) => duties.has(Permission::EditTickets),
        Act::Work(_) | Act::Resolve(_) => answers,
        Act::Cancel(_) => answers || asks && ticket.status == StatusName::New,
        Act::Reply(_) | Act::Reopen(_) => answers || asks,
        Act::Close(_) => asks,
        Act::Merge(_) => answers && duties.has(Permission::EditTickets),
        Act::JudgeClocks(_) => duties.has(Permission::SeeTickets) && actor.everywhere().has(Permission::ManageSla),
        Act::Rate(_) => ticket.first_requester == actor.user && may_rate(actor.user, [ticket.assignee, ticket.resolved_by], ticket.status),
        _ => false,
    }
}

/// What the actor may do with a ticket on the side of those who answer.
fn duties(actor: &Actor, ticket: &TicketFacts) -> PermissionSet {
    let by_team = ticket.team.map_or_else(|| actor.held_everywhere(), |team| actor.held_within(team));
    let owns = ticket.service.is_some_and(|service| actor.owns.contains(&service));
    let by_owning = if owns { PermissionSet::of(&[Permission::SeeTickets, Permission::EditTickets]) } else { PermissionSet::NONE };
    // Whoever was made to answer for it can, also after leaving the team.
    let by_assignment = if ticket.assignee == Some(actor.user) {
        PermissionSet::of(&[Permission::SeeTickets, Permission::Answer, Permission::Assign, Permission::EditTickets])
    } else {
        PermissionSet::NONE
    };
    by_team.union(by_owning).union(by_assignment).with_sight()
}

/// Whether they see its public side without asking or answering.
fn follows(actor: &Actor, ticket: &TicketFacts) -> bool {
    let colleagues =
        || actor.teams.iter().any(|membership| membership.kind == TeamKind::Business && ticket.requester_teams.contains(&membership.team));
    ticket.watchers.contains(&actor.user) || ticket.open_to_team && colleagues()
}

fn manages(actor: &Actor, service: &ServiceFacts) -> bool {
    service.owner == Some(actor.user) || actor.within(service.team).has(Permission::ManageServices)
}

fn is_offered(actor: &Actor, service: &ServiceFacts) -> bool {
    let in_audience =
        |teams: &Vec<TeamId>| teams.iter().any(|&team| actor.is_member(team)) || actor.is_member(service.team) || manages(actor, service);
    service.is_open() && service.visible_to.as_ref().is_none_or(in_audience)
}

/// What somebody may do with one ticket, for showing only what works.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "one answer for each act")]
pub struct Allowed {
    /// See its internal side.
    pub see_notes: bool,
    /// Write to the other side.
    pub reply: bool,
    /// Write to those who answer.
    pub note: bool,
    /// Make a person answer for it.
    pub assign: bool,
    /// Make another team answer for it.
    pub hand_over: bool,
    /// Start it, let it wait, resume it.
    pub work: bool,
    /// Change what it says about itself.
    pub edit: bool,
    /// Answer it.
    pub resolve: bool,
    /// Withdraw it.
    pub cancel: bool,
    /// Say that the answer was none.
    pub reopen: bool,
    /// Confirm the answer.
    pub close: bool,
    /// Judge the answer.
    pub rate: bool,
    /// Make it part of another ticket, or another one part of it.
    pub merge: bool,
    /// Excuse its breaches, correct its clocks, put it under other promises.
    pub judge_clocks: bool,
}

impl Allowed {
    /// What `actor` may do with `ticket`.
    #[must_use]
    pub fn of(actor: &Actor, ticket: &TicketFacts) -> Self {
        Self {
            see_notes: may(actor, Act::SeeNotes(ticket)),
            reply: may(actor, Act::Reply(ticket)),
            note: may(actor, Act::Note(ticket)),
            assign: may(actor, Act::Assign(ticket)),
            hand_over: may(actor, Act::HandOver(ticket)),
            work: may(actor, Act::Work(ticket)),
            edit: may(actor, Act::Edit(ticket)),
            resolve: may(actor, Act::Resolve(ticket)),
            cancel: may(actor, Act::Cancel(ticket)),
            reopen: may(actor, Act::Reopen(ticket)),
            close: may(actor, Act::Close(ticket)),
            rate: may(actor, Act::Rate(ticket)),
            merge: may(actor, Act::Merge(ticket)),
            judge_clocks: may(actor, Act::JudgeClocks(ticket)),
        }
    }
}
