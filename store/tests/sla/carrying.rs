//! Files of policies, dry runs and reports.

use domain::{
    id::UserId,
    locale::Locale,
    permit::{Actor, Grant, Permission, PermissionSet, Scope},
    sla::{By, Metric},
};
use store::{
    Error, Store,
    sla::{
        breaches, policies,
        report::{self, Question},
        transfer::{self, How},
        trial::{self, Period},
    },
    testing::each_database,
    tickets,
};

use super::{House, hours, resolution};

fn question(by: By) -> Question {
    Question { from: None, to: None, team: None, by, locale: Locale::En }
}

/// One ticket in time, and one that is late and excused.
#[expect(clippy::unwrap_used, clippy::expect_used, reason = "it is the test")]
async fn house(store: &Store) -> House {
    let house = House::found(store).await;
    let ada = store.as_actor(house.is.ada).await;
    let (quick, slow) = (house.file(store, "Quick").await, house.file(store, "Slow").await);
    store.clock().advance(hours(1));
    tickets::resolve(store, &ada, quick, resolution(), None).await.unwrap();
    store.clock().advance(hours(25));
    tickets::resolve(store, &ada, slow, resolution(), None).await.unwrap();
    let late = breaches::of_ticket(store, &house.admin, slow).await.unwrap();
    let late = late.iter().find(|line| line.metric == Metric::Resolution).expect("a breach");
    breaches::excuse(store, &house.admin, late.id, "The supplier's fault").await.unwrap();
    house
}

