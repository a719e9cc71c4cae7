//! What a new instance still needs.

use domain::{
    directory::FirstSteps,
    people::{AccountState, TeamKind},
    permit::{Act, Actor, may},
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use crate::{
    Result, Store,
    entity::{services, teams, tickets, users},
};

/// Which of the first steps were made. Nothing for who may not manage settings, and once a ticket was filed: whoever set it up knows
/// the way then.
///
/// # Errors
/// The database's.
pub async fn first_steps(store: &Store, actor: &Actor) -> Result<Option<FirstSteps>> {
    if !may(actor, Act::ManageSettings) {
        return Ok(None);
    }
    let conn = &store.read;
    if tickets::Entity::find().one(conn).await?.is_some() {
        return Ok(None);
    }
    let people =
        users::Entity::find().filter(users::Column::State.is_in([AccountState::Active, AccountState::Invited].map(AccountState::as_str)));
    let team = teams::Entity::find().filter(teams::Column::Kind.eq(TeamKind::Service.as_str()));
    let service = services::Entity::find().filter(services::Column::OfferedAt.is_not_null());
    Ok(Some(FirstSteps {
        team: team.one(conn).await?.is_some(),
        // Whoever reads this is one of them.
        people: people.count(conn).await? > 1,
        service: service.one(conn).await?.is_some(),
    }))
}
