//! Starting and stopping.

use std::error::Error;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use secrecy::ExposeSecret;
use store::{Clock, Store, leases};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::config::Config;
use crate::live::Streams;
use crate::mail::MailRoom;
use crate::mail::smtp::Postman;
use crate::router::{House, PATIENCE, router};
use crate::{assets, import, jobs, ping, surveys};

/// Opens the database and brings it to this version's shape.
///
/// # Errors
/// A folder that cannot be made, a database that cannot be reached, a migration that fails.
pub async fn open(config: &Config) -> Result<Store, Box<dyn Error>> {
    for folder in config.sqlite_folder().into_iter().chain([config.files.as_path()]) {
        std::fs::create_dir_all(folder).map_err(|source| Unusable::Folder { path: folder.to_owned(), source })?;
    }
    let unusable = |source| Unusable::Database { shown: config.database_shown(), source };
    let store = Store::open(&config.database, &config.files, Clock::System).await.map_err(unusable)?;
    let store = surveys::with_lexicon(store, config)?;
    let steps = store.migrate().await.map_err(unusable)?;
    if steps > 0 {
        tracing::info!(steps, "the database has this version's shape now");
    }
    Ok(store)
}

/// Opens a database that is there, as it is: nothing is made, and nothing is brought to another shape.
///
/// # Errors
/// A database that is not there or cannot be reached.
pub async fn open_existing(config: &Config) -> Result<Store, Box<dyn Error>> {
    let shown = config.database_shown();
    if config.sqlite_file().is_some_and(|file| !file.is_file()) {
        return Err(Unusable::NoDatabase(shown).into());
    }
    let store = Store::open(&config.database, &config.files, Clock::System).await.map_err(|source| Unusable::Database { shown, source })?;
    surveys::with_lexicon(store, config)
}

/// What was named in the settings and cannot be worked with.
#[derive(Debug, thiserror::Error)]
enum Unusable {
    #[error("the folder {} cannot be made", .path.display())]
    Folder { path: PathBuf, source: std::io::Error },
    #[error("there is no database {0}")]
    NoDatabase(String),
    #[error("the database {shown} cannot be used")]
    Database { shown: String, source: store::Error },
}

/// Nobody can be heard there.
#[derive(Debug, thiserror::Error)]
#[error("cannot listen on {address}")]
struct Taken {
    address: SocketAddr,
    source: std::io::Error,
}

/// Serves until told to stop, then finishes what is in flight.
///
/// # Errors
/// Those of [`open`], mail settings that mean nothing, and an address that cannot be listened on.
pub async fn serve(config: Config) -> Result<(), Box<dyn Error>> {
    let postman = match config.smtp.expose_secret() {
        "" => None,
        url => Some(Postman::new(url, &config.mail_from)?),
    };
    let outside = ping::Address::read(&config.ping_url)?;
    let store = open(&config).await?;
    let listener = TcpListener::bind(config.listen).await.map_err(|source| Taken { address: config.listen, source })?;
    let address = listener.local_addr()?;
    let base_url = if config.base_url.is_empty() { format!("http://{address}") } else { config.base_url() };
    let config = Arc::new(Config { base_url: base_url.clone(), ..config });
    let told_to_stop = told_to_stop()?;
    tracing::info!(%address, version = env!("CARGO_PKG_VERSION"), "serving");
    greet(&store, &base_url).await?;
    let (halt, halted) = watch::channel(false);
    let mail = MailRoom::new(store.clone(), postman, base_url);
    let holder = leases::holder()?;
    let importing = import::job::start(store.clone(), holder.clone(), halted.clone());
    let (last_round, jobs) = jobs::start(store.clone(), mail, outside, holder, halted);
    let streams = Streams::default();
    let relay = relay(store.clone(), halt.subscribe());
    let house = House { store: store.clone(), config, assets: assets::named(), last_round, streams: streams.clone() };
    let service = router(house).into_make_service_with_connect_info::<SocketAddr>();
    let (stop, stopping) = tokio::sync::oneshot::channel::<()>();
    let serving = tokio::spawn(async move {
        axum::serve(listener, service)
            .with_graceful_shutdown(async {
                let _ = stopping.await;
            })
            .await
    });
    told_to_stop.await;
    tracing::info!("stopping: finishing what is in flight");
    let _ = stop.send(());
    let _ = halt.send(true);
    // A stream would go on for minutes, and hold up the end.
    streams.end();
    // At once, so that all of them together have that long, which is what whoever stops us waits.
    let (serving, jobs, importing, relay) = tokio::join!(
        tokio::time::timeout(PATIENCE, serving),
        tokio::time::timeout(PATIENCE, jobs),
        tokio::time::timeout(PATIENCE, importing),
        tokio::time::timeout(PATIENCE, relay),
    );
    let unfinished = [
        (serving.is_err(), "some requests did not finish in time"),
        (jobs.is_err(), "a job did not finish in time; another process will take it up"),
        (importing.is_err(), "an import did not stop in time; it goes on with the next start"),
        (relay.is_err(), "what this process did may not have reached the others"),
    ];
    for (_, what) in unfinished.into_iter().filter(|(late, _)| *late) {
        tracing::warn!("{what}");
    }
    store.close().await;
    Ok(())
}

/// Passes on what happens between this process and the others, until it stops.
fn relay(store: Store, mut stop: watch::Receiver<bool>) -> JoinHandle<()> {
    tokio::spawn(async move {
        let stopped = async {
            let _ = stop.wait_for(|stop| *stop).await;
        };
        if let Err(error) = store::live::relay(&store, stopped).await {
            tracing::warn!(%error, "what other processes do is not heard");
        }
    })
}

/// Says where to go on: to the first run's page, or to the application.
async fn greet(store: &Store, base_url: &str) -> Result<(), Box<dyn Error>> {
    match store::accounts::first_run_token(store).await? {
        Some(token) => {
            println!(
                "\n  Opsbeat is ready for its first run. Open this link to create the administrator:\n\n    {base_url}/set-up/{token}\n"
            );
            println!("  The link works once. Starting again prints a new one.\n");
        }
        None => println!("\n  Opsbeat is at {base_url}\n"),
    }
    Ok(())
}

/// Listens for the signals from now on: one that comes while the server still starts would end the process on the spot.
fn told_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}
