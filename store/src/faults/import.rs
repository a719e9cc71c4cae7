//! Faults that come in as a file (`docs/rule-345.md`, "Files").
//!
//! Each fault is a transaction of its own. What nobody and nothing here stands for stays with the fault as text: an incident of last year must
//! not be refused because its service was called otherwise then, and a service that was made of a slip would stand in everybody's catalogue.

mod resolve;
mod write;

use std::collections::HashSet;

use domain::{
    fault::{
        exchange::{Form, Import, Imported, Note, Outcome, Taken, to_json},
        number::Number,
    },
    id::{FaultId, UserId},
    permit::{Act, Actor, may},
    time::Timestamp,
};
use jiff::tz::TimeZone;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use sha2::{Digest, Sha256};

use self::resolve::Resolved;
use super::export;
use crate::{
    Error, Result, Store,
    entity::{fault_imports, faults},
};

/// A file that comes in.
#[derive(Clone, Copy, Debug)]
pub struct Incoming<'f> {
    /// What it is called.
    pub name: &'f str,
    /// What it says.
    pub text: &'f str,
    /// The zone of its times without an offset; without one they are told and left out.
    pub zone: Option<&'f TimeZone>,
    /// Whether it is only looked at.
    pub dry_run: bool,
}

/// Among so many faults of the same title it is looked whether a fault is here already.
const ALIKE: u64 = 50;

/// Brings in the faults of a file, each in a transaction of its own; what came before a failure stays, and the file can be sent again: what
/// is here already is passed over.
///
/// Without an actor it is somebody at the command line, who has the database in hand anyway.
///
/// # Errors
/// [`Error::NotFound`] for an actor who may not import. What cannot be read is told in the outcome.
pub async fn import(store: &Store, actor: Option<&Actor>, incoming: &Incoming<'_>) -> Result<Outcome> {
    if actor.is_some_and(|actor| !may(actor, Act::Import)) {
        return Err(Error::NotFound);
    }
    let now = store.now();
    let read = match read(incoming, now) {
        Ok(read) => read,
        Err(outcome) => return Ok(outcome),
    };
    let mut outcome = untitled(&read);
    let mut met = HashSet::new();
    for fault in &read.faults {
        let fingerprint = fingerprint(fault);
        let resolved = Resolved::of(&store.read, fault, now).await?;
        let twice = !met.insert(fingerprint.clone());
        let (id, was_here) = match here(&store.read, fault, &fingerprint).await? {
            Some(id) => (Some(id), true),
            None if twice => (None, true),
            None if incoming.dry_run => (None, false),
            None => {
                let source = write::Source { file: incoming.name, fingerprint: &fingerprint };
                let (id, was_here) = one(store, actor.map(|actor| actor.user), fault, &resolved, source).await?;
                (Some(id), was_here)
            }
        };
        outcome.faults.push(taken(fault, resolved, id, was_here));
    }
    Ok(outcome)
}

/// What a file would come to where nothing is: for a look at it without a database.
#[must_use]
pub fn looked_at(incoming: &Incoming<'_>, now: Timestamp) -> Outcome {
    let read = match read(incoming, now) {
        Ok(read) => read,
        Err(outcome) => return outcome,
    };
    let mut outcome = untitled(&read);
    let mut met = HashSet::new();
    for fault in &read.faults {
        let twice = !met.insert(fingerprint(fault));
        outcome.faults.push(taken(fault, Resolved::nowhere(fault, now), None, twice));
    }
    outcome
}

fn read(incoming: &Incoming<'_>, now: Timestamp) -> std::result::Result<Import, Outcome> {
    let read = Form::of(incoming.name, incoming.text).read(incoming.text, incoming.zone, now);
    read.map_err(|why| Outcome { not_a_file: Some(why), ..Outcome::default() })
}

fn untitled(read: &Import) -> Outcome {
    Outcome { untitled: read.untitled.iter().map(|(place, _)| *place).collect(), ..Outcome::default() }
}

/// One fault with its record, and whether somebody brought it meanwhile.
async fn one(
    store: &Store,
    by: Option<UserId>,
    fault: &Imported,
    resolved: &Resolved,
    source: write::Source<'_>,
) -> Result<(FaultId, bool)> {
    store
        .transact(by, |tx| {
            Box::pin(async {
                if let Some(id) = here(&tx.conn, fault, source.fingerprint).await? {
                    return Ok((id, true));
                }
                Ok((write::write(tx, by, resolved, source).await?, false))
            })
        })
        .await
}

fn taken(fault: &Imported, resolved: Resolved, id: Option<FaultId>, was_here: bool) -> Taken {
    let mut notes: Vec<Note> = fault.notes.clone();
    notes.extend(resolved.notes);
    Taken {
        title: resolved.document.title,
        number: id.map(Number),
        was_here,
        unknown_services: resolved.kept.services,
        no_severity: resolved.document.severity.is_none(),
        unknown: fault.unknown.clone(),
        questions: fault.questions.clone(),
        notes,
    }
}

/// By what a fault of a file is known when it comes again.
fn fingerprint(fault: &Imported) -> String {
    Sha256::digest(fault.as_read.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The fault that it is, if it is here: because it came from such a file before, or because it went out as one.
async fn here(conn: &impl ConnectionTrait, fault: &Imported, fingerprint: &str) -> Result<Option<FaultId>> {
    let came = fault_imports::Entity::find().filter(fault_imports::Column::Fingerprint.eq(fingerprint)).one(conn).await?;
    if let Some(came) = came {
        return Ok(Some(FaultId(came.fault_id)));
    }
    let mut alike = faults::Entity::find().filter(faults::Column::Title.eq(fault.document.title.as_str()));
    if let Some(began) = fault.moments.points().earliest() {
        alike = alike.filter(faults::Column::BeganAt.eq(began.millis()));
    }
    for row in alike.order_by_desc(faults::Column::Id).limit(ALIKE).all(conn).await? {
        let as_it_is = to_json(&export::whole(conn, &row).await?).to_string();
        if as_it_is == fault.as_read {
            return Ok(Some(FaultId(row.id)));
        }
    }
    Ok(None)
}
