//! What holds for everybody, whatever they are.

use domain::{
    id::{ServiceId, TeamId, UserId},
    people::{AccountState, TeamKind},
    permit::{Act, Actor, Grant, Membership, Permission, PermissionSet, Reach, Scope, ServiceFacts, TicketFacts, may},
    ticket::StatusName,
};
use proptest::prelude::*;

use super::cast::*;
use super::company::global_acts;

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
