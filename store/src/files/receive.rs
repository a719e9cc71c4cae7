//! Taking a file in, without ever holding it whole.

use bytes::{Bytes, BytesMut};
use domain::{
    id::AttachmentId,
    invalid::{Code, Invalid},
    permit::Actor,
    ticket::view::AttachmentRef,
    time::Timestamp,
};
use futures::{Stream, StreamExt, pin_mut};
use object_store::{ObjectStore, ObjectStoreExt, PutPayload, WriteMultipart, path::Path};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, EntityTrait, QueryFilter, QuerySelect,
};
use sha2::{Digest, Sha256};

use super::{media, name};
use crate::{Error, Result, Store, entity::attachments, error, token};

/// Parts that may be on their way to the file store before the sender has to wait.
const PARTS_UNDERWAY: usize = 4;

/// The most files that wait for one person's forms: some forms full.
pub const KEPT_MAX: u64 = 100;
/// The most that they have together, in files of the largest size.
const KEPT_LARGEST: u64 = 20;

/// Takes a file in and keeps it for the actor until it is attached; after a day it is thrown away.
///
/// The settings say how many bytes it may have, and nobody keeps more than [`KEPT_MAX`] files, or than twenty of the largest in
/// bytes. What `sent_name` says of its type is not believed. `field` is the name of the form's field that a refusal is told for.
///
/// # Errors
/// [`Error::Invalid`] for `field`: `TooMuchKept`, `FileTooLarge` as soon as the limit is passed, `FileTypeRefused`, `BadCharacters` when
/// the stream broke off; [`Error::Files`] when it cannot be kept. Nothing stays behind then.
pub async fn receive<S, E>(store: &Store, actor: &Actor, field: &str, sent_name: &str, stream: S) -> Result<AttachmentRef>
where
    S: Stream<Item = std::result::Result<Bytes, E>> + Send,
{
    let now = store.now();
    let path = fresh_path(now)?;
    let most = store.settings().await?.limits.file_bytes();
    keeps_little(store, actor, field, most).await?;
    let received = write(&*store.files, &path, most, stream).await;
    let Received { media_type, size, sha256 } = match received {
        Ok(received) => received,
        Err(Refusal::Store(error)) => return Err(Error::Files(error::Files::Store(error))),
        Err(Refusal::Code(code)) => return Err(Invalid::one(field, code).into()),
    };
    let row = attachments::ActiveModel {
        id: NotSet,
        ticket_id: Set(None),
        event_id: Set(None),
        uploader_id: Set(actor.user.get()),
        field_key: Set(None),
        name: Set(name::clean(sent_name)),
        media_type: Set(media_type.to_owned()),
        size: Set(i64::try_from(size).unwrap_or(i64::MAX)),
        sha256: Set(sha256),
        object_key: Set(path.to_string()),
        created_at: Set(now.millis()),
    };
    match attachments::Entity::insert(row).exec_with_returning(&store.write).await {
        Ok(row) => Ok(AttachmentRef { id: AttachmentId(row.id), name: row.name, media_type: row.media_type, size }),
        Err(error) => {
            // The sweep would find it, too, but only tomorrow.
            let _ = store.files.delete(&path).await;
            Err(error.into())
        }
    }
}

/// Uploads that come at once may each see what the others have not written yet, and so pass the bound by a few files; the next one
/// does not.
async fn keeps_little(store: &Store, actor: &Actor, field: &str, largest: u64) -> Result<()> {
    let sizes: Vec<i64> = attachments::Entity::find()
        .select_only()
        .column(attachments::Column::Size)
        .filter(attachments::Column::UploaderId.eq(actor.user.get()))
        .filter(attachments::Column::TicketId.is_null())
        .limit(KEPT_MAX)
        .into_tuple()
        .all(&store.read)
        .await?;
    let bytes: u64 = sizes.iter().map(|size| size.unsigned_abs()).sum();
    if sizes.len() as u64 >= KEPT_MAX || bytes >= largest.saturating_mul(KEPT_LARGEST) {
        return Err(Invalid::one(field, Code::TooMuchKept).into());
    }
    Ok(())
}

struct Received {
    media_type: &'static str,
    size: u64,
    sha256: String,
}

enum Refusal {
    Code(Code),
    Store(object_store::Error),
}

impl From<object_store::Error> for Refusal {
    fn from(error: object_store::Error) -> Self {
        Self::Store(error)
    }
}

async fn write<S, E>(files: &dyn ObjectStore, path: &Path, most: u64, stream: S) -> std::result::Result<Received, Refusal>
where
    S: Stream<Item = std::result::Result<Bytes, E>> + Send,
{
    pin_mut!(stream);
    // The first bytes decide whether it is taken at all, before anything is written.
    let mut head = BytesMut::new();
    let mut ended = false;
    while head.len() < media::HEAD && !ended {
        match stream.next().await {
            Some(Ok(part)) => head.extend_from_slice(&part),
            Some(Err(_)) => return Err(Refusal::Code(Code::BadCharacters)),
            None => ended = true,
        }
        if head.len() as u64 > most {
            return Err(Refusal::Code(Code::FileTooLarge { max: most }));
        }
    }
    let head = head.freeze();
    let media_type =
        media::media_type(&head[..head.len().min(media::HEAD)]).map_err(|media::Refused| Refusal::Code(Code::FileTypeRefused))?;
    let mut hasher = Sha256::new();
    hasher.update(&head);
    let mut size = head.len() as u64;
    if ended {
        files.put(path, PutPayload::from_bytes(head)).await?;
        return Ok(Received { media_type, size, sha256: token::hex(&hasher.finalize()) });
    }
    let mut upload = WriteMultipart::new(files.put_multipart(path).await?);
    upload.put(head);
    while let Some(part) = stream.next().await {
        let refusal = match part {
            Err(_) => Code::BadCharacters,
            Ok(part) if size + part.len() as u64 > most => Code::FileTooLarge { max: most },
            Ok(part) => {
                size += part.len() as u64;
                hasher.update(&part);
                upload.wait_for_capacity(PARTS_UNDERWAY).await?;
                upload.put(part);
                continue;
            }
        };
        upload.abort().await?;
        return Err(Refusal::Code(refusal));
    }
    upload.finish().await?;
    Ok(Received { media_type, size, sha256: token::hex(&hasher.finalize()) })
}

/// A place of its own: nothing of the sender's name is in it, and nobody can guess it.
fn fresh_path(now: Timestamp) -> Result<Path> {
    let month = &now.to_string()[..7];
    Ok(Path::from(format!("attachments/{month}/{}", token::fresh()?)))
}
