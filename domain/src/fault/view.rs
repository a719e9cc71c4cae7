//! What pages show of faults. Parts are in none of it: whoever shows them measures them from the moments ([`super::parts`]).

use serde::{Deserialize, Serialize};

use super::{
    Severity,
    declaration::{Role, State},
    derive::{Finder, Proposal},
    goals::Working,
    impact::Interval,
    moment::{Kind, Moments, Question},
    number::Number,
    parts::Targets,
    post_mortem::StateName,
    timeline::{Origin, Retimed},
    update::Update,
};
use crate::{
    id::ServiceId,
    on_call::view::Called,
    ticket::view::{PersonRef, ServiceRef, TicketRef},
    time::Timestamp,
};

/// Which faults a list has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FaultFilter {
    /// Only those that go on.
    pub open: bool,
    /// Only those that are so bad.
    pub severity: Option<Severity>,
    /// Only those that hit this service.
    pub service: Option<ServiceId>,
}

/// A fault in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaultRow {
    /// Its number.
    pub number: Number,
    /// What is wrong.
    pub title: String,
    /// How bad it is.
    pub severity: Severity,
    /// How far it is.
    pub state: State,
    /// Whether it is a drill.
    pub drill: bool,
    /// What it hits.
    pub services: Vec<ServiceRef>,
    /// Who decides.
    pub commander: Option<PersonRef>,
    /// When somebody said that there is a fault; no moment of it.
    pub declared_at: Timestamp,
    /// Its moments.
    pub moments: Moments,
}

/// A page of a list: those that go on first, then by when they began, the last one first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaultPage {
    /// The faults.
    pub rows: Vec<FaultRow>,
    /// Where the next page begins; none after the last one.
    pub next: Option<String>,
}

/// Who has a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// Which one.
    pub role: Role,
    /// Who; nobody yet.
    pub by: Option<PersonRef>,
}

/// An entry of the timeline as a page shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Its place among those that arrived, by which it is named.
    pub arrival: i64,
    /// When it was.
    pub at: Timestamp,
    /// Where it comes from.
    pub origin: Origin,
    /// Who says it, by name.
    pub author: Option<String>,
    /// As HTML that is safe to show.
    pub html: String,
    /// The times that it had before.
    pub earlier: Vec<Retimed>,
}

/// A ticket that belongs to the fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Linked {
    /// Its number, and its title for who may see it.
    pub ticket: TicketRef,
    /// When it was filed.
    pub filed_at: Timestamp,
    /// Since when it belongs to the fault.
    pub at: Timestamp,
}

/// An interval of impact by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Impact {
    /// By what it is named.
    pub id: i64,
    /// From when until when.
    pub interval: Interval,
}

/// An interval that somebody took back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawn {
    /// From when until when it was thought to have hurt.
    pub interval: Interval,
    /// When it was taken back.
    pub at: Timestamp,
    /// By whom.
    pub by: Option<PersonRef>,
    /// Why.
    pub why: String,
}

/// What was last said of a moment, for who says something else: another word meanwhile is told to them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Last {
    /// Of which moment.
    pub kind: Kind,
    /// The name of the reading.
    pub id: i64,
}

/// Everything about one fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaultView {
    /// Who was called to it, and whether anybody can still say that they have it.
    pub called: Called,
    /// Its number.
    pub number: Number,
    /// What is wrong.
    pub title: String,
    /// How bad it is.
    pub severity: Severity,
    /// How far it is.
    pub state: State,
    /// Whether it is a drill.
    pub drill: bool,
    /// What it hits.
    pub services: Vec<ServiceRef>,
    /// What the company was told, in the order in which it was.
    pub updates: Vec<Update>,
    /// What the file that it came from says that it hits, and there is no such service here.
    #[serde(default)]
    pub services_by_name: Vec<String>,
    /// Where its post-mortem stands; nothing before one was begun.
    pub post_mortem: Option<StateName>,
    /// Who said that there is a fault; nobody, when an alert did.
    pub declared_by: Option<PersonRef>,
    /// When.
    pub declared_at: Timestamp,
    /// Who found it, once that was confirmed.
    pub finder: Option<Finder>,
    /// All that was said of its moments.
    pub moments: Moments,
    /// What was last said of each.
    pub last: Vec<Last>,
    /// How long its parts may take.
    pub targets: Targets,
    /// The working time in them; none where no calendar was chosen for faults.
    pub working: Option<Working>,
    /// What the moments ask and nobody has answered.
    pub questions: Vec<Question>,
    /// Moments that may be confirmed.
    pub proposals: Vec<Proposal>,
    /// Each role with who has it.
    pub roles: Vec<Held>,
    /// Alerts that belong to it.
    #[serde(default)]
    pub alerts: crate::alert::view::OfFault,
    /// Tickets that belong to it, the first one that was filed first.
    pub tickets: Vec<Linked>,
    /// The whiles in which it hurt, in the order in which they were entered.
    pub impacts: Vec<Impact>,
    /// Intervals that were taken back, in the order in which they were entered.
    pub withdrawn: Vec<Withdrawn>,
    /// The timeline, in order.
    pub timeline: Vec<Line>,
    /// The people whom any of it names by id.
    pub people: Vec<PersonRef>,
    /// Whether the reader may say what its moments are, and all the rest.
    pub may_work: bool,
    /// What a change of its details is based on.
    pub version: i64,
    /// Grows with anything that changes.
    pub changes: i64,
}
