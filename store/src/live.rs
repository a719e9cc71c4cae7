//! What happens at this moment, for those who have the desk or a request open: which tickets change, and, for those who answer, who
//! looks at one or writes on it.
//!
//! Nothing of it is kept. A word that gets lost costs nobody anything but freshness, because what pages show is read from the
//! database anew, by functions that ask for permission; what travels here is a ticket's id, what kind of thing happened, and the
//! names of who is there.
//! Within a process words go by a channel; between processes that share one PostgreSQL they go by its notifications.

mod ear;
mod present;
mod relay;
#[cfg(test)]
mod tests;

use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::{
    id::{FaultId, TicketId, UserId},
    permit::{Act, Actor, Circle, FaultFacts, Place},
    ticket::{Visibility, What},
};
use serde::{Deserialize, Serialize};
use tokio::sync::{broadcast, mpsc};

pub use ear::{Ear, Heard};
pub use relay::relay;

use crate::{
    Error, Result, Store,
    tickets::{For, Known},
};

/// How many words wait for a listener who is slow; more than that are lost to them, and they are told so.
const KEPT: usize = 256;

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Word {
    /// A ticket is another one than before.
    Changed {
        ticket: TicketId,
        /// The kind of its last event.
        kind: String,
        by: Option<UserId>,
        /// Where it stood before and stands now: whoever it left hears of that, too.
        /// The last one is where it stands.
        places: Vec<Place>,
        /// What is said of it to those who do not answer for it; nothing, when it is none of theirs.
        #[serde(default)]
        public: Option<Public>,
    },
    /// A fault is another one than before. Whoever had a part in it hears of it, and whoever has one now.
    Fault { fault: FaultId, facts: Vec<FaultFacts> },
    /// Somebody looks at a ticket, by this ear.
    Looks { ticket: TicketId, ear: i64, person: UserId, name: String },
    /// Somebody is writing on a ticket.
    Writes { ticket: TicketId, person: UserId, name: String },
    /// This ear is closed.
    Leaves { ticket: TicketId, ear: i64 },
    /// Other words may have been lost.
    Lost,
}

/// What the requester's side may hear of a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Public {
    /// The kind of the last event that they may read.
    kind: String,
    /// Who stood around the ticket before, and who does now.
    circles: Vec<Circle>,
}

impl Public {
    /// Nothing, when none of what happened is for them: then not even that it happened.
    pub(crate) fn of<'w>(happened: impl IntoIterator<Item = &'w What>, circles: Vec<Circle>) -> Option<Self> {
        let last = happened.into_iter().filter(|what| what.visibility() == Visibility::Public).last()?;
        Some(Self { kind: last.kind().to_owned(), circles })
    }
}

/// The process's own end of it.
#[derive(Debug)]
pub(crate) struct Live {
    words: broadcast::Sender<Word>,
    present: Mutex<present::Table>,
    /// The way to the other processes, while there is one.
    others: Mutex<Option<mpsc::Sender<Word>>>,
}

impl Default for Live {
    fn default() -> Self {
        Self { words: broadcast::Sender::new(KEPT), present: Mutex::default(), others: Mutex::default() }
    }
}

impl Live {
    fn present(&self) -> MutexGuard<'_, present::Table> {
        self.present.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn others(&self) -> MutexGuard<'_, Option<mpsc::Sender<Word>>> {
        self.others.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Store {
    /// Tells it to everybody here and in the other processes.
    pub(crate) fn tell(&self, word: Word) {
        if let Some(others) = self.live.others().as_ref() {
            // When so many wait that there is no room, the other side is behind anyway.
            let _ = others.try_send(word.clone());
        }
        self.hear(word);
    }

    /// Takes in what was told here or elsewhere.
    fn hear(&self, word: Word) {
        self.live.present().note(&word, self.now());
        // Without listeners there is nobody to tell.
        let _ = self.live.words.send(word);
    }
}

/// Says that the actor is writing on the ticket; that holds for some seconds.
///
/// # Errors
/// [`Error::NotFound`] for whom may neither reply nor note.
pub async fn writing(store: &Store, actor: &Actor, ticket: TicketId) -> Result<()> {
    let known = seen(store, actor, ticket).await?;
    known.permits(actor, |facts| Act::Note(facts)).or_else(|_| known.permits(actor, |facts| Act::Reply(facts)))?;
    store.tell(Word::Writes { ticket, person: actor.user, name: actor.name.clone() });
    Ok(())
}

async fn seen(store: &Store, actor: &Actor, ticket: TicketId) -> Result<Known> {
    let known = Known::find(&store.read, ticket, For::Reading).await?.ok_or(Error::NotFound)?;
    known.permits(actor, |facts| Act::SeeNotes(facts))?;
    Ok(known)
}
