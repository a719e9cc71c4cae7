//! Saying "I have it" of a fault's alerts.

use domain::{
    id::{FaultId, UserId},
    permit::{Act, Actor},
};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait},
};
use serde_json::json;

use super::query;
use crate::{
    Result, Store, Tx,
    entity::alerts as alert,
    faults::{self, Acknowledging},
};

/// Says that the actor has all alerts of a fault that go on and that nobody has. If nothing was said yet of when the fault was acknowledged,
/// it was now. Without such an alert nothing changes.
///
/// # Errors
/// [`crate::Error::NotFound`] for whom may not work on the fault; the database's.
pub async fn acknowledge(store: &Store, actor: &Actor, id: FaultId) -> Result<()> {
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let mut fault = Acknowledging::begin(tx, actor, id, |facts| Act::WorkFault(facts)).await?;
                let waiting = query::waiting(&tx.conn, id).await?;
                if waiting == 0 {
                    return Ok(());
                }
                take(tx, id, actor.user).await?;
                faults::acknowledged(tx, actor, &mut fault).await?;
                fault.finish(tx, "fault.acknowledge_alerts", json!({ "alerts": waiting })).await
            })
        })
        .await
}

/// Gives somebody all alerts of a fault that go on and that nobody has; says how many.
pub(crate) async fn take(tx: &Tx<'_>, id: FaultId, who: UserId) -> Result<u64> {
    let now = Expr::value(tx.now.millis());
    // Nobody has an alert before it began, whatever its sender's clock says.
    let begun = Expr::col(alert::Column::StartsAt);
    let at = Expr::case(begun.clone().gt(now.clone()), begun).finally(now);
    let taken = alert::Entity::update_many()
        .col_expr(alert::Column::AcknowledgedAt, at.into())
        .col_expr(alert::Column::AcknowledgedBy, Expr::value(who.get()))
        .filter(alert::Column::FaultId.eq(id.get()))
        .filter(alert::Column::EndsAt.is_null())
        .filter(alert::Column::AcknowledgedAt.is_null())
        .exec(&tx.conn)
        .await?;
    Ok(taken.rows_affected)
}
