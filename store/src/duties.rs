//! The duties that nobody has: what a lead and an administrator should look at first.

use domain::{
    catalogue::{Gaps, ServiceGap, TicketGap},
    id::{TeamId, TicketId},
    people::{AccountState, TeamKind},
    permit::{Act, Actor, may},
    ticket::view::{Cursor, TeamRef},
    time::Timestamp,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Query,
};

use crate::{
    Error, Result, Store, convert,
    entity::{memberships, services, teams, tickets, users},
    people,
    teams::refs,
};

/// Tickets on a page of the list.
const PAGE: usize = 50;

/// Every duty that nobody has. `after` is the end of the tickets' page before.
///
/// # Errors
/// [`Error::NotFound`] without the permission to see them.
pub async fn gaps(store: &Store, actor: &Actor, after: Option<Cursor>) -> Result<(Gaps, Option<Cursor>)> {
    if !may(actor, Act::SeeGaps) {
        return Err(Error::NotFound);
    }
    let conn = &store.read;
    let nameless = tickets::Entity::find().filter(tickets::is_open()).filter(tickets::Column::AssigneeId.is_null());
    let (tickets, next) = tickets_without_person(conn, after).await?;
    let gaps = Gaps {
        services_without_owner: services_where(conn, services::Column::OwnerId.is_null().into()).await?,
        services_with_absent_owner: services_where(conn, absent_owner()).await?,
        teams_without_lead: teams_without_lead(conn).await?,
        tickets_without_person: nameless.count(conn).await?,
        tickets,
    };
    Ok((gaps, next))
}

/// The owner is there and cannot sign in.
fn absent_owner() -> Condition {
    let absent = Query::select()
        .column(users::Column::Id)
        .from(users::Entity)
        .and_where(users::Column::State.ne(AccountState::Active.as_str()))
        .take();
    Condition::all().add(services::Column::OwnerId.in_subquery(absent))
}

async fn services_where(conn: &impl ConnectionTrait, gap: Condition) -> Result<Vec<ServiceGap>> {
    let rows = services::Entity::find()
        .filter(services::Column::ArchivedAt.is_null())
        .filter(gap)
        .order_by_asc(services::Column::TeamId)
        .order_by_asc(services::Column::Position)
        .order_by_asc(services::Column::Id)
        .all(conn)
        .await?;
    let teams = refs(conn, rows.iter().map(|row| row.team_id)).await?;
    let owners = people::refs(conn, rows.iter().filter_map(|row| row.owner_id)).await?;
    rows.iter()
        .map(|row| {
            Ok(ServiceGap {
                service: people::service_ref(row),
                team: teams.get(&row.team_id).cloned().ok_or(Error::Unreadable { what: "service" })?,
                owner: row.owner_id.and_then(|id| owners.get(&id).cloned()),
            })
        })
        .collect()
}

/// Teams that serve and have no lead who can sign in; business teams need none.
async fn teams_without_lead(conn: &impl ConnectionTrait) -> Result<Vec<TeamRef>> {
    let active = Query::select()
        .column(users::Column::Id)
        .from(users::Entity)
        .and_where(users::Column::State.eq(AccountState::Active.as_str()))
        .take();
    let led = Query::select()
        .column(memberships::Column::TeamId)
        .from(memberships::Entity)
        .and_where(memberships::Column::Lead.eq(true))
        .and_where(memberships::Column::UserId.in_subquery(active))
        .take();
    let rows = teams::Entity::find()
        .filter(teams::Column::ArchivedAt.is_null())
        .filter(teams::Column::Kind.ne(TeamKind::Business.as_str()))
        .filter(teams::Column::Id.not_in_subquery(led))
        .order_by_asc(teams::Column::Name)
        .all(conn)
        .await?;
    Ok(rows.into_iter().map(|row| TeamRef { id: TeamId(row.id), name: row.name }).collect())
}

async fn tickets_without_person(conn: &impl ConnectionTrait, after: Option<Cursor>) -> Result<(Vec<TicketGap>, Option<Cursor>)> {
    let (at, id) = (tickets::Column::CreatedAt, tickets::Column::Id);
    let mut query = tickets::Entity::find().filter(tickets::is_open()).filter(tickets::Column::AssigneeId.is_null());
    if let Some(after) = after {
        let later = Condition::all().add(at.eq(after.at.millis())).add(id.gt(after.id.get()));
        query = query.filter(Condition::any().add(at.gt(after.at.millis())).add(later));
    }
    let mut rows: Vec<(i64, String, String, Option<i64>, i64)> = query
        .select_only()
        .columns([id, tickets::Column::Kind, tickets::Column::Title, tickets::Column::TeamId, at])
        .order_by_asc(at)
        .order_by_asc(id)
        .limit(PAGE as u64 + 1)
        .into_tuple()
        .all(conn)
        .await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let end =
        |(id, .., at): &(i64, String, String, Option<i64>, i64)| Cursor { rank: 0, at: Timestamp::from_millis(*at), id: TicketId(*id) };
    let next = rows.last().filter(|_| more).map(end);
    let teams = refs(conn, rows.iter().filter_map(|row| row.3)).await?;
    let gaps = rows
        .into_iter()
        .map(|(id, kind, title, team, at)| {
            Ok(TicketGap {
                id: TicketId(id),
                kind: convert::word("kind", &kind)?,
                title,
                team: team.and_then(|id| teams.get(&id).cloned()),
                created_at: Timestamp::from_millis(at),
            })
        })
        .collect::<Result<_>>()?;
    Ok((gaps, next))
}
