//! The list of rows that an import refused, for taking along.

use bytes::Bytes;
use domain::{id::ImportId, permit::Actor};
use futures::stream::BoxStream;
use object_store::ObjectStoreExt;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::{permitted, shelf::Shelf};
use crate::{
    Error, Result, Store,
    entity::{import_rejections, imports},
    error,
};

/// All rows that an import refused, or that a dry run would.
pub enum Rejected {
    /// A CSV file of them as they stood, behind `line` and `reason`.
    File(BoxStream<'static, object_store::Result<Bytes>>),
    /// Line and reason, of an import whose file stands beside its log on some machine.
    Rows(Vec<(u64, String)>),
}

/// The name of the log, and its rejected rows.
///
/// # Errors
/// [`Error::NotFound`] for an import that there is not, and for an actor who may not import; [`Error::Files`] when the file
/// cannot be read.
pub async fn rejected(store: &Store, actor: &Actor, id: ImportId) -> Result<(String, Rejected)> {
    permitted(Some(actor))?;
    let import = imports::Entity::find_by_id(id.get()).one(&store.read).await?.ok_or(Error::NotFound)?;
    if let Some(shelf) = import.upload.as_deref().map(Shelf::of) {
        match store.files.get(&shelf.rejected()).await {
            Ok(file) => return Ok((import.file_name, Rejected::File(file.into_stream()))),
            // None was rejected, or it has not come so far.
            Err(object_store::Error::NotFound { .. }) => {}
            Err(error) => return Err(error::Files::Store(error).into()),
        }
    }
    let rows = import_rejections::Entity::find()
        .filter(import_rejections::Column::ImportId.eq(id.get()))
        .order_by_asc(import_rejections::Column::Line)
        .all(&store.read)
        .await?;
    let rows = rows.into_iter().map(|row| (row.line.unsigned_abs(), row.reason)).collect();
    Ok((import.file_name, Rejected::Rows(rows)))
}
