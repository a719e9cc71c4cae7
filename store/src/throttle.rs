//! Counting attempts, so that a password cannot be guessed. It is kept in the database:
//! a restart forgives nothing.

use domain::time::{Span, Timestamp};
use sea_orm::{ActiveModelTrait, ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, Set};

use crate::{Error, Result, Store, Tx, entity::throttles, error};

/// How many attempts something allows before it locks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limit {
    /// Attempts within a window; the next one finds the door locked.
    pub attempts: i64,
    /// After so long without a lock the count begins anew.
    pub window: Span,
    /// For how long the door is locked at first; each further attempt doubles it.
    pub lock: Span,
    /// The longest lock: whoever forgets a password is not sent home for the day.
    pub longest: Span,
}

/// What an attempt is counted under, and by which limit.
pub(crate) type Guard = (String, Limit);

impl Store {
    /// Counts one attempt under each guard before it is made: attempts that come at once
    /// cannot all slip in before the first one has failed.
    ///
    /// # Errors
    /// [`Error::Throttled`], and nothing is counted then.
    pub(crate) async fn attempt_within(&self, guards: &[Guard]) -> Result<()> {
        self.transact(None, |tx| {
            Box::pin(async {
                for (key, limit) in guards {
                    count_attempt(tx, key, limit).await?;
                }
                Ok(())
            })
        })
        .await
    }

    /// Forgets the attempts under this key: one of them was right.
    pub(crate) async fn forgive(&self, key: &str) -> Result<()> {
        throttles::Entity::delete_by_id(key.to_owned()).exec(&self.write).await?;
        Ok(())
    }

    /// Takes back the one attempt counted under this guard, because it was right; what failed before
    /// stays counted.
    pub(crate) async fn give_back(&self, (key, limit): &Guard) -> Result<()> {
        use sea_orm::sea_query::{Expr, ExprTrait};
        let left = Expr::col(throttles::Column::Failures).sub(1);
        // The lock goes with the attempt that brought it.
        let lock = Expr::case(left.clone().lt(limit.attempts), Expr::value(Option::<i64>::None))
            .finally(Expr::col(throttles::Column::LockedUntil));
        let counted = throttles::Entity::update_many()
            .col_expr(throttles::Column::Failures, left)
            .col_expr(throttles::Column::LockedUntil, lock.into())
            .filter(throttles::Column::Key.eq(key.as_str()))
            .filter(throttles::Column::Failures.gt(0));
        counted.exec(&self.write).await?;
        Ok(())
    }

    /// Removes what was counted long ago.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn forget_old_attempts(&self) -> Result<u64> {
        let before = self.now().minus(Span::from_days(1)).millis();
        let ended = Condition::any().add(throttles::Column::LockedUntil.is_null()).add(throttles::Column::LockedUntil.lt(before));
        // Who goes on trying is in one window for days: their lock stands.
        let old = throttles::Entity::delete_many().filter(throttles::Column::WindowStartedAt.lt(before)).filter(ended);
        Ok(old.exec(&self.write).await?.rows_affected)
    }
}

async fn count_attempt(tx: &Tx<'_>, key: &str, limit: &Limit) -> Result<()> {
    let now = tx.now;
    let row = throttles::Entity::find_by_id(key.to_owned()).lock_exclusive().one(&tx.conn).await?;
    let Some(row) = row else {
        let row = throttles::ActiveModel {
            key: Set(key.to_owned()),
            failures: Set(1),
            window_started_at: Set(now.millis()),
            locked_until: Set(None),
        };
        // Lost against a first attempt at the same moment: its row is there now.
        return match throttles::Entity::insert(row).exec_without_returning(&tx.conn).await {
            Err(error) if error::is_taken(&error) => Err(Error::Throttled { until: now.plus(Span::from_seconds(1)) }),
            done => Ok(done.map(|_| ())?),
        };
    };
    let locked = row.locked_until.map(Timestamp::from_millis);
    if let Some(until) = locked.filter(|&until| until > now) {
        return Err(Error::Throttled { until });
    }
    // A lock that has passed is no fresh start: only a quiet window is.
    let since = locked.unwrap_or(Timestamp::from_millis(row.window_started_at));
    let quiet = now.since(since) > limit.window;
    let failures = if quiet { 1 } else { row.failures.saturating_add(1) };
    let started = if quiet { now.millis() } else { row.window_started_at };
    let mut row = row.into_active_model();
    row.failures = Set(failures);
    row.window_started_at = Set(started);
    row.locked_until = Set(limit.locked_until(failures, now).map(Timestamp::millis));
    row.update(&tx.conn).await?;
    Ok(())
}

impl Limit {
    fn locked_until(&self, failures: i64, now: Timestamp) -> Option<Timestamp> {
        let beyond = u32::try_from(failures - self.attempts).ok()?;
        let lock = self.lock.millis().saturating_mul(1_i64.checked_shl(beyond.min(30)).unwrap_or(i64::MAX));
        Some(now.plus(Span::from_millis(lock.min(self.longest.millis()))))
    }
}
