//! A policy as it is typed, sent, and written to a file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Act, At, Origin, Policy, Rule, Scope, Step, Whom, duration, tie};
use crate::{
    id::CalendarId,
    invalid::{self, Code, Invalid},
    sla::{Mark, Marks, Metric, Promise},
    time::Span,
};

/// The most rules, and the most steps, of one policy.
pub const RULES_MAX: usize = 500;

/// A policy as it is typed. Lengths of working time are `2d 4h 30m`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyDraft {
    /// Its name; 1..=120 characters.
    pub name: String,
    /// To whom it promises something.
    #[serde(default)]
    pub promise: Promise,
    /// Whose working time counts.
    pub calendar: CalendarId,
    /// Where the clocks start; by the kind of promise, if nobody chose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    /// The working time that a typed day stands for, in hours and minutes; 8 hours, if empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub day: String,
    /// Days of 24 hours after which reopening begins a new cycle, 0..=365; 7, if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reopen_new_cycle_after_days: Option<u16>,
    /// What the clocks do in each status, where that is not the usual.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub marks: BTreeMap<Metric, Marks>,
    /// Whom a clock calls, and when; [`StepDraft::usual`], if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub steps: Option<Vec<StepDraft>>,
    /// The rules.
    #[serde(default)]
    pub rules: Vec<RuleDraft>,
}

/// A rule as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleDraft {
    /// Which tickets.
    #[serde(default)]
    pub scope: Scope,
    /// Whose working time counts; the policy's, if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<CalendarId>,
    /// How much working time each metric has; nothing is promised where the text is empty.
    #[serde(default)]
    pub targets: BTreeMap<Metric, String>,
}

/// A step as it is typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepDraft {
    /// For this metric alone; for all, if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metric: Option<Metric>,
    /// `80%` of the target, or `-2h` before the deadline.
    pub at: String,
    /// What is done, at least one thing.
    pub acts: Vec<Act>,
}

impl StepDraft {
    /// Who answers for the ticket is warned at 50, 80 and 100 %, the team's leads at 100 % as well.
    #[must_use]
    pub fn usual() -> Vec<Self> {
        let warn = |percent: u16, whom: &[Whom]| Self {
            metric: None,
            at: format!("{percent}%"),
            acts: whom.iter().map(|whom| Act::Notify { whom: *whom }).collect(),
        };
        vec![warn(50, &[Whom::Assignee]), warn(80, &[Whom::Assignee]), warn(100, &[Whom::Assignee, Whom::Lead])]
    }
}

impl PolicyDraft {
    /// The policy, if it can be one beside the others that are in force.
    ///
    /// Whether services, teams, people and calendars exist is for the store to say.
    ///
    /// # Errors
    /// Everything that is wrong, by field: `name`, `day`, `reopen_new_cycle_after_days`,
    /// `marks.resolution`, `steps.0.at`, `steps.0.acts`, `rules` (`Required`,
    /// `TooMany`), `rules.0` (`Required` without a target, `TiesWith`),
    /// `rules.0.scope.team`, `rules.0.targets.resolution`.
    pub fn parse(&self, others: &[&Policy]) -> Result<Policy, Invalid> {
        let mut invalid = Invalid::default();
        let name = invalid.take("name", invalid::line(&self.name, 1, 120)).unwrap_or_default();
        let day = self.day(&mut invalid);
        let cycle = i64::from(self.reopen_new_cycle_after_days.unwrap_or(7));
        if cycle > 365 {
            invalid.add("reopen_new_cycle_after_days", Code::OutOfRange { min: Some(0.0), max: Some(365.0) });
        }
        self.check_marks(&mut invalid);
        let policy = Policy {
            name,
            promise: self.promise,
            calendar: self.calendar,
            origin: self.origin.unwrap_or(if self.promise == Promise::Sla { Origin::Start } else { Origin::Assignment }),
            marks: self.marks.clone(),
            reopen_new_cycle_after: Span::from_days(cycle),
            day,
            steps: self.steps(day, &mut invalid),
            rules: self.rules(day, &mut invalid),
        };
        let others: Vec<&Policy> = others.iter().copied().filter(|other| other.promise == self.promise).collect();
        tie::refuse(&policy, &others, &mut invalid);
        invalid.or(policy)
    }

    fn day(&self, invalid: &mut Invalid) -> Span {
        let usual = Span::from_hours(8);
        if self.day.trim().is_empty() {
            return usual;
        }
        let day = duration::parse(&self.day, Span::from_hours(24));
        let day = day.and_then(|day| {
            let fits = day <= Span::from_hours(24);
            if fits { Ok(day) } else { Err(Code::OutOfRange { min: None, max: Some(24.0) }) }
        });
        invalid.take("day", day).unwrap_or(usual)
    }

