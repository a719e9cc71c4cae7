//! Teams, services, roles and accounts.

use domain::{
    people::{AccountState, TeamKind},
    permit::{Act, Actor, Grant, Membership, Permission, PermissionSet, Scope, ServiceFacts, TicketFacts, may},
};

use super::cast::*;

#[test]
fn a_lead_manages_the_team_its_services_and_sees_its_reports() {
    let lead = member(DESK, TeamKind::Service, true);
    assert!(may(&lead, Act::ManageTeam(DESK)) && may(&lead, Act::ManageService(&service())));
    assert!(may(&lead, Act::CreateService { team: DESK }) && may(&lead, Act::SeeReports { team: Some(DESK) }));
    assert!(!may(&lead, Act::ManageTeam(NETWORK)) && !may(&lead, Act::CreateTeam));
    assert!(!may(&lead, Act::SeeReports { team: None }) && !may(&lead, Act::ManageCategories));
    assert!(!may(&agent(), Act::ManageTeam(DESK)) && !may(&agent(), Act::SeeReports { team: Some(DESK) }));
}

#[test]
fn a_lead_keeps_the_templates_of_the_team_and_of_no_other() {
    let lead = member(DESK, TeamKind::Service, true);
    assert!(may(&lead, Act::ManageTemplates { team: Some(DESK) }) && may(&lead, Act::SeeTemplates));
    assert!(!may(&lead, Act::ManageTemplates { team: Some(NETWORK) }) && !may(&lead, Act::ManageTemplates { team: None }));
    assert!(!may(&agent(), Act::ManageTemplates { team: Some(DESK) }) && !may(&agent(), Act::SeeTemplates));
    assert!(may(&administrator(), Act::ManageTemplates { team: Some(NETWORK) }));
}

#[test]
fn a_service_for_some_teams_is_hidden_from_the_others() {
    let for_warehouse = ServiceFacts { visible_to: Some(vec![WAREHOUSE]), ..service() };
    for (actor, sees) in [
        (nobody_special(), false),
        (member(NETWORK, TeamKind::Service, true), false),
        (member(WAREHOUSE, TeamKind::Business, false), true),
        (agent(), true),
        (administrator(), true),
    ] {
        assert_eq!(may(&actor, Act::File(&for_warehouse)), sees);
        assert_eq!(may(&actor, Act::SeeService(&for_warehouse)), sees);
        assert!(may(&actor, Act::File(&service())));
    }
}

#[test]
fn nobody_files_with_a_service_that_is_a_draft() {
    let draft = ServiceFacts { offered: false, ..service() };
    for actor in [administrator(), agent(), nobody_special()] {
        assert!(!may(&actor, Act::File(&draft)) && !may(&actor, Act::FileFor(&draft)));
    }
    assert!(may(&administrator(), Act::SeeService(&draft)) && !may(&nobody_special(), Act::SeeService(&draft)));
}

#[test]
fn nobody_files_with_an_archived_service() {
    let archived = ServiceFacts { archived: true, ..service() };
    for actor in [administrator(), agent(), nobody_special()] {
        assert!(!may(&actor, Act::File(&archived)) && !may(&actor, Act::FileFor(&archived)));
    }
    assert!(may(&administrator(), Act::SeeService(&archived)) && !may(&nobody_special(), Act::SeeService(&archived)));
}

#[test]
fn only_those_who_answer_file_for_somebody_else() {
    assert!(may(&agent(), Act::FileFor(&service())));
    assert!(!may(&nobody_special(), Act::FileFor(&service())));
    assert!(!may(&member(NETWORK, TeamKind::Service, true), Act::FileFor(&service())));
}

#[test]
fn a_grant_for_one_team_holds_for_no_other_and_not_for_the_instance() {
    let grants = vec![Grant { scope: Scope::Team(DESK), permissions: PermissionSet::ALL }];
    let actor = Actor { grants, ..nobody_special() };
    assert_eq!(allowed(&actor, &ticket()), ANSWERS);
    assert_eq!(allowed(&actor, &TicketFacts { team: Some(NETWORK), ..ticket() }), [""; 0]);
    for act in global_acts() {
        assert!(!may(&actor, act), "{act:?}");
    }
    assert_eq!(actor.serves(), [DESK]);
}

pub fn global_acts() -> [Act<'static>; 13] {
    [
        Act::ManageCategories,
        Act::CreateTeam,
        Act::ManagePeople,
        Act::ManageRoles,
        Act::ManageSettings,
        Act::SeeAudit,
        Act::SeeOutbox,
        Act::Import,
        Act::SeeReports { team: None },
        Act::SeeGaps,
        Act::ManageSla,
        Act::PlanRounds,
        Act::ManageTemplates { team: None },
    ]
}

#[test]
fn each_global_act_needs_its_own_permission_and_no_other() {
    let needed = [
        Permission::ManageServices,
        Permission::ManageTeams,
        Permission::ManagePeople,
        Permission::ManageRoles,
        Permission::ManageSettings,
        Permission::SeeAudit,
        Permission::SeeOutbox,
        Permission::Import,
        Permission::SeeReports,
        Permission::SeeGaps,
        Permission::ManageSla,
        Permission::ManageScoring,
        Permission::ManageSettings,
    ];
    for &held in Permission::ALL {
        let grants = vec![Grant { scope: Scope::Everywhere, permissions: PermissionSet::of(&[held]) }];
        let actor = Actor { grants, ..nobody_special() };
        for (act, needed) in global_acts().into_iter().zip(needed) {
            assert_eq!(may(&actor, act), held == needed, "{held} for {act:?}");
        }
    }
}

