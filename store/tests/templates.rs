//! Reply templates: who keeps them, who is offered them, and what they say on a ticket.

use domain::{id::TeamId, invalid::Code, permit::Actor, reply_template::TemplateDraft};
use store::{
    Error, Store, templates,
    testing::{Company, each_database},
    tickets,
};

fn draft(team: Option<TeamId>, name: &str) -> TemplateDraft {
    TemplateDraft { team, name: name.into(), text: "Hello {requester}, {number} is with {agent}.".into() }
}

#[expect(clippy::unwrap_used, reason = "what a test reads must be there")]
async fn names(store: &Store, actor: &Actor) -> Vec<String> {
    templates::list(store, actor).await.unwrap().0.into_iter().map(|row| row.name).collect()
}

#[tokio::test]
async fn a_lead_keeps_the_templates_of_the_team_and_who_changes_settings_keeps_all() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (lead, admin, ada) =
            (store.as_actor(company.lead).await, store.as_actor(company.admin).await, store.as_actor(company.ada).await);
        let own = templates::create(&store, &lead, &draft(Some(company.workplace), "On its way")).await.unwrap();
        let general = templates::create(&store, &admin, &draft(None, "Thanks")).await.unwrap();
        for team in [None, Some(company.network)] {
            let refused = templates::create(&store, &lead, &draft(team, "Other")).await;
            assert!(matches!(refused, Err(Error::NotFound)), "{team:?}");
        }
        assert!(matches!(templates::list(&store, &ada).await, Err(Error::NotFound)));
        assert_eq!(names(&store, &lead).await, ["On its way"]);
        assert_eq!(names(&store, &admin).await, ["On its way", "Thanks"]);
        let scopes = templates::list(&store, &lead).await.unwrap().1;
        assert_eq!((scopes.everybody, scopes.teams.len()), (false, 1));

        // Neither away to where one keeps nothing, nor from there.
        assert!(matches!(templates::change(&store, &lead, own, 1, &draft(None, "On its way")).await, Err(Error::NotFound)));
        assert!(matches!(
            templates::change(&store, &lead, general, 1, &draft(Some(company.workplace), "Mine")).await,
            Err(Error::NotFound)
        ));
        assert!(matches!(templates::delete(&store, &lead, general).await, Err(Error::NotFound)));
        templates::change(&store, &lead, own, 1, &draft(Some(company.workplace), "Ordered")).await.unwrap();
        let outdated = templates::change(&store, &lead, own, 1, &draft(Some(company.workplace), "Late")).await;
        assert!(matches!(outdated, Err(Error::Conflict { .. })));
        templates::delete(&store, &lead, own).await.unwrap();
        assert_eq!(names(&store, &admin).await, ["Thanks"]);
        assert_eq!(store.number("SELECT count(*) FROM audit WHERE object_kind = 'template'").await, 4);
    })
    .await;
}

#[tokio::test]
async fn a_name_is_taken_within_its_team_alone_and_a_team_that_is_served_has_none() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let admin = store.as_actor(company.admin).await;
        templates::create(&store, &admin, &draft(None, "Thanks")).await.unwrap();
        templates::create(&store, &admin, &draft(Some(company.network), "thanks")).await.unwrap();
        let wrong = |result: store::Result<_>, field| match result {
            Err(Error::Invalid(invalid)) => invalid.of(field).cloned(),
            other => panic!("{other:?}"),
        };
        assert_eq!(wrong(templates::create(&store, &admin, &draft(None, "THANKS")).await, "name"), Some(Code::AlreadyTaken));
        let served = templates::create(&store, &admin, &draft(Some(company.sales), "Thanks")).await;
        assert_eq!(wrong(served, "team"), Some(Code::UnknownReference));
    })
    .await;
}

#[tokio::test]
async fn a_ticket_offers_what_is_for_its_team_and_for_everybody_filled_in() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (admin, ada, nina) =
            (store.as_actor(company.admin).await, store.as_actor(company.ada).await, store.as_actor(company.nina).await);
        let own = templates::create(&store, &admin, &draft(Some(company.workplace), "Ours")).await.unwrap();
        let other = templates::create(&store, &admin, &draft(Some(company.network), "Theirs")).await.unwrap();
        templates::create(&store, &admin, &draft(None, "All")).await.unwrap();
        let ticket = company.file(&store, company.rita, company.laptop, "Laptop").await;
        let offered = tickets::open(&store, &ada, ticket).await.unwrap().templates;
        assert_eq!(offered.iter().map(|template| template.name.as_str()).collect::<Vec<_>>(), ["All", "Ours"]);
        let text = templates::filled(&store, &ada, ticket, own).await.unwrap();
        assert_eq!(text, format!("Hello Rita Requester, SR-{ticket} is with Ada Agent."));
        assert!(matches!(templates::filled(&store, &ada, ticket, other).await, Err(Error::NotFound)));
        for actor in [&nina, &store.as_actor(company.rita).await] {
            assert!(matches!(templates::filled(&store, actor, ticket, own).await, Err(Error::NotFound)));
        }
    })
    .await;
}
