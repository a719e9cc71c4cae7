//! Into whose hands tickets can be given: the teams that answer, with their people.

use std::collections::HashMap;

use domain::{
    id::{TeamId, UserId},
    people::{AccountState, TeamKind},
    permit::Actor,
    ticket::view::{PersonRef, TeamRef},
};
use futures::try_join;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
};

use crate::{
    Error, Result, Store,
    entity::{memberships, services, teams, tickets, users},
};

/// The teams that the actor can hand tickets over to, by name, each with those of its people who can sign in. Outsiders learn of the
/// company's people none.
///
/// # Errors
/// [`Error::NotFound`] for who answers no tickets.
pub async fn hands(store: &Store, actor: &Actor) -> Result<Vec<(TeamRef, Vec<PersonRef>)>> {
    if !actor.is_agent() {
        return Err(Error::NotFound);
    }
    let answering = answering(actor);
    let named = answering
        .clone()
        .order_by_asc(teams::Column::Name)
        .select_only()
        .columns([teams::Column::Id, teams::Column::Name])
        .into_tuple::<(i64, String)>()
        .all(&store.read);
    let members = memberships::Entity::find()
        .join(
            JoinType::InnerJoin,
            memberships::Entity::belongs_to(users::Entity).from(memberships::Column::UserId).to(users::Column::Id).into(),
        )
        .filter(users::Column::State.eq(AccountState::Active.as_str()))
        .filter(memberships::Column::TeamId.in_subquery(answering.select_only().column(teams::Column::Id).into_query()))
        .order_by_asc(users::Column::Name)
        .order_by_asc(users::Column::Id)
        .select_only()
        .column(memberships::Column::TeamId)
        .columns([users::Column::Id, users::Column::Name])
        .into_tuple::<(i64, i64, String)>()
        .all(&store.read);
    let (teams, members) = try_join!(named, members)?;
    let mut people: HashMap<i64, Vec<PersonRef>> = HashMap::new();
    for (team, id, name) in members {
        if names_people(actor, TeamId(team)) {
            people.entry(team).or_default().push(PersonRef::new(UserId(id), name));
        }
    }
    Ok(teams.into_iter().map(|(id, name)| (TeamRef { id: TeamId(id), name }, people.remove(&id).unwrap_or_default())).collect())
}

/// Teams that serve and are not archived. Outsiders reach their own, and those whose services the tickets are of that stand with them:
/// what cannot be done outside goes back.
pub(super) fn answering(actor: &Actor) -> Select<teams::Entity> {
    let serving =
        teams::Entity::find().filter(teams::Column::Kind.ne(TeamKind::Business.as_str())).filter(teams::Column::ArchivedAt.is_null());
    if !actor.is_outsider() {
        return serving;
    }
    let own: Vec<i64> = actor.teams.iter().map(|own| own.team.get()).collect();
    let asked = tickets::Entity::find()
        .select_only()
        .column(tickets::Column::ServiceId)
        .filter(tickets::Column::TeamId.is_in(own.clone()))
        .filter(tickets::Column::ServiceId.is_not_null());
    let theirs = services::Entity::find()
        .select_only()
        .column(services::Column::TeamId)
        .filter(services::Column::Id.in_subquery(asked.into_query()));
    serving.filter(teams::Column::Id.is_in(own).or(teams::Column::Id.in_subquery(theirs.into_query())))
}

/// Whether the actor gives tickets to single people of this team: outsiders do so among themselves alone.
pub(super) fn names_people(actor: &Actor, team: TeamId) -> bool {
    !actor.is_outsider() || actor.is_member(team)
}

/// The people of a team who can sign in: who is told of what nobody has taken.
pub(crate) async fn members(conn: &impl ConnectionTrait, team: Option<TeamId>) -> Result<Vec<UserId>> {
    among(conn, team, Condition::all()).await
}

/// Those of them who lead the team.
pub(crate) async fn leads(conn: &impl ConnectionTrait, team: Option<TeamId>) -> Result<Vec<UserId>> {
    among(conn, team, Condition::all().add(memberships::Column::Lead.eq(true))).await
}

async fn among(conn: &impl ConnectionTrait, team: Option<TeamId>, which: Condition) -> Result<Vec<UserId>> {
    let Some(team) = team else { return Ok(Vec::new()) };
    let members: Vec<i64> = memberships::Entity::find()
        .join(
            JoinType::InnerJoin,
            memberships::Entity::belongs_to(users::Entity).from(memberships::Column::UserId).to(users::Column::Id).into(),
        )
        .filter(memberships::Column::TeamId.eq(team.get()))
        .filter(which)
        .filter(users::Column::State.eq(AccountState::Active.as_str()))
        .order_by_asc(memberships::Column::UserId)
        .select_only()
        .column(memberships::Column::UserId)
        .into_tuple()
        .all(conn)
        .await?;
    Ok(members.into_iter().map(UserId).collect())
}
