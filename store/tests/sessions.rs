//! Sessions on both databases.
#![expect(clippy::unwrap_used, reason = "a test stops where it must")]

mod cast;

use std::collections::HashMap;

use cast::{OTHER_PASSWORD, PASSWORD, administrator, each_sandbox, person};
use domain::{id::UserId, time::Span};
use sea_orm::{ConnectionTrait, Database, Statement};
use store::{Error, Store, accounts, sessions, testing::each_database};
use tower_sessions::{
    SessionStore,
    cookie::time::OffsetDateTime,
    session::{Id, Record},
};

/// A record as the session layer makes it: it lives for 14 days.
fn record(store: &Store, id: i128, user: UserId) -> Record {
    let expires = store.now().plus(Span::from_days(14)).millis();
    let data = HashMap::from([
        ("user".to_owned(), serde_json::json!(user)),
        ("address".to_owned(), serde_json::json!("192.0.2.7")),
        ("user_agent".to_owned(), serde_json::json!("Firefox")),
        ("rejected".to_owned(), serde_json::json!(["a"])),
    ]);
    let expiry_date = OffsetDateTime::from_unix_timestamp_nanos(i128::from(expires) * 1_000_000).unwrap();
    Record { id: Id(id), data, expiry_date }
}

async fn begin(store: &Store, id: i128, user: UserId) -> Record {
    let mut record = record(store, id, user);
    store.sessions().create(&mut record).await.unwrap();
    record
}

