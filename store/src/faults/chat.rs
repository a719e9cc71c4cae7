//! A chat that somebody pasted, as entries of the timeline.

use std::collections::HashSet;

use domain::{
    fault::timeline::{ChatLine, Origin, TEXT_MAX},
    id::FaultId,
    invalid::{Code, Invalid, line, text},
    permit::{Act, Actor},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};
use serde_json::json;

use super::{
    change::{Change, range},
    facts::Known,
};
use crate::{Result, Store, entity::fault_entries};

/// The most messages that are taken over at once.
const MOST: usize = 1_000;
/// The most characters of an author's name as the chat has it.
const NAME_MAX: usize = 200;
/// Rows that are written with one statement: each has eight values, and SQLite takes 32,766 of them.
const AT_ONCE: usize = 500;

/// Writes the messages into the timeline, each at its own time and by the name that the chat gives. Messages that it has already, because
/// the chat was pasted before, are left out; says how many were written.
///
/// # Errors
/// [`crate::Error::NotFound`] for whom may not work on the fault; [`crate::Error::Invalid`] at `text`: `Required` without a message, `TooMany`
/// above 1,000 of them, `OutOfRange` when one lies in the future, `TooLong`, `BadCharacters`.
pub async fn keep_chat(store: &Store, actor: &Actor, id: FaultId, messages: &[ChatLine]) -> Result<usize> {
    Known::find(&store.read, actor, id, |facts| Act::WorkFault(facts), false).await?;
    let rows = messages.iter().filter(|message| !message.text.trim().is_empty());
    let rows: Vec<Said> = rows.map(said).collect::<std::result::Result<_, _>>()?;
    if rows.is_empty() || rows.len() > MOST {
        let code = if rows.is_empty() { Code::Required } else { Code::TooMany { max: MOST } };
        return Err(Invalid::one("text", code).into());
    }
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let change = Change::begin(tx, actor, id, |facts| Act::WorkFault(facts)).await?;
                if messages.iter().any(|message| message.at > tx.now) {
                    return Err(Invalid::one("text", range(None, Some(tx.now))).into());
                }
                let of_fault = fault_entries::Entity::find().filter(fault_entries::Column::FaultId.eq(id.get()));
                let there = of_fault.filter(fault_entries::Column::Origin.eq(Origin::Chat.as_str())).all(&tx.conn).await?;
                let mut there: HashSet<Said> = there.into_iter().map(|row| (row.at, row.author_name, row.body)).collect();
                let fresh: Vec<_> = rows.iter().filter(|said| there.insert((*said).clone())).map(|said| row(id, said)).collect();
                if fresh.is_empty() {
                    return Ok(0);
                }
                for some in fresh.chunks(AT_ONCE) {
                    fault_entries::Entity::insert_many(some.to_vec()).exec(&tx.conn).await?;
                }
                change.finish(tx, "fault.keep_chat", json!({ "entries": fresh.len() })).await?;
                Ok(fresh.len())
            })
        })
        .await
}

/// What tells messages apart: when, by whom, and what.
type Said = (i64, Option<String>, String);

fn said(message: &ChatLine) -> std::result::Result<Said, Invalid> {
    let wrong = |code| Invalid::one("text", code);
    let body = text(&message.text, 1, TEXT_MAX).map_err(wrong)?;
    let name = line(&message.author, 0, NAME_MAX).map_err(wrong)?;
    Ok((message.at.millis(), (!name.is_empty()).then_some(name), body))
}

fn row(id: FaultId, (at, author, body): &Said) -> fault_entries::ActiveModel {
    fault_entries::ActiveModel {
        fault_id: Set(id.get()),
        at: Set(*at),
        origin: Set(Origin::Chat.as_str().to_owned()),
        author_id: Set(None),
        author_name: Set(author.clone()),
        body: Set(body.clone()),
        evidence: Set(String::new()),
        pinned: Set(false),
        ..Default::default()
    }
}
