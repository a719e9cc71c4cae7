//! Inviting people: one, whose link is shown, or many, who get theirs by mail.

use domain::{
    id::{RoleId, TeamId, UserId},
    invalid::{Code, Invalid},
    locale::Locale,
    people::{AccountState, Email, Guest, MailOccasion, PersonName, guests},
    permit::{Act, Actor, may},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, Set};
use serde_json::json;

use super::{
    administration::{account_in, allowed, allowed_with},
    link::{self, Purpose},
};
use crate::{Error, Result, Store, Tx, entity::users, error, outbox, roles, teams};

/// Somebody who is invited.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// Their name.
    pub name: String,
    /// Their address, which is free.
    pub email: String,
    /// The language of the invitation, until they choose one.
    pub locale: Option<Locale>,
    /// The teams that they are in from the first day.
    pub teams: Vec<TeamId>,
    /// The role that they have everywhere from the first day.
    pub role: Option<RoleId>,
}

/// Creates an account in its teams and with its role, and gives the token of its link: single use, for 7 days, and shown this once.
///
/// # Errors
/// [`Error::NotFound`] without the permission; [`Error::Invalid`] by field: `name`, `email`, `team`, `role`.
pub async fn invite(store: &Store, actor: &Actor, invitation: &Invitation) -> Result<(UserId, String)> {
    allowed(actor)?;
    let mut invalid = Invalid::default();
    let name = invalid.take("name", PersonName::parse(&invitation.name));
    let email = invalid.take("email", Email::parse(&invitation.email));
    may_give(actor, &invitation.teams, invitation.role, &mut invalid);
    let (Some(name), Some(email), true) = (name, email, invalid.is_empty()) else { return Err(invalid.into()) };
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let user = create(tx, &name, &email, invitation.locale).await?;
                equip(tx, user, &invitation.teams, invitation.role).await?;
                Ok((user, link::make(tx, Purpose::Invite, Some(user)).await?))
            })
        })
        .await
}

/// Several people who get the same.
#[derive(Clone, Debug)]
pub struct Invitations {
    /// Name and address of each, one a line: see [`domain::people::guests`].
    pub people: String,
    /// The language of their mails, until they choose one.
    pub locale: Option<Locale>,
    /// The teams that they are in from the first day.
    pub teams: Vec<TeamId>,
    /// The role that they have everywhere from the first day.
    pub role: Option<RoleId>,
}

/// Creates an account for each, all or none, and queues a mail with their link; says how many that were.
///
/// # Errors
/// [`Error::NotFound`] without the permission; [`Error::Invalid`] by field: `people` with every line that is wrong, `team`, `role`.
pub async fn invite_all(store: &Store, actor: &Actor, invitations: &Invitations) -> Result<usize> {
    allowed(actor)?;
    let Invitations { people, locale, teams, role } = invitations;
    let mut invalid = Invalid::default();
    let guests = guests(PEOPLE, people).map_err(|wrong| invalid.extend(wrong)).unwrap_or_default();
    may_give(actor, teams, *role, &mut invalid);
    invalid.or(())?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                unknown(tx, &guests).await?;
                for guest in &guests {
                    let user = create(tx, &guest.name, &guest.email, *locale).await.map_err(|error| on_line(error, guest.line))?;
                    equip(tx, user, teams, *role).await?;
                    outbox::enqueue_account(tx, MailOccasion::Invited, user, tx.now).await?;
                }
                Ok(guests.len())
            })
        })
        .await
}

/// The field of a list of people.
const PEOPLE: &str = "people";

/// Refuses everybody whose address is known already, with their lines.
async fn unknown(tx: &Tx<'_>, guests: &[Guest]) -> Result<()> {
    let addresses = guests.iter().map(|guest| guest.email.to_string());
    let known: Vec<Option<String>> = users::Entity::find()
        .select_only()
        .column(users::Column::Email)
        .filter(users::Column::Email.is_in(addresses))
        .into_tuple()
        .all(&tx.conn)
        .await?;
    let mut invalid = Invalid::default();
    for guest in guests.iter().filter(|guest| known.iter().flatten().any(|known| *known == guest.email.to_string())) {
        invalid.add(PEOPLE, Code::AlreadyTaken.on_line(guest.line));
    }
    Ok(invalid.or(())?)
}

/// Somebody else was faster with this address.
fn on_line(error: Error, line: usize) -> Error {
    match error {
        Error::Invalid(invalid) if invalid.of("email").is_some() => Invalid::one(PEOPLE, Code::AlreadyTaken.on_line(line)).into(),
        error => error,
    }
}

/// Queues a mail with a link for somebody who is invited. The link that was shown goes on working until one of them is used.
///
/// # Errors
/// [`Error::NotFound`] without the permission, or when nobody of that id is invited.
pub async fn mail_invitation(store: &Store, actor: &Actor, user: UserId) -> Result<()> {
    allowed_with(store, actor, user).await?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                account_in(&tx.conn, user, AccountState::Invited).await?;
                outbox::enqueue_account(tx, MailOccasion::Invited, user, tx.now).await?;
                tx.audit("user.invite_again", ("user", user), json!({ "by": "mail" }));
                Ok(())
            })
        })
        .await
}

/// Being in a team gives permissions, so whoever adds somebody must be able to manage it.
fn may_give(actor: &Actor, teams: &[TeamId], role: Option<RoleId>, invalid: &mut Invalid) {
    if teams.iter().any(|&team| !may(actor, Act::ManageTeam(team))) {
        invalid.add("team", Code::UnknownReference);
    }
    if role.is_some() && !may(actor, Act::ManageRoles) {
        invalid.add("role", Code::UnknownReference);
    }
}

async fn equip(tx: &mut Tx<'_>, user: UserId, teams: &[TeamId], role: Option<RoleId>) -> Result<()> {
    for &team in teams {
        join(tx, team, user).await?;
    }
    if let Some(role) = role {
        let role = roles::find(&tx.conn, role).await.map_err(unknown_role)?;
        roles::give(tx, &role, user, None).await?;
    }
    Ok(())
}

/// A role that is gone since the form was loaded is one choice to be made again.
fn unknown_role(error: Error) -> Error {
    match error {
        Error::NotFound => Invalid::one("role", Code::UnknownReference).into(),
        error => error,
    }
}

async fn create(tx: &mut Tx<'_>, name: &PersonName, email: &Email, locale: Option<Locale>) -> Result<UserId> {
    let row = users::ActiveModel {
        email: Set(Some(email.to_string())),
        name: Set(name.to_string()),
        folded: Set(users::folded(name.as_str(), Some(email.as_str()))),
        state: Set(AccountState::Invited.as_str().to_owned()),
        locale: Set(locale.map(|locale| locale.as_str().to_owned())),
        created_at: Set(tx.now.millis()),
        updated_at: Set(tx.now.millis()),
        ..Default::default()
    };
    let user = match users::Entity::insert(row).exec(&tx.conn).await {
        Err(error) if error::is_taken(&error) => return Err(Invalid::one("email", Code::AlreadyTaken).into()),
        inserted => UserId(inserted?.last_insert_id),
    };
    tx.audit("user.invite", ("user", user), json!({ "name": name, "email": email }));
    Ok(user)
}

async fn join(tx: &mut Tx<'_>, team: TeamId, user: UserId) -> Result<()> {
    if teams::in_use(tx, team).await?.is_none() {
        return Err(Invalid::one("team", Code::UnknownReference).into());
    }
    teams::join(tx, team, user, false).await
}
