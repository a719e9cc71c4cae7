//! Imports of an incident log on both databases.
#![expect(clippy::unwrap_used, reason = "what a test prepares must work")]

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use domain::{
    id::{TicketId, UserId},
    locale::Locale,
    people::AccountState,
    permit::{Actor, Grant, Permission, PermissionSet, Scope},
    servicenow::{Columns, History, Row, Stage, Summary, Tally},
};
use jiff::{civil::DateTime, tz::Offset};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use store::{
    Error, Store, audit, counters,
    imports::{self, Batch, Run, Source},
    testing::each_database,
    tickets,
};

const HEADER: [&str; 19] = [
    "number",
    "incident_state",
    "sys_mod_count",
    "reopen_count",
    "reassignment_count",
    "caller_id",
    "opened_by",
    "opened_at",
    "sys_updated_by",
    "sys_updated_at",
    "category",
    "subcategory",
    "priority",
    "assignment_group",
    "assigned_to",
    "resolved_by",
    "resolved_at",
    "closed_at",
    "u_building",
];

/// Incidents from rows without the columns that are the same in all of them.
fn histories(rows: &[&str]) -> Vec<History> {
    let columns = Columns::from_header(HEADER).unwrap();
    let utc = |at: DateTime| Offset::UTC.to_timestamp(at).unwrap().into();
    let mut incidents: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for (line, row) in (2..).zip(rows) {
        let values: Vec<&str> = row.split(',').collect();
        let row = Row::read(&columns, line, &values, &utc).unwrap();
        incidents.entry(row.number.clone()).or_default().push(row);
    }
    incidents.into_values().map(|rows| History::of(&columns, rows).unwrap()).collect()
}

/// One that was closed and had been reopened, one that waits, two that are new, one of them about nothing known.
fn log() -> Vec<History> {
    histories(&[
        "INC1,New,0,0,0,Caller 1,Opened by  1,4/3/2016 08:00,Updated by 1,4/3/2016 08:05,Network,VPN,3 - Moderate,Group 1,?,?,5/3/2016 08:00,9/3/2016 08:00,North",
        "INC1,Active,1,0,1,Caller 1,Opened by  1,4/3/2016 08:00,Updated by 1,4/3/2016 09:00,Network,VPN,2 - High,Group 2,Resolver 1,?,5/3/2016 08:00,9/3/2016 08:00,North",
        "INC1,Resolved,2,0,1,Caller 1,Opened by  1,4/3/2016 08:00,Updated by 2,4/3/2016 10:00,Network,VPN,2 - High,Group 2,Resolver 1,?,5/3/2016 08:00,9/3/2016 08:00,North",
        "INC1,Active,3,1,1,Caller 1,Opened by  1,4/3/2016 08:00,Updated by 2,4/3/2016 11:00,Network,VPN,2 - High,Group 2,Resolver 1,?,5/3/2016 08:00,9/3/2016 08:00,South",
        "INC1,Resolved,4,1,1,Caller 1,Opened by  1,4/3/2016 08:00,Updated by 2,5/3/2016 08:00,Network,VPN,2 - High,Group 2,Resolver 1,Resolved by 3,5/3/2016 08:00,9/3/2016 08:00,South",
        "INC1,Closed,5,1,1,Caller 1,Opened by  1,4/3/2016 08:00,?,9/3/2016 08:00,Network,VPN,2 - High,Group 2,Resolver 1,Resolved by 3,5/3/2016 08:00,9/3/2016 08:00,South",
        "INC2,Awaiting Vendor,0,0,0,Caller 2,?,4/3/2016 09:00,Updated by 1,4/3/2016 09:05,Network,?,1 - Critical,Group 1,Resolver 1,?,?,?,North",
        "INC3,New,0,0,0,?,?,4/3/2016 10:00,Updated by 1,4/3/2016 10:05,?,?,3 - Moderate,?,?,?,?,?,?",
        "INC4,New,0,0,0,Caller 1,?,4/3/2016 11:00,Updated by 1,4/3/2016 11:05,Network,?,4 - Low,Group 1,?,?,?,?,?",
    ])
}

fn source() -> Source {
    Source { file_name: "log.csv".into(), fingerprint: "sha256:1".into(), time_zone: "UTC".into(), mapping: BTreeMap::new(), rows: 9 }
}

