//! Every row that Opsbeat reads or writes.
//!
//! A verb is a function in the module of its noun. It loads the facts, asks
//! [`domain::permit::may`], and changes everything that belongs to the change
//! (rows, timeline, counters, search, audit, outbox) in one transaction.
//! Entities and SQL never leave this crate; what leaves are values of `domain`.

use std::{fmt, path::Path, sync::Arc};

use domain::{survey::Lexicon, time::Timestamp};
use object_store::{ObjectStore, local::LocalFileSystem};
use reading::Reading;
use sea_orm::{DatabaseConnection, DbBackend};

pub mod accounts;
pub mod actor;
pub mod alerts;
pub mod audit;
pub mod beginning;
pub mod clock;
mod connect;
mod convert;
pub mod counters;
pub mod drafts;
pub mod duties;
mod entity;
pub mod error;
pub mod faults;
pub mod files;
pub mod imports;
pub mod leases;
pub mod live;
pub mod markdown;
pub mod on_call;
pub mod outbox;
pub mod passwords;
pub mod people;
pub mod ratings;
mod reading;
pub mod report;
pub mod roles;
pub mod scoring;
mod search;
pub mod services;
pub mod sessions;
pub mod settings;
pub mod sla;
pub mod surveys;
pub mod teams;
pub mod templates;
pub mod testing;
mod throttle;
pub mod tickets;
mod token;
mod transact;
pub mod zone;

pub use clock::Clock;
pub use error::Error;
pub use transact::{Steps, Tx};

/// What a verb of this crate gives.
pub type Result<T> = std::result::Result<T, Error>;

/// The database, the files and the clock: all that a verb needs. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    /// Where verbs write: on SQLite the one writer, on PostgreSQL the pool.
    pub(crate) write: DatabaseConnection,
    /// Where lists read: on SQLite a pool that cannot write.
    pub(crate) read: Reading,
    /// What time it is.
    pub(crate) clock: Clock,
    /// Attachments and other files.
    pub(crate) files: Arc<dyn ObjectStore>,
    /// Where these files are on this machine, for what has to be read from any place in it.
    pub(crate) folder: Arc<Path>,
    /// The settings as they were read last.
    pub(crate) settings: Arc<settings::Cache>,
    /// How passwords are hashed.
    pub(crate) passwords: Arc<passwords::Passwords>,
    /// What happens at this moment.
    pub(crate) live: Arc<live::Live>,
    /// Calendars and policies as they were read last.
    pub(crate) shelf: Arc<sla::Shelf>,
    /// The same as one request read them; `None` outside of one that only looks.
    pub(crate) glance: Option<sla::Glance>,
    /// By which words it is guessed how a comment is meant.
    pub(crate) lexicon: Arc<Lexicon>,
}

impl Store {
    /// Opens `sqlite://path/file.db` (created when missing) or `postgres://...`,
    /// and the folder for files (created when missing).
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the database cannot be reached,
    /// [`Error::Files`] when the folder cannot be made.
    pub async fn open(url: &str, files: &Path, clock: Clock) -> Result<Self> {
        let (write, read) = connect::connect(url).await?;
        std::fs::create_dir_all(files).map_err(error::Files::Folder)?;
        let folder: Arc<Path> = files.into();
        let files = LocalFileSystem::new_with_prefix(files).map_err(error::Files::Store)?;
        Ok(Self {
            write,
            read,
            clock,
            files: Arc::new(files),
            folder,
            settings: Arc::default(),
            passwords: Arc::new(passwords::Passwords::strong()),
            live: Arc::default(),
            shelf: Arc::default(),
            glance: None,
            lexicon: Arc::new(Lexicon::built_in()),
        })
    }

    /// The same with other words by which it is guessed how a comment is meant. What was guessed before stays until
    /// [`surveys::reguess`].
    #[must_use]
    pub fn with_lexicon(self, lexicon: Lexicon) -> Self {
        Self { lexicon: Arc::new(lexicon), ..self }
    }

    /// Brings the database to this version's shape: all of the steps or none. Returns how many were taken.
    ///
    /// # Errors
    /// A step that fails, or a database that a later version has changed.
    pub async fn migrate(&self) -> Result<usize> {
        let steps = connect::migrate(&self.write).await?;
        people::fold_all(&self.write).await?;
        Ok(steps)
    }

    /// The time by this store's clock.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The clock, so that a test can move it.
    #[must_use]
    pub const fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Whether the database answers now.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when it does not.
    pub async fn ping(&self) -> Result<()> {
        // Not the driver's own ping: on SQLite that one never looks at the file.
        use sea_orm::ConnectionTrait;
        self.read.execute_unprepared("SELECT 1 FROM settings WHERE key = 'version'").await?;
        Ok(())
    }

    /// Whether the database can do its work now: it answers, and a change gets its turn within a few seconds. On SQLite the second may
    /// fail alone, when another program holds the file's lock.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when it cannot.
    pub async fn ready(&self) -> Result<()> {
        self.ping().await?;
        match self.backend() {
            DbBackend::Sqlite => connect::turn_to_write(&self.write).await,
            // There nobody waits for all of the database.
            _ => Ok(()),
        }
    }

    /// Whether the database has been migrated at all: one that is there and empty has no tables to be asked.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when it does not answer.
    pub async fn has_tables(&self) -> Result<bool> {
        Ok(migrations::has_tables(&self.write).await?)
    }

    /// Ends all connections; what is in flight finishes first.
    pub async fn close(&self) {
        for closed in [self.read.close().await, self.write.close_by_ref().await] {
            if let Err(error) = closed {
                tracing::warn!(%error, "a connection did not close");
            }
        }
    }

    pub(crate) fn backend(&self) -> DbBackend {
        self.write.get_database_backend()
    }
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").field("clock", &self.clock).finish_non_exhaustive()
    }
}
