//! The audit log's chain: each record's hash covers the one before it, so that
//! nothing can be changed, left out or put in between without being found.
//!
//! # The encoding
//! `hash = SHA-256("opsbeat audit v1\n" ‖ previous hash (32 bytes) ‖ fields)`,
//! where the fields are, in this order: `at`, the milliseconds since 1970 as 8
//! bytes; `actor`, as one byte 0 when nobody, else 1 and the id as 8 bytes;
//! then `action`, `object.kind`, `object.id` and `data`, each as its length in
//! bytes (8 bytes) and its UTF-8. Integers are big-endian. `data` is hashed as
//! the text that is stored, so a database that rewrote the JSON would be found.
//! The first record's previous hash is 32 zero bytes.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    id::{AuditId, UserId},
    time::Timestamp,
};

const DOMAIN: &[u8] = b"opsbeat audit v1\n";

/// A link of the chain; as text 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Hash([u8; 32]);

impl Hash {
    /// What stands before the first record.
    pub const GENESIS: Self = Self([0; 32]);

    /// The hash of these bytes' value.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its 32 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// The text is not 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a hash")]
pub struct NotAHash;

impl FromStr for Hash {
    type Err = NotAHash;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digit = |byte: u8| match byte {
            b'0'..=b'9' => Ok(byte - b'0'),
            b'a'..=b'f' => Ok(byte - b'a' + 10),
            _ => Err(NotAHash),
        };
        let text: &[u8; 64] = text.as_bytes().try_into().map_err(|_| NotAHash)?;
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(text.chunks_exact(2)) {
            *byte = digit(pair[0])? << 4 | digit(pair[1])?;
        }
        Ok(Self(bytes))
    }
}

/// What a record is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Object {
    /// What sort of thing: `ticket`, `user`, `role`.
    pub kind: String,
    /// Which one; text, as not everything has a number.
    pub id: String,
}

/// One change of anything: who did what, when, to what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// When.
    pub at: Timestamp,
    /// Who; nobody, when it happened by itself.
    pub actor: Option<UserId>,
    /// What, by a verb: `ticket.resolve`, `role.grant`.
    pub action: String,
    /// To what.
    pub object: Object,
    /// From and to, as JSON text exactly as it is stored.
    pub data: String,
}

/// A record as it was stored, with its link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Its id, by which a broken link is named.
    pub id: AuditId,
    /// The record.
    pub record: Record,
    /// The link before it, as it was stored with it.
    pub prev: Hash,
    /// Its own link.
    pub hash: Hash,
}

/// The link that follows `prev` by this record.
#[must_use]
pub fn link(prev: &Hash, record: &Record) -> Hash {
    let mut hasher = Sha256::new();
    hasher.update(DOMAIN);
    hasher.update(prev.0);
    hasher.update(record.at.millis().to_be_bytes());
    match record.actor {
        None => hasher.update([0]),
        Some(actor) => {
            hasher.update([1]);
            hasher.update(actor.get().to_be_bytes());
        }
    }
    for text in [&record.action, &record.object.kind, &record.object.id, &record.data] {
        // The length in front keeps ("ab", "c") and ("a", "bc") apart.
        hasher.update((text.len() as u64).to_be_bytes());
        hasher.update(text.as_bytes());
    }
    Hash(hasher.finalize().into())
}

/// Where the chain does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the chain is broken at record {id}, {checked} records before it are intact")]
pub struct Broken {
    /// The first record that does not follow from the ones before it.
    pub id: AuditId,
    /// How many records before it hold.
    pub checked: u64,
}

/// A chain that holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Intact {
    /// How many records.
    pub records: u64,
    /// The last link: written down elsewhere, it also proves that no record
    /// was taken off the end.
    pub head: Hash,
}

/// Checks records in their order, one by one, so that any length will do.
#[derive(Clone, Copy, Debug)]
pub struct Verifier {
    head: Hash,
    checked: u64,
}

impl Default for Verifier {
    fn default() -> Self {
        Self { head: Hash::GENESIS, checked: 0 }
    }
}

impl Verifier {
    /// Takes the next record.
    ///
    /// # Errors
    /// When it does not follow from the ones before it.
    pub fn take(&mut self, stored: &Stored) -> Result<(), Broken> {
        let follows = stored.prev == self.head && stored.hash == link(&self.head, &stored.record);
        if !follows {
            return Err(Broken { id: stored.id, checked: self.checked });
        }
        self.head = stored.hash;
        self.checked += 1;
        Ok(())
    }

    /// What was found so far.
    #[must_use]
    pub const fn intact(&self) -> Intact {
        Intact { records: self.checked, head: self.head }
    }
}

/// Checks a whole chain.
///
/// # Errors
/// The first record that does not follow from the ones before it.
pub fn verify(chain: impl IntoIterator<Item = Stored>) -> Result<Intact, Broken> {
    let mut verifier = Verifier::default();
    for stored in chain {
        verifier.take(&stored)?;
    }
    Ok(verifier.intact())
}

/// The sort of thing that a fact of this name gives by number; `None` for what is no number of anything.
#[must_use]
pub fn sort_named_by(fact: &str) -> Option<&'static str> {
    Some(match fact {
        "user" | "person" | "people" | "owner" => "user",
        "team" | "teams" | "audience" => "team",
        "service" | "services" => "service",
        "role" => "role",
        "category" => "category",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> Record {
        Record {
            at: Timestamp::from_millis(1_763_370_000_000),
            actor: Some(UserId(7)),
            action: "ticket.resolve".to_owned(),
            object: Object { kind: "ticket".to_owned(), id: "1042".to_owned() },
            data: r#"{"to":"resolved"}"#.to_owned(),
        }
    }

    #[test]
    fn the_encoding_never_changes() {
        let first = link(&Hash::GENESIS, &record());
        assert_eq!(first.to_string(), "190c9ee05096d3c18783c0a030625b643be53c5bbecb3474c4a3dd79270f89c4");
        let second = link(&first, &Record { actor: None, ..record() });
        assert_eq!(second.to_string(), "611e16b6c4ec5864225fe6bb57776805ed6439ec67d940bad1637107fdb68932");
    }

    #[test]
    fn a_hash_comes_back_from_its_text() {
        let hash = link(&Hash::GENESIS, &record());
        assert_eq!(hash.to_string().parse(), Ok(hash));
        for text in ["", "00", &"g".repeat(64), &hash.to_string().to_uppercase(), &"é".repeat(32)] {
            assert_eq!(text.parse::<Hash>(), Err(NotAHash));
        }
    }

    #[test]
    fn an_empty_chain_holds() {
        assert_eq!(verify([]), Ok(Intact { records: 0, head: Hash::GENESIS }));
    }
}
