//! `opsbeat import servicenow`: another system's log becomes tickets with their past.

mod incidents;
mod input;
mod progress;
mod rejected;
mod summary;
mod survey;
mod together;

use std::collections::BTreeMap;
use std::error::Error;
use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use domain::servicenow::{Field, MissingColumns, Summary, Tally};
use jiff::tz::TimeZone;
use store::imports::{self, Run, Source};
use store::{Clock, Store};
use tokio::sync::mpsc;

use self::incidents::Batch;
use self::progress::Bar;
use self::rejected::RejectedRows;
pub use self::survey::{Survey, survey};
use crate::config::Config;
use crate::serve;

/// Columns that somebody chose for fields.
pub type Mapping = BTreeMap<Field, String>;

/// Batches that wait to be written while the next one is read.
const AHEAD: usize = 2;

/// What can be imported.
#[derive(Debug, Subcommand)]
pub enum Import {
    /// Import incidents with their whole history from a ServiceNow event log
    ///
    /// The log is a CSV file, or a zip with one in it; each row is an incident's state after one update. Teams, people and services
    /// that it names are made where they are missing. An import that was interrupted goes on where it stopped, and one that is
    /// repeated makes nothing twice.
    Servicenow(Servicenow),
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
    /// Write rows that cannot be taken to this file, with their line and the reason [default: FILE.rejected.csv]
    #[arg(long, value_name = "FILE")]
    rejected: Option<PathBuf>,
}

/// Why a log cannot be imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The file cannot be read, or the one for rejected rows cannot be written.
    #[error("{} cannot be read or written", .path.display())]
    File {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The archive is damaged.
    #[error("the zip cannot be read")]
    Zip(#[from] zip::result::ZipError),
    /// The archive has no CSV file.
    #[error("there is no CSV file in the zip")]
    NoLog,
    /// The archive has more than one CSV file.
    #[error("there are several CSV files in the zip: unpack it and name the one that is meant")]
    SeveralLogs,
    /// The file cannot be read to its end.
    #[error("the CSV cannot be read")]
    Csv(#[from] csv::Error),
    /// There is not even a header.
    #[error("the file is empty")]
    Empty,
    /// A quote is not closed, or it is no CSV at all.
    #[error("the row on line {line} does not end: is a quote missing?")]
    RecordTooLong {
        /// Where the row begins.
        line: u64,
    },
    /// It is another kind of file.
    #[error(transparent)]
    MissingColumns(#[from] MissingColumns),
    /// Rows that are not in order are put in order in the temporary folder.
    #[error("the temporary folder cannot be used")]
    Temporary(#[source] io::Error),
}

/// Runs the command.
///
/// # Errors
/// A log that cannot be read, a database that cannot be written.
pub async fn run(config: &Config, import: Import) -> Result<(), Box<dyn Error>> {
    let Import::Servicenow(args) = import;
    let mapping = Mapping::new();
    let log = {
        let (file, mapping) = (args.file.clone(), mapping.clone());
        tokio::task::spawn_blocking(move || survey(&file, &mapping)).await??
    };
    let mut rejected = RejectedRows::new(args.rejected.clone().unwrap_or_else(|| rejected::beside(&args.file)), &log.header);
    let store = if args.dry_run { look(config).await } else { Some(serve::open(config).await?) };
    let mut target = match store {
        None => Target::Nothing,
        Some(store) if args.dry_run => Target::Look { store, summary: Summary::default() },
        Some(store) => {
            let run = imports::begin(&store, None, &source(&args, &log, mapping)).await?;
            Target::Database { store, run: Box::new(run) }
        }
    };
    let mut bar = Bar::begin(log.rows, target.position());
    let tally = pump(&args, &log, &mut target, &mut rejected, &mut bar).await?;
    let elapsed = bar.end();
    let refused = rejected.end()?;
    let summary = target.finish(tally).await?;
    print!("{}", summary::told(&summary, args.dry_run, elapsed, refused.as_deref()));
    Ok(())
}

/// The database as it is, for a dry run: nothing is made and nothing is changed, and one that is not there has no tickets.
async fn look(config: &Config) -> Option<Store> {
    let file = config.database.strip_prefix("sqlite://").map(|rest| rest.split('?').next().unwrap_or(rest));
    if file.is_some_and(|file| !Path::new(file).exists()) {
        return None;
    }
    let store = Store::open(&config.database, &config.files, Clock::System).await.ok()?;
    // A database without tables answers nothing.
    store.ping().await.ok().map(|()| store)
}

/// Reads on a thread of its own, as unpacking and comparing keep a core busy, and writes what comes.
async fn pump(
    args: &Servicenow,
    log: &Survey,
    target: &mut Target,
    rejected: &mut RejectedRows,
    bar: &mut Bar,
) -> Result<Tally, Box<dyn Error>> {
    let (batches, mut arriving) = mpsc::channel::<Batch>(AHEAD);
    let (path, log, zone) = (args.file.clone(), log.clone(), args.timezone.clone());
    let reader = tokio::task::spawn_blocking(move || incidents::read(&path, &log, &zone, |batch| batches.blocking_send(batch).is_ok()));
    let mut tally = Tally::default();
    while let Some(batch) = arriving.recv().await {
        rejected.take(&batch.refused)?;
        target.write(&batch).await?;
        bar.move_to(batch.rows);
        tally = batch.tally;
    }
    reader.await??;
    Ok(tally)
}

/// Where the tickets go.
enum Target {
    /// A dry run without a database to look into.
    Nothing,
    /// A dry run that looks which incidents are tickets already.
    Look { store: Store, summary: Summary },
    /// The database.
    Database { store: Store, run: Box<Run> },
}

impl Target {
    fn position(&self) -> u64 {
        match self {
            Self::Database { run, .. } => run.position(),
            Self::Nothing | Self::Look { .. } => 0,
        }
    }

    async fn write(&mut self, batch: &Batch) -> store::Result<()> {
        match self {
            Self::Nothing => Ok(()),
            Self::Look { store, summary } => {
                let known = imports::known(store, &batch.histories).await?;
                summary.known += known;
                summary.new += batch.histories.len() as u64 - known;
                Ok(())
            }
            Self::Database { store, run } => {
                let refused: Vec<(u64, String)> =
                    batch.refused.iter().map(|refused| (refused.line, refused.rejection.to_string())).collect();
                let Batch { histories, incidents, tally, .. } = batch;
                run.write(store, &imports::Batch { histories, refused: &refused, position: *incidents, tally }).await
            }
        }
    }

    async fn finish(self, tally: Tally) -> store::Result<Summary> {
        match self {
            Self::Nothing => Ok(Summary { new: tally.incidents, tally, ..Summary::default() }),
            Self::Look { summary, .. } => Ok(Summary { tally, ..summary }),
            Self::Database { store, run } => {
                let summary = run.finish(&store, &tally).await?;
                store.close().await;
                Ok(summary)
            }
        }
    }
}

fn source(args: &Servicenow, log: &Survey, mapping: Mapping) -> Source {
    let file_name = args.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Source {
        file_name,
        fingerprint: format!("sha256:{}", log.fingerprint),
        time_zone: args.timezone.iana_name().unwrap_or("UTC").to_owned(),
        mapping,
    }
}

fn zone(name: &str) -> Result<TimeZone, String> {
    store::zone::find(name).ok_or_else(|| "no such zone; it is an IANA name such as Europe/Lisbon, Asia/Shanghai or UTC".to_owned())
}
