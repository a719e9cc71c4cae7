//! Faults as agents see them: the list, one fault, and declaring one.

mod alerts;
pub mod api;
mod bar;
mod called;
pub mod chat_api;
pub mod chat_page;
mod impact;
pub mod import;
pub mod list_page;
mod moments;
pub mod new_page;
pub(crate) mod open;
pub mod page;
mod part_bar;
pub mod post_mortem;
pub mod report;
mod side;
pub mod status_page;
mod timeline;
mod updates;
pub mod updates_api;
pub(crate) mod when;

pub use part_bar::ends;
