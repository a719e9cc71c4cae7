//! Post-mortems: reading one, writing it, its steps, and what became of its actions.

mod actions;
pub mod actions_page;
pub mod api;
mod comments;
pub mod compare_api;
pub mod compare_page;
#[cfg(feature = "ssr")]
mod compared;
pub mod discussion_api;
pub mod edit_page;
mod handed;
mod kinds;
pub mod page;
pub mod published_page;
pub(super) mod steps;
mod text;
