//! One open page that listens.

use std::sync::Arc;

use domain::{
    id::TicketId,
    permit::{Actor, Reach},
    ticket::view::Present,
};
use tokio::sync::broadcast::{self, error::RecvError};

use super::{Word, seen};
use crate::{Error, Result, Store, actor, token};

/// What a page hears: that it should look again, and at what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// A ticket that the listener may see, or may not see any more, is another one than before.
    Changed {
        /// Which.
        ticket: TicketId,
        /// The kind of its last event.
        kind: String,
        /// It went where the listener does not see it.
        gone: bool,
    },
    /// Other people than before look at the listener's ticket or write on it.
    Present(TicketId),
    /// Some of this may have been lost.
    Lost,
}

/// Somebody's page, for as long as it is open. While there is one with a ticket, its owner counts as looking at that ticket.
#[derive(Debug)]
pub struct Ear {
    store: Store,
    actor: Arc<Actor>,
    reach: Reach,
    on: Option<On>,
    words: broadcast::Receiver<Word>,
}

/// The ticket that the page shows.
#[derive(Debug)]
struct On {
    ticket: TicketId,
    ear: i64,
    /// Who was there when it was last told.
    told: Vec<Present>,
}

impl Ear {
    /// Begins to listen, as the page of a ticket or of none. Also says which version the ticket has now, so that the page
    /// knows whether it missed something before.
    ///
    /// # Errors
    /// [`Error::NotFound`] for who has no desk, and for whom may not see the ticket's internal side.
    pub async fn open(store: &Store, actor: Arc<Actor>, ticket: Option<TicketId>) -> Result<(Self, Option<i64>)> {
        if !actor.is_agent() {
            return Err(Error::NotFound);
        }
        let words = store.live.words.subscribe();
        let mut ear = Self { store: store.clone(), reach: actor.reach(), actor, on: None, words };
        let Some(ticket) = ticket else { return Ok((ear, None)) };
        let version = seen(store, &ear.actor, ticket).await?.row.version;
        ear.on = Some(On { ticket, ear: i64::from_ne_bytes(token::random()?), told: Vec::new() });
        ear.look();
        Ok((ear, Some(version)))
    }

    /// Waits for the next thing that concerns the listener. Nothing is lost when the waiting is broken off.
    pub async fn hear(&mut self) -> Heard {
        loop {
            let heard = match self.words.recv().await {
                Ok(word) => self.concerns(word),
                Err(RecvError::Lagged(_)) => Some(Heard::Lost),
                // The listener's own store keeps the other end open.
                Err(RecvError::Closed) => std::future::pending().await,
            };
            if let Some(heard) = heard {
                return heard;
            }
        }
    }

    /// To be called every 20 seconds: says again that the listener looks, and notices who went without a word.
    ///
    /// # Errors
    /// [`Error::NotFound`] when they may not listen any more.
    pub async fn beat(&mut self) -> Result<Option<Heard>> {
        self.actor = Arc::new(actor::load(&self.store, self.actor.user).await?);
        self.reach = self.actor.reach();
        if !self.actor.is_agent() {
            return Err(Error::NotFound);
        }
        if let Some(on) = &self.on {
            seen(&self.store, &self.actor, on.ticket).await?;
        }
        self.look();
        Ok(self.others_than_before())
    }

    fn look(&self) {
        if let Some(On { ticket, ear, .. }) = self.on {
            self.store.tell(Word::Looks { ticket, ear, person: self.actor.user, name: self.actor.name.clone() });
        }
    }

    fn concerns(&mut self, word: Word) -> Option<Heard> {
        match word {
            Word::Changed { ticket, kind, places, .. } => {
                let gone = places.last().is_some_and(|&place| !self.reach.covers_place(place));
                places.into_iter().any(|place| self.reach.covers_place(place)).then_some(Heard::Changed { ticket, kind, gone })
            }
            Word::Looks { ticket, .. } | Word::Writes { ticket, .. } | Word::Leaves { ticket, .. } => {
                self.on.as_ref().is_some_and(|on| on.ticket == ticket).then(|| self.others_than_before()).flatten()
            }
            Word::Lost => Some(Heard::Lost),
        }
    }

    fn others_than_before(&mut self) -> Option<Heard> {
        let on = self.on.as_mut()?;
        let there = self.store.live.present().on(on.ticket, self.store.now(), self.actor.user);
        if there == on.told {
            return None;
        }
        on.told = there;
        Some(Heard::Present(on.ticket))
    }
}

impl Drop for Ear {
    fn drop(&mut self) {
        if let Some(On { ticket, ear, .. }) = self.on {
            self.store.tell(Word::Leaves { ticket, ear });
        }
    }
}
