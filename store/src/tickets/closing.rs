//! What happens to tickets by itself, when its time has come.

use domain::{
    id::TicketId,
    ticket::{ClosingRule, Move, StatusName},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use super::{change::Change, moves};
use crate::{Error, Result, Store, entity::tickets};

/// Closes the resolved tickets whose time for disagreeing is over, at most `limit` of them; says how many.
///
/// Each is a transaction of its own, so that one cannot keep the others from closing, and several processes may do it.
///
/// # Errors
/// The database's.
pub async fn close_due(store: &Store, limit: u64) -> Result<u64> {
    let rule = store.settings().await?.closing;
    let resolved_before = store.now().minus(rule.close_after());
    let due = tickets::Entity::find()
        .filter(tickets::Column::Status.eq(StatusName::Resolved.as_str()))
        .filter(tickets::Column::StatusSince.lte(resolved_before.millis()))
        .order_by_asc(tickets::Column::StatusSince);
    each(store, due, limit, &rule, &Move::CloseByItself, "ticket.close_by_itself").await
}

/// Lets the tickets go on that waited for a date which is here, at most `limit` of them; says how many.
///
/// # Errors
/// The database's.
pub async fn resume_due(store: &Store, limit: u64) -> Result<u64> {
    let rule = store.settings().await?.closing;
    let due = tickets::Entity::find()
        .filter(tickets::Column::WaitingUntil.is_not_null())
        .filter(tickets::Column::WaitingUntil.lte(store.now().millis()))
        .order_by_asc(tickets::Column::WaitingUntil);
    each(store, due, limit, &rule, &Move::DateCame, "ticket.resume_by_itself").await
}

async fn each(store: &Store, due: Select<tickets::Entity>, limit: u64, rule: &ClosingRule, mv: &Move, action: &'static str) -> Result<u64> {
    let due: Vec<i64> = due.limit(limit).select_only().column(tickets::Column::Id).into_tuple().all(&store.read).await?;
    let mut moved = 0;
    for id in due.into_iter().map(TicketId) {
        let step = store.transact(None, |tx| {
            Box::pin(async {
                let mut change = Change::by_itself(tx, id, None).await?;
                let before = change.status().clone();
                change.apply(mv.clone(), rule)?;
                moves::tell_status(&mut change, &before, "");
                change.finish(tx, action).await
            })
        });
        match step.await {
            Ok(()) => moved += 1,
            // Somebody else moved it between the list and now.
            Err(Error::IllegalMove(_) | Error::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(moved)
}
