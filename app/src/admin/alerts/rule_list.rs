//! The rules in their order.

use domain::alert::rule::{Condition, Makes, Outcome};
use domain::alert::view::RuleRow;
use leptos::prelude::*;

use super::api::MoveAlertRule;
use crate::admin::parts::{Empty, IconButton};
use crate::reader::locale;
use crate::ui::{Form, ServerFn};
use crate::words::words;

/// The list, with buttons that change its order.
#[component]
pub fn Rules(rules: Vec<RuleRow>, on_change: Callback<()>) -> impl IntoView {
    let w = &words().admin().alerts;
    if rules.is_empty() {
        let step = ("/admin/alerts/rules/new".to_owned(), w.new_rule.to_owned());
        return view! { <Empty icon="filter" title=w.no_rule lead=w.no_rule_lead step /> }.into_any();
    }
    let last = rules.len() - 1;
    let rows = rules.into_iter().enumerate().map(|(at, row)| view! { <Rule row place=at first=at == 0 last=at == last on_change /> });
    view! { <ol class="rows" data-framed="">{rows.collect_view()}</ol> }.into_any()
}

#[component]
fn Rule(row: RuleRow, place: usize, first: bool, last: bool, on_change: Callback<()>) -> impl IntoView {
    let w = &words().admin().alerts;
    let (id, name) = (row.id(), row.rule.name.clone());
    let step = |up: bool, icon: &'static str, label: String, disabled: bool| {
        view! {
            <Form to=MoveAlertRule::url() key=format!("{icon}-{id}") on_done=on_change>
                <input type="hidden" name="id" value=id.to_string() />
                <input type="hidden" name="up" value=up.to_string() />
                <IconButton icon label disabled />
            </Form>
        }
    };
    view! {
        <li>
            <span class="row-place">{place + 1}</span>
            <div>
                <p class="row-name"><a class="row-link" href=format!("/admin/alerts/rules/{id}")>{name.clone()}</a></p>
                <p class="row-note">{told(&row)}</p>
            </div>
            <div class="cluster">
                {step(true, "arrow-up", (w.up)(&name), first)}
                {step(false, "arrow-down", (w.down)(&name), last)}
            </div>
        </li>
    }
}

/// How it compares, without the example that the field has behind it.
fn short(test: &'static str) -> &'static str {
    test.split(['(', '（']).next().unwrap_or_default().trim_end()
}

/// What a rule says, in a line.
fn told(row: &RuleRow) -> String {
    let w = &words().admin().alerts;
    let between = words().common().between;
    let condition = |condition: &Condition| {
        let field: String = condition.field.clone().into();
        format!("{field} {} {}", short((w.tests)(condition.test)), condition.values.join(between))
    };
    let when: Vec<String> = row.rule.conditions.iter().map(condition).collect();
    let when = if when.is_empty() { w.always.to_owned() } else { when.join(" · ") };
    let mut then = (w.make)(row.makes()).to_owned();
    if row.makes() != Makes::Nothing {
        let services: Vec<&str> = row.services.iter().map(|service| service.name.get(locale())).collect();
        let of = if services.is_empty() { w.of_integration.to_owned() } else { services.join(between) };
        then = format!("{then} ({of})");
        if let Outcome::Fault { severity, .. } = row.rule.outcome {
            then = format!("{then} · {}", (words().faults().severities)(severity));
        }
        if !row.rule.group_by.is_empty() {
            then = format!("{then} · {}", (w.grouped)(&row.rule.group_by.join(between)));
        }
    }
    format!("{when} → {then}")
}
