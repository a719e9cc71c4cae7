//! "Which rule would match?": asked with a service, a kind, a priority and a team, answered by the rules as they stand on the page.

use domain::people::TeamKind;
use domain::priority::Priority;
use domain::sla::{Facts, Promise};
use domain::ticket::Kind;
use leptos::prelude::*;

use super::api::{Choices, Tried};
use super::rules::{PlainSelect, services, teams, wrong};
use crate::ui::{Icon, Submit};
use crate::words::{errors, words};

/// The question and its answer.
#[component]
pub fn TryOut(promise: Promise, facts: Option<Facts>, answer: Option<Tried>, choices: StoredValue<Choices>) -> impl IntoView {
    let w = &words().admin().policies;
    let t = words().ticket();
    let kinds = Kind::ALL.iter().map(|kind| (kind.as_str().to_owned(), (t.kind)(*kind).to_owned())).collect::<Vec<_>>();
    let priorities =
        Priority::ALL.iter().map(|priority| (priority.as_str().to_owned(), (t.priority)(*priority).to_owned())).collect::<Vec<_>>();
    let kind = facts.map_or(Kind::Incident, |facts| facts.kind).as_str().to_owned();
    let priority = facts.map_or(Priority::Normal, |facts| facts.priority).as_str().to_owned();
    let service = facts.and_then(|facts| facts.service).map(|id| id.get());
    let asks = facts.and_then(|facts| facts.requester_team).map(|id| id.get());
    let has = facts.and_then(|facts| facts.team).map(|id| id.get());
    let shown = |id: Option<i64>| id.map(|id| id.to_string()).unwrap_or_default();
    let serving = move |kind| if promise == Promise::Supplier { kind == TeamKind::Supplier } else { kind == TeamKind::Service };
    let field = |name: &str, label: &'static str, options: Vec<(String, String)>, value: String, any: &'static str| {
        let field = format!("tried.{name}");
        let wrong = wrong(&field);
        view! {
            <label>
                <span>{label}</span>
                <PlainSelect field label=label.to_owned() options value any wrong />
            </label>
        }
    };
    view! {
        <div class="try-out">
            {field("service", w.service, services(choices, service), shown(service), w.any_service)}
            {field("kind", w.kind, kinds, kind, "")}
            {field("priority", w.priority, priorities, priority, "")}
            {field("requester_team", w.requester_team, teams(choices, asks, |kind| kind == TeamKind::Business), shown(asks), w.no_team)}
            {(promise != Promise::Sla).then(|| field("team", w.team, teams(choices, has, serving), shown(has), w.no_team))}
            <div><Submit label=w.try_it kind="secondary" icon="search" name="step" value="find" /></div>
        </div>
        {answer.map(|answer| view! { <Answer answer /> })}
    }
}

#[component]
fn Answer(answer: Tried) -> impl IntoView {
    let w = &words().admin().policies;
    match answer {
        Tried::Nothing => view! { <p class="try-answer" role="status"><Icon name="info" /><span>{w.matches_none}</span></p> }.into_any(),
        Tried::Here(rule) => view! {
            <p class="try-answer" role="status">
                <Icon name="check-circle" />
                <span>{w.matches_here} " " <a href=format!("#rule-{rule}") rel="external">{(w.rule)(rule)}</a></span>
            </p>
        }
        .into_any(),
        Tried::There(policy, name, rule) => view! {
            <p class="try-answer" role="status">
                <Icon name="info" />
                <span>{w.matches_there} " " <a href=format!("/admin/policies/{policy}#rule-{rule}") rel="external">{(w.rule_of)(&name, rule)}</a></span>
            </p>
        }
        .into_any(),
        Tried::Wrong(wrong) => {
            // Where it is in a rule, the rule is named.
            let place = |field: &str| field.strip_prefix("rules.").and_then(|rest| rest.split('.').next()?.parse::<usize>().ok());
            let told = |(field, code): (String, domain::invalid::Code)| {
                let place = place(&field).map(|row| format!("{}: ", (w.rule)(row + 1))).unwrap_or_default();
                format!("{place}{}", errors::of_code(&code))
            };
            let wrong = wrong.into_iter().map(told).collect::<Vec<_>>().join(" ");
            view! { <p class="try-answer" role="status"><Icon name="alert" /><span>{w.matches_wrong} " " {wrong}</span></p> }.into_any()
        }
    }
}