    fn check_marks(&self, invalid: &mut Invalid) {
        for (metric, marks) in &self.marks {
            let known = self.promise.metrics().contains(metric);
            // A clock that a closed ticket does not stop would run for ever.
            if !known || marks.closed != Mark::Stop {
                invalid.add(format!("marks.{metric}"), Code::UnknownChoice);
            }
        }
    }

    fn steps(&self, day: Span, invalid: &mut Invalid) -> Vec<Step> {
        let drafts = self.steps.clone().unwrap_or_else(StepDraft::usual);
        if drafts.len() > RULES_MAX {
            invalid.add("steps", Code::TooMany { max: RULES_MAX });
            return Vec::new();
        }
        let mut steps: Vec<Step> = Vec::with_capacity(drafts.len());
        for (number, draft) in drafts.iter().enumerate() {
            if draft.acts.is_empty() {
                invalid.add(format!("steps.{number}.acts"), Code::Required);
            }
            let field = format!("steps.{number}.at");
            let Some(at) = invalid.take(&field, place(&draft.at, day)) else { continue };
            // A step is known by its metric and place: that is what makes it happen once.
            let again = |step: &Step| step.at == at && (step.metric == draft.metric || step.metric.is_none() || draft.metric.is_none());
            if steps.iter().any(again) {
                invalid.add(field, Code::AlreadyTaken);
            }
            steps.push(Step { metric: draft.metric, at, acts: draft.acts.clone() });
        }
        steps
    }

    fn rules(&self, day: Span, invalid: &mut Invalid) -> Vec<Rule> {
        if self.rules.is_empty() {
            invalid.add("rules", Code::Required);
        }
        if self.rules.len() > RULES_MAX {
            invalid.add("rules", Code::TooMany { max: RULES_MAX });
            return Vec::new();
        }
        self.rules.iter().enumerate().map(|(number, rule)| self.rule(number, rule, day, invalid)).collect()
    }

    fn rule(&self, number: usize, draft: &RuleDraft, day: Span, invalid: &mut Invalid) -> Rule {
        let mut targets = BTreeMap::new();
        for (&metric, typed) in draft.targets.iter().filter(|(_, typed)| !typed.trim().is_empty()) {
            let field = format!("rules.{number}.targets.{metric}");
            if !self.promise.metrics().contains(&metric) {
                invalid.add(field, Code::UnknownChoice);
            } else if let Some(target) = invalid.take(&field, duration::parse(typed, day)) {
                targets.insert(metric, target);
            }
        }
        if draft.targets.values().all(|typed| typed.trim().is_empty()) {
            invalid.add(format!("rules.{number}"), Code::Required);
        }
        // The requester's promise does not depend on whose desk the ticket lies on.
        if self.promise == Promise::Sla && draft.scope.team.is_some() {
            invalid.add(format!("rules.{number}.scope.team"), Code::UnknownChoice);
        }
        Rule { scope: draft.scope, calendar: draft.calendar, targets }
    }
}

/// `80%`, or `-2h` before the deadline.
fn place(typed: &str, day: Span) -> Result<At, Code> {
    let typed = typed.trim();
    if let Some(percent) = typed.strip_suffix(['%', '％']) {
        let percent = percent.trim().parse().map_err(|_| Code::NotANumber)?;
        let range = Code::OutOfRange { min: Some(1.0), max: Some(1000.0) };
        return if (1..=1000).contains(&percent) { Ok(At::Percent(percent)) } else { Err(range) };
    }
    let left = typed.strip_prefix(['-', '−']).ok_or(Code::NotADuration)?;
    duration::parse(left, day).map(At::Before)
}

/// How a policy would be typed, to be changed or to be written to a file.
impl From<&Policy> for PolicyDraft {
    fn from(policy: &Policy) -> Self {
        let length = |span: Span| duration::typed(span, policy.day);
        let step = |step: &Step| StepDraft {
            metric: step.metric,
            at: match step.at {
                At::Percent(percent) => format!("{percent}%"),
                At::Before(left) => format!("-{}", length(left)),
            },
            acts: step.acts.clone(),
        };
        let rule = |rule: &Rule| RuleDraft {
            scope: rule.scope,
            calendar: rule.calendar,
            targets: rule.targets.iter().map(|(metric, target)| (*metric, length(*target))).collect(),
        };
        Self {
            name: policy.name.clone(),
            promise: policy.promise,
            calendar: policy.calendar,
            origin: Some(policy.origin),
            day: duration::typed(policy.day, Span::from_hours(24)),
            reopen_new_cycle_after_days: u16::try_from(policy.reopen_new_cycle_after.millis() / Span::from_days(1).millis()).ok(),
            marks: policy.marks.clone(),
            steps: Some(policy.steps.iter().map(step).collect()),
            rules: policy.rules.iter().map(rule).collect(),
        }
    }
}
