//! One's own account: profile, mail, sessions, password.

pub mod api;
pub mod frame;
pub mod page;
