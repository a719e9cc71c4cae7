use domain::{id::OutboxId, permit::Actor, settings::Limits, time::Span};
use store::{
    Error, Store, accounts, leases,
    outbox::{self, HeldFor, State},
    settings,
    testing::{Company, each_database},
    tickets::{self, HandOver, Message, Then},
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
        outbox::sent(&store, again[0].claim(), "<1@example.com>").await.unwrap();
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
            outbox::failed(&store, mail.claim(), "greylisted", false).await.unwrap();
            assert!(outbox::claim(&store, 1).await.unwrap().is_empty());
            store.clock().advance(Span::from_minutes(1 << (attempt - 1)));
        }
        assert!(outbox::claim(&store, 1).await.unwrap().is_empty());
        assert_eq!(store.texts("SELECT state FROM outbox").await, ["failed"]);
    })
    .await;
}

#[tokio::test]
async fn a_mail_whose_sender_dies_every_time_is_given_up_as_well() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        company.file(&store, company.rita, company.laptop, "New laptop").await;
        for attempt in 1..=outbox::ATTEMPTS {
            assert_eq!(outbox::claim(&store, 1).await.unwrap().remove(0).attempt, attempt);
            store.clock().advance(Span::from_minutes(10));
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
        for n in 0..Limits::default().mails_per_person {
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

/// An administrator, and one mail that waits.
async fn one_mail(store: &Store) -> (Actor, OutboxId) {
    let company = Company::found(store).await;
    company.file(store, company.rita, company.laptop, "New laptop").await;
    let admin = store.as_actor(company.admin).await;
    let id = outbox::list(store, &admin, None, None).await.unwrap().lines[0].id;
    (admin, id)
}

async fn state(store: &Store, admin: &Actor, id: OutboxId) -> (State, Option<HeldFor>) {
    let lines = outbox::list(store, admin, None, None).await.unwrap().lines;
    let line = lines.iter().find(|line| line.id == id).unwrap();
    (line.state, line.held_for)
}

#[tokio::test]
async fn an_administrator_holds_a_mail_and_lets_it_go() {
    each_database(async |store| {
        let (admin, id) = one_mail(&store).await;
        outbox::put_aside(&store, &admin, id).await.unwrap();
        assert_eq!(state(&store, &admin, id).await, (State::Held, Some(HeldFor::Administrator)));
        assert!(outbox::claim(&store, 10).await.unwrap().is_empty());
        assert_eq!(outbox::release(&store, domain::time::Timestamp::EPOCH).await.unwrap(), 0, "no restart lets it go");
        assert!(matches!(outbox::put_aside(&store, &admin, id).await, Err(Error::NotFound)), "it does not wait any more");
        outbox::let_go(&store, &admin, id).await.unwrap();
        assert_eq!(state(&store, &admin, id).await, (State::Queued, None));
        assert_eq!(outbox::claim(&store, 10).await.unwrap().len(), 1);
        for gone in [
            outbox::put_aside(&store, &admin, id).await,
            outbox::retry(&store, &admin, id).await,
            outbox::call_off(&store, &admin, id).await,
        ] {
            assert!(matches!(gone, Err(Error::NotFound)), "what is being sent ends by itself");
        }
    })
    .await;
}

#[tokio::test]
async fn a_mail_that_was_called_off_does_not_leave_unless_it_is_sent_by_hand() {
    each_database(async |store| {
        let (admin, id) = one_mail(&store).await;
        outbox::call_off(&store, &admin, id).await.unwrap();
        assert_eq!(state(&store, &admin, id).await, (State::Cancelled, None));
        store.clock().advance(Span::from_days(1));
        assert!(outbox::claim(&store, 10).await.unwrap().is_empty());
        outbox::retry(&store, &admin, id).await.unwrap();
        let mail = outbox::claim(&store, 10).await.unwrap().remove(0);
        outbox::sent(&store, mail.claim(), "<1@example.com>").await.unwrap();
        assert!(matches!(outbox::call_off(&store, &admin, id).await, Err(Error::NotFound)), "what has left cannot be called back");
        let done = store.texts("SELECT action FROM audit WHERE action LIKE 'outbox.%' ORDER BY id").await;
        assert_eq!(done, ["outbox.cancel", "outbox.retry"]);
    })
    .await;
}

#[tokio::test]
async fn a_mail_that_is_sent_by_hand_passes_the_ceiling_of_its_recipient() {
    each_database(async |store| {
        let (admin, id) = one_mail(&store).await;
        let old = settings_with(&store, Limits { mails_per_person: 1, ..Limits::default() }, &admin).await;
        let mail = outbox::claim(&store, 1).await.unwrap().remove(0);
        outbox::sent(&store, mail.claim(), "<1@example.com>").await.unwrap();
        outbox::retry(&store, &admin, id).await.unwrap();
        assert_eq!(outbox::claim(&store, 1).await.unwrap().len(), 1);
        assert_eq!(old, Limits::default());
    })
    .await;
}

/// Gives the limits that held before.
async fn settings_with(store: &Store, limits: Limits, admin: &Actor) -> Limits {
    let old = domain::settings::Settings::clone(&*store.settings().await.unwrap());
    let before = old.limits;
    let new = domain::settings::Settings { limits, organisation: "Harbour Works".into(), ..old };
    settings::change(store, admin, new).await.unwrap();
    before
}

/// Takes and sends all that leaves; says how many mails.
async fn send_all(store: &Store) -> usize {
    let mut sent = 0;
    loop {
        let mails = outbox::claim(store, 20).await.unwrap();
        if mails.is_empty() {
            return sent;
        }
        for mail in mails {
            outbox::sent(store, mail.claim(), "<x@example.com>").await.unwrap();
            sent += 1;
        }
    }
}

#[tokio::test]
async fn a_flood_is_held_and_waits_for_an_administrator() {
    each_database(async |store| {
        let (admin, first) = one_mail(&store).await;
        settings_with(&store, Limits { mails_per_hour: 10, ..Limits::default() }, &admin).await;
        // Ten thousand mails appear at once, each for the same event and with a key of its own.
        store
            .run_sql(&format!(
                "INSERT INTO outbox (key, channel, recipient_id, ticket_id, event_kind, payload, state, due_at, created_at) \
                 WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 10000) \
                 SELECT 'flood-' || n, channel, recipient_id, ticket_id, event_kind, payload, state, due_at, created_at \
                 FROM outbox, n WHERE outbox.id = {first}"
            ))
            .await;
        assert_eq!(send_all(&store).await, 10);
        let list = outbox::list(&store, &admin, Some(State::Held), None).await.unwrap();
        assert_eq!((list.flooded, list.lines[0].held_for), (9_991, Some(HeldFor::Flood)));
        store.clock().advance(Span::from_hours(2));
        assert_eq!(send_all(&store).await, 0, "time alone lets nothing go");

        outbox::let_go(&store, &admin, list.lines[0].id).await.unwrap();
        assert_eq!(send_all(&store).await, 1, "one of them can be let go by itself");
        assert_eq!(outbox::let_flood_go(&store, &admin).await.unwrap(), 9_990);
        assert_eq!(send_all(&store).await, 39, "nobody gets more of a flood than their ceiling of a day");
        assert_eq!(outbox::call_flood_off(&store, &admin).await.unwrap(), 0);
        let done = store.texts("SELECT action FROM audit WHERE action LIKE 'outbox.%' ORDER BY id").await;
        assert_eq!(done, ["outbox.hold_flood", "outbox.release", "outbox.release_flood"]);
    })
    .await;
}

#[tokio::test]
async fn a_flood_can_be_called_off_and_ordinary_mail_leaves_after_it() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let admin = store.as_actor(company.admin).await;
        settings_with(&store, Limits { mails_per_hour: 10, ..Limits::default() }, &admin).await;
        for n in 0..12 {
            company.file(&store, company.rita, company.laptop, &format!("Laptop {n}")).await;
        }
        assert_eq!(send_all(&store).await, 10);
        assert_eq!(outbox::call_flood_off(&store, &admin).await.unwrap(), 2);
        store.clock().advance(Span::from_minutes(61));
        company.file(&store, company.rita, company.laptop, "One more").await;
        assert_eq!(send_all(&store).await, 1);
        assert_eq!(outbox::list(&store, &admin, None, None).await.unwrap().flooded, 0);
    })
    .await;
}

