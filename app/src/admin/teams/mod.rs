//! Teams that serve, are served, or serve from outside.

pub mod api;
pub mod list_page;
mod members;
pub mod new_page;
pub mod team_page;
