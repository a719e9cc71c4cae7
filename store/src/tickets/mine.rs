//! The requester's lists: one's own tickets, and those of colleagues where the service is open to them.

use domain::{
    id::{TicketId, UserId},
    people::AccountState,
    people::TeamKind,
    permit::Actor,
    rating::may_rate,
    survey::{Kind, Setting},
    ticket::{
        Number, StatusName, WaitingOn,
        view::{Cursor, PersonRef, RequestPage, RequestRow},
    },
    time::Timestamp,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityName, EntityTrait, ExprTrait, QueryFilter, QueryResult, QuerySelect, QueryTrait,
    sea_query::{Alias, Expr, Order, Query, SelectStatement},
};

use super::{facts::REQUESTER, queue::PAGE_MAX, stored};
use crate::{
    Result, Store,
    entity::{memberships, ratings, service_surveys, services, surveys, ticket_people, tickets, tickets::Column, users},
    search::{self, Depth},
    surveys::setting,
};

/// Which of one's tickets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Which {
    /// Those that are not answered yet.
    #[default]
    Open,
    /// Those of them that wait for the requester.
    Waiting,
    /// Those that are resolved, closed or cancelled.
    Done,
    /// All.
    All,
}

/// A page of the tickets that the actor asks for, the newest first; `words` narrows it to those that hold them all.
///
/// # Errors
/// The database's.
pub async fn mine(store: &Store, actor: &Actor, which: Which, words: &str, after: Option<Cursor>, limit: u64) -> Result<RequestPage> {
    let found = search::condition(store.backend(), words, Depth::Public);
    let asked_for = Condition::all().add(own(actor)).add(which.condition()).add_option(found);
    page(store, actor, asked_for, after, limit).await
}

/// A page of the tickets of the actor's business teams, of services that are open to the team, the newest first; `words`
/// narrows it as for [`mine`].
///
/// # Errors
/// The database's.
pub async fn colleagues(store: &Store, actor: &Actor, which: Which, words: &str, after: Option<Cursor>, limit: u64) -> Result<RequestPage> {
    let teams = actor.teams.iter().filter(|membership| membership.kind == TeamKind::Business);
    let teams: Vec<i64> = teams.map(|membership| membership.team.get()).collect();
    if teams.is_empty() || actor.state != AccountState::Active {
        return Ok(RequestPage::default());
    }
    let members = || {
        memberships::Entity::find()
            .select_only()
            .column(memberships::Column::UserId)
            .filter(memberships::Column::TeamId.is_in(teams.iter().copied()))
            .into_query()
    };
    let open =
        services::Entity::find().select_only().column(services::Column::Id).filter(services::Column::OpenToTeam.eq(true)).into_query();
    let theirs = ticket_people::Entity::find()
        .select_only()
        .column(ticket_people::Column::TicketId)
        .filter(ticket_people::Column::Role.eq(REQUESTER))
        .filter(ticket_people::Column::UserId.in_subquery(members()))
        .into_query();
    let theirs = Condition::any().add(Column::RequesterId.in_subquery(members())).add(Column::Id.in_subquery(theirs));
    let condition = Condition::all().add(Column::ServiceId.in_subquery(open)).add(theirs).add(which.condition());
    let condition = condition.add_option(search::condition(store.backend(), words, Depth::Public));
    page(store, actor, condition, after, limit).await
}

/// What is of most interest of the actor's own tickets: first what waits for them, then what is open, then what was
/// answered and is not rated.
///
/// # Errors
/// The database's.
pub async fn latest(store: &Store, actor: &Actor, limit: u64) -> Result<RequestPage> {
    let unrated = Condition::all()
        .add(Column::Status.eq(StatusName::Resolved.as_str()))
        .add(Expr::col((ratings::Entity, ratings::Column::TicketId)).is_null());
    let condition = Condition::all().add(own(actor)).add(Condition::any().add(open()).add(unrated));
    let mut select = with_names(condition, limit.clamp(1, PAGE_MAX));
    let rank = Expr::case(Condition::all().add(Which::Waiting.condition()), 0).case(open(), 1).finally(2);
    select.order_by_expr(rank.into(), Order::Asc);
    newest_first(&mut select);
    let rows = store.read.query_all(&select).await?;
    Ok(RequestPage { rows: rows.iter().map(|row| read(row, actor)).collect::<Result<_>>()?, next: None })
}

