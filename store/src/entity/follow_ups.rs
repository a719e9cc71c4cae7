//! A low rating that is followed up.

use sea_orm::entity::prelude::*;

/// A row of `follow_ups`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "follow_ups")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub ticket_id: i64,
    pub team_id: Option<i64>,
    pub owner_id: Option<i64>,
    pub opened_at: i64,
    pub due_at: i64,
    pub outcome: Option<String>,
    pub contacted: Option<bool>,
    pub learnt: Option<String>,
    pub done_at: Option<i64>,
    pub done_by: Option<i64>,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
