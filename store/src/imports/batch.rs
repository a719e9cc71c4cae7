//! One batch: its tickets with all that belongs to them, and the import's new position.

use std::collections::{HashMap, HashSet};

use domain::{
    id::{TeamId, TicketId, UserId},
    servicenow::{Change, Entry, History, Stage, Summary},
    ticket::{Kind, Number, StatusName, event::Source},
    time::Timestamp,
};
use sea_orm::{
    ConnectionTrait, DatabaseTransaction,
    sea_query::{Expr, ExprTrait, OnConflict, Query},
};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{
    Batch, IMPORT, Run, change, external_ref,
    names::{self, Book, Names},
};
use crate::{
    Error, Result, Store, convert,
    counters::{self, Standing},
    entity::{events, import_rejections, imports, ticket_people, tickets},
    search::{self, Texts},
    sla,
    tickets::{REQUESTER, stored},
    transact::Tx,
};

/// Rows in one statement. SQLite takes 32,766 values in one, which leaves 81 for a ticket.
const TICKETS_AT_ONCE: usize = 400;
const EVENTS_AT_ONCE: usize = 2_000;
const REJECTIONS_AT_ONCE: usize = 2_000;

/// Writes the batch; what it found out about names is only true once it is committed.
pub(super) async fn write(store: &Store, run: &Run, batch: &Batch<'_>) -> Result<(Summary, Names)> {
    store
        .transact(run.by, |tx| {
            Box::pin(async move {
                move_on(tx, run, batch).await?;
                let known = known(&tx.conn, batch.histories).await?;
                let new: Vec<&History> = batch.histories.iter().filter(|history| !known.contains(&history.number)).collect();
                let book = Book::open(tx, &run.names, &new).await?;
                let ids = insert_tickets(&tx.conn, &new, &book, tx.now).await?;
                let mut digest = Sha256::new();
                let entries = insert_events(&tx.conn, &new, &ids, &book, &mut digest).await?;
                insert_people(&tx.conn, &new, &ids, &book).await?;
                for history in &new {
                    if let Some(&id) = ids.get(&history.number) {
                        search::index(&tx.conn, TicketId(id), &texts(id, history)).await?;
                    }
                }
                count(&tx.conn, &new, &ids, &book).await?;
                sla::settle_these(tx, ids.values().copied()).await?;
                insert_rejections(&tx.conn, run, batch).await?;
                let summary = Summary {
                    tally: batch.tally.clone(),
                    new: run.summary.new + ids.len() as u64,
                    known: run.summary.known + (batch.histories.len() - ids.len()) as u64,
                    entries: run.summary.entries + entries,
                };
                save(tx, run, &summary).await?;
                record(tx, run, batch, &ids, entries, digest);
                Ok((summary, book.found))
            })
        })
        .await
}

/// The numbers of those that are tickets already.
pub(super) async fn known(conn: &impl ConnectionTrait, histories: &[History]) -> Result<HashSet<String>> {
    let mut known = HashSet::new();
    for histories in histories.chunks(EVENTS_AT_ONCE) {
        let refs: HashMap<String, &str> =
            histories.iter().map(|history| (external_ref(&history.number), history.number.as_str())).collect();
        let mut select = Query::select();
        select
            .column(tickets::Column::ExternalRef)
            .from(tickets::Entity)
            .and_where(Expr::col(tickets::Column::ExternalRef).is_in(refs.keys().cloned()));
        for row in conn.query_all(&select).await? {
            let origin: String = row.try_get("", "external_ref")?;
            known.extend(refs.get(&origin).map(|&number| number.to_owned()));
        }
    }
    Ok(known)
}

/// Moves the import behind this batch, first of all: whoever else is at the same one waits here, and then finds it moved.
async fn move_on(tx: &Tx<'_>, run: &Run, batch: &Batch<'_>) -> Result<()> {
    let stored = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    let position = Ord::max(batch.position, run.position);
    let mut update = Query::update();
    update
        .table(imports::Entity)
        .value(imports::Column::Position, stored(position))
        .value(imports::Column::Accepted, stored(batch.tally.events))
        .value(imports::Column::Rejected, stored(batch.tally.refused()))
        .value(imports::Column::UpdatedAt, tx.now.millis())
        .and_where(Expr::col(imports::Column::Id).eq(run.id.get()))
        .and_where(Expr::col(imports::Column::Position).eq(stored(run.position)))
        // Somebody may have stopped it.
        .and_where(Expr::col(imports::Column::State).eq(Stage::Running.as_str()));
    if tx.conn.execute(&update).await?.rows_affected() == 1 { Ok(()) } else { Err(Error::Conflict { what: IMPORT }) }
}

