//! Administration: who there is, what is offered, and what happened.

pub mod alerts;
pub(crate) mod archive;
pub mod audit;
pub mod calendars;
mod focus;
pub mod form_editor;
pub mod frame;
pub mod gaps;
pub mod home_page;
pub mod imports;
pub mod outbox;
pub(crate) mod parts;
pub mod people;
pub mod policies;
pub mod promises;
pub mod roles;
pub mod routes;
pub mod services;
pub mod settings;
pub mod teams;
pub mod templates;
#[cfg(feature = "ssr")]
pub(crate) mod typed;
mod version;
