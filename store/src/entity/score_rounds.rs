//! A round in which teams score each other.

use sea_orm::entity::prelude::*;

/// A row of `score_rounds`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "score_rounds")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub stage: String,
    pub name: String,
    pub period_from: i64,
    pub period_until: i64,
    pub opens_at: i64,
    pub closes_at: i64,
    pub owner_id: i64,
    pub external: i64,
    pub internal: i64,
    pub dimensions: String,
    pub ballots: i64,
    pub votes: i64,
    pub unlinked: bool,
    pub version: i64,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
