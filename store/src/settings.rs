//! The settings of the instance, read on nearly every request and changed once in a while.

use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use base64::{Engine, engine::general_purpose::STANDARD};
use domain::{
    invalid::{self, Code, Invalid},
    permit::{Act, Actor, may},
    settings::{Limits, Settings},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, Set, sea_query::OnConflict};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::{Error, Result, Store, Tx, convert, entity::settings, token, zone};

/// The row that changes with every other one: whoever has read this version has all of them.
const VERSION: &str = "version";
const SIGNING_KEY: &str = "signing_key";

/// The settings as they were read last, with their version.
#[derive(Debug, Default)]
pub(crate) struct Cache {
    read: RwLock<Option<(String, Arc<Settings>)>>,
    signing_key: OnceLock<SigningKey>,
}

/// Signs what leaves and comes back, such as a rating link.
pub type SigningKey = [u8; 32];

impl Store {
    /// The settings in force. Asks the database for one short row, so that a change made by
    /// another process holds at once.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn settings(&self) -> Result<Arc<Settings>> {
        Ok(self.versioned_settings().await?.1)
    }

    /// The settings in force with their version, from which [`change_since`] begins.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn versioned_settings(&self) -> Result<(i64, Arc<Settings>)> {
        // Before the settings themselves: a change in between makes the version too old, and never too new.
        let version = value(&self.read, VERSION).await?.unwrap_or_default();
        let cached = self.settings.read.read().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((known, settings)) = cached
            && known == version
        {
            return Ok((number(&version), settings));
        }
        let settings = Arc::new(load(&self.read).await?);
        let mut cache = self.settings.read.write().unwrap_or_else(PoisonError::into_inner);
        let number = number(&version);
        *cache = Some((version, Arc::clone(&settings)));
        Ok((number, settings))
    }

    /// The organisation's name; empty before the first run, or while the database is gone,
    /// because the page that says so has a head, too.
    pub async fn organisation(&self) -> String {
        self.settings_or_last().await.organisation.clone()
    }

    /// The settings in force; those that were read last while the database is gone, or the first ones, because every page has a head
    /// and a clock.
    pub async fn settings_or_last(&self) -> Arc<Settings> {
        match self.settings().await {
            Ok(settings) => settings,
            Err(_) => {
                let last = self.settings.read.read().unwrap_or_else(PoisonError::into_inner);
                last.as_ref().map(|(_, settings)| Arc::clone(settings)).unwrap_or_default()
            }
        }
    }

    /// The key that signs links; made when it is first asked for, and kept for ever.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn signing_key(&self) -> Result<SigningKey> {
        if let Some(key) = self.settings.signing_key.get() {
            return Ok(*key);
        }
        let stored = match value(&self.read, SIGNING_KEY).await? {
            Some(key) => key,
            None => self.make_signing_key().await?,
        };
        let key = STANDARD.decode(stored).ok().and_then(|bytes| bytes.try_into().ok());
        let key: SigningKey = key.ok_or(Error::Unreadable { what: "signing key" })?;
        Ok(*self.settings.signing_key.get_or_init(|| key))
    }

    async fn make_signing_key(&self) -> Result<String> {
        let fresh = STANDARD.encode(token::random::<32>()?);
        self.transact(None, |tx| {
            Box::pin(async {
                // Two processes may be here at once: the first one's key is everybody's.
                let row = settings::ActiveModel { key: Set(SIGNING_KEY.to_owned()), value: Set(fresh.clone()) };
                let keep = OnConflict::column(settings::Column::Key).do_nothing().to_owned();
                settings::Entity::insert(row).on_conflict(keep).exec_without_returning(&tx.conn).await?;
                value(&tx.conn, SIGNING_KEY).await?.ok_or(Error::Unreadable { what: "signing key" })
            })
        })
        .await
    }
}

/// Changes the settings of the instance, whatever they were.
///
/// # Errors
/// [`Error::NotFound`] without the permission; [`Error::Invalid`] by field: `organisation`,
/// `time_zone`, `base_url`, `close_after_days`, `reopen_within_days`, and those of [`Limits::check`].
pub async fn change(store: &Store, actor: &Actor, new: Settings) -> Result<()> {
    replace(store, actor, None, new).await
}

/// Changes the settings that somebody looked at when they had this version.
///
/// # Errors
/// As [`change`]; [`Error::Conflict`] when somebody else has changed any of them since.
pub async fn change_since(store: &Store, actor: &Actor, version: i64, new: Settings) -> Result<()> {
    replace(store, actor, Some(version), new).await
}

async fn replace(store: &Store, actor: &Actor, seen: Option<i64>, new: Settings) -> Result<()> {
    if !may(actor, Act::ManageSettings) {
        return Err(Error::NotFound);
    }
    let new = check(new)?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let version = lock_version(tx).await?;
                if seen.is_some_and(|seen| seen != version) {
                    return Err(Error::Conflict { what: "settings" });
                }
                let old = load(&tx.conn).await?;
                write(tx, &old, &new).await
            })
        })
        .await
}

