//! The server's job: logs that came through the browser are checked and imported, one at a time among all processes.
//!
//! What is to be done stands in the imports' rows and nowhere else, so that whoever comes next goes on with it: the same process
//! after a restart, or another one when the lease of a dead one has ended.

use std::time::Duration;

use domain::servicenow::{Fault, Stage};
use domain::time::Span;
use jiff::tz::TimeZone;
use store::imports::job::{Job, next};
use store::{Store, leases};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::pump::{Log, PumpError, Target, Watch, pump, survey};
use super::rejected::RejectedRows;

/// How often the job looks whether there is something to do.
const PAUSE: Duration = Duration::from_secs(1);
/// For how long its lease holds without being renewed.
const LEASE: Span = Span::from_minutes(1);
const NAME: &str = "import";

/// Starts the job; it ends soon after `stop` turns true, between two batches.
#[must_use]
pub fn start(store: Store, holder: String, mut stop: watch::Receiver<bool>) -> JoinHandle<()> {
    tokio::spawn(async move {
        loop {
            let stopping = stop.clone();
            if let Err(error) = round(&store, &holder, &|| *stopping.borrow()).await {
                tracing::warn!(%error, "an import waits");
            }
            tokio::select! {
                () = tokio::time::sleep(PAUSE) => {}
                _ = stop.wait_for(|stop| *stop) => break,
            }
        }
    })
}

/// Does what waits longest, if anything waits and nobody else is at it; says whether it did. `stop` is asked between two batches.
///
/// # Errors
/// A database that is not available: the import waits for the next round.
pub async fn round(store: &Store, holder: &str, stop: &(dyn Fn() -> bool + Sync)) -> Result<bool, store::Error> {
    if next(store).await?.is_none() || !leases::take(store, NAME, holder, LEASE).await? {
        return Ok(false);
    }
    let done = with_the_lease(store, holder, stop).await;
    leases::give_back(store, NAME, holder).await?;
    done
}

async fn with_the_lease(store: &Store, holder: &str, stop: &(dyn Fn() -> bool + Sync)) -> Result<bool, store::Error> {
    // Whoever had the lease before may just have done it.
    let Some(job) = next(store).await? else { return Ok(false) };
    let mut attendant = Attendant { store, job: &job, holder, stop };
    tracing::info!(import = %job.id(), stage = %job.stage, "at an import");
    if let Err(error) = work(store, &job, &mut attendant).await {
        match error.fault() {
            Some(fault) => {
                if fault == Fault::Internal {
                    tracing::error!(%error, import = %job.id(), "an import failed");
                }
                job.fail(store, &fault).await?;
            }
            None => tracing::warn!(%error, import = %job.id(), "an import waits"),
        }
    }
    Ok(true)
}

async fn work(store: &Store, job: &Job, attendant: &mut Attendant<'_>) -> Result<(), PumpError> {
    let zone = store::zone::find(&job.time_zone).unwrap_or(TimeZone::UTC);
    let log = Log { path: job.log.clone(), mapping: job.mapping.clone(), zone };
    let Some(found) = survey(&log, attendant).await? else { return Ok(()) };
    job.surveyed(store, &format!("sha256:{}", found.fingerprint), found.rows).await?;
    let folder = tempfile::tempdir().map_err(super::ImportError::Temporary)?;
    let mut rejected = RejectedRows::new(folder.path().join("rejected.csv"), &found.header);
    let mut target = match job.stage {
        Stage::Running => Target::Database { store: store.clone(), run: Box::new(job.run()?) },
        _ => Target::look(store.clone()),
    };
    let pumped = pump(&log, &found, &mut target, &mut rejected, attendant).await?;
    let rejected = rejected.end()?;
    if !pumped.whole {
        return Ok(());
    }
    // Before the end, so that no import is done without its file.
    job.keep_rejected(store, rejected.as_deref()).await?;
    let summary = target.finish(pumped.tally).await?;
    if job.stage == Stage::Running {
        job.imported(store).await;
    } else {
        job.checked(store, &summary, &pumped.refused).await?;
    }
    Ok(())
}

/// Keeps the lease, tells how far it is, and hears when somebody has had enough.
struct Attendant<'a> {
    store: &'a Store,
    job: &'a Job,
    holder: &'a str,
    stop: &'a (dyn Fn() -> bool + Sync),
}

impl Watch for Attendant<'_> {
    async fn moved_to(&mut self, rows: u64) -> store::Result<bool> {
        let ours = leases::take(self.store, NAME, self.holder, LEASE).await?;
        Ok(ours && self.job.reached(self.store, rows).await? && !(self.stop)())
    }

    async fn wait(&mut self) -> store::Result<bool> {
        let ours = leases::take(self.store, NAME, self.holder, LEASE).await?;
        Ok(ours && self.job.is_wanted(self.store).await? && !(self.stop)())
    }
}