fn tally(histories: &[History]) -> Tally {
    let mut tally = Tally::default();
    histories.iter().for_each(|history| tally.complete(history));
    tally
}

/// Writes the incidents in batches of this size, and stops behind `until` of them.
async fn write(store: &Store, run: &mut Run, histories: &[History], size: usize, until: usize) {
    let mut position = 0;
    for histories in histories.chunks(size) {
        position += histories.len();
        if position <= until {
            let batch = Batch { histories, refused: &[], position: position as u64, tally: &tally(histories) };
            run.write(store, &batch).await.unwrap();
        }
    }
}

async fn import(store: &Store) -> Summary {
    let log = log();
    let mut run = imports::begin(store, None, &source()).await.unwrap();
    write(store, &mut run, &log, 2, log.len()).await;
    run.finish(store, &tally(&log)).await.unwrap()
}

/// The rows of a query with one column of text, on either database.
async fn rows(store: &Store, sql: &str) -> Vec<String> {
    store
        .transact(None, |tx| {
            Box::pin(async move {
                let statement = Statement::from_string(tx.conn.get_database_backend(), sql);
                let rows = tx.conn.query_all_raw(statement).await?;
                rows.iter().map(|row| Ok(row.try_get::<Option<String>>("", "said")?.unwrap_or_else(|| "null".into()))).collect()
            })
        })
        .await
        .unwrap()
}

async fn one(store: &Store, sql: &str) -> String {
    rows(store, sql).await.join("\n")
}

/// All that an import leaves behind.
async fn everything(store: &Store) -> Vec<String> {
    let mut all = Vec::new();
    for sql in [
        "SELECT id || ' ' || name || ' ' || state || ' ' || external_ref AS said FROM users ORDER BY id",
        "SELECT id || ' ' || name || ' ' || external_ref AS said FROM teams ORDER BY id",
        "SELECT team_id || ' ' || user_id AS said FROM memberships ORDER BY team_id, user_id",
        "SELECT id || ' ' || name_en || ' ' || team_id || ' ' || form_id AS said FROM services ORDER BY id",
        "SELECT id || ' ' || title || ' ' || status || ' ' || requester_id || ' ' || updated_at || ' ' || extra AS said FROM tickets ORDER BY id",
        "SELECT ticket_id || ' ' || at || ' ' || COALESCE(actor_id, 0) || ' ' || kind || ' ' || data AS said FROM events ORDER BY id",
        "SELECT scope || ' ' || name || ' ' || value AS said FROM counters ORDER BY scope, name",
        "SELECT state || ' ' || position || ' ' || rejected || ' ' || summary AS said FROM imports ORDER BY id",
    ] {
        all.extend(rows(store, sql).await);
    }
    all
}

fn somebody(permissions: &[Permission]) -> Actor {
    Actor {
        user: UserId(1),
        name: "Ada".to_owned(),
        locale: Locale::En,
        state: AccountState::Active,
        teams: Vec::new(),
        grants: vec![Grant { scope: Scope::Everywhere, permissions: PermissionSet::of(permissions) }],
        owns: Vec::new(),
    }
}

