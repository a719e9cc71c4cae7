//! An import as the job sees it that is at it: the dry run first, and then the real one.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use domain::{
    id::ImportId,
    servicenow::{Fault, Field, Stage, Summary},
};
use object_store::{ObjectStoreExt, WriteMultipart};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, ExprTrait, Query, UpdateStatement},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use tokio::io::AsyncReadExt;

use super::{IMPORT, Run, shelf::Shelf, upload};
use crate::{Error, Result, Store, convert, entity::imports, error};

/// Rejected rows that a dry run shows; its file has all.
pub(super) const SHOWN: usize = 20;
/// Bytes of the file of rejected rows that are copied at once.
const PIECE: usize = 256 * 1024;
/// Parts of it that may be on their way at once.
const PARTS_UNDERWAY: usize = 4;

/// An uploaded log that waits to be read.
#[derive(Clone, Debug)]
pub struct Job {
    id: ImportId,
    /// [`Stage::Checking`] or [`Stage::Running`].
    pub stage: Stage,
    /// The log.
    pub log: PathBuf,
    /// Columns that were chosen for fields.
    pub mapping: BTreeMap<Field, String>,
    /// The zone of its times, an IANA name.
    pub time_zone: String,
    row: imports::Model,
}

/// What a dry run found.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Checked {
    pub(super) summary: Summary,
    pub(super) refused: Vec<(u64, String)>,
}

/// The import that has waited longest for a job; those from the command line are their own.
///
/// # Errors
/// The database's.
pub async fn next(store: &Store) -> Result<Option<Job>> {
    let row = imports::Entity::find()
        .filter(imports::Column::Upload.is_not_null())
        .filter(imports::Column::State.is_in([Stage::Checking.as_str(), Stage::Running.as_str()]))
        .order_by_asc(imports::Column::UpdatedAt)
        .order_by_asc(imports::Column::Id)
        .one(&store.read)
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Job {
        id: ImportId(row.id),
        stage: convert::word("import", &row.state)?,
        log: upload::log_file(store, &row).unwrap_or_default(),
        mapping: convert::json("mapping", &row.mapping)?,
        time_zone: row.time_zone.clone(),
        row,
    }))
}

impl Job {
    /// Which import it is.
    #[must_use]
    pub const fn id(&self) -> ImportId {
        self.id
    }

    /// Keeps what counting the rows found.
    ///
    /// # Errors
    /// The database's.
    pub async fn surveyed(&self, store: &Store, fingerprint: &str, rows: u64) -> Result<()> {
        let mut update = Query::update();
        update.value(imports::Column::ObjectKey, fingerprint).value(imports::Column::Total, i64::try_from(rows).unwrap_or(i64::MAX));
        self.update(store, update).await.map(drop)
    }

    /// Says how many rows a dry run has read, and asks whether somebody still wants it to go on.
    ///
    /// # Errors
    /// The database's.
    pub async fn reached(&self, store: &Store, rows: u64) -> Result<bool> {
        let mut update = Query::update();
        if self.stage == Stage::Checking {
            update.value(imports::Column::Looked, i64::try_from(rows).unwrap_or(i64::MAX));
        }
        update.value(imports::Column::UpdatedAt, store.now().millis());
        self.update(store, update).await
    }

    /// Whether somebody still wants it to go on.
    ///
    /// # Errors
    /// The database's.
    pub async fn is_wanted(&self, store: &Store) -> Result<bool> {
        let row = imports::Entity::find_by_id(self.id.get()).one(&store.read).await?;
        Ok(row.is_some_and(|row| row.state == self.stage.as_str()))
    }

    /// Goes on with the real import where it stopped.
    ///
    /// # Errors
    /// A row that cannot be read.
    pub fn run(&self) -> Result<Run> {
        Ok(Run { by: upload::by(&self.row), ..Run::of(self.row.clone())? })
    }

    /// Keeps the file of the rejected rows, or none if there are none; in the place of one from before.
    ///
    /// # Errors
    /// [`Error::Files`] when it cannot be read or written.
    pub async fn keep_rejected(&self, store: &Store, file: Option<&Path>) -> Result<()> {
        let Some(shelf) = self.row.upload.as_deref().map(Shelf::of) else { return Ok(()) };
        let Some(file) = file else {
            let _ = store.files.delete(&shelf.rejected()).await;
            return Ok(());
        };
        let mut file = tokio::fs::File::open(file).await.map_err(error::Files::Folder)?;
        let mut upload = WriteMultipart::new(store.files.put_multipart(&shelf.rejected()).await.map_err(error::Files::Store)?);
        let mut piece = vec![0; PIECE];
        loop {
            let read = file.read(&mut piece).await.map_err(error::Files::Folder)?;
            if read == 0 {
                break;
            }
            upload.wait_for_capacity(PARTS_UNDERWAY).await.map_err(error::Files::Store)?;
            upload.write(&piece[..read]);
        }
        upload.finish().await.map_err(error::Files::Store)?;
        Ok(())
    }

    /// The dry run is over. `refused` are the first of the rejected rows.
    ///
    /// # Errors
    /// The database's.
    pub async fn checked(&self, store: &Store, summary: &Summary, refused: &[(u64, String)]) -> Result<()> {
        let shown = refused.iter().take(SHOWN).cloned().collect();
        let checked = convert::to_json("summary", &Checked { summary: summary.clone(), refused: shown })?;
        let mut update = Query::update();
        update
            .value(imports::Column::State, Stage::Checked.as_str())
            .value(imports::Column::Checked, checked)
            .value(imports::Column::UpdatedAt, store.now().millis());
        self.update(store, update).await.map(drop)
    }

    /// The real import is over: the log is not needed any more, and is full of people's names.
    pub async fn imported(&self, store: &Store) {
        if let Some(shelf) = self.row.upload.as_deref().map(Shelf::of)
            && let Err(error) = store.files.delete(&shelf.log()).await
        {
            tracing::debug!(%error, "the sweep takes the log away");
        }
    }

    /// It cannot be read on.
    ///
    /// # Errors
    /// The database's.
    pub async fn fail(&self, store: &Store, fault: &Fault) -> Result<()> {
        let (fault, stage, id) = (&convert::to_json("fault", fault)?, self.stage, self.id);
        store
            .transact(upload::by(&self.row), |tx| {
                Box::pin(async move {
                    let mut update = Query::update();
                    update
                        .table(imports::Entity)
                        .value(imports::Column::State, Stage::Failed.as_str())
                        .value(imports::Column::Fault, fault.as_str())
                        .value(imports::Column::UpdatedAt, tx.now.millis())
                        .and_where(Expr::col(imports::Column::Id).eq(id.get()))
                        .and_where(Expr::col(imports::Column::State).eq(stage.as_str()));
                    if tx.conn.execute(&update).await?.rows_affected() == 1 {
                        tx.audit("import.fail", (IMPORT, id), json!({ "fault": fault }));
                    }
                    Ok(())
                })
            })
            .await
    }

    /// Changes the import while the job is wanted; says whether it is.
    async fn update(&self, store: &Store, mut update: UpdateStatement) -> Result<bool> {
        update
            .table(imports::Entity)
            .and_where(Expr::col(imports::Column::Id).eq(self.id.get()))
            .and_where(Expr::col(imports::Column::State).eq(self.stage.as_str()));
        Ok(store.write.execute(&update).await.map_err(Error::from)?.rows_affected() == 1)
    }
}
