//! A comment with its answers, at a paragraph.

use sea_orm::entity::prelude::*;

/// A row of `post_mortem_threads`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "post_mortem_threads")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub fault_id: i64,
    pub section: String,
    pub paragraph: String,
    pub quote: String,
    pub resolved_at: Option<i64>,
    pub resolved_by: Option<i64>,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
