//! Who may do what: the rules one by one, and the properties that hold for everybody.

use domain::{
    id::{ServiceId, TeamId, UserId},
    locale::Locale,
    people::{AccountState, TeamKind},
    permit::{Act, Actor, Allowed, Grant, Membership, Permission, PermissionSet, Reach, Scope, ServiceFacts, TicketFacts, may},
    ticket::StatusName,
};
use proptest::prelude::*;

const ME: UserId = UserId(1);
const REQUESTER: UserId = UserId(2);
const DESK: TeamId = TeamId(1);
const NETWORK: TeamId = TeamId(2);
const WAREHOUSE: TeamId = TeamId(3);
const LAPTOPS: ServiceId = ServiceId(1);

fn nobody_special() -> Actor {
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

fn member(team: TeamId, kind: TeamKind, lead: bool) -> Actor {
    Actor { teams: vec![Membership { team, kind, lead }], ..nobody_special() }
}

fn agent() -> Actor {
    member(DESK, TeamKind::Service, false)
}

fn administrator() -> Actor {
    Actor { grants: vec![Grant { scope: Scope::Everywhere, permissions: PermissionSet::ALL }], ..nobody_special() }
}

/// A ticket of the desk that somebody of the warehouse asked for.
fn ticket() -> TicketFacts {
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

fn mine() -> TicketFacts {
    TicketFacts { requesters: vec![ME], first_requester: ME, ..ticket() }
}

fn service() -> ServiceFacts {
    ServiceFacts { id: LAPTOPS, team: DESK, owner: None, visible_to: None, archived: false }
}

fn allowed(actor: &Actor, ticket: &TicketFacts) -> Vec<&'static str> {
    let Allowed { see_notes, reply, note, assign, hand_over, work, edit, resolve, cancel, reopen, close, rate } =
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
    ]
    .into_iter()
    .filter_map(|(name, may)| may.then_some(name))
    .collect()
}

const ANSWERS: [&str; 11] = ["see", "see_notes", "reply", "note", "assign", "hand_over", "work", "edit", "resolve", "cancel", "reopen"];

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

fn global_acts() -> [Act<'static>; 11] {
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

fn any_team() -> impl Strategy<Value = TeamId> {
    (1_i64..5).prop_map(TeamId)
}

fn any_user() -> impl Strategy<Value = UserId> {
    (1_i64..5).prop_map(UserId)
}

fn any_actor() -> impl Strategy<Value = Actor> {
    let membership =
        (any_team(), proptest::sample::select(TeamKind::ALL), any::<bool>()).prop_map(|(team, kind, lead)| Membership { team, kind, lead });
    let scope = prop_oneof![1 => Just(Scope::Everywhere), 3 => any_team().prop_map(Scope::Team)];
    let permissions = proptest::sample::subsequence(Permission::ALL, 0..4).prop_map(PermissionSet::from_iter);
    let grant = (scope, permissions).prop_map(|(scope, permissions)| Grant { scope, permissions });
    (
        any_user(),
        prop_oneof![5 => Just(AccountState::Active), 1 => proptest::sample::select(AccountState::ALL)],
        proptest::collection::vec(membership, 0..3),
        proptest::collection::vec(grant, 0..3),
        proptest::collection::vec((1_i64..4).prop_map(ServiceId), 0..2),
    )
        .prop_map(|(user, state, teams, grants, owns)| Actor { user, state, teams, grants, owns, ..nobody_special() })
}

fn any_ticket() -> impl Strategy<Value = TicketFacts> {
    (
        (proptest::collection::vec(any_user(), 1..3), proptest::collection::vec(any_user(), 0..2)),
        (proptest::collection::vec(any_team(), 0..2), any::<bool>(), proptest::option::of(any_team())),
        (proptest::option::of(any_user()), proptest::option::of(any_user())),
        proptest::option::of((1_i64..4).prop_map(ServiceId)),
        proptest::sample::select(StatusName::ALL),
    )
        .prop_map(|((requesters, watchers), (requester_teams, open_to_team, team), (assignee, resolved_by), service, status)| {
            TicketFacts {
                first_requester: requesters[0],
                requesters,
                watchers,
                requester_teams,
                open_to_team,
                team,
                assignee,
                resolved_by,
                service,
                status,
            }
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn a_list_holds_exactly_what_could_be_opened_one_by_one(actor in any_actor(), ticket in any_ticket()) {
        prop_assert_eq!(actor.reach().covers(&ticket), may(&actor, Act::SeeTicket(&ticket)));
        prop_assert_eq!(actor.reach().covers_notes(&ticket), may(&actor, Act::SeeNotes(&ticket)));
    }

    #[test]
    fn whoever_may_do_anything_with_a_ticket_sees_it(actor in any_actor(), ticket in any_ticket()) {
        if allowed(&actor, &ticket).iter().any(|&act| act != "see") {
            prop_assert!(may(&actor, Act::SeeTicket(&ticket)), "{:?}", allowed(&actor, &ticket));
        }
    }

    #[test]
    fn a_requester_never_sees_notes(mut actor in any_actor(), mut ticket in any_ticket()) {
        // Whoever only asks: in business teams, without roles, services and duties.
        actor.grants.clear();
        actor.owns.clear();
        actor.teams.iter_mut().for_each(|membership| membership.kind = TeamKind::Business);
        ticket.assignee = ticket.assignee.filter(|&assignee| assignee != actor.user);
        ticket.requesters.push(actor.user);
        prop_assert!(!may(&actor, Act::SeeNotes(&ticket)));
        prop_assert!(!may(&actor, Act::Note(&ticket)));
        prop_assert_eq!(may(&actor, Act::SeeTicket(&ticket)), actor.state == AccountState::Active);
        prop_assert!(!actor.is_agent() && actor.serves().is_empty());
    }

    #[test]
    fn an_account_that_is_not_in_use_may_nothing(actor in any_actor(), ticket in any_ticket()) {
        for state in [AccountState::Disabled, AccountState::Invited, AccountState::Placeholder] {
            let actor = Actor { state, ..actor.clone() };
            prop_assert_eq!(allowed(&actor, &ticket), Vec::<&str>::new());
            prop_assert_eq!(actor.reach(), Reach::Nothing);
            prop_assert!(!actor.is_agent() && actor.everywhere().is_empty());
            let own = ServiceFacts { owner: Some(actor.user), ..service() };
            for act in [Act::SeeService(&own), Act::File(&own), Act::FileFor(&own), Act::ManageService(&own),
                Act::CreateService { team: DESK }, Act::ManageTeam(DESK)].into_iter().chain(global_acts()) {
                prop_assert!(!may(&actor, act), "{:?}", act);
            }
        }
    }

    #[test]
    fn one_more_permission_never_takes_anything_away(
        actor in any_actor(),
        ticket in any_ticket(),
        permission in proptest::sample::select(Permission::ALL),
    ) {
        let mut more = actor.clone();
        more.grants.push(Grant { scope: Scope::Everywhere, permissions: PermissionSet::of(&[permission]) });
        let after = allowed(&more, &ticket);
        for act in allowed(&actor, &ticket) {
            prop_assert!(after.contains(&act), "{} lost by {}", act, permission);
        }
    }
}

fn with_role(permissions: &[Permission]) -> Actor {
    Actor { grants: vec![Grant { scope: Scope::Everywhere, permissions: PermissionSet::of(permissions) }], ..nobody_special() }
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
