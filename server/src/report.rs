//! `opsbeat report tickets`: the figures of the report page, for other programs.

use std::error::Error;
use std::io::{self, Write};

use clap::{Args, Subcommand, ValueEnum};
use domain::locale::Locale;
use domain::report::By;
use jiff::civil::Date;
use store::report::{self, Question};

use crate::config::Config;
use crate::serve;

/// What can be reported on.
#[derive(Debug, Subcommand)]
pub enum Report {
    /// Count tickets, and how long they took from filing to resolving
    ///
    /// A ticket counts when it was filed from the first day on and before the end, in the instance's time zone. Hours are wall hours;
    /// medians and 90th percentiles are interpolated linearly.
    Tickets(Tickets),
}

/// Which tickets, and how they are counted.
#[derive(Debug, Args)]
pub struct Tickets {
    /// The first day, such as 2026-01-01 [default: from the beginning]
    #[arg(long, value_name = "DATE")]
    from: Option<Date>,
    /// The day after the last one, such as 2026-02-01 for all of January [default: up to now]
    #[arg(long, value_name = "DATE")]
    to: Option<Date>,
    /// What the rows are
    #[arg(long, value_enum, default_value_t = Rows::Team)]
    by: Rows,
    /// In which form
    #[arg(long, value_enum, default_value_t = Format::Json)]
    format: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Rows {
    Team,
    Priority,
    Service,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Json,
    Csv,
}

/// Runs the command.
///
/// # Errors
/// A database that cannot be reached.
pub async fn run(config: &Config, report: Report) -> Result<(), Box<dyn Error>> {
    let Report::Tickets(Tickets { from, to, by, format }) = report;
    let by = match by {
        Rows::Team => By::Team,
        Rows::Priority => By::Priority,
        Rows::Service => By::Service,
    };
    let store = serve::open_existing(config).await?;
    let report = report::tickets(&store, None, &Question { from, to, team: None, by, locale: Locale::En }).await?;
    store.close().await;
    let mut text = match format {
        Format::Json => serde_json::to_string(&report)?,
        Format::Csv => report.csv(),
    };
    if !text.ends_with('\n') {
        text.push('\n');
    }
    io::stdout().write_all(text.as_bytes())?;
    Ok(())
}
