//! Moments that alerts and tickets propose, for a person to confirm (`docs/rule-345.md`, "Rules for moments").
//!
//! T0 is never proposed: nobody but a person knows when the impact began, and a ticket's filing is not it.

use serde::{Deserialize, Serialize};

use super::moment::{Kind, Moments, Reading, Refused, Source, Value};
use crate::{id::UserId, time::Timestamp, word::words};

words! {
    /// Who found a fault.
    pub enum Finder {
        /// An alert, before anybody asked.
        Monitoring = "monitoring",
        /// Somebody who wanted to work with it.
        User = "user",
        /// Somebody who answers for it.
        Staff = "staff",
    }
}

/// An alert that belongs to the fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alert {
    /// When what it watches began to be wrong.
    pub starts_at: Timestamp,
    /// When it was right again, as it was sent. An end that is not behind the start, such as Alertmanager's of the year 1, is none.
    pub ends_at: Option<Timestamp>,
    /// When somebody first said "I have it".
    pub acknowledged_at: Option<Timestamp>,
    /// A link to it.
    pub evidence: String,
}

impl Alert {
    /// When it was resolved; `None` while it is open.
    #[must_use]
    pub fn resolved_at(&self) -> Option<Timestamp> {
        self.ends_at.filter(|end| *end > self.starts_at)
    }
}

/// A ticket that is linked to the fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ticket {
    /// When it was filed.
    pub filed_at: Timestamp,
    /// Whether who filed it answers for the service.
    pub by_staff: bool,
    /// A link to it.
    pub evidence: String,
}

/// A moment that somebody may confirm. It is no reading until then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// Which moment: detected, acknowledged or restored.
    pub kind: Kind,
    /// When.
    pub at: Timestamp,
    /// Where that is known from.
    pub source: Source,
    /// A link to it.
    pub evidence: String,
    /// Who found the fault: of T1 alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finder: Option<Finder>,
}

impl Proposal {
    /// What is said of the moment once the proposal is confirmed.
    #[must_use]
    pub fn reading(&self) -> Reading {
        Reading { value: Value::Exact { at: self.at }, source: self.source, evidence: self.evidence.clone() }
    }
}

/// What alerts and tickets propose, T1 first: T1 from the first alert's start or the earliest linked ticket, whichever
/// is earlier (of two at the same time the alert); the acknowledgement from the first one; T3 from the last alert's end, once all of them
/// are resolved. Nothing later than `now` is proposed.
#[must_use]
pub fn propose(alerts: &[Alert], tickets: &[Ticket], now: Timestamp) -> Vec<Proposal> {
    let all = [detected(alerts, tickets), acknowledged(alerts), restored(alerts)];
    all.into_iter().flatten().filter(|proposal| proposal.at <= now).collect()
}

fn detected(alerts: &[Alert], tickets: &[Ticket]) -> Option<Proposal> {
    let propose = |at, source, evidence: &str, finder| Proposal {
        kind: Kind::Detected,
        at,
        source,
        evidence: evidence.to_owned(),
        finder: Some(finder),
    };
    let alerts = alerts.iter().map(|alert| propose(alert.starts_at, Source::Alert, &alert.evidence, Finder::Monitoring));
    let tickets = tickets.iter().map(|ticket| {
        let finder = if ticket.by_staff { Finder::Staff } else { Finder::User };
        propose(ticket.filed_at, Source::Ticket, &ticket.evidence, finder)
    });
    // The first one of several at the same time: alerts come before tickets.
    alerts.chain(tickets).min_by_key(|proposal| proposal.at)
}

fn acknowledged(alerts: &[Alert]) -> Option<Proposal> {
    let first = alerts.iter().filter_map(|alert| Some((alert.acknowledged_at?, alert))).min_by_key(|(at, _)| *at);
    first.map(|(at, alert)| of_alert(Kind::Acknowledged, at, alert))
}

fn restored(alerts: &[Alert]) -> Option<Proposal> {
    let ends: Option<Vec<_>> = alerts.iter().map(|alert| Some((alert.resolved_at()?, alert))).collect();
    let (at, alert) = ends?.into_iter().max_by_key(|(at, _)| *at)?;
    Some(of_alert(Kind::Restored, at, alert))
}

fn of_alert(kind: Kind, at: Timestamp, alert: &Alert) -> Proposal {
    Proposal { kind, at, source: Source::Alert, evidence: alert.evidence.clone(), finder: None }
}

/// The proposals that somebody should still look at: those for moments that nothing was said about, or that were
/// confirmed from such a proposal and would be another time now. What a person has said is not argued with.
#[must_use]
pub fn open(proposals: Vec<Proposal>, moments: &Moments) -> Vec<Proposal> {
    let is_open = |proposal: &Proposal| match moments.get(proposal.kind).map(|moment| moment.reading()) {
        None => true,
        Some(reading) if matches!(reading.source, Source::Alert | Source::Ticket) => reading.value.at() != Some(proposal.at),
        Some(_) => false,
    };
    proposals.into_iter().filter(is_open).collect()
}

/// A person confirms a proposal: it becomes a reading with its source and evidence, and T1 remembers who found the fault.
///
/// # Errors
/// As [`Moments::set`]; a moment that has a reading needs a reason.
pub fn confirm(moments: &mut Moments, proposal: &Proposal, by: UserId, now: Timestamp, why: &str) -> Result<(), Refused> {
    moments.set(proposal.kind, proposal.reading(), Some(by), now, why)?;
    if proposal.finder.is_some() {
        moments.finder = proposal.finder;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