impl Which {
    fn condition(self) -> Condition {
        let all = Condition::all();
        match self {
            Self::Open => all.add(open()),
            Self::Waiting => all.add(open()).add(Column::WaitingOn.eq(WaitingOn::Requester.as_str())),
            Self::Done => all.add(open().not()),
            Self::All => all,
        }
    }
}

/// The tickets that the actor asks for, as the first requester or a further one.
fn own(actor: &Actor) -> Condition {
    if actor.state != AccountState::Active {
        return Condition::all().add(Expr::cust("1 = 0"));
    }
    let mut ids = Query::select();
    ids.column(Column::Id).from(tickets::Entity.table_ref()).and_where(Column::RequesterId.eq(actor.user.get()));
    let further = ticket_people::Entity::find()
        .select_only()
        .column(ticket_people::Column::TicketId)
        .filter(ticket_people::Column::UserId.eq(actor.user.get()))
        .filter(ticket_people::Column::Role.eq(REQUESTER))
        .into_query();
    ids.union(sea_orm::sea_query::UnionType::Distinct, further);
    Condition::all().add(Column::Id.in_subquery(ids))
}

/// The bare column, as the partial indexes have it.
fn open() -> Expr {
    Expr::col((tickets::Entity, Column::Open))
}

async fn page(store: &Store, actor: &Actor, condition: Condition, after: Option<Cursor>, limit: u64) -> Result<RequestPage> {
    let limit = limit.clamp(1, PAGE_MAX);
    let mut select = with_names(condition, limit + 1);
    if let Some(after) = after {
        let keys = [Column::CreatedAt, Column::Id].map(|key| Expr::col((tickets::Entity, key)));
        let end = [Expr::val(after.at.millis()), Expr::val(after.id.get())];
        select.and_where(Expr::tuple(keys).lt(Expr::tuple(end)));
    }
    newest_first(&mut select);
    let rows = store.read.query_all(&select).await?;
    let kept = rows.iter().take(usize::try_from(limit).unwrap_or(usize::MAX));
    let kept: Vec<RequestRow> = kept.map(|row| read(row, actor)).collect::<Result<_>>()?;
    let more = rows.len() > kept.len();
    let next = kept.last().filter(|_| more).map(|last| Cursor { rank: 0, at: last.created_at, id: last.number.id });
    Ok(RequestPage { rows: kept, next })
}

fn newest_first(select: &mut SelectStatement) {
    select.order_by((tickets::Entity, Column::CreatedAt), Order::Desc).order_by((tickets::Entity, Column::Id), Order::Desc);
}

