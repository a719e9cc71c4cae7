//! A fault that the company was told of.

use sea_orm::entity::prelude::*;

/// A row of `fault_notices`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "fault_notices")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub fault_id: i64,
    pub current: bool,
    pub told_at: i64,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
