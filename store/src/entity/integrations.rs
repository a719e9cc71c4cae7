//! An integration.

use sea_orm::entity::prelude::*;

/// A row of `integrations`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "integrations")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub name: String,
    pub kind: String,
    pub service_id: i64,
    pub owner_id: i64,
    pub token_hash: String,
    pub token_at: i64,
    pub enabled: bool,
    pub created_at: i64,
    pub heard_at: Option<i64>,
    pub every_minutes: Option<i64>,
    pub grace_minutes: i64,
    pub late_at: Option<i64>,
    pub silent: bool,
    pub version: i64,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
