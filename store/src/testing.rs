//! For tests of this crate and of those above it: a fresh, migrated database for
//! each test, on SQLite and on PostgreSQL.
//!
//! It is always compiled, so that tests and the program share one build of this crate.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use domain::{id::UserId, permit::Actor, time::Timestamp};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};
use tokio::sync::OnceCell;

mod company;

pub use company::{Company, ask_with};

use crate::{Clock, Result, Store, connect, passwords::Passwords};

/// Where PostgreSQL is, with the right to create databases: `postgres://user@host:port/postgres`.
pub const POSTGRES: &str = "OPSBEAT_TEST_POSTGRES";

/// When every test begins: Monday 16 November 2026, 09:00 UTC.
pub const START: Timestamp = Timestamp::from_millis(1_794_819_600_000);

/// Runs a test on a fresh SQLite database and on a fresh PostgreSQL database.
///
/// Without `OPSBEAT_TEST_POSTGRES` the second half is told as not run, and fails where `CI` is set.
///
/// # Panics
/// When a database cannot be made, or the test panics.
pub async fn each_database<F, Fut>(test: F)
where
    F: Fn(Store) -> Fut,
    Fut: Future<Output = ()>,
{
    for sandbox in Sandbox::each().await {
        test(sandbox.store.clone()).await;
        sandbox.end().await;
    }
}

/// The server on which tests make databases of their own. Without one, what needs it is told as not run.
///
/// # Panics
/// Where `CI` is set and the server is not: there nothing may be left out.
#[must_use]
#[expect(clippy::print_stderr, reason = "whoever runs the tests hears of it")]
pub fn postgres_server() -> Option<String> {
    let server = env::var(POSTGRES).ok();
    if server.is_none() {
        assert!(env::var_os("CI").is_none(), "{POSTGRES} is not set: nothing ran on PostgreSQL");
        eprintln!("not run on PostgreSQL: {POSTGRES} is not set");
    }
    server
}

/// A database of one test's own, with a folder for its files.
#[derive(Debug)]
pub struct Sandbox {
    /// The store over it. Its clock stands at [`START`], its passwords are hashed cheaply.
    pub store: Store,
    /// By which address it was opened.
    pub url: String,
    folder: PathBuf,
    /// The server and the name to drop, on PostgreSQL.
    drop: Option<(String, String)>,
}

static COUNT: AtomicU32 = AtomicU32::new(0);
static TEMPLATE: OnceCell<String> = OnceCell::const_new();

#[expect(clippy::expect_used, reason = "a test without its database cannot go on")]
impl Sandbox {
    /// On SQLite.
    ///
    /// # Panics
    /// When the database cannot be made.
    pub async fn sqlite() -> Self {
        let name = fresh_name();
        let folder = env::temp_dir().join(&name);
        fs::create_dir_all(&folder).expect("a folder for the test");
        let file = folder.join("opsbeat.db");
        fs::copy(sqlite_template().await, &file).expect("a copy of the migrated database");
        Self::over(format!("sqlite://{}", file.display()), folder, None).await
    }

    /// On the PostgreSQL server at this address.
    ///
    /// # Panics
    /// When the database cannot be made.
    pub async fn postgres(server: &str) -> Self {
        let template = TEMPLATE.get_or_init(|| postgres_template(server)).await;
        let name = fresh_name();
        let admin = admin(server).await;
        run(&admin, &format!("CREATE DATABASE {name} TEMPLATE {template}")).await;
        admin.close().await.expect("a closed connection");
        let folder = env::temp_dir().join(&name);
        fs::create_dir_all(&folder).expect("a folder for the test");
        Self::over(with_database(server, &name), folder, Some((server.to_owned(), name))).await
    }

    async fn over(url: String, folder: PathBuf, drop: Option<(String, String)>) -> Self {
        let store = open(&url, &folder.join("files")).await.expect("an open database");
        Self { store, url, folder, drop }
    }

    /// A database with the same rows, over the same files. This one's store must be closed.
    ///
    /// # Panics
    /// When the copy cannot be made.
    pub async fn copy(&self) -> Self {
        let name = fresh_name();
        let folder = env::temp_dir().join(&name);
        fs::create_dir_all(&folder).expect("a folder for the test");
        let (url, drop) = match &self.drop {
            Some((server, from)) => {
                let admin = admin(server).await;
                run(&admin, &format!("CREATE DATABASE {name} TEMPLATE {from}")).await;
                admin.close().await.expect("a closed connection");
                (with_database(server, &name), Some((server.clone(), name)))
            }
            None => {
                let file = folder.join("opsbeat.db");
                fs::copy(self.file(), &file).expect("a copy of the database");
                (format!("sqlite://{}", file.display()), None)
            }
        };
        let store = open(&url, &self.folder.join("files")).await.expect("an open database");
        Self { store, url, folder, drop }
    }

    /// One on each database; on SQLite alone where no server is named.
    pub async fn each() -> Vec<Self> {
        let mut each = vec![Self::sqlite().await];
        if let Some(server) = postgres_server() {
            each.push(Self::postgres(&server).await);
        }
        each
    }

