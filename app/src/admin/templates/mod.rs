//! Reply templates: written once, sent often.

pub mod api;
pub mod list_page;
pub mod template_page;
