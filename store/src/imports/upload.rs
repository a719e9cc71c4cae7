//! A log that comes through the browser: taken in, looked into, prepared, and steered.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use bytes::Bytes;
use domain::{
    id::{ImportId, UserId},
    invalid::{Code, Invalid},
    permit::Actor,
    servicenow::{Draft, Fault, Field, Sample, Stage, Steer},
};
use futures::{Stream, StreamExt, pin_mut};
use object_store::{ObjectStoreExt, WriteMultipart};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ConnectionTrait, EntityTrait,
    sea_query::{Expr, ExprTrait, Query},
};
use serde_json::json;

use super::{IMPORT, KIND, permitted, shelf::Shelf};
use crate::{Error, Result, Store, convert, entity::imports, error, files, zone};

/// The fields of the form that a log comes by.
const LOG: &str = "log";
const TIME_ZONE: &str = "time_zone";

/// Parts that may be on their way to the file store before the sender has to wait.
const PARTS_UNDERWAY: usize = 4;

/// Looks into logs. Which formats there are is known by whoever implements it, and by nobody here.
pub trait LogReader: Send + Sync {
    /// The beginning of the log in this file; blocks.
    ///
    /// # Errors
    /// Why it cannot be read.
    fn look(&self, log: &Path) -> std::result::Result<Sample, Fault>;
}

/// What is said about a log that is on its way.
#[derive(Clone, Debug)]
pub struct Incoming<'a> {
    /// What the sender calls it.
    pub file_name: &'a str,
    /// The zone of its times, as it was typed.
    pub time_zone: &'a str,
    /// The most bytes that it may have.
    pub limit: u64,
}

/// How a log is to be read, as a form says it.
pub struct Wanted<'a> {
    /// The column of a field: `None` where nothing is said, empty for none.
    pub columns: &'a (dyn Fn(Field) -> Option<String> + Sync),
    /// The zone of its times, as it was typed.
    pub time_zone: &'a str,
    /// Whether the dry run is to begin.
    pub check: bool,
}

/// Takes a log in and looks into it. Nothing of it is a ticket before it was checked and somebody wants it.
///
/// # Errors
/// [`Error::NotFound`] for an actor who may not import; [`Error::Invalid`] for `time_zone` and for `log`: `FileTooLarge`,
/// `BadCharacters` when the stream broke off, `UnreadableLog`. Nothing stays behind then.
pub async fn upload<S, E>(
    store: &Store,
    actor: &Actor,
    reader: &'static dyn LogReader,
    incoming: &Incoming<'_>,
    stream: S,
) -> Result<ImportId>
where
    S: Stream<Item = std::result::Result<Bytes, E>> + Send,
{
    permitted(Some(actor))?;
    pin_mut!(stream);
    let time_zone = match zone::check(incoming.time_zone) {
        Ok(time_zone) => time_zone,
        Err(code) => {
            // Read all the same: a browser shows no answer that comes while it still sends.
            while let Some(Ok(_)) = stream.next().await {}
            return Err(Invalid::one(TIME_ZONE, code).into());
        }
    };
    let shelf = Shelf::fresh(store.now())?;
    match take_in(store, actor, reader, incoming, &time_zone, &shelf, stream).await {
        Err(error) => {
            shelf.clear(store).await;
            Err(error)
        }
        taken => taken,
    }
}

