//! What the company is told of a fault, and how its tickets hear of it.

use domain::{
    fault::{
        number::Number,
        update::{Draft, Stage, Taken, Update, WHY_MAX},
    },
    id::{FaultId, TicketId, UserId},
    invalid::{self, Code, Invalid},
    people::MailOccasion,
    permit::{Act, Actor},
    ticket::{StatusName, What, view::Names},
    time::Timestamp,
};
use sea_orm::{
    ActiveValue::NotSet, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set,
    sea_query::OnConflict,
};
use serde_json::json;

use super::{change::Change, facts::Known, stored};
use crate::{
    Error, Result, Store, Tx,
    entity::{fault_notices, fault_tickets, fault_updates},
    markdown,
    tickets::{Change as TicketChange, names::Wanted},
};

/// How many tickets hear of an update in one transaction.
const AT_ONCE: u64 = 25;

/// Tells the company how a fault stands. The first tickets that belong to it hear of it at once, the others soon, by [`tell_due`]: their
/// requesters and watchers read it there and get it by mail. `after` is the last update that the person saw, taken back or not; 0 for none.
///
/// # Errors
/// [`Error::NotFound`] for whom may not work on the fault; [`Error::Conflict`] when there is another update meanwhile;
/// [`Error::Invalid`] as [`Draft::parse`], and at `headline` (`UnknownChoice`) for a drill, of which nobody is told.
pub async fn publish(store: &Store, actor: &Actor, id: FaultId, after: i64, draft: &Draft) -> Result<()> {
    Known::find(&store.read, actor, id, |facts| Act::WorkFault(facts), false).await?;
    let draft = draft.parse()?;
    let update = store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let change = Change::begin(tx, actor, id, |facts| Act::WorkFault(facts)).await?;
                if change.known.row.drill {
                    return Err(Invalid::one("headline", Code::UnknownChoice).into());
                }
                if all(&tx.conn, id).await?.last().map_or(0, |row| row.id) != after {
                    return Err(Error::Conflict { what: "fault" });
                }
                let update = insert(tx, actor, id, &draft).await?;
                note(tx, id).await?;
                change.finish(tx, "fault.publish_update", json!({ "update": update, "stage": draft.stage })).await?;
                Ok(update)
            })
        })
        .await?;
    tell(store, update).await.map(drop)
}

async fn insert(tx: &Tx<'_>, actor: &Actor, id: FaultId, draft: &Draft) -> Result<i64> {
    let row = fault_updates::ActiveModel {
        id: NotSet,
        fault_id: Set(id.get()),
        at: Set(tx.now.millis()),
        author_id: Set(actor.user.get()),
        stage: Set(draft.stage.as_str().to_owned()),
        headline: Set(draft.headline.clone()),
        body: Set(draft.text.clone()),
        next_by: Set(draft.next_by(tx.now).map(Timestamp::millis)),
        told_up_to: Set(Some(0)),
        withdrawn_at: Set(None),
        withdrawn_by: Set(None),
        withdrawn_why: Set(String::new()),
    };
    Ok(fault_updates::Entity::insert(row).exec(&tx.conn).await?.last_insert_id)
}

/// Takes an update back: the company does not see it any more, and tickets that have not heard of it never will. Those that have keep it.
///
/// # Errors
/// [`Error::NotFound`] for whom may not work on the fault, and without such an update in it; [`Error::Conflict`] when it was taken back
/// already; [`Error::Invalid`] at `why` (`Required`, `TooLong`, `BadCharacters`).
pub async fn take_back(store: &Store, actor: &Actor, id: FaultId, update: i64, why: &str) -> Result<()> {
    Known::find(&store.read, actor, id, |facts| Act::WorkFault(facts), false).await?;
    let why = invalid::line(why, 1, WHY_MAX).map_err(|code| Invalid::one("why", code))?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let change = Change::begin(tx, actor, id, |facts| Act::WorkFault(facts)).await?;
                let row = fault_updates::Entity::find_by_id(update).one(&tx.conn).await?;
                let row = row.filter(|row| row.fault_id == id.get()).ok_or(Error::NotFound)?;
                if row.withdrawn_at.is_some() {
                    return Err(Error::Conflict { what: "fault" });
                }
                let mut row = row.into_active_model();
                row.withdrawn_at = Set(Some(tx.now.millis()));
                row.withdrawn_by = Set(Some(actor.user.get()));
                row.withdrawn_why = Set(why.clone());
                row.told_up_to = Set(None);
                fault_updates::Entity::update(row).exec(&tx.conn).await?;
                note(tx, id).await?;
                change.finish(tx, "fault.take_update_back", json!({ "update": update, "why": why })).await
            })
        })
        .await
}

/// Writes down what the updates of a fault come to.
async fn note(tx: &Tx<'_>, id: FaultId) -> Result<()> {
    let rows = all(&tx.conn, id).await?;
    let Some(last) = rows.iter().rev().find(|row| row.withdrawn_at.is_none()) else {
        fault_notices::Entity::delete_by_id(id.get()).exec(&tx.conn).await?;
        return Ok(());
    };
    let goes_on = stored::word::<Stage>(&last.stage)?.goes_on();
    let row = fault_notices::ActiveModel { fault_id: Set(id.get()), current: Set(goes_on), told_at: Set(last.at) };
    let again = OnConflict::column(fault_notices::Column::FaultId)
        .update_columns([fault_notices::Column::Current, fault_notices::Column::ToldAt])
        .to_owned();
    fault_notices::Entity::insert(row).on_conflict(again).exec_without_returning(&tx.conn).await?;
    Ok(())
}

