//! `opsbeat report tickets`: the figures of the report page, for other programs.

use std::error::Error;
use std::io::{self, Write};

use clap::{Args, Subcommand, ValueEnum};
use domain::locale::Locale;
use domain::report::By;
use domain::sla;
use jiff::civil::Date;
use store::report::{self, Question};

use crate::config::Config;
use crate::faults::{self, Counted};
use crate::serve;
use crate::surveys;

/// What can be reported on.
#[derive(Debug, Subcommand)]
pub enum Report {
    /// Count tickets, and how long they took from filing to resolving
    ///
    /// A ticket counts when it was filed from the first day on and before the end, in the instance's time zone. Hours are wall hours;
    /// medians and 90th percentiles are interpolated linearly.
    Tickets(Tickets),
    /// Count the promises that were kept and missed, by metric and by whatever else is asked for
    ///
    /// A clock counts when it stopped in time, or became late, from the first day on and before the end, in the instance's time
    /// zone. Of several cycles of a ticket's resolution the worst counts. Working and wall hours are medians, interpolated linearly.
    Sla(Promises),
    /// Count faults, and how long their parts took, each from one moment to another
    ///
    /// A fault is of the day on which it began, as far as that is known, from the first day on and before the end, in the instance's time
    /// zone. Drills are left out, and so is each part of which an end is not known. Quantiles are interpolated linearly.
    Faults(Counted),
    /// Count surveys and what was answered: CSAT, NPS and CES, each by itself, with n and the response rate
    ///
    /// A survey is of the day on which it was asked, and its answer goes with it, from the first day on and before the end, in the
    /// instance's time zone. A figure of nothing is none; `few` marks those of fewer than 5 answers.
    Satisfaction(surveys::Counted),
}

/// Which promises, and how they are counted.
#[derive(Debug, Args)]
pub struct Promises {
    /// The first day, such as 2026-01-01 [default: from the beginning]
    #[arg(long, value_name = "DATE")]
    from: Option<Date>,
    /// The day after the last one, such as 2026-02-01 for all of January [default: up to now]
    #[arg(long, value_name = "DATE")]
    to: Option<Date>,
    /// What the rows are: metric, policy, service, team, priority, week or month
    #[arg(long, default_value = "metric", value_parser = promised_by)]
    by: sla::By,
    /// In which form
    #[arg(long, value_enum, default_value_t = Format::Json)]
    format: Format,
}

fn promised_by(word: &str) -> Result<sla::By, String> {
    let words: Vec<&str> = sla::By::ALL.iter().map(|by| by.as_str()).collect();
    word.parse().map_err(|_| format!("it is one of {}", words.join(", ")))
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
    match report {
        Report::Tickets(asked) => tickets(config, asked).await,
        Report::Sla(asked) => promises(config, asked).await,
        Report::Faults(asked) => faults::report(config, asked).await,
        Report::Satisfaction(asked) => surveys::report(config, asked).await,
    }
}

async fn promises(config: &Config, Promises { from, to, by, format }: Promises) -> Result<(), Box<dyn Error>> {
    let store = serve::open_existing(config).await?;
    let question = store::sla::report::Question { from, to, team: None, by, locale: Locale::En };
    let report = store::sla::report::attainment(&store, None, &question).await?;
    store.close().await;
    print(match format {
        Format::Json => serde_json::to_string(&report)?,
        Format::Csv => report.csv(),
    })
}

async fn tickets(config: &Config, Tickets { from, to, by, format }: Tickets) -> Result<(), Box<dyn Error>> {
    let by = match by {
        Rows::Team => By::Team,
        Rows::Priority => By::Priority,
        Rows::Service => By::Service,
    };
    let store = serve::open_existing(config).await?;
    let report = report::tickets(&store, None, &Question { from, to, team: None, by, locale: Locale::En }).await?;
    store.close().await;
    print(match format {
        Format::Json => serde_json::to_string(&report)?,
        Format::Csv => report.csv(),
    })
}

fn print(mut text: String) -> Result<(), Box<dyn Error>> {
    if !text.ends_with('\n') {
        text.push('\n');
    }
    io::stdout().write_all(text.as_bytes())?;
    Ok(())
}
