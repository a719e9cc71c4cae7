//! The one team that a requester counts for.

use domain::{
    id::{TeamId, UserId},
    people::TeamKind,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QuerySelect};

use crate::{
    Result,
    entity::{memberships, teams},
};

/// The first of somebody's business teams that is in use: what a rule for a requester's team looks at, fixed when a ticket is filed.
pub(crate) async fn requester_team(conn: &impl ConnectionTrait, person: UserId) -> Result<Option<TeamId>> {
    let team: Option<Option<i64>> = memberships::Entity::find()
        .join(
            JoinType::InnerJoin,
            memberships::Entity::belongs_to(teams::Entity).from(memberships::Column::TeamId).to(teams::Column::Id).into(),
        )
        .filter(memberships::Column::UserId.eq(person.get()))
        .filter(teams::Column::Kind.eq(TeamKind::Business.as_str()))
        .filter(teams::Column::ArchivedAt.is_null())
        .select_only()
        .column_as(memberships::Column::TeamId.min(), "team")
        .into_tuple()
        .one(conn)
        .await?;
    Ok(team.flatten().map(TeamId))
}
