//! The binary `opsbeat`: configuration, router, sessions, jobs and commands.

pub mod assets;
pub mod care;
pub mod cli;
pub mod config;
pub mod demo;
pub mod downloads;
pub mod faults;
pub mod files;
pub mod forms;
pub mod headers;
pub mod health;
pub mod hooks;
pub mod import;
pub mod jobs;
pub mod live;
pub mod mail;
pub mod pages;
pub mod ping;
pub mod report;
pub mod router;
pub mod scoring;
pub mod serve;
pub mod settings;
pub mod sla;
pub mod telemetry;
pub mod visitor;
