//! Imports of an incident log on both databases.
#![expect(clippy::unwrap_used, reason = "what a test prepares must work")]

#[path = "imports/afterwards.rs"]
mod afterwards;
#[path = "imports/becoming.rs"]
mod becoming;
#[path = "imports/going_on.rs"]
mod going_on;

use std::collections::BTreeMap;

use domain::{
    id::UserId,
    locale::Locale,
    people::AccountState,
    permit::{Actor, Grant, Permission, PermissionSet, Scope},
    servicenow::{Columns, History, Row, Summary, Tally},
};
use jiff::{civil::DateTime, tz::Offset};
use sea_orm::{ConnectionTrait, Statement};
use store::{
    Store,
    imports::{self, Batch, Run, Source},
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
