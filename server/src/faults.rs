//! `opsbeat import faults`, `opsbeat export faults` and `opsbeat report faults`: what pages do with many faults at once, on the machine itself.

mod summary;

use std::error::Error;
use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use domain::fault::exchange::{all_to_json, all_to_markdown};
use domain::fault::parts::Measure;
use domain::fault::report::By;
use domain::locale::Locale;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use store::Clock;
use store::faults::export;
use store::faults::import::{Incoming, import as bring, looked_at};
use store::faults::report::{Question, count};

use crate::config::Config;
use crate::import::look;
use crate::serve;

/// A file of faults.
#[derive(Debug, Args)]
pub struct FaultFile {
    /// The file: JSON as in docs/rule-345.md, or Markdown as it is exported
    file: PathBuf,
    /// The zone of times that name no offset, such as Europe/Lisbon or UTC [default: none, and such times stay unknown]
    #[arg(long, value_name = "ZONE", value_parser = zone)]
    timezone: Option<TimeZone>,
    /// Say what the file comes to, and write nothing
    #[arg(long)]
    dry_run: bool,
}

/// What can be exported.
#[derive(Debug, Subcommand)]
pub enum Export {
    /// Print faults with their post-mortems, so that `opsbeat import faults` can read them again without loss
    ///
    /// A fault is of the day on which it began, as far as that is known, in the instance's time zone.
    Faults(Exported),
}

/// Which faults, and in which form.
#[derive(Debug, Args)]
pub struct Exported {
    /// The first day, such as 2026-01-01 [default: from the beginning]
    #[arg(long, value_name = "DATE")]
    from: Option<Date>,
    /// The day after the last one, such as 2026-02-01 for all of January [default: up to now]
    #[arg(long, value_name = "DATE")]
    to: Option<Date>,
    /// In which form
    #[arg(long, value_enum, default_value_t = Form::Json)]
    format: Form,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Form {
    Json,
    Markdown,
}

/// Which faults, and how they are counted.
#[derive(Debug, Args)]
pub struct Counted {
    /// The first day, such as 2026-01-01 [default: from the beginning]
    #[arg(long, value_name = "DATE")]
    from: Option<Date>,
    /// The day after the last one, such as 2026-02-01 for all of January [default: up to now]
    #[arg(long, value_name = "DATE")]
    to: Option<Date>,
    /// What the rows are: service, team, cause, severity, detector or month [default: none, and figures of all faults alone]
    #[arg(long, value_parser = by)]
    by: Option<By>,
    /// By which clock: wall, all time that passed; or working, that of the calendar chosen for faults
    #[arg(long, default_value = "wall", value_parser = clock)]
    clock: Measure,
    /// In which form
    #[arg(long, value_enum, default_value_t = Format::Json)]
    format: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Json,
    Csv,
}

fn by(word: &str) -> Result<By, String> {
    let words: Vec<&str> = By::ALL.iter().map(|by| by.as_str()).collect();
    word.parse().map_err(|_| format!("it is one of {}", words.join(", ")))
}

fn clock(word: &str) -> Result<Measure, String> {
    word.parse().map_err(|_| "it is wall or working".to_owned())
}

fn zone(name: &str) -> Result<TimeZone, String> {
    store::zone::find(name).ok_or_else(|| "no such zone; it is an IANA name such as Europe/Lisbon, Asia/Shanghai or UTC".to_owned())
}

/// Brings the faults of a file in.
///
/// # Errors
/// A file that cannot be read or holds no faults; a database that cannot be written.
pub async fn import(config: &Config, asked: &FaultFile) -> Result<(), Box<dyn Error>> {
    let path = asked.file.display();
    let bytes = fs::read(&asked.file).map_err(|error| format!("{path} cannot be read: {error}"))?;
    let text = String::from_utf8(bytes).map_err(|_| format!("{path} is not in UTF-8"))?;
    let name = asked.file.file_name().unwrap_or_default().to_string_lossy();
    let incoming = Incoming { name: &name, text: &text, zone: asked.timezone.as_ref(), dry_run: asked.dry_run };
    let store = if asked.dry_run { look(config).await? } else { Some(serve::open(config).await?) };
    let outcome = match store {
        Some(store) => {
            let outcome = bring(&store, None, &incoming).await;
            store.close().await;
            outcome?
        }
        None => looked_at(&incoming, Clock::System.now()),
    };
    if let Some(why) = outcome.not_a_file {
        return Err(summary::not_a_file(&asked.file, why).into());
    }
    print(&summary::told(&outcome, asked.dry_run))
}

/// Prints faults with their post-mortems.
///
/// # Errors
/// A database that cannot be reached.
pub async fn out(config: &Config, Export::Faults(asked): Export) -> Result<(), Box<dyn Error>> {
    let store = serve::open_existing(config).await?;
    let documents = export::all(&store, asked.from, asked.to).await;
    store.close().await;
    let documents = documents?;
    print(&match asked.format {
        Form::Json => all_to_json(&documents),
        Form::Markdown => all_to_markdown(&documents),
    })
}

/// Prints the figures of the report page.
///
/// # Errors
/// A database that cannot be reached.
pub async fn report(config: &Config, asked: Counted) -> Result<(), Box<dyn Error>> {
    let Counted { from, to, by, clock: measure, format } = asked;
    let store = serve::open_existing(config).await?;
    let counted = count(&store, None, &Question { from, to, team: None, by, measure, locale: Locale::En }).await;
    store.close().await;
    let report = counted?.report;
    print(&match format {
        Format::Json => serde_json::to_string(&report)? + "\n",
        Format::Csv => report.csv(),
    })
}

fn print(text: &str) -> Result<(), Box<dyn Error>> {
    io::stdout().write_all(text.as_bytes())?;
    Ok(())
}
