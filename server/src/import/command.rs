//! `opsbeat import servicenow` on the command line.

use std::error::Error;
use std::path::PathBuf;

use app::words::words_in;
use clap::{Args, Subcommand};
use domain::locale::Locale;
use domain::sla::By;
use domain::time::Timestamp;
use jiff::tz::TimeZone;
use store::imports::{self, Source};
use store::sla::report::{self, Question};
use store::sla::transfer::{How, Taken};
use store::{Clock, Store, sla};

use super::progress::Bar;
use super::pump::{Log, Target, pump, survey};
use super::rejected::{self, RejectedRows};
use super::{Mapping, summary};
use crate::config::Config;
use crate::faults::{self, FaultFile};
use crate::serve;
use crate::sla::policy_file::PolicyFile;
use crate::sla::told;
use crate::surveys::{self, SurveyFile};

/// What can be imported.
#[derive(Debug, Subcommand)]
pub enum Import {
    /// Import incidents with their whole history from a ServiceNow event log
    ///
    /// The log is a CSV file, or a zip with one in it; each row is an incident's state after one update. Teams, people and services
    /// that it names are made where they are missing. An import that was interrupted goes on where it stopped, and one that is
    /// repeated makes nothing twice.
    Servicenow(Servicenow),
    /// Import faults with their post-mortems from JSON or Markdown
    ///
    /// Everything but a title may be missing. What is not known stays unknown, moments in an order that one would not expect become
    /// questions, and what cannot be read is told. A file that is repeated makes nothing twice.
    Faults(FaultFile),
    /// Import surveys of another system, with their answers, from CSV
    ///
    /// Each row is taken or rejected by itself, and each rejected one is told with its line and the reason. A file that is repeated makes
    /// nothing twice.
    Surveys(SurveyFile),
}

/// How a ServiceNow log is imported.
#[derive(Debug, Args)]
pub struct Servicenow {
    /// The log: a CSV file, or a zip with one in it
    file: PathBuf,
    /// The zone of the log's times, such as Europe/Lisbon or UTC; the log itself does not say it
    #[arg(long, value_name = "ZONE", value_parser = zone)]
    timezone: TimeZone,
    /// Read the log and say what would be imported, and write nothing into the database
    #[arg(long)]
    dry_run: bool,
    /// Take calendars and policies from this TOML file first: the imported tickets get their clocks by them, as if they had always held
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// Write rows that cannot be taken to this file, with their line and the reason [default: FILE.rejected.csv]
    #[arg(long, value_name = "FILE")]
    rejected: Option<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// A log that cannot be read, a database that cannot be written.
pub async fn run(config: &Config, import: Import) -> Result<(), Box<dyn Error>> {
    match import {
        Import::Servicenow(args) => servicenow(config, args).await,
        Import::Faults(args) => faults::import(config, &args).await,
        Import::Surveys(args) => surveys::import(config, &args).await,
    }
}

async fn servicenow(config: &Config, args: Servicenow) -> Result<(), Box<dyn Error>> {
    let policy = args.policy.as_deref().map(PolicyFile::read).transpose()?;
    let log = Log { path: args.file.clone(), mapping: Mapping::new(), zone: args.timezone.clone() };
    let mut bar = Bar::new();
    let Some(found) = survey(&log, &mut bar).await? else { return Ok(()) };
    let mut rejected = RejectedRows::new(args.rejected.clone().unwrap_or_else(|| rejected::beside(&args.file)), &found.header);
    let store = if args.dry_run { look(config).await? } else { Some(serve::open(config).await?) };
    let promised = promise(store.as_ref(), policy.as_ref(), args.dry_run).await?;
    let mut target = match store.clone() {
        None => Target::Nothing,
        Some(store) if args.dry_run => Target::look(store),
        Some(store) => {
            let source = Source {
                file_name: Log::file_name(&args.file),
                fingerprint: format!("sha256:{}", found.fingerprint),
                time_zone: args.timezone.iana_name().unwrap_or("UTC").to_owned(),
                mapping: log.mapping.clone(),
                rows: found.rows,
            };
            let run = imports::begin(&store, None, &source).await?;
            Target::Database { store, run: Box::new(run) }
        }
    };
    bar.begin(found.rows, target.position());
    let pumped = pump(&log, &found, &mut target, &mut rejected, &mut bar).await?;
    let elapsed = bar.end();
    let refused = rejected.end()?;
    let summary = target.finish(pumped.tally).await?;
    let mut kept = String::new();
    if let Some(store) = store {
        if promised.is_some() && summary.known > 0 && !args.dry_run {
            // What was imported before has no clocks by these policies yet.
            sla::recompute(&store).await?;
        }
        if promised.is_some() && !args.dry_run {
            kept = attained(&store).await?;
        }
        store.close().await;
    }
    print!("{}", promised.map(|taken| told(&taken, args.dry_run)).unwrap_or_default());
    print!("{}", summary::told(&summary, args.dry_run, elapsed, refused.as_deref()));
    print!("{kept}");
    Ok(())
}

/// How many promises were kept, by what they measure: what a company that brings its past in asks first.
async fn attained(store: &Store) -> Result<String, Box<dyn Error>> {
    let question = Question { from: None, to: None, by: By::Metric, team: None, locale: Locale::En };
    let report = report::attainment(store, None, &question).await?;
    if report.total.is_empty() {
        return Ok("No promise was kept or missed: no rule matches any of the tickets, or none has come to its end.\n".to_owned());
    }
    let mut text = String::from("Promises kept, of all tickets:\n");
    for row in &report.total {
        let share = row.attainment.unwrap_or_default() * 100.0;
        let name = (words_in(Locale::En).sla().metric)(row.metric);
        text.push_str(&format!("  {name:<20} {share:5.1} % ({} of {})\n", row.met, row.met + row.breached));
    }
    Ok(text)
}

/// Takes the policies of a file, in force from the beginning.
async fn promise(store: Option<&Store>, policy: Option<&PolicyFile>, rehearse: bool) -> Result<Option<Taken>, Box<dyn Error>> {
    let Some((store, policy)) = store.zip(policy) else { return Ok(None) };
    Ok(Some(policy.take(store, How { since: Some(Timestamp::EPOCH), rehearse }).await?))
}

/// The database as it is, for a dry run: nothing is made and nothing is changed, and one that is not there has no tickets.
///
/// One that cannot be reached is an error: what it holds already would otherwise be told as new.
pub(crate) async fn look(config: &Config) -> Result<Option<Store>, Box<dyn Error>> {
    if config.sqlite_file().is_some_and(|file| !file.exists()) {
        return Ok(None);
    }
    let store = Store::open(&config.database, &config.files, Clock::System).await?;
    Ok(if store.has_tables().await? { Some(store) } else { None })
}

fn zone(name: &str) -> Result<TimeZone, String> {
    store::zone::find(name).ok_or_else(|| "no such zone; it is an IANA name such as Europe/Lisbon, Asia/Shanghai or UTC".to_owned())
}
