//! What happens by itself: mail leaves, tickets close or go on, what has expired is cleared away.
//!
//! Every job can be done by any process and is safe to be done by several: rows are claimed, and what must happen once is guarded
//! by its own transaction. The lease only spares the others the looking.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use domain::time::{Span, Timestamp};
use store::{Error, Store, alerts, drafts, faults, files, imports, leases, on_call, scoring, sessions, sla, tickets};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::gateway;
use crate::mail::MailRoom;
use crate::ping::{self, LastPing};

/// The pause between two rounds.
const PAUSE: Duration = Duration::from_secs(5);
/// For how long the housekeeper's lease holds without being renewed.
const LEASE: Span = Span::from_minutes(1);
/// Tickets moved in one round; the rest waits for the next.
const AT_ONCE: u64 = 200;
/// How often a round goes on telling tickets of faults, a few at a time.
const ROUNDS: usize = 20;
/// How often what was left behind is cleared away: that looks at every file.
const TIDY_EVERY: Span = Span::from_hours(1);

/// When the jobs last ran, for those who watch.
#[derive(Clone, Debug, Default)]
pub struct LastRound {
    jobs: Arc<AtomicI64>,
    clocks: Arc<AtomicI64>,
    /// Whether somebody outside was told.
    pub ping: LastPing,
}

impl LastRound {
    /// When this process last did its round; `None` before the first one.
    #[must_use]
    pub fn at(&self) -> Option<Timestamp> {
        moment(&self.jobs)
    }

    /// When the clocks of tickets were last looked at, by this process or by another one that shares the database.
    #[must_use]
    pub fn clocks_at(&self) -> Option<Timestamp> {
        moment(&self.clocks)
    }
}

fn moment(millis: &AtomicI64) -> Option<Timestamp> {
    match millis.load(Ordering::Relaxed) {
        0 => None,
        millis => Some(Timestamp::from_millis(millis)),
    }
}

/// Starts the jobs; they end soon after `stop` turns true, between two rounds. Mail goes beside them: a slow mail server must not hold up
/// the clocks of tickets.
#[must_use]
pub fn start(
    store: Store,
    mail: MailRoom,
    outside: Option<ping::Address>,
    holder: String,
    stop: watch::Receiver<bool>,
) -> (LastRound, JoinHandle<()>) {
    let last = LastRound::default();
    let (tick, ticked) = watch::channel(0);
    let asking = ping::after_each(outside, store.clock().clone(), ticked, last.ping.clone());
    let asking = until_stopped(asking, stop.clone());
    let calling = hand_over(store.clone(), mail.base_url().to_owned(), stop.clone());
    let rounds = rounds(store, holder, stop.clone(), last.clone(), tick);
    let task = tokio::spawn(async move {
        tokio::join!(rounds, post(mail, stop), calling, asking);
    });
    (last, task)
}

/// Nobody outside waits for our end.
async fn until_stopped(asking: impl Future<Output = ()>, mut stop: watch::Receiver<bool>) {
    tokio::select! {
        () = asking => {}
        _ = stop.wait_for(|stop| *stop) => {}
    }
}

/// Sends what is to be sent, until it is told to stop.
async fn post(mut mail: MailRoom, mut stop: watch::Receiver<bool>) {
    if let Err(error) = mail.open().await {
        tracing::warn!(%error, "held mail could not be released");
    }
    loop {
        tell("mail", mail.round_until(|| *stop.borrow()).await);
        if paused(&mut stop).await {
            break;
        }
    }
}

/// Hands to gateways what waits for them, until it is told to stop: beside everything else, as a slow one must hold up nothing.
async fn hand_over(store: Store, base_url: String, mut stop: watch::Receiver<bool>) {
    loop {
        tell("calls", gateway::round(&store, &base_url, || *stop.borrow()).await);
        if paused(&mut stop).await {
            break;
        }
    }
}

