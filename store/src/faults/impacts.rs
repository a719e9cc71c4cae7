//! The whiles in which a fault hurt.

use domain::{
    fault::impact::{Interval, Rule, judge},
    id::FaultId,
    invalid::{Code, Invalid},
    permit::{Act, Actor},
    time::Timestamp,
};
use sea_orm::{ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};
use serde_json::json;

use super::{
    change::{Change, range},
    facts::Known,
    stored,
};
use crate::{Error, Result, Store, entity::fault_impacts};

/// The most intervals that one fault has.
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
                if until.is_none() && known.iter().any(|(_, one)| one.until.is_none()) {
                    return Err(Error::Conflict { what: "fault" });
                }
                let row = fault_impacts::ActiveModel {
                    id: NotSet,
                    fault_id: Set(id.get()),
                    began_at: Set(from.millis()),
                    ended_at: Set(until.map(Timestamp::millis)),
                };
                fault_impacts::Entity::insert(row).exec(&tx.conn).await?;
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
                if row.ended_at.is_some() {
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
