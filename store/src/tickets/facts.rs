//! A ticket with what permission depends on, and the one door to it.

use domain::{
    id::{ServiceId, TeamId, TicketId, UserId},
    permit::{Act, Actor, TicketFacts, may},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, Query},
};

use super::stored;
use crate::{
    Error, Result,
    entity::{memberships, services, ticket_people, tickets},
};

/// The role of a person who asks for a ticket.
pub(crate) const REQUESTER: &str = "requester";
/// The role of a person who follows it.
pub(super) const WATCHER: &str = "watcher";

const OPEN_TO_TEAM: &str = "open_to_team";

/// A ticket's row and the people around it.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub(crate) row: tickets::Model,
    pub(crate) facts: TicketFacts,
}

/// Whether the row is about to be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum For {
    Reading,
    /// Nobody else changes it until the transaction ends.
    Changing,
}

impl Known {
    /// The ticket, if there is one.
    pub(crate) async fn find(conn: &impl ConnectionTrait, id: TicketId, reason: For) -> Result<Option<Self>> {
        let mut select = tickets::Entity::find_by_id(id.get()).expr_as(open_to_team(), OPEN_TO_TEAM);
        if reason == For::Changing {
            select = select.lock_exclusive();
        }
        let Some(found) = conn.query_one(&select.into_query()).await? else { return Ok(None) };
        let row = tickets::Model::from_query_result(&found, "")?;
        let open_to_team = found.try_get::<Option<bool>>("", OPEN_TO_TEAM)?.unwrap_or_default();
        let facts = facts(conn, &row, open_to_team).await?;
        Ok(Some(Self { row, facts }))
    }

    /// The ticket, for somebody who may see it.
    ///
    /// What may not be seen is not found, like what does not exist.
    pub(crate) async fn seen(conn: &impl ConnectionTrait, actor: &Actor, id: TicketId, reason: For) -> Result<Self> {
        let known = Self::find(conn, id, reason).await?.ok_or(Error::NotFound)?;
        known.permits(actor, |facts| Act::SeeTicket(facts))?;
        Ok(known)
    }

    /// Refuses what the actor may not do.
    pub(crate) fn permits(&self, actor: &Actor, act: impl for<'f> Fn(&'f TicketFacts) -> Act<'f>) -> Result<()> {
        if may(actor, act(&self.facts)) { Ok(()) } else { Err(Error::NotFound) }
    }

    pub(crate) const fn id(&self) -> TicketId {
        TicketId(self.row.id)
    }
}

async fn facts(conn: &impl ConnectionTrait, row: &tickets::Model, open_to_team: bool) -> Result<TicketFacts> {
    let people = ticket_people::Entity::find()
        .filter(ticket_people::Column::TicketId.eq(row.id))
        .order_by_asc(ticket_people::Column::UserId)
        .all(conn)
        .await?;
    let first_requester = UserId(row.requester_id);
    let of_role =
        |role: &str| -> Vec<UserId> { people.iter().filter(|person| person.role == role).map(|person| UserId(person.user_id)).collect() };
    let mut requesters = vec![first_requester];
    requesters.extend(of_role(REQUESTER).into_iter().filter(|&person| person != first_requester));
    let requester_teams = if open_to_team { teams_of(conn, &requesters).await? } else { Vec::new() };
    Ok(TicketFacts {
        first_requester,
        watchers: of_role(WATCHER),
        requester_teams,
        requesters,
        open_to_team,
        team: row.team_id.map(TeamId),
        assignee: row.assignee_id.map(UserId),
        resolved_by: row.resolved_by.map(UserId),
        service: row.service_id.map(ServiceId),
        status: stored::word(&row.status)?,
    })
}

/// Whether the ticket's service is open to the requesters' teams, as a column beside the ticket's own. No join: PostgreSQL locks no
/// row that a join may leave empty.
fn open_to_team() -> Expr {
    let mut open = Query::select();
    open.column((services::Entity, services::Column::OpenToTeam))
        .from(services::Entity)
        .and_where(Expr::col((services::Entity, services::Column::Id)).equals((tickets::Entity, tickets::Column::ServiceId)));
    Expr::SubQuery(None, Box::new(open.into()))
}

async fn teams_of(conn: &impl ConnectionTrait, people: &[UserId]) -> Result<Vec<TeamId>> {
    let teams: Vec<i64> = memberships::Entity::find()
        .filter(memberships::Column::UserId.is_in(people.iter().map(|person| person.get())))
        .select_only()
        .column(memberships::Column::TeamId)
        .distinct()
        .into_tuple()
        .all(conn)
        .await?;
    Ok(teams.into_iter().map(TeamId).collect())
}
