//! Settling tickets that nobody changes: those whose clocks have something to say, and all of them.

use std::collections::BTreeSet;

use domain::time::Timestamp;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::settle::settle_these;
use crate::{
    Result, Store,
    entity::{clocks, tickets},
};

/// Tickets in one transaction of [`recompute`].
const AT_ONCE: u64 = 200;

/// Settles the tickets whose clocks have something to say by now, at most `limit` of them; says how many.
///
/// Each is a transaction of its own, and one that cannot be settled is passed over with a line in the log: it keeps its place in
/// the order, and those behind it have their turn. Several processes may do it; what happens once is kept apart by its own key.
///
/// # Errors
/// The database's, when what is due cannot be asked for.
pub async fn settle_due(store: &Store, limit: u64) -> Result<u64> {
    let now = store.now();
    let (mut settled, mut behind) = (0, None);
    let mut seen = BTreeSet::new();
    loop {
        let page = due(store, now, behind, limit).await?;
        for &(_, ticket) in &page {
            if settled >= limit || !seen.insert(ticket) {
                continue;
            }
            match settle_some(store, &[ticket]).await {
                Ok(()) => settled += 1,
                Err(error) => tracing::error!(%error, ticket, "the clocks of a ticket could not be settled, and it was passed over"),
            }
        }
        behind = page.last().copied();
        if settled >= limit || (page.len() as u64) < limit {
            return Ok(settled);
        }
    }
}

/// The next clocks that have something to say, behind a time and a ticket.
async fn due(store: &Store, now: Timestamp, behind: Option<(i64, i64)>, limit: u64) -> Result<Vec<(i64, i64)>> {
    let (time, ticket) = (clocks::Column::NextAt, clocks::Column::TicketId);
    let mut due = clocks::Entity::find().filter(time.is_not_null()).filter(time.lte(now.millis()));
    if let Some((at, id)) = behind {
        due = due.filter(Condition::any().add(time.gt(at)).add(Condition::all().add(time.eq(at)).add(ticket.gt(id))));
    }
    let due = due.order_by_asc(time).order_by_asc(ticket).limit(limit);
    Ok(due.select_only().columns([time, ticket]).into_tuple().all(&store.read).await?)
}

/// Makes what is kept of all clocks anew from the timelines; says how many tickets it looked at. Breaches stay, and what
/// happened on the way does not happen again.
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
    store.transact(None, |tx| Box::pin(async { settle_these(tx, ids.iter().copied()).await })).await
}
