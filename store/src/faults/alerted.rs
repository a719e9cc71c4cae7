//! What alerts change of faults.

use domain::{
    fault::moment::{Kind, Reading, Source, Value},
    permit::Actor,
};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait},
};

use super::{
    change::{Change, refused},
    facts::Known,
};
use crate::{Result, Tx, entity::faults, live::Word};

/// Tells those who look at these faults that their alerts have changed. What alerts say of a fault is made of them whenever somebody
/// looks, so that nothing else is written.
pub(crate) async fn alerted(tx: &mut Tx<'_>, ids: &[i64]) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    faults::Entity::update_many()
        .col_expr(faults::Column::Changes, Expr::col(faults::Column::Changes).add(1_i64))
        .filter(faults::Column::Id.is_in(ids.iter().copied()))
        .exec(&tx.conn)
        .await?;
    let known = Known::many(&tx.conn, ids).await?;
    tx.news.extend(known.into_values().map(|known| Word::Fault { fault: known.id(), facts: vec![known.facts] }));
    Ok(())
}

/// Somebody has the fault now, if nobody has said anything else of that.
pub(crate) async fn acknowledged(tx: &Tx<'_>, actor: &Actor, change: &mut Change) -> Result<()> {
    if change.moments.get(Kind::Acknowledged).is_some() {
        return Ok(());
    }
    let reading = Reading { value: Value::Exact { at: tx.now }, source: Source::Person, evidence: String::new() };
    let before = change.times_said(Kind::Acknowledged);
    let set = change.moments.set(Kind::Acknowledged, reading, Some(actor.user), tx.now, "");
    set.map_err(|error| refused(&error, &change.moments, tx.now, ("at", "why")))?;
    change.write_moment(tx, Kind::Acknowledged, before).await.map(drop)
}
