//! An integration: one sender of alerts, whom its token names.

use serde::{Deserialize, Serialize};

use super::heartbeat::Expected;
use crate::{
    id::{ServiceId, UserId},
    invalid::{self, Code, Invalid},
    word::words,
};

/// The most characters of a name.
pub const NAME_MAX: usize = 80;

words! {
    /// What it speaks.
    pub enum Kind {
        /// The webhook of Alertmanager, version 4.
        Alertmanager = "alertmanager",
        /// The Events API of PagerDuty, version 2.
        Events = "events",
        /// Nothing but that it lives.
        Heartbeat = "heartbeat",
    }
}

/// An integration as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct IntegrationDraft {
    /// What people call it.
    pub name: String,
    /// A [`Kind`]; it never changes.
    pub kind: String,
    /// What it speaks for where a rule says nothing else.
    pub service: Option<ServiceId>,
    /// Who answers for it, and in whose name it declares and files.
    pub owner: Option<UserId>,
    /// How many minutes may lie between two signs of life; empty to watch nothing.
    pub every: String,
    /// How many minutes more.
    pub grace: String,
}

/// An integration that is right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// As in the draft.
    pub name: String,
    /// As in the draft.
    pub kind: Kind,
    /// As in the draft.
    pub service: ServiceId,
    /// As in the draft.
    pub owner: UserId,
    /// When it is missed; nobody misses it, if absent.
    pub expected: Option<Expected>,
}

impl IntegrationDraft {
    /// The same once it is right.
    ///
    /// # Errors
    /// At `name`: `Required`, `TooLong`, `BadCharacters`; at `kind`: `UnknownChoice`; at `service` and `owner`: `Required`; at `every` and
    /// `grace` as [`Expected::parse`].
    pub fn parse(&self) -> Result<Checked, Invalid> {
        let mut invalid = Invalid::default();
        let name = invalid.take("name", invalid::line(&self.name, 1, NAME_MAX));
        let kind = invalid.take("kind", self.kind.parse::<Kind>().map_err(|_| Code::UnknownChoice));
        let service = invalid.take("service", self.service.ok_or(Code::Required));
        let owner = invalid.take("owner", self.owner.ok_or(Code::Required));
        let expected = Expected::parse(&self.every, &self.grace).map_err(|wrong| invalid.extend(wrong)).ok();
        match (name, kind, service, owner, expected) {
            (Some(name), Some(kind), Some(service), Some(owner), Some(expected)) => Ok(Checked { name, kind, service, owner, expected }),
            _ => Err(invalid),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_is_wrong_is_told_at_once() {
        let wrong = IntegrationDraft { every: "x".into(), ..IntegrationDraft::default() }.parse().unwrap_err();
        let fields: Vec<&str> = wrong.fields.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["name", "kind", "service", "owner", "every"]);
    }

    #[test]
    fn nobody_is_missed_unless_somebody_says_so() {
        let draft = IntegrationDraft {
            name: " Prometheus ".into(),
            kind: "alertmanager".into(),
            service: Some(ServiceId(1)),
            owner: Some(UserId(2)),
            ..IntegrationDraft::default()
        };
        let checked = draft.parse().unwrap();
        assert_eq!((checked.name.as_str(), checked.expected), ("Prometheus", None));
    }
}
