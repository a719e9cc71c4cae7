//! Post-mortems: reading one, writing it, its steps, and what became of its actions.

mod actions;
pub mod actions_page;
pub mod api;
pub mod edit_page;
mod kinds;
pub mod page;
pub mod published_page;
pub(super) mod steps;
mod text;