#[tokio::test]
async fn mail_is_steered_by_those_who_may_alone() {
    each_database(async |store| {
        let (_, id) = one_mail(&store).await;
        let lead = store.number("SELECT user_id FROM memberships WHERE lead ORDER BY user_id LIMIT 1").await;
        let lead = store.as_actor(domain::id::UserId(lead)).await;
        for refused in [
            outbox::put_aside(&store, &lead, id).await,
            outbox::let_go(&store, &lead, id).await,
            outbox::call_off(&store, &lead, id).await,
            outbox::let_flood_go(&store, &lead).await.map(drop),
            outbox::call_flood_off(&store, &lead).await.map(drop),
        ] {
            assert!(matches!(refused, Err(Error::NotFound)));
        }
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

#[tokio::test]
async fn mail_that_waited_does_not_reach_who_may_not_read_it_any_more() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (admin, ada) = (store.as_actor(company.admin).await, store.as_actor(company.ada).await);
        let id = company.file(&store, company.rita, company.laptop, "New laptop").await;
        assert_eq!(send_all(&store).await, 1);

        // Ben is given it, and Lea is called by a note; before either mail leaves, it is another team's.
        tickets::assign(&store, &ada, id, Some(company.ben), None).await.unwrap();
        let note = Message { text: "@Lea Lead should know.".into(), ..Message::default() };
        tickets::note(&store, &ada, id, note).await.unwrap();
        let to = HandOver { team: company.network, person: None, reason: "It is the switch.".into() };
        tickets::hand_over(&store, &admin, id, to, None).await.unwrap();
        assert_eq!(store.texts("SELECT event_kind FROM outbox WHERE state = 'queued' ORDER BY id").await, ["assigned", "mentioned"]);
        assert_eq!(send_all(&store).await, 0);

        // What she asked for herself still reaches Rita, until her account is closed.
        tickets::reply(&store, &admin, id, Message { text: "We are at it.".into(), ..Message::default() }, Then::Nothing).await.unwrap();
        tickets::reply(&store, &admin, id, Message { text: "Nearly.".into(), ..Message::default() }, Then::Nothing).await.unwrap();
        let first = outbox::claim(&store, 1).await.unwrap().remove(0);
        assert_eq!(first.to.id, company.rita);
        outbox::sent(&store, first.claim(), "<1@example.com>").await.unwrap();
        accounts::disable(&store, &admin, company.rita).await.unwrap();
        // Lea follows since she was called, and reads the public side.
        assert_eq!(send_all(&store).await, 2);
        let given_up = store.texts("SELECT last_error FROM outbox WHERE state = 'failed'").await;
        assert_eq!(given_up, ["nobody is left who may read it"; 3]);
        let shown = outbox::list(&store, &admin, Some(State::Failed), None).await.unwrap().lines;
        assert!(outbox::preview(&store, &admin, shown[0].id).await.is_ok(), "whoever looks after mail still sees what it was");
    })
    .await;
}

