//! A ticket that belongs to a fault.

use sea_orm::entity::prelude::*;

/// A row of `fault_tickets`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "fault_tickets")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub fault_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub ticket_id: i64,
    pub linked_by: i64,
    pub linked_at: i64,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
