//! Files that people attach: taken in as a stream, kept under a name of our own, given out to who may see their ticket.

mod media;
mod name;
mod orphans;
mod receive;

use bytes::Bytes;
use domain::{
    form::Form,
    id::{AttachmentId, EventId, TicketId, UserId},
    invalid::{Code, Invalid},
    permit::{Act, Actor},
    ticket::event::Visibility,
};
use futures::stream::BoxStream;
use object_store::{ObjectStoreExt, path::Path};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, sea_query::Expr};

pub(crate) use name::clean as clean_name;
pub use orphans::sweep;
pub use receive::{KEPT_MAX, receive};

use crate::{
    Error, Result, Store, convert,
    entity::{attachments, events},
    error,
    tickets::{For, Known},
};

/// The most files of one reply or of one field.
const FILES_MAX: usize = 20;

/// A file on its way out.
pub struct Outgoing {
    /// The name to save it under, without anything that could mislead.
    pub name: String,
    /// Its type, judged by its content when it came in.
    pub media_type: String,
    /// Bytes.
    pub size: u64,
    /// Of its bytes, in hexadecimal: it never changes, so this is its entity tag.
    pub sha256: String,
    /// The bytes.
    pub stream: BoxStream<'static, object_store::Result<Bytes>>,
}

impl std::fmt::Debug for Outgoing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Outgoing").field("name", &self.name).field("size", &self.size).finish_non_exhaustive()
    }
}

/// The file, for who may see what it is attached to; before that, for who uploaded it.
///
/// # Errors
/// [`Error::NotFound`] for anybody else; [`Error::Files`] when its bytes cannot be read.
pub async fn open(store: &Store, actor: &Actor, id: AttachmentId) -> Result<Outgoing> {
    let row = attachments::Entity::find_by_id(id.get()).one(&store.read).await?.ok_or(Error::NotFound)?;
    permit(store, actor, &row).await?;
    let object = store.files.get(&Path::from(row.object_key.as_str())).await.map_err(error::Files::Store)?;
    Ok(Outgoing {
        name: row.name,
        media_type: row.media_type,
        size: row.size.unsigned_abs(),
        sha256: row.sha256,
        stream: object.into_stream(),
    })
}

async fn permit(store: &Store, actor: &Actor, row: &attachments::Model) -> Result<()> {
    let Some(ticket) = row.ticket_id else {
        return if row.uploader_id == actor.user.get() { Ok(()) } else { Err(Error::NotFound) };
    };
    let known = Known::seen(&store.read, actor, TicketId(ticket), For::Reading).await?;
    let Some(event) = row.event_id else { return Ok(()) };
    let event = events::Entity::find_by_id(event).one(&store.read).await?.ok_or(Error::NotFound)?;
    match convert::word("event", &event.visibility)? {
        Visibility::Public => Ok(()),
        Visibility::Internal => known.permits(actor, |facts| Act::SeeNotes(facts)),
    }
}

/// Attaches files that `by` uploaded to a ticket, and to the event that they came with.
///
/// # Errors
/// [`Error::Invalid`] for `files`: `FilesGone` with those that are not there, were attached before or are somebody else's.
pub(crate) async fn attach(
    conn: &impl ConnectionTrait,
    by: Option<UserId>,
    ticket: TicketId,
    event: Option<EventId>,
    files: &[AttachmentId],
) -> Result<()> {
    let Some(by) = by.filter(|_| !files.is_empty()) else { return Ok(()) };
    attach_as(conn, by, ticket, event, None, files, "files").await
}

/// Attaches files that `by` uploaded to a ticket as the answer to a field of its form.
///
/// # Errors
/// As [`attach`], for the form's field.
pub(crate) async fn attach_to_field(
    conn: &impl ConnectionTrait,
    by: UserId,
    ticket: TicketId,
    key: &str,
    files: &[AttachmentId],
) -> Result<()> {
    attach_as(conn, by, ticket, None, Some(key), files, &Form::field_name(key)).await
}

async fn attach_as(
    conn: &impl ConnectionTrait,
    by: UserId,
    ticket: TicketId,
    event: Option<EventId>,
    key: Option<&str>,
    files: &[AttachmentId],
    field: &str,
) -> Result<()> {
    let mut wanted = files.to_vec();
    wanted.sort_unstable();
    wanted.dedup();
    if wanted.len() > FILES_MAX {
        return Err(Invalid::one(field, Code::TooMany { max: FILES_MAX }).into());
    }
    let ids = || wanted.iter().map(|file| file.get());
    let free = Condition::all().add(attachments::Column::UploaderId.eq(by.get())).add(attachments::Column::TicketId.is_null());
    let there: Vec<i64> = attachments::Entity::find()
        .select_only()
        .column(attachments::Column::Id)
        .filter(attachments::Column::Id.is_in(ids()))
        .filter(free.clone())
        .into_tuple()
        .all(conn)
        .await?;
    let mut gone: Vec<AttachmentId> = wanted.iter().copied().filter(|file| !there.contains(&file.get())).collect();
    if gone.is_empty() {
        let attached = attachments::Entity::update_many()
            .col_expr(attachments::Column::TicketId, Expr::val(ticket.get()))
            .col_expr(attachments::Column::EventId, Expr::val(event.map(EventId::get)))
            .col_expr(attachments::Column::FieldKey, Expr::val(key.map(str::to_owned)))
            .filter(attachments::Column::Id.is_in(ids()))
            .filter(free)
            .exec(conn)
            .await?;
        if attached.rows_affected == wanted.len() as u64 {
            return Ok(());
        }
        // They were thrown away, or attached elsewhere, in the moment since.
        gone = wanted;
    }
    Err(Invalid::one(field, Code::FilesGone { files: gone }).into())
}
