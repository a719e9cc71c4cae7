//! Services and their forms on both databases.

mod cast;

use cast::{administrator, each_sandbox, person, team};
use domain::{
    catalogue::ServiceDraft,
    form::{Field, FieldKind, Form},
    id::{CategoryId, ServiceId, TeamId, UserId},
    invalid::Code,
    locale::Localised,
    people::TeamKind,
    permit::Actor,
    priority::{Impact, Urgency},
    ticket::Kind,
};
use sea_orm::{ConnectionTrait, Database};
use store::{Error, Store, accounts, services, teams, testing::each_database};

fn draft(team: TeamId, name: &str) -> ServiceDraft {
    ServiceDraft {
        name: Localised::new(name, ""),
        description: Localised::new("In plain words", ""),
        icon: "laptop".to_owned(),
        category: None,
        team,
        owner: None,
        kind: Kind::ServiceRequest,
        impact: Impact::Low,
        urgency: Urgency::Medium,
        open_to_team: false,
        audience: Vec::new(),
    }
}

fn form(keys: &[&str]) -> Form {
    let field = |key: &&str| Field {
        key: (*key).to_owned(),
        label: Localised::new(*key, ""),
        help: Localised::default(),
        kind: FieldKind::Text { max: 100 },
        required: true,
        when: None,
    };
    Form { fields: keys.iter().map(field).collect() }
}

/// A service without questions that is offered.
#[expect(clippy::unwrap_used, reason = "what a test prepares must work")]
async fn offered(store: &Store, admin: &Actor, draft: ServiceDraft) -> ServiceId {
    let service = services::create(store, admin, draft).await.unwrap();
    services::publish_form(store, admin, service, 0, &form(&[])).await.unwrap();
    services::put_on_offer(store, admin, service).await.unwrap();
    service
}

#[tokio::test]
async fn a_service_is_a_draft_until_somebody_offers_it_with_a_form() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        let desk = team(&store, &admin, TeamKind::Service, "Desk").await;
        let eve = person(&store, &admin, "Eve").await;
        let eve = store.acting(eve).await.unwrap();
        let service = services::create(&store, &admin, draft(desk, "Laptop")).await.unwrap();
        let is_seen = async || {
            let groups = services::catalogue(&store, &eve).await.unwrap();
            let refs = services::offered_refs(&store, &eve).await.unwrap();
            assert_eq!(groups.is_empty(), refs.is_empty());
            assert_eq!(services::offer(&store, &eve, service).await.is_ok(), !refs.is_empty());
            !refs.is_empty()
        };
        let Err(Error::Invalid(missing)) = services::put_on_offer(&store, &admin, service).await else { panic!("offered without a form") };
        assert_eq!((missing.fields[0].field.as_str(), &missing.fields[0].code), ("form", &Code::Required));
        services::publish_form(&store, &admin, service, 0, &form(&["size"])).await.unwrap();
        assert!(!is_seen().await, "a published form alone offers nothing");
        assert!(matches!(services::put_on_offer(&store, &eve, service).await, Err(Error::NotFound)));
        store.run_sql("UPDATE teams SET archived_at = 1").await;
        let Err(Error::Invalid(missing)) = services::put_on_offer(&store, &admin, service).await else { panic!("nobody would answer") };
        assert_eq!(missing.fields[0].field, "team");
        store.run_sql("UPDATE teams SET archived_at = NULL").await;
        assert_eq!(services::detail(&store, &admin, service).await.unwrap().offered_at, None);
        services::put_on_offer(&store, &admin, service).await.unwrap();
        assert!(is_seen().await);
        let detail = services::detail(&store, &admin, service).await.unwrap();
        assert!(detail.offered_at.is_some());
        // Once more changes nothing.
        services::put_on_offer(&store, &admin, service).await.unwrap();
        assert_eq!(services::detail(&store, &admin, service).await.unwrap().version, detail.version);
        assert_eq!(store.number("SELECT count(*) FROM audit WHERE action = 'service.offer'").await, 1);
        services::archive(&store, &admin, service).await.unwrap();
        teams::archive(&store, &admin, desk).await.unwrap();
        let Err(Error::Invalid(missing)) = services::restore(&store, &admin, service).await else { panic!("nobody would answer") };
        assert_eq!(missing.fields[0].field, "team");
        assert!(!is_seen().await);
        teams::restore(&store, &admin, desk).await.unwrap();
        services::restore(&store, &admin, service).await.unwrap();
        assert!(is_seen().await);
    })
    .await;
}

