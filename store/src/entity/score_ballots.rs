//! Who may score whom in an open round, and what that rests on.

use sea_orm::entity::prelude::*;

/// A row of `score_ballots`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "score_ballots")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub round_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub rater_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub team_id: i64,
    pub rater_team_id: i64,
    pub filed: i64,
    pub handled: i64,
    pub handed_over: i64,
    pub taken_over: i64,
    pub faults: i64,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
