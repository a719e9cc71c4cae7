//! Logs.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::filter::ParseError;

use crate::config::{Config, LogFormat};

/// The setting `log_level` is no filter.
#[derive(Debug, thiserror::Error)]
#[error("the setting log_level is not a filter such as info or info,sqlx=warn")]
pub struct NoFilter(#[from] ParseError);

/// Starts logging to standard error.
///
/// # Errors
/// A filter that cannot be read.
pub fn start(config: &Config) -> Result<(), NoFilter> {
    // The steps of the database are told by us, in one line; whoever names them gets them all.
    let filter = EnvFilter::try_new(format!("sea_orm_migration=warn,{}", config.log_level))?;
    // Colours are for a terminal: in a file or a journal they are noise.
    let colours = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|wish| wish.is_empty());
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(colours).with_target(false);
    // A second start in one process (tests) keeps the first subscriber.
    let _ = match config.log_format {
        LogFormat::Text => builder.try_init(),
        LogFormat::Json => builder.json().flatten_event(true).try_init(),
    };
    Ok(())
}
