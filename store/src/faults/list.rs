//! The list of faults.

use std::collections::{BTreeMap, HashMap};

use domain::{
    fault::{
        number::Number,
        view::{FaultFilter, FaultPage, FaultRow},
    },
    id::{FaultId, ServiceId, UserId},
    permit::{Act, Actor, may},
    time::Timestamp,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, Query, SelectStatement},
};

use super::stored;
use crate::{
    Error, Result, Store,
    entity::{fault_services, faults, services},
    tickets::names::Wanted,
};

/// How many faults a page has.
pub const PAGE: u64 = 50;

/// A page of the faults that the actor sees: those that go on first, then by when they began (by the earliest moment that is known, and where
/// none is by when they were declared), the last one first. `after` is [`FaultPage::next`] of the page before; what is none begins at the top.
///
/// # Errors
/// [`Error::NotFound`] for who answers for nothing.
pub async fn list(store: &Store, actor: &Actor, filter: &FaultFilter, after: Option<&str>) -> Result<FaultPage> {
    if !may(actor, Act::SeeFaults) {
        return Err(Error::NotFound);
    }
    let conn = &store.read;
    let query = faults::Entity::find()
        .filter(wanted(actor, filter))
        .filter(after.and_then(behind).unwrap_or_else(Condition::all))
        .order_by_desc(faults::Column::Open)
        .order_by_desc(faults::Column::BeganAt)
        .order_by_desc(faults::Column::Id);
    let mut rows = query.limit(PAGE + 1).all(conn).await?;
    let more = rows.len() as u64 > PAGE;
    rows.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    let next = rows.last().filter(|_| more).map(|row| format!("{}.{}.{}", i32::from(row.open), row.began_at, row.id));
    Ok(FaultPage { rows: named(conn, rows).await?, next })
}

/// How many faults go on that the actor sees, without drills; nothing for who answers for nothing. A short read of an index: few go on at once.
///
/// # Errors
/// The database's.
pub async fn ongoing(store: &Store, actor: &Actor) -> Result<Option<u64>> {
    if !may(actor, Act::SeeFaults) {
        return Ok(None);
    }
    let seen = faults::Entity::find().filter(faults::Column::Open.eq(true)).filter(faults::Column::Drill.eq(false)).filter(seen_by(actor));
    Ok(Some(seen.count(&store.read).await?))
}

fn wanted(actor: &Actor, filter: &FaultFilter) -> Condition {
    let mut all = Condition::all();
    if filter.open {
        all = all.add(faults::Column::Open.eq(true));
    }
    if let Some(severity) = filter.severity {
        all = all.add(faults::Column::Severity.eq(severity.as_str()));
    }
    if let Some(service) = filter.service {
        let mut hit = hit();
        hit.and_where(Expr::col((fault_services::Entity, fault_services::Column::ServiceId)).eq(service.get()));
        all = all.add(faults::Column::Id.in_subquery(hit));
    }
    all.add(seen_by(actor))
}

/// The faults that `Act::SeeFault` lets this agent see.
pub(super) fn seen_by(actor: &Actor) -> Condition {
    if actor.sees_every_fault() { Condition::all() } else { has_part(actor) }
}

/// The numbers of faults by what they hit.
fn hit() -> SelectStatement {
    let mut hit = Query::select();
    hit.column((fault_services::Entity, fault_services::Column::FaultId)).from(fault_services::Entity);
    hit
}

/// As `Act::SeeFault` has it for who does not see every fault; who owns a service does.
fn has_part(actor: &Actor) -> Condition {
    let me = actor.user.get();
    let mut theirs = hit();
    theirs
        .inner_join(
            services::Entity,
            Expr::col((services::Entity, services::Column::Id)).equals((fault_services::Entity, fault_services::Column::ServiceId)),
        )
        .and_where(
            Expr::col((services::Entity, services::Column::TeamId)).is_in(actor.sees_tickets_of().into_iter().map(|team| team.get())),
        );
    Condition::any()
        .add(faults::Column::DeclaredBy.eq(me))
        .add(faults::Column::CommanderId.eq(me))
        .add(faults::Column::ScribeId.eq(me))
        .add(faults::Column::LiaisonId.eq(me))
        .add(faults::Column::Id.in_subquery(theirs))
}

/// Everything behind the last row of the page before.
fn behind(after: &str) -> Option<Condition> {
    let mut parts = after.split('.').map(str::parse::<i64>);
    let (Some(Ok(open)), Some(Ok(began)), Some(Ok(id)), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return None;
    };
    let open = open != 0;
    let same = Condition::all().add(faults::Column::Open.eq(open)).add(
        Condition::any()
            .add(faults::Column::BeganAt.lt(began))
            .add(Condition::all().add(faults::Column::BeganAt.eq(began)).add(faults::Column::Id.lt(id))),
    );
    Some(if open { Condition::any().add(faults::Column::Open.eq(false)).add(same) } else { same })
}

/// The rows with their moments and all names, in as few queries as for one.
async fn named(conn: &impl ConnectionTrait, rows: Vec<faults::Model>) -> Result<Vec<FaultRow>> {
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let hits = fault_services::Entity::find().filter(fault_services::Column::FaultId.is_in(ids.iter().copied())).all(conn).await?;
    let mut moments = stored::moments(conn, &ids).await?;
    let mut wanted = Wanted::default();
    wanted.person(rows.iter().filter_map(|row| row.commander_id.map(UserId)));
    wanted.service(hits.iter().map(|hit| ServiceId(hit.service_id)));
    let names = wanted.find(conn).await?;
    let mut services: HashMap<i64, BTreeMap<i64, _>> = HashMap::new();
    for hit in hits {
        if let Some(service) = names.service(ServiceId(hit.service_id)) {
            services.entry(hit.fault_id).or_default().insert(hit.service_id, service.clone());
        }
    }
    let one = |row: faults::Model| {
        Ok(FaultRow {
            number: Number(FaultId(row.id)),
            severity: stored::word(&row.severity)?,
            state: stored::word(&row.state)?,
            drill: row.drill,
            services: services.remove(&row.id).unwrap_or_default().into_values().collect(),
            commander: row.commander_id.and_then(|id| names.person(UserId(id)).cloned()),
            declared_at: Timestamp::from_millis(row.declared_at),
            moments: moments.remove(&row.id).unwrap_or_default().0,
            title: row.title,
        })
    };
    rows.into_iter().map(one).collect()
}
