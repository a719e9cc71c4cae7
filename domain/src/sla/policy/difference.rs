//! What one version of a policy says that another one does not.

use serde::{Deserialize, Serialize};

use super::{
    Act, Policy,
    draft::{PolicyDraft, RuleDraft, StepDraft},
};
use crate::{
    id::CalendarId,
    sla::{Metric, Origin},
};

/// One thing that is different. Lengths of time are as they would be typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case")]
#[expect(missing_docs, reason = "each has what it was and what it is")]
pub enum PolicyDifference {
    /// Its name.
    Name { from: String, to: String },
    /// Whose working time counts.
    Calendar { from: CalendarId, to: CalendarId },
    /// Where the clocks start.
    Origin { from: Origin, to: Origin },
    /// What a typed day stands for.
    Day { from: String, to: String },
    /// The days after which reopening begins a new cycle.
    NewCycle { from: u16, to: u16 },
    /// What a metric's clocks do in some status.
    Marks { metric: Metric },
    /// A step, known by its place; `None` where there was or is none.
    Step { at: String, metric: Option<Metric>, from: Option<Vec<Act>>, to: Option<Vec<Act>> },
    /// A rule, known by its conditions; `None` where there was or is none.
    Rule { from: Option<RuleDraft>, to: Option<RuleDraft> },
}

/// Everything that is different. Empty, when both say the same; the order of rules says nothing.
#[must_use]
pub fn differences(before: &Policy, after: &Policy) -> Vec<PolicyDifference> {
    let mut found = Vec::new();
    let (old, new) = (PolicyDraft::from(before), PolicyDraft::from(after));
    if old.name != new.name {
        found.push(PolicyDifference::Name { from: old.name, to: new.name });
    }
    if old.calendar != new.calendar {
        found.push(PolicyDifference::Calendar { from: old.calendar, to: new.calendar });
    }
    if before.origin != after.origin {
        found.push(PolicyDifference::Origin { from: before.origin, to: after.origin });
    }
    if old.day != new.day {
        found.push(PolicyDifference::Day { from: old.day, to: new.day });
    }
    if let (Some(from), Some(to)) = (old.reopen_new_cycle_after_days, new.reopen_new_cycle_after_days)
        && from != to
    {
        found.push(PolicyDifference::NewCycle { from, to });
    }
    for metric in after.promise.metrics() {
        if before.marks(*metric) != after.marks(*metric) {
            found.push(PolicyDifference::Marks { metric: *metric });
        }
    }
    steps(&old.steps.unwrap_or_default(), &new.steps.unwrap_or_default(), &mut found);
    rules(&old.rules, &new.rules, &mut found);
    found
}

fn steps(old: &[StepDraft], new: &[StepDraft], found: &mut Vec<PolicyDifference>) {
    let same = |one: &StepDraft, other: &StepDraft| (&one.at, one.metric) == (&other.at, other.metric);
    let step = |step: &StepDraft, from, to| PolicyDifference::Step { at: step.at.clone(), metric: step.metric, from, to };
    for was in old {
        match new.iter().find(|is| same(was, is)) {
            Some(is) if is.acts != was.acts => found.push(step(was, Some(was.acts.clone()), Some(is.acts.clone()))),
            Some(_) => {}
            None => found.push(step(was, Some(was.acts.clone()), None)),
        }
    }
    for is in new.iter().filter(|is| !old.iter().any(|was| same(was, is))) {
        found.push(step(is, None, Some(is.acts.clone())));
    }
}

fn rules(old: &[RuleDraft], new: &[RuleDraft], found: &mut Vec<PolicyDifference>) {
    for was in old {
        match new.iter().find(|is| is.scope == was.scope) {
            Some(is) if is != was => found.push(PolicyDifference::Rule { from: Some(was.clone()), to: Some(is.clone()) }),
            Some(_) => {}
            None => found.push(PolicyDifference::Rule { from: Some(was.clone()), to: None }),
        }
    }
    for is in new.iter().filter(|is| !old.iter().any(|was| was.scope == is.scope)) {
        found.push(PolicyDifference::Rule { from: None, to: Some(is.clone()) });
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::{priority::Priority, sla::Promise, sla::Scope};

    fn policy(rules: &[(Option<Priority>, &str)], calendar: i64) -> Policy {
        let rule = |(priority, target): &(Option<Priority>, &str)| RuleDraft {
            scope: Scope { priority: *priority, ..Scope::default() },
            calendar: None,
            targets: BTreeMap::from([(Metric::Resolution, (*target).to_owned())]),
        };
        let draft = PolicyDraft {
            name: "Standard".to_owned(),
            promise: Promise::Sla,
            calendar: CalendarId(calendar),
            origin: None,
            day: String::new(),
            reopen_new_cycle_after_days: None,
            marks: BTreeMap::new(),
            steps: None,
            rules: rules.iter().map(rule).collect(),
        };
        draft.parse(&[]).unwrap()
    }

    #[test]
    fn rules_in_another_order_say_the_same() {
        let one = policy(&[(None, "8h"), (Some(Priority::High), "2h")], 1);
        let other = policy(&[(Some(Priority::High), "2h"), (None, "8h")], 1);
        assert_eq!(differences(&one, &other), []);
    }

    #[test]
    fn each_thing_that_differs_is_told_with_both_sides() {
        let before = policy(&[(None, "8h"), (Some(Priority::High), "2h")], 1);
        let mut after = policy(&[(None, "4h"), (Some(Priority::Urgent), "1h")], 2);
        after.steps.pop();
        let found = differences(&before, &after);
        assert!(found.contains(&PolicyDifference::Calendar { from: CalendarId(1), to: CalendarId(2) }));
        let rules = |found: &PolicyDifference| match found {
            PolicyDifference::Rule { from, to } => {
                let target = |rule: &Option<RuleDraft>| rule.as_ref().map(|rule| rule.targets[&Metric::Resolution].clone());
                Some((target(from), target(to)))
            }
            _ => None,
        };
        let told: Vec<_> = found.iter().filter_map(rules).collect();
        let text = |text: &str| Some(text.to_owned());
        // A day of work is 8 hours.
        assert_eq!(told, [(text("1d"), text("4h")), (text("2h"), None), (None, text("1h"))]);
        let steps: Vec<_> = found.iter().filter(|found| matches!(found, PolicyDifference::Step { to: None, .. })).collect();
        assert_eq!(steps.len(), 1);
    }
}
