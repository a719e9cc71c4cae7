//! An account, or a placeholder for one.

use sea_orm::entity::prelude::*;

/// A row of `users`.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "users")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub id: i64,
    pub email: Option<String>,
    pub name: String,
    pub password_hash: Option<String>,
    pub state: String,
    pub locale: Option<String>,
    pub theme: String,
    pub density: String,
    pub time_zone: Option<String>,
    pub mail_preferences: String,
    pub external_ref: Option<String>,
    pub created_at: i64,
    pub updated_at: i64,
    pub password_changed_at: Option<i64>,
    pub folded: String,
}

/// What the directory looks in: it changes with the name and the address, and with nothing else.
pub fn folded(name: &str, email: Option<&str>) -> String {
    domain::search_terms::folded(&format!("{name}\n{}", email.unwrap_or_default()))
}

/// Joins are written where they are needed.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