fn with_names(condition: Condition, limit: u64) -> SelectStatement {
    let assignee = Alias::new("assignee");
    let mut select = Query::select();
    for column in [
        Column::Id,
        Column::Kind,
        Column::Title,
        Column::Status,
        Column::WaitingOn,
        Column::AssigneeId,
        Column::RequesterId,
        Column::ResolvedBy,
        Column::ServiceId,
        Column::CreatedAt,
    ] {
        select.column((tickets::Entity, column));
    }
    select
        .expr_as(Expr::col((assignee.clone(), users::Column::Name)), "assignee_name")
        .expr_as(Expr::col((services::Entity, services::Column::NameEn)), "service_en")
        .expr_as(Expr::col((services::Entity, services::Column::NameZh)), "service_zh")
        .expr_as(Expr::col((services::Entity, services::Column::Icon)), "service_icon")
        .expr_as(Expr::col((ratings::Entity, ratings::Column::TicketId)), "rated")
        .from(tickets::Entity.table_ref())
        .join_as(
            sea_orm::JoinType::LeftJoin,
            users::Entity.table_ref(),
            assignee.clone(),
            Expr::col((assignee, users::Column::Id)).equals((tickets::Entity, Column::AssigneeId)),
        )
        .left_join(
            services::Entity.table_ref(),
            Expr::col((services::Entity, services::Column::Id)).equals((tickets::Entity, Column::ServiceId)),
        )
        .expr_as(Expr::col((surveys::Entity, surveys::Column::Kind)), "asked_kind")
        .expr_as(Expr::col((service_surveys::Entity, service_surveys::Column::ServiceId)), "set_for")
        .expr_as(Expr::col((service_surveys::Entity, service_surveys::Column::Kind)), "set_kind")
        .expr_as(Expr::col((service_surveys::Entity, service_surveys::Column::AskedAt)), "set_at")
        .expr_as(Expr::col((service_surveys::Entity, service_surveys::Column::EveryDays)), "set_every")
        .left_join(
            surveys::Entity.table_ref(),
            Expr::col((surveys::Entity, surveys::Column::TicketId)).equals((tickets::Entity, Column::Id)),
        )
        .left_join(
            service_surveys::Entity.table_ref(),
            Expr::col((service_surveys::Entity, service_surveys::Column::ServiceId)).equals((tickets::Entity, Column::ServiceId)),
        )
        .left_join(
            ratings::Entity.table_ref(),
            Expr::col((ratings::Entity, ratings::Column::TicketId)).equals((tickets::Entity, Column::Id)),
        )
        .cond_where(condition)
        .limit(limit);
    select
}

fn read(row: &QueryResult, actor: &Actor) -> Result<RequestRow> {
    let text = |column: &str| row.try_get::<Option<String>>("", column);
    let number = |column: &str| row.try_get::<Option<i64>>("", column);
    let time = |column: &str| row.try_get::<i64>("", column).map(Timestamp::from_millis);
    let person = |column: &str| number(column).map(|id| id.map(UserId));
    let status = stored::word(&row.try_get::<String>("", "status")?)?;
    let rated = number("rated")?.is_some();
    let judges =
        person("requester_id")? == Some(actor.user) && may_rate(actor.user, [person("assignee_id")?, person("resolved_by")?], status);
    let question = question(row, status)?;
    Ok(RequestRow {
        number: Number::new(stored::word(&row.try_get::<String>("", "kind")?)?, TicketId(row.try_get("", "id")?)),
        title: row.try_get("", "title")?,
        status,
        waiting_on: text("waiting_on")?.map(|word| stored::word(&word)).transpose()?,
        service: stored::service_ref(number("service_id")?, text("service_en")?, text("service_zh")?, text("service_icon")?),
        assignee: number("assignee_id")?.zip(text("assignee_name")?).map(|(id, name)| PersonRef::new(UserId(id), name)),
        created_at: time("created_at")?,
        rated,
        rate: judges && !rated && question.is_some(),
        question,
        promised: String::new(),
    })
}

/// What its requester is asked, as [`crate::ratings::question`] says it of one ticket.
fn question(row: &QueryResult, status: StatusName) -> Result<Option<Kind>> {
    if let Some(kind) = row.try_get::<Option<String>>("", "asked_kind")? {
        return Ok(Some(stored::word(&kind)?));
    }
    let setting = match row.try_get::<Option<i64>>("", "set_for")? {
        Some(service_id) => setting::of_row(&service_surveys::Model {
            service_id,
            kind: row.try_get("", "set_kind")?,
            asked_at: row.try_get("", "set_at")?,
            every_days: row.try_get("", "set_every")?,
        })?,
        None => Setting::default(),
    };
    Ok(setting.unasked(status == StatusName::Closed))
}
