//! A ticket with what permission depends on, and the one door to it.

use domain::{
    id::{ServiceId, TeamId, TicketId, UserId},
    permit::{Act, Actor, TicketFacts, may},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::stored;
use crate::{
    Error, Result,
    entity::{memberships, services, ticket_people, tickets},
};

/// The role of a person who asks for a ticket.
pub(crate) const REQUESTER: &str = "requester";
/// The role of a person who follows it.
pub(super) const WATCHER: &str = "watcher";

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
        let mut select = tickets::Entity::find_by_id(id.get());
        if reason == For::Changing {
            select = select.lock_exclusive();
        }
        let Some(row) = select.one(conn).await? else { return Ok(None) };
        let facts = facts(conn, &row).await?;
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

async fn facts(conn: &impl ConnectionTrait, row: &tickets::Model) -> Result<TicketFacts> {
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
    let open_to_team = is_open_to_team(conn, row.service_id).await?;
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

async fn is_open_to_team(conn: &impl ConnectionTrait, service: Option<i64>) -> Result<bool> {
    let Some(service) = service else { return Ok(false) };
    let open: Option<bool> =
        services::Entity::find_by_id(service).select_only().column(services::Column::OpenToTeam).into_tuple().one(conn).await?;
    Ok(open.unwrap_or_default())
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
