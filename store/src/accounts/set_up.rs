//! The first run: an empty instance gets its administrator by a link that only the terminal shows.

use domain::{
    id::{RoleId, UserId},
    invalid::{self, Invalid},
    locale::Locale,
    people::{AccountState, Email, PersonName},
    settings::Settings,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, Set};
use serde_json::json;

use super::{
    Entered,
    link::{self, Purpose},
};
use crate::{
    Error, Result, Store, Tx,
    entity::{role_grants, roles, users},
    passwords, settings, zone,
};

/// What the first run's page asks.
#[derive(Clone, Debug)]
pub struct SetUp {
    /// From the link.
    pub token: String,
    /// The organisation's name.
    pub organisation: String,
    /// The administrator's name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Their password.
    pub password: String,
    /// The zone of the organisation.
    pub time_zone: String,
    /// The language that the page was read in.
    pub locale: Locale,
}

/// The token of a fresh first-run link, to be printed; `None` once somebody can sign in.
/// Links that were printed before stop working.
///
/// # Errors
/// Those of the database.
pub async fn first_run_token(store: &Store) -> Result<Option<String>> {
    if anybody(&store.read).await? {
        return Ok(None);
    }
    let token = store.transact(None, |tx| Box::pin(async { link::make(tx, Purpose::SetUp, None).await })).await?;
    Ok(Some(token))
}

/// Whether an account is in use: the first run is over.
///
/// # Errors
/// Those of the database.
pub async fn is_set_up(store: &Store) -> Result<bool> {
    let in_use = users::Entity::find().filter(users::Column::State.eq(AccountState::Active.as_str()));
    Ok(in_use.count(&store.read).await? > 0)
}

/// Whether a first-run link can still be used.
///
/// # Errors
/// [`Error::DeadLink`] when it cannot.
pub async fn check_set_up(store: &Store, token: &str) -> Result<()> {
    let link = link::usable(&store.read, token, store.now()).await?;
    let alive = link.purpose == Purpose::SetUp.as_str() && !anybody(&store.read).await?;
    if alive { Ok(()) } else { Err(Error::DeadLink) }
}

/// Creates the administrator and names the organisation.
///
/// # Errors
/// [`Error::DeadLink`]; [`Error::Invalid`] by field: `organisation`, `name`, `email`,
/// `password`, `time_zone`.
pub async fn set_up(store: &Store, first: SetUp) -> Result<Entered> {
    check_set_up(store, &first.token).await?;
    let checked = check(&first)?;
    let hash = store.passwords.hash(&first.password).await?;
    store
        .transact(None, |tx| {
            Box::pin(async {
                let link = link::usable(&tx.conn, &first.token, tx.now).await?;
                link::use_up(tx, &link).await?;
                if anybody(&tx.conn).await? {
                    return Err(Error::DeadLink);
                }
                let user = create(tx, &checked, hash.clone(), first.locale).await?;
                let old = settings::load(&tx.conn).await?;
                let new = Settings { organisation: checked.organisation.clone(), time_zone: checked.time_zone.clone(), ..old.clone() };
                settings::write(tx, &old, &new).await?;
                Ok(Entered { user, password_of: tx.now })
            })
        })
        .await
}

async fn anybody(conn: &impl ConnectionTrait) -> Result<bool> {
    // Placeholders of an import have no password: a log may be imported before the first run.
    let accounts = users::Entity::find().filter(users::Column::PasswordHash.is_not_null()).count(conn).await?;
    Ok(accounts > 0)
}

struct Checked {
    organisation: String,
    name: PersonName,
    email: Email,
    time_zone: String,
}

fn check(first: &SetUp) -> std::result::Result<Checked, Invalid> {
    let mut invalid = Invalid::default();
    let organisation = invalid.take("organisation", invalid::line(&first.organisation, 1, 120));
    let name = invalid.take("name", PersonName::parse(&first.name));
    let email = invalid.take("email", Email::parse(&first.email));
    if let Err(weak) = passwords::judge("password", &first.password, &[&first.name, &first.email, &first.organisation]) {
        invalid.extend(weak);
    }
    let time_zone = invalid.take("time_zone", zone::check(&first.time_zone));
    match (organisation, name, email, time_zone) {
        (Some(organisation), Some(name), Some(email), Some(time_zone)) if invalid.is_empty() => {
            Ok(Checked { organisation, name, email, time_zone })
        }
        _ => Err(invalid),
    }
}

async fn create(tx: &mut Tx<'_>, checked: &Checked, hash: String, locale: Locale) -> Result<UserId> {
    let row = users::ActiveModel {
        email: Set(Some(checked.email.to_string())),
        name: Set(checked.name.to_string()),
        folded: Set(users::folded(checked.name.as_str(), Some(checked.email.as_str()))),
        password_hash: Set(Some(hash)),
        state: Set(AccountState::Active.as_str().to_owned()),
        locale: Set(Some(locale.as_str().to_owned())),
        created_at: Set(tx.now.millis()),
        updated_at: Set(tx.now.millis()),
        password_changed_at: Set(Some(tx.now.millis())),
        ..Default::default()
    };
    let user = UserId(users::Entity::insert(row).exec(&tx.conn).await?.last_insert_id);
    let role = roles::Entity::find().filter(roles::Column::Name.eq(crate::roles::ADMINISTRATOR)).one(&tx.conn).await?;
    let role = RoleId(role.ok_or(Error::Unreadable { what: "built-in role" })?.id);
    let grant = role_grants::ActiveModel { role_id: Set(role.get()), user_id: Set(user.get()), ..Default::default() };
    role_grants::Entity::insert(grant).exec(&tx.conn).await?;
    tx.audit_by(user, "user.set_up", ("user", user), json!({ "name": checked.name, "email": checked.email }));
    tx.audit("role.grant", ("role", role), json!({ "user": user, "team": null }));
    Ok(user)
}
