//! Who is here: signing in and out, the first run, invitations, one's own account.

pub mod api;
pub mod forgot_page;
pub mod link_page;
pub mod set_up_page;
pub mod sign_in_page;