#[tokio::test]
async fn a_service_comes_back_as_it_was_typed() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        let desk = team(&store, &admin, TeamKind::Service, "Desk").await;
        let sales = team(&store, &admin, TeamKind::Business, "Sales").await;
        let owner = person(&store, &admin, "Mei").await;
        let workplace = services::create_category(&store, &admin, &Localised::new("Workplace", "办公")).await.unwrap();
        let typed = ServiceDraft {
            name: Localised::new("A new device", "新设备"),
            category: Some(workplace),
            owner: Some(owner),
            open_to_team: true,
            audience: vec![sales],
            ..draft(desk, "")
        };
        let service = services::create(&store, &admin, typed.clone()).await.unwrap();
        let detail = services::detail(&store, &admin, service).await.unwrap();
        assert_eq!(detail.draft, typed);
        assert_eq!(detail.owner.unwrap().id, owner);
        assert_eq!(detail.audience[0].name, "Sales");
        assert_eq!((detail.version, detail.form_version, detail.archived_at), (1, 0, None));
        assert_eq!(store.acting(owner).await.unwrap().owns, [service]);
        let row = services::list(&store, &admin).await.unwrap().remove(0);
        assert_eq!((row.team.name.as_str(), row.owner.unwrap().id), ("Desk", owner));
    })
    .await;
}

#[tokio::test]
async fn a_change_based_on_an_old_state_is_refused() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        let desk = team(&store, &admin, TeamKind::Service, "Desk").await;
        let service = services::create(&store, &admin, draft(desk, "Laptop")).await.unwrap();
        services::change(&store, &admin, service, 1, draft(desk, "Computer")).await.unwrap();
        let late = services::change(&store, &admin, service, 1, draft(desk, "Notebook")).await;
        assert!(matches!(late, Err(Error::Conflict { what: "service" })));
        assert_eq!(services::detail(&store, &admin, service).await.unwrap().draft.name.en, "Computer");
    })
    .await;
}

#[tokio::test]
async fn what_a_service_names_must_be_there() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        let desk = team(&store, &admin, TeamKind::Service, "Desk").await;
        let sales = team(&store, &admin, TeamKind::Business, "Sales").await;
        let wrong = ServiceDraft {
            owner: Some(UserId(999)),
            category: Some(CategoryId(999)),
            audience: vec![sales, TeamId(999)],
            ..draft(sales, "Laptop")
        };
        let Err(Error::Invalid(invalid)) = services::create(&store, &admin, wrong).await else { panic!("taken") };
        for field in ["team", "owner", "category", "audience"] {
            assert_eq!(invalid.of(field), Some(&Code::UnknownReference), "{field}");
        }
        // An owner who left may stay until there is another one: the page of gaps names the service.
        let mei = person(&store, &admin, "Mei").await;
        let owned = ServiceDraft { owner: Some(mei), ..draft(desk, "Laptop") };
        let service = services::create(&store, &admin, owned.clone()).await.unwrap();
        accounts::disable(&store, &admin, mei).await.unwrap();
        services::change(&store, &admin, service, 1, owned.clone()).await.unwrap();
        let again = services::create(&store, &admin, owned).await;
        assert!(matches!(again, Err(Error::Invalid(_))));
    })
    .await;
}

#[tokio::test]
async fn the_catalogue_offers_what_is_for_the_reader_in_its_order() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        let desk = team(&store, &admin, TeamKind::Service, "Desk").await;
        let sales = team(&store, &admin, TeamKind::Business, "Sales").await;
        let (mei, eve) = (person(&store, &admin, "Mei").await, person(&store, &admin, "Eve").await);
        teams::set_member(&store, &admin, sales, mei, false).await.unwrap();
        let first = services::create_category(&store, &admin, &Localised::new("First", "")).await.unwrap();
        let second = services::create_category(&store, &admin, &Localised::new("Second", "")).await.unwrap();
        let put = async |name: &str, category, audience| {
            let draft = ServiceDraft { category, audience, ..draft(desk, name) };
            offered(&store, &admin, draft).await
        };
        let laptop = put("Laptop", Some(second), vec![]).await;
        let phone = put("Phone", Some(second), vec![]).await;
        let discount = put("Discount", Some(first), vec![sales]).await;
        let parking = put("Parking", None, vec![]).await;
        let old = put("Fax", Some(first), vec![]).await;
        services::archive(&store, &admin, old).await.unwrap();
        services::order(&store, &admin, &[phone, laptop]).await.unwrap();

        let seen = async |user| {
            let groups = services::catalogue(&store, &store.acting(user).await.unwrap()).await.unwrap();
            let names = |group: domain::catalogue::Group| {
                (group.name.en, group.offers.into_iter().map(|offer| offer.service.id).collect::<Vec<_>>())
            };
            groups.into_iter().map(names).collect::<Vec<_>>()
        };
        let (one, two, none) = ("First".to_owned(), "Second".to_owned(), String::new());
        assert_eq!(seen(mei).await, [(one, vec![discount]), (two.clone(), vec![phone, laptop]), (none.clone(), vec![parking])]);
        assert_eq!(seen(eve).await, [(two, vec![phone, laptop]), (none, vec![parking])]);

        let eve = store.acting(eve).await.unwrap();
        assert!(matches!(services::offer(&store, &eve, discount).await, Err(Error::NotFound)));
        assert!(matches!(services::offer(&store, &eve, old).await, Err(Error::NotFound)));
        assert_eq!(services::offer(&store, &eve, laptop).await.unwrap().team.name, "Desk");
        services::restore(&store, &admin, old).await.unwrap();
        services::offer(&store, &eve, old).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn an_old_version_of_a_form_stays_as_it_was() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        let desk = team(&store, &admin, TeamKind::Service, "Desk").await;
        let service = services::create(&store, &admin, draft(desk, "Laptop")).await.unwrap();
        let one = services::publish_form(&store, &admin, service, 0, &form(&["size"])).await.unwrap();
        let two = services::publish_form(&store, &admin, service, 1, &form(&["size", "colour"])).await.unwrap();
        services::put_on_offer(&store, &admin, service).await.unwrap();
        assert_eq!(services::form_of(&store, &admin, one).await.unwrap(), form(&["size"]));
        assert_eq!(services::offer(&store, &admin, service).await.unwrap().form_id, Some(two));
        let late = services::publish_form(&store, &admin, service, 1, &form(&["other"])).await;
        assert!(matches!(late, Err(Error::Conflict { what: "form" })));
        let same = services::publish_form(&store, &admin, service, 2, &form(&["size", "colour"])).await.unwrap();
        assert_eq!(same, two, "the same form makes no version");
        let versions = services::form_versions(&store, &admin, service).await.unwrap();
        let listed: Vec<_> = versions.iter().map(|v| (v.version, v.fields, v.in_force)).collect();
        assert_eq!(listed, [(2, 2, true), (1, 1, false)]);
        assert_eq!(services::detail(&store, &admin, service).await.unwrap().form_version, 2);

        let twice = services::publish_form(&store, &admin, service, 2, &form(&["a", "a"])).await;
        let Err(Error::Invalid(invalid)) = twice else { panic!("taken") };
        assert_eq!(invalid.of("fields.1.key"), Some(&Code::AlreadyTaken));
    })
    .await;
}

