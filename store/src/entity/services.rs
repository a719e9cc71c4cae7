//! A service.

use sea_orm::entity::prelude::*;

/// A row of `services`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "services")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub name_en: String,
    pub name_zh: String,
    pub description_en: String,
    pub description_zh: String,
    pub icon: String,
    pub category_id: Option<i64>,
    pub team_id: i64,
    pub owner_id: Option<i64>,
    pub kind: String,
    pub impact: String,
    pub urgency: String,
    pub open_to_team: bool,
    pub visibility: String,
    pub form_id: Option<i64>,
    pub position: i64,
    pub archived_at: Option<i64>,
    pub offered_at: Option<i64>,
    pub external_ref: Option<String>,
    pub created_at: i64,
    pub updated_at: i64,
    pub version: i64,
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