    /// Takes the database away from under the store: the file has another name, the server ends all connections and takes none.
    ///
    /// # Panics
    /// When it cannot be taken away.
    pub async fn take_away(&self) {
        match &self.drop {
            None => fs::rename(self.file(), self.file().with_extension("away")).expect("a file to rename"),
            Some((server, name)) => {
                let admin = admin(server).await;
                run(&admin, &format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false")).await;
                run(&admin, &format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")).await;
                admin.close().await.expect("a closed connection");
            }
        }
    }

    /// Puts it back where it was.
    ///
    /// # Panics
    /// When it was not taken away, or something stands in its place.
    pub async fn bring_back(&self) {
        match &self.drop {
            None => {
                assert!(!self.file().exists(), "an empty database has taken its place");
                fs::rename(self.file().with_extension("away"), self.file()).expect("the file that was put away");
            }
            Some((server, name)) => {
                let admin = admin(server).await;
                run(&admin, &format!("ALTER DATABASE {name} ALLOW_CONNECTIONS true")).await;
                admin.close().await.expect("a closed connection");
            }
        }
    }

    fn file(&self) -> PathBuf {
        PathBuf::from(self.url.trim_start_matches("sqlite://"))
    }

    /// Closes and removes everything.
    ///
    /// # Panics
    /// When the database cannot be dropped.
    pub async fn end(self) {
        self.store.close().await;
        if let Some((server, name)) = &self.drop {
            let admin = admin(server).await;
            run(&admin, &format!("DROP DATABASE {name} WITH (FORCE)")).await;
            admin.close().await.expect("a closed connection");
        }
        let _ = fs::remove_dir_all(&self.folder);
    }
}

async fn open(url: &str, files: &Path) -> Result<Store> {
    let store = Store::open(url, files, Clock::fixed(START)).await?;
    Ok(store.with_cheap_passwords())
}

impl Store {
    /// The same store with passwords that are hashed in no time, and are worth as little.
    #[must_use]
    pub fn with_cheap_passwords(self) -> Self {
        Self { passwords: std::sync::Arc::new(Passwords::cheap()), ..self }
    }

    /// How often this store has compared a password with a hash.
    #[must_use]
    pub fn passwords_compared(&self) -> u64 {
        self.passwords.compared()
    }

    /// The same store, and how many statements are asked of it from now on.
    #[must_use]
    pub fn counted(&self) -> (Self, Arc<AtomicU32>) {
        let count = Arc::new(AtomicU32::new(0));
        let mut store = self.clone();
        store.read.count(Arc::clone(&count));
        let written = Arc::clone(&count);
        store.write.set_metric_callback(move |_| {
            written.fetch_add(1, Ordering::SeqCst);
        });
        (store, count)
    }

    /// Somebody as they are now, ready to act; nothing is asked of their account's state.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`] without such an account.
    pub async fn acting(&self, user: UserId) -> Result<Actor> {
        crate::actor::load(self, user).await
    }
}

fn fresh_name() -> String {
    format!("opsbeat_test_{}_{}", process::id(), COUNT.fetch_add(1, Ordering::SeqCst))
}

/// A migrated database, prepared once for each shape of the migrations.
#[expect(clippy::expect_used, reason = "a test without its database cannot go on")]
async fn sqlite_template() -> PathBuf {
    static TEMPLATE: OnceCell<PathBuf> = OnceCell::const_new();
    let template = TEMPLATE.get_or_init(async || {
        let file = env::temp_dir().join(format!("opsbeat_template_{:016x}.db", migrations::fingerprint()));
        if !file.exists() {
            // Made under a name of its own and then renamed: two processes may be here at once.
            let own = file.with_extension(process::id().to_string());
            let (write, read) = connect::connect(&format!("sqlite://{}", own.display())).await.expect("a database");
            connect::migrate(&write).await.expect("the migrations");
            // The last one to close writes everything into the one file.
            read.close().await.expect("a closed connection");
            write.close().await.expect("a closed connection");
            fs::rename(&own, &file).expect("the prepared database");
        }
        file
    });
    template.await.clone()
}

#[expect(clippy::expect_used, reason = "a test without its database cannot go on")]
async fn postgres_template(server: &str) -> String {
    let name = format!("opsbeat_template_{:016x}", migrations::fingerprint());
    let admin = admin(server).await;
    // One process prepares it, the others wait; a half-prepared one never has the name.
    run(&admin, "SELECT pg_advisory_lock(345345346)").await;
    let exists = Statement::from_string(admin.get_database_backend(), format!("SELECT 1 AS one FROM pg_database WHERE datname = '{name}'"));
    if admin.query_one_raw(exists).await.expect("an answer").is_none() {
        run(&admin, &format!("DROP DATABASE IF EXISTS {name}_raw WITH (FORCE)")).await;
        run(&admin, &format!("CREATE DATABASE {name}_raw")).await;
        let (raw, _) = connect::connect(&with_database(server, &format!("{name}_raw"))).await.expect("a database");
        connect::migrate(&raw).await.expect("the migrations");
        raw.close().await.expect("a closed connection");
        run(&admin, &format!("ALTER DATABASE {name}_raw RENAME TO {name}")).await;
    }
    // Ends the session and with it the lock.
    admin.close().await.expect("a closed connection");
    name
}

#[expect(clippy::expect_used, reason = "a test without its database cannot go on")]
async fn admin(server: &str) -> DatabaseConnection {
    let mut options = sea_orm::ConnectOptions::new(server);
    options.max_connections(1).sqlx_logging(false).connect_timeout(Duration::from_secs(20));
    Database::connect(options).await.expect("a PostgreSQL server")
}

#[expect(clippy::expect_used, reason = "a test without its database cannot go on")]
async fn run(admin: &DatabaseConnection, sql: &str) {
    admin.execute_unprepared(sql).await.expect(sql);
}

fn with_database(server: &str, name: &str) -> String {
    let (address, options) = server.split_once('?').map_or((server, None), |(a, o)| (a, Some(o)));
    let base = address.rsplit_once('/').map_or(address, |(base, _)| base);
    options.map_or_else(|| format!("{base}/{name}"), |options| format!("{base}/{name}?{options}"))
}
