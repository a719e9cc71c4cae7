//! A database that goes away says so, and is used again when it is back.

mod cast;

use std::{fs, path::PathBuf};

use cast::administrator;
use sea_orm::{ConnectionTrait, Database};
use store::{
    Error, accounts,
    testing::{Sandbox, postgres_server},
};

#[tokio::test]
async fn a_file_that_was_moved_away_is_missed_and_found_again() {
    let sandbox = Sandbox::sqlite().await;
    let store = &sandbox.store;
    let admin = administrator(store).await;
    let file = PathBuf::from(sandbox.url.trim_start_matches("sqlite://"));
    let away = file.with_extension("away");
    fs::rename(&file, &away).unwrap();
    assert!(matches!(store.ping().await, Err(Error::Unavailable)));
    assert!(matches!(accounts::profile(store, &admin).await, Err(Error::Unavailable)));
    let change = accounts::choose_locale(store, &admin, domain::locale::Locale::Zh).await;
    assert!(matches!(change, Err(Error::Unavailable)));
    assert!(!file.exists(), "no empty database takes its place");
    fs::rename(&away, &file).unwrap();
    store.ping().await.unwrap();
    accounts::choose_locale(store, &admin, domain::locale::Locale::Zh).await.unwrap();
    assert_eq!(accounts::profile(store, &admin).await.unwrap().locale, Some(domain::locale::Locale::Zh));
    sandbox.end().await;
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
    let waiting = tokio::spawn(async move { accounts::choose_locale(&blocked, &admin, domain::locale::Locale::Zh).await });
    store.ping().await.unwrap();
    assert!(!waiting.is_finished());
    other.execute_unprepared("ROLLBACK").await.unwrap();
    waiting.await.unwrap().unwrap();
    other.close().await.unwrap();
    sandbox.end().await;
}

#[tokio::test]
async fn a_server_that_refuses_connections_is_missed_and_found_again() {
    let Some(server) = postgres_server() else { return };
    let sandbox = Sandbox::postgres(&server).await;
    let store = &sandbox.store;
    let admin = administrator(store).await;
    let name = sandbox.url.rsplit('/').next().unwrap().split('?').next().unwrap().to_owned();
    let outside = Database::connect(server).await.unwrap();
    outside.execute_unprepared(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false")).await.unwrap();
    let end = format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
    outside.execute_unprepared(&end).await.unwrap();
    let gone = store.ping().await;
    assert!(matches!(gone, Err(Error::Unavailable)), "{gone:?}");
    let change = accounts::choose_locale(store, &admin, domain::locale::Locale::Zh).await;
    assert!(matches!(change, Err(Error::Unavailable)), "{change:?}");
    outside.execute_unprepared(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true")).await.unwrap();
    store.ping().await.unwrap();
    accounts::choose_locale(store, &admin, domain::locale::Locale::Zh).await.unwrap();
    outside.close().await.unwrap();
    sandbox.end().await;
}
