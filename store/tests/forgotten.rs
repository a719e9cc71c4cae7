//! A forgotten password on both databases.
#![expect(clippy::unwrap_used, reason = "what a test prepares must work")]

mod cast;

use cast::{ADDRESS, OTHER_PASSWORD, PASSWORD, administrator, each_sandbox, invitation, person};
use domain::{
    id::UserId,
    people::MailOccasion,
    settings::{Limits, Settings},
    time::Span,
};
use store::{
    Clock, Error, Store, accounts,
    outbox::{self, Mail},
    settings,
    testing::each_database,
};

/// Asks for a link, and takes what leaves for it.
async fn forget(store: &Store, email: &str) -> Vec<Mail> {
    accounts::ask_for_link(store, email, ADDRESS).await.unwrap();
    accounts::answer_requests(store).await.unwrap();
    let mut mails = outbox::claim(store, 20).await.unwrap();
    mails.retain(|mail| mail.occasion == MailOccasion::PasswordForgotten);
    mails
}

#[tokio::test]
async fn asking_leaves_the_same_behind_for_every_address() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        person(&store, &admin, "Mei").await;
        let before = store.number("SELECT count(*) FROM audit").await;
        for (n, email) in (1..).zip(["mei@example.com", "nobody@example.com", " MEI@example.com "]) {
            accounts::ask_for_link(&store, email, ADDRESS).await.unwrap();
            assert_eq!(store.number("SELECT count(*) FROM password_requests").await, n, "{email}");
        }
        assert_eq!(store.number("SELECT count(*) FROM outbox").await, 0, "nobody was looked up");
        assert_eq!(store.number("SELECT count(*) FROM audit").await, before);
        let wrong = accounts::ask_for_link(&store, "no address", ADDRESS).await.unwrap_err();
        assert!(matches!(wrong, Error::Invalid(invalid) if invalid.of("email").is_some()));

        accounts::answer_requests(&store).await.unwrap();
        assert_eq!(store.number("SELECT count(*) FROM password_requests").await, 0);
        assert_eq!(store.number("SELECT count(*) FROM outbox").await, 1, "twice at one moment is one mail");
        assert_eq!(store.number("SELECT count(*) FROM audit WHERE action = 'user.forget_password'").await, 2);
        assert_eq!(accounts::answer_requests(&store).await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_link_works_once_and_ends_sessions_and_other_links() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        let mei = person(&store, &admin, "Mei").await;
        let by_hand = accounts::reset_link(&store, &admin, mei).await.unwrap();
        let first = forget(&store, "mei@example.com").await.remove(0);
        store.clock().advance(Span::from_minutes(1));
        let second = forget(&store, "mei@example.com").await.remove(0);
        assert_eq!((first.to.id, first.to.email.as_str()), (mei, "mei@example.com"));
        let (first, second) = (first.link.unwrap(), second.link.unwrap());
        for link in [&by_hand, &first, &second] {
            assert!(accounts::password_link(&store, link).await.is_ok(), "a stranger who asks takes no link away");
        }
        let kept = store.texts("SELECT payload || hash FROM outbox, tokens").await;
        assert!(!kept.is_empty() && kept.iter().all(|kept| !kept.contains(&first) && !kept.contains(&second)));

        assert_eq!(accounts::choose_password(&store, &first, OTHER_PASSWORD).await.unwrap().user, mei);
        for link in [&by_hand, &first, &second] {
            assert!(matches!(accounts::choose_password(&store, link, PASSWORD).await, Err(Error::DeadLink)));
        }
        accounts::sign_in(&store, "mei@example.com", OTHER_PASSWORD, ADDRESS).await.unwrap();
        let told = outbox::claim(&store, 20).await.unwrap();
        assert_eq!(told.iter().map(|mail| (mail.occasion, mail.to.id)).collect::<Vec<_>>(), [(MailOccasion::PasswordChanged, mei)]);
        assert_eq!(store.number("SELECT count(*) FROM audit WHERE action = 'user.reset_password'").await, 1);
        assert!(store::audit::verify(&store, None).await.unwrap().is_ok());
    })
    .await;
}

#[tokio::test]
async fn whoever_changes_a_password_knowing_it_is_told_as_well() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        let mei = person(&store, &admin, "Mei").await;
        let link = forget(&store, "mei@example.com").await.remove(0).link.unwrap();
        let mei = store.acting(mei).await.unwrap();
        accounts::change_password(&store, &mei, PASSWORD, OTHER_PASSWORD, "here").await.unwrap();
        assert!(matches!(accounts::password_link(&store, &link).await, Err(Error::DeadLink)));
        assert_eq!(outbox::claim(&store, 20).await.unwrap()[0].occasion, MailOccasion::PasswordChanged);
    })
    .await;
}

