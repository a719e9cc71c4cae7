//! What leads from a rater to their ballots, and from nothing else.
//!
//! It lies among the files and not in the database, so that neither a copy of the database nor its log has it. With its destruction the link
//! between raters and ballots is gone, for the administrator too.

use domain::id::{RoundId, TeamId, UserId};
use hmac::{Hmac, KeyInit, Mac};
use object_store::{ObjectStore, ObjectStoreExt, PutMode, PutPayload, path::Path};
use sha2::Sha256;

use crate::{Error, Result, Store, error, token};

const PURPOSE: &[u8] = b"opsbeat ballot 1\n";

pub(super) struct Secret([u8; 32]);

impl Secret {
    /// The name of the ballot that this rater has for this team.
    pub(super) fn key(&self, round: RoundId, rater: UserId, team: TeamId) -> String {
        // A key that is shorter than a block is filled with zeros (RFC 2104), here so that nothing can fail.
        let mut block = [0; 64];
        block[..self.0.len()].copy_from_slice(&self.0);
        let mut mac = <Hmac<Sha256> as KeyInit>::new(&block.into());
        mac.update(PURPOSE);
        for id in [round.get(), rater.get(), team.get()] {
            mac.update(&id.to_be_bytes());
        }
        token::hex(&mac.finalize().into_bytes())
    }
}

fn place(round: RoundId) -> Path {
    Path::from(format!("scoring/{round}"))
}

/// The secret of a round that is about to open; the one that there is already, if there is one.
pub(super) async fn ensure(store: &Store, round: RoundId) -> Result<()> {
    let fresh: [u8; 32] = token::random()?;
    let made = store.files.put_opts(&place(round), PutPayload::from(fresh.to_vec()), PutMode::Create.into()).await;
    match made {
        Ok(_) | Err(object_store::Error::AlreadyExists { .. }) => Ok(()),
        Err(error) => Err(error::Files::Store(error).into()),
    }
}

/// The secret of an open round.
///
/// # Errors
/// [`Error::Unavailable`] when its file is not there or is another one's: ballots must not be cast under a key that nobody finds again.
pub(super) async fn find(store: &Store, round: RoundId) -> Result<Secret> {
    let object = match store.files.get(&place(round)).await {
        Ok(object) => object,
        Err(object_store::Error::NotFound { .. }) => {
            tracing::error!(%round, "the secret of a scoring round is missing from the files: its ballots cannot be read");
            return Err(Error::Unavailable);
        }
        Err(error) => return Err(error::Files::Store(error).into()),
    };
    let bytes = object.bytes().await.map_err(error::Files::Store)?;
    <[u8; 32]>::try_from(bytes.as_ref()).map(Secret).map_err(|_| Error::Unavailable)
}

/// Destroys it. One that is gone already is gone.
pub(super) async fn destroy(store: &Store, round: RoundId) -> Result<()> {
    match store.files.delete(&place(round)).await {
        Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
        Err(error) => Err(error::Files::Store(error).into()),
    }
}
