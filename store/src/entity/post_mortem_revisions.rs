//! What was published once.

use sea_orm::entity::prelude::*;

/// A row of `post_mortem_revisions`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "post_mortem_revisions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub fault_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub number: i64,
    pub body: String,
    pub published_at: i64,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
