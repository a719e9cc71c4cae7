//! A survey of another system.

use sea_orm::entity::prelude::*;

/// A row of `past_surveys`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "past_surveys")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub fingerprint: String,
    pub service_id: i64,
    pub team_id: i64,
    pub ticket_id: Option<i64>,
    pub reference: String,
    pub respondent: String,
    pub asked_at: i64,
    pub answered_at: Option<i64>,
    pub kind: String,
    pub given: Option<i16>,
    pub comment: String,
    pub sentiment: Option<String>,
    pub file_name: String,
    pub imported_at: i64,
    pub imported_by: Option<i64>,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
