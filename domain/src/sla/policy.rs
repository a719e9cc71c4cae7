//! A policy: rules that give tickets their targets, and what happens on the way there.

pub mod difference;
pub mod doubt;
pub mod draft;
pub mod duration;
mod tie;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Marks, Metric, Promise};
use crate::{
    id::{CalendarId, ServiceId, TeamId, UserId},
    priority::Priority,
    ticket::Kind,
    time::Span,
    word::words,
};

/// One version of a policy, checked: it is made by parsing a [`draft::PolicyDraft`].
/// Its JSON is what versions are stored as.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// Its name; 1..=120 characters.
    pub name: String,
    /// To whom it promises something.
    pub promise: Promise,
    /// Whose working time counts, where a rule does not say otherwise.
    pub calendar: CalendarId,
    /// Where the clocks start.
    #[serde(default)]
    pub origin: Origin,
    /// What the clocks do in each status; [`Marks::usual`] for a metric that is not there.
    #[serde(default)]
    pub marks: BTreeMap<Metric, Marks>,
    /// Reopened later than this after it stopped, a clock stays stopped and the next cycle
    /// begins. Real time, and not working time.
    pub reopen_new_cycle_after: Span,
    /// The working time that a day of a typed target stands for.
    pub day: Span,
    /// Whom a clock calls, and when.
    #[serde(default)]
    pub steps: Vec<Step>,
    /// The rules, in the order in which they are shown. The order decides nothing.
    pub rules: Vec<Rule>,
}

words! {
    /// Where a policy's clocks start when they are reckoned.
    #[derive(Default)]
    pub enum Origin {
        /// At the metric's own start, also when a target changes: the requester has been waiting since then.
        #[default]
        Start = "start",
        /// When the team that has the ticket received it; another team begins anew.
        Assignment = "assignment",
    }
}

/// Which tickets get which targets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Which tickets.
    #[serde(default)]
    pub scope: Scope,
    /// Whose working time counts; the policy's, if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<CalendarId>,
    /// How much working time each metric has, more than nothing. What is not there is not promised.
    pub targets: BTreeMap<Metric, Span>,
}

/// Conditions that must all hold; an absent one always does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    /// The ticket's service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<ServiceId>,
    /// Its kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    /// Its priority.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// The requester's team.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requester_team: Option<TeamId>,
    /// The team or supplier whose stay is measured; of OLAs and supplier policies alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub team: Option<TeamId>,
}

/// What a rule is matched against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// The ticket's service; an imported ticket may have none.
    pub service: Option<ServiceId>,
    /// Its kind.
    pub kind: Kind,
    /// Its priority.
    pub priority: Priority,
    /// The one team that the requester counts for.
    pub requester_team: Option<TeamId>,
    /// The team that has the ticket.
    pub team: Option<TeamId>,
}

impl Scope {
    /// Whether all conditions hold.
    #[must_use]
    pub fn matches(&self, facts: &Facts) -> bool {
        self.service.is_none_or(|service| facts.service == Some(service))
            && self.kind.is_none_or(|kind| facts.kind == kind)
            && self.priority.is_none_or(|priority| facts.priority == priority)
            && self.requester_team.is_none_or(|team| facts.requester_team == Some(team))
            && self.team.is_none_or(|team| facts.team == Some(team))
    }

    /// How many conditions there are: the rule with most of them wins.
    #[must_use]
    pub fn specificity(&self) -> u8 {
        let conditions =
            [self.service.is_some(), self.kind.is_some(), self.priority.is_some(), self.requester_team.is_some(), self.team.is_some()];
        conditions.into_iter().map(u8::from).sum()
    }
}

/// Something that a clock does on its way. Each happens once for a clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// For this metric alone; for all, if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metric: Option<Metric>,
    /// When.
    pub at: At,
    /// What.
    pub acts: Vec<Act>,
}

/// A place on a clock's way, in working time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "at", content = "value", rename_all = "snake_case")]
pub enum At {
    /// When so many hundredths of the target have passed, 1..=1000.
    Percent(u16),
    /// When this much of the target is left. If the target is shorter, when the clock starts.
    Before(Span),
}

impl At {
    /// The working time that has passed then. Parts of a millisecond do not count.
    #[must_use]
    pub fn worked(self, target: Span) -> Span {
        let target = target.millis();
        Span::from_millis(match self {
            Self::Percent(percent) => target / 100 * i64::from(percent) + target % 100 * i64::from(percent) / 100,
            Self::Before(left) => target.saturating_sub(left.millis()).max(0),
        })
    }
}

/// What a step does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum Act {
    /// Tells somebody.
    Notify {
        /// Whom.
        whom: Whom,
    },
    /// Hands the ticket to somebody else.
    Reassign {
        /// To which team.
        team: TeamId,
        /// To whom in it; to nobody yet, if absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        person: Option<UserId>,
    },
}

/// Whom a step tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "whom", content = "id", rename_all = "snake_case")]
pub enum Whom {
    /// Who answers for the ticket; the team's leads while nobody does.
    Assignee,
    /// The leads of the team that has it.
    Lead,
    /// Everybody in the team that has it.
    Team,
    /// Who is on call in that team; the leads where nobody is.
    OnCall,
    /// Who answers for the service.
    ServiceOwner,
    /// This person.
    Person(UserId),
}

impl Policy {
    /// A new cycle begins when a ticket is reopened later than this: 7 days of 24 hours.
    pub const NEW_CYCLE_AFTER: Span = Span::from_days(7);

    /// What clocks of a metric do in each status.
    #[must_use]
    pub fn marks(&self, metric: Metric) -> Marks {
        self.marks.get(&metric).copied().unwrap_or_else(|| Marks::usual(metric))
    }

    /// The steps of a metric's clocks, each with its place in [`Self::steps`].
    pub fn steps_of(&self, metric: Metric) -> impl Iterator<Item = (usize, &Step)> {
        self.steps.iter().enumerate().filter(move |(_, step)| step.metric.is_none_or(|of| of == metric))
    }

    /// Whose working time a rule counts.
    #[must_use]
    pub fn calendar_of(&self, rule: &Rule) -> CalendarId {
        rule.calendar.unwrap_or(self.calendar)
    }
}
