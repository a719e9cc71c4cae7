//! Faults that come in as a file (`docs/rule-345.md`, "Files").
//!
//! Each fault is a transaction of its own. What nobody and nothing here stands for stays with the fault as text: an incident of last year must
//! not be refused because its service was called otherwise then, and a service that was made of a slip would stand in everybody's catalogue.

mod resolve;
mod write;

use domain::{
    fault::exchange::{Form, Imported, Note, Outcome, Taken, to_json},
    id::FaultId,
    permit::{Act, Actor, may},
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
    let read = match Form::of(incoming.name, incoming.text).read(incoming.text, incoming.zone, store.now()) {
        Ok(read) => read,
        Err(why) => return Ok(Outcome { not_a_file: Some(why), ..Outcome::default() }),
    };
    let mut outcome = Outcome { untitled: read.untitled.iter().map(|(place, _)| *place).collect(), ..Outcome::default() };
    let mut met = std::collections::HashSet::new();
    for fault in &read.faults {
        let fingerprint = fingerprint(fault);
        let twice = !met.insert(fingerprint.clone());
        let taken = match here(&store.read, fault, &fingerprint).await? {
            Some(id) => was_here(fault, Some(id)),
            None if twice => was_here(fault, None),
            None => one(store, actor, incoming, fault, &fingerprint).await?,
        };
        outcome.faults.push(taken);
    }
    Ok(outcome)
}

async fn one(store: &Store, actor: Option<&Actor>, incoming: &Incoming<'_>, fault: &Imported, fingerprint: &str) -> Result<Taken> {
    let resolved = Resolved::of(&store.read, fault, store.now()).await?;
    let id = if incoming.dry_run {
        None
    } else {
        let by = actor.map(|actor| actor.user);
        let source = write::Source { file: incoming.name, fingerprint };
        let written = store
            .transact(by, |tx| {
                Box::pin(async {
                    // Somebody may have sent the same file meanwhile.
                    if let Some(id) = here(&tx.conn, fault, fingerprint).await? {
                        return Ok((id, false));
                    }
                    Ok((write::write(tx, by, &resolved, source).await?, true))
                })
            })
            .await?;
        match written {
            (id, false) => return Ok(was_here(fault, Some(id))),
            (id, true) => Some(id),
        }
    };
    let mut notes: Vec<Note> = fault.notes.clone();
    notes.extend(resolved.notes);
    Ok(Taken {
        title: resolved.document.title.clone(),
        number: id.map(domain::fault::number::Number),
        was_here: false,
        unknown_services: resolved.kept.services.clone(),
        no_severity: resolved.document.severity.is_none(),
        unknown: fault.unknown.clone(),
        questions: fault.questions.clone(),
        notes,
    })
}

fn was_here(fault: &Imported, id: Option<FaultId>) -> Taken {
    let number = id.map(domain::fault::number::Number);
    Taken { title: fault.document.title.clone(), number, was_here: true, ..Taken::default() }
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
        if to_json(&export::whole(conn, &row).await?).to_string() == fault.as_read {
            return Ok(Some(FaultId(row.id)));
        }
    }
    Ok(None)
}
