//! Services of the catalogue and the categories that group them.

pub mod api;
pub mod categories_page;
pub mod draft_card;
mod fields;
mod icons;
pub mod list_page;
pub mod new_page;
pub mod service_page;
pub mod survey;
