//! A fault.

use sea_orm::entity::prelude::*;

/// A row of `faults`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "faults")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub title: String,
    pub severity: String,
    pub drill: bool,
    pub state: String,
    pub open: bool,
    pub began_at: i64,
    pub finder: Option<String>,
    pub declared_by: i64,
    pub declared_at: i64,
    pub commander_id: Option<i64>,
    pub scribe_id: Option<i64>,
    pub liaison_id: Option<i64>,
    pub version: i64,
    pub changes: i64,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
