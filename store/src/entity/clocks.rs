//! A ticket's clock: a copy of what replaying its timeline says.

use sea_orm::entity::prelude::*;

/// A row of `clocks`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "clocks")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub ticket_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub metric: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub cycle: i64,
    pub team_id: Option<i64>,
    pub policy_version_id: i64,
    pub rule: i64,
    pub calendar_version_id: i64,
    pub target: i64,
    pub started_at: i64,
    pub started_by: i64,
    pub state: String,
    pub state_why: Option<String>,
    pub state_at: Option<i64>,
    pub state_by: Option<i64>,
    pub elapsed: Option<i64>,
    pub deadline: Option<i64>,
    pub next_at: Option<i64>,
    pub breached_at: Option<i64>,
    pub counted: Option<i64>,
    pub counted_until: Option<i64>,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
