//! What a policy may name, how many open tickets need it, and which rule would be found.

use domain::{
    id::{PolicyId, ServiceId},
    priority::Priority,
    sla::{Facts, Policy, RuleDraft, Scope},
    ticket::Kind,
};
use store::{
    Error, Store,
    sla::{choices, policies},
    testing::each_database,
    tickets,
};

use super::{House, promise, rule};

fn facts(service: Option<ServiceId>, priority: Priority) -> Facts {
    Facts { service, kind: Kind::ServiceRequest, priority, requester_team: None, team: None }
}

#[expect(clippy::unwrap_used, reason = "it is the test")]
async fn found(store: &Store, house: &House, id: Option<PolicyId>, policy: Policy, facts: &Facts) -> Option<(Option<PolicyId>, usize)> {
    let found = choices::would_match(store, &house.admin, id, policy, facts).await.unwrap();
    found.map(|found| (found.policy, found.rule))
}

#[tokio::test]
async fn the_rule_that_would_match_is_found_before_anything_is_saved() {
    each_database(|store| async move {
        let house = House::found(&store).await;
        let urgent = RuleDraft { scope: Scope { priority: Some(Priority::Urgent), ..Scope::default() }, ..rule("1h", "2h") };
        let draft = promise("Standard", house.calendar, vec![rule("2h", "8h"), urgent.clone()]).parse(&[]).unwrap();
        let here = Some(house.policy);
        assert_eq!(found(&store, &house, here, draft.clone(), &facts(None, Priority::Urgent)).await, Some((None, 2)));
        assert_eq!(found(&store, &house, here, draft, &facts(None, Priority::Low)).await, Some((None, 1)));
        // A new one beside it: what is more specific wins, wherever it stands.
        let beside = promise("Urgent ones", house.calendar, vec![urgent]).parse(&[]).unwrap();
        assert_eq!(found(&store, &house, None, beside.clone(), &facts(None, Priority::Urgent)).await, Some((None, 1)));
        assert_eq!(found(&store, &house, None, beside.clone(), &facts(None, Priority::Low)).await, Some((here, 1)));
        policies::archive(&store, &house.admin, house.policy).await.unwrap();
        store.clock().advance(super::hours(1));
        assert_eq!(found(&store, &house, None, beside.clone(), &facts(None, Priority::Low)).await, None);
        let lead = store.as_actor(house.is.lead).await;
        let refused = choices::would_match(&store, &lead, None, beside, &facts(None, Priority::Low)).await;
        assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    })
    .await;
}

#[tokio::test]
async fn open_tickets_are_counted_once_whatever_clocks_they_have() {
    each_database(|store| async move {
        let house = House::found(&store).await;
        assert!(choices::open_tickets(&store, &house.admin).await.unwrap().is_empty());
        let done = house.file(&store, "Done").await;
        house.file(&store, "Open").await;
        let draft = promise("Standard", house.calendar, vec![rule("1h", "2h")]);
        policies::change(&store, &house.admin, house.policy, 1, &draft).await.unwrap();
        house.file(&store, "By the next version").await;
        assert_eq!(choices::open_tickets(&store, &house.admin).await.unwrap()[&house.policy], 3);
        let ada = store.as_actor(house.is.ada).await;
        tickets::take(&store, &ada, done, None).await.unwrap();
        tickets::cancel(&store, &ada, done, "Not needed", None).await.unwrap();
        assert_eq!(choices::open_tickets(&store, &house.admin).await.unwrap()[&house.policy], 2);
        let choices = choices::choices(&store, &house.admin).await.unwrap();
        assert_eq!(choices.calendars.iter().map(|calendar| calendar.name.as_str()).collect::<Vec<_>>(), ["Office"]);
        assert!(choices.services.iter().any(|service| service.id == house.is.laptop));
    })
    .await;
}
