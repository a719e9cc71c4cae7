//! The agents' lists: pages of a saved queue, and of what is found by words.

mod plan;
#[cfg(test)]
mod tests;

use domain::{
    id::{TeamId, TicketId, UserId},
    permit::Actor,
    ticket::{
        LastWord,
        view::{Cursor, Order, PersonRef, QueueFilter, QueuePage, QueueRow, TeamRef, View},
    },
    time::Timestamp,
};
use sea_orm::{
    ConnectionTrait, EntityName, ExprTrait, QueryResult,
    sea_query::{Alias, Expr, Query, SelectStatement},
};

pub(crate) use self::plan::desk;
pub use self::plan::sees_beyond_teams;
use self::plan::{Plan, Sort};
use super::{facts::Known, stored};
use crate::{
    Result, Store,
    entity::{services as service, teams as team, tickets as ticket, tickets::Column, users as user},
    sla,
};

/// The most tickets of one page.
pub const PAGE_MAX: u64 = 200;

/// A page of a queue: the tickets after `after`, at most `limit` of them (1..=[`PAGE_MAX`]).
///
/// Only tickets whose internal side the reader sees are in it; a filter can narrow that and never widen it.
///
/// # Errors
/// The database's.
pub async fn queue(store: &Store, actor: &Actor, filter: &QueueFilter, after: Option<Cursor>, limit: u64) -> Result<QueuePage> {
    let book = store.book().await?;
    let order = filter.order.unwrap_or_else(|| Order::usual(filter, book.promises));
    let soon = filter.view == View::Breaching;
    let plan = Plan::of(store.read.get_database_backend(), actor, filter, order, store.now());
    let mut page = page(&store.read, &plan, after, limit).await?;
    sla::due::beside(store, &book, &mut page.rows, soon).await?;
    Ok(QueuePage { order, ..page })
}

/// How many tickets the queue of those that will be late within an hour has; `None` where nothing is promised.
///
/// # Errors
/// The database's.
pub async fn breaching(store: &Store, actor: &Actor) -> Result<Option<i64>> {
    if !sla::promises(store).await? {
        return Ok(None);
    }
    let conn = &store.read;
    let filter = QueueFilter { view: View::Breaching, ..QueueFilter::default() };
    let plan = Plan::of(conn.get_database_backend(), actor, &filter, Order::Due, store.now());
    let Some(count) = plan.count() else { return Ok(Some(0)) };
    let row = conn.query_one(&count).await?;
    Ok(Some(row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default()))
}

/// Tickets by words, open or not, within the same reach as [`queue`]; the one that changed last first.
///
/// # Errors
/// The database's.
pub async fn find(store: &Store, actor: &Actor, words: &str, after: Option<Cursor>, limit: u64) -> Result<QueuePage> {
    let plan = Plan::anything(store.read.get_database_backend(), actor, words);
    let mut page = page(&store.read, &plan, after, limit).await?;
    let book = store.book().await?;
    sla::due::beside(store, &book, &mut page.rows, false).await?;
    Ok(QueuePage { order: Order::Updated, ..page })
}

/// Other tickets of the same first requester, open or not, within the same reach as [`queue`]; the newest first.
pub(super) async fn others(store: &Store, actor: &Actor, known: &Known, limit: u64) -> Result<Vec<QueueRow>> {
    let plan = Plan::others(actor, known.id(), known.facts.first_requester);
    Ok(page(&store.read, &plan, None, limit).await?.rows)
}

async fn page(conn: &impl ConnectionTrait, plan: &Plan, after: Option<Cursor>, limit: u64) -> Result<QueuePage> {
    let limit = limit.clamp(1, PAGE_MAX);
    let Some(ids) = plan.page(after, limit) else {
        return Ok(QueuePage::default());
    };
    let rows = conn.query_all(&with_names(ids, plan.sort, limit)).await?;
    let more = rows.len() as u64 > limit;
    let kept = rows.iter().take(usize::try_from(limit).unwrap_or(usize::MAX));
    let rows: Vec<(QueueRow, Cursor)> = kept.map(|row| read(row, plan.sort)).collect::<Result<_>>()?;
    let next = if more { rows.last().map(|(_, cursor)| *cursor) } else { None };
    Ok(QueuePage { rows: rows.into_iter().map(|(row, _)| row).collect(), order: Order::default(), next })
}

