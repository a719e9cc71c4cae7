//! Who does a job that only one process at a time may do. A lease ends by itself, so a process that died is replaced.

use domain::time::{Span, Timestamp};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter,
    sea_query::{Expr, OnConflict, Query},
};

use crate::{Result, Store, entity::leases as lease, token};

/// A name for a process that takes leases. It is drawn, because in containers every process has the same number and address.
///
/// # Errors
/// [`crate::Error::Unavailable`], when the system has no random numbers to give.
pub fn holder() -> Result<String> {
    Ok(i64::from_ne_bytes(token::random()?).to_string())
}

/// Takes or renews the lease `name` for `holder` until `span` from now; `false` while somebody else holds it.
///
/// # Errors
/// The database's.
pub async fn take(store: &Store, name: &str, holder: &str, span: Span) -> Result<bool> {
    let now = store.now();
    let until = now.plus(span).millis();
    let mut upsert = Query::insert();
    upsert
        .into_table(lease::Entity)
        .columns([lease::Column::Name, lease::Column::Holder, lease::Column::Until])
        .values_panic([Expr::val(name), Expr::val(holder), Expr::val(until)])
        .on_conflict(
            OnConflict::column(lease::Column::Name)
                .update_columns([lease::Column::Holder, lease::Column::Until])
                .action_and_where(
                    Expr::col((lease::Entity, lease::Column::Until)).lte(now.millis()).or(Expr::col((
                        lease::Entity,
                        lease::Column::Holder,
                    ))
                    .eq(holder)),
                )
                .to_owned(),
        );
    Ok(store.write.execute(&upsert).await?.rows_affected() == 1)
}

/// Until when the lease holds, whoever has it; `None`, when it was never taken or was given back.
///
/// # Errors
/// The database's.
pub async fn until(store: &Store, name: &str) -> Result<Option<Timestamp>> {
    let row = lease::Entity::find().filter(lease::Column::Name.eq(name)).one(&store.read).await?;
    Ok(row.map(|row| Timestamp::from_millis(row.until)))
}

/// Gives the lease back before its time, if `holder` has it.
///
/// # Errors
/// The database's.
pub async fn give_back(store: &Store, name: &str, holder: &str) -> Result<()> {
    lease::Entity::delete_many().filter(lease::Column::Name.eq(name)).filter(lease::Column::Holder.eq(holder)).exec(&store.write).await?;
    Ok(())
}
