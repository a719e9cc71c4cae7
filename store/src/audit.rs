//! The audit log: appended by every transaction, read by those who may, and proved.

use domain::{
    audit::{Broken, Hash, Intact, Object, Record, Stored, Verifier, link},
    directory::{AuditPage, AuditRow},
    id::{AuditId, UserId},
    permit::{Act, Actor, may},
    time::Timestamp,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set,
};
use serde_json::Value;

use crate::{
    Error, Result, Store, convert,
    entity::{audit, audit_head},
    people,
};

mod actions;
mod names;

pub use actions::ACTIONS;

/// The one row of the chain's head.
const HEAD: i64 = 1;
/// Records that are proved at a time.
const STRIDE: u64 = 1_000;
/// Records on a page of the list.
const PAGE: u64 = 50;

/// A record that waits for its transaction to end.
#[derive(Debug)]
pub(crate) struct Entry {
    pub actor: Option<UserId>,
    pub action: &'static str,
    pub object: Object,
    pub data: Value,
}

/// Appends the records. It takes the chain's head until the transaction ends.
pub(crate) async fn append(conn: &DatabaseTransaction, now: Timestamp, entries: Vec<Entry>) -> Result<()> {
    if entries.is_empty() {
        return Ok(());
    }
    let head = audit_head::Entity::find_by_id(HEAD).lock_exclusive().one(conn).await?;
    let head = head.ok_or(Error::Unreadable { what: "head of the audit log" })?;
    let mut hash: Hash = convert::word("audit hash", &head.hash)?;
    let mut id = head.audit_id;
    let mut rows = Vec::with_capacity(entries.len());
    for Entry { actor, action, object, data } in entries {
        let record = Record { at: now, actor, action: action.to_owned(), object, data: data.to_string() };
        let prev = hash;
        hash = link(&prev, &record);
        id += 1;
        rows.push(audit::ActiveModel {
            id: Set(id),
            at: Set(now.millis()),
            actor_id: Set(actor.map(UserId::get)),
            action: Set(record.action),
            object_kind: Set(record.object.kind),
            object_id: Set(record.object.id),
            data: Set(record.data),
            prev_hash: Set(prev.to_string()),
            hash: Set(hash.to_string()),
        });
    }
    audit::Entity::insert_many(rows).exec_without_returning(conn).await?;
    let head = audit_head::ActiveModel { id: Set(HEAD), audit_id: Set(id), hash: Set(hash.to_string()) };
    head.update(conn).await?;
    Ok(())
}

/// Proves the chain from its first record to its head. Without an actor it is asked on the machine itself.
///
/// # Errors
/// [`Error::NotFound`] for whom may not read the log; those of the database. A chain that does not hold is no error but the answer.
pub async fn verify(store: &Store, actor: Option<&Actor>) -> Result<std::result::Result<Intact, Broken>> {
    if actor.is_some_and(|actor| !may(actor, Act::SeeAudit)) {
        return Err(Error::NotFound);
    }
    // The head first: what is appended meanwhile is left for the next time.
    let head = audit_head::Entity::find_by_id(HEAD).one(&store.read).await?;
    let head = head.ok_or(Error::Unreadable { what: "head of the audit log" })?;
    let mut verifier = Verifier::default();
    let mut last = 0;
    loop {
        let rows = page_after(&store.read, last, head.audit_id).await?;
        let Some(row) = rows.last() else { break };
        last = row.id;
        for row in rows {
            let id = AuditId(row.id);
            let checked = verifier.intact().records;
            // A hash that is none is a broken link like any other.
            let Ok(stored) = stored(row) else { return Ok(Err(Broken { id, checked })) };
            if let Err(broken) = verifier.take(&stored) {
                return Ok(Err(broken));
            }
        }
    }
    let intact = verifier.intact();
    if intact.head.to_string() != head.hash {
        return Ok(Err(Broken { id: AuditId(last + 1), checked: intact.records }));
    }
    Ok(Ok(intact))
}

async fn page_after(conn: &impl ConnectionTrait, last: i64, until: i64) -> Result<Vec<audit::Model>> {
    let rows = audit::Entity::find()
        .filter(audit::Column::Id.gt(last))
        .filter(audit::Column::Id.lte(until))
        .order_by_asc(audit::Column::Id)
        .limit(STRIDE)
        .all(conn)
        .await?;
    Ok(rows)
}

fn stored(row: audit::Model) -> Result<Stored> {
    Ok(Stored {
        id: AuditId(row.id),
        prev: convert::word("audit hash", &row.prev_hash)?,
        hash: convert::word("audit hash", &row.hash)?,
        record: Record {
            at: Timestamp::from_millis(row.at),
            actor: row.actor_id.map(UserId),
            action: row.action,
            object: Object { kind: row.object_kind, id: row.object_id },
            data: row.data,
        },
    })
}

/// What a page of the log shows.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Done by this person alone.
    pub actor: Option<UserId>,
    /// About this sort of thing alone.
    pub object_kind: Option<String>,
    /// About this one alone; only together with its sort.
    pub object_id: Option<String>,
    /// From the first moment on, and before the second one.
    pub day: Option<(Timestamp, Timestamp)>,
    /// Older than this record: the last one of the page before.
    pub before: Option<AuditId>,
}

/// A page of the log, the newest record first.
///
/// # Errors
/// [`Error::NotFound`] without the permission to see it.
pub async fn list(store: &Store, actor: &Actor, filter: &Filter) -> Result<AuditPage> {
    if !may(actor, Act::SeeAudit) {
        return Err(Error::NotFound);
    }
    let mut query = audit::Entity::find().order_by_desc(audit::Column::Id).limit(PAGE + 1);
    if let Some(actor) = filter.actor {
        query = query.filter(audit::Column::ActorId.eq(actor.get()));
    }
    if let Some(kind) = &filter.object_kind {
        query = query.filter(audit::Column::ObjectKind.eq(kind));
        if let Some(id) = &filter.object_id {
            query = query.filter(audit::Column::ObjectId.eq(id));
        }
    }
    if let Some((begin, end)) = filter.day {
        let of_day = Condition::all().add(audit::Column::At.gte(begin.millis())).add(audit::Column::At.lt(end.millis()));
        // Its numbers first, by the index of times: by itself a day of last year would walk back through every newer record.
        let numbers = audit::Entity::find().select_only().column_as(audit::Column::Id.min(), "first");
        let numbers = numbers.column_as(audit::Column::Id.max(), "last").filter(of_day.clone());
        let Some((Some(first), Some(last))) = numbers.into_tuple::<(Option<i64>, Option<i64>)>().one(&store.read).await? else {
            return Ok(AuditPage::default());
        };
        query = query.filter(audit::Column::Id.between(first, last)).filter(of_day);
    }
    if let Some(before) = filter.before {
        query = query.filter(audit::Column::Id.lt(before.get()));
    }
    let mut rows = query.all(&store.read).await?;
    let more = rows.len() as u64 > PAGE;
    rows.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    let next = rows.last().filter(|_| more).map(|row| AuditId(row.id));
    let people = people::refs(&store.read, rows.iter().filter_map(|row| row.actor_id)).await?;
    let names = names::of(&store.read, &rows).await?;
    let rows = rows
        .into_iter()
        .map(|row| AuditRow {
            id: AuditId(row.id),
            at: Timestamp::from_millis(row.at),
            actor: row.actor_id.and_then(|id| people.get(&id).cloned()),
            action: row.action,
            object: Object { kind: row.object_kind, id: row.object_id },
            data: row.data,
        })
        .collect();
    Ok(AuditPage { rows, next, names })
}