#[tokio::test]
async fn a_report_counts_what_was_kept_and_missed_by_whatever_is_asked() {
    each_database(|store| async move {
        let house = house(&store).await;
        for (by, key) in [
            (By::Metric, "resolution"),
            (By::Policy, "Standard"),
            (By::Service, "Laptop"),
            (By::Team, "Workplace"),
            (By::Priority, "normal"),
            (By::Week, "2026-W47"),
            (By::Month, "2026-11"),
        ] {
            let report = report::attainment(&store, Some(&house.admin), &question(by)).await.unwrap();
            let row = report.rows.iter().find(|row| row.metric == Metric::Resolution).expect("a row");
            assert_eq!((row.key.as_str(), row.met, row.breached, row.excused), (key, 1, 1, 1), "{by}");
            assert_eq!((row.attainment, row.attainment_excused), (Some(0.5), Some(1.0)));
            assert_eq!((row.median_working_hours, row.median_wall_hours), (Some(5.5), Some(13.5)));
        }
        let ada = store.as_actor(house.is.ada).await;
        assert!(matches!(report::attainment(&store, Some(&ada), &question(By::Team)).await, Err(Error::NotFound)));
        let lead = store.as_actor(house.is.lead).await;
        let own = Question { team: Some(house.is.workplace), ..question(By::Team) };
        assert!(!report::attainment(&store, Some(&lead), &own).await.unwrap().rows.is_empty());
        let other = Question { team: Some(house.is.network), ..question(By::Team) };
        assert!(report::attainment(&store, Some(&house.admin), &other).await.unwrap().rows.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_file_is_taken_whole_by_those_who_may() {
    each_database(|store| async move {
        let house = House::found(&store).await;
        let ada = store.as_actor(house.is.ada).await;
        assert!(matches!(transfer::export(&store, Some(&ada)).await, Err(Error::NotFound)));
        let mut file = transfer::export(&store, Some(&house.admin)).await.unwrap();
        assert!(matches!(transfer::import(&store, Some(&ada), &file, How::default()).await, Err(Error::NotFound)));
        assert_eq!(transfer::import(&store, Some(&house.admin), &file, How::default()).await.unwrap().unchanged, 2);
        file.policies[0].rules[0].targets.insert(Metric::Resolution, "4h".to_owned());
        file.calendars[0].week.sat = vec![["10:00".to_owned(), "12:00".to_owned()]];
        let rehearse = How { rehearse: true, ..How::default() };
        let rehearsed = transfer::import(&store, Some(&house.admin), &file, rehearse).await.unwrap();
        assert_eq!(store.number("SELECT count(*) FROM policy_versions").await, 1, "nothing was written");
        let taken = transfer::import(&store, Some(&house.admin), &file, How::default()).await.unwrap();
        assert_eq!(taken, rehearsed);
        assert_eq!(
            (taken.policies_changed.as_slice(), taken.calendars_changed.as_slice()),
            (&["Standard".to_owned()][..], &["Office".to_owned()][..])
        );
        assert_eq!(policies::get(&store, &house.admin, house.policy).await.unwrap().versions.len(), 2);
        // An answer that may take longer than the solution is taken, and told.
        file.policies[0].rules[0].targets.insert(Metric::FirstResponse, "5h".to_owned());
        let doubtful = transfer::import(&store, Some(&house.admin), &file, rehearse).await.unwrap();
        let fields: Vec<String> = doubtful.doubts.iter().map(|(place, _, doubt)| format!("policy.{place}.{}", doubt.field())).collect();
        assert_eq!((doubtful.policies_changed.len(), fields), (1, vec!["policy.0.rules.0.targets.first_response".to_owned()]));
        // A calendar that would be fine comes in with a policy that is not: neither does.
        file.calendars[0].name = "Another".to_owned();
        file.policies[0].calendar = "Nowhere".to_owned();
        let Err(Error::Invalid(invalid)) = transfer::import(&store, Some(&house.admin), &file, How::default()).await else {
            panic!("taken")
        };
        assert!(invalid.of("policy.0.calendar").is_some(), "{invalid:?}");
        // What is wrong with the policies is not hidden behind what is wrong with the calendars.
        file.calendars[0].zone = "Europe/Nowhere".to_owned();
        file.policies[0].rules[0].targets = [(Metric::Resolution, "soon".to_owned())].into();
        let Err(Error::Invalid(invalid)) = transfer::import(&store, Some(&house.admin), &file, How::default()).await else {
            panic!("taken")
        };
        for field in ["calendar.0.zone", "policy.0.calendar", "policy.0.rules.0.targets.resolution"] {
            assert!(invalid.of(field).is_some(), "{field}: {invalid:?}");
        }
        assert_eq!(store.number("SELECT count(*) FROM calendars").await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_dry_run_shows_both_and_writes_nothing() {
    each_database(|store| async move {
        let house = house(&store).await;
        let mut file = transfer::export(&store, None).await.unwrap();
        file.policies[0].rules[0].targets = [(Metric::Resolution, "30m".to_owned())].into();
        let before = store.texts("SELECT CAST(id AS TEXT) FROM audit ORDER BY id").await;
        let ada: Actor = store.as_actor(UserId(house.is.ada.get())).await;
        assert!(matches!(trial::run(&store, Some(&ada), &file, Period::default(), 10).await, Err(Error::NotFound)));
        let trial = trial::run(&store, Some(&house.admin), &file, Period::default(), 10).await.unwrap();
        let (was, would) = trial.comparison.attainment[&Metric::Resolution];
        assert_eq!((trial.tickets, was.met, was.breached, would.met, would.breached), (2, 1, 1, 0, 2));
        assert_eq!(trial.comparison.worst.len(), 2);
        let called = |trial: &trial::Trial| trial.named.values().map(|one| one.title.clone()).collect::<Vec<_>>();
        assert_eq!(called(&trial), [Some("Quick".to_owned()), Some("Slow".to_owned())]);
        // Promises can be looked after by somebody who reads no tickets.
        let grants = vec![Grant { scope: Scope::Everywhere, permissions: PermissionSet::of(&[Permission::ManageSla]) }];
        let keeper = Actor { grants, teams: Vec::new(), owns: Vec::new(), ..ada };
        let trial = trial::run(&store, Some(&keeper), &file, Period::default(), 10).await.unwrap();
        assert_eq!(called(&trial), [None, None]);
        assert_eq!(store.texts("SELECT CAST(id AS TEXT) FROM audit ORDER BY id").await, before);
    })
    .await;
}