/// Who changes the settings at the same moment waits here until this transaction has ended.
async fn lock_version(tx: &Tx<'_>) -> Result<i64> {
    let first = settings::ActiveModel { key: Set(VERSION.to_owned()), value: Set("0".to_owned()) };
    let keep = OnConflict::column(settings::Column::Key).do_nothing().to_owned();
    settings::Entity::insert(first).on_conflict(keep).exec_without_returning(&tx.conn).await?;
    let row = settings::Entity::find_by_id(VERSION.to_owned()).lock_exclusive().one(&tx.conn).await?;
    Ok(row.map_or(0, |row| number(&row.value)))
}

/// A version as it is stored; there is none before the first change.
fn number(version: &str) -> i64 {
    version.parse().unwrap_or(0)
}

fn check(new: Settings) -> std::result::Result<Settings, Invalid> {
    let mut invalid = Invalid::default();
    let organisation = invalid.take("organisation", invalid::line(&new.organisation, 1, 120)).unwrap_or_default();
    let time_zone = invalid.take("time_zone", zone::check(&new.time_zone)).unwrap_or_default();
    let base_url = invalid.take("base_url", check_base_url(&new.base_url)).unwrap_or_default();
    for (field, days) in [("close_after_days", new.closing.close_after_days), ("reopen_within_days", new.closing.reopen_within_days)] {
        if days > 365 {
            invalid.add(field, Code::OutOfRange { min: Some(0.0), max: Some(365.0) });
        }
    }
    if let Err(over) = new.limits.check() {
        invalid.extend(over);
    }
    invalid.or(Settings { organisation, time_zone, base_url, ..new })
}

fn check_base_url(url: &str) -> std::result::Result<String, Code> {
    let url = invalid::line(url, 0, 200)?;
    let url = url.trim_end_matches('/');
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    let plain = |host: &str| !host.is_empty() && !host.contains(['?', '#', '"', '<', '>', ' ', '\\']);
    if url.is_empty() || host.is_some_and(plain) { Ok(url.to_owned()) } else { Err(Code::BadCharacters) }
}

/// Writes what differs, with an audit record for each.
pub(crate) async fn write(tx: &mut Tx<'_>, old: &Settings, new: &Settings) -> Result<()> {
    let mut changed = false;
    for ((key, from), (_, to)) in rows(old).into_iter().zip(rows(new)) {
        if from != to {
            put(&tx.conn, key, to.to_string()).await?;
            tx.audit("settings.change", ("setting", key), json!({ "from": from, "to": to }));
            changed = true;
        }
    }
    if changed {
        let version = number(&value(&tx.conn, VERSION).await?.unwrap_or_default());
        put(&tx.conn, VERSION, (version + 1).to_string()).await?;
    }
    Ok(())
}

fn rows(settings: &Settings) -> [(&'static str, Value); 7] {
    [
        ("organisation", json!(settings.organisation)),
        ("time_zone", json!(settings.time_zone)),
        ("base_url", json!(settings.base_url)),
        ("priority_matrix", json!(settings.matrix)),
        ("closing_rule", json!(settings.closing)),
        ("limits", json!(settings.limits)),
        ("fault_goals", json!(settings.goals)),
    ]
}

pub(crate) async fn load(conn: &impl ConnectionTrait) -> Result<Settings> {
    let rows = settings::Entity::find().filter(settings::Column::Key.ne(SIGNING_KEY)).all(conn).await?;
    let default = Settings::default();
    Ok(Settings {
        organisation: read(&rows, "organisation", default.organisation)?,
        time_zone: read(&rows, "time_zone", default.time_zone)?,
        base_url: read(&rows, "base_url", default.base_url)?,
        matrix: read(&rows, "priority_matrix", default.matrix)?,
        closing: read(&rows, "closing_rule", default.closing)?,
        limits: read::<Limits>(&rows, "limits", default.limits)?,
        goals: read(&rows, "fault_goals", default.goals)?,
    })
}

fn read<T: DeserializeOwned>(rows: &[settings::Model], key: &str, default: T) -> Result<T> {
    match rows.iter().find(|row| row.key == key) {
        Some(row) => convert::json("setting", &row.value),
        None => Ok(default),
    }
}

async fn value(conn: &impl ConnectionTrait, key: &str) -> Result<Option<String>> {
    let value = settings::Entity::find_by_id(key.to_owned()).select_only().column(settings::Column::Value).into_tuple().one(conn).await?;
    Ok(value)
}

async fn put(conn: &impl ConnectionTrait, key: &str, value: String) -> Result<()> {
    let row = settings::ActiveModel { key: Set(key.to_owned()), value: Set(value) };
    let replace = OnConflict::column(settings::Column::Key).update_column(settings::Column::Value).to_owned();
    settings::Entity::insert(row).on_conflict(replace).exec_without_returning(conn).await?;
    Ok(())
}