#[tokio::test]
async fn a_session_is_kept_changed_and_ended() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        let mut record = begin(&store, 1, admin.user).await;
        assert_eq!(store.sessions().load(&record.id).await.unwrap().as_ref(), Some(&record));
        record.data.insert("theme".to_owned(), serde_json::json!("dark"));
        store.sessions().save(&record).await.unwrap();
        assert_eq!(store.sessions().load(&record.id).await.unwrap().as_ref(), Some(&record));
        store.sessions().delete(&record.id).await.unwrap();
        assert_eq!(store.sessions().load(&record.id).await.unwrap(), None);
        assert_eq!(store.sessions().load(&Id(99)).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn two_visitors_never_share_an_id() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        let first = begin(&store, 1, admin.user).await;
        let second = begin(&store, 1, admin.user).await;
        assert_ne!(first.id, second.id);
        assert_eq!(sessions::own(&store, &admin, "").await.unwrap().len(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_session_that_was_ended_is_not_brought_back_by_its_last_request() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        let record = begin(&store, 1, admin.user).await;
        store.sessions().delete(&record.id).await.unwrap();
        store.sessions().save(&record).await.unwrap();
        assert_eq!(store.sessions().load(&record.id).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_session_lives_as_long_as_it_is_used() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        let used = begin(&store, 1, admin.user).await;
        let unused = begin(&store, 2, admin.user).await;
        for _ in 0..3 {
            store.clock().advance(Span::from_days(7));
            assert!(store.sessions().load(&used.id).await.unwrap().is_some());
        }
        assert!(store.sessions().load(&unused.id).await.unwrap().is_none());
        assert_eq!(sessions::remove_expired(&store).await.unwrap(), 1);
        let own = sessions::own(&store, &admin, "").await.unwrap();
        assert_eq!((own.len(), own[0].seen_at), (1, store.now()));
        store.clock().advance(Span::from_days(14));
        assert!(store.sessions().load(&used.id).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn people_see_and_end_their_own_sessions_alone() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        let mei = person(&store, &admin, "Mei").await;
        let mei = store.acting(mei).await.unwrap();
        let here = begin(&store, 1, admin.user).await;
        begin(&store, 2, admin.user).await;
        begin(&store, 3, admin.user).await;
        begin(&store, 4, mei.user).await;

        let own = sessions::own(&store, &admin, &here.id.to_string()).await.unwrap();
        assert_eq!(own.len(), 3);
        assert_eq!(own.iter().filter(|row| row.this_one).count(), 1);
        assert!(own.iter().all(|row| row.user_agent == "Firefox" && row.address == "192.0.2.7"));
        let other = own.iter().find(|row| !row.this_one).unwrap();

        assert!(matches!(sessions::end(&store, &mei, &other.id).await, Err(Error::NotFound)));
        sessions::end(&store, &admin, &other.id).await.unwrap();
        assert!(matches!(sessions::end(&store, &admin, &other.id).await, Err(Error::NotFound)));
        sessions::end_others(&store, &admin, &here.id.to_string()).await.unwrap();
        let left = sessions::own(&store, &admin, &here.id.to_string()).await.unwrap();
        assert!(left.len() == 1 && left[0].this_one);
        assert_eq!(sessions::own(&store, &mei, "").await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_new_password_ends_the_sessions_that_the_old_one_began() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        let here = begin(&store, 1, admin.user).await;
        begin(&store, 2, admin.user).await;
        let id = here.id.to_string();
        accounts::change_password(&store, &admin, PASSWORD, OTHER_PASSWORD, &id).await.unwrap();
        let left = sessions::own(&store, &admin, &id).await.unwrap();
        assert!(left.len() == 1 && left[0].this_one);

        let mei = person(&store, &admin, "Mei").await;
        let hers = begin(&store, 3, mei).await;
        let token = accounts::reset_link(&store, &admin, mei).await.unwrap();
        accounts::choose_password(&store, &token, OTHER_PASSWORD).await.unwrap();
        assert!(store.sessions().load(&hers.id).await.unwrap().is_none());

        let hers = begin(&store, 4, mei).await;
        accounts::disable(&store, &admin, mei).await.unwrap();
        assert!(store.sessions().load(&hers.id).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn the_table_does_not_tell_what_the_cookie_holds() {
    each_sandbox(|store, url| async move {
        let admin = administrator(&store).await;
        let record = begin(&store, 77, admin.user).await;
        let raw = Database::connect(url).await.unwrap();
        let all = Statement::from_string(raw.get_database_backend(), "SELECT id, data FROM sessions");
        let row = raw.query_one_raw(all).await.unwrap().unwrap();
        let (id, data): (String, String) = (row.try_get("", "id").unwrap(), row.try_get("", "data").unwrap());
        assert_eq!(id.len(), 64);
        assert!(!id.contains(&record.id.to_string()) && !data.contains(&record.id.to_string()));
        raw.close().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_full_disk_keeps_nobody_from_reading_and_nothing_is_promised() {
    let sandbox = store::testing::Sandbox::sqlite().await;
    let store = &sandbox.store;
    let admin = administrator(store).await;
    let mut record = begin(store, 1, admin.user).await;
    store.clock().advance(Span::from_hours(1));
    store.run_sql("PRAGMA query_only = 1").await;
    assert!(store.sessions().load(&record.id).await.unwrap().is_some(), "when they were seen is of no importance");
    record.data.insert(sessions::RENEWED_ON.to_owned(), serde_json::json!(20_000));
    store.sessions().save(&record).await.unwrap();
    record.data.insert("theme".to_owned(), serde_json::json!("dark"));
    assert!(store.sessions().save(&record).await.is_err(), "what says something new is kept or refused");
    store.run_sql("PRAGMA query_only = 0").await;
    store.sessions().save(&record).await.unwrap();
    assert_eq!(store.sessions().load(&record.id).await.unwrap().unwrap().data["theme"], "dark");
    sandbox.end().await;
}

#[tokio::test]
async fn a_session_that_was_begun_with_another_password_is_nobodys() {
    each_database(|store| async move {
        let admin = administrator(&store).await;
        let entered = accounts::sign_in(&store, "ada@example.com", PASSWORD, "192.0.2.7").await.unwrap();
        assert!(accounts::visitor(&store, admin.user, Some(entered.password_of)).await.unwrap().is_some());
        // The change comes between the look at the password and the session that follows from it.
        store.clock().advance(Span::from_millis(1));
        let now = accounts::change_password(&store, &admin, PASSWORD, OTHER_PASSWORD, "elsewhere").await.unwrap();
        assert!(accounts::visitor(&store, admin.user, Some(entered.password_of)).await.unwrap().is_none());
        assert!(accounts::visitor(&store, admin.user, Some(now.password_of)).await.unwrap().is_some());
    })
    .await;
}

#[tokio::test]
async fn what_waits_for_nobody_in_particular_goes_after_an_hour_and_is_not_without_end() {
    each_database(|store| async move {
        let mut visit = Record { id: Id(9), data: HashMap::new(), expiry_date: OffsetDateTime::UNIX_EPOCH };
        store.sessions().create(&mut visit).await.unwrap();
        store.clock().advance(Span::from_minutes(59));
        assert!(store.sessions().load(&visit.id).await.unwrap().is_some());
        store.clock().advance(Span::from_hours(1));
        assert!(store.sessions().load(&visit.id).await.unwrap().is_none());

        for _ in 0..60 {
            sessions::let_wait(&store, "192.0.2.7").await.unwrap();
        }
        assert!(matches!(sessions::let_wait(&store, "192.0.2.7").await, Err(Error::Throttled { .. })));
        sessions::let_wait(&store, "198.51.100.1").await.unwrap();
    })
    .await;
}
