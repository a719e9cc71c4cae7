//! An attempt to tell somebody of a fault.

use sea_orm::entity::prelude::*;

/// A row of `calls`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "calls")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub key: String,
    pub fault_id: Option<i64>,
    pub team_id: i64,
    pub round: i64,
    pub step: i64,
    pub person_id: Option<i64>,
    pub channel: String,
    pub at: i64,
    pub state: String,
    pub why: String,
    pub mail_id: Option<i64>,
    pub tries: i64,
    pub due_at: Option<i64>,
    pub sent_at: Option<i64>,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
