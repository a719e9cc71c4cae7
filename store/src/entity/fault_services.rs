//! A service that a fault hits.

use sea_orm::entity::prelude::*;

/// A row of `fault_services`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "fault_services")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub fault_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub service_id: i64,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
