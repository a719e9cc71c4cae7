//! Sessions in the database: any server process answers any visitor, and a session that was
//! ended anywhere is over everywhere.

use std::collections::HashMap;

use domain::{
    directory::SessionRow,
    id::UserId,
    permit::Actor,
    time::{Span, Timestamp},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, Set, sea_query::Expr,
};
use serde_json::json;
use tower_sessions::{
    SessionStore,
    cookie::time::OffsetDateTime,
    session::{Id, Record},
    session_store,
};

use crate::{Error, Result, Store, accounts, entity::sessions, error, throttle::Limit, token};

/// How long a session lives without being used.
pub const LIFE: Span = Span::from_days(14);

/// How long that of somebody lives who is not signed in: there what they typed waits until they are.
const VISIT: Span = Span::from_hours(1);

/// From one address: forms that wait for somebody to sign in. Each takes its place in the database.
const WAITING: Limit = Limit { attempts: 60, window: Span::from_minutes(15), lock: Span::from_minutes(5), longest: Span::from_minutes(15) };

/// Under which key the session layer remembers the day on which it renewed the cookie last.
pub const RENEWED_ON: &str = "renewed_on";

/// How stale "last seen" may be: writing it on every request would make readers writers.
const SEEN_EVERY: Span = Span::from_minutes(5);

/// Under which key a session's data say whose it is.
pub const USER: &str = "user";
/// When the password was chosen that it was begun with: with another one since, it is over. See [`accounts::Entered`](crate::accounts::Entered).
pub const PASSWORD_OF: &str = "password_of";
/// From which network address it was begun.
pub const ADDRESS: &str = "address";
/// By which program it was begun.
pub const USER_AGENT: &str = "user_agent";

/// Sessions over the `sessions` table, for the session layer of the server.
#[derive(Clone, Debug)]
pub struct Sessions {
    store: Store,
}

impl Store {
    /// The sessions, for the session layer.
    #[must_use]
    pub fn sessions(&self) -> Sessions {
        Sessions { store: self.clone() }
    }
}

/// One's own sessions that are still alive, the last used first; `here` is the id of the one that asks.
///
/// # Errors
/// Those of the database.
pub async fn own(store: &Store, actor: &Actor, here: &str) -> Result<Vec<SessionRow>> {
    let here = token::hash(here);
    let rows = sessions::Entity::find()
        .filter(sessions::Column::UserId.eq(actor.user.get()))
        .filter(sessions::Column::ExpiresAt.gt(store.now().millis()))
        .order_by_desc(sessions::Column::SeenAt)
        .all(&store.read)
        .await?;
    let row = |row: sessions::Model| SessionRow {
        this_one: row.id == here,
        id: row.id,
        created_at: Timestamp::from_millis(row.created_at),
        seen_at: Timestamp::from_millis(row.seen_at),
        address: row.address,
        user_agent: row.user_agent,
    };
    Ok(rows.into_iter().map(row).collect())
}

/// Ends one of one's own sessions, by the `id` that [`own`] gave it.
///
/// # Errors
/// [`Error::NotFound`] when the actor has no such session.
pub async fn end(store: &Store, actor: &Actor, id: &str) -> Result<()> {
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let ended = sessions::Entity::delete_by_id(id.to_owned())
                    .filter(sessions::Column::UserId.eq(actor.user.get()))
                    .exec(&tx.conn)
                    .await?;
                if ended.rows_affected == 0 {
                    return Err(Error::NotFound);
                }
                tx.audit("user.end_session", ("user", actor.user), json!({}));
                Ok(())
            })
        })
        .await
}

/// Ends all of one's own sessions but the one that asks.
///
/// # Errors
/// Those of the database.
pub async fn end_others(store: &Store, actor: &Actor, here: &str) -> Result<()> {
    let here = token::hash(here);
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let ended = end_all(&tx.conn, actor.user, Some(&here)).await?;
                if ended > 0 {
                    tx.audit("user.end_other_sessions", ("user", actor.user), json!({ "ended": ended }));
                }
                Ok(())
            })
        })
        .await
}

/// Ends somebody's sessions, but for the one of this hashed id.
pub(crate) async fn end_all(conn: &impl ConnectionTrait, user: UserId, but: Option<&str>) -> Result<u64> {
    let mut all = sessions::Entity::delete_many().filter(sessions::Column::UserId.eq(user.get()));
    if let Some(but) = but {
        all = all.filter(sessions::Column::Id.ne(but));
    }
    Ok(all.exec(conn).await?.rows_affected)
}

/// Counts a form that is to wait for somebody to sign in, by the visitor's network address.
///
/// # Errors
/// [`Error::Throttled`] after too many of them.
pub async fn let_wait(store: &Store, from: &str) -> Result<()> {
    let Some(network) = accounts::network(from) else { return Ok(()) };
    store.attempt_within(&[(format!("waiting:{network}"), WAITING)]).await
}

/// Removes the sessions that have expired, and says how many.
///
/// # Errors
/// Those of the database.
pub async fn remove_expired(store: &Store) -> Result<u64> {
    let expired = sessions::Entity::delete_many().filter(sessions::Column::ExpiresAt.lte(store.now().millis()));
    Ok(expired.exec(&store.write).await?.rows_affected)
}

