//! What the company was told of a fault.

use sea_orm::entity::prelude::*;

/// A row of `fault_updates`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "fault_updates")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub fault_id: i64,
    pub at: i64,
    pub author_id: i64,
    pub stage: String,
    pub headline: String,
    pub body: String,
    pub next_by: Option<i64>,
    pub told_up_to: Option<i64>,
    pub withdrawn_at: Option<i64>,
    pub withdrawn_by: Option<i64>,
    pub withdrawn_why: String,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
