//! Taking in what an integration says: all of it in one transaction, in as few statements for a thousand alerts as for one.

use std::collections::BTreeSet;

use domain::{
    alert::{
        Signal, Which,
        occurrence::{COPY, Folded, fold},
        view::Became,
    },
    id::{FaultId, IntegrationId},
    priority::Matrix,
    time::Timestamp,
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, QueryOrder, Set,
    sea_query::{Expr, OnConflict},
};

use super::{
    join::{self, Joined},
    silence, stored,
};
use crate::{
    Error, Result, Store, Tx,
    entity::{alerts as alert, integrations as integration},
    faults,
};

/// Rows in one statement: a database takes only so many values at once.
const AT_ONCE: usize = 500;

/// An alert's row as it is to be written.
type Written = (alert::ActiveModel, Joined);

/// Takes in what an integration says. Hearing it at all is a sign of life, also without any signal.
///
/// The integration's row is changed first, so that two processes take turns. What is new is decided by the rules that hold now; what is
/// known keeps what became of it.
///
/// # Errors
/// [`Error::NotFound`], when it was switched off a moment ago; the database's. Nothing was taken then.
pub async fn absorb(store: &Store, id: IntegrationId, signals: &[Signal]) -> Result<()> {
    let matrix = store.settings().await?.matrix.clone();
    store
        .transact(None, |tx| {
            Box::pin(async {
                let heard = integration::Entity::update_many()
                    .col_expr(integration::Column::HeardAt, Expr::value(tx.now.millis()))
                    .col_expr(integration::Column::LateAt, late_at(tx.now))
                    .filter(integration::Column::Id.eq(id.get()))
                    .filter(integration::Column::Enabled.eq(true))
                    .exec(&tx.conn)
                    .await?;
                if heard.rows_affected == 0 {
                    return Err(Error::NotFound);
                }
                let row = integration::Entity::find_by_id(id.get()).one(&tx.conn).await?.ok_or(Error::NotFound)?;
                if row.silent {
                    silence::recover(tx, &row, &matrix).await?;
                }
                if signals.is_empty() { Ok(()) } else { take(tx, &row, signals, &matrix).await }
            })
        })
        .await
}

/// From when on somebody who is heard now is missed: nothing, where nobody would miss them.
pub(super) fn late_at(now: Timestamp) -> Expr {
    let minutes = Expr::col(integration::Column::EveryMinutes).add(Expr::col(integration::Column::GraceMinutes));
    minutes.mul(60_000_i64).add(now.millis())
}

/// Folds signals into what is known, and lets rules decide what is new.
pub(super) async fn take(tx: &mut Tx<'_>, from: &integration::Model, signals: &[Signal], matrix: &Matrix) -> Result<()> {
    let known = known(tx, from.id, signals).await?;
    let folded = fold(known, signals, tx.now);
    let changed: Vec<Folded<alert::Model>> = folded.into_iter().filter(|one| one.before.as_ref() != Some(&one.now)).collect();
    let fresh = |one: &&Folded<alert::Model>| one.before.as_ref().is_none_or(|before| !before.begun && one.now.begun);
    let new: Vec<_> = changed.iter().filter(fresh).map(|one| &one.now).collect();
    let mut decided = join::decide(tx, from, &new, matrix).await?.into_iter();
    let mut rows: Vec<Written> = Vec::with_capacity(changed.len());
    for one in &changed {
        let joined = if fresh(&one) { decided.next() } else { None };
        rows.push(written(tx, from, one, joined).await?);
    }
    let touched: BTreeSet<i64> = rows.iter().filter_map(|(_, joined)| joined.fault.map(FaultId::get)).collect();
    write(tx, rows).await?;
    faults::alerted(tx, &touched.into_iter().collect::<Vec<_>>()).await
}

/// What is known of the alerts that signals are about, the oldest first: those of their keys that are open, that were named by their
/// beginning, or were heard of by their end alone.
async fn known(tx: &Tx<'_>, from: i64, signals: &[Signal]) -> Result<Vec<(alert::Model, domain::alert::Occurrence)>> {
    let keys: BTreeSet<&str> = signals.iter().map(|signal| signal.key.as_str()).collect();
    let begun = |signal: &Signal| match signal.which {
        Which::BeganAt(at) | Which::Open { since: Some(at) } => Some(at.millis()),
        Which::Open { since: None } => None,
    };
    let begins: BTreeSet<i64> = signals.iter().filter_map(begun).collect();
    let begins: Vec<i64> = begins.into_iter().collect();
    let mut rows = Vec::new();
    for keys in keys.into_iter().collect::<Vec<_>>().chunks(AT_ONCE) {
        let mut any = Condition::any()
            .add(alert::Column::EndsAt.is_null())
            .add(alert::Column::EndsAt.gte(tx.now.minus(COPY).millis()))
            .add(alert::Column::Begun.eq(false));
        // As many as one statement takes; of more than that, by their bounds.
        any = match (begins.as_slice(), begins.first(), begins.last()) {
            (few, ..) if few.len() <= AT_ONCE => any.add(alert::Column::StartsAt.is_in(few.iter().copied())),
            (_, Some(&first), Some(&last)) => any.add(alert::Column::StartsAt.between(first, last)),
            _ => any,
        };
        let found = alert::Entity::find()
            .filter(alert::Column::IntegrationId.eq(from))
            .filter(alert::Column::Key.is_in(keys.iter().copied()))
            .filter(any)
            .order_by_asc(alert::Column::StartsAt);
        rows.extend(found.all(&tx.conn).await?);
    }
    rows.into_iter().map(|row| Ok((row.clone(), stored::occurrence(&row)?))).collect()
}

/// A changed alert as its row: a known one keeps what became of it, unless that was decided anew.
async fn written(tx: &Tx<'_>, from: &integration::Model, one: &Folded<alert::Model>, joined: Option<Joined>) -> Result<Written> {
    let mut row = stored::row(tx, IntegrationId(from.id), &one.now)?;
    let joined = match (joined, &one.id) {
        (Some(joined), _) => joined,
        (None, Some(kept)) => Joined::kept(kept)?,
        (None, None) => Joined::of(Became::Unmatched),
    };
    if let Some(kept) = one.id.as_ref().filter(|kept| kept.starts_at != one.now.starts_at.millis()) {
        // Its end came first, and it has another beginning now: seldom, and by itself.
        let mut begun = row.clone();
        begun.id = Set(kept.id);
        alert::Entity::update(begun).exec(&tx.conn).await?;
    }
    joined.put(&mut row);
    Ok((row, joined))
}

/// Writes new rows, and what has changed of known ones.
async fn write(tx: &Tx<'_>, rows: Vec<Written>) -> Result<()> {
    let rows: Vec<alert::ActiveModel> = rows.into_iter().map(|(row, _)| row).collect();
    let mut on_known = OnConflict::columns([alert::Column::IntegrationId, alert::Column::Key, alert::Column::StartsAt]);
    on_known.update_columns([
        alert::Column::Begun,
        alert::Column::EndsAt,
        alert::Column::AcknowledgedAt,
        alert::Column::Times,
        alert::Column::HeardAt,
        alert::Column::Became,
        alert::Column::RuleId,
        alert::Column::FaultId,
        alert::Column::TicketId,
        alert::Column::Declares,
    ]);
    for some in rows.chunks(AT_ONCE) {
        alert::Entity::insert_many(some.iter().cloned()).on_conflict(on_known.clone()).exec_without_returning(&tx.conn).await?;
    }
    Ok(())
}
