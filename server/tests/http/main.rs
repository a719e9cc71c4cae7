//! Requests against the router, without a socket: each test has a database of its own, on SQLite and on PostgreSQL.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may stop where it must")]

mod audit;
mod beginning;
mod browser;
mod clocks;
mod doors;
mod drafts;
mod forgotten;
mod hooks;
mod imports;
mod limits;
mod live;
mod mail;
mod mail_server;
mod matrix;
mod moves;
mod outage;
mod promises;
mod reports;
mod sessions;
mod settings;
mod settings_page;
mod smtp_server;
mod stale;
