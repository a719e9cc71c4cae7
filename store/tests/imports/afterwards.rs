//! What holds when a log is in.

use domain::{
    id::TicketId,
    permit::{Actor, Permission},
    servicenow::Stage,
};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use store::{Error, Store, audit, counters, imports, testing::each_database, tickets};

use super::{import, log, one, rows, somebody, source, tally, write};

#[tokio::test]
async fn counters_and_the_audit_chain_hold_after_an_import() {
    each_database(|store| async move {
        import(&store).await;
        assert_eq!(one(&store, "SELECT CAST(value AS TEXT) AS said FROM counters WHERE scope = 'all' AND name = 'open'").await, "3");
        assert_eq!(counters::recompute(&store).await.unwrap(), 0, "wrong counters");
        let batches = "SELECT data AS said FROM audit WHERE action = 'import.batch' ORDER BY id";
        assert_eq!(rows(&store, batches).await.len(), 2);
        assert_eq!(audit::verify(&store, None).await.unwrap().unwrap().records, 4);
    })
    .await;
}

#[tokio::test]
async fn the_planner_knows_the_sizes_after_an_import() {
    each_database(|store| async move {
        import(&store).await;
        let known = store
            .transact(None, |tx| {
                Box::pin(async {
                    let backend = tx.conn.get_database_backend();
                    let sql = match backend {
                        DbBackend::Sqlite => "SELECT count(*) AS said FROM sqlite_stat1 WHERE tbl = 'tickets'",
                        _ => "SELECT CAST(reltuples AS BIGINT) AS said FROM pg_class WHERE relname = 'tickets'",
                    };
                    let row = tx.conn.query_one_raw(Statement::from_string(backend, sql)).await?;
                    Ok(row.map_or(0, |row| row.try_get::<i64>("", "said").unwrap()))
                })
            })
            .await
            .unwrap();
        assert!(known > 0, "{known}");
    })
    .await;
}

#[tokio::test]
async fn only_those_who_may_import_see_how_far_it_came() {
    each_database(|store| async move {
        let log = log();
        let mut run = imports::begin(&store, None, &source()).await.unwrap();
        write(&store, &mut run, &log, 2, 2).await;
        let id = run.id();
        let clerk = somebody(&[Permission::Import]);
        let progress = imports::progress(&store, &clerk, id).await.unwrap();
        assert_eq!((progress.stage, progress.position, progress.summary.new), (Stage::Running, 2, 2));
        write(&store, &mut run, &log, 2, 4).await;
        run.finish(&store, &tally(&log)).await.unwrap();
        assert_eq!(imports::latest(&store, &clerk).await.unwrap()[0].stage, Stage::Done);

        let stranger = somebody(&[]);
        assert!(matches!(imports::progress(&store, &stranger, id).await, Err(Error::NotFound)));
        assert!(matches!(imports::latest(&store, &stranger).await, Err(Error::NotFound)));
        assert!(matches!(imports::begin(&store, Some(&stranger), &source()).await, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn an_imported_ticket_is_found_by_its_old_number_and_by_its_new_one() {
    each_database(|store| async move {
        import(&store).await;
        let agent = agent(&store).await;
        for words in ["INC1", "inc-1001", "vpn", "caller 1 vpn", "uncategorised"] {
            let found = tickets::find(&store, &agent, words, None, 10).await.unwrap();
            let numbers: Vec<String> = found.rows.iter().map(|row| row.number().to_string()).collect();
            assert_eq!(numbers.contains(&"INC-1001".to_owned()), words != "uncategorised", "{words}: {numbers:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn an_imported_ticket_can_be_worked_on_like_any_other() {
    each_database(|store| async move {
        import(&store).await;
        let agent = agent(&store).await;
        let seen = tickets::detail(&store, &agent, TicketId(1004)).await.unwrap();
        assert_eq!((seen.requesters[0].name.as_str(), seen.timeline.len()), ("Caller 1", 2));
        tickets::take(&store, &agent, TicketId(1004), Some(1)).await.unwrap_err();
        tickets::take(&store, &agent, TicketId(1004), Some(seen.version)).await.unwrap();
        assert_eq!(one(&store, "SELECT status AS said FROM tickets WHERE id = 1004").await, "assigned");
        assert_eq!(counters::recompute(&store).await.unwrap(), 0, "wrong counters");
    })
    .await;
}

/// Somebody whom the import made, and who has come to work.
async fn agent(store: &Store) -> Actor {
    let id = one(store, "SELECT CAST(id AS TEXT) AS said FROM users WHERE name = 'Resolver 1'").await;
    store
        .transact(None, |tx| {
            Box::pin(async {
                tx.conn.execute_unprepared("UPDATE users SET state = 'active' WHERE name = 'Resolver 1'").await?;
                Ok(())
            })
        })
        .await
        .unwrap();
    store.acting(id.parse().unwrap()).await.unwrap()
}
