//! Mails that wait, left or were held back.

pub mod api;
mod list;
pub mod mail_page;
pub mod page;
