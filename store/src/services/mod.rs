//! Services: what is offered, by whom, to whom, and what it asks.

mod category;
mod change;
mod form;
mod query;

pub use category::{change_category, create_category, delete_category, list_categories, order_categories};
pub use change::{archive, change, create, order, put_on_offer, restore};
pub use form::{form_of, form_versions, publish_form};
pub use query::{catalogue, detail, list, offer, offered_refs};
pub(crate) use query::{facts, facts_of_all, of_team};
