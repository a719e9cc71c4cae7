//! A promise that was not kept, on record for ever.

use sea_orm::entity::prelude::*;

/// A row of `breaches`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "breaches")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub ticket_id: i64,
    pub metric: String,
    pub cycle: i64,
    pub team_id: Option<i64>,
    pub policy_version_id: i64,
    pub rule: i64,
    pub calendar_version_id: i64,
    pub target: i64,
    pub deadline: i64,
    pub at: i64,
    pub excused_at: Option<i64>,
    pub excused_by: Option<i64>,
    pub overruled: bool,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
