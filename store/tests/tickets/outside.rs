//! A supplier answers from outside: the ticket is its, the company's people and teams are not.

use domain::{id::TeamId, invalid::Code, people::TeamKind};
use store::{
    Error, Store,
    people::{self, Among},
    teams::{self, TeamDraft},
    testing::{Company, each_database},
    tickets::{self, HandOver},
};

/// A company whose network is in the hands of a supplier, for whom Nina works.
async fn company(store: &Store) -> Company {
    let company = Company::found(store).await;
    store.run_sql(&format!("UPDATE teams SET kind = 'supplier' WHERE id = {}", company.network)).await;
    company
}

fn to(team: TeamId) -> HandOver {
    HandOver { team, person: None, reason: "It is theirs.".to_owned() }
}

#[tokio::test]
async fn a_supplier_gives_back_what_it_got_and_learns_no_names() {
    each_database(async |store| {
        let company = company(&store).await;
        let (admin, nina) = (store.as_actor(company.admin).await, store.as_actor(company.nina).await);
        let elsewhere = TeamDraft { name: "Payroll".into(), description: String::new() };
        let elsewhere = teams::create(&store, &admin, TeamKind::Service, &elsewhere).await.unwrap();
        let hands = async || -> Vec<(String, Vec<String>)> {
            let hands = tickets::hands(&store, &nina).await.unwrap();
            hands.into_iter().map(|(team, people)| (team.name, people.into_iter().map(|person| person.name).collect())).collect()
        };
        let own = ("Network".to_owned(), vec!["Nina Net".to_owned()]);
        assert_eq!(hands().await, std::slice::from_ref(&own));

        let id = company.file(&store, company.rita, company.laptop, "New laptop").await;
        tickets::hand_over(&store, &admin, id, to(company.network), None).await.unwrap();
        assert_eq!(hands().await, [own, ("Workplace".to_owned(), vec![])]);

        let by_name = HandOver { person: Some(company.ada), ..to(company.workplace) };
        for (refused, field) in [(by_name, "person"), (to(elsewhere), "team"), (to(company.sales), "team")] {
            let Err(Error::Invalid(invalid)) = tickets::hand_over(&store, &nina, id, refused, None).await else {
                panic!("{field} was not refused");
            };
            assert_eq!(invalid.of(field), Some(&Code::UnknownReference), "{invalid:?}");
        }
        tickets::hand_over(&store, &nina, id, to(company.workplace), None).await.unwrap();
        assert!(matches!(tickets::open(&store, &nina, id).await, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn a_supplier_finds_its_own_people_and_teams_alone() {
    each_database(async |store| {
        let company = company(&store).await;
        let nina = store.as_actor(company.nina).await;
        for among in [Among::Active, Among::Everybody] {
            let found: Vec<_> = people::find(&store, &nina, "", among, 20).await.unwrap();
            assert_eq!(found.into_iter().map(|found| found.person.id).collect::<Vec<_>>(), [company.nina]);
            assert_eq!(people::meant(&store, &nina, "Ada Agent", among).await.unwrap(), None);
            assert_eq!(people::meant(&store, &nina, &format!("#{}", company.ada), among).await.unwrap(), None);
        }
        let seen: Vec<_> = teams::list(&store, &nina).await.unwrap().into_iter().map(|row| row.team.id).collect();
        assert_eq!(seen, [company.network]);
        assert!(matches!(teams::detail(&store, &nina, company.workplace).await, Err(Error::NotFound)));
    })
    .await;
}
