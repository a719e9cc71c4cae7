//! Writing a rule, and trying it before it holds.

use domain::alert::rule::{CONDITIONS_MAX, ConditionDraft, Makes, RuleDraft, Test};
use domain::fault::Severity;
use domain::id::AlertRuleId;
use domain::ticket::view::ServiceRef;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::api::{DeleteAlertRule, RuleView, SaveAlertRule, alert_rule, newest_rule};
use super::trial::Tried;
use crate::admin::parts::{AskFirst, Head, Section};
use crate::admin::version::Version;
use crate::reader::locale;
use crate::ui::{Choice, Choices, ErrorSummary, Field, Form, Load, Page, Select, ServerFn, Submit, form_state, load};
use crate::words::words;

/// Empty conditions behind those that are there: a rule seldom needs more at once.
const SPARE: usize = 2;

/// The page of one rule, or of a new one.
#[component]
pub fn AlertRulePage() -> impl IntoView {
    let params = use_params_map();
    let query = use_query_map();
    let id = Memo::new(move |_| {
        let named = params.with(|params| params.get("rule"));
        // Without a number it is the page of a new one; a wrong number is nobody's.
        AlertRuleId(named.map_or(0, |named| named.parse().unwrap_or(-1)))
    });
    let tried = Memo::new(move |_| query.with(|query| query.get("tried")).unwrap_or_default());
    let shown = load(move || (id.get(), tried.get()), |(id, tried)| alert_rule(id, tried));
    view! { <Load from=shown view=|view| view! { <Rule view /> }.into_any() /> }.into_any()
}

#[component]
fn Rule(view: RuleView) -> impl IntoView {
    let w = &words().admin().alerts;
    let RuleView { row, draft, services, integrations, trial } = view;
    let title = row.as_ref().map_or_else(|| w.new_rule.to_owned(), |row| row.rule.name.clone());
    let kept = row.as_ref().map(|row| (row.id(), row.version));
    let id = kept.map_or(AlertRuleId(0), |(id, _)| id);
    view! {
        <Page title=title.clone()>
            <Head title above=vec![("/admin/alerts".to_owned(), w.title.to_owned())] />
            {trial.map(|trial| view! { <Tried trial /> })}
            <Form to=SaveAlertRule::url() class="form" size="m">
                <input type="hidden" name="id" value=id.to_string() />
                {kept.map(|(id, version)| view! { <Version version now=format!("/admin/alerts/rules/{id}") fresh=move || newest_rule(id) /> })}
                <ErrorSummary labels=labels() />
                <Fields draft services integrations />
                <div class="cluster">
                    <Submit label=words().common().save name="step" value="save" />
                    <Submit label=w.try_it kind="secondary" icon="play" name="step" value="try" />
                </div>
            </Form>
            {kept.map(|(id, _)| view! { <Delete id /> })}
        </Page>
    }
}

fn labels() -> Vec<(String, String)> {
    let w = &words().admin().alerts;
    let named = [
        ("name", w.rule_name),
        ("makes", w.makes),
        ("severity", w.severity),
        ("services", w.services),
        ("services[]", w.services),
        ("group_by", w.group_by),
    ];
    let mut labels: Vec<(String, String)> = named.map(|(name, label)| (name.to_owned(), label.to_owned())).to_vec();
    for place in 0..CONDITIONS_MAX {
        labels.push((format!("field.{place}"), (w.field)(place + 1)));
        labels.push((format!("test.{place}"), (w.test)(place + 1)));
        labels.push((format!("value.{place}"), (w.value)(place + 1)));
    }
    labels
}

