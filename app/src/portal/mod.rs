//! The requester's side: the catalogue, filing, one's own requests, rating.

mod answer;
pub mod api;
pub mod catalogue_page;
pub mod disturbance;
mod draft;
pub mod home_page;
#[cfg(feature = "hydrate")]
mod live;
mod offers;
pub(crate) mod question;
pub mod rate_page;
mod rating;
#[cfg(feature = "ssr")]
pub(crate) mod received;
mod reply;
pub mod request_form_page;
mod request_item;
pub mod request_page;
pub mod requests_page;
mod track;
