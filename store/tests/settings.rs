//! Settings on both databases.

mod cast;

use cast::{administrator, each_sandbox, person};
use domain::{
    invalid::Code,
    locale::Locale,
    priority::{Impact, Matrix, Priority, Urgency},
    settings::{Limits, Settings},
    ticket::ClosingRule,
};
use store::{Clock, Error, Store, settings, testing::each_database};

#[tokio::test]
async fn a_change_holds_at_once_in_every_process() {
    each_sandbox(|store, url| async move {
        let admin = administrator(&store).await;
        let files = std::env::temp_dir().join(format!("opsbeat_settings_{}", std::process::id()));
        let other = Store::open(&url, &files, Clock::fixed(store.now())).await.unwrap();
        assert_eq!(other.settings().await.unwrap().organisation, "Harbour Works");
        let old = store.settings().await.unwrap();
        let matrix = Matrix::default().with(Impact::Low, Urgency::High, Priority::Urgent);
        let new = Settings { organisation: "Harbour & Sons".to_owned(), matrix, ..(*old).clone() };
        settings::change(&store, &admin, new.clone()).await.unwrap();
        assert_eq!(*store.settings().await.unwrap(), new);
        assert_eq!(*other.settings().await.unwrap(), new);
        assert_eq!(other.organisation().await, "Harbour & Sons");
        other.close().await;
        std::fs::remove_dir_all(files).unwrap();
    })
    .await;
}

#[tokio::test]
async fn only_what_differs_leaves_a_record() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        let before = store::audit::verify(&store, None).await.unwrap().unwrap().records;
        let old = (*store.settings().await.unwrap()).clone();
        settings::change(&store, &admin, old.clone()).await.unwrap();
        assert_eq!(store::audit::verify(&store, None).await.unwrap().unwrap().records, before);
        let closing = ClosingRule { close_after_days: 3, reopen_within_days: 10 };
        settings::change(&store, &admin, Settings { closing, ..old }).await.unwrap();
        assert_eq!(store::audit::verify(&store, None).await.unwrap().unwrap().records, before + 1);
        assert_eq!(store.settings().await.unwrap().closing, closing);
    })
    .await;
}

#[tokio::test]
async fn of_two_who_change_the_same_settings_the_second_is_told_and_overwrites_nothing() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        let (version, seen) = store.versioned_settings().await.unwrap();
        let matrix = Matrix::default().with(Impact::Low, Urgency::High, Priority::Urgent);
        let first = Settings { matrix, ..Settings::clone(&seen) };
        let second = Settings { organisation: "Harbour & Sons".to_owned(), ..Settings::clone(&seen) };
        settings::change_since(&store, &admin, version, first.clone()).await.unwrap();
        let late = settings::change_since(&store, &admin, version, second).await;
        assert!(matches!(late, Err(Error::Conflict { what: "settings" })), "{late:?}");
        assert_eq!(*store.settings().await.unwrap(), first);
        let (version, seen) = store.versioned_settings().await.unwrap();
        let again = Settings { organisation: "Harbour & Sons".to_owned(), ..Settings::clone(&seen) };
        settings::change_since(&store, &admin, version, again.clone()).await.unwrap();
        assert_eq!(*store.settings().await.unwrap(), again, "with both changes");
    })
    .await;
}

#[tokio::test]
async fn of_two_who_save_at_the_same_moment_one_is_refused() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        let (version, seen) = store.versioned_settings().await.unwrap();
        let named = |name: &str| Settings { organisation: name.to_owned(), ..Settings::clone(&seen) };
        let (one, two) = tokio::join!(
            settings::change_since(&store, &admin, version, named("One")),
            settings::change_since(&store, &admin, version, named("Two"))
        );
        assert_eq!([one, two].iter().filter(|done| done.is_ok()).count(), 1);
    })
    .await;
}

#[tokio::test]
async fn settings_that_make_no_sense_are_told_by_field() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        let wrong = Settings {
            organisation: String::new(),
            time_zone: "Nowhere".to_owned(),
            base_url: "javascript:alert(1)".to_owned(),
            closing: ClosingRule { close_after_days: 366, reopen_within_days: 7 },
            limits: Limits { mails_per_person: 0, ..Limits::default() },
            ..Settings::default()
        };
        let Err(Error::Invalid(invalid)) = settings::change(&store, &admin, wrong).await else { panic!("taken") };
        assert_eq!(invalid.of("organisation"), Some(&Code::Required));
        assert_eq!(invalid.of("time_zone"), Some(&Code::UnknownZone));
        assert_eq!(invalid.of("base_url"), Some(&Code::BadCharacters));
        assert!(matches!(invalid.of("close_after_days"), Some(Code::OutOfRange { .. })));
        assert_eq!(invalid.of("reopen_within_days"), None);

        let mei = person(&store, &admin, "Mei").await;
        let mei = store.acting(mei).await.unwrap();
        let refused = settings::change(&store, &mei, Settings::default()).await;
        assert!(matches!(refused, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn the_signing_key_is_made_once_for_all_processes() {
    each_sandbox(|store, url| async move {
        let files = std::env::temp_dir().join(format!("opsbeat_key_{}", std::process::id()));
        let other = Store::open(&url, &files, Clock::fixed(store.now())).await.unwrap();
        let (one, two) = tokio::join!(store.signing_key(), other.signing_key());
        let (one, two) = (one.unwrap(), two.unwrap());
        assert_eq!(one, two);
        assert_ne!(one, [0; 32]);
        assert_eq!(store.signing_key().await.unwrap(), one);
        other.close().await;
        std::fs::remove_dir_all(files).unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_reader_sees_the_time_of_their_zone_or_of_the_house() {
    each_database(|store| async move {
        administrator(&store).await;
        let now = store.now();
        let settings = store.settings().await.unwrap();
        let clockface = |zone| store::zone::clockface(now, Locale::En, zone, &settings.time_zone);
        let house = clockface(None);
        assert_eq!(house.time(now), "17:00", "Shanghai");
        let own = clockface(Some("Europe/Paris"));
        assert_eq!(own.time(now), "10:00");
        let summer = now.minus(domain::time::Span::from_days(120));
        assert_eq!(own.time(summer), "11:00");
        let unknown = clockface(Some("Nowhere"));
        assert_eq!(unknown.time(now), "17:00");
        assert!(store::zone::names().iter().any(|name| name == "Asia/Shanghai"));
    })
    .await;
}