#[test]
fn a_role_that_answers_without_seeing_answers_nothing() {
    let role = |permissions: &[Permission]| Grant { scope: Scope::Everywhere, permissions: PermissionSet::of(permissions) };
    let blind = Actor { grants: vec![role(&[Permission::Answer, Permission::Assign, Permission::EditTickets])], ..nobody_special() };
    assert_eq!(allowed(&blind, &ticket()), [""; 0]);
    assert!(!may(&blind, Act::FileFor(&service())) && !blind.is_agent());
    // Sight may come from elsewhere: from a team's role, or from owning the service.
    let sighted = Actor { owns: vec![LAPTOPS], ..blind };
    assert_eq!(allowed(&sighted, &ticket()), ANSWERS);
}

#[test]
fn nobody_changes_the_account_of_somebody_who_may_do_more() {
    let people = with_role(&[Permission::ManagePeople]);
    let reader = with_role(&[Permission::SeeReports]);
    let both = with_role(&[Permission::ManagePeople, Permission::SeeReports]);
    for (actor, other, outcome) in [
        (&people, &nobody_special(), true),
        (&people, &people.clone(), true),
        (&people, &reader, false),
        (&people, &administrator(), false),
        (&both, &reader, true),
        (&reader, &nobody_special(), false),
        (&administrator(), &administrator(), true),
        // What somebody does for a team is no bar.
        (&people, &agent(), true),
        (&people, &member(DESK, TeamKind::Service, true), true),
    ] {
        assert_eq!(may(actor, Act::ManagePerson(other)), outcome, "{:?} and {:?}", actor.grants, other.grants);
    }
}

#[test]
fn disabling_an_account_does_not_bring_it_into_reach() {
    let disabled = Actor { state: AccountState::Disabled, ..administrator() };
    assert!(!may(&with_role(&[Permission::ManagePeople]), Act::ManagePerson(&disabled)));
    assert!(may(&administrator(), Act::ManagePerson(&disabled)));
    assert!(!may(&disabled, Act::ManagePerson(&nobody_special())));
}

#[test]
fn teams_are_seen_by_those_who_work_with_them() {
    let lead_elsewhere = member(WAREHOUSE, TeamKind::Business, true);
    for (actor, team, outcome) in [
        (nobody_special(), DESK, false),
        (agent(), NETWORK, true),
        (member(WAREHOUSE, TeamKind::Business, false), WAREHOUSE, true),
        (member(WAREHOUSE, TeamKind::Business, false), DESK, false),
        (lead_elsewhere, DESK, false),
        (with_role(&[Permission::ManagePeople]), DESK, true),
        (with_role(&[Permission::ManageRoles]), DESK, true),
        (with_role(&[Permission::SeeReports]), DESK, false),
        (Actor { state: AccountState::Disabled, ..agent() }, DESK, false),
    ] {
        assert_eq!(may(&actor, Act::SeeTeam(team)), outcome, "{actor:?}");
    }
}

#[test]
fn the_groups_of_the_catalogue_are_for_those_who_change_a_service() {
    let owner = Actor { owns: vec![LAPTOPS], ..nobody_special() };
    for (actor, outcome) in [
        (nobody_special(), false),
        (agent(), false),
        (member(DESK, TeamKind::Service, true), true),
        (owner.clone(), true),
        (Actor { state: AccountState::Disabled, ..owner }, false),
        (with_role(&[Permission::ManageServices]), true),
    ] {
        assert_eq!(may(&actor, Act::SeeCategories), outcome, "{actor:?}");
    }
}

/// Somebody of a supplier, which answers in the place of the network's people.
fn supplier() -> Actor {
    member(NETWORK, TeamKind::Supplier, false)
}

#[test]
fn who_comes_from_outside_sees_no_team_but_their_own() {
    assert!(supplier().is_outsider() && supplier().is_agent());
    assert!(may(&supplier(), Act::SeeTeam(NETWORK)));
    assert!(!may(&supplier(), Act::SeeTeam(DESK)) && !may(&supplier(), Act::SeeTeam(WAREHOUSE)));
    let sees_tickets = Grant { scope: Scope::Team(DESK), permissions: PermissionSet::of(&[Permission::SeeTickets]) };
    let asked_in = Actor { grants: vec![sees_tickets], ..supplier() };
    assert!(asked_in.is_outsider() && may(&asked_in, Act::SeeTeam(DESK)) && !may(&asked_in, Act::SeeTeam(WAREHOUSE)));
}

#[test]
fn who_was_let_in_is_no_outsider() {
    for insider in [
        nobody_special(),
        agent(),
        administrator(),
        Actor { owns: vec![LAPTOPS], ..supplier() },
        Actor { grants: with_role(&[Permission::SeeReports]).grants, ..supplier() },
        Actor { teams: vec![supplier().teams[0], Membership { team: WAREHOUSE, kind: TeamKind::Business, lead: false }], ..supplier() },
    ] {
        assert!(!insider.is_outsider(), "{insider:?}");
    }
}
