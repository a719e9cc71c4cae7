//! The people, the ticket and the service that the rules are told with.

use domain::{
    id::{ServiceId, TeamId, UserId},
    locale::Locale,
    people::{AccountState, TeamKind},
    permit::{Act, Actor, Allowed, Grant, Membership, Permission, PermissionSet, Scope, ServiceFacts, TicketFacts, may},
    ticket::StatusName,
};

pub const ME: UserId = UserId(1);
pub const REQUESTER: UserId = UserId(2);
pub const DESK: TeamId = TeamId(1);
pub const NETWORK: TeamId = TeamId(2);
pub const WAREHOUSE: TeamId = TeamId(3);
pub const LAPTOPS: ServiceId = ServiceId(1);

pub fn nobody_special() -> Actor {
    Actor {
        user: ME,
        name: "Mei Lin".to_owned(),
        locale: Locale::En,
        state: AccountState::Active,
        teams: vec![],
        grants: vec![],
        owns: vec![],
    }
}

pub fn member(team: TeamId, kind: TeamKind, lead: bool) -> Actor {
    Actor { teams: vec![Membership { team, kind, lead }], ..nobody_special() }
}

pub fn agent() -> Actor {
    member(DESK, TeamKind::Service, false)
}

pub fn administrator() -> Actor {
    Actor { grants: vec![Grant { scope: Scope::Everywhere, permissions: PermissionSet::ALL }], ..nobody_special() }
}

pub fn with_role(permissions: &[Permission]) -> Actor {
    Actor { grants: vec![Grant { scope: Scope::Everywhere, permissions: PermissionSet::of(permissions) }], ..nobody_special() }
}

/// A ticket of the desk that somebody of the warehouse asked for.
pub fn ticket() -> TicketFacts {
    TicketFacts {
        requesters: vec![REQUESTER],
        first_requester: REQUESTER,
        watchers: vec![],
        requester_teams: vec![WAREHOUSE],
        open_to_team: false,
        team: Some(DESK),
        assignee: None,
        resolved_by: None,
        service: Some(LAPTOPS),
        status: StatusName::New,
    }
}

pub fn mine() -> TicketFacts {
    TicketFacts { requesters: vec![ME], first_requester: ME, ..ticket() }
}

pub fn service() -> ServiceFacts {
    ServiceFacts { id: LAPTOPS, team: DESK, owner: None, visible_to: None, offered: true, archived: false }
}

pub fn allowed(actor: &Actor, ticket: &TicketFacts) -> Vec<&'static str> {
    let Allowed { see_notes, reply, note, assign, hand_over, work, edit, resolve, cancel, reopen, close, rate, merge, judge_clocks } =
        Allowed::of(actor, ticket);
    [
        ("see", may(actor, Act::SeeTicket(ticket))),
        ("see_notes", see_notes),
        ("reply", reply),
        ("note", note),
        ("assign", assign),
        ("hand_over", hand_over),
        ("work", work),
        ("edit", edit),
        ("resolve", resolve),
        ("cancel", cancel),
        ("reopen", reopen),
        ("close", close),
        ("rate", rate),
        ("merge", merge),
        ("judge_clocks", judge_clocks),
    ]
    .into_iter()
    .filter_map(|(name, may)| may.then_some(name))
    .collect()
}

pub const ANSWERS: [&str; 12] =
    ["see", "see_notes", "reply", "note", "assign", "hand_over", "work", "edit", "resolve", "cancel", "reopen", "merge"];
