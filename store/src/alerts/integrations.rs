//! Integrations: who may send alerts, and who answers for them.

use std::collections::BTreeSet;

use domain::{
    alert::{
        heartbeat::Expected,
        integration::{Checked, IntegrationDraft},
        view::{IntegrationDetail, IntegrationRow},
    },
    id::{IntegrationId, ServiceId, UserId},
    invalid::{Code, Invalid},
    people::AccountState,
    permit::{Act, Actor, may},
    time::Timestamp,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, Set};
use serde_json::json;

use super::{query, silence};
use crate::{
    Error, Result, Store, Tx, convert,
    entity::{integrations as integration, services, users},
    error,
    tickets::names::Wanted,
    token,
};

/// Every integration, by name.
///
/// # Errors
/// [`Error::NotFound`] without the permission; the database's.
pub async fn list(store: &Store, actor: &Actor) -> Result<Vec<IntegrationRow>> {
    permitted(actor)?;
    let rows = integration::Entity::find().order_by_asc(integration::Column::Name).all(&store.read).await?;
    named(&store.read, rows).await
}

/// One integration with its last alerts and what was refused.
///
/// # Errors
/// [`Error::NotFound`] without the permission or such an integration; the database's.
pub async fn detail(store: &Store, actor: &Actor, id: IntegrationId) -> Result<IntegrationDetail> {
    permitted(actor)?;
    let row = integration::Entity::find_by_id(id.get()).one(&store.read).await?.ok_or(Error::NotFound)?;
    let row = named(&store.read, vec![row]).await?.pop().ok_or(Error::NotFound)?;
    Ok(IntegrationDetail { row, alerts: query::lately(store, id).await?, refused: query::refused(store, id).await? })
}

/// Makes an integration; the token with it is told this one time.
///
/// # Errors
/// [`Error::NotFound`] without the permission; [`Error::Invalid`] as [`IntegrationDraft::parse`], at `name` (`AlreadyTaken`), at `service`
/// and `owner` (`UnknownReference`) for what is not in use.
pub async fn create(store: &Store, actor: &Actor, draft: &IntegrationDraft) -> Result<(IntegrationId, String)> {
    permitted(actor)?;
    let checked = draft.parse()?;
    let secret = token::fresh()?;
    let hash = token::hash(&secret);
    let id = store
        .transact(actor.user, |tx| {
            Box::pin(async {
                fits(tx, &checked).await?;
                let row = integration::ActiveModel {
                    name: Set(checked.name.clone()),
                    kind: Set(checked.kind.as_str().to_owned()),
                    service_id: Set(checked.service.get()),
                    owner_id: Set(checked.owner.get()),
                    token_hash: Set(hash.clone()),
                    token_at: Set(tx.now.millis()),
                    enabled: Set(true),
                    created_at: Set(tx.now.millis()),
                    heard_at: Set(None),
                    every_minutes: Set(checked.expected.map(|expected| expected.every)),
                    grace_minutes: Set(checked.expected.map_or(0, |expected| expected.grace)),
                    late_at: Set(late_at(checked.expected, tx.now)),
                    silent: Set(false),
                    version: Set(1),
                    ..Default::default()
                };
                let id = IntegrationId(integration::Entity::insert(row).exec(&tx.conn).await.map_err(taken)?.last_insert_id);
                tx.audit("integration.create", ("integration", id), said(&checked));
                Ok(id)
            })
        })
        .await?;
    Ok((id, secret))
}

/// Changes an integration; `version` is what the change is based on. What it speaks stays. Whoever is to be heard is waited for anew.
///
/// # Errors
/// As [`create`], and [`Error::Conflict`] when somebody else changed it since.
pub async fn change(store: &Store, actor: &Actor, id: IntegrationId, version: i64, draft: &IntegrationDraft) -> Result<()> {
    permitted(actor)?;
    let kept = integration::Entity::find_by_id(id.get()).one(&store.read).await?.ok_or(Error::NotFound)?;
    let checked = IntegrationDraft { kind: kept.kind, ..draft.clone() }.parse()?;
    let matrix = store.settings().await?.matrix.clone();
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let row = locked(tx, id).await?;
                if row.version != version {
                    return Err(Error::Conflict { what: "integration" });
                }
                fits(tx, &checked).await?;
                let expected = expected(&row);
                if row.silent && expected != checked.expected {
                    silence::recover(tx, &row, &matrix).await?;
                }
                let (enabled, late) = (row.enabled, row.late_at);
                let mut row = row.into_active_model();
                row.name = Set(checked.name.clone());
                row.service_id = Set(checked.service.get());
                row.owner_id = Set(checked.owner.get());
                row.every_minutes = Set(checked.expected.map(|expected| expected.every));
                row.grace_minutes = Set(checked.expected.map_or(0, |expected| expected.grace));
                if expected != checked.expected {
                    row.silent = Set(false);
                }
                row.late_at = Set(match enabled {
                    true if expected != checked.expected => late_at(checked.expected, tx.now),
                    true => late,
                    false => None,
                });
                row.version = Set(version + 1);
                row.update(&tx.conn).await.map_err(taken)?;
                tx.audit("integration.change", ("integration", id), said(&checked));
                Ok(())
            })
        })
        .await
}

