//! Tickets that become part of others.

use domain::{
    invalid::Code,
    sla::{Cancellation, Metric, State},
    ticket::{IllegalMove, StatusName, What},
    time::Span,
};
use store::{Error, sla, testing::each_database, tickets};

use super::{House, hours, resolution};

#[tokio::test]
async fn a_merged_ticket_goes_on_in_the_other_one() {
    each_database(|store| async move {
        let house = House::found(&store).await;
        let parent = house.file(&store, "Printer").await;
        store.clock().advance(hours(1));
        let child = house.is.file(&store, house.is.ron, house.is.laptop, "Printer, too").await;
        let ada = store.as_actor(house.is.ada).await;
        let before = house.clock(&store, parent, Metric::Resolution).await.clock;
        store.clock().advance(Span::from_millis(hours(24).millis() + 1));
        sla::settle_due(&store, 100).await.unwrap();
        let missed = format!("SELECT count(*) FROM breaches WHERE ticket_id = {child}");
        assert_eq!(store.number(&missed).await, 2);
        tickets::merge(&store, &ada, child, parent).await.unwrap();

        let (one, other) = (tickets::detail(&store, &ada, child).await.unwrap(), tickets::detail(&store, &ada, parent).await.unwrap());
        assert_eq!(one.status.name(), StatusName::Closed);
        assert!(one.timeline.iter().any(|entry| matches!(entry.event.what, What::Merged { into } if into.id == parent)));
        assert!(other.timeline.iter().any(|entry| matches!(entry.event.what, What::Absorbed { other } if other.id == child)));
        assert!(other.requesters.iter().any(|person| person.id == house.is.ron));
        let clock = house.clock(&store, child, Metric::Resolution).await.clock;
        assert!(matches!(clock.state, State::Cancelled { why: Cancellation::Merged, .. }), "{clock:?}");
        assert_eq!(store.number(&missed).await, 2, "what it had missed stays");
        let after = house.clock(&store, parent, Metric::Resolution).await.clock;
        assert_eq!((after.start, after.deadline), (before.start, before.deadline));
        assert_eq!(store.number(&format!("SELECT due_at FROM tickets WHERE id = {child}")).await, i64::MAX);

        // Whoever asked for the child reads on in the parent, and the child is over.
        let ron = store.as_actor(house.is.ron).await;
        tickets::request(&store, &ron, parent).await.unwrap();
        let again = tickets::reopen(&store, &ron, child, "", None).await;
        assert!(matches!(again, Err(Error::IllegalMove(IllegalMove::Merged { into })) if into == parent), "{again:?}");
        let said = tickets::Message { text: "And mine?".to_owned(), ..tickets::Message::default() };
        assert!(matches!(tickets::reply(&store, &ron, child, said, tickets::Then::Nothing).await, Err(Error::IllegalMove(_))));
        assert!(!tickets::request(&store, &ron, child).await.unwrap().allowed.reply);
        sla::recompute(&store).await.unwrap();
        assert_eq!(store.number(&missed).await, 2);
    })
    .await;
}

#[tokio::test]
async fn what_an_agent_said_counts_when_they_ask_for_it_later() {
    each_database(|store| async move {
        let house = House::found(&store).await;
        let parent = house.file(&store, "Printer").await;
        let ben = store.as_actor(house.is.ben).await;
        let answer = tickets::Message { text: "On it.".to_owned(), ..tickets::Message::default() };
        tickets::reply(&store, &ben, parent, answer, tickets::Then::Nothing).await.unwrap();
        let before = house.clock(&store, parent, Metric::FirstResponse).await.clock;
        store.clock().advance(hours(1));
        let child = house.is.file(&store, house.is.ben, house.is.laptop, "Mine is broken, too").await;
        let ada = store.as_actor(house.is.ada).await;
        tickets::merge(&store, &ada, child, parent).await.unwrap();
        let after = house.clock(&store, parent, Metric::FirstResponse).await.clock;
        assert_eq!(after.state, before.state);
        assert!(matches!(after.state, State::Stopped { .. }));
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_merged_is_refused() {
    each_database(|store| async move {
        let house = House::found(&store).await;
        let ada = store.as_actor(house.is.ada).await;
        let (one, two, three) = (house.file(&store, "One").await, house.file(&store, "Two").await, house.file(&store, "Three").await);
        let foreign = house.is.file(&store, house.is.rita, house.is.trouble, "Network").await;
        let refused = async |id, into| match tickets::merge(&store, &ada, id, into).await {
            Err(Error::Invalid(invalid)) => invalid.of("into").cloned(),
            other => panic!("{other:?}"),
        };
        assert_eq!(refused(one, one).await, Some(Code::UnknownChoice), "into itself");
        let not_theirs = tickets::merge(&store, &ada, foreign, one).await;
        assert!(matches!(not_theirs, Err(Error::NotFound)), "{not_theirs:?}");
        for into in [foreign, domain::id::TicketId(999_999)] {
            assert_eq!(refused(one, into).await, Some(Code::UnknownReference), "what is not theirs is as what is not there");
        }
        let rita = store.as_actor(house.is.rita).await;
        assert!(matches!(tickets::merge(&store, &rita, one, two).await, Err(Error::NotFound)), "who asks does not merge");
        tickets::merge(&store, &ada, one, two).await.unwrap();
        assert_eq!(refused(three, one).await, Some(Code::UnknownChoice), "into a merged one");
        let twice = tickets::merge(&store, &ada, one, three).await;
        assert!(matches!(twice, Err(Error::IllegalMove(IllegalMove::Merged { .. }))), "{twice:?}");
        tickets::resolve(&store, &ada, two, resolution(), None).await.unwrap();
        assert_eq!(refused(three, two).await, Some(Code::UnknownChoice), "into an answered one");
    })
    .await;
}
