//! Somebody takes over in a rota.

use sea_orm::entity::prelude::*;

/// A row of `rota_overrides`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "rota_overrides")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub rota_id: i64,
    pub person_id: i64,
    pub from_at: i64,
    pub until_at: i64,
    pub made_at: i64,
    pub made_by: i64,
    pub withdrawn_at: Option<i64>,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
