//! Opening a database so that it is safe and stays usable.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use migrations::{Migrator, MigratorTrait};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, DbErr, RuntimeErr, SqliteTransactionMode, TransactionOptions, TransactionTrait,
    sqlx::{
        self, Connection,
        postgres::{PgConnectOptions, PgPoolOptions},
        sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
    },
};

use crate::{Error, Result, reading::Reading};

/// Readers on SQLite: reads are short, and more threads than this only wait for the disk.
pub(crate) const READERS: u32 = 4;
/// Connections of one server process on PostgreSQL, of the 100 that it has by default.
const POSTGRES_CONNECTIONS: u32 = 12;
/// How long a page waits for a connection before it says that the database is gone.
const PATIENCE: Duration = Duration::from_secs(4);
/// How long a connection to PostgreSQL may have lain idle to be used without asking whether the server is still there.
const TRUSTED: Duration = Duration::from_secs(1);
/// How long a writer waits for another process, such as an import from the command line.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// Rows of SQLite that wait to be read: a longest page of a list, so that the thread that finds them need not stop in between.
const ROWS: usize = 256;
/// Statements of SQLite that a connection keeps ready: all that a day's pages ask, several hundred.
const STATEMENTS: usize = 1_000;
/// How long whoever reads from SQLite waits for their turn.
pub(crate) const TURN: Duration = BUSY_TIMEOUT.saturating_add(PATIENCE);
/// How transactions that write begin. On SQLite they take the lock at once, because one
/// that reads first and is overtaken could only fail.
pub(crate) const WRITING: TransactionOptions =
    TransactionOptions { isolation_level: None, access_mode: None, sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate) };

/// The writing and the reading side of the database at `url`.
pub(crate) async fn connect(url: &str) -> Result<(DatabaseConnection, Reading)> {
    if url.starts_with("sqlite:") {
        sqlite(url).await
    } else {
        let options: PgConnectOptions = url.parse().map_err(unreachable_database)?;
        let pool = PgPoolOptions::new()
            .max_connections(POSTGRES_CONNECTIONS)
            .acquire_timeout(PATIENCE)
            // Else each statement makes its journey twice.
            .test_before_acquire(false)
            .before_acquire(|conn, meta| {
                Box::pin(async move {
                    if meta.idle_for > TRUSTED {
                        conn.ping().await?;
                    }
                    Ok(true)
                })
            })
            .connect_with(options.application_name("opsbeat"))
            .await
            .map_err(unreachable_database)?;
        let pool = DatabaseConnection::from(pool);
        Ok((pool.clone(), Reading::Postgres(pool)))
    }
}

/// All steps in one transaction, one process at a time.
pub(crate) async fn migrate(write: &DatabaseConnection) -> Result<usize> {
    let tx = write.begin_with_options(WRITING).await?;
    if tx.get_database_backend() == DbBackend::Postgres {
        // Any number will do, as long as it is always the same one.
        tx.execute_unprepared("SELECT pg_advisory_xact_lock(345345345)").await?;
    }
    let steps = Migrator::get_pending_migrations(&tx).await?.len();
    Migrator::up(&tx, None).await?;
    // A database that cannot be written is found out now, and not by the first person who sends something.
    tx.execute_unprepared("UPDATE settings SET value = value WHERE key = 'version'").await?;
    tx.commit().await?;
    Ok(steps)
}

/// Begins a change and undoes it: whether one gets its turn before a page would give up.
pub(crate) async fn turn_to_write(write: &DatabaseConnection) -> Result<()> {
    let turn = tokio::time::timeout(PATIENCE, write.begin_with_options(WRITING)).await;
    turn.map_err(|_| Error::Unavailable)??.rollback().await?;
    Ok(())
}

async fn sqlite(url: &str) -> Result<(DatabaseConnection, Reading)> {
    let options: SqliteConnectOptions = url.parse().map_err(unreachable_database)?;
    let options = options
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY_TIMEOUT)
        .pragma("cache_size", "-16000")
        .pragma("temp_store", "memory")
        .pragma("journal_size_limit", "67108864")
        .row_buffer_size(ROWS)
        .statement_cache_capacity(STATEMENTS);
    let path = options.get_filename().to_owned();
    if let Some(folder) = path.parent() {
        // What goes wrong here is told by the open that follows.
        let _ = std::fs::create_dir_all(folder);
    }
    // Only this first connection may create the file: if it vanishes later, an empty
    // database in its place would look as if everything had been deleted.
    let first = SqlitePoolOptions::new()
        .max_connections(1)
        .connect_with(options.clone().create_if_missing(true))
        .await
        .map_err(unreachable_database)?;
    first.close().await;
    let options = options.create_if_missing(false);
    let watch = Arc::new(Watch { path, seen: Mutex::new(None) });
    let write = pool(1, &watch).connect_with(options.clone()).await.map_err(unreachable_database)?;
    let read = pool(READERS, &watch).connect_with(options.read_only(true)).await.map_err(unreachable_database)?;
    Ok((write.into(), Reading::of_file(read, watch)))
}

