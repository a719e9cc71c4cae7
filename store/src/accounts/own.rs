//! What people change of their own account.

use domain::{
    directory::Profile,
    id::UserId,
    invalid::{Code, Invalid},
    locale::Locale,
    people::{AccountState, Density, MailOccasion, MailPreferences, PersonName, Theme},
    permit::Actor,
};
use sea_orm::{ActiveModelTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QuerySelect, Set};
use serde_json::{Value, json};

use super::{Entered, link};
use crate::{Error, Result, Store, convert, entity::users, outbox, passwords, sessions, throttle::Limit, token, zone};
use domain::time::Span;

/// Guesses at the present password by whoever sits at somebody's unlocked screen.
const PRESENT: Limit = Limit { attempts: 5, window: Span::from_minutes(30), lock: Span::from_minutes(1), longest: Span::from_minutes(15) };

/// What somebody has chosen for themselves.
///
/// # Errors
/// [`Error::NotFound`] for an account that is not active.
pub async fn profile(store: &Store, actor: &Actor) -> Result<Profile> {
    let account = own(&store.read, actor, false).await?;
    Ok(Profile {
        name: account.name,
        email: account.email,
        locale: account.locale.as_deref().map(|word| convert::word("locale", word)).transpose()?,
        theme: convert::word("theme", &account.theme)?,
        density: convert::word("density", &account.density)?,
        time_zone: account.time_zone,
        mail: convert::json("mail preferences", &account.mail_preferences)?,
    })
}

/// What the account page changes.
#[derive(Clone, Debug)]
pub struct ProfileChange {
    /// Their name.
    pub name: String,
    /// Their zone; empty for the instance's.
    pub time_zone: String,
    /// Light or dark.
    pub theme: Theme,
    /// How close together rows stand.
    pub density: Density,
}

/// Changes name, zone and looks.
///
/// # Errors
/// [`Error::Invalid`] by field: `name`, `time_zone`.
pub async fn update_profile(store: &Store, actor: &Actor, change: &ProfileChange) -> Result<()> {
    let mut invalid = Invalid::default();
    let name = invalid.take("name", PersonName::parse(&change.name));
    let zone = match change.time_zone.trim() {
        "" => None,
        zone => invalid.take("time_zone", zone::check(zone)),
    };
    let Some(name) = name.filter(|_| invalid.is_empty()) else { return Err(invalid.into()) };
    let data = json!({ "name": name, "time_zone": zone, "theme": change.theme, "density": change.density });
    update(store, actor, "user.change_profile", data, |account| {
        account.folded = Set(users::folded(name.as_str(), account.email.try_as_ref().and_then(Option::as_deref)));
        account.name = Set(name.to_string());
        account.time_zone = Set(zone.clone());
        account.theme = Set(change.theme.as_str().to_owned());
        account.density = Set(change.density.as_str().to_owned());
    })
    .await
}

/// Chooses the language of all screens and mails.
///
/// # Errors
/// Those of the database.
pub async fn choose_locale(store: &Store, actor: &Actor, locale: Locale) -> Result<()> {
    update(store, actor, "user.choose_locale", json!({ "locale": locale }), |account| {
        account.locale = Set(Some(locale.as_str().to_owned()));
    })
    .await
}

/// Chooses how close together the rows of lists stand.
///
/// # Errors
/// Those of the database.
pub async fn choose_density(store: &Store, actor: &Actor, density: Density) -> Result<()> {
    update(store, actor, "user.choose_density", json!({ "density": density }), |account| {
        account.density = Set(density.as_str().to_owned());
    })
    .await
}

/// Chooses which mails are wanted.
///
/// # Errors
/// Those of the database.
pub async fn choose_mail(store: &Store, actor: &Actor, mail: &MailPreferences) -> Result<()> {
    let stored = convert::to_json("mail preferences", mail)?;
    update(store, actor, "user.choose_mail", json!(mail), |account| account.mail_preferences = Set(stored.clone())).await
}

/// Changes the password, ends every other session and link, and tells of it by mail; `here` is the id of the one that asks.
///
/// # Errors
/// [`Error::Invalid`] by field: `present_password`, `new_password`; [`Error::Throttled`] after
/// too many wrong guesses at the present one.
pub async fn change_password(store: &Store, actor: &Actor, present: &str, new: &str, here: &str) -> Result<Entered> {
    let guard = format!("password:{}", actor.user);
    store.attempt_within(&[(guard.clone(), PRESENT)]).await?;
    let account = own(&store.read, actor, false).await?;
    let mut invalid = Invalid::default();
    if store.passwords.verify(present, account.password_hash.as_deref()).await? {
        store.forgive(&guard).await?;
    } else {
        invalid.add("present_password", Code::WrongPassword);
    }
    let organisation = store.organisation().await;
    let email = account.email.unwrap_or_default();
    if let Err(weak) = passwords::judge("new_password", new, &[&account.name, &email, &organisation]) {
        invalid.extend(weak);
    }
    invalid.or(())?;
    let hash = store.passwords.hash(new).await?;
    let here = token::hash(here);
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let mut account = own(&tx.conn, actor, true).await?.into_active_model();
                account.password_hash = Set(Some(hash.clone()));
                account.password_changed_at = Set(Some(tx.now.millis()));
                account.updated_at = Set(tx.now.millis());
                account.update(&tx.conn).await?;
                sessions::end_all(&tx.conn, actor.user, Some(&here)).await?;
                link::revoke(tx, actor.user).await?;
                outbox::enqueue_account(tx, MailOccasion::PasswordChanged, actor.user, tx.now).await?;
                tx.audit("user.change_password", ("user", actor.user), json!({}));
                Ok(Entered { user: actor.user, password_of: tx.now })
            })
        })
        .await
}

async fn update(
    store: &Store,
    actor: &Actor,
    action: &'static str,
    data: Value,
    change: impl Fn(&mut users::ActiveModel) + Send + Sync,
) -> Result<()> {
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let mut account = own(&tx.conn, actor, true).await?.into_active_model();
                change(&mut account);
                if !account.is_changed() {
                    return Ok(());
                }
                account.updated_at = Set(tx.now.millis());
                account.update(&tx.conn).await?;
                tx.audit(action, ("user", actor.user), data.clone());
                Ok(())
            })
        })
        .await
}

/// Their own account: whoever is signed in has it, as long as it is active.
async fn own(conn: &impl ConnectionTrait, actor: &Actor, lock: bool) -> Result<users::Model> {
    let UserId(id) = actor.user;
    let query = users::Entity::find_by_id(id);
    let account = if lock { query.lock_exclusive() } else { query }.one(conn).await?;
    account.filter(|account| account.state == AccountState::Active.as_str()).ok_or(Error::NotFound)
}