#[tokio::test]
async fn what_is_suppressed_takes_no_place_within_the_hour() {
    each_database(async |store| {
        let (admin, first) = one_mail(&store).await;
        settings_with(&store, Limits { mails_per_hour: 10, mails_per_person: 1, ..Limits::default() }, &admin).await;
        let copies = format!(
            "INSERT INTO outbox (key, channel, recipient_id, ticket_id, event_kind, payload, state, due_at, created_at) \
             WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 50) \
             SELECT 'copy-' || n, channel, recipient_id, ticket_id, event_kind, payload, state, due_at, created_at \
             FROM outbox, n WHERE outbox.id = {first}"
        );
        store.run_sql(&copies).await;
        let mut sent = 0;
        for _ in 0..5 {
            sent += send_all(&store).await;
        }
        assert_eq!(sent, 1);
        let states = store.texts("SELECT DISTINCT state FROM outbox ORDER BY state").await;
        assert_eq!(states, ["sent", "suppressed"], "fifty mails too many for one person are no flood");
    })
    .await;
}

#[tokio::test]
async fn what_waited_for_days_counts_to_the_day_on_which_it_leaves() {
    each_database(async |store| {
        let (admin, first) = one_mail(&store).await;
        settings_with(&store, Limits { mails_per_person: 2, ..Limits::default() }, &admin).await;
        let copies = format!(
            "INSERT INTO outbox (key, channel, recipient_id, ticket_id, event_kind, payload, state, due_at, created_at) \
             WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 9) \
             SELECT 'copy-' || n, channel, recipient_id, ticket_id, event_kind, payload, state, due_at, created_at \
             FROM outbox, n WHERE outbox.id = {first}"
        );
        store.run_sql(&copies).await;
        store.clock().advance(Span::from_days(3));
        let mut sent = 0;
        for _ in 0..10 {
            for mail in outbox::claim(&store, 1).await.unwrap() {
                outbox::sent(&store, mail.claim(), "<x@example.com>").await.unwrap();
                sent += 1;
            }
        }
        assert_eq!(sent, 2);
    })
    .await;
}

#[tokio::test]
async fn who_was_too_slow_does_not_say_what_becomes_of_a_mail() {
    each_database(async |store| {
        let (admin, id) = one_mail(&store).await;
        let slow = outbox::claim(&store, 1).await.unwrap().remove(0);
        store.clock().advance(Span::from_minutes(10));
        let quick = outbox::claim(&store, 1).await.unwrap().remove(0);
        outbox::give_back(&store, slow.claim()).await.unwrap();
        assert_eq!(state(&store, &admin, id).await, (State::Sending, None));
        outbox::sent(&store, quick.claim(), "<1@example.com>").await.unwrap();
        outbox::failed(&store, slow.claim(), "timed out", true).await.unwrap();
        assert_eq!(state(&store, &admin, id).await, (State::Sent, None));
    })
    .await;
}
