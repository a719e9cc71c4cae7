//! The end of an import.

use std::collections::BTreeMap;

use domain::servicenow::Stage;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait, Query},
};
use serde_json::json;

use super::{IMPORT, Run};
use crate::{
    Result, Store, convert,
    entity::{imports, services, tickets},
};

pub(super) async fn settle(store: &Store, run: &Run) -> Result<()> {
    store
        .transact(run.by, |tx| {
            Box::pin(async move {
                let given = give_services(&tx.conn, run, tx.now.millis()).await?;
                let mut update = Query::update();
                update
                    .table(imports::Entity)
                    .value(imports::Column::State, Stage::Done.as_str())
                    .value(imports::Column::Summary, convert::to_json("summary", &run.summary)?)
                    .value(imports::Column::UpdatedAt, tx.now.millis())
                    .and_where(Expr::col(imports::Column::Id).eq(run.id.get()));
                tx.conn.execute(&update).await?;
                let data = json!({ "new": run.summary.new, "known": run.summary.known, "services": given });
                tx.audit("import.finish", (IMPORT, run.id), data);
                Ok(())
            })
        })
        .await
}

/// Which group did most for a service is only known at the end. Services that are older than the
/// import, and such as somebody has touched since, keep the team that they have.
async fn give_services(conn: &DatabaseTransaction, run: &Run, now: i64) -> Result<usize> {
    let Some(import) = imports::Entity::find_by_id(run.id.get()).one(conn).await? else { return Ok(0) };
    let made: BTreeMap<i64, i64> = services::Entity::find()
        .filter(services::Column::ExternalRef.starts_with(super::external_ref("")))
        .filter(services::Column::CreatedAt.gte(import.created_at))
        .filter(Expr::col(services::Column::UpdatedAt).eq(Expr::col(services::Column::CreatedAt)))
        .all(conn)
        .await?
        .into_iter()
        .map(|service| (service.id, service.team_id))
        .collect();
    let mut given = 0;
    for (service, team) in busiest(conn, made.keys().copied()).await? {
        if made.get(&service) != Some(&team) {
            let mut update = Query::update();
            update
                .table(services::Entity)
                .value(services::Column::TeamId, team)
                .value(services::Column::UpdatedAt, now)
                .and_where(Expr::col(services::Column::Id).eq(service));
            conn.execute(&update).await?;
            given += 1;
        }
    }
    Ok(given)
}

/// The team with the most tickets of each service; the one that came first, where several have as many.
async fn busiest(conn: &DatabaseTransaction, services: impl Iterator<Item = i64>) -> Result<BTreeMap<i64, i64>> {
    let mut select = Query::select();
    select
        .columns([tickets::Column::ServiceId, tickets::Column::TeamId])
        .expr_as(Expr::cust("count(*)"), "handled")
        .from(tickets::Entity)
        .and_where(Expr::col(tickets::Column::ServiceId).is_in(services))
        .and_where(Expr::col(tickets::Column::TeamId).is_not_null())
        .group_by_columns([tickets::Column::ServiceId, tickets::Column::TeamId]);
    let mut best: BTreeMap<i64, (i64, std::cmp::Reverse<i64>)> = BTreeMap::new();
    for row in conn.query_all(&select).await? {
        let service: i64 = row.try_get("", "service_id")?;
        let rank = (row.try_get("", "handled")?, std::cmp::Reverse(row.try_get("", "team_id")?));
        best.entry(service).and_modify(|best| *best = rank.max(*best)).or_insert(rank);
    }
    Ok(best.into_iter().map(|(service, (_, std::cmp::Reverse(team)))| (service, team)).collect())
}
