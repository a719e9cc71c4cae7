//! Bringing in another system's log: incidents with their whole past become tickets, in batches.
//!
//! An import is a row that says how far it has come, and each batch moves it in the same
//! transaction that writes the batch's tickets. Whoever goes on with it, the same process, the
//! next one after a kill, or a job of the server, begins where the last batch ended. Tickets carry
//! the source's number, so that the same log read twice makes nothing twice.

mod batch;
mod change;
pub mod job;
mod left_over;
mod names;
mod rejected;
mod settle;
mod shelf;
mod statistics;
mod upload;

use std::collections::BTreeMap;

use domain::{
    id::{ImportId, UserId},
    permit::{Act, Actor, may},
    servicenow::{Field, History, Progress, Stage, Summary, Tally},
    time::Timestamp,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Query};
use serde_json::json;

pub use self::{
    left_over::sweep,
    rejected::{Rejected, rejected},
    upload::{Incoming, LogReader, Wanted, draft, prepare, steer, upload},
};

use self::names::Names;
use crate::{
    Error, Result, Store, convert,
    entity::{import_rejections, imports},
};

/// What the imports of this module are called in their row.
const KIND: &str = "servicenow";
/// The object kind of the audit log.
const IMPORT: &str = "import";
/// Rejections that a page shows of one import; the file has all.
const REJECTIONS_SHOWN: u64 = 200;

/// Which log it is, and how it is read: two imports with the same of all are one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// What the file is called; for people.
    pub file_name: String,
    /// What tells its content from any other's, such as a hash of it.
    pub fingerprint: String,
    /// The zone of its times, an IANA name.
    pub time_zone: String,
    /// Columns that somebody chose for fields, beside those that are known by their names.
    pub mapping: BTreeMap<Field, String>,
    /// How many rows it has; for those who watch.
    pub rows: u64,
}

/// A part of a log that is written at once.
#[derive(Clone, Copy, Debug)]
pub struct Batch<'a> {
    /// Complete incidents, in the order of the log.
    pub histories: &'a [History],
    /// Rows that were refused, by line, and why.
    pub refused: &'a [(u64, String)],
    /// How many incidents of the log are done with these.
    pub position: u64,
    /// The counts of all so far.
    pub tally: &'a Tally,
}

/// An import that somebody is at.
#[derive(Debug)]
pub struct Run {
    id: ImportId,
    by: Option<UserId>,
    position: u64,
    summary: Summary,
    names: Names,
}

/// Begins to import a log, or goes on with the import of it that was not finished.
///
/// Without an actor it is somebody at the command line, who has the database in hand anyway.
///
/// # Errors
/// [`Error::NotFound`] for an actor who may not import.
pub async fn begin(store: &Store, actor: Option<&Actor>, source: &Source) -> Result<Run> {
    permitted(actor)?;
    let by = actor.map(|actor| actor.user);
    let mapping = convert::to_json("mapping", &source.mapping)?;
    let begun = imports::Entity::find()
        .filter(imports::Column::Kind.eq(KIND))
        .filter(imports::Column::ObjectKey.eq(&source.fingerprint))
        .filter(imports::Column::TimeZone.eq(&source.time_zone))
        .filter(imports::Column::Mapping.eq(&mapping))
        .filter(imports::Column::State.eq(Stage::Running.as_str()))
        // What came through the browser is the server's job.
        .filter(imports::Column::Upload.is_null())
        .order_by_desc(imports::Column::Id)
        .one(&store.read)
        .await?;
    if let Some(begun) = begun {
        return Ok(Run { by, ..Run::of(begun)? });
    }
    let id = insert(store, by, source, &mapping).await?;
    Ok(Run { id, by, position: 0, summary: Summary::default(), names: Names::default() })
}

async fn insert(store: &Store, by: Option<UserId>, source: &Source, mapping: &str) -> Result<ImportId> {
    store
        .transact(by, |tx| {
            Box::pin(async move {
                let mut insert = Query::insert();
                insert
                    .into_table(imports::Entity)
                    .columns([
                        imports::Column::Kind,
                        imports::Column::FileName,
                        imports::Column::ObjectKey,
                        imports::Column::State,
                        imports::Column::Mapping,
                        imports::Column::TimeZone,
                        imports::Column::Total,
                        imports::Column::CreatedBy,
                        imports::Column::CreatedAt,
                        imports::Column::UpdatedAt,
                    ])
                    .values_panic([
                        KIND.into(),
                        source.file_name.as_str().into(),
                        source.fingerprint.as_str().into(),
                        Stage::Running.as_str().into(),
                        mapping.into(),
                        source.time_zone.as_str().into(),
                        i64::try_from(source.rows).unwrap_or(i64::MAX).into(),
                        by.map(UserId::get).into(),
                        tx.now.millis().into(),
                        tx.now.millis().into(),
                    ])
                    .returning(Query::returning().column(imports::Column::Id));
                let row = tx.conn.query_one(&insert).await?.ok_or(Error::NotFound)?;
                let id: i64 = row.try_get("", "id")?;
                let data = json!({ "file": source.file_name, "fingerprint": source.fingerprint, "zone": source.time_zone });
                tx.audit("import.begin", (IMPORT, id), data);
                Ok(ImportId(id))
            })
        })
        .await
}