fn unreachable_database(error: sqlx::Error) -> DbErr {
    DbErr::Conn(RuntimeErr::SqlxError(Arc::new(error)))
}

/// A pool whose connections are given up when the file behind them was moved away or replaced:
/// a process that holds on to a deleted file would write into nothing.
fn pool(connections: u32, watch: &Arc<Watch>) -> SqlitePoolOptions {
    let (opened, watch) = (Arc::clone(watch), Arc::clone(watch));
    SqlitePoolOptions::new()
        .max_connections(connections)
        .acquire_timeout(TURN)
        .idle_timeout(None)
        .max_lifetime(None)
        // There is no server that could have gone away, and asking would take as long as a short statement.
        .test_before_acquire(false)
        .after_connect(move |_, _| {
            let watch = Arc::clone(&opened);
            Box::pin(async move {
                watch.opened();
                Ok(())
            })
        })
        .before_acquire(move |_, connection| {
            let current = watch.is_current(connection.age);
            Box::pin(async move { Ok(current) })
        })
}

/// Which file the connections have open.
pub(crate) struct Watch {
    path: PathBuf,
    /// The file, and since when it has been that one.
    seen: Mutex<Option<(FileId, Instant)>>,
}

type FileId = (u64, u64);

/// From when on a connection's age counts.
#[expect(clippy::disallowed_methods, reason = "compared with the age of a connection, which the pool measures so")]
pub(crate) fn now() -> Instant {
    Instant::now()
}

impl Watch {
    fn opened(&self) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(file) = file_id(&self.path) else { return };
        if seen.is_none_or(|(known, _)| known != file) {
            *seen = Some((file, now()));
        }
    }

    /// Whether a connection of this age has the file open that is there now.
    pub(crate) fn is_current(&self, age: Duration) -> bool {
        let seen = *self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((known, since)) = seen else { return true };
        file_id(&self.path) == Some(known) && age <= since.elapsed()
    }
}

#[cfg(unix)]
fn file_id(path: &Path) -> Option<FileId> {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata(path).ok().map(|file| (file.dev(), file.ino()))
}

#[cfg(not(unix))]
fn file_id(path: &Path) -> Option<FileId> {
    std::fs::metadata(path).ok().map(|_| (0, 0))
}

#[cfg(test)]
mod tests {
    use sea_orm::Statement;

    use super::*;
    use crate::testing::{Sandbox, postgres_server};

    async fn pragma(conn: &impl ConnectionTrait, name: &str) -> String {
        let sql = format!("SELECT CAST({name} AS TEXT) AS value FROM pragma_{name}");
        let row = conn.query_one_raw(Statement::from_string(DbBackend::Sqlite, sql)).await.unwrap().unwrap();
        row.try_get("", "value").unwrap()
    }

    #[tokio::test]
    async fn what_sqlite_acknowledges_is_on_the_disk_and_refers_to_what_is_there() {
        let sandbox = Sandbox::sqlite().await;
        for (name, value) in [("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1")] {
            assert_eq!(pragma(&sandbox.store.write, name).await, value, "{name}");
            assert_eq!(pragma(&sandbox.store.read, name).await, value, "{name}");
        }
        let orphan = "INSERT INTO memberships (team_id, user_id) VALUES (9, 9)";
        assert!(sandbox.store.write.execute_unprepared(orphan).await.is_err());
        sandbox.end().await;
    }

    #[tokio::test]
    async fn readers_of_sqlite_cannot_write() {
        let sandbox = Sandbox::sqlite().await;
        let write = "INSERT INTO leases (name, holder, until) VALUES ('a', 'b', 1)";
        assert!(sandbox.store.read.execute_unprepared(write).await.is_err());
        sandbox.store.write.execute_unprepared(write).await.unwrap();
        sandbox.end().await;
    }

    #[tokio::test]
    async fn migrating_again_changes_nothing_however_many_do_it_at_once() {
        let mut sandboxes = vec![Sandbox::sqlite().await];
        if let Some(server) = postgres_server() {
            sandboxes.push(Sandbox::postgres(&server).await);
        }
        for sandbox in sandboxes {
            let shape = match sandbox.store.backend() {
                DbBackend::Sqlite => "SELECT coalesce(sql, name) FROM sqlite_master ORDER BY type, name",
                _ => {
                    "SELECT concat_ws(' ', table_name, column_name, data_type, is_nullable, column_default) FROM information_schema.columns \
                     WHERE table_schema = 'public' UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1"
                }
            };
            let before = sandbox.store.texts(shape).await;
            assert!(before.len() > 50, "{before:?}");
            let (one, two) = tokio::join!(sandbox.store.migrate(), sandbox.store.migrate());
            assert_eq!((one.unwrap(), two.unwrap()), (0, 0), "no step was left to take");
            assert_eq!(sandbox.store.texts(shape).await, before);
            sandbox.end().await;
        }
    }
}
