//! One team's on-call: its rotas, whom its faults call, and who was called.

use domain::id::TeamId;
use domain::on_call::view::{PolicyView, StepView, TeamShown};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::api::{TestCall, on_call_team};
use super::board_page::Rotas;
use super::log::Log;
use crate::admin::parts::{Done, Head, SavedBanner};
use crate::error::AppError;
use crate::ui::{ErrorSummary, Form, Icon, Load, Page, ServerFn, Submit, load};
use crate::words::words;

/// The page.
#[component]
pub fn TeamOnCallPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let asked = Memo::new(move |_| {
        let id = params.with(|params| params.get_str("team").and_then(|id| id.parse::<TeamId>().ok()));
        (id, query.with(|query| (query.get("saved"), query.get("tested"), query.get("look"))))
    });
    let shown = load(
        move || asked.get(),
        |(id, _)| async move {
            match id {
                Some(id) => on_call_team(id).await,
                None => Err(AppError::NotFound),
            }
        },
    );
    view! {
        <Page title=words().on_call().on_call>
            <main id="main" class="main">
                <div class="page"><Load from=shown view=|shown| view! { <Shown shown /> }.into_any() /></div>
            </main>
        </Page>
    }
    .into_any()
}

#[component]
fn Shown(shown: TeamShown) -> impl IntoView {
    let w = words().on_call();
    let TeamShown { now, policy, log } = shown;
    let id = now.team.id;
    let above = vec![("/on-call".to_owned(), w.on_call.to_owned())];
    let actions = now.may_manage.then(|| {
        view! {
            <div class="page-actions">
                <a class="button" href=format!("/on-call/teams/{id}/policy")><Icon name="edit" />{w.decide}</a>
                <a class="button" data-kind="primary" href=format!("/on-call/teams/{id}/new")><Icon name="plus" />{w.new_rota}</a>
            </div>
        }
    });
    let rotas = if now.rotas.is_empty() {
        view! { <p class="soft">{w.no_rota}</p> }.into_any()
    } else {
        view! { <Rotas rotas=now.rotas /> }.into_any()
    };
    let query = use_query_map();
    let tested = move || query.with(|query| query.get("tested").is_some()).then(|| view! { <Done title=w.tested lead=w.tested_lead /> });
    let again = format!("/on-call/teams/{id}?look={}#log", log.first().map_or(0, |row| row.id));
    let attempts =
        if log.is_empty() { view! { <p class="soft">{w.no_attempts}</p> }.into_any() } else { view! { <Log rows=log /> }.into_any() };
    view! {
        <Head title=now.team.name.clone() lead=w.team_lead.to_owned() above>{actions}</Head>
        <SavedBanner title=words().admin().saved lead="" />
        {tested}
        <section class="card stack" aria-labelledby="rotas"><header><h2 id="rotas">{w.rotas}</h2></header>{rotas}</section>
        <section class="card stack" aria-labelledby="calls">
            <header><h2 id="calls">{w.whom_faults_call}</h2></header>
            <Policy policy />
        </section>
        <section class="card stack" aria-labelledby="log">
            <header class="split">
                <div><h2 id="log">{w.log}</h2><p class="small quiet">{w.log_lead}</p></div>
                <a class="button" data-kind="quiet" href=again>{w.look_again}</a>
            </header>
            {now.may_manage.then(|| view! {
                <Form to=TestCall::url() class="stack">
                    <ErrorSummary />
                    <input type="hidden" name="team" value=id.to_string() />
                    <div><Submit label=w.test kind="secondary" icon="bell" /></div>
                </Form>
            })}
            {attempts}
        </section>
    }
}

#[component]
fn Policy(policy: Option<PolicyView>) -> impl IntoView {
    let w = words().on_call();
    let Some(policy) = policy else { return view! { <p class="soft">{w.no_policy}</p> }.into_any() };
    let off = (!policy.active).then(|| view! { <p><span class="chip" data-tone="mute"><Icon name="bell" />{w.calls_nobody}</span></p> });
    let least = (w.of_faults)((words().faults().severities)(policy.least));
    let steps = policy.steps.into_iter().map(|step| view! { <li>{step_said(&step)}</li> }).collect_view();
    let rounds = (w.rounds_said)(policy.rounds, policy.pause);
    let gateway = if policy.has_gateway { w.by_mail_and_gateway } else { w.by_mail };
    view! {
        {off}
        <p>{least}</p>
        <div class="prose"><ol>{steps}</ol></div>
        <p class="small soft">{format!("{rounds} {gateway}")}</p>
    }
    .into_any()
}

fn step_said(step: &StepView) -> String {
    let w = words().on_call();
    let whom: Vec<String> = step.whom.iter().map(|(word, name)| whom_said(word, name)).collect();
    (w.step_said)(step.after, &whom.join(words().common().between))
}

/// Whom a step tells, by the word that is stored.
#[must_use]
pub fn whom_said(word: &str, name: &str) -> String {
    let w = words().on_call();
    match word.split_once(':') {
        Some(("rota", _)) if name.is_empty() => w.lost_rota.to_owned(),
        Some(("rota", _)) => (w.on_call_in)(name),
        Some(_) => name.to_owned(),
        None => w.leads.to_owned(),
    }
}