async fn save(tx: &Tx<'_>, run: &Run, summary: &Summary) -> Result<()> {
    let mut update = Query::update();
    update
        .table(imports::Entity)
        .value(imports::Column::Summary, convert::to_json("summary", summary)?)
        .and_where(Expr::col(imports::Column::Id).eq(run.id.get()));
    tx.conn.execute(&update).await?;
    Ok(())
}

/// The new tickets' ids by their numbers.
async fn insert_tickets(conn: &DatabaseTransaction, new: &[&History], book: &Book<'_>, now: Timestamp) -> Result<HashMap<String, i64>> {
    let mut ids = HashMap::new();
    for histories in new.chunks(TICKETS_AT_ONCE) {
        let mut insert = Query::insert();
        insert.into_table(tickets::Entity).columns(COLUMNS);
        let mut numbers = HashMap::new();
        for history in histories {
            insert.values_panic(ticket(history, book, now)?);
            numbers.insert(external_ref(&history.number), &history.number);
        }
        // A row that another import has made in the meantime stays, and is not returned.
        insert
            .on_conflict(OnConflict::column(tickets::Column::ExternalRef).do_nothing().to_owned())
            .returning(Query::returning().columns([tickets::Column::Id, tickets::Column::ExternalRef]));
        for row in conn.query_all(&insert).await? {
            let (id, origin): (i64, String) = (row.try_get("", "id")?, row.try_get("", "external_ref")?);
            if let Some(&number) = numbers.get(&origin) {
                ids.insert(number.clone(), id);
            }
        }
    }
    Ok(ids)
}

/// What is written of a new ticket.
const COLUMNS: [tickets::Column; 30] = {
    use tickets::Column as C;
    [
        C::Kind,
        C::Title,
        C::Description,
        C::ServiceId,
        C::RequesterId,
        C::TeamId,
        C::AssigneeId,
        C::Impact,
        C::Urgency,
        C::Priority,
        C::Status,
        C::Open,
        C::Parked,
        C::LastWord,
        C::WaitingOn,
        C::Started,
        C::StatusReason,
        C::StatusSince,
        C::ResolutionText,
        C::ResolvedBy,
        C::Source,
        C::CreatedAt,
        C::UpdatedAt,
        C::ResolvedAt,
        C::ClosedAt,
        C::ReopenCount,
        C::ReassignCount,
        C::ExternalRef,
        C::Extra,
        C::StepsFrom,
    ]
};

/// The values in the order of the columns.
fn ticket(history: &History, book: &Book<'_>, now: Timestamp) -> Result<[Expr; COLUMNS.len()]> {
    let started = history.entries.iter().any(|entry| matches!(&entry.change, Change::Status { to, .. } if *to == StatusName::InProgress));
    Ok([
        Kind::Incident.as_str().into(),
        history.title.as_str().into(),
        history.description.as_str().into(),
        book.service(history.category.as_deref())?.into(),
        book.requester(history.caller.as_deref())?.into(),
        book.team(history.held.group.as_deref())?.into(),
        book.person(history.held.person.as_deref())?.into(),
        history.impact.as_str().into(),
        history.urgency.as_str().into(),
        history.priority.rank().into(),
        history.status.as_str().into(),
        history.status.is_open().into(),
        (history.status == StatusName::Waiting).into(),
        history.last_word().as_str().into(),
        history.waiting_on.map(|on| on.as_str()).into(),
        (history.status.is_open() && started).into(),
        history.status_reason.as_str().into(),
        history.status_since.millis().into(),
        history.resolution_text.as_deref().into(),
        book.person(history.resolved_by.as_deref())?.into(),
        Source::Import.as_str().into(),
        history.opened_at.millis().into(),
        history.updated_at.millis().into(),
        history.resolved_at.map(|at| at.millis()).into(),
        history.closed_at.map(|at| at.millis()).into(),
        i64::from(history.reopen_count).into(),
        i64::from(history.reassign_count).into(),
        external_ref(&history.number).into(),
        convert::to_json("extra", &history.kept)?.into(),
        // What its clocks would have said in another system's time is said to nobody.
        now.millis().into(),
    ])
}

/// The timelines; how many entries they have.
async fn insert_events(
    conn: &DatabaseTransaction,
    new: &[&History],
    ids: &HashMap<String, i64>,
    book: &Book<'_>,
    digest: &mut Sha256,
) -> Result<u64> {
    use events::Column as C;
    let mut rows = Vec::new();
    for history in new {
        let Some(&id) = ids.get(&history.number) else { continue };
        digest.update(format!("{id} {} {}\n", history.number, history.title));
        for entry in &history.entries {
            let what = change::what(&entry.change, book, history.resolution_text.as_deref().unwrap_or_default())?;
            let (body, data) = stored::put_what(&what)?;
            digest.update(format!("{} {data}\n", entry.at.millis()));
            rows.push([
                id.into(),
                entry.at.millis().into(),
                book.person(entry.actor.as_deref())?.into(),
                what.visibility().as_str().into(),
                what.kind().into(),
                body.into(),
                data.into(),
            ]);
        }
    }
    let count = rows.len() as u64;
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let mut insert = Query::insert();
        insert.into_table(events::Entity).columns([C::TicketId, C::At, C::ActorId, C::Visibility, C::Kind, C::Body, C::Data]);
        for row in rows.by_ref().take(EVENTS_AT_ONCE) {
            insert.values_panic::<[Expr; 7]>(row);
        }
        conn.execute(&insert).await?;
    }
    set_versions(conn, ids).await?;
    Ok(count)
}

