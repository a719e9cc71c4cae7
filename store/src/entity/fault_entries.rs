//! An entry of a fault's timeline; its id is its place among those that arrived.

use sea_orm::entity::prelude::*;

/// A row of `fault_entries`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "fault_entries")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub fault_id: i64,
    pub at: i64,
    pub origin: String,
    pub author_id: Option<i64>,
    pub author_name: Option<String>,
    pub body: String,
    pub evidence: String,
    pub pinned: bool,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
