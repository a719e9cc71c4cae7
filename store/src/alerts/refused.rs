//! Payloads that were not understood, kept for a day so that somebody can look at them.

use domain::{alert::Malformed, id::IntegrationId};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set};

use crate::{Result, Store, entity::alert_refusals as refusal};

/// The most payloads that are kept of one integration.
pub(super) const KEPT: u64 = 20;
/// The most characters that are kept of one.
const BODY_MAX: usize = 4_000;
/// The most characters of a place.
const PLACE_MAX: usize = 300;

/// Keeps the beginning of a payload that was refused; the oldest one of too many goes.
///
/// # Errors
/// The database's.
pub async fn refuse(store: &Store, integration: IntegrationId, malformed: &Malformed, body: &[u8]) -> Result<()> {
    // Four bytes are the longest character.
    let beginning = String::from_utf8_lossy(&body[..body.len().min(BODY_MAX * 4)]);
    let beginning: String = beginning.chars().filter(|&c| c != '\0').take(BODY_MAX).collect();
    let place: String = malformed.at.chars().filter(|&c| c != '\0').take(PLACE_MAX).collect();
    store
        .transact(None, |tx| {
            Box::pin(async {
                let row = refusal::ActiveModel {
                    integration_id: Set(integration.get()),
                    at: Set(tx.now.millis()),
                    place: Set(place.clone()),
                    why: Set(malformed.why.as_str().to_owned()),
                    size: Set(i64::try_from(body.len()).unwrap_or(i64::MAX)),
                    body: Set(beginning.clone()),
                    ..Default::default()
                };
                refusal::Entity::insert(row).exec(&tx.conn).await?;
                let first: Option<i64> = refusal::Entity::find()
                    .filter(refusal::Column::IntegrationId.eq(integration.get()))
                    .order_by_desc(refusal::Column::Id)
                    .offset(KEPT - 1)
                    .limit(1)
                    .select_only()
                    .column(refusal::Column::Id)
                    .into_tuple()
                    .one(&tx.conn)
                    .await?;
                if let Some(first) = first {
                    let older = refusal::Entity::delete_many()
                        .filter(refusal::Column::IntegrationId.eq(integration.get()))
                        .filter(refusal::Column::Id.lt(first));
                    older.exec(&tx.conn).await?;
                }
                Ok(())
            })
        })
        .await
}
