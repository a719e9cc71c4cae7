//! What people may do with a ticket, by what they are to it.

use domain::{
    people::{AccountState, TeamKind},
    permit::{Act, Actor, Grant, Permission, PermissionSet, Scope, ServiceFacts, TicketFacts, may},
    ticket::StatusName,
};

use super::cast::*;

#[test]
fn a_stranger_may_nothing_with_a_ticket() {
    assert_eq!(allowed(&nobody_special(), &ticket()), [""; 0]);
    assert_eq!(allowed(&member(WAREHOUSE, TeamKind::Business, true), &ticket()), [""; 0]);
    assert_eq!(allowed(&member(NETWORK, TeamKind::Service, true), &ticket()), [""; 0]);
}

#[test]
fn an_agent_answers_their_teams_tickets_and_judges_none() {
    assert_eq!(allowed(&agent(), &ticket()), ANSWERS);
    assert_eq!(allowed(&member(DESK, TeamKind::Supplier, false), &ticket()), ANSWERS);
}

#[test]
fn a_requester_cancels_while_it_is_new_and_judges_the_answer() {
    let me = nobody_special();
    assert_eq!(allowed(&me, &mine()), ["see", "reply", "cancel", "reopen", "close"]);
    let started = TicketFacts { status: StatusName::InProgress, ..mine() };
    assert_eq!(allowed(&me, &started), ["see", "reply", "reopen", "close"]);
    let resolved = TicketFacts { status: StatusName::Resolved, ..mine() };
    assert_eq!(allowed(&me, &resolved), ["see", "reply", "reopen", "close", "rate"]);
}

#[test]
fn a_further_requester_does_all_but_judge() {
    let with_me = TicketFacts { requesters: vec![REQUESTER, ME], status: StatusName::Resolved, ..ticket() };
    assert_eq!(allowed(&nobody_special(), &with_me), ["see", "reply", "reopen", "close"]);
}

#[test]
fn nobody_judges_their_own_work() {
    let resolved = TicketFacts { status: StatusName::Resolved, ..mine() };
    for own_work in [TicketFacts { assignee: Some(ME), ..resolved.clone() }, TicketFacts { resolved_by: Some(ME), ..resolved.clone() }] {
        assert!(!may(&agent(), Act::Rate(&own_work)));
    }
    assert!(may(&agent(), Act::Rate(&resolved)));
}

#[test]
fn nobody_excuses_their_own_lateness() {
    let lead = member(DESK, TeamKind::Service, true);
    assert!(!may(&agent(), Act::JudgeClocks(&ticket())) && !may(&lead, Act::JudgeClocks(&ticket())));
    let grants = |permissions| vec![Grant { scope: Scope::Everywhere, permissions: PermissionSet::of(permissions) }];
    let judge = Actor { grants: grants(&[Permission::ManageSla, Permission::SeeTickets]), ..nobody_special() };
    assert!(may(&judge, Act::JudgeClocks(&ticket())));
    let blind = Actor { grants: grants(&[Permission::ManageSla]), ..nobody_special() };
    assert!(!may(&blind, Act::JudgeClocks(&ticket())), "what is not seen is not judged");
}

#[test]
fn an_owner_sees_and_edits_the_tickets_of_the_service() {
    let owner = Actor { owns: vec![LAPTOPS], ..nobody_special() };
    assert_eq!(allowed(&owner, &ticket()), ["see", "see_notes", "note", "edit"]);
    assert!(owner.is_agent());
    let service = ServiceFacts { owner: Some(ME), ..service() };
    assert!(may(&owner, Act::ManageService(&service)));
    assert!(!may(&owner, Act::CreateService { team: DESK }));
}

#[test]
fn whoever_answers_for_a_ticket_can_answer_it_also_outside_the_team() {
    let handed_to_me = TicketFacts { assignee: Some(ME), ..ticket() };
    assert_eq!(allowed(&nobody_special(), &handed_to_me), ANSWERS);
}

#[test]
fn a_ticket_is_given_to_who_answers_for_its_team() {
    assert!(agent().answers_for(Some(DESK)) && !agent().answers_for(Some(NETWORK)));
    assert!(agent().answers_for(None) && !nobody_special().answers_for(None));
    let customer = member(WAREHOUSE, TeamKind::Business, true);
    assert!(!customer.answers_for(Some(WAREHOUSE)));
    let gone = Actor { state: AccountState::Disabled, ..agent() };
    assert!(!gone.answers_for(Some(DESK)) && !gone.answers_for(None));
}

#[test]
fn a_watcher_and_an_invited_team_only_read() {
    let watched = TicketFacts { watchers: vec![ME], ..ticket() };
    assert_eq!(allowed(&nobody_special(), &watched), ["see"]);
    let open = TicketFacts { open_to_team: true, ..ticket() };
    assert_eq!(allowed(&member(WAREHOUSE, TeamKind::Business, false), &open), ["see"]);
    assert_eq!(allowed(&nobody_special(), &open), [""; 0]);
}
