//! Who is missed because nothing comes from them, and what is not kept for ever.

use domain::{
    alert::{Said, Signal, Which, signal::Told, view::Became},
    locale::Locale,
    priority::Matrix,
    time::{Span, Timestamp},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};

use super::absorb;
use crate::{
    Result, Store, Tx, convert,
    entity::{alert_refusals, alerts, integrations as integration, users},
};

/// What a silence is told apart by from what the integration itself says.
const KEY: &str = "opsbeat:silence";
/// How long an alert is kept of which nothing came.
const KEPT: Span = Span::from_days(30);
/// How long a payload is kept that was not understood.
const REFUSED_KEPT: Span = Span::from_days(1);

/// Raises an alert for each integration that is missed by now, at most `limit` of them; says how many.
///
/// Each is a transaction of its own, in which whoever changes the row first raises it: several processes may look, and it is raised
/// once. What became due while nobody looked is raised late.
///
/// # Errors
/// The database's.
pub async fn raise_silent(store: &Store, limit: u64) -> Result<u64> {
    let matrix = store.settings().await?.matrix.clone();
    let due: Vec<i64> = integration::Entity::find()
        .filter(integration::Column::LateAt.lte(store.now().millis()))
        .filter(integration::Column::Enabled.eq(true))
        .order_by_asc(integration::Column::LateAt)
        .limit(limit)
        .select_only()
        .column(integration::Column::Id)
        .into_tuple()
        .all(&store.read)
        .await?;
    let mut raised = 0;
    for id in due {
        match store.transact(None, |tx| Box::pin(async { raise(tx, id, &matrix).await })).await {
            Ok(true) => raised += 1,
            Ok(false) => {}
            Err(error) => tracing::error!(%error, integration = id, "the silence of an integration could not be raised"),
        }
    }
    Ok(raised)
}

async fn raise(tx: &mut Tx<'_>, id: i64, matrix: &Matrix) -> Result<bool> {
    let taken = integration::Entity::update_many()
        .col_expr(integration::Column::Silent, Expr::value(true))
        .filter(integration::Column::Id.eq(id))
        .filter(integration::Column::Enabled.eq(true))
        .filter(integration::Column::Silent.eq(false))
        .filter(integration::Column::LateAt.lte(tx.now.millis()))
        .exec(&tx.conn)
        .await?;
    let Some(row) = integration::Entity::find_by_id(id).one(&tx.conn).await?.filter(|_| taken.rows_affected > 0) else { return Ok(false) };
    let since = row.late_at.map_or(tx.now, Timestamp::from_millis);
    let quiet = Expr::value(Option::<i64>::None);
    integration::Entity::update_many()
        .col_expr(integration::Column::LateAt, quiet)
        .filter(integration::Column::Id.eq(id))
        .exec(&tx.conn)
        .await?;
    let labels = [("alertname", "Silence".to_owned()), ("integration", row.name.clone())];
    let told = Told {
        summary: summary(tx, &row).await?,
        severity: "critical".to_owned(),
        labels: labels.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
        link: String::new(),
    };
    let signal = Signal { key: KEY.to_owned(), which: Which::BeganAt(since), said: Said::Firing, told };
    absorb::take(tx, &row, &[signal], matrix).await?;
    Ok(true)
}

/// In the language of who answers for it: it becomes the title of a fault.
async fn summary(tx: &Tx<'_>, row: &integration::Model) -> Result<String> {
    let owner = users::Entity::find_by_id(row.owner_id).one(&tx.conn).await?;
    let locale: Locale = owner.and_then(|owner| owner.locale).map(|word| convert::word("locale", &word)).transpose()?.unwrap_or_default();
    Ok(match locale {
        Locale::En => format!("{} has fallen silent", row.name),
        Locale::Zh => format!("{} 没有按时发来消息", row.name),
    })
}

/// Ends the silence of an integration that is heard again, or not watched any more.
pub(super) async fn recover(tx: &mut Tx<'_>, row: &integration::Model, matrix: &Matrix) -> Result<()> {
    integration::Entity::update_many()
        .col_expr(integration::Column::Silent, Expr::value(false))
        .filter(integration::Column::Id.eq(row.id))
        .exec(&tx.conn)
        .await?;
    let over = Signal {
        key: KEY.to_owned(),
        which: Which::Open { since: None },
        said: Said::Resolved { at: Some(tx.now) },
        told: Told::default(),
    };
    absorb::take(tx, row, &[over], matrix).await
}

/// Throws away alerts of which nothing came once 30 days are over since they were last heard of, and refused payloads after a day.
///
/// # Errors
/// The database's.
pub async fn sweep(store: &Store) -> Result<()> {
    let now = store.now();
    alert_refusals::Entity::delete_many()
        .filter(alert_refusals::Column::At.lt(now.minus(REFUSED_KEPT).millis()))
        .exec(&store.write)
        .await?;
    let nothing = [Became::Unmatched, Became::Nothing, Became::Over, Became::Impossible].map(Became::as_str);
    alerts::Entity::delete_many()
        .filter(alerts::Column::HeardAt.lt(now.minus(KEPT).millis()))
        .filter(alerts::Column::Became.is_in(nothing))
        .exec(&store.write)
        .await?;
    Ok(())
}
