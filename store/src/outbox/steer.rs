//! What an administrator does with mail that waits.

use domain::{
    id::OutboxId,
    permit::{Act, Actor, may},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, UpdateMany, sea_query::Expr};
use serde_json::{Value, json};

use super::{HeldFor, Pass, State};
use crate::{Error, Result, Store, entity::outbox};

/// Keeps a mail that waits from leaving, until it is let go.
///
/// # Errors
/// [`Error::NotFound`] without the permission, or when no such mail waits.
pub async fn put_aside(store: &Store, actor: &Actor, id: OutboxId) -> Result<()> {
    let held = into(State::Held, Some(HeldFor::Administrator));
    one(store, actor, id, &[State::Queued], "outbox.hold", held).await
}

/// Lets a mail go that is held. It leaves now, whatever left before it.
///
/// # Errors
/// [`Error::NotFound`] without the permission, or when no such mail is held.
pub async fn let_go(store: &Store, actor: &Actor, id: OutboxId) -> Result<()> {
    one(store, actor, id, &[State::Held], "outbox.release", now(store, Pass::All)).await
}

/// Sends a mail (again), beginning now, whatever left before it.
///
/// # Errors
/// [`Error::NotFound`] without the permission or the mail; while it is being sent, too, as that ends by itself.
pub async fn retry(store: &Store, actor: &Actor, id: OutboxId) -> Result<()> {
    let any = [State::Queued, State::Sent, State::Failed, State::Suppressed, State::Held, State::Cancelled];
    let again = now(store, Pass::All).col_expr(outbox::Column::Attempts, Expr::val(0_i64));
    one(store, actor, id, &any, "outbox.retry", again).await
}

/// Calls a mail off that has not left.
///
/// # Errors
/// [`Error::NotFound`] without the permission, or when it has left or is just being sent.
pub async fn call_off(store: &Store, actor: &Actor, id: OutboxId) -> Result<()> {
    let waits = [State::Queued, State::Failed, State::Suppressed, State::Held];
    one(store, actor, id, &waits, "outbox.cancel", into(State::Cancelled, None)).await
}

/// Lets everything go that a flood held back; nobody gets more of it in a day than the settings allow. Says how many mails.
///
/// # Errors
/// [`Error::NotFound`] without the permission.
pub async fn let_flood_go(store: &Store, actor: &Actor) -> Result<u64> {
    flood(store, actor, "outbox.release_flood", now(store, Pass::Hour)).await
}

/// Calls everything off that a flood held back; says how many mails.
///
/// # Errors
/// [`Error::NotFound`] without the permission.
pub async fn call_flood_off(store: &Store, actor: &Actor) -> Result<u64> {
    flood(store, actor, "outbox.cancel_flood", into(State::Cancelled, None)).await
}

/// To another state; why it was held before says nothing any more.
fn into(state: State, held_for: Option<HeldFor>) -> UpdateMany<outbox::Entity> {
    outbox::Entity::update_many()
        .col_expr(outbox::Column::State, Expr::val(state.as_str()))
        .col_expr(outbox::Column::HeldFor, Expr::val(held_for.map(HeldFor::as_str)))
}

fn now(store: &Store, pass: Pass) -> UpdateMany<outbox::Entity> {
    into(State::Queued, None)
        .col_expr(outbox::Column::DueAt, Expr::val(store.now().millis()))
        .col_expr(outbox::Column::Pass, Expr::val(pass.as_str()))
}

async fn one(
    store: &Store,
    actor: &Actor,
    id: OutboxId,
    from: &[State],
    action: &'static str,
    to: UpdateMany<outbox::Entity>,
) -> Result<()> {
    let to = to.filter(outbox::Column::Id.eq(id.get())).filter(outbox::Column::State.is_in(from.iter().map(|state| state.as_str())));
    match change(store, actor, action, &id.to_string(), &json!({}), &to).await? {
        0 => Err(Error::NotFound),
        _ => Ok(()),
    }
}

async fn flood(store: &Store, actor: &Actor, action: &'static str, to: UpdateMany<outbox::Entity>) -> Result<u64> {
    let to = to.filter(outbox::Column::State.eq(State::Held.as_str())).filter(outbox::Column::HeldFor.eq(HeldFor::Flood.as_str()));
    change(store, actor, action, "flood", &Value::Null, &to).await
}

async fn change(
    store: &Store,
    actor: &Actor,
    action: &'static str,
    mail: &str,
    data: &Value,
    to: &UpdateMany<outbox::Entity>,
) -> Result<u64> {
    if !may(actor, Act::HandleMail) {
        return Err(Error::NotFound);
    }
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let changed = to.clone().exec(&tx.conn).await?.rows_affected;
                if changed > 0 {
                    let data = if data.is_null() { json!({ "mails": changed }) } else { data.clone() };
                    tx.audit(action, ("mail", mail), data);
                }
                Ok(changed)
            })
        })
        .await
}