#[component]
fn Fields(draft: RuleDraft, services: Vec<ServiceRef>, integrations: Vec<String>) -> impl IntoView {
    let w = &words().admin().alerts;
    let locale = locale();
    let makes = Makes::ALL.iter().map(|&makes| Choice::new(makes.as_str(), (w.make)(makes))).collect();
    let severities = Severity::ALL.iter().map(|&one| Choice::new(one.as_str(), (words().faults().severities)(one))).collect();
    let services = services.into_iter().map(|service| Choice::new(service.id.to_string(), service.name.get(locale))).collect();
    let chosen: Vec<String> = draft.services.iter().map(ToString::to_string).collect();
    let open = !chosen.is_empty() || form_state().came_back();
    let severity = if draft.severity.is_empty() { Severity::Major.as_str().to_owned() } else { draft.severity };
    let known = ["severity", "summary", "integration", "alertname"].map(|name| view! { <option value=name></option> });
    let names = integrations.into_iter().map(|name| view! { <option value=name></option> });
    view! {
        <Section title=w.settings>
            <Field name="name" label=w.rule_name value=draft.name />
        </Section>
        <Section title=w.conditions lead=w.conditions_lead>
            <datalist id="alert-labels">{known.into_iter().collect_view()}</datalist>
            <datalist id="alert-values">{names.collect::<Vec<_>>()}</datalist>
            <Conditions conditions=draft.conditions />
        </Section>
        <Section title=w.outcome lead=w.outcome_lead>
            <Choices name="makes" label=w.makes options=makes value=vec![draft.makes] />
            <Select name="severity" label=w.severity hint=w.severity_hint options=severities value=severity />
            // Most rules name none, and there are many.
            <details class="stack" open=open>
                <summary class="button">{w.choose_services}</summary>
                <Choices name="services[]" label=w.services hint=w.services_hint options=services value=chosen several=true optional=true />
            </details>
            <Field name="group_by" label=w.group_by hint=w.group_by_hint value=draft.group_by optional=true />
        </Section>
    }
}

/// One row for each condition and a few more, so that another one needs no script.
#[component]
fn Conditions(conditions: Vec<ConditionDraft>) -> impl IntoView {
    let w = &words().admin().alerts;
    let mut conditions: Vec<ConditionDraft> = conditions.into_iter().filter(|one| !one.field.is_empty() || !one.value.is_empty()).collect();
    let state = form_state();
    let typed = |name: &str, place: usize| state.typed(&format!("{name}.{place}")).is_some_and(|typed| !typed.is_empty());
    // A form that came back has as many rows as were typed into.
    let back = (0..CONDITIONS_MAX).rev().find(|&place| typed("field", place) || typed("value", place)).map_or(0, |place| place + 1);
    let rows = (conditions.len().max(back) + SPARE).min(CONDITIONS_MAX);
    conditions.resize_with(rows, ConditionDraft::default);
    let tests = || Test::ALL.iter().map(|&test| Choice::new(test.as_str(), (w.tests)(test))).collect::<Vec<_>>();
    conditions
        .into_iter()
        .enumerate()
        .map(|(place, one)| {
            let test = if one.test.is_empty() { Test::Equals.as_str().to_owned() } else { one.test };
            view! {
                <div class="condition">
                    <Field name=format!("field.{place}") label=(w.field)(place + 1) value=one.field list="alert-labels" optional=true />
                    <Select name=format!("test.{place}") label=(w.test)(place + 1) options=tests() value=test />
                    <Field name=format!("value.{place}") label=(w.value)(place + 1) value=one.value list="alert-values" optional=true />
                </div>
            }
        })
        .collect_view()
}

#[component]
fn Delete(id: AlertRuleId) -> impl IntoView {
    let w = &words().admin().alerts;
    view! {
        <section class="danger-zone" aria-labelledby="delete">
            <h2 id="delete">{w.delete}</h2>
            <AskFirst label=w.delete icon="trash" lead=w.delete_lead to=DeleteAlertRule::url()>
                <Form to=DeleteAlertRule::url() class="stack">
                    <ErrorSummary />
                    <input type="hidden" name="id" value=id.to_string() />
                    <div><Submit label=words().admin().sure kind="danger" icon="trash" /></div>
                </Form>
            </AskFirst>
        </section>
    }
}
