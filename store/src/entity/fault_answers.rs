//! Why moments are as they are.

use sea_orm::entity::prelude::*;

/// A row of `fault_answers`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "fault_answers")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub fault_id: i64,
    pub question: String,
    pub first_at: i64,
    pub second_at: i64,
    pub reason: String,
    pub said_at: i64,
    pub said_by: Option<i64>,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
