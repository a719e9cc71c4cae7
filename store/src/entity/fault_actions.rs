//! An action of a post-mortem, as far as lists are made of it.

use sea_orm::entity::prelude::*;

/// A row of `fault_actions`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "fault_actions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub fault_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub place: i64,
    pub owner_id: Option<i64>,
    pub done: bool,
    pub due: Option<String>,
    pub ticket_id: Option<i64>,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