async fn take_in<S, E>(
    store: &Store,
    actor: &Actor,
    reader: &'static dyn LogReader,
    incoming: &Incoming<'_>,
    time_zone: &str,
    shelf: &Shelf,
    stream: std::pin::Pin<&mut S>,
) -> Result<ImportId>
where
    S: Stream<Item = std::result::Result<Bytes, E>> + Send,
{
    receive(store, shelf, incoming.limit, stream).await?;
    let path = shelf.log_file(store);
    let sample = tokio::task::spawn_blocking(move || reader.look(&path))
        .await
        .unwrap_or(Err(Fault::Internal))
        .map_err(|fault| Invalid::one(LOG, Code::UnreadableLog { fault }))?;
    let row = imports::ActiveModel {
        id: NotSet,
        kind: Set(KIND.to_owned()),
        file_name: Set(files::clean_name(incoming.file_name)),
        object_key: Set(String::new()),
        state: Set(Stage::Uploaded.as_str().to_owned()),
        mapping: Set(convert::to_json("mapping", &BTreeMap::<Field, String>::new())?),
        time_zone: Set(time_zone.to_owned()),
        position: Set(0),
        accepted: Set(0),
        rejected: Set(0),
        summary: Set(None),
        upload: Set(Some(shelf.name().to_owned())),
        sample: Set(Some(convert::to_json("sample", &sample)?)),
        checked: Set(None),
        fault: Set(None),
        total: Set(0),
        looked: Set(0),
        created_by: Set(Some(actor.user.get())),
        created_at: Set(store.now().millis()),
        updated_at: Set(store.now().millis()),
    };
    let row = &row;
    store
        .transact(actor.user, |tx| {
            Box::pin(async move {
                let row = imports::Entity::insert(row.clone()).exec_with_returning(&tx.conn).await?;
                tx.audit("import.upload", (IMPORT, row.id), json!({ "file": row.file_name, "zone": row.time_zone }));
                Ok(ImportId(row.id))
            })
        })
        .await
}

async fn receive<S, E>(store: &Store, shelf: &Shelf, limit: u64, mut stream: std::pin::Pin<&mut S>) -> Result<()>
where
    S: Stream<Item = std::result::Result<Bytes, E>> + Send,
{
    let mut upload = WriteMultipart::new(store.files.put_multipart(&shelf.log()).await.map_err(error::Files::Store)?);
    let mut size = 0;
    while let Some(part) = stream.next().await {
        let refusal = match part {
            Err(_) => Code::BadCharacters,
            Ok(part) if size + part.len() as u64 > limit => Code::FileTooLarge { max: limit },
            Ok(part) => {
                size += part.len() as u64;
                upload.wait_for_capacity(PARTS_UNDERWAY).await.map_err(error::Files::Store)?;
                upload.put(part);
                continue;
            }
        };
        upload.abort().await.map_err(error::Files::Store)?;
        return Err(Invalid::one(LOG, refusal).into());
    }
    upload.finish().await.map_err(error::Files::Store)?;
    Ok(())
}

/// How an import is being prepared; `None` when that is over, or its log did not come through the browser.
///
/// # Errors
/// [`Error::NotFound`] for one that there is not, and for an actor who may not import.
pub async fn draft(store: &Store, actor: &Actor, id: ImportId) -> Result<Option<Draft>> {
    permitted(Some(actor))?;
    let row = imports::Entity::find_by_id(id.get()).one(&store.read).await?.ok_or(Error::NotFound)?;
    let stage: Stage = convert::word("import", &row.state)?;
    let Some(sample) = row.sample.as_deref().filter(|_| stage.can_be_prepared(row.position > 0)) else { return Ok(None) };
    let sample: Sample = convert::json("sample", sample)?;
    let chosen = convert::json("mapping", &row.mapping)?;
    let zone = zone::find(&row.time_zone).unwrap_or(jiff::tz::TimeZone::UTC);
    Ok(Some(sample.draft(&chosen, &|at| zone::moment(&zone, at))))
}