#[tokio::test]
async fn an_incident_becomes_a_ticket_with_its_whole_past() {
    each_database(|store| async move {
        let summary = import(&store).await;
        assert_eq!((summary.new, summary.known), (4, 0));
        let ticket = "SELECT t.id || ' ' || t.kind || ' ' || t.title || ' ' || t.status || ' ' || t.priority || ' ' || q.name || ' ' || g.name
            || ' ' || a.name || ' ' || r.name || ' ' || t.reopen_count || ' ' || t.reassign_count || ' ' || s.name_en || ' ' || t.source
            || ' ' || ((t.resolved_at - t.created_at) / 3600000) || ' ' || ((t.closed_at - t.created_at) / 3600000) || ' ' || t.extra AS said
            FROM tickets t JOIN users q ON q.id = t.requester_id JOIN teams g ON g.id = t.team_id JOIN users a ON a.id = t.assignee_id
            JOIN users r ON r.id = t.resolved_by JOIN services s ON s.id = t.service_id WHERE t.external_ref = 'servicenow:INC1'";
        assert_eq!(
            one(&store, ticket).await,
            "1001 incident VPN closed 2 Caller 1 Group 2 Resolver 1 Resolved by 3 1 1 Network import 24 120 \
             {\"subcategory\":\"VPN\",\"u_building\":\"South\"}"
        );
        let past = "SELECT COALESCE(u.name, '-') || ' ' || e.kind || ' ' || e.visibility || ' ' || ((e.at - t.created_at) / 60000) AS said
            FROM events e JOIN tickets t ON t.id = e.ticket_id LEFT JOIN users u ON u.id = e.actor_id WHERE t.id = 1001 ORDER BY e.at, e.id";
        assert_eq!(
            rows(&store, past).await,
            [
                "Opened by 1 submitted public 0",
                "Updated by 1 assigned public 5",
                "Updated by 1 assigned public 60",
                "Updated by 1 status_changed public 60",
                "Updated by 1 priority_changed public 60",
                "Updated by 2 resolved public 120",
                "Updated by 2 status_changed public 180",
                "Updated by 2 imported internal 180",
                "Resolved by 3 resolved public 1440",
                "- status_changed public 7200",
            ]
        );
        let waiting = "SELECT status || ' ' || waiting_on || ' ' || status_reason || ' ' || priority AS said FROM tickets WHERE id = 1002";
        assert_eq!(one(&store, waiting).await, "waiting supplier Awaiting Vendor 1");
    })
    .await;
}

#[tokio::test]
async fn people_come_as_placeholders_and_teams_with_the_people_who_had_their_work() {
    each_database(|store| async move {
        import(&store).await;
        assert_eq!(one(&store, "SELECT DISTINCT state AS said FROM users").await, "placeholder");
        assert_eq!(one(&store, "SELECT name AS said FROM users WHERE external_ref = 'servicenow:Caller 2'").await, "Caller 2");
        let unknown = "SELECT u.name AS said FROM users u JOIN tickets t ON t.requester_id = u.id WHERE t.external_ref = 'servicenow:INC3'";
        assert_eq!(one(&store, unknown).await, "Unknown caller");
        let members = "SELECT t.name || ' ' || u.name AS said FROM memberships m JOIN teams t ON t.id = m.team_id
            JOIN users u ON u.id = m.user_id ORDER BY t.name";
        assert_eq!(rows(&store, members).await, ["Group 1 Resolver 1", "Group 2 Resolver 1"]);
    })
    .await;
}

#[tokio::test]
async fn a_category_becomes_a_service_of_the_team_that_did_most_for_it() {
    each_database(|store| async move {
        import(&store).await;
        let services = "SELECT s.name_en || ' ' || s.name_zh || ' ' || t.name || ' ' || f.fields AS said FROM services s
            JOIN teams t ON t.id = s.team_id JOIN forms f ON f.id = s.form_id ORDER BY s.name_en";
        // Group 2 closed the first incident, Group 1 has the two others.
        assert_eq!(rows(&store, services).await, ["Network Network Group 1 []", "Uncategorised 未分类 Imported []"]);
        // Nobody is offered what nobody has looked at.
        assert_eq!(rows(&store, "SELECT name_en AS said FROM services WHERE archived_at IS NULL").await, [""; 0]);
    })
    .await;
}

#[tokio::test]
async fn a_team_that_has_the_groups_name_is_the_group() {
    each_database(|store| async move {
        store
            .transact(None, |tx| {
                Box::pin(async {
                    let sql = "INSERT INTO teams (name, kind, created_at) VALUES ('Group 1', 'supplier', 0)";
                    tx.conn.execute_unprepared(sql).await?;
                    Ok(())
                })
            })
            .await
            .unwrap();
        import(&store).await;
        assert_eq!(one(&store, "SELECT kind AS said FROM teams WHERE name = 'Group 1'").await, "supplier");
        let team = "SELECT g.name AS said FROM tickets t JOIN teams g ON g.id = t.team_id WHERE t.external_ref = 'servicenow:INC4'";
        assert_eq!(one(&store, team).await, "Group 1");
    })
    .await;
}

#[tokio::test]
async fn a_second_run_makes_nothing_twice() {
    each_database(|store| async move {
        import(&store).await;
        let before: Vec<String> = everything(&store).await;
        let again = import(&store).await;
        assert_eq!((again.new, again.known, again.entries), (0, 4, 0));
        let after = everything(&store).await;
        // All that is new is the row of the second import, at the end.
        assert_eq!(after[..after.len() - 1], before);
    })
    .await;
}

