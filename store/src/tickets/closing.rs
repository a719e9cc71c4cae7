//! What happens to tickets by itself, when its time has come.

use domain::{
    id::TicketId,
    people::MailOccasion,
    survey::Moment,
    ticket::{ClosingRule, Move, StatusName},
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};

use super::{change::Change, moves::tell_status};
use crate::{Error, Result, Store, entity::tickets, ratings};

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
        .filter(tickets::Column::StatusSince.lte(resolved_before.millis()));
    each(store, due, tickets::Column::StatusSince, limit, &rule, &Move::CloseByItself, "ticket.close_by_itself").await
}

/// Lets the tickets go on that waited for a date which is here, at most `limit` of them; says how many.
///
/// # Errors
/// The database's.
pub async fn resume_due(store: &Store, limit: u64) -> Result<u64> {
    let rule = store.settings().await?.closing;
    let due = tickets::Entity::find()
        .filter(tickets::Column::WaitingUntil.is_not_null())
        .filter(tickets::Column::WaitingUntil.lte(store.now().millis()));
    each(store, due, tickets::Column::WaitingUntil, limit, &rule, &Move::DateCame, "ticket.resume_by_itself").await
}

/// Moves those that are due by `time`, in its order. One that refuses stays where it is in that order and is passed over: however
/// many there are, those behind them have their turn.
async fn each(
    store: &Store,
    due: Select<tickets::Entity>,
    time: tickets::Column,
    limit: u64,
    rule: &ClosingRule,
    mv: &Move,
    action: &'static str,
) -> Result<u64> {
    let mut moved = 0;
    let mut behind = None;
    while moved < limit {
        let page = page(store, due.clone(), time, behind, limit).await?;
        for &(_, id) in &page {
            if moved < limit && moves(store, TicketId(id), rule, mv, action).await? {
                moved += 1;
            }
        }
        behind = page.last().copied();
        if (page.len() as u64) < limit {
            break;
        }
    }
    Ok(moved)
}

/// The next of them behind a time and an id.
async fn page(
    store: &Store,
    due: Select<tickets::Entity>,
    time: tickets::Column,
    behind: Option<(i64, i64)>,
    limit: u64,
) -> Result<Vec<(i64, i64)>> {
    let due = match behind {
        Some((at, id)) => {
            due.filter(Condition::any().add(time.gt(at)).add(Condition::all().add(time.eq(at)).add(tickets::Column::Id.gt(id))))
        }
        None => due,
    };
    let due = due.order_by_asc(time).order_by_asc(tickets::Column::Id).limit(limit);
    Ok(due.select_only().column(time).column(tickets::Column::Id).into_tuple().all(&store.read).await?)
}

/// Whether the ticket was moved.
async fn moves(store: &Store, id: TicketId, rule: &ClosingRule, mv: &Move, action: &'static str) -> Result<bool> {
    let step = store.transact(None, |tx| {
        Box::pin(async {
            let mut change = Change::by_itself(tx, id, None).await?;
            let before = change.status().clone();
            change.apply(mv.clone(), rule)?;
            tell_status(&mut change, &before, "");
            if matches!(mv, Move::CloseByItself) && ratings::ask(tx, &change.row, Moment::Closed).await? {
                let requester = change.facts().first_requester;
                change.mail(MailOccasion::Replied, [requester]);
            }
            change.finish(tx, action).await
        })
    });
    match step.await {
        Ok(()) => Ok(true),
        // Somebody else moved it between the list and now.
        Err(Error::IllegalMove(_) | Error::NotFound) => Ok(false),
        Err(error @ Error::Unreadable { .. }) => {
            tracing::error!(%error, ticket = %id, "a ticket that is due was passed over");
            Ok(false)
        }
        Err(error) => Err(error),
    }
}
