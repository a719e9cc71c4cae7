//! Into whose hands tickets can be given: the teams that answer, with their people.

use domain::{
    id::{TeamId, UserId},
    people::{AccountState, TeamKind},
    permit::Actor,
    ticket::view::{PersonRef, TeamRef},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, sea_query::IntoCondition};

use crate::{
    Error, Result, Store,
    entity::{memberships, teams, users},
};

/// The teams that a ticket can be handed over to, by name, each with those of its people who can sign in.
///
/// # Errors
/// [`Error::NotFound`] for who answers no tickets.
pub async fn hands(store: &Store, actor: &Actor) -> Result<Vec<(TeamRef, Vec<PersonRef>)>> {
    if !actor.is_agent() {
        return Err(Error::NotFound);
    }
    let members = teams::Entity::belongs_to(memberships::Entity).from(teams::Column::Id).to(memberships::Column::TeamId);
    let people = memberships::Entity::belongs_to(users::Entity)
        .from(memberships::Column::UserId)
        .to(users::Column::Id)
        .on_condition(|_, _| users::Column::State.eq(AccountState::Active.as_str()).into_condition());
    // A team without people is a row without a person.
    let rows: Vec<(i64, String, Option<i64>, Option<String>)> = teams::Entity::find()
        .join(JoinType::LeftJoin, members.into())
        .join(JoinType::LeftJoin, people.into())
        .filter(teams::Column::Kind.ne(TeamKind::Business.as_str()))
        .filter(teams::Column::ArchivedAt.is_null())
        .order_by_asc(teams::Column::Name)
        .order_by_asc(teams::Column::Id)
        .order_by_asc(users::Column::Name)
        .order_by_asc(users::Column::Id)
        .select_only()
        .columns([teams::Column::Id, teams::Column::Name])
        .columns([users::Column::Id, users::Column::Name])
        .into_tuple()
        .all(&store.read)
        .await?;
    let mut hands: Vec<(TeamRef, Vec<PersonRef>)> = Vec::new();
    for (team, name, person, person_name) in rows {
        if hands.last().is_none_or(|(last, _)| last.id.get() != team) {
            hands.push((TeamRef { id: TeamId(team), name }, Vec::new()));
        }
        let person = person.zip(person_name).map(|(id, name)| PersonRef::new(UserId(id), name));
        if let Some((_, people)) = hands.last_mut() {
            people.extend(person);
        }
    }
    Ok(hands)
}

/// The people of a team who can sign in: who is told of what nobody has taken.
pub(super) async fn members(conn: &impl ConnectionTrait, team: Option<TeamId>) -> Result<Vec<UserId>> {
    let Some(team) = team else { return Ok(Vec::new()) };
    let members: Vec<i64> = memberships::Entity::find()
        .join(
            JoinType::InnerJoin,
            memberships::Entity::belongs_to(users::Entity).from(memberships::Column::UserId).to(users::Column::Id).into(),
        )
        .filter(memberships::Column::TeamId.eq(team.get()))
        .filter(users::Column::State.eq(AccountState::Active.as_str()))
        .order_by_asc(memberships::Column::UserId)
        .select_only()
        .column(memberships::Column::UserId)
        .into_tuple()
        .all(conn)
        .await?;
    Ok(members.into_iter().map(UserId).collect())
}
