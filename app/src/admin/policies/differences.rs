//! What a version of a policy says that another one does not, in words.

use domain::sla::{Act, Metric, PolicyDifference, RuleDraft, Scope, Whom};
use leptos::prelude::*;

use super::api::Choices;
use crate::admin::calendars::differences::change;
use crate::words::words;

/// The differences as a list.
#[component]
pub fn Differences(of: Vec<PolicyDifference>, choices: StoredValue<Choices>) -> impl IntoView {
    view! { <ul class="differences">{of.into_iter().map(|difference| view! { <li>{told(difference, choices)}</li> }).collect_view()}</ul> }
}

fn told(difference: PolicyDifference, choices: StoredValue<Choices>) -> AnyView {
    let w = &words().admin().policies;
    let calendar = |id| choices.with_value(|choices| choices.calendar(id));
    match difference {
        PolicyDifference::Name { from, to } => change(w.name.to_owned(), from, to),
        PolicyDifference::Calendar { from, to } => change(w.calendar.to_owned(), calendar(from), calendar(to)),
        PolicyDifference::Origin { from, to } => change(w.origin.to_owned(), (w.origin_of)(from).to_owned(), (w.origin_of)(to).to_owned()),
        PolicyDifference::Day { from, to } => change(w.day.to_owned(), from, to),
        PolicyDifference::NewCycle { from, to } => change(w.new_cycle.to_owned(), from.to_string(), to.to_string()),
        PolicyDifference::Marks { metric } => view! { <b>{(w.metric)(metric)}</b> " " {w.marks_changed} }.into_any(),
        PolicyDifference::Step { at, metric, from, to } => {
            let side = |acts: Option<Vec<Act>>| acts.map_or_else(|| w.no_step.to_owned(), |acts| acts_told(&acts, choices));
            let place = metric.map_or_else(|| at.clone(), |metric| format!("{at}, {}", (w.metric)(metric)));
            change(place, side(from), side(to))
        }
        PolicyDifference::Rule { from, to } => {
            let scope = from.as_ref().or(to.as_ref()).map(|rule| rule.scope).unwrap_or_default();
            let side = |rule: Option<RuleDraft>| rule.map_or_else(|| w.no_rule.to_owned(), |rule| promised(&rule, choices));
            change(scope_told(&scope, choices), side(from), side(to))
        }
    }
}

/// The conditions of a rule in a line.
pub(super) fn scope_told(scope: &Scope, choices: StoredValue<Choices>) -> String {
    let (w, t) = (&words().admin().policies, words().ticket());
    let team = |id| choices.with_value(|choices| choices.team(id));
    let conditions = [
        scope.service.map(|id| choices.with_value(|choices| choices.service(id))),
        scope.kind.map(|kind| (t.kind)(kind).to_owned()),
        scope.priority.map(t.priority_of),
        scope.requester_team.map(|id| (w.asked_by)(&team(id))),
        scope.team.map(|id| (w.with_team)(&team(id))),
    ];
    let conditions: Vec<String> = conditions.into_iter().flatten().collect();
    if conditions.is_empty() { w.everything.to_owned() } else { conditions.join(words().common().between) }
}

fn promised(rule: &RuleDraft, choices: StoredValue<Choices>) -> String {
    let w = &words().admin().policies;
    let target = |(metric, target): (&Metric, &String)| format!("{} {target}", (w.metric)(*metric));
    let mut parts: Vec<String> = rule.targets.iter().map(target).collect();
    parts.extend(rule.calendar.map(|id| choices.with_value(|choices| choices.calendar(id))));
    parts.join(words().common().between)
}

fn acts_told(acts: &[Act], choices: StoredValue<Choices>) -> String {
    let w = &words().admin().policies;
    let told = |act: &Act| match *act {
        Act::Notify { whom: Whom::Person(person) } => choices
            .with_value(|choices| choices.people.iter().find(|known| known.id == person).map(|known| known.name.clone()))
            .unwrap_or_else(|| format!("#{person}")),
        Act::Notify { whom } => (w.whom)(whom).to_owned(),
        Act::Reassign { team, .. } => (w.handed_to)(&choices.with_value(|choices| choices.team(team))),
    };
    acts.iter().map(told).collect::<Vec<_>>().join(words().common().between)
}
