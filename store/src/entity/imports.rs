//! A run of an import.

use sea_orm::entity::prelude::*;

/// A row of `imports`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "imports")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub kind: String,
    pub file_name: String,
    pub object_key: String,
    pub state: String,
    pub mapping: String,
    pub time_zone: String,
    pub position: i64,
    pub accepted: i64,
    pub rejected: i64,
    pub summary: Option<String>,
    pub upload: Option<String>,
    pub sample: Option<String>,
    pub checked: Option<String>,
    pub fault: Option<String>,
    pub total: i64,
    pub looked: i64,
    pub created_by: Option<i64>,
    pub created_at: i64,
    pub updated_at: i64,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
