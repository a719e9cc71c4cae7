//! The binary as it runs: its commands, its settings, its end, its logs. Each test has an installation of its own.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may stop where it must")]

mod alertmanager;
mod audit;
mod care;
mod importing;
mod installation;
mod outage;
mod server;
mod settings;
#[path = "../http/smtp_server.rs"]
#[expect(dead_code, reason = "these tests need no server that refuses")]
mod smtp_server;
mod stopping;
mod telling;
mod together;