/// A ticket's version is the entry that its timeline ends with.
async fn set_versions(conn: &DatabaseTransaction, ids: &HashMap<String, i64>) -> Result<()> {
    let mut last = Query::select();
    last.expr(Expr::col(events::Column::Id).max())
        .from(events::Entity)
        .and_where(Expr::col((events::Entity, events::Column::TicketId)).eq(Expr::col((tickets::Entity, tickets::Column::Id))));
    let mut update = Query::update();
    update
        .table(tickets::Entity)
        .value(tickets::Column::Version, last)
        .and_where(Expr::col((tickets::Entity, tickets::Column::Id)).is_in(ids.values().copied()));
    conn.execute(&update).await?;
    Ok(())
}

/// The first requesters among the people of their tickets, as when a ticket is filed.
async fn insert_people(conn: &DatabaseTransaction, new: &[&History], ids: &HashMap<String, i64>, book: &Book<'_>) -> Result<()> {
    use ticket_people::Column as C;
    for histories in new.chunks(EVENTS_AT_ONCE) {
        let mut insert = Query::insert();
        insert.into_table(ticket_people::Entity).columns([C::TicketId, C::UserId, C::Role]);
        let mut some = false;
        for history in histories {
            if let Some(&id) = ids.get(&history.number) {
                insert.values_panic([id.into(), book.requester(history.caller.as_deref())?.into(), REQUESTER.into()]);
                some = true;
            }
        }
        if some {
            conn.execute(&insert).await?;
        }
    }
    Ok(())
}

/// What `tickets::terms` reads of a ticket in the database, from what was just put there.
fn texts(id: i64, history: &History) -> Texts {
    let number = Number::new(Kind::Incident, TicketId(id)).to_string();
    let mut public = vec![number, history.title.clone(), history.description.clone(), external_ref(&history.number)];
    public.push(names::requester(history));
    let resolved = |entry: &Entry| matches!(entry.change, Change::Resolved { .. });
    if history.entries.iter().any(resolved) {
        public.extend(history.resolution_text.clone());
    }
    Texts { public, internal: Vec::new() }
}

async fn count(conn: &DatabaseTransaction, new: &[&History], ids: &HashMap<String, i64>, book: &Book<'_>) -> Result<()> {
    for history in new.iter().filter(|history| history.status.is_open() && ids.contains_key(&history.number)) {
        let standing = Standing {
            status: history.status,
            team: book.team(history.held.group.as_deref())?.map(TeamId),
            assignee: book.person(history.held.person.as_deref())?.map(UserId),
        };
        counters::shift(conn, None, Some(standing)).await?;
    }
    Ok(())
}

async fn insert_rejections(conn: &DatabaseTransaction, run: &Run, batch: &Batch<'_>) -> Result<()> {
    use import_rejections::Column as C;
    for refused in batch.refused.chunks(REJECTIONS_AT_ONCE) {
        let mut insert = Query::insert();
        insert
            .into_table(import_rejections::Entity)
            .columns([C::ImportId, C::Line, C::Reason])
            // Rows before the first unfinished incident are read again when an import goes on.
            .on_conflict(OnConflict::columns([C::ImportId, C::Line]).do_nothing().to_owned());
        for (line, reason) in refused {
            let line = i64::try_from(*line).unwrap_or(i64::MAX);
            insert.values_panic([run.id.get().into(), line.into(), reason.as_str().into()]);
        }
        conn.execute(&insert).await?;
    }
    Ok(())
}

/// One record for the batch, with a hash of what it wrote: a record for each ticket would say no more.
fn record(tx: &mut Tx<'_>, run: &Run, batch: &Batch<'_>, ids: &HashMap<String, i64>, entries: u64, digest: Sha256) {
    let digest = crate::token::hex(&digest.finalize());
    let data = json!({
        "incidents": [batch.position - batch.histories.len() as u64, batch.position],
        "tickets": ids.len(),
        "first": ids.values().min(),
        "last": ids.values().max(),
        "entries": entries,
        "refused": batch.refused.len(),
        "sha256": digest,
    });
    tx.audit("import.batch", (IMPORT, run.id), data);
}
