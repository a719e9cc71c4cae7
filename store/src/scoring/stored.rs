//! How a round stands in its row, there and back.

use domain::{
    id::{RoundId, UserId},
    permit::{Act, Actor, may},
    scoring::{
        plan::{Plan, Stage},
        view::{Progress, RoundLine},
    },
    time::Timestamp,
};
use sea_orm::{ConnectionTrait, EntityTrait, QuerySelect, Set};

use crate::{
    Error, Result, convert,
    entity::score_rounds::{self as rounds, ActiveModel, Model},
};

const ROUND: &str = "round of scores";

/// What a column of counts holds.
pub(super) fn count(number: i64) -> usize {
    usize::try_from(number).unwrap_or_default()
}

/// A count for a column.
pub(super) fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

pub(super) fn stage(row: &Model) -> Result<Stage> {
    convert::word(ROUND, &row.stage)
}

pub(super) fn plan(row: &Model) -> Result<Plan> {
    let percent = |number: i64| u8::try_from(number).unwrap_or_default();
    Ok(Plan {
        name: row.name.clone(),
        from: Timestamp::from_millis(row.period_from),
        until: Timestamp::from_millis(row.period_until),
        opens: Timestamp::from_millis(row.opens_at),
        closes: Timestamp::from_millis(row.closes_at),
        owner: UserId(row.owner_id),
        external: percent(row.external),
        internal: percent(row.internal),
        dimensions: convert::json(ROUND, &row.dimensions)?,
    })
}

/// What is planned, into a row.
pub(super) fn write(row: &mut ActiveModel, plan: &Plan) -> Result<()> {
    row.name = Set(plan.name.clone());
    row.period_from = Set(plan.from.millis());
    row.period_until = Set(plan.until.millis());
    row.opens_at = Set(plan.opens.millis());
    row.closes_at = Set(plan.closes.millis());
    row.owner_id = Set(plan.owner.get());
    row.external = Set(i64::from(plan.external));
    row.internal = Set(i64::from(plan.internal));
    row.dimensions = Set(convert::to_json(ROUND, &plan.dimensions)?);
    Ok(())
}

pub(super) fn line(row: &Model, mine: Option<Progress>) -> Result<RoundLine> {
    Ok(RoundLine { id: RoundId(row.id), stage: stage(row)?, plan: plan(row)?, mine })
}

/// A round that nobody else changes until the transaction ends.
pub(super) async fn locked(conn: &impl ConnectionTrait, id: RoundId) -> Result<Model> {
    rounds::Entity::find_by_id(id.get()).lock_exclusive().one(conn).await?.ok_or(Error::NotFound)
}

/// A round that the actor knows of: what is planned is its planners' and its owner's.
pub(super) async fn seen(conn: &impl ConnectionTrait, actor: &Actor, id: RoundId) -> Result<Model> {
    let row = rounds::Entity::find_by_id(id.get()).one(conn).await?.ok_or(Error::NotFound)?;
    if sees(actor, &row)? { Ok(row) } else { Err(Error::NotFound) }
}

pub(super) fn sees(actor: &Actor, row: &Model) -> Result<bool> {
    let owner = UserId(row.owner_id);
    Ok(may(actor, Act::PlanRounds) || may(actor, Act::RunRound { owner }) || may(actor, Act::SeeRounds) && stage(row)? != Stage::Planned)
}
