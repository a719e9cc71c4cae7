//! What was said of a moment; the last row of a kind holds.

use sea_orm::entity::prelude::*;

/// A row of `fault_moments`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "fault_moments")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub fault_id: i64,
    pub kind: String,
    pub at: Option<i64>,
    pub precision: String,
    pub source: String,
    pub evidence: String,
    pub said_at: i64,
    pub said_by: Option<i64>,
    pub why: String,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
