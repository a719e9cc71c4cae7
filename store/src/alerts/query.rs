//! Lists of alerts, and what a fault is told by its own.

use std::collections::HashMap;

use domain::{
    alert::view::{AlertRow, OfFault, RefusedRow},
    fault::{derive, number::Number},
    id::{FaultId, IntegrationId, TicketId},
    ticket::Number as TicketNumber,
    time::Timestamp,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, Order, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    Select, Statement,
};

use super::{refused::KEPT, stored};
use crate::{
    Result, Store, convert,
    entity::{alert_refusals as refusal, alerts as alert, tickets},
};

/// How many alerts the page of an integration has.
const LATELY: u64 = 50;
/// How many alerts of a fault are shown one by one; the rest is counted.
const SHOWN: u64 = 20;

/// The alerts of an integration that were heard of last.
pub(super) async fn lately(store: &Store, integration: IntegrationId) -> Result<Vec<AlertRow>> {
    let rows = alert::Entity::find()
        .filter(alert::Column::IntegrationId.eq(integration.get()))
        .order_by_desc(alert::Column::HeardAt)
        .order_by_desc(alert::Column::Id)
        .limit(LATELY)
        .all(&store.read)
        .await?;
    shown(&store.read, rows).await
}

/// The payloads of an integration that were not understood, the last one first.
pub(super) async fn refused(store: &Store, integration: IntegrationId) -> Result<Vec<RefusedRow>> {
    let rows = refusal::Entity::find()
        .filter(refusal::Column::IntegrationId.eq(integration.get()))
        .order_by_desc(refusal::Column::Id)
        .limit(KEPT)
        .all(&store.read)
        .await?;
    let one = |row: refusal::Model| {
        Ok(RefusedRow {
            at: Timestamp::from_millis(row.at),
            why: convert::word("refusal", &row.why)?,
            place: row.place,
            size: row.size,
            body: row.body,
        })
    };
    rows.into_iter().map(one).collect()
}

async fn shown(conn: &impl ConnectionTrait, rows: Vec<alert::Model>) -> Result<Vec<AlertRow>> {
    let mut kinds: HashMap<i64, String> = HashMap::new();
    if rows.iter().any(|row| row.ticket_id.is_some()) {
        let found: Vec<(i64, String)> = tickets::Entity::find()
            .filter(tickets::Column::Id.is_in(rows.iter().filter_map(|row| row.ticket_id)))
            .select_only()
            .columns([tickets::Column::Id, tickets::Column::Kind])
            .into_tuple()
            .all(conn)
            .await?;
        kinds.extend(found);
    }
    let ticket = |id: i64| -> Result<Option<TicketNumber>> {
        kinds.get(&id).map(|kind| Ok(TicketNumber::new(convert::word("ticket", kind)?, TicketId(id)))).transpose()
    };
    let one = |row: alert::Model| {
        let occurrence = stored::occurrence(&row)?;
        let told = occurrence.told.clone();
        Ok(AlertRow {
            id: row.id,
            state: occurrence.state(),
            starts_at: occurrence.starts_at,
            ends_at: occurrence.ends_at,
            acknowledged_at: occurrence.acknowledged_at,
            times: row.times,
            heard_at: occurrence.heard_at,
            became: convert::word("alert", &row.became)?,
            fault: row.fault_id.map(|id| Number(FaultId(id))),
            ticket: row.ticket_id.map(ticket).transpose()?.flatten(),
            // Of one that was heard of by its end alone nothing else is known.
            summary: if told.summary.is_empty() { row.key } else { told.summary },
            severity: told.severity,
            link: told.link,
            labels: told.labels.into_iter().collect(),
        })
    };
    rows.into_iter().map(one).collect()
}

fn of(fault: FaultId) -> Select<alert::Entity> {
    alert::Entity::find().filter(alert::Column::FaultId.eq(fault.get()))
}

/// Numbers of a fault's alerts.
#[derive(FromQueryResult)]
struct Counts {
    all_of_them: i64,
    open: i64,
    waiting: i64,
    declared: i64,
    last: Option<i64>,
}

/// The alerts of a fault as its page shows them: the first ones to begin, and how many more there are.
pub(crate) async fn of_fault(conn: &impl ConnectionTrait, fault: FaultId) -> Result<OfFault> {
    let backend: DbBackend = conn.get_database_backend();
    // Raw SQL, because it counts under conditions: one read of the fault's part of an index.
    let sql = "SELECT COUNT(*) AS all_of_them,
        CAST(COALESCE(SUM(CASE WHEN ends_at IS NULL THEN 1 ELSE 0 END), 0) AS BIGINT) AS open,
        CAST(COALESCE(SUM(CASE WHEN ends_at IS NULL AND acknowledged_at IS NULL THEN 1 ELSE 0 END), 0) AS BIGINT) AS waiting,
        CAST(COALESCE(SUM(CASE WHEN declares THEN 1 ELSE 0 END), 0) AS BIGINT) AS declared,
        MAX(starts_at) AS last
        FROM alerts WHERE fault_id = $1";
    let counts = Counts::find_by_statement(Statement::from_sql_and_values(backend, sql, [fault.get().into()])).one(conn).await?;
    let Some(counts) = counts.filter(|counts| counts.all_of_them > 0) else { return Ok(OfFault::default()) };
    let mut rows = in_order(of(fault)).limit(SHOWN + 1).all(conn).await?;
    let next = if rows.len() as u64 > SHOWN { rows.pop() } else { None };
    let rest = next.map(|next| (Timestamp::from_millis(next.starts_at), Timestamp::from_millis(counts.last.unwrap_or(next.starts_at))));
    Ok(OfFault {
        all: counts.all_of_them,
        open: counts.open,
        waiting: counts.waiting,
        declared: counts.declared > 0,
        rows: shown(conn, rows).await?,
        rest,
    })
}

fn in_order(alerts: Select<alert::Entity>) -> Select<alert::Entity> {
    alerts.order_by_asc(alert::Column::StartsAt).order_by_asc(alert::Column::Id)
}

/// Those of a fault's alerts that the rule proposes moments from: the first to begin, the first that somebody had, one that goes on or
/// else the last to end. However many there are, the rest proposes nothing else.
pub(crate) async fn to_derive(conn: &impl ConnectionTrait, fault: FaultId) -> Result<Vec<derive::Alert>> {
    let Some(first) = in_order(of(fault)).one(conn).await? else { return Ok(Vec::new()) };
    let had = of(fault).filter(alert::Column::AcknowledgedAt.is_not_null()).order_by(alert::Column::AcknowledgedAt, Order::Asc);
    let had = had.order_by_asc(alert::Column::Id).one(conn).await?;
    let goes_on = in_order(of(fault).filter(alert::Column::EndsAt.is_null())).one(conn).await?;
    let last = match goes_on {
        Some(open) => Some(open),
        None => of(fault).order_by_desc(alert::Column::EndsAt).order_by_asc(alert::Column::Id).one(conn).await?,
    };
    let one = |row: alert::Model| derive::Alert {
        starts_at: Timestamp::from_millis(row.starts_at),
        ends_at: convert::time(row.ends_at),
        acknowledged_at: convert::time(row.acknowledged_at),
        evidence: row.link,
    };
    Ok([Some(first), had, last].into_iter().flatten().map(one).collect())
}

/// Whether a fault has alerts that nobody has and that go on.
pub(super) async fn waiting(conn: &impl ConnectionTrait, fault: FaultId) -> Result<u64> {
    Ok(of(fault).filter(alert::Column::EndsAt.is_null()).filter(alert::Column::AcknowledgedAt.is_null()).count(conn).await?)
}
