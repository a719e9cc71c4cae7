//! The agents' side: queues, one ticket in three panes, filing for somebody, search, keys.

pub mod act;
pub mod api;
mod attach;
mod composer;
mod conflict;
mod dialogs;
mod filters;
pub mod frame;
mod header;
#[cfg(feature = "hydrate")]
mod keyboard;
mod keys_help;
mod list;
pub mod live;
mod mentions;
#[cfg(feature = "hydrate")]
mod modal;
pub mod new_page;
pub mod news;
pub mod open;
mod palette;
mod people;
mod presence;
mod property;
mod property_form;
pub mod query;
pub mod queue_page;
pub mod search_page;
mod talk;
mod templates;
pub mod ticket_page;
mod toast;
pub mod together;
#[cfg(feature = "hydrate")]
mod write_at;
