//! Why a verb did not do what it was asked.

use domain::{invalid::Invalid, ticket::IllegalMove, time::Timestamp};
use sea_orm::{DbErr, RuntimeErr, SqlErr, sqlx};

/// Why a verb did not do what it was asked. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such thing, or none that the actor may know of.
    #[error("not found")]
    NotFound,
    /// What was typed is not right.
    #[error(transparent)]
    Invalid(#[from] Invalid),
    /// The ticket's status has no such move.
    #[error(transparent)]
    IllegalMove(#[from] IllegalMove),
    /// Somebody else changed it in the meantime.
    #[error("somebody else has changed the {what} in the meantime")]
    Conflict {
        /// What was changed: `service`, `team`, `ticket`.
        what: &'static str,
    },
    /// Too many attempts.
    #[error("too many attempts")]
    Throttled {
        /// When the next one is allowed.
        until: Timestamp,
    },
    /// No account has this address and this password. Which of both is wrong is not told.
    #[error("wrong address or password")]
    WrongCredentials,
    /// A one-time link that was used, replaced, is too old or never was one.
    #[error("the link cannot be used any more")]
    DeadLink,
    /// Nobody would be left who can manage roles.
    #[error("nobody would be left who can manage roles")]
    LastAdministrator,
    /// Nobody takes their own account out of use.
    #[error("one's own account")]
    Oneself,
    /// Something else still depends on it.
    #[error("it is still used by {what}")]
    InUse {
        /// What depends on it: `services`, `tickets`, `grants`.
        what: &'static str,
    },
    /// The database cannot be reached, or cannot be written to; trying again later may help.
    #[error("the database is not available")]
    Unavailable,
    /// There is no room left for what was to be written; everything before is there.
    #[error("there is no room left")]
    Full,
    /// The database refused; a defect of this program.
    #[error("the database refused: {0}")]
    Database(#[source] DbErr),
    /// A row holds what this version cannot read.
    #[error("a stored {what} cannot be read")]
    Unreadable {
        /// What was to be read.
        what: &'static str,
    },
    /// The files cannot be read or written.
    #[error(transparent)]
    Files(#[from] Files),
    /// Hashing a password failed; a defect of this program.
    #[error("the password could not be hashed")]
    Hashing,
}

/// Why a file cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum Files {
    /// The folder cannot be made.
    #[error("the folder for files cannot be made: {0}")]
    Folder(#[source] std::io::Error),
    /// The file store refuses.
    #[error("the file store refuses: {0}")]
    Store(#[from] object_store::Error),
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        if is_full(&error) {
            tracing::error!(%error, "there is no room left for the database");
            Self::Full
        } else if is_unavailable(&error) {
            // The callers' answer is the same for every cause, so the cause is told here.
            tracing::warn!(%error, "the database is not available");
            Self::Unavailable
        } else {
            Self::Database(error)
        }
    }
}

impl Error {
    /// Whether a row with the same unique key was there already.
    #[must_use]
    pub fn is_taken(&self) -> bool {
        matches!(self, Self::Database(error) if is_taken(error))
    }

    /// Whether the same transaction may well succeed at once: it lost against another one.
    pub(crate) fn is_lost_race(&self) -> bool {
        // serialization_failure, deadlock_detected
        matches!(self, Self::Database(error) if matches!(code(error).as_deref(), Some("40001" | "40P01")))
    }
}

/// Whether a row with the same unique key was there already.
pub(crate) fn is_taken(error: &DbErr) -> bool {
    matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_)))
}

fn is_full(error: &DbErr) -> bool {
    let Some(sqlx::Error::Database(refusal)) = driver_error(error) else { return false };
    let code = refusal.code().unwrap_or_default();
    if refusal.try_downcast_ref::<sqlx::sqlite::SqliteError>().is_some() {
        // The low byte is the primary code: 13 is SQLITE_FULL.
        code.parse::<u32>().is_ok_and(|code| code & 0xff == 13)
    } else {
        // disk_full
        code == "53100"
    }
}

fn is_unavailable(error: &DbErr) -> bool {
    if matches!(error, DbErr::ConnectionAcquire(_) | DbErr::Conn(_)) {
        return true;
    }
    match driver_error(error) {
        Some(sqlx::Error::Database(refusal)) => {
            let code = refusal.code().unwrap_or_default();
            if refusal.try_downcast_ref::<sqlx::sqlite::SqliteError>().is_some() {
                is_sqlite_outage(&code)
            } else {
                // Connection exceptions, insufficient resources, the server shutting down or starting up, and its input and output.
                ["08", "53", "57P", "58"].iter().any(|class| code.starts_with(class))
            }
        }
        Some(
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed,
        ) => true,
        _ => false,
    }
}

fn is_sqlite_outage(code: &str) -> bool {
    // The low byte is the primary code: busy, locked, read-only, input and output,
    // cannot open, not a database.
    code.parse::<u32>().is_ok_and(|code| matches!(code & 0xff, 5 | 6 | 8 | 10 | 14 | 26))
}

fn code(error: &DbErr) -> Option<String> {
    match driver_error(error)? {
        sqlx::Error::Database(refusal) => refusal.code().map(std::borrow::Cow::into_owned),
        _ => None,
    }
}

fn driver_error(error: &DbErr) -> Option<&sqlx::Error> {
    match error {
        DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error)) => Some(error),
        _ => None,
    }
}
