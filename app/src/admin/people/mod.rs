//! People: who can ask and answer, and how they come in.

mod access;
pub mod api;
mod grants;
pub mod invite_page;
pub(in crate::admin) mod link_card;
pub mod list_page;
pub mod person_page;
