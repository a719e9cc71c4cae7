//! What people see: pages, components and server functions. No SQL and no entity types live here; see ARCHITECTURE.md.
#![recursion_limit = "256"]

pub mod account;
pub mod admin;
pub mod app;
pub mod desk;
pub mod error;
pub mod faults;
pub mod frame;
pub mod lazy;
#[cfg(feature = "hydrate")]
pub mod live;
#[cfg(feature = "ssr")]
pub mod mail;
pub mod on_call;
pub mod person_field;
pub mod portal;
pub mod reader;
pub mod report;
pub mod scoring;
pub mod session;
#[cfg(feature = "ssr")]
pub mod shell;
pub mod sla;
pub mod surveys;
pub mod ticket;
pub mod ui;
#[cfg(feature = "ssr")]
pub mod visit;
pub mod words;

/// The browser's entry: takes the page over that the server rendered.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_lazy(app::App);
}
