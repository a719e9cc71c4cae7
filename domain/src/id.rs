//! Identities. The id is a type, so that a team cannot be asked for by a ticket's number.

use std::{fmt, num::ParseIntError, str::FromStr};

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl $name {
            /// The number as both databases keep it.
            #[must_use]
            pub const fn get(self) -> i64 {
                self.0
            }
        }

        impl From<i64> for $name {
            fn from(id: i64) -> Self {
                Self(id)
            }
        }

        impl From<$name> for i64 {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

ids! {
    /// A person with an account, or a placeholder for one.
    UserId,
    /// A service, business or supplier team.
    TeamId,
    /// A service of the catalogue.
    ServiceId,
    /// A sender of alerts.
    IntegrationId,
    /// A rule that says what an alert makes.
    AlertRuleId,
    /// A group of services in the catalogue.
    CategoryId,
    /// One version of a service's request form.
    FormId,
    /// A ticket; it is the number that people say: `TicketId(1042)` is `SR-1042`.
    TicketId,
    /// An entry of a ticket's timeline.
    EventId,
    /// A file that somebody attached.
    AttachmentId,
    /// A named set of permissions.
    RoleId,
    /// A promise that was not kept, on record.
    BreachId,
    /// A message that waits to leave, or has left.
    OutboxId,
    /// One run of an import.
    ImportId,
    /// A low rating that is followed up.
    FollowUpId,
    /// A record of the audit log.
    AuditId,
    /// A calendar, through all its versions.
    CalendarId,
    /// One version of a calendar; it never changes.
    CalendarVersionId,
    /// A reply template.
    TemplateId,
    /// A policy, through all its versions.
    PolicyId,
    /// One version of a policy; it never changes.
    PolicyVersionId,
    /// A fault: an interruption or degradation of services.
    FaultId,
    /// Whose turn it is to be on call in a team.
    RotaId,
    /// A round in which teams score each other.
    RoundId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_written_as_a_plain_number_everywhere() {
        assert_eq!(TicketId(1042).to_string(), "1042");
        assert_eq!("1042".parse(), Ok(TicketId(1042)));
        assert_eq!(serde_json::to_string(&TicketId(1042)).unwrap(), "1042");
        assert!("10x".parse::<TicketId>().is_err());
    }
}
