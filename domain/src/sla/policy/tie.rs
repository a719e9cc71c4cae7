//! Rules that would match a ticket equally well. They are refused when a policy
//! is saved, so that no ticket is surprised by them later.

use super::{Policy, Rule, Scope};
use crate::{
    invalid::{Code, Invalid},
    priority::Priority,
    ticket::Kind,
};

/// Notes at `rules.N` which other rule ties with it, in this policy or in
/// others that make the same kind of promise.
pub fn refuse(policy: &Policy, others: &[&Policy], invalid: &mut Invalid) {
    let all: Vec<&Rule> = policy.rules.iter().chain(others.iter().flat_map(|other| &other.rules)).collect();
    for (at, rule) in policy.rules.iter().enumerate() {
        if let Some(first) = policy.rules[..at].iter().position(|other| ties(rule, other, &all)) {
            invalid.add(format!("rules.{at}"), Code::TiesWith { rule: first + 1, policy: None });
        }
        for other in others {
            if let Some(theirs) = other.rules.iter().position(|their| ties(rule, their, &all)) {
                invalid.add(format!("rules.{at}"), Code::TiesWith { rule: theirs + 1, policy: Some(other.name.clone()) });
            }
        }
    }
}

/// Whether some ticket matches both, and no narrower rule decides for it.
fn ties(one: &Rule, other: &Rule, all: &[&Rule]) -> bool {
    let (one, other) = (&one.scope, &other.scope);
    if one.specificity() != other.specificity() {
        return false;
    }
    let Some(both) = overlap(one, other) else { return false };
    // Kinds and priorities are few: rules may share them out among themselves.
    variants(both).any(|ticket| !all.iter().any(|rule| rule.scope.specificity() > one.specificity() && covers(&rule.scope, &ticket)))
}

/// What both match, if anything does.
fn overlap(one: &Scope, other: &Scope) -> Option<Scope> {
    Some(Scope {
        service: both(one.service, other.service)?,
        kind: both(one.kind, other.kind)?,
        priority: both(one.priority, other.priority)?,
        requester_team: both(one.requester_team, other.requester_team)?,
        team: both(one.team, other.team)?,
    })
}

#[expect(clippy::option_option, reason = "the outer one says whether the conditions agree, the inner one is a condition")]
fn both<T: PartialEq>(one: Option<T>, other: Option<T>) -> Option<Option<T>> {
    match (one, other) {
        (Some(one), Some(other)) => (one == other).then_some(Some(one)),
        (one, other) => Some(one.or(other)),
    }
}

fn variants(scope: Scope) -> impl Iterator<Item = Scope> {
    let kinds = Kind::ALL.iter().copied().filter(move |kind| scope.kind.is_none_or(|only| only == *kind));
    kinds.flat_map(move |kind| {
        let priorities = Priority::ALL.iter().copied().filter(move |priority| scope.priority.is_none_or(|only| only == *priority));
        priorities.map(move |priority| Scope { kind: Some(kind), priority: Some(priority), ..scope })
    })
}

/// Whether the rule matches every ticket that the other scope matches.
fn covers(rule: &Scope, other: &Scope) -> bool {
    fn implied<T: PartialEq>(condition: Option<T>, by: Option<T>) -> bool {
        condition.is_none() || condition == by
    }
    implied(rule.service, other.service)
        && implied(rule.kind, other.kind)
        && implied(rule.priority, other.priority)
        && implied(rule.requester_team, other.requester_team)
        && implied(rule.team, other.team)
}
