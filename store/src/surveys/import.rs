//! Surveys of another system that come in as CSV (`docs/guide.md`, "Surveys of another system").
//!
//! Each row is taken or refused by itself, and none is dropped without a word. A row is known again by all that it says, and by how many of
//! the same stood before it in its file, so that the same file makes nothing twice and two equal answers stay two.

mod read;
mod write;

use std::collections::HashSet;

use domain::{
    id::UserId,
    permit::{Act, Actor, may},
    survey::import::{Brought, Refusal, Rejected},
};
use jiff::tz::TimeZone;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use self::read::{Line, Row};
use super::report::services_by_name;
use crate::{Error, Result, Store, entity::past_surveys};

/// Rows that are looked up and written at once.
const AT_ONCE: usize = 400;

/// A file that comes in.
#[derive(Clone, Copy, Debug)]
pub struct Incoming<'f> {
    /// What it is called.
    pub name: &'f str,
    /// What it says.
    pub text: &'f str,
    /// The zone of its times without an offset.
    pub zone: &'f TimeZone,
    /// Whether it is only looked at.
    pub dry_run: bool,
}

/// Brings in the surveys of a file, some hundreds in a transaction; what came before a failure stays, and the file can be sent again.
///
/// Without an actor it is somebody at the command line, who has the database in hand anyway.
///
/// # Errors
/// [`Error::NotFound`] for an actor who may not import. What cannot be read is told in the outcome.
pub async fn import(store: &Store, actor: Option<&Actor>, incoming: &Incoming<'_>) -> Result<Brought> {
    if actor.is_some_and(|actor| !may(actor, Act::Import)) {
        return Err(Error::NotFound);
    }
    let services = services_by_name(&store.read).await?;
    let lines = match read::read(incoming.text, incoming.zone, store.now(), &services) {
        Ok(lines) => lines,
        Err(not_a_file) => return Ok(Brought { not_a_file: Some(not_a_file), ..Brought::default() }),
    };
    let mut brought = Brought::default();
    let mut rows = Vec::new();
    for line in lines {
        match line {
            Line::Row(row) => rows.push(row),
            Line::Refused(refused) => brought.rejected.push(refused),
        }
    }
    for rows in rows.chunks(AT_ONCE) {
        some(store, actor.map(|actor| actor.user), incoming, rows, &mut brought).await?;
    }
    brought.rejected.sort_by_key(|rejected| rejected.line);
    Ok(brought)
}

async fn some(store: &Store, by: Option<UserId>, incoming: &Incoming<'_>, rows: &[Row], brought: &mut Brought) -> Result<()> {
    let tickets = write::tickets(&store.read, rows).await?;
    let here = known(&store.read, rows).await?;
    let mut fresh = Vec::new();
    for row in rows {
        let ticket = tickets.get(&row.reference).copied();
        if here.contains(&row.fingerprint) {
            brought.known += 1;
        } else if ticket.is_some_and(|ticket| ticket.asked) {
            brought.rejected.push(Rejected { line: row.line, why: Refusal::AskedHere, cell: row.reference.clone() });
        } else {
            brought.new += 1;
            brought.answered += u64::from(row.given.is_some());
            fresh.push((row, ticket.map(|ticket| ticket.id)));
        }
    }
    if incoming.dry_run || fresh.is_empty() {
        return Ok(());
    }
    write::write(store, by, incoming.name, &fresh).await
}

async fn known(conn: &impl ConnectionTrait, rows: &[Row]) -> Result<HashSet<String>> {
    let found: Vec<String> = past_surveys::Entity::find()
        .filter(past_surveys::Column::Fingerprint.is_in(rows.iter().map(|row| row.fingerprint.as_str())))
        .select_only()
        .column(past_surveys::Column::Fingerprint)
        .into_tuple()
        .all(conn)
        .await?;
    Ok(found.into_iter().collect())
}
