//! An alert.

use sea_orm::entity::prelude::*;

/// A row of `alerts`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "alerts")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub integration_id: i64,
    pub key: String,
    pub starts_at: i64,
    pub begun: bool,
    pub ends_at: Option<i64>,
    pub acknowledged_at: Option<i64>,
    pub acknowledged_by: Option<i64>,
    pub summary: String,
    pub severity: String,
    pub labels: String,
    pub link: String,
    pub times: i64,
    pub first_at: i64,
    pub heard_at: i64,
    pub became: String,
    pub rule_id: Option<i64>,
    pub fault_id: Option<i64>,
    pub ticket_id: Option<i64>,
    pub declares: bool,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
