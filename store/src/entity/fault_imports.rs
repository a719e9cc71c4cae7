//! What is kept of the file that a fault came from.

use sea_orm::entity::prelude::*;

/// A row of `fault_imports`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "fault_imports")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub fault_id: i64,
    pub fingerprint: String,
    pub file_name: String,
    pub kept: String,
    pub imported_at: i64,
    pub imported_by: Option<i64>,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
