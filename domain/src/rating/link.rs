use crate::{
    id::{TicketId, UserId},
    time::{Span, Timestamp},
};

/// What a rating link says: whose judgement of which ticket it takes, and until when.
///
/// The stars are no part of it, so that the link can be used again to change them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RatingLink {
    /// The ticket.
    pub ticket: TicketId,
    /// Whose judgement.
    pub requester: UserId,
    /// When it ends, in whole seconds.
    pub expires: Timestamp,
}

/// Why a link is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// Not spelt as a link is, or not signed by this instance.
    #[error("the link was not made here")]
    Forged,
    /// Its time is over.
    #[error("the link has expired")]
    Expired,
}

/// Keeps a signature for this purpose from being one for another.
const PURPOSE: &str = "opsbeat rating v1";

impl RatingLink {
    /// How long a link can be used.
    pub const LIFETIME: Span = Span::from_days(30);

    /// The link that is sent at `now`.
    #[must_use]
    pub const fn new(ticket: TicketId, requester: UserId, now: Timestamp) -> Self {
        let expires = now.plus(Self::LIFETIME).millis().div_euclid(1000) * 1000;
        Self { ticket, requester, expires: Timestamp::from_millis(expires) }
    }

    /// The token to put into a URL: digits, points and lower-case hexadecimal.
    /// `sign` gives the message's authentication code.
    pub fn encode(&self, sign: impl FnOnce(&[u8]) -> [u8; 32]) -> String {
        let payload = self.payload();
        let code = sign(message(&payload).as_bytes());
        let hex: String = code.iter().map(|byte| format!("{byte:02x}")).collect();
        format!("{payload}.{hex}")
    }

    /// Reads a token. `verify` compares the code with the message's own, in constant time.
    ///
    /// # Errors
    /// `Forged` before `Expired`: what is not signed says nothing about its time.
    pub fn decode(token: &str, now: Timestamp, verify: impl FnOnce(&[u8], &[u8; 32]) -> bool) -> Result<Self, LinkError> {
        let (payload, hex) = token.rsplit_once('.').ok_or(LinkError::Forged)?;
        let code: crate::audit::Hash = hex.parse().map_err(|_| LinkError::Forged)?;
        let link = Self::read(payload).ok_or(LinkError::Forged)?;
        if !verify(message(payload).as_bytes(), code.as_bytes()) {
            return Err(LinkError::Forged);
        }
        if now >= link.expires { Err(LinkError::Expired) } else { Ok(link) }
    }

    fn payload(&self) -> String {
        format!("{}.{}.{}", self.ticket, self.requester, self.expires.millis().div_euclid(1000))
    }

    fn read(payload: &str) -> Option<Self> {
        let mut parts = payload.split('.').map(|part| part.parse::<i64>().ok());
        let (ticket, requester, seconds) = (parts.next()??, parts.next()??, parts.next()??);
        let link =
            Self { ticket: TicketId(ticket), requester: UserId(requester), expires: Timestamp::from_millis(seconds.checked_mul(1000)?) };
        // One link has one spelling: `+7` and `007` are not it.
        (parts.next().is_none() && link.payload() == payload).then_some(link)
    }
}

fn message(payload: &str) -> String {
    format!("{PURPOSE}\n{payload}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use sha2::{Digest, Sha256};

    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_763_370_000_123);

    fn sign(message: &[u8]) -> [u8; 32] {
        Sha256::new().chain_update(b"key").chain_update(message).finalize().into()
    }

    fn verify(message: &[u8], code: &[u8; 32]) -> bool {
        sign(message) == *code
    }

    #[test]
    fn a_link_holds_for_thirty_days_and_not_a_second_longer() {
        let link = RatingLink::new(TicketId(1042), UserId(7), NOW);
        let token = link.encode(sign);
        assert!(token.starts_with("1042.7.1765962000."));
        assert_eq!(RatingLink::decode(&token, NOW, verify), Ok(link));
        let last = link.expires.minus(Span::from_millis(1));
        assert_eq!(RatingLink::decode(&token, last, verify), Ok(link));
        assert_eq!(RatingLink::decode(&token, link.expires, verify), Err(LinkError::Expired));
    }

    #[test]
    fn an_old_forged_link_is_told_to_be_forged_and_not_to_be_old() {
        let token = RatingLink::new(TicketId(1042), UserId(7), Timestamp::EPOCH).encode(|_| [0; 32]);
        assert_eq!(RatingLink::decode(&token, NOW, verify), Err(LinkError::Forged));
    }

    proptest! {
        #[test]
        fn any_change_of_a_link_is_refused(at in 0_usize..80, with in "[0-9a-f.+ -]") {
            let token = RatingLink::new(TicketId(1042), UserId(7), NOW).encode(sign);
            let mut changed = token.clone();
            let at = at % changed.len();
            changed.replace_range(at..=at, &with);
            prop_assume!(changed != token);
            prop_assert_eq!(RatingLink::decode(&changed, NOW, verify), Err(LinkError::Forged));
        }

        #[test]
        fn no_token_stops_the_program(token in ".{0,120}", numbers in any::<(i64, i64, i64)>()) {
            prop_assert!(RatingLink::decode(&token, NOW, verify).is_err());
            let (ticket, requester, seconds) = numbers;
            let token = format!("{ticket}.{requester}.{seconds}.{}", "0".repeat(64));
            prop_assert!(RatingLink::decode(&token, NOW, verify).is_err());
        }
    }
}
