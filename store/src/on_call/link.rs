//! What tells somebody of a fault, with the signed link by which they say that they have it without signing in.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    fault::{Severity, number::Number},
    id::{FaultId, TeamId, UserId},
    ticket::view::ServiceRef,
    time::{Span, Timestamp},
};
use hmac::{Hmac, KeyInit, Mac};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use sha2::Sha256;

use crate::{
    Error, Result, Store, convert,
    entity::{calls, services, teams},
    faults::Standing,
    people::service_ref,
    settings::SigningKey,
};

/// How long a link works. It ends with the fault, too, and says so.
const LINK_LIVES: Span = Span::from_hours(24);
/// What is signed begins with it, so that no other signature of the same key is one of these.
const PURPOSE: &[u8] = b"opsbeat call v1\n";
/// The bytes of the signature that a link carries: as many as a guess could never hit.
const SIGNATURE: usize = 16;

/// What tells somebody of a fault, as things stand when it leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The name of the team for which they are called.
    pub team: String,
    /// The fault; none for a test.
    pub fault: Option<PageFault>,
    /// In which round and by which step, counted from 1; 0 for a test.
    pub place: (i64, i64),
    /// What the link carries by which they say that they have it; none for a test.
    pub token: Option<String>,
}

/// The fault that calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageFault {
    /// Its number.
    pub number: Number,
    /// What is wrong.
    pub title: String,
    /// How bad it is.
    pub severity: Severity,
    /// What it hits.
    pub services: Vec<ServiceRef>,
    /// When somebody said that there is a fault.
    pub declared_at: Timestamp,
}

impl Page {
    /// What an attempt tells, and whether it is still needed. `None` without such an attempt.
    pub(crate) async fn of_call(store: &Store, conn: &impl ConnectionTrait, id: i64) -> Result<Option<(Self, bool)>> {
        let Some(row) = calls::Entity::find_by_id(id).one(conn).await? else { return Ok(None) };
        let (page, waits) = Self::of_row(store, conn, &row).await?;
        Ok(Some((page, waits)))
    }

    pub(super) async fn of_row(store: &Store, conn: &impl ConnectionTrait, row: &calls::Model) -> Result<(Self, bool)> {
        let team = teams::Entity::find_by_id(row.team_id).one(conn).await?.map(|team| team.name).unwrap_or_default();
        let mut page = Self { team, fault: None, place: (row.round, row.step), token: None };
        let (Some(fault), Some(person)) = (row.fault_id.map(FaultId), row.person_id.map(UserId)) else { return Ok((page, true)) };
        let standing = Standing::find(conn, fault, false).await?;
        let hit = &standing.known.services;
        page.fault = Some(PageFault {
            number: Number(fault),
            title: standing.row.title.clone(),
            severity: convert::word("fault", &standing.row.severity)?,
            services: services_of(conn, hit.iter().map(|service| service.get())).await?,
            declared_at: Timestamp::from_millis(standing.row.declared_at),
        });
        page.token = Some(token(store, fault, person, Timestamp::from_millis(row.at)).await?);
        Ok((page, standing.waits() && standing.known.facts.teams.contains(&TeamId(row.team_id))))
    }
}

/// What the link carries by which somebody says that they have a fault to which they were called at this time.
pub(crate) async fn token(store: &Store, fault: FaultId, person: UserId, called_at: Timestamp) -> Result<String> {
    let link = Link { fault, person, expires: called_at.plus(LINK_LIVES) };
    Ok(link.sign(&store.signing_key().await?))
}

/// Services as lists name them.
pub(super) async fn services_of(conn: &impl ConnectionTrait, ids: impl IntoIterator<Item = i64>) -> Result<Vec<ServiceRef>> {
    let rows = services::Entity::find().filter(services::Column::Id.is_in(ids)).order_by_asc(services::Column::Id).all(conn).await?;
    Ok(rows.iter().map(service_ref).collect())
}

