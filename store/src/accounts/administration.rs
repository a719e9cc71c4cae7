//! What administrators do with others' accounts.

use domain::{
    id::UserId,
    invalid::{Code, Invalid},
    people::{AccountState, Email, PersonName},
    permit::{Act, Actor, may},
};
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, Set};
use serde_json::json;

use super::link::{self, Purpose};
use crate::{Error, Result, Store, Tx, actor, convert, entity::users, error, outbox, roles, sessions};

/// Another link for somebody who has not used theirs; the earlier one stops working.
///
/// # Errors
/// [`Error::NotFound`] without the permission, or when nobody of that id is invited.
pub async fn invite_again(store: &Store, actor: &Actor, user: UserId) -> Result<String> {
    issue(store, actor, user, AccountState::Invited, Purpose::Invite, "user.invite_again").await
}

/// A link by which somebody chooses a new password, for 24 hours. The present one works until then.
///
/// # Errors
/// [`Error::NotFound`] without the permission, without such an active account, or when that
/// account may do what the actor may not: its password would be theirs.
pub async fn reset_link(store: &Store, actor: &Actor, user: UserId) -> Result<String> {
    issue(store, actor, user, AccountState::Active, Purpose::Reset, "user.reset_link").await
}

/// As [`reset_link`], for whoever has the machine itself: nobody may be left who could do it in the browser.
///
/// # Errors
/// [`Error::NotFound`] without an active account of that address.
pub async fn reset_link_from_machine(store: &Store, email: &str) -> Result<String> {
    let email = email.trim().to_lowercase();
    let account = users::Entity::find().filter(users::Column::Email.eq(email)).one(&store.read).await?.ok_or(Error::NotFound)?;
    let user = UserId(account.id);
    store
        .transact(None, |tx| {
            Box::pin(async {
                account_in(&tx.conn, user, AccountState::Active).await?;
                tx.audit("user.reset_link", ("user", user), json!({ "from": "machine" }));
                link::make(tx, Purpose::Reset, Some(user)).await
            })
        })
        .await
}

async fn issue(store: &Store, actor: &Actor, user: UserId, state: AccountState, purpose: Purpose, action: &'static str) -> Result<String> {
    allowed_with(store, actor, user).await?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                account_in(&tx.conn, user, state).await?;
                tx.audit(action, ("user", user), json!({}));
                link::make(tx, purpose, Some(user)).await
            })
        })
        .await
}

/// Gives a placeholder an address and invites it: what an import knew of somebody becomes theirs.
///
/// # Errors
/// [`Error::NotFound`] without the permission or such a placeholder; [`Error::Invalid`] for `email`.
pub async fn adopt(store: &Store, actor: &Actor, user: UserId, email: &str) -> Result<String> {
    allowed_with(store, actor, user).await?;
    let email = Email::parse(email).map_err(|code| Invalid::one("email", code))?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let account = account_in(&tx.conn, user, AccountState::Placeholder).await?;
                let folded = users::folded(&account.name, Some(email.as_str()));
                let mut account = account.into_active_model();
                account.folded = Set(folded);
                account.email = Set(Some(email.to_string()));
                account.state = Set(AccountState::Invited.as_str().to_owned());
                account.updated_at = Set(tx.now.millis());
                account.update(&tx.conn).await.map_err(address_taken)?;
                tx.audit("user.invite", ("user", user), json!({ "email": email }));
                link::make(tx, Purpose::Invite, Some(user)).await
            })
        })
        .await
}

/// What an administrator changes of somebody's account.
#[derive(Clone, Debug)]
pub struct PersonChange {
    /// Their name.
    pub name: String,
    /// Their address. What stands here for a placeholder is passed over: it gets one with [`adopt`].
    pub email: String,
    /// The name that the form began with: one that is still typed so was not changed by whoever sends it.
    pub seen_name: Option<String>,
    /// The address that the form began with.
    pub seen_email: Option<String>,
}

/// What a field becomes that `typed` was sent for: what it is by now, when whoever sends it left it as they had `seen` it.
///
/// # Errors
/// [`Error::Conflict`] when somebody else has made something else of it meanwhile.
fn merged<'t>(now: &'t str, seen: Option<&str>, typed: &'t str) -> Result<&'t str> {
    match seen.map(str::trim) {
        Some(seen) if typed.trim() == seen => Ok(now),
        Some(seen) if now != seen && now != typed.trim() => Err(Error::Conflict { what: "person" }),
        _ => Ok(typed),
    }
}

