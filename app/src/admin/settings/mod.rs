//! What holds for the whole instance.

pub mod api;
pub mod goals_page;
pub mod matrix_page;
pub mod settings_page;
