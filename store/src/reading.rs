//! Where lists read. On PostgreSQL that is the pool of everybody; on SQLite these are connections of their own, that cannot write and
//! are kept in hand between one statement and the next.
//!
//! The driver's pool asks each connection that comes back to it whether it still answers. With a server far away that is prudent; with
//! SQLite it is a second journey to the connection's thread after each statement, and longer than most statements take. So a connection
//! goes back to that pool only when something was wrong with it, or nobody waited for its answer any more.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicU32, Ordering},
};

use async_trait::async_trait;
use sea_orm::{
    ConnAcquireErr, ConnectionTrait, DatabaseConnection, DbBackend, DbErr, ExecResult, QueryResult, RuntimeErr, Statement,
    sea_query::Values,
    sqlx::{self, AssertSqlSafe, Executor, Sqlite, SqliteConnection, SqlitePool, pool::PoolConnection},
};
use sea_query_sqlx::SqlxValues;
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::connect::{READERS, TURN, Watch};

/// The reading side of a database.
#[derive(Clone)]
pub(crate) enum Reading {
    /// The pool that others write with, too.
    Postgres(DatabaseConnection),
    /// Readers of a file, and how often they were asked, for who wants to know.
    Sqlite(Arc<Readers>, Option<Arc<AtomicU32>>),
}

/// Connections to one file that cannot write.
pub(crate) struct Readers {
    pool: SqlitePool,
    watch: Arc<Watch>,
    /// As many as the pool has connections, so that whoever has a turn finds one in hand or in the pool.
    turns: Semaphore,
    in_hand: Mutex<Vec<Reader>>,
}

struct Reader {
    connection: PoolConnection<Sqlite>,
    /// When it left the pool.
    since: std::time::Instant,
}

/// A reader for one statement. Dropped before it is given back, it goes to the pool, which looks after it.
struct Lent<'a> {
    readers: &'a Readers,
    reader: Reader,
    _turn: SemaphorePermit<'a>,
}

/// Whom a statement is asked of.
enum Turn<'a> {
    Pool(&'a DatabaseConnection),
    Reader(Lent<'a>),
}

impl Reading {
    /// The readers of this pool, which has [`READERS`] connections at most.
    pub(crate) fn of_file(pool: SqlitePool, watch: Arc<Watch>) -> Self {
        let turns = Semaphore::new(usize::try_from(READERS).unwrap_or(1));
        Self::Sqlite(Arc::new(Readers { pool, watch, turns, in_hand: Mutex::default() }), None)
    }

    /// Counts the statements from now on.
    pub(crate) fn count(&mut self, asked: Arc<AtomicU32>) {
        match self {
            Self::Postgres(pool) => pool.set_metric_callback(move |_| {
                asked.fetch_add(1, Ordering::SeqCst);
            }),
            Self::Sqlite(_, count) => *count = Some(asked),
        }
    }

    /// The pool, or else a reader for one statement.
    async fn turn(&self) -> Result<Turn<'_>, DbErr> {
        match self {
            Self::Postgres(pool) => Ok(Turn::Pool(pool)),
            Self::Sqlite(readers, count) => {
                if let Some(count) = count {
                    count.fetch_add(1, Ordering::SeqCst);
                }
                Ok(Turn::Reader(readers.lend().await?))
            }
        }
    }

    /// Ends all connections; what is in flight finishes first.
    pub(crate) async fn close(&self) -> Result<(), DbErr> {
        match self {
            Self::Postgres(pool) => pool.close_by_ref().await,
            Self::Sqlite(readers, _) => {
                // Nobody gets a turn from here on, and whoever has one gives their reader back to the pool.
                readers.turns.close();
                drop(readers.take_all());
                readers.pool.close().await;
                Ok(())
            }
        }
    }
}

