//! A forgotten password: a link by mail, for whoever reads the account's mail.
//!
//! Asking writes the same row for every address and looks at no account: neither the answer nor the time that it takes tells
//! whether there is one. Whose address it is, is found out when mail is written. The link itself is made when its mail leaves, so
//! that nothing but its hash is ever stored.

use domain::{
    id::UserId,
    invalid::Invalid,
    people::{AccountState, Email, MailOccasion},
    time::{Span, Timestamp},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Set};
use serde_json::json;

use super::{
    link::{self, Purpose},
    sign_in::network,
};
use crate::{
    Result, Store, Tx,
    entity::{password_requests, users},
    outbox,
    throttle::{Guard, Limit},
    token,
};

/// For one account: enough for a mail that did not come, and too little to fill somebody's mailbox.
const ACCOUNT: Limit = Limit { attempts: 3, window: Span::from_hours(1), lock: Span::from_minutes(15), longest: Span::from_hours(6) };

/// From one address, whatever accounts it asks for: an office may share one.
const ADDRESS: Limit = Limit { attempts: 30, window: Span::from_minutes(15), lock: Span::from_minutes(1), longest: Span::from_minutes(15) };

/// How many requests one transaction looks at.
const AT_ONCE: u64 = 50;

/// Notes that somebody at the network address `from` asks for a link for the account of `email`.
///
/// # Errors
/// [`Error::Invalid`](crate::Error::Invalid) for an `email` that is no address; [`Error::Throttled`](crate::Error::Throttled)
/// after too many requests for this address or from there. All of that is the same for an address that nobody has.
pub async fn ask_for_link(store: &Store, email: &str, from: &str) -> Result<()> {
    let email = Email::parse(email).map_err(|code| Invalid::one("email", code))?;
    store.attempt_within(&guards(&email, from)).await?;
    let row = password_requests::ActiveModel {
        email: Set(email.to_string()),
        address: Set(from.to_owned()),
        asked_at: Set(store.now().millis()),
        ..Default::default()
    };
    password_requests::Entity::insert(row).exec_without_returning(&store.write).await?;
    Ok(())
}

/// The account's guard is kept under a hash, as for signing in.
fn guards(email: &Email, from: &str) -> Vec<Guard> {
    let mut guards = vec![(format!("forgotten:{}", token::hash(email.as_str())), ACCOUNT)];
    if let Some(network) = network(from) {
        guards.push((format!("forgotten-from:{network}"), ADDRESS));
    }
    guards
}

/// Queues a mail for each request whose address is that of somebody who signs in with it, and forgets the others; says how many
/// mails that were.
///
/// # Errors
/// Those of the database.
pub async fn answer_requests(store: &Store) -> Result<u64> {
    let mut queued = 0;
    loop {
        let (looked_at, found) = store.transact(None, |tx| Box::pin(answer_some(tx))).await?;
        queued += found;
        if looked_at < AT_ONCE {
            return Ok(queued);
        }
    }
}

async fn answer_some(tx: &mut Tx<'_>) -> Result<(u64, u64)> {
    let requests = password_requests::Entity::find().order_by_asc(password_requests::Column::Id).limit(AT_ONCE).all(&tx.conn).await?;
    let mut queued = 0;
    for request in &requests {
        // Whoever removes the row answers it: another process may have read it, too.
        let removed = password_requests::Entity::delete_by_id(request.id).exec(&tx.conn).await?;
        if removed.rows_affected == 1 {
            queued += u64::from(answer(tx, request).await?);
        }
    }
    Ok((requests.len() as u64, queued))
}

async fn answer(tx: &mut Tx<'_>, request: &password_requests::Model) -> Result<bool> {
    let account = users::Entity::find()
        .filter(users::Column::Email.eq(request.email.as_str()))
        .filter(users::Column::State.eq(AccountState::Active.as_str()))
        .one(&tx.conn)
        .await?;
    let Some(account) = account else { return Ok(false) };
    let user = UserId(account.id);
    outbox::enqueue_account(tx, MailOccasion::PasswordForgotten, user, Timestamp::from_millis(request.asked_at)).await?;
    tx.audit("user.forget_password", ("user", user), json!({ "address": request.address }));
    Ok(true)
}

/// The secret of a link that leaves by mail now; `None` when it would be worth nothing: it was asked for too long ago, or the
/// account is not in the state that it is for.
pub(crate) async fn link_by_mail(store: &Store, user: UserId, occasion: MailOccasion, asked_at: Timestamp) -> Result<Option<String>> {
    let (purpose, state) = match occasion {
        MailOccasion::Invited => (Purpose::Invite, AccountState::Invited),
        _ => (Purpose::Forgotten, AccountState::Active),
    };
    let until = asked_at.plus(purpose.lifetime());
    store
        .transact(None, |tx| {
            Box::pin(async move {
                let account = users::Entity::find_by_id(user.get()).one(&tx.conn).await?;
                let fits = account.is_some_and(|account| account.state == state.as_str());
                if fits && until > tx.now { Ok(Some(link::make_for_mail(tx, purpose, user, until).await?)) } else { Ok(None) }
            })
        })
        .await
}
