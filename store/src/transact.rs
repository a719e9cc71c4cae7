//! The one way to write: everything that belongs to a change, or nothing.

use std::{marker::PhantomData, pin::Pin, sync::Arc};

use domain::{audit::Object, id::UserId, time::Timestamp};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, TransactionTrait};
use serde_json::Value;

use crate::{Result, Store, audit, connect::WRITING, live::Word, sla::Shelf};

/// The steps of a transaction.
pub type Steps<'tx, T> = Pin<Box<dyn Future<Output = Result<T>> + Send + 'tx>>;

/// How often a transaction begins again after losing against another one.
const ATTEMPTS: usize = 4;

/// Lets the one who won go on: whoever begins again at once may take what the other has waited for, and both lose once more. Longer each
/// time, and never for as long as somebody else does.
async fn step_aside(attempt: usize) {
    let [chance] = crate::token::random::<1>().unwrap_or_default();
    let longest = 40 * u64::try_from(attempt).unwrap_or(1);
    tokio::time::sleep(std::time::Duration::from_millis(longest / 4 + longest * u64::from(chance) / 255)).await;
}

/// A transaction under way. Everything in it reads and writes through `conn`:
/// on SQLite another write would wait for this one to end.
pub struct Tx<'env> {
    /// The connection.
    pub conn: DatabaseTransaction,
    /// The one time of everything that happens in it.
    pub now: Timestamp,
    /// Who does it; nobody, when it happens by itself.
    pub actor: Option<UserId>,
    records: Vec<audit::Entry>,
    /// What is told to those who have the desk open, once it is true.
    pub(crate) news: Vec<Word>,
    /// Calendars and policies.
    pub(crate) shelf: Arc<Shelf>,
    /// Lets the steps borrow what surrounds the call.
    env: PhantomData<&'env ()>,
}

/// What is compared with all others of its kind before it is written, by a rule that no unique index knows. The numbers are those
/// of PostgreSQL's advisory locks; any will do, as long as they stay the same and nothing else has them.
#[derive(Clone, Copy)]
pub(crate) enum Compared {
    /// Names of teams: no two that differ by case alone.
    Teams = 345_345_347,
    /// Names of reply templates: likewise, among those of the same people.
    Templates = 345_345_348,
    /// Places of alert rules: no two have the same.
    AlertRules = 345_345_349,
}

impl Tx<'_> {
    /// Waits until nobody else compares these, and makes others wait until the transaction ends. SQLite has one writer anyway.
    pub(crate) async fn alone_with(&self, compared: Compared) -> Result<()> {
        if self.conn.get_database_backend() == DbBackend::Postgres {
            self.conn.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({})", compared as i64)).await?;
        }
        Ok(())
    }

    /// Notes a record for the audit log; they are appended in order when the steps are done.
    pub fn audit(&mut self, action: &'static str, object: (&'static str, impl ToString), data: Value) {
        let object = Object { kind: object.0.to_owned(), id: object.1.to_string() };
        self.records.push(audit::Entry { actor: self.actor, action, object, data });
    }

    /// As [`Tx::audit`], in somebody's name who was not yet known when the transaction began.
    pub fn audit_by(&mut self, actor: UserId, action: &'static str, object: (&'static str, impl ToString), data: Value) {
        self.actor = Some(actor);
        self.audit(action, object, data);
    }
}

impl Store {
    /// Runs the steps in one transaction, appends what they noted for the audit log, and commits.
    ///
    /// `store.transact(actor.user, |tx| Box::pin(async { .. })).await`
    ///
    /// The steps run again when the transaction lost against another one (PostgreSQL), so they
    /// must not change anything but the database. The chain's head is taken last, because
    /// every other writer waits for it.
    ///
    /// # Errors
    /// Those of the steps; nothing was changed then.
    pub async fn transact<'env, T, F>(&self, by: impl Into<Option<UserId>>, steps: F) -> Result<T>
    where
        F: for<'tx> Fn(&'tx mut Tx<'env>) -> Steps<'tx, T>,
    {
        let actor = by.into();
        for attempt in 1..ATTEMPTS {
            match self.attempt(actor, &steps).await {
                Err(error) if error.is_lost_race() => step_aside(attempt).await,
                done => return done,
            }
        }
        self.attempt(actor, &steps).await
    }

    /// Runs the steps as [`Store::transact`] would, and undoes them: what it would have come to.
    ///
    /// # Errors
    /// Those of the steps.
    pub(crate) async fn rehearse<'env, T, F>(&self, by: impl Into<Option<UserId>>, steps: F) -> Result<T>
    where
        F: for<'tx> Fn(&'tx mut Tx<'env>) -> Steps<'tx, T>,
    {
        let conn = self.write.begin_with_options(WRITING).await?;
        let mut tx = self.tx(conn, by.into());
        let outcome = steps(&mut tx).await;
        tx.conn.rollback().await?;
        outcome
    }

    fn tx<'env>(&self, conn: DatabaseTransaction, actor: Option<UserId>) -> Tx<'env> {
        Tx { conn, now: self.now(), actor, records: Vec::new(), news: Vec::new(), shelf: Arc::clone(&self.shelf), env: PhantomData }
    }

    async fn attempt<'env, T, F>(&self, actor: Option<UserId>, steps: &F) -> Result<T>
    where
        F: for<'tx> Fn(&'tx mut Tx<'env>) -> Steps<'tx, T>,
    {
        let conn = self.write.begin_with_options(WRITING).await?;
        let mut tx = self.tx(conn, actor);
        let outcome = steps(&mut tx).await;
        let Tx { conn, now, records, news, .. } = tx;
        match outcome {
            Ok(value) => {
                audit::append(&conn, now, records).await?;
                conn.commit().await?;
                news.into_iter().for_each(|word| self.tell(word));
                Ok(value)
            }
            Err(error) => {
                // If this fails as well, dropping the connection does it.
                let _ = conn.rollback().await;
                Err(error)
            }
        }
    }
}