/// Gives an integration another token, told this one time; the one before names nobody any more.
///
/// # Errors
/// [`Error::NotFound`] without the permission or such an integration; the database's.
pub async fn replace_token(store: &Store, actor: &Actor, id: IntegrationId) -> Result<String> {
    permitted(actor)?;
    let secret = token::fresh()?;
    let hash = token::hash(&secret);
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let mut row = locked(tx, id).await?.into_active_model();
                row.token_hash = Set(hash.clone());
                row.token_at = Set(tx.now.millis());
                row.update(&tx.conn).await?;
                tx.audit("integration.replace_token", ("integration", id), json!({}));
                Ok(())
            })
        })
        .await?;
    Ok(secret)
}

/// Listens to an integration, or does not any more. Who is not listened to is not missed.
///
/// # Errors
/// [`Error::NotFound`] without the permission or such an integration; the database's.
pub async fn switch(store: &Store, actor: &Actor, id: IntegrationId, on: bool) -> Result<()> {
    permitted(actor)?;
    let matrix = store.settings().await?.matrix.clone();
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let row = locked(tx, id).await?;
                if row.enabled == on {
                    return Ok(());
                }
                if row.silent {
                    silence::recover(tx, &row, &matrix).await?;
                }
                let late = if on { late_at(expected(&row), tx.now) } else { None };
                let mut row = row.into_active_model();
                row.enabled = Set(on);
                row.late_at = Set(late);
                row.silent = Set(false);
                row.update(&tx.conn).await?;
                let action = if on { "integration.switch_on" } else { "integration.switch_off" };
                tx.audit(action, ("integration", id), json!({}));
                Ok(())
            })
        })
        .await
}

pub(super) fn permitted(actor: &Actor) -> Result<()> {
    if may(actor, Act::ManageSettings) { Ok(()) } else { Err(Error::NotFound) }
}

async fn locked(tx: &Tx<'_>, id: IntegrationId) -> Result<integration::Model> {
    use sea_orm::QuerySelect;
    integration::Entity::find_by_id(id.get()).lock_exclusive().one(&tx.conn).await?.ok_or(Error::NotFound)
}

fn taken(error: sea_orm::DbErr) -> Error {
    if error::is_taken(&error) { Invalid::one("name", Code::AlreadyTaken).into() } else { error.into() }
}

fn said(checked: &Checked) -> serde_json::Value {
    json!({ "name": checked.name, "service": checked.service, "owner": checked.owner,
            "every": checked.expected.map(|expected| expected.every), "grace": checked.expected.map(|expected| expected.grace) })
}

fn expected(row: &integration::Model) -> Option<Expected> {
    row.every_minutes.map(|every| Expected { every, grace: row.grace_minutes })
}

fn late_at(expected: Option<Expected>, now: Timestamp) -> Option<i64> {
    expected.map(|expected| expected.missed_at(now).millis())
}

/// Refuses a service that is archived, and an owner who cannot sign in.
async fn fits(tx: &Tx<'_>, checked: &Checked) -> Result<()> {
    let mut invalid = Invalid::default();
    let service = services::Entity::find_by_id(checked.service.get()).filter(services::Column::ArchivedAt.is_null());
    if service.one(&tx.conn).await?.is_none() {
        invalid.add("service", Code::UnknownReference);
    }
    let owner = users::Entity::find_by_id(checked.owner.get()).filter(users::Column::State.eq(AccountState::Active.as_str()));
    if owner.one(&tx.conn).await?.is_none() {
        invalid.add("owner", Code::UnknownReference);
    }
    Ok(invalid.or(())?)
}

async fn named(conn: &impl ConnectionTrait, rows: Vec<integration::Model>) -> Result<Vec<IntegrationRow>> {
    let mut wanted = Wanted::default();
    wanted.person(rows.iter().map(|row| UserId(row.owner_id)).collect::<BTreeSet<_>>());
    wanted.service(rows.iter().map(|row| ServiceId(row.service_id)).collect::<BTreeSet<_>>());
    let names = wanted.find(conn).await?;
    let one = |row: integration::Model| {
        Ok(IntegrationRow {
            id: IntegrationId(row.id),
            kind: convert::word("integration", &row.kind)?,
            service: names.service(ServiceId(row.service_id)).cloned(),
            owner: names.person(UserId(row.owner_id)).cloned(),
            enabled: row.enabled,
            heard_at: convert::time(row.heard_at),
            expected: expected(&row),
            silent: row.silent,
            version: row.version,
            name: row.name,
        })
    };
    rows.into_iter().map(one).collect()
}