impl Run {
    fn of(row: imports::Model) -> Result<Self> {
        let position = u64::try_from(row.position).unwrap_or_default();
        let summary = row.summary.as_deref().map_or(Ok(Summary::default()), |text| convert::json("summary", text))?;
        Ok(Self { id: ImportId(row.id), by: None, position, summary, names: Names::default() })
    }

    /// Which import it is.
    #[must_use]
    pub const fn id(&self) -> ImportId {
        self.id
    }

    /// How many incidents of the log are done; they need not be given again.
    #[must_use]
    pub const fn position(&self) -> u64 {
        self.position
    }

    /// What it has made so far.
    #[must_use]
    pub const fn summary(&self) -> &Summary {
        &self.summary
    }

    /// Writes a batch, but for what of it is done already, in one transaction.
    ///
    /// # Errors
    /// [`Error::Conflict`] when somebody else is at the same import; the database's.
    pub async fn write(&mut self, store: &Store, batch: &Batch<'_>) -> Result<()> {
        let ahead = batch.position.saturating_sub(self.position);
        let skipped = batch.histories.len().saturating_sub(usize::try_from(ahead).unwrap_or(usize::MAX));
        let rest = Batch { histories: &batch.histories[skipped..], ..*batch };
        if rest.histories.is_empty() && rest.refused.is_empty() {
            self.summary.tally.clone_from(batch.tally);
            return Ok(());
        }
        let (summary, found) = batch::write(store, self, &rest).await?;
        self.summary = summary;
        self.names.absorb(found);
        self.position = self.position.max(batch.position);
        Ok(())
    }

    /// The log is at its end: the services get the teams that did most for them, and the import is done.
    ///
    /// # Errors
    /// The database's.
    pub async fn finish(mut self, store: &Store, tally: &Tally) -> Result<Summary> {
        self.summary.tally.clone_from(tally);
        settle::settle(store, &self).await?;
        if let Err(error) = statistics::refresh(store).await {
            tracing::warn!(%error, "the planner does not know the new sizes yet");
        }
        Ok(self.summary)
    }
}

/// How many of these incidents are tickets already: what a dry run can say of the database.
///
/// # Errors
/// The database's.
pub async fn known(store: &Store, histories: &[History]) -> Result<u64> {
    Ok(batch::known(&store.read, histories).await?.len() as u64)
}

/// How far an import has come.
///
/// # Errors
/// [`Error::NotFound`] for one that there is not, and for an actor who may not import.
pub async fn progress(store: &Store, actor: &Actor, id: ImportId) -> Result<Progress> {
    permitted(Some(actor))?;
    let row = imports::Entity::find_by_id(id.get()).one(&store.read).await?.ok_or(Error::NotFound)?;
    told(row)
}

/// The last imports, the newest first.
///
/// # Errors
/// [`Error::NotFound`] for an actor who may not import.
pub async fn latest(store: &Store, actor: &Actor) -> Result<Vec<Progress>> {
    permitted(Some(actor))?;
    let rows = imports::Entity::find().order_by_desc(imports::Column::Id).limit(50).all(&store.read).await?;
    rows.into_iter().map(told).collect()
}

/// Rows that an import refused: the first 200, by line, and why; after a dry run the first 20 that it would.
///
/// # Errors
/// [`Error::NotFound`] for an actor who may not import.
pub async fn rejections(store: &Store, actor: &Actor, id: ImportId) -> Result<Vec<(u64, String)>> {
    permitted(Some(actor))?;
    let import = imports::Entity::find_by_id(id.get()).one(&store.read).await?.ok_or(Error::NotFound)?;
    if let Some(checked) = checked(&import)? {
        return Ok(checked.refused);
    }
    let rows = import_rejections::Entity::find()
        .filter(import_rejections::Column::ImportId.eq(id.get()))
        .order_by_asc(import_rejections::Column::Line)
        .limit(REJECTIONS_SHOWN)
        .all(&store.read)
        .await?;
    Ok(rows.into_iter().map(|row| (u64::try_from(row.line).unwrap_or_default(), row.reason)).collect())
}

/// What the dry run found, while that is the last that happened.
fn checked(row: &imports::Model) -> Result<Option<job::Checked>> {
    let checked = row.checked.as_deref().filter(|_| row.state == Stage::Checked.as_str());
    checked.map(|text| convert::json("summary", text)).transpose()
}

fn told(row: imports::Model) -> Result<Progress> {
    let Run { id, position, summary, .. } = Run::of(row.clone())?;
    let stage = convert::word("import", &row.state)?;
    let looked = matches!(stage, Stage::Checking | Stage::Checked);
    Ok(Progress {
        id,
        stage,
        position,
        rows: row.total.unsigned_abs(),
        rows_done: if looked { row.looked } else { row.accepted + row.rejected }.unsigned_abs(),
        summary: checked(&row)?.map_or(summary, |checked| checked.summary),
        fault: row.fault.as_deref().map(|text| convert::json("fault", text)).transpose()?,
        uploaded: row.upload.is_some(),
        file_name: row.file_name,
        time_zone: row.time_zone,
        created_at: Timestamp::from_millis(row.created_at),
        updated_at: Timestamp::from_millis(row.updated_at),
    })
}

fn permitted(actor: Option<&Actor>) -> Result<()> {
    if actor.is_none_or(|actor| may(actor, Act::Import)) { Ok(()) } else { Err(Error::NotFound) }
}

/// What a ticket remembers its origin by.
fn external_ref(name: &str) -> String {
    format!("{KIND}:{name}")
}
