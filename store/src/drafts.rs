//! What somebody was typing and has not sent: kept on the server under a key that the page chooses.

use std::collections::HashMap;

use domain::{
    invalid::{Code, Invalid},
    permit::Actor,
    time::Span,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, OnConflict, Query},
};

use crate::{Result, Store, entity::drafts as draft};

/// The longest key, in bytes: `reply:1042`, `request:17`.
const KEY_MAX: usize = 100;
/// The most drafts of one person.
pub const DRAFTS_MAX: u64 = 200;
/// The most characters of all drafts of one person together.
const ALL_MAX: i64 = 5_000_000;
/// How long a draft waits for somebody to go on with it.
const KEPT: Span = Span::from_days(90);
/// The most characters of a draft: a whole form with its longest texts, as JSON.
const BODY_MAX: usize = 200_000;

/// Keeps `body` under `key`, in place of what was there; an empty body forgets it.
///
/// # Errors
/// `TooMuchKept` for the field `text` over 200 drafts or 5,000,000 characters of one person, `TooLong` over 200,000
/// characters, `key` over 100 bytes; the database's.
pub async fn keep(store: &Store, actor: &Actor, key: &str, body: &str) -> Result<()> {
    if key.is_empty() || key.len() > KEY_MAX {
        return Err(Invalid::one("key", Code::TooLong { max: KEY_MAX }).into());
    }
    if body.chars().count() > BODY_MAX {
        return Err(Invalid::one("text", Code::TooLong { max: BODY_MAX }).into());
    }
    if body.is_empty() {
        return forget(store, actor, key).await;
    }
    let others = others(store, actor, key).await?;
    let length = i64::try_from(body.chars().count()).unwrap_or(i64::MAX);
    if others.0 >= DRAFTS_MAX || others.1.saturating_add(length) > ALL_MAX {
        return Err(Invalid::one("text", Code::TooMuchKept).into());
    }
    let mut upsert = Query::insert();
    upsert
        .into_table(draft::Entity)
        .columns([draft::Column::UserId, draft::Column::Key, draft::Column::Body, draft::Column::UpdatedAt])
        .values_panic([Expr::val(actor.user.get()), Expr::val(key), Expr::val(body), Expr::val(store.now().millis())])
        .on_conflict(
            OnConflict::columns([draft::Column::UserId, draft::Column::Key])
                .update_columns([draft::Column::Body, draft::Column::UpdatedAt])
                .to_owned(),
        );
    store.write.execute(&upsert).await?;
    Ok(())
}

/// How many other drafts the actor has, and the characters of all of them.
async fn others(store: &Store, actor: &Actor, key: &str) -> Result<(u64, i64)> {
    let lengths: Vec<i64> = draft::Entity::find()
        .select_only()
        .column_as(Expr::cust("CAST(length(body) AS BIGINT)"), "length")
        .filter(draft::Column::UserId.eq(actor.user.get()))
        .filter(draft::Column::Key.ne(key))
        .limit(DRAFTS_MAX)
        .into_tuple()
        .all(&store.read)
        .await?;
    Ok((lengths.len() as u64, lengths.iter().sum()))
}

/// Throws away what nobody has gone on with for 90 days; says how many drafts that were.
///
/// # Errors
/// The database's.
pub async fn sweep(store: &Store) -> Result<u64> {
    let before = store.now().minus(KEPT).millis();
    let old = draft::Entity::delete_many().filter(draft::Column::UpdatedAt.lt(before));
    Ok(old.exec(&store.write).await?.rows_affected)
}

/// What the actor has under `key`.
///
/// # Errors
/// The database's.
pub async fn load(store: &Store, actor: &Actor, key: &str) -> Result<Option<String>> {
    let kept = draft::Entity::find_by_id((actor.user.get(), key.to_owned())).one(&store.read).await?;
    Ok(kept.map(|draft| draft.body))
}

/// What the actor has under each of the keys.
pub(crate) async fn load_all(store: &Store, actor: &Actor, keys: impl IntoIterator<Item = &str>) -> Result<HashMap<String, String>> {
    let kept = draft::Entity::find()
        .filter(draft::Column::UserId.eq(actor.user.get()))
        .filter(draft::Column::Key.is_in(keys))
        .all(&store.read)
        .await?;
    Ok(kept.into_iter().map(|draft| (draft.key, draft.body)).collect())
}

/// Forgets what the actor has under `key`, as once it is sent.
///
/// # Errors
/// The database's.
pub async fn forget(store: &Store, actor: &Actor, key: &str) -> Result<()> {
    forget_in(&store.write, actor, key).await
}

/// The same within a verb's transaction.
pub(crate) async fn forget_in(conn: &impl ConnectionTrait, actor: &Actor, key: &str) -> Result<()> {
    draft::Entity::delete_many().filter(draft::Column::UserId.eq(actor.user.get())).filter(draft::Column::Key.eq(key)).exec(conn).await?;
    Ok(())
}
