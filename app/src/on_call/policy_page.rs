//! Whom a team's faults call: steps, rounds, and the gateway.

use domain::fault::Severity;
use domain::id::TeamId;
use domain::on_call::policy::{STEPS_MAX, WHOM_MAX};
use domain::on_call::view::{PolicyForm, StepView};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::api::{SavePolicy, calling_policy};
use super::team_page::whom_said;
use crate::admin::parts::{Head, Section};
use crate::error::AppError;
use crate::ui::{Choice, ErrorSummary, Field, Form, Load, Page, Select, ServerFn, Submit, Tick, load};
use crate::words::words;

/// Steps that are offered beyond those that there are.
const SPARE: usize = 2;

/// The page.
#[component]
pub fn PolicyPage() -> impl IntoView {
    let params = use_params_map();
    let asked = Memo::new(move |_| params.with(|params| params.get_str("team").and_then(|id| id.parse::<TeamId>().ok())));
    let shown = load(
        move || asked.get(),
        |id| async move {
            match id {
                Some(id) => calling_policy(id).await,
                None => Err(AppError::NotFound),
            }
        },
    );
    view! {
        <Page title=words().on_call().whom_faults_call>
            <main id="main" class="main">
                <div class="page"><Load from=shown view=|form| view! { <Fields form /> }.into_any() /></div>
            </main>
        </Page>
    }
    .into_any()
}

#[component]
fn Fields(form: PolicyForm) -> impl IntoView {
    let w = words().on_call();
    let team = form.team.clone();
    let above = vec![("/on-call".to_owned(), w.on_call.to_owned()), (format!("/on-call/teams/{}", team.id), team.name.clone())];
    let policy = form.policy.clone();
    let (active, least) = policy.as_ref().map_or((true, Severity::Major), |policy| (policy.active, policy.least));
    let (rounds, pause) = policy.as_ref().map_or((3, 15), |policy| (policy.rounds, policy.pause));
    let version = policy.as_ref().map_or(0, |policy| policy.version);
    let url = policy.as_ref().and_then(|policy| policy.url.clone()).unwrap_or_default();
    let secret_hint = if policy.as_ref().is_some_and(|policy| policy.has_secret) { w.secret_kept } else { w.secret_hint };
    let steps = policy.map_or_else(|| first_steps(&form), |policy| policy.steps);
    let whom = choices(&form);
    let severities =
        Severity::ALL.iter().map(|&severity| Choice::new(severity.as_str(), (words().faults().severities)(severity))).collect();
    view! {
        <Head title=w.whom_faults_call lead=w.policy_lead.to_owned() above></Head>
        <Form to=SavePolicy::url() class="form" size="m">
            <ErrorSummary labels=labels() />
            <input type="hidden" name="team" value=team.id.to_string() />
            <input type="hidden" name="version" value=version.to_string() />
            <Section title=w.which_faults>
                <Tick name="active" label=w.active hint=w.active_hint value=active />
                <Select name="least" label=w.least hint=w.least_hint options=severities value=least.as_str() />
            </Section>
            <Section title=w.steps lead=w.steps_lead><Rows steps whom /></Section>
            <Section title=w.rounds lead=w.rounds_lead>
                <Field name="rounds" label=w.rounds kind="number" width="xs" value=rounds.to_string() />
                <Field name="pause" label=w.pause kind="number" width="xs" unit=w.minutes value=pause.to_string() />
            </Section>
            <Section title=w.gateway lead=w.gateway_lead>
                <Field name="url" label=w.url hint=w.url_hint kind="url" value=url optional=true />
                <Field name="secret" label=w.secret hint=secret_hint kind="password" optional=true autocomplete="new-password" />
            </Section>
            <div><Submit label=words().common().save icon="save" /></div>
        </Form>
    }
}

/// What is proposed where nothing was decided: who is on call at once, and the leads after a while.
fn first_steps(form: &PolicyForm) -> Vec<StepView> {
    let leads = |after| StepView { after, whom: vec![("leads".to_owned(), String::new())] };
    match form.rotas.first() {
        Some(rota) => vec![StepView { after: 0, whom: vec![rota.clone()] }, leads(15)],
        None => vec![leads(0)],
    }
}

fn choices(form: &PolicyForm) -> Vec<Choice> {
    let mut all = vec![Choice::new("", "–")];
    all.extend(form.rotas.iter().map(|(word, name)| Choice::new(word.clone(), whom_said(word, name))));
    all.push(Choice::new("leads", words().on_call().leads));
    all.extend(form.people.iter().map(|person| Choice::new(format!("person:{}", person.id), person.name.clone())));
    all
}

fn labels() -> Vec<(String, String)> {
    let w = words().on_call();
    let mut labels: Vec<(String, String)> =
        [("least", w.least), ("rounds", w.rounds), ("pause", w.pause), ("url", w.url), ("secret", w.secret)]
            .map(|(name, label)| (name.to_owned(), label.to_owned()))
            .to_vec();
    for row in 0..STEPS_MAX {
        labels.push((format!("steps.{row}.after"), (w.of_step)(row + 1, w.after)));
        labels.extend((0..WHOM_MAX).map(|place| (format!("steps.{row}.whom.{place}"), (w.of_step)(row + 1, whom_label(place)))));
    }
    labels
}

fn whom_label(place: usize) -> &'static str {
    let w = words().on_call();
    if place == 0 { w.whom } else { w.and_whom }
}

#[component]
fn Rows(steps: Vec<StepView>, whom: Vec<Choice>) -> impl IntoView {
    (0..(steps.len() + SPARE).min(STEPS_MAX)).map(|row| view! { <Row row step=steps.get(row).cloned() whom=whom.clone() /> }).collect_view()
}

#[component]
fn Row(row: usize, #[prop(optional_no_strip)] step: Option<StepView>, whom: Vec<Choice>) -> impl IntoView {
    let w = words().on_call();
    let after = step.as_ref().map(|step| step.after.to_string()).unwrap_or_default();
    let selects = (0..WHOM_MAX)
        .map(|place| {
            let value = step.as_ref().and_then(|step| step.whom.get(place)).map(|(word, _)| word.clone()).unwrap_or_default();
            view! { <Select name=format!("steps.{row}.whom.{place}") label=whom_label(place) options=whom.clone() value /> }
        })
        .collect_view();
    view! {
        <fieldset class="field">
            <legend>{(w.step_no)(row + 1)}</legend>
            <div class="stack" data-gap="s">
                <Field name=format!("steps.{row}.after") label=w.after kind="number" width="xs" unit=w.minutes value=after />
                {selects}
            </div>
        </fieldset>
    }
}