/// The tickets of these ids with all names that a row shows, in one statement.
fn with_names(ids: SelectStatement, sort: Sort, limit: u64) -> SelectStatement {
    let (requester, assignee) = (Alias::new("requester"), Alias::new("assignee"));
    let mut select = Query::select();
    for column in [
        Column::Id,
        Column::Kind,
        Column::Title,
        Column::Priority,
        Column::Status,
        Column::WaitingOn,
        Column::WaitingUntil,
        Column::RequesterId,
        Column::AssigneeId,
        Column::TeamId,
        Column::ServiceId,
        Column::CreatedAt,
        Column::UpdatedAt,
        Column::ResolvedAt,
        Column::Open,
        Column::LastWord,
        Column::Parked,
        Column::Version,
        Column::DueAt,
    ] {
        select.column((ticket::Entity, column));
    }
    select
        .expr_as(Expr::col((requester.clone(), user::Column::Name)), "requester_name")
        .expr_as(Expr::col((assignee.clone(), user::Column::Name)), "assignee_name")
        .expr_as(Expr::col((team::Entity, team::Column::Name)), "team_name")
        .expr_as(Expr::col((service::Entity, service::Column::NameEn)), "service_en")
        .expr_as(Expr::col((service::Entity, service::Column::NameZh)), "service_zh")
        .expr_as(Expr::col((service::Entity, service::Column::Icon)), "service_icon")
        .from(ticket::Entity.table_ref())
        .join_as(
            sea_orm::JoinType::InnerJoin,
            user::Entity.table_ref(),
            requester.clone(),
            Expr::col((requester, user::Column::Id)).equals((ticket::Entity, Column::RequesterId)),
        )
        .join_as(
            sea_orm::JoinType::LeftJoin,
            user::Entity.table_ref(),
            assignee.clone(),
            Expr::col((assignee, user::Column::Id)).equals((ticket::Entity, Column::AssigneeId)),
        )
        .left_join(team::Entity.table_ref(), Expr::col((team::Entity, team::Column::Id)).equals((ticket::Entity, Column::TeamId)))
        .left_join(
            service::Entity.table_ref(),
            Expr::col((service::Entity, service::Column::Id)).equals((ticket::Entity, Column::ServiceId)),
        )
        .and_where(Expr::col((ticket::Entity, Column::Id)).in_subquery(ids))
        .limit(limit + 1);
    sort.order(&mut select);
    select
}

fn read(row: &QueryResult, sort: Sort) -> Result<(QueueRow, Cursor)> {
    let text = |column: &str| row.try_get::<Option<String>>("", column);
    let id = |column: &str| row.try_get::<Option<i64>>("", column);
    let required = |column: &str| row.try_get::<i64>("", column);
    let rank: i16 = row.try_get("", "priority")?;
    let created_at = Timestamp::from_millis(required("created_at")?);
    let updated_at = Timestamp::from_millis(required("updated_at")?);
    let person = |id: Option<i64>, name: Option<String>| id.zip(name).map(|(id, name)| PersonRef::new(UserId(id), name));
    let queue_row = QueueRow {
        id: TicketId(required("id")?),
        kind: stored::word(&row.try_get::<String>("", "kind")?)?,
        title: row.try_get("", "title")?,
        priority: stored::priority(rank)?,
        status: stored::word(&row.try_get::<String>("", "status")?)?,
        waiting_on: text("waiting_on")?.map(|word| stored::word(&word)).transpose()?,
        waiting_until: id("waiting_until")?.map(Timestamp::from_millis),
        requester: PersonRef::new(UserId(required("requester_id")?), row.try_get("", "requester_name")?),
        assignee: person(id("assignee_id")?, text("assignee_name")?),
        team: id("team_id")?.zip(text("team_name")?).map(|(id, name)| TeamRef { id: TeamId(id), name }),
        service: stored::service_ref(id("service_id")?, text("service_en")?, text("service_zh")?, text("service_icon")?),
        created_at,
        updated_at,
        resolved_at: id("resolved_at")?.map(Timestamp::from_millis),
        new_answer: row.try_get("", "open")?
            && !row.try_get::<bool>("", "parked")?
            && text("last_word")?.as_deref() == Some(LastWord::Requester.as_str()),
        parked: row.try_get("", "parked")?,
        version: required("version")?,
        due: None,
    };
    let cursor = match sort {
        Sort::Priority => Cursor { rank: if queue_row.parked { rank + Cursor::PARKED } else { rank }, at: created_at, id: queue_row.id },
        Sort::Newest | Sort::Oldest => Cursor { rank: 0, at: created_at, id: queue_row.id },
        Sort::Due => Cursor { rank: 0, at: Timestamp::from_millis(required("due_at")?), id: queue_row.id },
        Sort::Updated => Cursor { rank: 0, at: updated_at, id: queue_row.id },
        Sort::Resolved => Cursor { rank: 0, at: queue_row.resolved_at.unwrap_or(updated_at), id: queue_row.id },
    };
    Ok((queue_row, cursor))
}
