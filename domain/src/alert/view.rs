//! What pages show of alerts.

use serde::{Deserialize, Serialize};

use super::{
    heartbeat::Expected,
    integration::Kind,
    occurrence::State,
    read::Why,
    rule::{Makes, Rule},
};
use crate::{
    fault::number::Number,
    id::{AlertRuleId, IntegrationId},
    ticket::{
        Number as TicketNumber,
        view::{PersonRef, ServiceRef},
    },
    time::Timestamp,
    word::words,
};

words! {
    /// What became of an alert.
    pub enum Became {
        /// No rule matched it: it is kept.
        Unmatched = "unmatched",
        /// A rule says that nothing comes of it.
        Nothing = "nothing",
        /// It made a ticket, or joined one.
        Ticket = "ticket",
        /// It made a fault, or joined one.
        Fault = "fault",
        /// It had ended before it was heard of, and nothing was open that it could join.
        Over = "over",
        /// What the rule asks for cannot be made: its service is archived.
        Impossible = "impossible",
    }
}

/// An integration in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntegrationRow {
    /// Which one.
    pub id: IntegrationId,
    /// What people call it.
    pub name: String,
    /// What it speaks.
    pub kind: Kind,
    /// What it speaks for.
    pub service: Option<ServiceRef>,
    /// Who answers for it.
    pub owner: Option<PersonRef>,
    /// Whether it is listened to.
    pub enabled: bool,
    /// When it was last heard.
    pub heard_at: Option<Timestamp>,
    /// How often it has to be heard; nobody misses it, if absent.
    pub expected: Option<Expected>,
    /// Whether it is missed.
    pub silent: bool,
    /// What a change is based on.
    pub version: i64,
}

/// An alert in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertRow {
    /// Which one.
    pub id: i64,
    /// What is wrong.
    pub summary: String,
    /// How bad, in the sender's own word.
    pub severity: String,
    /// How far it is.
    pub state: State,
    /// When it began.
    pub starts_at: Timestamp,
    /// When it ended.
    pub ends_at: Option<Timestamp>,
    /// When somebody first said "I have it".
    pub acknowledged_at: Option<Timestamp>,
    /// How often something was said of it.
    pub times: i64,
    /// When it was last heard of.
    pub heard_at: Timestamp,
    /// Where more stands of it; may be empty.
    pub link: String,
    /// What became of it.
    pub became: Became,
    /// The fault that it belongs to.
    pub fault: Option<Number>,
    /// The ticket that it belongs to.
    pub ticket: Option<TicketNumber>,
    /// Name and value of each label.
    pub labels: Vec<(String, String)>,
}

/// A payload that was not understood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedRow {
    /// When it came.
    pub at: Timestamp,
    /// Where it is wrong, as a JSON pointer.
    pub place: String,
    /// What is wrong there.
    pub why: Why,
    /// How many bytes it had.
    pub size: i64,
    /// What it began with.
    pub body: String,
}

/// An integration with what its page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntegrationDetail {
    /// The integration.
    pub row: IntegrationRow,
    /// Its last alerts, the last one that was heard of first.
    pub alerts: Vec<AlertRow>,
    /// What was refused in the last 24 hours, the last one first.
    pub refused: Vec<RefusedRow>,
}

/// A rule in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleRow {
    /// The rule.
    pub rule: Rule,
    /// What it makes something of; empty for what the integration speaks for.
    pub services: Vec<ServiceRef>,
    /// What a change is based on.
    pub version: i64,
}

impl RuleRow {
    /// Which one.
    #[must_use]
    pub const fn id(&self) -> AlertRuleId {
        self.rule.id
    }

    /// What it makes.
    #[must_use]
    pub const fn makes(&self) -> Makes {
        self.rule.outcome.makes()
    }
}

/// The alerts of a fault.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OfFault {
    /// How many there are.
    pub all: i64,
    /// How many of them have not ended.
    pub open: i64,
    /// How many of these nobody has.
    pub waiting: i64,
    /// Whether one of them declared the fault.
    pub declared: bool,
    /// The first ones to begin; the rest is counted.
    pub rows: Vec<AlertRow>,
    /// From when until when those began that are not shown.
    pub rest: Option<(Timestamp, Timestamp)>,
}
