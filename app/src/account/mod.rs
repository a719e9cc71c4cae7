//! One's own account: profile, mail, sessions, password.

pub mod api;
pub mod page;
