//! Roles: sets of permissions, and who holds them.

pub mod api;
mod fields;
pub mod list_page;
pub mod new_page;
pub mod role_page;
