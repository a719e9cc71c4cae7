//! Dumb components: properties in, view out. None of them owns a resource or knows a server function.

pub mod data;
#[cfg(feature = "hydrate")]
pub mod draft;
pub mod field;
pub mod files;
pub mod form;
pub mod icon;
pub mod options;
pub mod page;
#[cfg(feature = "hydrate")]
pub mod send;
pub mod time;
pub mod zone;

pub use data::{Data, built_once, load};
pub use field::{Choice, Choices, ErrorSummary, Field, LongText, Select, Submit, Tick};
pub use files::Files;
pub use form::{Form, FormState, form_state};
pub use icon::{Icon, icon_html};
/// Gives `SomeFunction::url()`, the address for a [`Form`].
pub use leptos::server_fn::ServerFn;
pub use options::{escape, options_html};
pub use page::{Load, Page, changing_title};
pub use time::{Ago, When};
pub use zone::ZoneField;
