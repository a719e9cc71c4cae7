//! One thing done to many tickets. Each of them is decided and written by its own verb, in its own transaction: one that refuses keeps no
//! other from being done.

use domain::{
    id::{TicketId, UserId},
    permit::Actor,
    priority::{Impact, Urgency},
    ticket::{Number, Resolution},
};

use super::{
    PAGE_MAX,
    assign::{HandOver, assign, hand_over, take},
    edit::reprioritise,
    facts::{For, Known},
    message::{Message, note},
    moves::{cancel, resolve},
    stored,
};
use crate::{Error, Result, Store};

/// What is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Together {
    /// The actor answers for them.
    Take,
    /// This person does, or nobody.
    Assign(Option<UserId>),
    /// Another team does.
    HandOver(HandOver),
    /// They are judged anew.
    Reprioritise(Impact, Urgency),
    /// They end in this way, and their requesters are told.
    Resolve(Resolution),
    /// They are withdrawn, for this reason.
    Cancel(String),
    /// Those who answer are told this.
    Note(String),
}

/// A ticket that was chosen from a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    /// Which one.
    pub ticket: TicketId,
    /// The version that the list showed; `None` does not ask whether it changed.
    pub seen: Option<i64>,
    /// What is done to it.
    pub what: Together,
}

/// What came of one ticket.
#[derive(Debug)]
pub struct Outcome {
    /// Which one.
    pub ticket: TicketId,
    /// Its number; unknown, when the actor does not see it.
    pub number: Option<Number>,
    /// What brings it back to where it was, if something does.
    pub undo: Option<Together>,
    /// Whether it was done; if not, why.
    pub result: Result<()>,
}

/// Does one thing after the other, at most [`PAGE_MAX`] of them; a ticket that is named twice has its turn once.
///
/// # Errors
/// [`Error::NotFound`] when there is none of them for the actor. Whatever else is refused is told by ticket.
pub async fn together(store: &Store, actor: &Actor, chosen: Vec<Chosen>) -> Result<Vec<Outcome>> {
    let mut outcomes: Vec<Outcome> = Vec::with_capacity(chosen.len());
    for chosen in chosen.into_iter().take(usize::try_from(PAGE_MAX).unwrap_or(usize::MAX)) {
        if outcomes.iter().all(|known| known.ticket != chosen.ticket) {
            outcomes.push(one(store, actor, chosen).await);
        }
    }
    if outcomes.iter().all(|outcome| matches!(outcome.result, Err(Error::NotFound))) {
        return Err(Error::NotFound);
    }
    Ok(outcomes)
}

async fn one(store: &Store, actor: &Actor, Chosen { ticket, seen, what }: Chosen) -> Outcome {
    let before = match Known::seen(&store.read, actor, ticket, For::Reading).await {
        Ok(known) => known,
        Err(error) => return Outcome { ticket, number: None, undo: None, result: Err(error) },
    };
    let number = stored::word(&before.row.kind).ok().map(|kind| Number::new(kind, ticket));
    let undo = back(&before, &what);
    let result = match what {
        Together::Take => take(store, actor, ticket, seen).await,
        Together::Assign(person) => assign(store, actor, ticket, person, seen).await,
        Together::HandOver(to) => hand_over(store, actor, ticket, to, seen).await,
        Together::Reprioritise(impact, urgency) => reprioritise(store, actor, ticket, impact, urgency, seen).await,
        Together::Resolve(resolution) => resolve(store, actor, ticket, resolution, seen).await,
        Together::Cancel(reason) => cancel(store, actor, ticket, &reason, seen).await,
        Together::Note(text) => note(store, actor, ticket, Message { text, ..Message::default() }).await,
    };
    Outcome { ticket, number, undo: undo.filter(|_| result.is_ok()), result }
}

/// What was told to others, and what left the actor's team, is not taken back by a button.
fn back(before: &Known, what: &Together) -> Option<Together> {
    match what {
        Together::Take | Together::Assign(_) => Some(Together::Assign(before.facts.assignee)),
        Together::Reprioritise(..) => {
            Some(Together::Reprioritise(stored::word(&before.row.impact).ok()?, stored::word(&before.row.urgency).ok()?))
        }
        Together::HandOver(_) | Together::Resolve(_) | Together::Cancel(_) | Together::Note(_) => None,
    }
}
