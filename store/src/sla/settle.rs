//! Brings what is kept of a ticket's clocks in line with its timeline.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    id::{ServiceId, TeamId, TicketId, UserId},
    sla::{self, Replay, Ticket},
    time::Timestamp,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict},
};

use super::{NEVER, book, book::Book, rows};
use crate::{
    Result, Store, Tx,
    entity::{breaches, clocks, ticket_people, tickets},
    tickets::{REQUESTER, events, stored},
};

/// Tickets in one transaction of [`recompute`].
const AT_ONCE: u64 = 200;

/// Writes what replaying the ticket's timeline says now: its clocks, its place in queues by what is due, and breaches that
/// are new. Called at the end of every change, within its transaction.
pub(crate) async fn settle(tx: &Tx<'_>, row: &tickets::Model) -> Result<()> {
    let book = tx.shelf.book(&tx.conn).await?;
    if !book.promises {
        return Ok(());
    }
    let ticket = TicketId(row.id);
    let replay = replayed(&tx.conn, &book, row, tx.now).await?;
    write_clocks(tx, ticket, &replay).await?;
    write_breaches(tx, ticket, &replay).await?;
    let due_at = replay.due_at().map_or(NEVER, Timestamp::millis);
    if due_at != row.due_at {
        let update = tickets::Entity::update_many().col_expr(tickets::Column::DueAt, Expr::value(due_at));
        update.filter(tickets::Column::Id.eq(row.id)).exec(&tx.conn).await?;
    }
    Ok(())
}

/// What replaying the ticket's timeline says.
pub(super) async fn replayed(conn: &impl ConnectionTrait, book: &Book, row: &tickets::Model, now: Timestamp) -> Result<Replay> {
    let timeline = events(conn, TicketId(row.id)).await?;
    let requesters = requesters(conn, row).await?;
    let suppliers = book::suppliers(conn).await?;
    let ticket = Ticket {
        created_at: Timestamp::from_millis(row.created_at),
        kind: stored::word(&row.kind)?,
        service: row.service_id.map(ServiceId),
        priority: stored::priority(row.priority)?,
        team: row.team_id.map(TeamId),
        status: stored::word(&row.status)?,
        waiting_on: row.waiting_on.as_deref().map(stored::word).transpose()?,
        requesters: &requesters,
        requester_team: row.requester_team_id.map(TeamId),
    };
    let happenings = sla::happenings(&ticket, &timeline, |team| suppliers.contains(&team));
    Ok(sla::replay(&happenings, &book.policies, &book.calendars, now))
}

async fn requesters(conn: &impl ConnectionTrait, row: &tickets::Model) -> Result<Vec<UserId>> {
    let people: Vec<i64> = ticket_people::Entity::find()
        .filter(ticket_people::Column::TicketId.eq(row.id))
        .filter(ticket_people::Column::Role.eq(REQUESTER))
        .select_only()
        .column(ticket_people::Column::UserId)
        .into_tuple()
        .all(conn)
        .await?;
    let others = people.into_iter().filter(|&person| person != row.requester_id).map(UserId);
    Ok(std::iter::once(UserId(row.requester_id)).chain(others).collect())
}

/// Writes the rows that differ and removes those that nothing stands for any more.
async fn write_clocks(tx: &Tx<'_>, ticket: TicketId, replay: &Replay) -> Result<()> {
    let stored = clocks::Entity::find().filter(clocks::Column::TicketId.eq(ticket.get())).all(&tx.conn).await?;
    let mut stored: BTreeMap<_, _> = stored.into_iter().map(|row| ((row.metric.clone(), row.cycle), row)).collect();
    for clock in &replay.clocks {
        let row = rows::clock(ticket, clock);
        match stored.remove(&(row.metric.clone(), row.cycle)) {
            Some(same) if same == row => {}
            Some(_) => {
                clocks::Entity::update(row.into_active_model().reset_all()).exec(&tx.conn).await?;
            }
            None => {
                clocks::Entity::insert(row.into_active_model().reset_all()).exec_without_returning(&tx.conn).await?;
            }
        }
    }
    for (metric, cycle) in stored.into_keys() {
        clocks::Entity::delete_by_id((ticket.get(), metric, cycle)).exec(&tx.conn).await?;
    }
    Ok(())
}

/// A breach is inserted once; afterwards only its excuse, and that a correction overruled it, are filled in.
async fn write_breaches(tx: &Tx<'_>, ticket: TicketId, replay: &Replay) -> Result<()> {
    let standing = replay.clocks.iter().filter_map(|clock| clock.breach.as_ref()).map(|breach| (breach, false));
    let found: Vec<_> = standing.chain(replay.overruled.iter().map(|breach| (breach, true))).collect();
    if found.is_empty() {
        return Ok(());
    }
    let rows = found.into_iter().map(|(breach, overruled)| rows::breach(ticket, breach, overruled));
    let key = [breaches::Column::TicketId, breaches::Column::Metric, breaches::Column::Cycle];
    let news = [breaches::Column::ExcusedAt, breaches::Column::ExcusedBy, breaches::Column::Overruled];
    breaches::Entity::insert_many(rows)
        .on_conflict(OnConflict::columns(key).update_columns(news).to_owned())
        .exec_without_returning(&tx.conn)
        .await?;
    Ok(())
}

/// Settles the tickets whose clocks have something to say by now, at most `limit` of them; says how many.
///
/// Each is a transaction of its own, so that one cannot keep the others waiting, and several processes may do it.
///
/// # Errors
/// The database's.
pub async fn settle_due(store: &Store, limit: u64) -> Result<u64> {
    let due: Vec<i64> = clocks::Entity::find()
        .filter(clocks::Column::NextAt.is_not_null())
        .filter(clocks::Column::NextAt.lte(store.now().millis()))
        .order_by_asc(clocks::Column::NextAt)
        .limit(limit)
        .select_only()
        .column(clocks::Column::TicketId)
        .into_tuple()
        .all(&store.read)
        .await?;
    let tickets: BTreeSet<i64> = due.into_iter().collect();
    for &ticket in &tickets {
        settle_some(store, &[ticket]).await?;
    }
    Ok(u64::try_from(tickets.len()).unwrap_or(u64::MAX))
}

/// Makes what is kept of all clocks anew from the timelines; says how many tickets it looked at. Breaches stay.
///
/// # Errors
/// The database's.
pub async fn recompute(store: &Store) -> Result<u64> {
    let (mut after, mut seen) = (0, 0);
    loop {
        let page: Vec<i64> = tickets::Entity::find()
            .filter(tickets::Column::Id.gt(after))
            .order_by_asc(tickets::Column::Id)
            .limit(AT_ONCE)
            .select_only()
            .column(tickets::Column::Id)
            .into_tuple()
            .all(&store.read)
            .await?;
        let Some(&last) = page.last() else { return Ok(seen) };
        settle_some(store, &page).await?;
        after = last;
        seen += u64::try_from(page.len()).unwrap_or_default();
    }
}

async fn settle_some(store: &Store, ids: &[i64]) -> Result<()> {
    store
        .transact(None, |tx| {
            Box::pin(async {
                let ids = ids.iter().copied();
                let order = tickets::Entity::find().filter(tickets::Column::Id.is_in(ids)).order_by_asc(tickets::Column::Id);
                for row in order.lock_exclusive().all(&tx.conn).await? {
                    settle(tx, &row).await?;
                }
                Ok(())
            })
        })
        .await
}
