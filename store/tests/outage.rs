//! A database that goes away says so, and is used again when it is back.

mod cast;

use cast::administrator;
use domain::locale::Locale;
use sea_orm::{ConnectionTrait, Database};
use store::{Error, accounts, testing::Sandbox};

#[tokio::test]
async fn a_database_that_is_away_is_missed_and_found_again() {
    for sandbox in Sandbox::each().await {
        let store = &sandbox.store;
        let admin = administrator(store).await;
        sandbox.take_away().await;
        let gone = store.ping().await;
        assert!(matches!(gone, Err(Error::Unavailable)), "{gone:?}");
        assert!(matches!(accounts::profile(store, &admin).await, Err(Error::Unavailable)));
        let change = accounts::choose_locale(store, &admin, Locale::Zh).await;
        assert!(matches!(change, Err(Error::Unavailable)), "{change:?}");
        sandbox.bring_back().await;
        store.ping().await.unwrap();
        accounts::choose_locale(store, &admin, Locale::Zh).await.unwrap();
        assert_eq!(accounts::profile(store, &admin).await.unwrap().locale, Some(Locale::Zh));
        sandbox.end().await;
    }
}

#[tokio::test]
async fn a_writer_waits_for_another_process_and_readers_do_not() {
    let sandbox = Sandbox::sqlite().await;
    let store = &sandbox.store;
    let admin = administrator(store).await;
    // As an import from the command line would hold it.
    let other = Database::connect(format!("{}?mode=rw", sandbox.url)).await.unwrap();
    other.execute_unprepared("BEGIN IMMEDIATE").await.unwrap();
    let blocked = store.clone();
    let waiting = tokio::spawn(async move { accounts::choose_locale(&blocked, &admin, Locale::Zh).await });
    store.ping().await.unwrap();
    assert!(!waiting.is_finished());
    other.execute_unprepared("ROLLBACK").await.unwrap();
    waiting.await.unwrap().unwrap();
    other.close().await.unwrap();
    sandbox.end().await;
}
