//! One open page that listens.

use std::sync::Arc;

use domain::{
    id::{FaultId, TicketId},
    people::AccountState,
    permit::{Act, Actor, Circle, Place, Reach, may},
    ticket::{event::Side, view::Present},
};
use tokio::sync::broadcast::{self, error::RecvError};

use super::{Word, seen};
use crate::{
    Error, Result, Store, actor,
    tickets::{For, Known, last_public},
    token,
};

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
    /// A fault that the listener may see is another one than before.
    Fault(FaultId),
    /// Who else looks at the listener's ticket or writes on it, each once, by name: others than before.
    Present(Vec<Present>),
    /// Some of this may have been lost.
    Lost,
}

/// Somebody's page, for as long as it is open. While there is one on the desk with a ticket, its owner counts as looking at it.
#[derive(Debug)]
pub struct Ear {
    store: Store,
    actor: Arc<Actor>,
    reach: Reach,
    at: At,
    words: broadcast::Receiver<Word>,
}

/// The page that listens.
#[derive(Debug)]
enum At {
    /// The desk, where the internal side is seen.
    Desk(Option<On>),
    /// The requests of those who ask, or one of them: nobody hears who reads there, and nothing internal is heard.
    Requests(Option<TicketId>),
}

/// The ticket that a page of the desk shows.
#[derive(Debug)]
struct On {
    ticket: TicketId,
    ear: i64,
    /// Who was there when it was last told.
    told: Vec<Present>,
}

impl Ear {
    /// Begins to listen, as the page of a ticket or of none. Also says which version the ticket has now, so that the page
    /// knows whether it missed something before; on the requester's side that is its last public event.
    ///
    /// # Errors
    /// [`Error::NotFound`] for whom may not see the ticket from that side, and on the agent's side for who has no desk.
    pub async fn open(store: &Store, actor: Arc<Actor>, side: Side, ticket: Option<TicketId>) -> Result<(Self, Option<i64>)> {
        let words = store.live.words.subscribe();
        let at = match side {
            Side::Agent => At::Desk(match ticket {
                Some(ticket) => Some(On { ticket, ear: i64::from_ne_bytes(token::random()?), told: Vec::new() }),
                None => None,
            }),
            Side::Requester => At::Requests(ticket),
        };
        let ear = Self { store: store.clone(), reach: actor.reach(), actor, at, words };
        let version = ear.check().await?;
        ear.look();
        Ok((ear, version))
    }

    /// Refuses who may not listen here; the version of the page's ticket.
    async fn check(&self) -> Result<Option<i64>> {
        match &self.at {
            At::Desk(_) if !self.actor.is_agent() => Err(Error::NotFound),
            At::Requests(_) if self.actor.state != AccountState::Active => Err(Error::NotFound),
            At::Desk(Some(on)) => Ok(Some(seen(&self.store, &self.actor, on.ticket).await?.row.version)),
            At::Requests(Some(ticket)) => {
                Known::seen(&self.store.read, &self.actor, *ticket, For::Reading).await?;
                Ok(Some(last_public(&self.store.read, *ticket).await?))
            }
            At::Desk(None) | At::Requests(None) => Ok(None),
        }
    }

    /// Waits for the next thing that concerns the listener; at first that is who was there before. Nothing is lost when the
    /// waiting is broken off.
    pub async fn hear(&mut self) -> Heard {
        loop {
            if let Some(there) = self.others_than_before() {
                return Heard::Present(there);
            }
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

    /// To be called every 20 seconds, between two hearings: says again that the listener looks. Who went without a word is missed at
    /// the next hearing.
    ///
    /// # Errors
    /// [`Error::NotFound`] when they may not listen any more.
    pub async fn beat(&mut self) -> Result<()> {
        self.actor = Arc::new(actor::load(&self.store, self.actor.user).await?);
        self.reach = self.actor.reach();
        self.check().await?;
        self.look();
        Ok(())
    }

    fn look(&self) {
        if let At::Desk(Some(On { ticket, ear, .. })) = self.at {
            self.store.tell(Word::Looks { ticket, ear, person: self.actor.user, name: self.actor.name.clone() });
        }
    }

    fn concerns(&mut self, word: Word) -> Option<Heard> {
        match (word, &self.at) {
            (Word::Changed { ticket, kind, places, .. }, At::Desk(on)) => {
                let gone = places.last().is_some_and(|&place| !self.reach.covers_place(place));
                if gone && on.as_ref().is_some_and(|on| on.ticket == ticket) {
                    self.leave();
                }
                places.into_iter().any(|place| self.reach.covers_place(place)).then_some(Heard::Changed { ticket, kind, gone })
            }
            (Word::Changed { ticket, places, public: Some(public), .. }, At::Requests(only)) => {
                // Whoever answers for a ticket may have its public side open, too; in their list stand only those that they ask for.
                let inside = |place: Option<&Place>| only.is_some() && place.is_some_and(|&place| self.reach.covers_place(place));
                let around = |circle: Option<&Circle>| circle.is_some_and(|circle| circle.holds(&self.actor));
                let heard = only.is_none_or(|only| only == ticket)
                    && (inside(places.first()) || inside(places.last()) || public.circles.iter().any(|circle| around(Some(circle))));
                let gone = !inside(places.last()) && !around(public.circles.last());
                heard.then_some(Heard::Changed { ticket, kind: public.kind, gone })
            }
            (Word::Fault { fault, facts }, At::Desk(_)) => {
                facts.iter().any(|facts| may(&self.actor, Act::SeeFault(facts))).then_some(Heard::Fault(fault))
            }
            (Word::Lost, _) => Some(Heard::Lost),
            _ => None,
        }
    }

    fn others_than_before(&mut self) -> Option<Vec<Present>> {
        let At::Desk(Some(on)) = &mut self.at else { return None };
        let there = self.store.live.present().on(on.ticket, self.store.now(), self.actor.user);
        if there == on.told {
            return None;
        }
        on.told.clone_from(&there);
        Some(there)
    }

    /// Looks at no ticket any more.
    fn leave(&mut self) {
        if let At::Desk(on) = &mut self.at
            && let Some(On { ticket, ear, .. }) = on.take()
        {
            self.store.tell(Word::Leaves { ticket, ear });
        }
    }
}

impl Drop for Ear {
    fn drop(&mut self) {
        self.leave();
    }
}
