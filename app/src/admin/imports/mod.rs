//! Logs of other systems that are brought in: sent, prepared, checked, imported, and what came of them.

pub mod api;
mod figures;
pub mod import_page;
pub mod list_page;
mod prepare;
mod preview;
mod refused;
mod stage;
mod under_way;
