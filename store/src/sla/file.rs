//! Calendars and policies as one file that people write and keep: everything is called by its name and not by a number.

use std::collections::BTreeMap;

use domain::{
    calendar::{DatedHours, Holiday, Week},
    priority::Priority,
    sla::{Marks, Metric, Origin, Promise},
    ticket::Kind,
};
use serde::{Deserialize, Serialize};

/// All of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// The calendars.
    #[serde(default, rename = "calendar", skip_serializing_if = "Vec::is_empty")]
    pub calendars: Vec<CalendarEntry>,
    /// The policies.
    #[serde(default, rename = "policy", skip_serializing_if = "Vec::is_empty")]
    pub policies: Vec<PolicyEntry>,
}

/// A calendar; see [`domain::calendar::Draft`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are those of a calendar's draft")]
pub struct CalendarEntry {
    pub name: String,
    pub zone: String,
    #[serde(default)]
    pub week: Week,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holidays: Vec<Holiday>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overrides: Vec<DatedHours>,
}

/// A policy; see [`domain::sla::PolicyDraft`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are those of a policy's draft")]
pub struct PolicyEntry {
    pub name: String,
    #[serde(default)]
    pub promise: Promise,
    /// A calendar's name.
    pub calendar: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub day: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reopen_new_cycle_after_days: Option<u16>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub marks: BTreeMap<Metric, Marks>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub steps: Option<Vec<StepEntry>>,
    #[serde(default)]
    pub rules: Vec<RuleEntry>,
}

/// A rule: its conditions by their names, and its targets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are those of a rule's draft and its scope")]
pub struct RuleEntry {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requester_team: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<String>,
    #[serde(default)]
    pub targets: BTreeMap<Metric, String>,
}

/// A step: where it lies, whom it tells, to whom it hands the ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepEntry {
    /// For this metric alone; for all, if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metric: Option<Metric>,
    /// `80%` of the target, or `-2h` before the deadline.
    pub at: String,
    /// `assignee`, `lead`, `team`, `on_call`, `service_owner`, or somebody's mail address.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notify: Vec<String>,
    /// To whom the ticket goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reassign: Option<HandsEntry>,
}

/// Into whose hands a ticket goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandsEntry {
    /// A team's name.
    pub team: String,
    /// Somebody's mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
}
