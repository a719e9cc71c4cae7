//! Making a ticket part of another one that asks for the same.

use domain::{
    id::TicketId,
    invalid::{Code, Invalid},
    permit::{Act, Actor},
    ticket::{Kind, Move, Number, What},
};

use super::{
    change::Change,
    facts::{For, Known, REQUESTER},
    moves::tell_status,
    people::{self, MOST},
    stored,
};
use crate::{Error, Result, Store, Tx};

/// Makes a ticket part of another one, where it goes on: it is closed, its requesters ask for the other one from now on, and its
/// clocks are cancelled; what it had missed stays on record. The other one's clocks do not change. Nothing opens it again.
///
/// # Errors
/// [`Error::NotFound`] for whom may not merge the ticket; [`Error::Invalid`] for `into`: `UnknownReference` for what is none that they
/// may merge, `UnknownChoice` for itself or for a ticket that is over or part of another one, `TooMany` when too many people would ask for it; [`Error::IllegalMove`] for one
/// that is over itself.
pub async fn merge(store: &Store, actor: &Actor, id: TicketId, into: TicketId) -> Result<()> {
    may_merge(store, actor, id).await?;
    let rule = store.settings().await?.closing;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let (mut child, mut parent) = both(tx, actor, id, into).await?;
                if id == into || parent.row.merged_into.is_some() || !parent.status().is_open() {
                    return Err(Invalid::one("into", Code::UnknownChoice).into());
                }
                let before = child.status().clone();
                child.apply(Move::Merge, &rule)?;
                child.row.merged_into = Some(into.get());
                child.tell(What::Merged { into: number(&parent)? });
                tell_status(&mut child, &before, "");
                parent.tell(What::Absorbed { other: number(&child)? });
                join(tx, &child, &mut parent).await?;
                child.finish(tx, "ticket.merge").await?;
                parent.finish(tx, "ticket.absorb").await
            })
        })
        .await
}

/// Whether the actor may merge a ticket into another one that they may merge as well.
///
/// # Errors
/// [`Error::NotFound`] for whom may not.
pub async fn may_merge(store: &Store, actor: &Actor, id: TicketId) -> Result<()> {
    Known::seen(&store.read, actor, id, For::Reading).await?.permits(actor, |facts| Act::Merge(facts))
}

/// What is not there, and what the actor may not merge, is no ticket that a number could mean.
async fn parent(tx: &Tx<'_>, actor: &Actor, into: TicketId) -> Result<Change> {
    let begun = Change::begin(tx, actor, into, |facts| Act::Merge(facts)).await;
    begun.map_err(|error| match error {
        Error::NotFound => Invalid::one("into", Code::UnknownReference).into(),
        error => error,
    })
}

/// Both tickets under change, the one with the smaller number first: two that are merged into each other at once wait and do not lock
/// each other out.
async fn both(tx: &Tx<'_>, actor: &Actor, id: TicketId, into: TicketId) -> Result<(Change, Change)> {
    if id <= into {
        let child = Change::begin(tx, actor, id, |facts| Act::Merge(facts)).await?;
        return Ok((child, parent(tx, actor, into).await?));
    }
    let parent = parent(tx, actor, into).await?;
    Ok((Change::begin(tx, actor, id, |facts| Act::Merge(facts)).await?, parent))
}

fn number(change: &Change) -> Result<Number> {
    Ok(Number::new(stored::word::<Kind>(&change.row.kind)?, change.id()))
}

/// Those who ask for the child ask for the parent.
async fn join(tx: &Tx<'_>, child: &Change, parent: &mut Change) -> Result<()> {
    let known = &parent.facts().requesters;
    let new: Vec<_> = child.facts().requesters.iter().copied().filter(|person| !known.contains(person)).collect();
    if known.len() + new.len() > MOST {
        return Err(Invalid::one("into", Code::TooMany { max: MOST }).into());
    }
    for person in new {
        people::add(&tx.conn, parent.id(), person, REQUESTER).await?;
        parent.tell(What::RequesterAdded { person });
    }
    Ok(())
}
