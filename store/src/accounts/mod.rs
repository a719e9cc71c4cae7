//! Accounts: how they come to be, how one gets in, and what people change of their own.
//! The directory of all people is in [`people`](crate::people).

mod administration;
mod forgotten;
mod inviting;
mod link;
mod own;
mod set_up;
mod sign_in;

pub use administration::{PersonChange, adopt, change, disable, enable, invite_again, reset_link, reset_link_from_machine};
pub(crate) use forgotten::link_by_mail;
pub use forgotten::{answer_requests, ask_for_link};
pub use inviting::{Invitation, Invitations, invite, invite_all, mail_invitation};
pub use link::{choose_password, password_link};
pub use own::{ProfileChange, change_password, choose_density, choose_locale, choose_mail, profile, update_profile};
pub use set_up::{SetUp, check_set_up, first_run_token, is_set_up, set_up};
pub use sign_in::{Entered, sign_in};
pub(crate) use sign_in::{chosen, network};

pub use crate::actor::{Visitor, visitor};
