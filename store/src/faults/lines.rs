//! The timeline of a fault, line by line.

use domain::{
    fault::{
        moment::{Reading, Source, Value},
        timeline::{Command, Quick, QuickRefused, quick},
    },
    id::FaultId,
    invalid::{Code, Invalid},
    permit::{Act, Actor, may},
    time::Timestamp,
};
use jiff::tz::TimeZone;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};
use serde_json::json;

use super::{
    change::{Change, range, refused, write_entry},
    facts::Known,
    stored,
};
use crate::{
    Error, Result, Store, Tx,
    entity::{fault_entries, fault_entry_times},
};

/// Writes a line as it was typed: a note, or a moment with what there is to say of it, `/restored 10:42 pods rolled back`. Times without
/// an offset are those of `zone`. Whoever sees a fault may write a note; a moment is for whom may work on it.
///
/// # Errors
/// [`Error::NotFound`] for whom may not; [`Error::Invalid`] at `line`: `Required` also for a moment that was said otherwise before
/// and has no text behind it to say why, `UnknownChoice` for no such command, `NotADate` for what is no time, `OutOfRange` as
/// [`super::set`], `TooLong`, `BadCharacters`.
pub async fn say(store: &Store, actor: &Actor, id: FaultId, line: &str, zone: &TimeZone) -> Result<()> {
    Known::find(&store.read, actor, id, |facts| Act::SeeFault(facts), false).await?;
    let understood = quick(line, store.now(), zone).map_err(unreadable)?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let mut change = Change::begin(tx, actor, id, |facts| Act::SeeFault(facts)).await?;
                let Command::Moment { kind } = understood.command else {
                    let entry = write_entry(tx, id, understood.at, actor.user, &understood.text).await?;
                    return change.finish(tx, "fault.say", json!({ "entry": entry })).await;
                };
                if !may(actor, Act::WorkFault(&change.known.facts)) {
                    return Err(Error::NotFound);
                }
                let before = change.times_said(kind);
                let reading = reading(&understood);
                let set = change.moments.set(kind, reading, Some(actor.user), tx.now, &understood.text);
                set.map_err(|error| refused(&error, &change.moments, tx.now, ("line", "line")))?;
                change.write_moment(tx, kind, before).await?;
                if !understood.text.is_empty() {
                    write_entry(tx, id, understood.at, actor.user, &understood.text).await?;
                }
                change.finish(tx, "fault.set_moment", json!({ "moment": kind, "at": understood.at })).await
            })
        })
        .await
}

fn reading(understood: &Quick) -> Reading {
    Reading { value: Value::Exact { at: understood.at }, source: Source::Person, evidence: String::new() }
}

fn unreadable(refused: QuickRefused) -> Invalid {
    let code = match refused {
        QuickRefused::UnknownCommand { .. } => Code::UnknownChoice,
        QuickRefused::NotATime { .. } => Code::NotADate,
        QuickRefused::Text { code } => code,
    };
    Invalid::one("line", code)
}

/// Puts an entry to another time, and keeps the one that it had; `was` is the time that the person saw.
///
/// # Errors
/// [`Error::NotFound`] for whom may not work on the fault, and without such an entry in it; [`Error::Conflict`] when somebody else put it to
/// another time meanwhile; [`Error::Invalid`] at `at`: `OutOfRange` for what lies in the future.
pub async fn retime(store: &Store, actor: &Actor, id: FaultId, entry: i64, was: Timestamp, to: Timestamp) -> Result<()> {
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let change = Change::begin(tx, actor, id, |facts| Act::WorkFault(facts)).await?;
                let of_fault = fault_entries::Entity::find_by_id(entry).filter(fault_entries::Column::FaultId.eq(id.get()));
                let row = of_fault.one(&tx.conn).await?.ok_or(Error::NotFound)?;
                let mut moved = stored::entry(row.clone())?;
                if moved.at != was {
                    return Err(Error::Conflict { what: "fault" });
                }
                let late = |_| Invalid::one("at", range(None, Some(tx.now)));
                moved.retime(to, actor.user, tx.now).map_err(late)?;
                if moved.at == was {
                    return Ok(());
                }
                keep_time(tx, actor, entry, was).await?;
                let mut row = row.into_active_model();
                row.at = Set(to.millis());
                row.update(&tx.conn).await?;
                change.finish(tx, "fault.retime_entry", json!({ "entry": entry, "from": was, "to": to })).await
            })
        })
        .await
}

async fn keep_time(tx: &Tx<'_>, actor: &Actor, entry: i64, was: Timestamp) -> Result<()> {
    let row = fault_entry_times::ActiveModel {
        entry_id: Set(entry),
        was: Set(was.millis()),
        said_at: Set(tx.now.millis()),
        said_by: Set(actor.user.get()),
        ..Default::default()
    };
    fault_entry_times::Entity::insert(row).exec(&tx.conn).await?;
    Ok(())
}
