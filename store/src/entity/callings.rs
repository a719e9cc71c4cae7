//! A fault that calls a team.

use sea_orm::entity::prelude::*;

/// A row of `callings`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "callings")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub fault_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub team_id: i64,
    pub began_at: i64,
    pub round: i64,
    pub step: i64,
    pub next_at: Option<i64>,
    pub body: String,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
