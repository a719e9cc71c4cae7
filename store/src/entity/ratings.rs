//! A requester's judgement.

use sea_orm::entity::prelude::*;

/// A row of `ratings`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ratings")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub ticket_id: i64,
    pub rater_id: i64,
    pub given: i16,
    pub comment: String,
    pub created_at: i64,
    pub updated_at: i64,
    pub kind: String,
    pub sentiment: Option<String>,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
