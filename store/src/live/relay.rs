//! From process to process, where several share one PostgreSQL.

use std::{future::Future, pin::pin, time::Duration};

use sea_orm::{
    DbBackend,
    sqlx::{self, PgPool, postgres::PgListener},
};
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;

use super::{KEPT, Word};
use crate::{Result, Store, token};

/// The name under which PostgreSQL passes words on.
const CHANNEL: &str = "opsbeat_live";
/// How long to wait before looking for a database that went away.
const PAUSE: Duration = Duration::from_secs(5);

/// A word on its way.
#[derive(Debug, Serialize, Deserialize)]
struct Sent {
    /// The process that told it, which hears its own words without a detour.
    from: i64,
    word: Word,
}

/// Passes words on between this process and the others until `stop` ends. It takes one of the pool's connections. On SQLite
/// there is one process, and nothing to do.
///
/// While the database is away nothing is passed on; afterwards everybody who listens is told that they missed something.
///
/// # Errors
/// When the system has no randomness to give.
pub async fn relay(store: &Store, stop: impl Future<Output = ()>) -> Result<()> {
    if store.backend() != DbBackend::Postgres {
        return Ok(());
    }
    let from = i64::from_ne_bytes(token::random()?);
    let (sender, mut outgoing) = mpsc::channel(KEPT);
    *store.live.others() = Some(sender);
    let mut stop = pin!(stop);
    loop {
        let ended = tokio::select! {
            () = &mut stop => break,
            Err(error) = pass_on(store, from, &mut outgoing) => error,
        };
        tracing::warn!(error = %ended, "what other processes do is not heard");
        tokio::select! {
            () = &mut stop => break,
            () = tokio::time::sleep(PAUSE) => {}
        }
    }
    *store.live.others() = None;
    Ok(())
}

/// Only ever ends with an error.
async fn pass_on(store: &Store, from: i64, outgoing: &mut mpsc::Receiver<Word>) -> std::result::Result<(), sqlx::Error> {
    let pool = store.write.get_postgres_connection_pool();
    let mut listener = PgListener::connect_with(pool).await?;
    listener.listen(CHANNEL).await?;
    // Whatever was told before this is not known here.
    store.hear(Word::Lost);
    loop {
        tokio::select! {
            heard = listener.try_recv() => match heard? {
                Some(heard) => match serde_json::from_str::<Sent>(heard.payload()) {
                    Ok(sent) if sent.from == from => {}
                    Ok(sent) => store.hear(sent.word),
                    // A process of another version says something that this one does not know.
                    Err(_) => store.hear(Word::Lost),
                },
                // The connection was lost, and is made anew by the next call.
                None => store.hear(Word::Lost),
            },
            Some(word) = outgoing.recv() => notify(pool, &Sent { from, word }).await?,
        }
    }
}

async fn notify(pool: &PgPool, sent: &Sent) -> std::result::Result<(), sqlx::Error> {
    let Ok(payload) = serde_json::to_string(sent) else { return Ok(()) };
    sqlx::query("SELECT pg_notify($1, $2)").bind(CHANNEL).bind(payload).execute(pool).await?;
    Ok(())
}
