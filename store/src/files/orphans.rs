//! Files that nobody attached, and bytes that no row knows of.

use domain::time::Span;
use futures::TryStreamExt;
use object_store::{ObjectStoreExt, path::Path};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::{Result, Store, entity::attachments, error};

/// How long an upload waits for its form to be sent.
const PENDING: Span = Span::from_hours(24);
/// How many objects are compared with the rows at once.
const BATCH: usize = 500;

/// Throws away what was uploaded more than a day ago and never attached, and objects of that age without a row, such as a
/// crash leaves behind; says how many objects went.
///
/// # Errors
/// [`crate::Error::Files`], and the database's.
pub async fn sweep(store: &Store) -> Result<u64> {
    let before = store.now().minus(PENDING);
    let pending = attachments::Entity::find()
        .filter(attachments::Column::TicketId.is_null())
        .filter(attachments::Column::CreatedAt.lt(before.millis()))
        .all(&store.read)
        .await?;
    for row in pending {
        // The row first, and only while it is still pending: bytes without a row are found again, a row without bytes is not.
        attachments::Entity::delete_many()
            .filter(attachments::Column::Id.eq(row.id))
            .filter(attachments::Column::TicketId.is_null())
            .exec(&store.write)
            .await?;
    }
    let objects: Vec<_> = store.files.list(Some(&Path::from("attachments"))).try_collect().await.map_err(error::Files::Store)?;
    let old: Vec<String> = objects
        .into_iter()
        .filter(|object| object.last_modified.timestamp_millis() < before.millis())
        .map(|object| object.location.to_string())
        .collect();
    let mut swept = 0;
    for batch in old.chunks(BATCH) {
        let known: Vec<String> = attachments::Entity::find()
            .filter(attachments::Column::ObjectKey.is_in(batch.iter().cloned()))
            .select_only()
            .column(attachments::Column::ObjectKey)
            .into_tuple()
            .all(&store.write)
            .await?;
        for key in batch.iter().filter(|key| !known.contains(key)) {
            store.files.delete(&Path::from(key.as_str())).await.map_err(error::Files::Store)?;
            swept += 1;
        }
    }
    Ok(swept)
}
