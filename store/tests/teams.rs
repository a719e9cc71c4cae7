//! Teams on both databases.

mod cast;

use cast::{administrator, person, team};
use domain::{
    catalogue::ServiceDraft,
    invalid::Code,
    locale::Localised,
    people::TeamKind,
    permit::Permission,
    priority::{Impact, Urgency},
    ticket::Kind,
};
use store::{
    Error, services,
    teams::{self, TeamDraft},
    testing::each_database,
};

fn named(name: &str) -> TeamDraft {
    TeamDraft { name: name.to_owned(), description: "What it does".to_owned() }
}

#[tokio::test]
async fn a_change_based_on_an_old_state_is_refused() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        let desk = team(&store, &admin, TeamKind::Service, "Desk").await;
        let version = teams::detail(&store, &admin, desk).await.unwrap().version;
        teams::change(&store, &admin, desk, version, &named("Service desk")).await.unwrap();
        let late = teams::change(&store, &admin, desk, version, &named("Help desk")).await;
        assert!(matches!(late, Err(Error::Conflict { what: "team" })));
        assert_eq!(teams::detail(&store, &admin, desk).await.unwrap().team.name, "Service desk");
    })
    .await;
}

#[tokio::test]
async fn who_saw_a_team_in_use_does_not_change_it_after_it_was_archived() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        let desk = team(&store, &admin, TeamKind::Service, "Desk").await;
        let seen = teams::detail(&store, &admin, desk).await.unwrap().version;
        teams::archive(&store, &admin, desk).await.unwrap();
        assert!(matches!(teams::change(&store, &admin, desk, seen, &named("Help")).await, Err(Error::Conflict { what: "team" })));
        let seen = teams::detail(&store, &admin, desk).await.unwrap().version;
        teams::restore(&store, &admin, desk).await.unwrap();
        assert!(matches!(teams::change(&store, &admin, desk, seen, &named("Help")).await, Err(Error::Conflict { what: "team" })));
    })
    .await;
}

#[tokio::test]
async fn two_teams_do_not_share_a_name() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        team(&store, &admin, TeamKind::Service, "Desk").await;
        let network = team(&store, &admin, TeamKind::Service, "Network").await;
        let taken = |error| match error {
            Error::Invalid(invalid) => invalid.of("name") == Some(&Code::AlreadyTaken),
            _ => false,
        };
        assert!(taken(teams::create(&store, &admin, TeamKind::Business, &named("Desk")).await.unwrap_err()));
        assert!(taken(teams::change(&store, &admin, network, 1, &named("Desk")).await.unwrap_err()));
        assert!(taken(teams::create(&store, &admin, TeamKind::Business, &named("DESK")).await.unwrap_err()), "case tells nobody apart");
        teams::change(&store, &admin, network, 1, &named("NETWORK")).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_lead_manages_their_own_team_and_no_other() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        let desk = team(&store, &admin, TeamKind::Service, "Desk").await;
        let network = team(&store, &admin, TeamKind::Service, "Network").await;
        let (lead, member) = (person(&store, &admin, "Lead").await, person(&store, &admin, "Member").await);
        teams::set_member(&store, &admin, desk, lead, true).await.unwrap();
        let lead = store.acting(lead).await.unwrap();
        teams::set_member(&store, &lead, desk, member, false).await.unwrap();
        assert!(matches!(teams::set_member(&store, &lead, network, member, false).await, Err(Error::NotFound)));
        assert!(matches!(teams::create(&store, &lead, TeamKind::Service, &named("New")).await, Err(Error::NotFound)));

        let as_member = store.acting(member).await.unwrap();
        assert!(as_member.within(desk).has(Permission::Answer));
        assert!(matches!(teams::remove_member(&store, &as_member, desk, lead.user).await, Err(Error::NotFound)));
        assert!(!teams::detail(&store, &as_member, desk).await.unwrap().may_manage);

        teams::remove_member(&store, &lead, desk, member).await.unwrap();
        assert!(matches!(teams::remove_member(&store, &lead, desk, member).await, Err(Error::NotFound)));
        let outsider = store.acting(member).await.unwrap();
        assert!(matches!(teams::detail(&store, &outsider, desk).await, Err(Error::NotFound)));
        assert!(teams::list(&store, &outsider).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_list_names_leads_and_counts_members() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        let desk = team(&store, &admin, TeamKind::Service, "Desk").await;
        let (lead, member) = (person(&store, &admin, "Zoe").await, person(&store, &admin, "Abe").await);
        teams::set_member(&store, &admin, desk, member, false).await.unwrap();
        teams::set_member(&store, &admin, desk, lead, false).await.unwrap();
        teams::set_member(&store, &admin, desk, lead, true).await.unwrap();
        let row = teams::list(&store, &admin).await.unwrap().remove(0);
        assert_eq!((row.members, row.leads.len(), row.leads[0].id), (2, 1, lead));
        let members = teams::detail(&store, &admin, desk).await.unwrap().members;
        assert_eq!(members.iter().map(|m| (m.person.id, m.lead)).collect::<Vec<_>>(), [(lead, true), (member, false)]);
    })
    .await;
}

#[tokio::test]
async fn a_team_that_serves_something_cannot_be_archived() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        let desk = team(&store, &admin, TeamKind::Service, "Desk").await;
        let draft = ServiceDraft {
            name: Localised::new("Laptop", ""),
            description: Localised::default(),
            icon: String::new(),
            category: None,
            team: desk,
            owner: None,
            kind: Kind::ServiceRequest,
            impact: Impact::Low,
            urgency: Urgency::Low,
            open_to_team: false,
            audience: Vec::new(),
        };
        let laptop = services::create(&store, &admin, draft).await.unwrap();
        assert!(matches!(teams::archive(&store, &admin, desk).await, Err(Error::InUse { what: "services" })));
        services::archive(&store, &admin, laptop).await.unwrap();
        let mei = person(&store, &admin, "Mei").await;
        teams::set_member(&store, &admin, desk, mei, true).await.unwrap();
        teams::archive(&store, &admin, desk).await.unwrap();
        assert!(teams::list(&store, &admin).await.unwrap()[0].archived);
        assert!(store.acting(mei).await.unwrap().teams.is_empty(), "an archived team gives no rights");
        teams::restore(&store, &admin, desk).await.unwrap();
        assert_eq!(store.acting(mei).await.unwrap().teams.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn of_names_that_differ_by_case_alone_one_is_taken_however_many_ask_at_once() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        let names = ["Network", "network", "NETWORK", "netWork", "NetworK", "nETWORK"].map(named);
        let made = names.iter().map(|draft| teams::create(&store, &admin, TeamKind::Service, draft));
        let made = futures::future::join_all(made).await;
        assert_eq!(made.iter().filter(|made| made.is_ok()).count(), 1, "{made:?}");
        assert_eq!(store.number("SELECT count(*) FROM teams WHERE lower(name) = 'network'").await, 1);
    })
    .await;
}