#[tokio::test]
async fn an_import_that_was_killed_goes_on_and_leaves_the_same_rows_as_one_that_was_not() {
    async fn left_behind(kill_behind: usize) -> Vec<Vec<String>> {
        let left = Arc::new(Mutex::new(Vec::new()));
        each_database(|store| {
            let left = Arc::clone(&left);
            async move {
                let log = log();
                let mut run = imports::begin(&store, None, &source()).await.unwrap();
                write(&store, &mut run, &log, 2, kill_behind).await;
                let id = run.id();
                drop(run);
                let mut run = imports::begin(&store, None, &source()).await.unwrap();
                assert_eq!((run.id(), run.position()), (id, kill_behind as u64));
                write(&store, &mut run, &log, 2, log.len()).await;
                run.finish(&store, &tally(&log)).await.unwrap();
                let everything = everything(&store).await;
                left.lock().unwrap().push(everything);
            }
        })
        .await;
        Arc::into_inner(left).unwrap().into_inner().unwrap()
    }
    let uninterrupted = left_behind(0).await;
    assert!(uninterrupted[0].len() > 40);
    for kill_behind in [2, 4] {
        assert_eq!(left_behind(kill_behind).await, uninterrupted, "{kill_behind}");
    }
}

#[tokio::test]
async fn of_a_batch_that_was_begun_only_the_rest_is_written() {
    each_database(|store| async move {
        let log = log();
        let mut run = imports::begin(&store, None, &source()).await.unwrap();
        write(&store, &mut run, &log, 1, 1).await;
        let mut run = imports::begin(&store, None, &source()).await.unwrap();
        write(&store, &mut run, &log, 2, 4).await;
        assert_eq!((run.summary().new, run.summary().known), (4, 0));
        assert_eq!(one(&store, "SELECT CAST(count(*) AS TEXT) AS said FROM events").await, "16");
    })
    .await;
}

#[tokio::test]
async fn of_two_at_the_same_import_one_is_refused_and_writes_nothing() {
    each_database(|store| async move {
        let log = log();
        let mut first = imports::begin(&store, None, &source()).await.unwrap();
        let mut second = imports::begin(&store, None, &source()).await.unwrap();
        assert_eq!(first.id(), second.id());
        write(&store, &mut first, &log, 2, 2).await;
        let before = everything(&store).await;
        let batch = Batch { histories: &log[2..], refused: &[(7, "no".into())], position: 4, tally: &tally(&log) };
        assert!(matches!(second.write(&store, &batch).await, Err(Error::Conflict { .. })));
        assert_eq!(everything(&store).await, before);
        assert_eq!(one(&store, "SELECT 'none' AS said WHERE NOT EXISTS (SELECT 1 FROM import_rejections)").await, "none");
    })
    .await;
}

#[tokio::test]
async fn rejected_rows_are_listed_with_line_and_reason_and_only_once() {
    each_database(|store| async move {
        let log = log();
        let clerk = somebody(&[Permission::Import]);
        let refused = [(4, "number is missing".to_owned()), (9, "35 values instead of 36".to_owned())];
        for end in [1, 4] {
            // The second time, the rows of the first batch come once more, as they do when a log is read again.
            let mut run = imports::begin(&store, None, &source()).await.unwrap();
            let batch = Batch { histories: &log[..end], refused: &refused, position: end as u64, tally: &tally(&log) };
            run.write(&store, &batch).await.unwrap();
            let listed = imports::rejections(&store, &clerk, run.id()).await.unwrap();
            assert_eq!(listed, refused);
        }
    })
    .await;
}

#[tokio::test]
async fn a_dry_run_sees_what_is_there_and_writes_nothing() {
    each_database(|store| async move {
        assert_eq!(imports::known(&store, &log()).await.unwrap(), 0);
        assert!(everything(&store).await.is_empty());
        import(&store).await;
        let before = everything(&store).await;
        let mut more = log();
        more[0].number = "INC9".into();
        assert_eq!(imports::known(&store, &more).await.unwrap(), 3);
        assert_eq!(everything(&store).await, before);
    })
    .await;
}

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