/// Waits for the next round; `true`, when there is none.
async fn paused(stop: &mut watch::Receiver<bool>) -> bool {
    tokio::select! {
        () = tokio::time::sleep(PAUSE) => false,
        _ = stop.wait_for(|stop| *stop) => true,
    }
}

async fn rounds(store: Store, holder: String, mut stop: watch::Receiver<bool>, told: LastRound, tick: watch::Sender<u64>) {
    let mut tidied = None;
    loop {
        if let Err(error) = round(&store, &holder, &mut tidied).await {
            tracing::warn!(%error, "a round of jobs did not finish");
        }
        told.jobs.store(store.now().millis(), Ordering::Relaxed);
        if let Err(error) = clocks(&store, &holder, &told).await {
            tracing::warn!(%error, "the clocks of tickets could not be looked at");
        }
        if let Err(error) = silences(&store, &holder).await {
            tracing::warn!(%error, "nobody could look who has fallen silent");
        }
        if let Err(error) = calls(&store, &holder).await {
            tracing::error!(%error, "nobody could look whom faults call");
        }
        tick.send_modify(|rounds| *rounds = rounds.wrapping_add(1));
        if paused(&mut stop).await {
            break;
        }
    }
    for lease in [HOUSEKEEPER, CLOCKS, SILENCES, CALLS] {
        if let Err(error) = leases::give_back(&store, lease, &holder).await {
            tracing::debug!(%error, "the lease ends by itself");
        }
    }
}

const HOUSEKEEPER: &str = "housekeeper";
const CLOCKS: &str = "clocks";
const SILENCES: &str = "silences";
const CALLS: &str = "calls";

/// Lets faults that nobody has call whoever is next.
async fn calls(store: &Store, holder: &str) -> Result<(), Error> {
    if leases::take(store, CALLS, holder, LEASE).await? {
        on_call::call_due(store, AT_ONCE).await?;
    }
    Ok(())
}

/// Raises an alert for each integration that should have been heard and was not.
async fn silences(store: &Store, holder: &str) -> Result<(), Error> {
    if leases::take(store, SILENCES, holder, LEASE).await? {
        alerts::raise_silent(store, AT_ONCE).await?;
    }
    Ok(())
}

/// Lets the clocks say what they have to say. After a downtime that may take many rounds; the lease is renewed by each.
async fn clocks(store: &Store, holder: &str, told: &LastRound) -> Result<(), Error> {
    if leases::take(store, CLOCKS, holder, LEASE).await? {
        sla::settle_due(store, AT_ONCE).await?;
        told.clocks.store(store.now().millis(), Ordering::Relaxed);
    } else if let Some(until) = leases::until(store, CLOCKS).await? {
        told.clocks.store(until.minus(LEASE).millis(), Ordering::Relaxed);
    }
    Ok(())
}

async fn round(store: &Store, holder: &str, tidied: &mut Option<Timestamp>) -> Result<(), Error> {
    if !leases::take(store, HOUSEKEEPER, holder, LEASE).await? {
        return Ok(());
    }
    tell("closing tickets", tickets::close_due(store, AT_ONCE).await);
    tell("taking tickets up again", tickets::resume_due(store, AT_ONCE).await);
    tell("telling tickets of faults", faults::tell_due(store, ROUNDS).await);
    tell("opening and closing rounds of scores", scoring::settle_due(store).await);
    tell("clearing sessions", sessions::remove_expired(store).await);
    let now = store.now();
    if tidied.is_none_or(|last| now.since(last) >= TIDY_EVERY) {
        *tidied = Some(now);
        tell("forgetting attempts", store.forget_old_attempts().await);
        tell("clearing files", files::sweep(store).await);
        tell("clearing drafts", drafts::sweep(store).await);
        tell("clearing imports", imports::sweep(store).await);
        tell("clearing alerts", alerts::sweep(store).await);
    }
    Ok(())
}

/// One job that fails keeps no other from its turn.
fn tell<T>(job: &str, outcome: Result<T, Error>) {
    if let Err(error) = outcome {
        tracing::warn!(%error, job, "a job did not finish");
    }
}