/// Keeps how the log is to be read, and begins the dry run if that is wanted. What an earlier one found is forgotten.
///
/// # Errors
/// [`Error::NotFound`] for one that there is not, and for an actor who may not import; [`Error::Invalid`] for `time_zone`
/// and for `map.<field>`; [`Error::Conflict`] where it is too late to change that.
pub async fn prepare(store: &Store, actor: &Actor, id: ImportId, wanted: &Wanted<'_>) -> Result<()> {
    let row = uploaded(store, actor, id).await?;
    let stage: Stage = convert::word("import", &row.state)?;
    if !stage.can_be_prepared(row.position > 0) {
        return Err(Error::Conflict { what: IMPORT });
    }
    let sample: Sample = convert::json("sample", row.sample.as_deref().unwrap_or_default())?;
    let mut invalid = Invalid::default();
    let chosen = sample.choose(wanted.columns).map_err(|refused| invalid.extend(refused)).unwrap_or_default();
    let time_zone = invalid.take(TIME_ZONE, zone::check(wanted.time_zone)).unwrap_or_default();
    let chosen = convert::to_json("mapping", &invalid.or(chosen)?)?;
    let next = if wanted.check { Stage::Checking } else { Stage::Uploaded };
    let (chosen, time_zone, check) = (&chosen, &time_zone, wanted.check);
    store
        .transact(actor.user, |tx| {
            Box::pin(async move {
                let mut update = Query::update();
                update
                    .table(imports::Entity)
                    .value(imports::Column::State, next.as_str())
                    .value(imports::Column::Mapping, chosen.as_str())
                    .value(imports::Column::TimeZone, time_zone.as_str())
                    .value(imports::Column::Checked, Option::<String>::None)
                    .value(imports::Column::Fault, Option::<String>::None)
                    .value(imports::Column::Looked, 0)
                    .value(imports::Column::UpdatedAt, tx.now.millis());
                moved(&tx.conn, update, id, stage).await?;
                if check {
                    tx.audit("import.check", (IMPORT, id), json!({ "mapping": chosen, "zone": time_zone }));
                }
                Ok(())
            })
        })
        .await
}

/// Has the import do what somebody wants of it; says whether it is still there afterwards.
///
/// # Errors
/// [`Error::NotFound`] for one that there is not, and for an actor who may not import; [`Error::Conflict`] where it does not
/// stand where it could do that.
pub async fn steer(store: &Store, actor: &Actor, id: ImportId, steer: Steer) -> Result<bool> {
    let row = uploaded(store, actor, id).await?;
    let stage: Stage = convert::word("import", &row.state)?;
    let next = stage.steered(steer, row.position > 0).map_err(|_| Error::Conflict { what: IMPORT })?;
    let Some(next) = next else {
        super::left_over::remove(store, Some(actor.user), &row, "import.discard").await?;
        return Ok(false);
    };
    // Whoever says that it comes in is the one who brings it in.
    let by = if next == Stage::Running { Some(actor.user.get()) } else { row.created_by };
    let action = match steer {
        Steer::Import => "import.begin",
        Steer::Stop => "import.stop",
        Steer::Resume => "import.resume",
        Steer::Discard => "import.discard",
    };
    let data = &json!({ "file": row.file_name, "fingerprint": row.object_key, "zone": row.time_zone });
    store
        .transact(actor.user, |tx| {
            Box::pin(async move {
                let mut update = Query::update();
                update
                    .table(imports::Entity)
                    .value(imports::Column::State, next.as_str())
                    .value(imports::Column::Fault, Option::<String>::None)
                    .value(imports::Column::CreatedBy, by)
                    .value(imports::Column::UpdatedAt, tx.now.millis());
                moved(&tx.conn, update, id, stage).await?;
                tx.audit(action, (IMPORT, id), data.clone());
                Ok(())
            })
        })
        .await?;
    Ok(true)
}

/// Runs an update of this import, if it still stands where it was seen.
async fn moved(conn: &impl ConnectionTrait, mut update: sea_orm::sea_query::UpdateStatement, id: ImportId, seen: Stage) -> Result<()> {
    update.and_where(Expr::col(imports::Column::Id).eq(id.get())).and_where(Expr::col(imports::Column::State).eq(seen.as_str()));
    if conn.execute(&update).await?.rows_affected() == 1 { Ok(()) } else { Err(Error::Conflict { what: IMPORT }) }
}

async fn uploaded(store: &Store, actor: &Actor, id: ImportId) -> Result<imports::Model> {
    permitted(Some(actor))?;
    let row = imports::Entity::find_by_id(id.get()).one(&store.read).await?.ok_or(Error::NotFound)?;
    // One from the command line is steered there.
    if row.upload.is_some() { Ok(row) } else { Err(Error::NotFound) }
}

/// Where a job finds the log of this import.
pub(super) fn log_file(store: &Store, row: &imports::Model) -> Option<PathBuf> {
    row.upload.as_deref().map(|name| Shelf::of(name).log_file(store))
}

/// Who is told to have brought it in.
pub(super) fn by(row: &imports::Model) -> Option<UserId> {
    row.created_by.map(UserId)
}
