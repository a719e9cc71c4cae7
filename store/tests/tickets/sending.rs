use domain::time::Span;
use store::{
    leases, outbox,
    testing::{Company, each_database},
};

#[tokio::test]
async fn a_mail_is_taken_by_one_and_left_to_the_next_when_that_one_dies() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        for n in 0..6 {
            company.file(&store, company.rita, company.laptop, &format!("Laptop {n}")).await;
        }
        let (one, other) = tokio::join!(outbox::claim(&store, 4), outbox::claim(&store, 4));
        let mut keys: Vec<String> = one.unwrap().into_iter().chain(other.unwrap()).map(|mail| mail.key).collect();
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), 6);
        assert!(outbox::claim(&store, 10).await.unwrap().is_empty());
        store.clock().advance(Span::from_minutes(10));
        let again = outbox::claim(&store, 10).await.unwrap();
        assert_eq!((again.len(), again[0].attempt), (6, 2));
        outbox::sent(&store, again[0].id, "<1@example.com>").await.unwrap();
        store.clock().advance(Span::from_minutes(10));
        assert_eq!(outbox::claim(&store, 10).await.unwrap().len(), 5);
    })
    .await;
}

#[tokio::test]
async fn a_mail_that_fails_is_tried_again_ever_later_and_then_given_up() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        company.file(&store, company.rita, company.laptop, "New laptop").await;
        for attempt in 1..=outbox::ATTEMPTS {
            let mail = outbox::claim(&store, 1).await.unwrap().remove(0);
            assert_eq!(mail.attempt, attempt);
            outbox::failed(&store, mail.id, "greylisted", false).await.unwrap();
            assert!(outbox::claim(&store, 1).await.unwrap().is_empty());
            store.clock().advance(Span::from_minutes(1 << (attempt - 1)));
        }
        assert!(outbox::claim(&store, 1).await.unwrap().is_empty());
        assert_eq!(store.texts("SELECT state FROM outbox").await, ["failed"]);
    })
    .await;
}

#[tokio::test]
async fn nobody_is_flooded() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        company.file(&store, company.rita, company.laptop, "New laptop").await;
        let now = store.now().millis();
        for n in 0..outbox::CEILING {
            store
                .run_sql(&format!(
                    "INSERT INTO outbox (key, channel, recipient_id, event_kind, payload, state, due_at, created_at, sent_at) \
                     VALUES ('old-{n}', 'mail', {}, 'created', '{{}}', 'sent', {now}, {now}, {now})",
                    company.rita
                ))
                .await;
        }
        assert!(outbox::claim(&store, 10).await.unwrap().is_empty());
        assert_eq!(store.number("SELECT count(*) FROM outbox WHERE state = 'suppressed'").await, 1);
        store.clock().advance(Span::from_hours(25));
        company.file(&store, company.rita, company.laptop, "Another laptop").await;
        assert_eq!(outbox::claim(&store, 10).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn what_is_held_leaves_only_when_it_is_let_go() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        company.file(&store, company.rita, company.laptop, "New laptop").await;
        assert_eq!(outbox::hold(&store).await.unwrap(), 1);
        assert!(outbox::claim(&store, 10).await.unwrap().is_empty());
        store.clock().advance(Span::from_days(30));
        assert_eq!(outbox::release(&store, store.now()).await.unwrap(), 0);
        assert_eq!(outbox::release(&store, store.now().minus(Span::from_days(31))).await.unwrap(), 1);
        assert_eq!(outbox::claim(&store, 10).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_lease_has_one_holder_at_a_time() {
    each_database(async |store| {
        let minute = Span::from_minutes(1);
        assert!(leases::take(&store, "mail", "one", minute).await.unwrap());
        assert!(!leases::take(&store, "mail", "two", minute).await.unwrap());
        assert!(leases::take(&store, "mail", "one", minute).await.unwrap());
        assert!(leases::take(&store, "close", "two", minute).await.unwrap());
        store.clock().advance(minute);
        assert!(leases::take(&store, "mail", "two", minute).await.unwrap());
        leases::give_back(&store, "mail", "one").await.unwrap();
        assert!(!leases::take(&store, "mail", "one", minute).await.unwrap());
        leases::give_back(&store, "mail", "two").await.unwrap();
        assert!(leases::take(&store, "mail", "one", minute).await.unwrap());
    })
    .await;
}
