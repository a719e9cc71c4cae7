//! A team's appeal against what it was given, and the answer.

use sea_orm::entity::prelude::*;

/// A row of `score_appeals`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "score_appeals")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub round_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub team_id: i64,
    pub raised_by: i64,
    pub raised_at: i64,
    pub reason: String,
    pub answered_by: Option<i64>,
    pub answered_at: Option<i64>,
    pub answer: Option<String>,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
