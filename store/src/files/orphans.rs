//! Files that nobody attached, and bytes that no row knows of.

use std::collections::HashSet;

use domain::time::Span;
use futures::{TryStreamExt, pin_mut, stream::TryChunksError};
use object_store::{ObjectStoreExt, path::Path};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::{Result, Store, entity::attachments, error};

/// How long an upload waits for its form to be sent.
const PENDING: Span = Span::from_hours(24);
/// How many objects are compared with the rows at once.
const BATCH: usize = 100;

/// Throws away what was uploaded more than a day ago and never attached, and objects of that age without a row, such as a
/// crash leaves behind; says how many objects went.
///
/// # Errors
/// [`crate::Error::Files`], and the database's.
pub async fn sweep(store: &Store) -> Result<u64> {
    let before = store.now().minus(PENDING);
    // The rows first, and only while they are still pending: bytes without a row are found again, a row without bytes is not.
    attachments::Entity::delete_many()
        .filter(attachments::Column::TicketId.is_null())
        .filter(attachments::Column::CreatedAt.lt(before.millis()))
        .exec(&store.write)
        .await?;
    let old = store
        .files
        .list(Some(&Path::from("attachments")))
        .try_filter(|object| std::future::ready(object.last_modified.timestamp_millis() < before.millis()))
        .map_ok(|object| object.location)
        .try_chunks(BATCH);
    pin_mut!(old);
    let mut swept = 0;
    // As they are listed: there may be more of them than fit into memory.
    while let Some(batch) = old.try_next().await.map_err(|TryChunksError(_, error)| error::Files::Store(error))? {
        swept += sweep_batch(store, &batch).await?;
    }
    Ok(swept)
}

async fn sweep_batch(store: &Store, objects: &[Path]) -> Result<u64> {
    let known: HashSet<String> = attachments::Entity::find()
        .filter(attachments::Column::ObjectKey.is_in(objects.iter().map(ToString::to_string)))
        .select_only()
        .column(attachments::Column::ObjectKey)
        .into_tuple()
        .all(&store.write)
        .await?
        .into_iter()
        .collect();
    let mut swept = 0;
    for object in objects.iter().filter(|object| !known.contains(object.as_ref())) {
        store.files.delete(object).await.map_err(error::Files::Store)?;
        swept += 1;
    }
    Ok(swept)
}