#[tokio::test]
async fn only_whoever_signs_in_gets_a_link() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        let gone = person(&store, &admin, "Gone").await;
        accounts::disable(&store, &admin, gone).await.unwrap();
        accounts::invite(&store, &admin, &invitation("Invited")).await.unwrap();
        for email in ["gone@example.com", "invited@example.com", "nobody@example.com"] {
            assert!(forget(&store, email).await.is_empty(), "{email}");
        }
        assert_eq!(store.number("SELECT count(*) FROM outbox").await, 0);

        // Who is disabled between the asking and the sending gets none either.
        let mei = person(&store, &admin, "Mei").await;
        accounts::ask_for_link(&store, "mei@example.com", ADDRESS).await.unwrap();
        accounts::answer_requests(&store).await.unwrap();
        accounts::disable(&store, &admin, mei).await.unwrap();
        assert!(outbox::claim(&store, 20).await.unwrap().is_empty());
        assert_eq!(store.texts("SELECT state FROM outbox").await, ["failed"]);
    })
    .await;
}

#[tokio::test]
async fn a_link_is_good_for_two_hours_from_the_asking_however_late_it_leaves() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        person(&store, &admin, "Mei").await;
        accounts::ask_for_link(&store, "mei@example.com", ADDRESS).await.unwrap();
        store.clock().advance(Span::from_minutes(119));
        accounts::answer_requests(&store).await.unwrap();
        let link = outbox::claim(&store, 20).await.unwrap().remove(0).link.unwrap();
        assert!(accounts::password_link(&store, &link).await.is_ok());
        store.clock().advance(Span::from_minutes(1));
        assert!(matches!(accounts::password_link(&store, &link).await, Err(Error::DeadLink)));
        // Nobody said that the mail had left, and now it is too late to try again.
        store.clock().advance(Span::from_hours(1));
        assert!(outbox::claim(&store, 20).await.unwrap().is_empty());
        assert_eq!(store.texts("SELECT state FROM outbox").await, ["failed"]);
    })
    .await;
}

#[tokio::test]
async fn asking_too_often_is_refused_for_an_address_that_nobody_has_as_well_and_after_a_restart() {
    each_sandbox(|store, url| async move {
        let admin = administrator(&store).await;
        person(&store, &admin, "Mei").await;
        for email in ["mei@example.com", "nobody@example.com"] {
            for _ in 0..3 {
                accounts::ask_for_link(&store, email, ADDRESS).await.unwrap();
            }
            let refused = accounts::ask_for_link(&store, email, "192.0.2.99").await;
            assert!(matches!(refused, Err(Error::Throttled { .. })), "{email}: {refused:?}");
            let files = std::env::temp_dir().join(format!("opsbeat_forgotten_{}", std::process::id()));
            let restarted = Store::open(&url, &files, Clock::fixed(store.now())).await.unwrap();
            let refused = accounts::ask_for_link(&restarted, email, "192.0.2.98").await;
            assert!(matches!(refused, Err(Error::Throttled { .. })), "{email}: {refused:?}");
            restarted.close().await;
            std::fs::remove_dir_all(files).unwrap();
        }
        // From one place, whatever addresses are tried.
        let mut refused = 0;
        for n in 0..40 {
            let asked = accounts::ask_for_link(&store, &format!("guess{n}@example.com"), ADDRESS).await;
            refused += u32::from(matches!(asked, Err(Error::Throttled { .. })));
        }
        assert!(refused >= 10, "{refused}");
        store.clock().advance(Span::from_hours(2));
        accounts::ask_for_link(&store, "mei@example.com", ADDRESS).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn what_guards_an_account_leaves_although_the_day_is_full_and_in_a_flood() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        let mei = person(&store, &admin, "Mei").await;
        limit(&store, &admin, 1, 10).await;
        for _ in 0..3 {
            let sent = forget(&store, "mei@example.com").await.remove(0);
            outbox::sent(&store, sent.claim(), "id").await.unwrap();
            store.clock().advance(Span::from_minutes(10));
        }
        assert_eq!(store.number("SELECT count(*) FROM outbox WHERE state = 'sent'").await, 3, "the ceiling is one");
        flood(&store, mei, 7).await;
        store.clock().advance(Span::from_minutes(25));
        assert_eq!(forget(&store, "mei@example.com").await.len(), 1, "the hour is full");
        assert_eq!(store.number("SELECT count(*) FROM outbox WHERE state = 'held'").await, 0);
    })
    .await;
}

async fn limit(store: &Store, admin: &domain::permit::Actor, mails_per_person: u32, mails_per_hour: u32) {
    let old = Settings::clone(&*store.settings().await.unwrap());
    let limits = Limits { mails_per_person, mails_per_hour, ..old.limits };
    settings::change(store, admin, Settings { limits, ..old }).await.unwrap();
}

/// Mails that left a moment before the next one wants to.
async fn flood(store: &Store, to: UserId, mails: i64) {
    let soon = store.now().plus(Span::from_minutes(24)).millis();
    for n in 0..mails {
        store
            .run_sql(&format!(
                "INSERT INTO outbox (key, channel, recipient_id, event_kind, payload, state, due_at, created_at, sent_at)
                 VALUES ('flood:{n}', 'mail', {to}, 'created', '{{}}', 'sent', {soon}, {soon}, {soon})"
            ))
            .await;
    }
}
