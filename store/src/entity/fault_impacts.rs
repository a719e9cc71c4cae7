//! A while in which a fault hurt.

use sea_orm::entity::prelude::*;

/// A row of `fault_impacts`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "fault_impacts")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub fault_id: i64,
    pub began_at: i64,
    pub ended_at: Option<i64>,
    pub withdrawn_at: Option<i64>,
    pub withdrawn_by: Option<i64>,
    pub withdrawn_why: String,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