impl Sessions {
    async fn insert(&self, record: &Record) -> session_store::Result<bool> {
        let now = self.store.now();
        let mut row = columns(record, now)?;
        row.id = Set(key(record.id));
        row.created_at = Set(now.millis());
        row.seen_at = Set(now.millis());
        match sessions::Entity::insert(row).exec_without_returning(&self.store.write).await {
            Err(error) if error::is_taken(&error) => Ok(false),
            Err(error) => Err(backend(error.into())),
            Ok(_) => Ok(true),
        }
    }

    async fn update(&self, record: &Record) -> Result<()> {
        let now = self.store.now();
        let Ok(mut row) = columns(record, now) else { return Err(Error::Unreadable { what: "session" }) };
        row.seen_at = Set(now.millis());
        // Never an insert: a session that was ended while its last request ran stays ended.
        let written =
            sessions::Entity::update_many().set(row).filter(sessions::Column::Id.eq(key(record.id))).exec(&self.store.write).await;
        match written.map_err(Error::from) {
            Ok(_) => Ok(()),
            // What only puts off the end of a session is tried again with the next request: nobody is turned away for it.
            Err(error) if self.only_renews(record).await => {
                tracing::debug!(%error, "a session was not renewed");
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    /// Whether the row says the same already, but for the day of renewal.
    async fn only_renews(&self, record: &Record) -> bool {
        let Ok(Some(row)) = sessions::Entity::find_by_id(key(record.id)).one(&self.store.read).await else { return false };
        let Ok(mut known) = serde_json::from_str::<HashMap<String, serde_json::Value>>(&row.data) else { return false };
        let mut new = record.data.clone();
        known.remove(RENEWED_ON);
        new.remove(RENEWED_ON);
        known == new
    }

    async fn find(&self, id: Id) -> Result<Option<Record>> {
        let now = self.store.now();
        let row = sessions::Entity::find_by_id(key(id)).one(&self.store.read).await?;
        let Some(mut row) = row.filter(|row| row.expires_at > now.millis()) else { return Ok(None) };
        if now.since(Timestamp::from_millis(row.seen_at)) > SEEN_EVERY {
            let expires_at = now.plus(life(row.user_id)).millis();
            let seen = sessions::Entity::update_many()
                .col_expr(sessions::Column::SeenAt, Expr::value(now.millis()))
                .col_expr(sessions::Column::ExpiresAt, Expr::value(expires_at))
                .filter(sessions::Column::Id.eq(row.id.as_str()))
                .exec(&self.store.write)
                .await;
            match seen {
                Ok(_) => row.expires_at = expires_at,
                // A reader is not turned away because nobody could write down that they were here.
                Err(error) => tracing::debug!(%error, "when a session was seen could not be kept"),
            }
        }
        let data = serde_json::from_str(&row.data).map_err(|_| Error::Unreadable { what: "session" })?;
        let expiry_date = OffsetDateTime::from_unix_timestamp_nanos(i128::from(row.expires_at) * 1_000_000)
            .map_err(|_| Error::Unreadable { what: "session" })?;
        Ok(Some(Record { id, data, expiry_date }))
    }
}

#[async_trait::async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> session_store::Result<()> {
        // An id that is taken is another visitor's: it is drawn again, never shared.
        while !self.insert(record).await? {
            record.id = Id::default();
        }
        Ok(())
    }

    async fn save(&self, record: &Record) -> session_store::Result<()> {
        self.update(record).await.map_err(backend)
    }

    async fn load(&self, id: &Id) -> session_store::Result<Option<Record>> {
        self.find(*id).await.map_err(backend)
    }

    async fn delete(&self, id: &Id) -> session_store::Result<()> {
        let deleted = sessions::Entity::delete_by_id(key(*id)).exec(&self.store.write).await;
        deleted.map(|_| ()).map_err(|error| backend(error.into()))
    }
}

const fn life(user: Option<i64>) -> Span {
    if user.is_some() { LIFE } else { VISIT }
}

/// What is kept of a session's id: who reads the table cannot be anybody.
fn key(id: Id) -> String {
    token::hash(&id.to_string())
}

/// The record's own end is by the session layer's clock; all times in the database are by the store's.
fn columns(record: &Record, now: Timestamp) -> session_store::Result<sessions::ActiveModel> {
    let data = serde_json::to_string(&record.data).map_err(|error| session_store::Error::Encode(error.to_string()))?;
    let text = |key: &str, max: usize| -> String {
        let value = record.data.get(key).and_then(|value| value.as_str()).unwrap_or_default();
        value.chars().take(max).collect()
    };
    let user_id = record.data.get(USER).and_then(serde_json::Value::as_i64);
    let mut row = sessions::Model {
        id: String::new(),
        user_id,
        data,
        created_at: 0,
        seen_at: 0,
        expires_at: now.plus(life(user_id)).millis(),
        address: text(ADDRESS, 60),
        user_agent: text(USER_AGENT, 300),
    }
    .into_active_model()
    .reset_all();
    row.not_set(sessions::Column::Id);
    row.not_set(sessions::Column::CreatedAt);
    Ok(row)
}

fn backend(error: Error) -> session_store::Error {
    session_store::Error::Backend(error.to_string())
}