#[tokio::test]
async fn not_even_the_database_lets_a_form_be_changed() {
    each_sandbox(|store, url| async move {
        let admin = administrator(&store).await;
        let desk = team(&store, &admin, TeamKind::Service, "Desk").await;
        let service = services::create(&store, &admin, draft(desk, "Laptop")).await.unwrap();
        services::publish_form(&store, &admin, service, 0, &form(&["size"])).await.unwrap();
        let raw = Database::connect(url).await.unwrap();
        let refusal = raw.execute_unprepared("UPDATE forms SET fields = '[]'").await.unwrap_err().to_string();
        assert!(refusal.contains("immutable"), "{refusal}");
        raw.close().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn an_owner_changes_their_service_and_a_stranger_does_not() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        let desk = team(&store, &admin, TeamKind::Service, "Desk").await;
        let network = team(&store, &admin, TeamKind::Service, "Network").await;
        let (mei, eve) = (person(&store, &admin, "Mei").await, person(&store, &admin, "Eve").await);
        let owned = ServiceDraft { owner: Some(mei), ..draft(desk, "Laptop") };
        let service = services::create(&store, &admin, owned.clone()).await.unwrap();
        let (mei, eve) = (store.acting(mei).await.unwrap(), store.acting(eve).await.unwrap());
        services::publish_form(&store, &mei, service, 0, &form(&["size"])).await.unwrap();
        let elsewhere = ServiceDraft { team: network, ..owned.clone() };
        let moved = services::change(&store, &mei, service, 1, elsewhere).await;
        assert!(matches!(moved, Err(Error::Invalid(_))), "not into a team that is not theirs");
        assert!(matches!(services::change(&store, &eve, service, 1, owned.clone()).await, Err(Error::NotFound)));
        assert!(matches!(services::detail(&store, &eve, service).await, Err(Error::NotFound)));
        assert!(matches!(services::form_versions(&store, &eve, service).await, Err(Error::NotFound)));
        assert!(matches!(services::create(&store, &eve, owned).await, Err(Error::NotFound)));
        assert!(services::list(&store, &eve).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn categories_are_ordered_and_only_empty_ones_are_deleted() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        let desk = team(&store, &admin, TeamKind::Service, "Desk").await;
        let mut ids = Vec::new();
        for name in ["A", "B", "C"] {
            ids.push(services::create_category(&store, &admin, &Localised::new(name, "")).await.unwrap());
        }
        services::order_categories(&store, &admin, &[ids[2]]).await.unwrap();
        services::change_category(&store, &admin, ids[0], &Localised::new("", "甲")).await.unwrap();
        let used = ServiceDraft { category: Some(ids[1]), ..draft(desk, "Laptop") };
        services::create(&store, &admin, used).await.unwrap();
        let rows = services::list_categories(&store, &admin).await.unwrap();
        let rows: Vec<_> = rows.iter().map(|row| (row.id, row.name.zh.as_str(), row.services)).collect();
        assert_eq!(rows, [(ids[2], "", 0), (ids[0], "甲", 0), (ids[1], "", 1)]);
        assert!(matches!(services::delete_category(&store, &admin, ids[1]).await, Err(Error::InUse { .. })));
        services::delete_category(&store, &admin, ids[2]).await.unwrap();
        assert_eq!(services::list_categories(&store, &admin).await.unwrap().len(), 2);
    })
    .await;
}
