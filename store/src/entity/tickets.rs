//! A ticket.

use sea_orm::entity::prelude::*;

/// A row of `tickets`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "tickets")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub kind: String,
    pub title: String,
    pub description: String,
    pub service_id: Option<i64>,
    pub form_id: Option<i64>,
    pub answers: String,
    pub requester_id: i64,
    pub team_id: Option<i64>,
    pub assignee_id: Option<i64>,
    pub impact: String,
    pub urgency: String,
    pub priority: i16,
    pub status: String,
    pub open: bool,
    pub waiting_on: Option<String>,
    pub waiting_until: Option<i64>,
    pub started: bool,
    pub status_reason: String,
    pub status_since: i64,
    pub status_by: Option<i64>,
    pub resolution_code: Option<String>,
    pub resolution_text: Option<String>,
    pub resolved_by: Option<i64>,
    pub source: String,
    pub created_at: i64,
    pub updated_at: i64,
    pub first_response_at: Option<i64>,
    pub resolved_at: Option<i64>,
    pub closed_at: Option<i64>,
    pub reopen_count: i64,
    pub reassign_count: i64,
    pub reply_count: i64,
    pub version: i64,
    pub submission_key: Option<String>,
    pub external_ref: Option<String>,
    pub extra: Option<String>,
    pub due_at: i64,
    pub requester_team_id: Option<i64>,
    pub steps_from: i64,
    pub merged_into: Option<i64>,
    pub last_word: String,
    pub parked: bool,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// `WHERE open`, spelt as the queues' partial indexes are: `open = ?` would not use them.
pub fn is_open() -> sea_orm::sea_query::Expr {
    sea_orm::sea_query::Expr::col((Entity, Column::Open))
}
