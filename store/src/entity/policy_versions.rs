//! A policy as it stood for a while.

use sea_orm::entity::prelude::*;

/// A row of `policy_versions`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "policy_versions")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub policy_id: i64,
    pub version: i64,
    pub since: i64,
    pub until: Option<i64>,
    pub created_by: Option<i64>,
    pub created_at: i64,
    pub content: String,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