/// Changes somebody's name and address. With another address the links that are under way stop working, and whoever reads the
/// old one is told of it by mail.
///
/// # Errors
/// [`Error::NotFound`] without the permission or such an account; [`Error::Invalid`] by field: `name`, `email`; [`Error::Conflict`] when
/// somebody else has changed the same field meanwhile.
pub async fn change(store: &Store, actor: &Actor, user: UserId, change: &PersonChange) -> Result<()> {
    allowed_with(store, actor, user).await?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let old = account(&tx.conn, user).await?;
                let mut invalid = Invalid::default();
                let name = merged(&old.name, change.seen_name.as_deref(), &change.name)?;
                let name = invalid.take("name", PersonName::parse(name));
                let email = match &old.email {
                    Some(now) => {
                        let email = merged(now, change.seen_email.as_deref(), &change.email)?;
                        invalid.take("email", Email::parse(email)).map(|email| email.to_string())
                    }
                    None => None,
                };
                let Some(name) = name.filter(|_| invalid.is_empty()) else { return Err(invalid.into()) };
                if old.name == name.as_str() && old.email == email {
                    return Ok(());
                }
                let mut new = old.clone().into_active_model();
                new.folded = Set(users::folded(name.as_str(), email.as_deref()));
                new.name = Set(name.to_string());
                new.email = Set(email.clone());
                new.updated_at = Set(tx.now.millis());
                new.update(&tx.conn).await.map_err(address_taken)?;
                if old.email != email {
                    readdress(tx, user, &old).await?;
                }
                let data = json!({ "from": { "name": old.name, "email": old.email }, "to": { "name": name, "email": email } });
                tx.audit("user.change", ("user", user), data);
                Ok(())
            })
        })
        .await
}

/// Links went to the old address; nobody but an account in use has anything to lose there.
async fn readdress(tx: &mut Tx<'_>, user: UserId, old: &users::Model) -> Result<()> {
    link::revoke(tx, user).await?;
    match &old.email {
        Some(email) if old.state == AccountState::Active.as_str() => outbox::enqueue_address_change(tx, user, email).await,
        _ => Ok(()),
    }
}

fn address_taken(error: sea_orm::DbErr) -> Error {
    if error::is_taken(&error) { Invalid::one("email", Code::AlreadyTaken).into() } else { error.into() }
}

/// Takes an account out of use: its sessions and links end, its name stays on what was done.
///
/// # Errors
/// [`Error::NotFound`] without the permission or such an account; [`Error::Oneself`] for one's own;
/// [`Error::LastAdministrator`] when nobody else could manage roles.
pub async fn disable(store: &Store, actor: &Actor, user: UserId) -> Result<()> {
    allowed_with(store, actor, user).await?;
    if actor.user == user {
        return Err(Error::Oneself);
    }
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let account = account(&tx.conn, user).await?;
                if account.state == AccountState::Disabled.as_str() {
                    return Ok(());
                }
                let data = json!({ "from": account.state });
                set_state(tx, account, AccountState::Disabled).await?;
                sessions::end_all(&tx.conn, user, None).await?;
                link::revoke(tx, user).await?;
                roles::keep_an_administrator(&tx.conn).await?;
                tx.audit("user.disable", ("user", user), data);
                Ok(())
            })
        })
        .await
}

/// Takes a disabled account back into use, as what it had been.
///
/// # Errors
/// [`Error::NotFound`] without the permission or such a disabled account.
pub async fn enable(store: &Store, actor: &Actor, user: UserId) -> Result<()> {
    allowed_with(store, actor, user).await?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let account = account_in(&tx.conn, user, AccountState::Disabled).await?;
                let state = match (&account.password_hash, &account.email) {
                    (Some(_), _) => AccountState::Active,
                    (None, Some(_)) => AccountState::Invited,
                    (None, None) => AccountState::Placeholder,
                };
                set_state(tx, account, state).await?;
                tx.audit("user.enable", ("user", user), json!({ "to": state }));
                Ok(())
            })
        })
        .await
}

async fn set_state(tx: &Tx<'_>, account: users::Model, state: AccountState) -> Result<()> {
    let mut account = account.into_active_model();
    account.state = Set(state.as_str().to_owned());
    account.updated_at = Set(tx.now.millis());
    account.update(&tx.conn).await?;
    Ok(())
}

pub(super) fn allowed(actor: &Actor) -> Result<()> {
    if may(actor, Act::ManagePeople) { Ok(()) } else { Err(Error::NotFound) }
}

pub(super) async fn allowed_with(store: &Store, actor: &Actor, user: UserId) -> Result<()> {
    allowed(actor)?;
    let other = actor::load(store, user).await?;
    if may(actor, Act::ManagePerson(&other)) { Ok(()) } else { Err(Error::NotFound) }
}

async fn account(conn: &impl ConnectionTrait, user: UserId) -> Result<users::Model> {
    users::Entity::find_by_id(user.get()).lock_exclusive().one(conn).await?.ok_or(Error::NotFound)
}

pub(super) async fn account_in(conn: &impl ConnectionTrait, user: UserId, state: AccountState) -> Result<users::Model> {
    let account = account(conn, user).await?;
    let is: AccountState = convert::word("account state", &account.state)?;
    if is == state { Ok(account) } else { Err(Error::NotFound) }
}