/// All updates of a fault, those that were taken back with them, in the order in which they were published.
async fn all(conn: &impl ConnectionTrait, id: FaultId) -> Result<Vec<fault_updates::Model>> {
    let of_fault = fault_updates::Entity::find().filter(fault_updates::Column::FaultId.eq(id.get()));
    Ok(of_fault.order_by_asc(fault_updates::Column::Id).all(conn).await?)
}

/// The same for those who work on the fault.
pub(super) async fn of_fault(conn: &impl ConnectionTrait, id: FaultId) -> Result<Vec<Update>> {
    let rows = all(conn, id).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let mut wanted = Wanted::default();
    wanted.person(rows.iter().map(|row| UserId(row.author_id)).chain(rows.iter().filter_map(|row| row.withdrawn_by.map(UserId))));
    let names = wanted.find(conn).await?;
    rows.into_iter().map(|row| shown(row, &names)).collect()
}

fn shown(row: fault_updates::Model, names: &Names) -> Result<Update> {
    let taken = row.withdrawn_at.map(|at| Taken {
        at: Timestamp::from_millis(at),
        by: row.withdrawn_by.and_then(|by| names.person(UserId(by)).cloned()),
        why: row.withdrawn_why.clone(),
    });
    Ok(Update {
        id: row.id,
        at: Timestamp::from_millis(row.at),
        by: names.person(UserId(row.author_id)).cloned(),
        stage: stored::word(&row.stage)?,
        headline: row.headline,
        html: markdown::render(&row.body),
        next_by: row.next_by.map(Timestamp::from_millis),
        taken,
    })
}

/// Writes updates into the tickets that still wait for them, at most `rounds` times a few; says whether any are left.
///
/// # Errors
/// The database's.
pub async fn tell_due(store: &Store, rounds: usize) -> Result<bool> {
    for _ in 0..rounds {
        let next = fault_updates::Entity::find()
            .filter(fault_updates::Column::ToldUpTo.is_not_null())
            .order_by_asc(fault_updates::Column::Id)
            .one(&store.read)
            .await?;
        let Some(row) = next else { return Ok(false) };
        tell(store, row.id).await?;
    }
    Ok(true)
}

/// Writes an update into the next tickets; says whether any are left. Whoever comes second finds what the first one left.
async fn tell(store: &Store, update: i64) -> Result<bool> {
    store
        .transact(None, |tx| {
            Box::pin(async move {
                let found = fault_updates::Entity::find_by_id(update).lock_exclusive().one(&tx.conn).await?;
                let Some(row) = found else { return Ok(false) };
                let Some(up_to) = row.told_up_to else { return Ok(false) };
                let links: Vec<i64> = fault_tickets::Entity::find()
                    .filter(fault_tickets::Column::FaultId.eq(row.fault_id))
                    .filter(fault_tickets::Column::TicketId.gt(up_to))
                    .order_by_asc(fault_tickets::Column::TicketId)
                    .limit(AT_ONCE)
                    .select_only()
                    .column(fault_tickets::Column::TicketId)
                    .into_tuple()
                    .all(&tx.conn)
                    .await?;
                for &ticket in &links {
                    inform(tx, TicketId(ticket), &row).await?;
                }
                let more = links.len() as u64 == AT_ONCE;
                let mut row = row.into_active_model();
                row.told_up_to = Set(links.last().copied().filter(|_| more));
                fault_updates::Entity::update(row).exec(&tx.conn).await?;
                Ok(more)
            })
        })
        .await
}

/// What the fault's last update says, for a ticket that has just come to belong to it: it goes on, and they do not know.
pub(super) async fn catch_up(tx: &mut Tx<'_>, id: FaultId, ticket: TicketId) -> Result<()> {
    let rows = all(&tx.conn, id).await?;
    let Some(last) = rows.iter().rev().find(|row| row.withdrawn_at.is_none()) else { return Ok(()) };
    // It waits for its turn, and this ticket with it.
    let waits = last.told_up_to.is_some_and(|up_to| up_to < ticket.get());
    if waits || !stored::word::<Stage>(&last.stage)?.goes_on() {
        return Ok(());
    }
    inform(tx, ticket, last).await
}

/// Writes an update into a ticket. Whoever filed one that is closed or was cancelled waits for nothing any more.
async fn inform(tx: &mut Tx<'_>, ticket: TicketId, update: &fault_updates::Model) -> Result<()> {
    let mut change = match TicketChange::by_itself(tx, ticket, Some(UserId(update.author_id))).await {
        Ok(change) => change,
        Err(Error::NotFound) => return Ok(()),
        Err(error) => return Err(error),
    };
    if matches!(change.status().name(), StatusName::Closed | StatusName::Cancelled) {
        return Ok(());
    }
    change.tell(What::Informed {
        fault: Number(FaultId(update.fault_id)),
        stage: stored::word(&update.stage)?,
        headline: update.headline.clone(),
        text: update.body.clone(),
    });
    let readers: Vec<UserId> = change.facts().requesters.iter().chain(&change.facts().watchers).copied().collect();
    change.mail(MailOccasion::Informed, readers);
    change.finish(tx, "ticket.inform").await
}
