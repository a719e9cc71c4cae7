//! What uploads leave behind when nobody goes on with them.

use std::collections::HashSet;

use domain::{id::UserId, servicenow::Stage, time::Span};
use futures::TryStreamExt;
use object_store::{ObjectStoreExt, path::Path};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, ExprTrait, Query},
};
use serde_json::json;

use super::{
    IMPORT,
    shelf::{ROOT, Shelf},
};
use crate::{
    Error, Result, Store,
    entity::{import_rejections, imports},
    error,
};

/// How long a log waits for somebody to import it: it is full of people's names.
const KEPT: Span = Span::from_days(7);
/// How old a file is that can belong to no upload that is still under way.
const OLD: Span = Span::from_days(1);

/// Throws away logs that nobody touched for a week and of which nothing was imported, and files that no import knows of.
///
/// # Errors
/// [`Error::Files`], and the database's.
pub async fn sweep(store: &Store) -> Result<()> {
    let now = store.now();
    let stale = imports::Entity::find()
        .filter(imports::Column::Upload.is_not_null())
        .filter(imports::Column::State.is_in([Stage::Uploaded, Stage::Checked, Stage::Failed].map(Stage::as_str)))
        .filter(imports::Column::Position.eq(0))
        .filter(imports::Column::UpdatedAt.lt(now.minus(KEPT).millis()))
        .all(&store.read)
        .await?;
    for row in stale {
        match remove(store, None, &row, "import.expire").await {
            // Somebody was quicker.
            Err(Error::Conflict { .. }) => {}
            removed => removed?,
        }
    }
    let old = now.minus(OLD).millis();
    let objects: Vec<_> = store.files.list(Some(&Path::from(ROOT))).try_collect().await.map_err(error::Files::Store)?;
    let objects: Vec<_> = objects.into_iter().filter(|object| object.last_modified.timestamp_millis() < old).collect();
    if objects.is_empty() {
        return Ok(());
    }
    let mut needed = HashSet::new();
    // From where verbs write, so that a row of this moment is seen.
    for row in imports::Entity::find().filter(imports::Column::Upload.is_not_null()).all(&store.write).await? {
        let shelf = Shelf::of(row.upload.as_deref().unwrap_or_default());
        needed.insert(shelf.rejected());
        if row.state != Stage::Done.as_str() {
            needed.insert(shelf.log());
        }
    }
    for object in objects.into_iter().filter(|object| !needed.contains(&object.location)) {
        store.files.delete(&object.location).await.map_err(error::Files::Store)?;
    }
    Ok(())
}

/// Forgets an import of which nothing was written down, and then throws its files away.
pub(super) async fn remove(store: &Store, by: Option<UserId>, row: &imports::Model, action: &'static str) -> Result<()> {
    store
        .transact(by, |tx| {
            Box::pin(async move {
                let mut rejections = Query::delete();
                rejections.from_table(import_rejections::Entity).and_where(Expr::col(import_rejections::Column::ImportId).eq(row.id));
                tx.conn.execute(&rejections).await?;
                let mut import = Query::delete();
                import
                    .from_table(imports::Entity)
                    .and_where(Expr::col(imports::Column::Id).eq(row.id))
                    .and_where(Expr::col(imports::Column::State).eq(row.state.as_str()))
                    .and_where(Expr::col(imports::Column::Position).eq(0));
                if tx.conn.execute(&import).await?.rows_affected() != 1 {
                    return Err(Error::Conflict { what: IMPORT });
                }
                tx.audit(action, (IMPORT, row.id), json!({ "file": row.file_name }));
                Ok(())
            })
        })
        .await?;
    if let Some(shelf) = row.upload.as_deref().map(Shelf::of) {
        shelf.clear(store).await;
    }
    Ok(())
}
