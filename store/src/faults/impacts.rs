//! The whiles in which a fault hurt.

use domain::{
    fault::impact::{Interval, Rule, judge},
    id::FaultId,
    invalid::{Code, Invalid, text},
    permit::{Act, Actor},
    time::Timestamp,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};
use serde_json::json;

use super::{
    change::{Change, range},
    facts::Known,
    moments::REASON_MAX,
    stored,
};
use crate::{Error, Result, Store, Tx, entity::fault_impacts};

/// What an interval was in truth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mending {
    /// By what it is named.
    pub impact: i64,
    /// As the person saw it.
    pub was: Interval,
    /// As it should be; none, if it never hurt then.
    pub to: Option<Interval>,
    /// The reason.
    pub why: String,
}

/// The most intervals that one fault has, those that were taken back with them.
const MOST: usize = 200;

/// Says that it hurts from a time on, or that it hurt for a while. At most one interval is open.
///
/// # Errors
/// [`Error::NotFound`] for whom may not; [`Error::Conflict`] when one without an end is to begin and another one is open;
/// [`Error::Invalid`] at `from`, `until` (`OutOfRange` with the bound) and `from` (`TooMany`).
pub async fn start_impact(store: &Store, actor: &Actor, id: FaultId, from: Timestamp, until: Option<Timestamp>) -> Result<()> {
    Known::find(&store.read, actor, id, |facts| Act::WorkFault(facts), false).await?;
    let interval = Interval { from, until };
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let change = Change::begin(tx, actor, id, |facts| Act::WorkFault(facts)).await?;
                let known = stored::impacts(&tx.conn, id).await?;
                check(interval, tx.now)?;
                if known.len() >= MOST {
                    return Err(Invalid::one("from", Code::TooMany { max: MOST }).into());
                }
                add(tx, id, &known, interval).await?;
                change.finish(tx, "fault.start_impact", json!({ "from": from, "until": until })).await
            })
        })
        .await
}

/// Says when an interval ended that was open.
///
/// # Errors
/// [`Error::NotFound`] for whom may not, and without such an interval; [`Error::Conflict`] when it has an end by now; [`Error::Invalid`]
/// at `until`.
pub async fn stop_impact(store: &Store, actor: &Actor, id: FaultId, impact: i64, until: Timestamp) -> Result<()> {
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let change = Change::begin(tx, actor, id, |facts| Act::WorkFault(facts)).await?;
                let of_fault = fault_impacts::Entity::find_by_id(impact).filter(fault_impacts::Column::FaultId.eq(id.get()));
                let row = of_fault.one(&tx.conn).await?.ok_or(Error::NotFound)?;
                if row.ended_at.is_some() || row.withdrawn_at.is_some() {
                    return Err(Error::Conflict { what: "fault" });
                }
                check(Interval { from: Timestamp::from_millis(row.began_at), until: Some(until) }, tx.now)?;
                let mut row = row.into_active_model();
                row.ended_at = Set(Some(until.millis()));
                row.update(&tx.conn).await?;
                change.finish(tx, "fault.stop_impact", json!({ "until": until })).await
            })
        })
        .await
}

/// Says that an interval was another one, or with nothing in `to` that it was none; `was` is what the person saw. What it was before stays to be
/// read, with the reason.
///
/// # Errors
/// [`Error::NotFound`] for whom may not, and without such an interval; [`Error::Conflict`] when somebody else changed it meanwhile, and when
/// it is to be open beside another one; [`Error::Invalid`] at `why` (`Required`, `TooLong`, `BadCharacters`), and as [`start_impact`].
pub async fn mend_impact(store: &Store, actor: &Actor, id: FaultId, mending: &Mending) -> Result<()> {
    Known::find(&store.read, actor, id, |facts| Act::WorkFault(facts), false).await?;
    let why = text(&mending.why, 1, REASON_MAX).map_err(|code| Invalid::one("why", code))?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let change = Change::begin(tx, actor, id, |facts| Act::WorkFault(facts)).await?;
                let mut known = stored::impacts(&tx.conn, id).await?;
                let place = known.iter().position(|row| row.id == mending.impact).ok_or(Error::NotFound)?;
                let row = known.remove(place);
                if row.withdrawn_at.is_some() || stored::interval(&row) != mending.was {
                    return Err(Error::Conflict { what: "fault" });
                }
                if mending.to == Some(mending.was) {
                    return Ok(());
                }
                let mut row = row.into_active_model();
                row.withdrawn_at = Set(Some(tx.now.millis()));
                row.withdrawn_by = Set(Some(actor.user.get()));
                row.withdrawn_why = Set(why.clone());
                row.update(&tx.conn).await?;
                if let Some(to) = mending.to {
                    check(to, tx.now)?;
                    add(tx, id, &known, to).await?;
                }
                change.finish(tx, "fault.mend_impact", json!({ "was": mending.was, "to": mending.to, "why": why })).await
            })
        })
        .await
}

/// Writes an interval beside those that there are.
async fn add(tx: &Tx<'_>, id: FaultId, known: &[fault_impacts::Model], interval: Interval) -> Result<()> {
    let is_open = |row: &fault_impacts::Model| row.ended_at.is_none() && row.withdrawn_at.is_none();
    if interval.until.is_none() && known.iter().any(is_open) {
        return Err(Error::Conflict { what: "fault" });
    }
    let row = fault_impacts::ActiveModel {
        fault_id: Set(id.get()),
        began_at: Set(interval.from.millis()),
        ended_at: Set(interval.until.map(Timestamp::millis)),
        ..Default::default()
    };
    fault_impacts::Entity::insert(row).exec(&tx.conn).await?;
    Ok(())
}

fn check(interval: Interval, now: Timestamp) -> Result<()> {
    let mut invalid = Invalid::default();
    for wrong in judge(&[interval], now) {
        match wrong.rule {
            Rule::BeginsInTheFuture => invalid.add("from", range(None, Some(now))),
            Rule::EndsBeforeItBegins => invalid.add("until", range(Some(interval.from), None)),
            Rule::EndsInTheFuture => invalid.add("until", range(None, Some(now))),
        }
    }
    Ok(invalid.or(())?)
}
