//! Transactions that get into each other's way.
#![expect(clippy::unwrap_used, reason = "a test stops where it must")]

mod cast;

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use sea_orm::ConnectionTrait;
use store::{Store, audit, testing::each_database};
use tokio::sync::Barrier;

/// Raises both rows, `first` before `second`, and says how often it had to begin.
async fn raise(store: Store, first: &'static str, second: &'static str, meet: Arc<Barrier>) -> usize {
    let attempts = AtomicUsize::new(0);
    let add = |name: &str| format!("UPDATE leases SET until = until + 1 WHERE name = '{name}'");
    store
        .transact(None, |tx| {
            Box::pin(async {
                let attempt = attempts.fetch_add(1, Ordering::SeqCst);
                tx.conn.execute_unprepared(&add(first)).await?;
                // On SQLite the other one has not begun yet, and never gets into the way.
                if attempt == 0 && tx.conn.get_database_backend() == sea_orm::DbBackend::Postgres {
                    meet.wait().await;
                }
                tx.conn.execute_unprepared(&add(second)).await?;
                tx.audit("test.raise", ("test", first), serde_json::json!({}));
                Ok(())
            })
        })
        .await
        .unwrap();
    attempts.into_inner()
}

#[tokio::test]
async fn whoever_loses_a_deadlock_begins_again_and_does_everything_once() {
    each_database(|store| async move {
        let postgres = store
            .transact(None, |tx| {
                Box::pin(async {
                    let sql = "INSERT INTO leases (name, holder, until) VALUES ('a', 'x', 0), ('b', 'x', 0)";
                    tx.conn.execute_unprepared(sql).await?;
                    Ok(tx.conn.get_database_backend() == sea_orm::DbBackend::Postgres)
                })
            })
            .await
            .unwrap();
        let meet = Arc::new(Barrier::new(2));
        let one = tokio::spawn(raise(store.clone(), "a", "b", Arc::clone(&meet)));
        let two = tokio::spawn(raise(store.clone(), "b", "a", meet));
        let attempts = one.await.unwrap() + two.await.unwrap();
        assert_eq!(attempts, if postgres { 3 } else { 2 });
        assert_eq!(audit::verify(&store, None).await.unwrap().unwrap().records, 2);
        let both = store
            .transact(None, |tx| {
                Box::pin(async {
                    let sql = "UPDATE leases SET holder = 'y' WHERE until = 2";
                    Ok(tx.conn.execute_unprepared(sql).await?.rows_affected())
                })
            })
            .await
            .unwrap();
        assert_eq!(both, 2, "each row was raised by both");
    })
    .await;
}
