//! The one way from a log into the database, for the command line and for the server's job alike: they differ in who watches.

use std::path::{Path, PathBuf};

use domain::servicenow::{Fault, Summary, Tally};
use jiff::tz::TimeZone;
use store::Store;
use store::imports::{self, Run};
use tokio::sync::mpsc;
use tokio::task::{JoinError, JoinHandle};

use super::incidents::{self, Batch};
use super::rejected::RejectedRows;
use super::{ImportError, Mapping, Survey};

/// Batches that wait to be written while the next one is read.
const AHEAD: usize = 2;
/// Rejected rows that are remembered for showing; their file has all.
const SHOWN: usize = 20;

/// Why a log did not come in.
#[derive(Debug, thiserror::Error)]
pub enum PumpError {
    /// It cannot be read.
    #[error(transparent)]
    Read(#[from] ImportError),
    /// The database does not take it.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The thread that reads it has died: a defect.
    #[error("the reader has died")]
    Dead(#[from] JoinError),
}

impl PumpError {
    /// What people are told of it; `None` when trying again later is all that there is to do.
    #[must_use]
    pub fn fault(&self) -> Option<Fault> {
        match self {
            Self::Read(error) => Some(error.fault()),
            Self::Store(store::Error::Unavailable | store::Error::Conflict { .. }) => None,
            Self::Store(store::Error::Files(_)) => Some(Fault::Disk),
            Self::Store(_) | Self::Dead(_) => Some(Fault::Internal),
        }
    }
}

/// Who watches a log go in.
pub trait Watch {
    /// So many rows are done. `false` stops the import behind them.
    fn moved_to(&mut self, rows: u64) -> impl Future<Output = store::Result<bool>> + Send;

    /// The reader is busy and has nothing to show yet. `false` stops it.
    fn wait(&mut self) -> impl Future<Output = store::Result<bool>> + Send;
}

/// A log and how it is read.
#[derive(Clone, Debug)]
pub struct Log {
    /// Where it is.
    pub path: PathBuf,
    /// Columns that were chosen for fields.
    pub mapping: Mapping,
    /// The zone of its times.
    pub zone: TimeZone,
}

/// What came of it.
#[derive(Debug)]
pub struct Pumped {
    /// The counts of all that was read.
    pub tally: Tally,
    /// The first of the rejected rows: line and reason.
    pub refused: Vec<(u64, String)>,
    /// Whether it was read to its end.
    pub whole: bool,
}

/// Counts the rows of a log and finds out which one it is; `None` when it was stopped.
///
/// # Errors
/// A log that cannot be read.
pub async fn survey(log: &Log, watch: &mut impl Watch) -> Result<Option<Survey>, PumpError> {
    let (path, mapping) = (log.path.clone(), log.mapping.clone());
    let reading = tokio::task::spawn_blocking(move || super::survey(&path, &mapping));
    Ok(attended(reading, watch).await?.transpose()?)
}

/// Waits for a thread and lets the watcher look in meanwhile; `None` when that one has had enough.
async fn attended<T>(mut work: JoinHandle<T>, watch: &mut impl Watch) -> Result<Option<T>, PumpError> {
    loop {
        if let Ok(done) = tokio::time::timeout(super::LOOK_IN, &mut work).await {
            return Ok(Some(done?));
        }
        if !watch.wait().await? {
            return Ok(None);
        }
    }
}

/// Reads on a thread of its own, as unpacking and comparing keep a core busy, and writes what comes.
///
/// # Errors
/// A log that cannot be read on, a file or a database that cannot be written.
pub async fn pump(
    log: &Log,
    survey: &Survey,
    target: &mut Target,
    rejected: &mut RejectedRows,
    watch: &mut impl Watch,
) -> Result<Pumped, PumpError> {
    let (batches, mut arriving) = mpsc::channel::<Batch>(AHEAD);
    let (path, columns, zone) = (log.path.clone(), survey.clone(), log.zone.clone());
    let reader = tokio::task::spawn_blocking(move || incidents::read(&path, &columns, &zone, |batch| batches.blocking_send(batch).is_ok()));
    let mut pumped = Pumped { tally: Tally::default(), refused: Vec::new(), whole: false };
    loop {
        let batch = match tokio::time::timeout(super::LOOK_IN, arriving.recv()).await {
            Ok(Some(batch)) => batch,
            Ok(None) => break,
            Err(_) if watch.wait().await? => continue,
            Err(_) => return Ok(pumped),
        };
        rejected.take(&batch.refused)?;
        let shown = SHOWN.saturating_sub(pumped.refused.len());
        pumped.refused.extend(batch.refused.iter().take(shown).map(|refused| (refused.line, refused.rejection.to_string())));
        target.write(&batch).await?;
        pumped.tally = batch.tally;
        if !watch.moved_to(batch.rows).await? {
            return Ok(pumped);
        }
    }
    reader.await??;
    pumped.whole = true;
    Ok(pumped)
}

/// Where the tickets go.
pub enum Target {
    /// A dry run without a database to look into.
    Nothing,
    /// A dry run that looks which incidents are tickets already.
    Look { store: Store, summary: Summary },
    /// The database.
    Database { store: Store, run: Box<Run> },
}

impl Target {
    /// A dry run over this database.
    pub fn look(store: Store) -> Self {
        Self::Look { store, summary: Summary::default() }
    }

    /// How many incidents are done from before.
    pub fn position(&self) -> u64 {
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

    /// The log is at its end.
    ///
    /// # Errors
    /// The database's.
    pub async fn finish(self, tally: Tally) -> store::Result<Summary> {
        match self {
            Self::Nothing => Ok(Summary { new: tally.incidents, tally, ..Summary::default() }),
            Self::Look { summary, .. } => Ok(Summary { tally, ..summary }),
            Self::Database { store, run } => run.finish(&store, &tally).await,
        }
    }
}

/// A log that lies there.
impl Log {
    /// What the file is called.
    pub fn file_name(path: &Path) -> String {
        path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    }
}
