//! Editing a service's request form: a draft that is changed step by step, and published as the next version.

pub mod api;
mod card;
pub mod draft;
mod extras;
pub mod page;
mod preview;
pub mod version_page;
