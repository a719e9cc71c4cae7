//! Signing in: the same answer, at the same cost, whatever is wrong.

use std::net::IpAddr;

use domain::{
    id::UserId,
    people::AccountState,
    time::{Span, Timestamp},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;

use crate::{
    Error, Result, Store,
    entity::users,
    throttle::{Guard, Limit},
    token,
};

/// For one account, from wherever it is tried.
const ACCOUNT: Limit = Limit { attempts: 5, window: Span::from_minutes(30), lock: Span::from_minutes(1), longest: Span::from_minutes(15) };

/// From one address, whatever accounts it tries: an office may share one, so it is wider, and
/// a whole office that signs in on Monday morning uses up none of it.
const ADDRESS: Limit = Limit { attempts: 50, window: Span::from_minutes(15), lock: Span::from_minutes(1), longest: Span::from_minutes(15) };

/// Somebody who has just shown who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entered {
    /// Whose account it is.
    pub user: UserId,
    /// When the password was chosen that they came with; 1970, when nobody wrote it down. A session that remembers it is over as soon as there is another one, also
    /// when it is begun at that very moment.
    pub password_of: Timestamp,
}

impl Entered {
    pub(super) fn with(account: &users::Model) -> Self {
        Self { user: UserId(account.id), password_of: chosen(account) }
    }
}

/// When the account's password was chosen.
pub(crate) fn chosen(account: &users::Model) -> Timestamp {
    account.password_changed_at.map_or(Timestamp::EPOCH, Timestamp::from_millis)
}

/// Checks an address and a password; `from` is the visitor's network address.
///
/// # Errors
/// [`Error::WrongCredentials`] for an unknown account, a wrong password and an account that is
/// not active alike; [`Error::Throttled`] after too many attempts.
pub async fn sign_in(store: &Store, email: &str, password: &str, from: &str) -> Result<Entered> {
    let email = email.trim().to_lowercase();
    let guards = guards(&email, from);
    store.attempt_within(&guards).await?;
    let account = users::Entity::find().filter(users::Column::Email.eq(email.as_str())).one(&store.read).await?;
    let account = account.filter(|account| account.state == AccountState::Active.as_str());
    let hash = account.as_ref().and_then(|account| account.password_hash.as_deref());
    let right = store.passwords.verify(password, hash).await?;
    let Some(account) = account.filter(|_| right) else { return Err(Error::WrongCredentials) };
    let user = UserId(account.id);
    if let [(own, _), shared @ ..] = guards.as_slice() {
        store.forgive(own).await?;
        for guard in shared {
            store.give_back(guard).await?;
        }
    }
    store
        .transact(user, |tx| {
            Box::pin(async {
                tx.audit("user.sign_in", ("user", user), json!({ "address": from }));
                Ok(())
            })
        })
        .await?;
    Ok(Entered::with(&account))
}

/// The account's guard first. It is kept under a hash: people type passwords into the wrong field.
fn guards(email: &str, from: &str) -> Vec<Guard> {
    let mut guards = vec![(format!("account:{}", token::hash(email)), ACCOUNT)];
    if let Some(network) = network(from) {
        guards.push((format!("address:{network}"), ADDRESS));
    }
    guards
}

/// What one visitor has of addresses: of IPv6 the first half is theirs, and they choose the rest.
pub(crate) fn network(from: &str) -> Option<String> {
    match from.parse().ok()? {
        IpAddr::V4(address) => Some(address.to_string()),
        IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(address) => Some(address.to_string()),
            None => {
                let [a, b, c, d, ..] = address.segments();
                Some(format!("{a:x}:{b:x}:{c:x}:{d:x}::/64"))
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visitor_is_counted_by_what_they_cannot_choose() {
        assert_eq!(network("192.0.2.7").as_deref(), Some("192.0.2.7"));
        assert_eq!(network("::ffff:192.0.2.7").as_deref(), Some("192.0.2.7"));
        assert_eq!(network("2001:db8:1:2:aaaa::1"), network("2001:db8:1:2:bbbb::2"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_eq!(network(""), None);
    }
}
