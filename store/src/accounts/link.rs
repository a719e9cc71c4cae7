//! One-time links: for the first run, an invitation, a forgotten password.

use domain::{
    directory::LinkOwner,
    id::UserId,
    people::{AccountState, MailOccasion},
    time::{Span, Timestamp},
};
use sea_orm::{ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, Set, sea_query::Expr};
use serde_json::json;

use super::Entered;
use crate::{
    Error, Result, Store, Tx, convert,
    entity::{tokens, users},
    outbox, passwords, sessions, token,
};

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Creating the first administrator.
    SetUp,
    /// Choosing the first password.
    Invite,
    /// Choosing another one, by a link that somebody was given.
    Reset,
    /// Choosing another one, by a link that came by mail.
    Forgotten,
}

impl Purpose {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::SetUp => "setup",
            Self::Invite => "invite",
            Self::Reset => "reset",
            Self::Forgotten => "forgotten",
        }
    }

    pub(super) const fn lifetime(self) -> Span {
        match self {
            Self::SetUp | Self::Invite => Span::from_days(7),
            // Somebody asked for it just now.
            Self::Reset => Span::from_hours(24),
            // Mail may take a while, and mailboxes keep it for years.
            Self::Forgotten => Span::from_hours(2),
        }
    }
}

/// Makes a link and gives its token: the only time that anybody sees it. Earlier links of the
/// same person, and for the same purpose without one, are worth nothing from now on.
pub(super) async fn make(tx: &Tx<'_>, purpose: Purpose, user: Option<UserId>) -> Result<String> {
    let earlier = match user {
        Some(user) => Condition::all().add(tokens::Column::UserId.eq(user.get())),
        None => Condition::all().add(tokens::Column::Purpose.eq(purpose.as_str())),
    };
    tokens::Entity::delete_many().filter(earlier).filter(tokens::Column::UsedAt.is_null()).exec(&tx.conn).await?;
    insert(tx, purpose, user, tx.now.plus(purpose.lifetime())).await
}

/// Makes a link that leaves by mail. Others of the same person go on working until one of them is used: a mail may be sent twice
/// and shown once, and a stranger who asks for a link must not take away the one that somebody waits for.
pub(super) async fn make_for_mail(tx: &Tx<'_>, purpose: Purpose, user: UserId, until: Timestamp) -> Result<String> {
    let old = tokens::Entity::delete_many()
        .filter(tokens::Column::UserId.eq(user.get()))
        .filter(tokens::Column::Purpose.eq(purpose.as_str()))
        .filter(tokens::Column::ExpiresAt.lte(tx.now.millis()));
    old.exec(&tx.conn).await?;
    insert(tx, purpose, Some(user), until).await
}

async fn insert(tx: &Tx<'_>, purpose: Purpose, user: Option<UserId>, until: Timestamp) -> Result<String> {
    let fresh = token::fresh()?;
    let row = tokens::ActiveModel {
        purpose: Set(purpose.as_str().to_owned()),
        hash: Set(token::hash(&fresh)),
        user_id: Set(user.map(UserId::get)),
        created_by: Set(tx.actor.map(UserId::get)),
        created_at: Set(tx.now.millis()),
        expires_at: Set(until.millis()),
        ..Default::default()
    };
    tokens::Entity::insert(row).exec(&tx.conn).await?;
    Ok(fresh)
}

/// Makes all links of a person worth nothing.
pub(super) async fn revoke(tx: &Tx<'_>, user: UserId) -> Result<()> {
    let unused = tokens::Entity::delete_many().filter(tokens::Column::UserId.eq(user.get())).filter(tokens::Column::UsedAt.is_null());
    unused.exec(&tx.conn).await?;
    Ok(())
}

/// The link of this token, if it can still be used.
pub(super) async fn usable(conn: &impl ConnectionTrait, token: &str, now: Timestamp) -> Result<tokens::Model> {
    // Found by its hash, so the time that it takes tells nothing about a token.
    let row = tokens::Entity::find().filter(tokens::Column::Hash.eq(token::hash(token))).one(conn).await?;
    row.filter(|row| row.used_at.is_none() && row.expires_at > now.millis()).ok_or(Error::DeadLink)
}

/// Uses the link up; of two who try at once, one does.
pub(super) async fn use_up(tx: &Tx<'_>, link: &tokens::Model) -> Result<()> {
    let used = tokens::Entity::update_many()
        .col_expr(tokens::Column::UsedAt, Expr::value(tx.now.millis()))
        .filter(tokens::Column::Id.eq(link.id))
        .filter(tokens::Column::UsedAt.is_null())
        .exec(&tx.conn)
        .await?;
    if used.rows_affected == 1 { Ok(()) } else { Err(Error::DeadLink) }
}

/// Whom a link for choosing a password belongs to.
///
/// # Errors
/// [`Error::DeadLink`].
pub async fn password_link(store: &Store, token: &str) -> Result<LinkOwner> {
    let (link, account) = owner(&store.read, token, store.now()).await?;
    Ok(LinkOwner { name: account.name, email: account.email.unwrap_or_default(), invited: link.purpose == Purpose::Invite.as_str() })
}

/// Chooses a password by an invitation or a reset link. All sessions and all other links of the account end, because whoever lost
/// a password does not know who has it; a mail tells of the change.
///
/// # Errors
/// [`Error::DeadLink`]; [`Error::Invalid`] for `password`.
pub async fn choose_password(store: &Store, token: &str, password: &str) -> Result<Entered> {
    let (_, account) = owner(&store.read, token, store.now()).await?;
    let organisation = store.organisation().await;
    let email = account.email.as_deref().unwrap_or_default();
    passwords::judge("password", password, &[&account.name, email, &organisation])?;
    let hash = store.passwords.hash(password).await?;
    store
        .transact(None, |tx| {
            Box::pin(async {
                let (link, account) = owner(&tx.conn, token, tx.now).await?;
                use_up(tx, &link).await?;
                let user = UserId(account.id);
                let joins = link.purpose == Purpose::Invite.as_str();
                let action = if joins { "user.join" } else { "user.reset_password" };
                let mut account = account.into_active_model();
                account.password_hash = Set(Some(hash.clone()));
                account.password_changed_at = Set(Some(tx.now.millis()));
                account.state = Set(AccountState::Active.as_str().to_owned());
                account.updated_at = Set(tx.now.millis());
                account.update(&tx.conn).await?;
                sessions::end_all(&tx.conn, user, None).await?;
                revoke(tx, user).await?;
                if !joins {
                    outbox::enqueue_account(tx, MailOccasion::PasswordChanged, user, tx.now).await?;
                }
                let data = if joins { json!({}) } else { json!({ "link": link.purpose }) };
                tx.audit_by(user, action, ("user", user), data);
                Ok(Entered { user, password_of: tx.now })
            })
        })
        .await
}

/// The link and its account; a link of an account that may not sign in is dead.
async fn owner(conn: &impl ConnectionTrait, token: &str, now: Timestamp) -> Result<(tokens::Model, users::Model)> {
    let link = usable(conn, token, now).await?;
    let user = link.user_id.ok_or(Error::DeadLink)?;
    let account = users::Entity::find_by_id(user).one(conn).await?.ok_or(Error::DeadLink)?;
    match convert::word("account state", &account.state)? {
        AccountState::Active | AccountState::Invited => Ok((link, account)),
        AccountState::Placeholder | AccountState::Disabled => Err(Error::DeadLink),
    }
}
