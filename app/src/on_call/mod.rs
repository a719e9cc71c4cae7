//! On call: whose turn it is, who is called while nobody has a fault, and saying that one has it.

pub mod api;
pub mod board_page;
pub mod have_page;
pub mod log;
pub mod policy_page;
pub mod rota_fields;
pub mod rota_page;
pub mod shifts;
pub mod team_page;