impl Readers {
    async fn lend(&self) -> Result<Lent<'_>, DbErr> {
        let turn = tokio::time::timeout(TURN, self.turns.acquire()).await;
        let turn = turn.map_err(|_| DbErr::ConnectionAcquire(ConnAcquireErr::Timeout))?;
        let turn = turn.map_err(|_| DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed))?;
        let reader = match self.take() {
            Some(reader) => reader,
            None => Reader { connection: self.pool.acquire().await.map_err(not_acquired)?, since: crate::connect::now() },
        };
        Ok(Lent { readers: self, reader, _turn: turn })
    }

    /// A reader that was in hand and still has the file open that is there now. What has another one goes to the pool, which closes it.
    fn take(&self) -> Option<Reader> {
        let reader = self.in_hand.lock().unwrap_or_else(PoisonError::into_inner).pop()?;
        self.watch.is_current(reader.since.elapsed()).then_some(reader)
    }

    fn take_all(&self) -> Vec<Reader> {
        std::mem::take(&mut *self.in_hand.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Lent<'_> {
    fn connection(&mut self) -> &mut SqliteConnection {
        &mut self.reader.connection
    }

    /// After an answer: the next statement has it.
    fn give_back(self) {
        if !self.readers.turns.is_closed() {
            self.readers.in_hand.lock().unwrap_or_else(PoisonError::into_inner).push(self.reader);
        }
    }
}

#[async_trait]
impl ConnectionTrait for Reading {
    fn get_database_backend(&self) -> DbBackend {
        match self {
            Self::Postgres(_) => DbBackend::Postgres,
            Self::Sqlite(..) => DbBackend::Sqlite,
        }
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        match self.turn().await? {
            Turn::Pool(pool) => pool.execute_raw(statement).await,
            Turn::Reader(mut lent) => {
                let done = query(&statement).execute(lent.connection()).await.map_err(not_executed)?;
                lent.give_back();
                Ok(done.into())
            }
        }
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        match self.turn().await? {
            Turn::Pool(pool) => pool.execute_unprepared(sql).await,
            Turn::Reader(mut lent) => {
                let done = lent.connection().execute(AssertSqlSafe(sql.to_owned())).await.map_err(not_executed)?;
                lent.give_back();
                Ok(done.into())
            }
        }
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        match self.turn().await? {
            Turn::Pool(pool) => pool.query_one_raw(statement).await,
            Turn::Reader(mut lent) => {
                let row = query(&statement).fetch_optional(lent.connection()).await.map_err(not_read)?;
                lent.give_back();
                Ok(row.map(QueryResult::from))
            }
        }
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        match self.turn().await? {
            Turn::Pool(pool) => pool.query_all_raw(statement).await,
            Turn::Reader(mut lent) => {
                let rows = query(&statement).fetch_all(lent.connection()).await.map_err(not_read)?;
                lent.give_back();
                Ok(rows.into_iter().map(QueryResult::from).collect())
            }
        }
    }
}

fn query(statement: &Statement) -> sqlx::query::Query<'_, Sqlite, SqlxValues> {
    let values = statement.values.clone().unwrap_or(Values(Vec::new()));
    sqlx::query_with(AssertSqlSafe(statement.sql.as_str()), SqlxValues(values))
}

fn not_acquired(error: sqlx::Error) -> DbErr {
    match error {
        sqlx::Error::PoolTimedOut => DbErr::ConnectionAcquire(ConnAcquireErr::Timeout),
        sqlx::Error::PoolClosed => DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed),
        error => DbErr::Conn(RuntimeErr::SqlxError(Arc::new(error))),
    }
}

fn not_executed(error: sqlx::Error) -> DbErr {
    DbErr::Exec(RuntimeErr::SqlxError(Arc::new(error)))
}

fn not_read(error: sqlx::Error) -> DbErr {
    DbErr::Query(RuntimeErr::SqlxError(Arc::new(error)))
}

#[cfg(test)]
mod tests {
    use futures::future::join_all;
    use sea_orm::FromQueryResult;

    use super::*;
    use crate::testing::Sandbox;

    #[derive(FromQueryResult)]
    struct Number {
        n: i64,
    }

    fn in_hand(reading: &Reading) -> usize {
        let Reading::Sqlite(readers, _) = reading else { return 0 };
        readers.in_hand.lock().unwrap().len()
    }

    async fn answer(reading: &Reading, n: i64) -> i64 {
        let statement = Statement::from_sql_and_values(DbBackend::Sqlite, "SELECT CAST($1 AS BIGINT) AS n", [n.into()]);
        Number::find_by_statement(statement).one(reading).await.unwrap().unwrap().n
    }

    #[tokio::test]
    async fn many_at_once_share_the_readers_and_none_is_lost() {
        let sandbox = Sandbox::sqlite().await;
        let reading = &sandbox.store.read;
        for _ in 0..3 {
            let answers = join_all((0..100).map(|n| answer(reading, n))).await;
            assert!(answers.into_iter().eq(0..100));
            assert!((1..=READERS as usize).contains(&in_hand(reading)), "{}", in_hand(reading));
        }
        sandbox.end().await;
    }

    #[tokio::test]
    async fn who_goes_away_before_the_answer_takes_no_reader_along() {
        let sandbox = Sandbox::sqlite().await;
        let reading = &sandbox.store.read;
        for n in 0..40 {
            // Each ends at another point: before its turn, in the middle of the question, or with the answer at hand.
            let mut asked = Box::pin(answer(reading, n));
            for _ in 0..n % 4 {
                if futures::poll!(asked.as_mut()).is_ready() {
                    break;
                }
                tokio::task::yield_now().await;
            }
        }
        assert!(join_all((0..20).map(|n| answer(reading, n))).await.into_iter().eq(0..20));
        sandbox.end().await;
    }

    #[tokio::test]
    async fn a_statement_that_is_refused_costs_no_reader() {
        let sandbox = Sandbox::sqlite().await;
        let reading = &sandbox.store.read;
        for _ in 0..20 {
            let wrong = Statement::from_string(DbBackend::Sqlite, "SELECT nothing FROM nowhere");
            assert!(reading.query_all_raw(wrong.clone()).await.is_err());
            assert!(reading.query_one_raw(wrong.clone()).await.is_err());
            assert!(reading.execute_raw(wrong).await.is_err());
        }
        assert_eq!(answer(reading, 7).await, 7);
        sandbox.end().await;
    }

    #[tokio::test]
    async fn a_closed_side_says_so_at_once() {
        let sandbox = Sandbox::sqlite().await;
        assert_eq!(answer(&sandbox.store.read, 7).await, 7);
        sandbox.store.close().await;
        assert_eq!(in_hand(&sandbox.store.read), 0);
        let late = sandbox.store.read.execute_unprepared("SELECT 1").await;
        assert!(matches!(late, Err(DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed))), "{late:?}");
        sandbox.end().await;
    }
}
