//! What a fault says about itself, and who does what in it.

use serde::{Deserialize, Serialize};

use super::{
    Severity,
    moment::{Kind, Moments},
};
use crate::{
    id::ServiceId,
    invalid::{self, Code, Invalid},
    word::words,
};

/// The most characters of a title.
pub const TITLE_MAX: usize = 200;
/// The most services that one fault hits.
pub const SERVICES_MAX: usize = 20;

words! {
    /// What one person does in a fault, and nobody else.
    pub enum Role {
        /// Decides.
        Commander = "commander",
        /// Writes down what happens.
        Scribe = "scribe",
        /// Speaks with everybody outside.
        Liaison = "liaison",
    }
}

words! {
    /// How far a fault is. It follows from its moments.
    pub enum State {
        /// It hurts, as far as anybody has said.
        Ongoing = "ongoing",
        /// Somebody has said that the impact has ended, also where nobody knows when.
        Restored = "restored",
        /// Nothing more is done about it.
        Closed = "closed",
    }
}

impl State {
    /// How far the fault of these moments is.
    #[must_use]
    pub fn of(moments: &Moments) -> Self {
        match (moments.get(Kind::Closed), moments.get(Kind::Restored)) {
            (Some(_), _) => Self::Closed,
            (None, Some(_)) => Self::Restored,
            (None, None) => Self::Ongoing,
        }
    }
}

/// What a fault says about itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    /// What is wrong, in one line.
    pub title: String,
    /// How bad it is.
    pub severity: Severity,
    /// What it hits: at least one, each once.
    pub services: Vec<ServiceId>,
    /// Whether it is a drill. Drills are left out of every figure.
    pub drill: bool,
}

impl Details {
    /// The same once it is right.
    ///
    /// # Errors
    /// At `title`: `Required`, `TooShort`, `TooLong`, `BadCharacters`; at `services`: `Required`, `TooMany`.
    pub fn parse(&self) -> Result<Self, Invalid> {
        let mut invalid = Invalid::default();
        let title = invalid.take("title", invalid::line(&self.title, 3, TITLE_MAX)).unwrap_or_default();
        let mut services = self.services.clone();
        services.sort_unstable();
        services.dedup();
        match services.len() {
            0 => invalid.add("services", Code::Required),
            1..=SERVICES_MAX => {}
            _ => invalid.add("services", Code::TooMany { max: SERVICES_MAX }),
        }
        invalid.or(Self { title, severity: self.severity, services, drill: self.drill })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        fault::moment::{Change, Reading, Source, Value},
        time::Timestamp,
    };

    fn said(kind: Kind, value: Value) -> (Kind, Change) {
        let reading = Reading { value, source: Source::Person, evidence: String::new() };
        (kind, Change { reading, said_at: Timestamp::EPOCH, by: None, why: String::new() })
    }

    #[test]
    fn a_fault_that_is_over_at_a_time_that_nobody_knows_is_over() {
        assert_eq!(State::of(&Moments::default()), State::Ongoing);
        let detected = said(Kind::Detected, Value::Exact { at: Timestamp::EPOCH });
        assert_eq!(State::of(&Moments::told([detected.clone()])), State::Ongoing);
        let restored = said(Kind::Restored, Value::Unknown);
        assert_eq!(State::of(&Moments::told([detected, restored.clone()])), State::Restored);
        assert_eq!(State::of(&Moments::told([restored, said(Kind::Closed, Value::Unknown)])), State::Closed);
    }

    #[test]
    fn a_fault_hits_a_service_and_has_a_title() {
        let details = Details { title: " x ".into(), severity: Severity::Major, services: Vec::new(), drill: false };
        let wrong = details.parse().unwrap_err();
        assert_eq!((wrong.of("title"), wrong.of("services")), (Some(&Code::TooShort { min: 3 }), Some(&Code::Required)));
        let twice = Details { title: "Mail is down".into(), services: vec![ServiceId(2), ServiceId(1), ServiceId(2)], ..details };
        assert_eq!(twice.parse().unwrap().services, [ServiceId(1), ServiceId(2)]);
    }
}