/// What a link says: which fault, who is called, and until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) fault: FaultId,
    pub(super) person: UserId,
    pub(super) expires: Timestamp,
}

impl Link {
    fn claims(self) -> [u8; 24] {
        let mut claims = [0; 24];
        let numbers = [self.fault.get(), self.person.get(), self.expires.millis()];
        for (place, number) in claims.chunks_exact_mut(8).zip(numbers) {
            place.copy_from_slice(&number.to_be_bytes());
        }
        claims
    }

    pub(super) fn sign(self, key: &SigningKey) -> String {
        let claims = self.claims();
        let signature = mac(key, &claims).finalize().into_bytes();
        URL_SAFE_NO_PAD.encode([&claims[..], &signature[..SIGNATURE]].concat())
    }

    pub(super) fn verify(key: &SigningKey, token: &str, now: Timestamp) -> Result<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(token).map_err(|_| Error::DeadLink)?;
        let (claims, signature) = bytes.split_at_checked(24).ok_or(Error::DeadLink)?;
        if signature.len() != SIGNATURE || mac(key, claims).verify_truncated_left(signature).is_err() {
            return Err(Error::DeadLink);
        }
        let number = |at: usize| claims[at..at + 8].iter().fold(0_i64, |number, &byte| number << 8 | i64::from(byte));
        let link = Self { fault: FaultId(number(0)), person: UserId(number(8)), expires: Timestamp::from_millis(number(16)) };
        if link.expires <= now { Err(Error::DeadLink) } else { Ok(link) }
    }
}

fn mac(key: &SigningKey, claims: &[u8]) -> Hmac<Sha256> {
    // A key that is shorter than a block is filled with zeros (RFC 2104), here so that nothing can fail.
    let mut block = [0; 64];
    block[..key.len()].copy_from_slice(key);
    let mut mac = <Hmac<Sha256> as KeyInit>::new(&block.into());
    mac.update(PURPOSE);
    mac.update(claims);
    mac
}

/// The signature of a body under a team's secret, of whatever length: HMAC-SHA256 as 64 hexadecimal digits.
pub(super) fn signature(secret: &str, body: &[u8]) -> String {
    use sha2::Digest;
    // RFC 2104: a longer key is hashed first, a shorter one is filled with zeros.
    let mut block = [0; 64];
    let hashed = Sha256::digest(secret.as_bytes());
    let key: &[u8] = if secret.len() > block.len() { &hashed } else { secret.as_bytes() };
    block[..key.len()].copy_from_slice(key);
    let mut mac = <Hmac<Sha256> as KeyInit>::new(&block.into());
    mac.update(body);
    crate::token::hex(&mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: SigningKey = [7; 32];
    const NOW: Timestamp = Timestamp::from_millis(1_000_000);

    #[test]
    fn a_link_says_what_was_signed_for_a_day_and_nothing_else() {
        let link = Link { fault: FaultId(7), person: UserId(9), expires: NOW.plus(LINK_LIVES) };
        let token = link.sign(&KEY);
        assert_eq!(Link::verify(&KEY, &token, NOW).unwrap(), link);
        for at in 0..token.len() {
            let mut changed = token.clone().into_bytes();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            assert!(Link::verify(&KEY, std::str::from_utf8(&changed).unwrap(), NOW).is_err());
        }
        assert!(Link::verify(&[8; 32], &token, NOW).is_err());
        assert!(Link::verify(&KEY, &token[..40], NOW).is_err());
        assert!(Link::verify(&KEY, &token, NOW.plus(LINK_LIVES)).is_err());
    }

    #[test]
    fn a_signature_is_that_of_rfc_4231() {
        let hex = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert_eq!(signature("Jefe", b"what do ya want for nothing?"), hex);
        let long = "\u{aa}".repeat(131);
        assert_eq!(signature(&long, b"x").len(), 64);
    }
}
