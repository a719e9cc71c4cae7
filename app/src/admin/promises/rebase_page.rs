//! Putting the open tickets of a policy under what is in force now: what would move, and the button that does it.

use std::sync::Arc;

use domain::id::{PolicyId, ServiceId, TeamId};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::comparison::{Compared, Named, ticket};
use super::rebase_api::{Move, RebaseTickets, RebaseView, preview_rebase};
use crate::admin::parts::{self, Done, Empty, Head};
use crate::report::figures::grouped;
use crate::ui::{Choice, ErrorSummary, Form, Icon, Load, LongText, Page, ServerFn, Submit, When, load};
use crate::words::words;

/// The page of re-basing.
#[component]
pub fn RebasePage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| PolicyId(params.with(|params| params.get("policy").and_then(|id| id.parse().ok()).unwrap_or(0))));
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        query.with(|query| {
            let number = |name: &str| query.get(name).and_then(|id| id.parse().ok());
            (number("service").map(ServiceId), number("team").map(TeamId), query.get("at"))
        })
    });
    let shown = load(move || (id.get(), asked.get()), |(id, (service, team, _))| preview_rebase(id, service, team));
    view! { <Load from=shown view=|view| view! { <Rebase view /> }.into_any() /> }.into_any()
}

/// The page for these tickets of a policy, and what else it shall say.
#[must_use]
pub fn address(policy: PolicyId, service: Option<ServiceId>, team: Option<TeamId>, more: &[(&str, &str)]) -> String {
    let (service, team) = (number(service.map(ServiceId::get)), number(team.map(TeamId::get)));
    let pairs: Vec<(&str, &str)> = [("service", service.as_str()), ("team", team.as_str())].iter().chain(more).copied().collect();
    parts::address(&format!("/admin/policies/{policy}/rebase"), &pairs)
}

fn number(id: Option<i64>) -> String {
    id.map(|id| id.to_string()).unwrap_or_default()
}

/// Whose tickets of the policy: one service's, one team's, or all.
#[component]
fn Narrowed(policy: PolicyId, chosen: (String, String), services: Vec<Choice>, teams: Vec<Choice>) -> impl IntoView {
    let select = |name: &'static str, label: &'static str, chosen: String, options: Vec<Choice>| {
        let options =
            options.into_iter().map(|one| view! { <option value=one.value.clone() selected={one.value == chosen}>{one.label}</option> });
        view! {
            <div class="field">
                <label for=name>{label}</label>
                <select class="input" id=name name=name><option value="">{words().admin().all}</option>{options.collect_view()}</select>
            </div>
        }
    };
    view! {
        <form class="filters" method="get" action=format!("/admin/policies/{policy}/rebase")>
            {select("service", words().desk().service, chosen.0, services)}
            {select("team", words().desk().team, chosen.1, teams)}
            <button class="button" type="submit">{words().report().show}</button>
        </form>
    }
}

#[component]
fn Rebase(view: RebaseView) -> impl IntoView {
    let (w, p) = (&words().admin().promises_file, &words().admin().policies);
    let RebaseView { policy, name, service, team, services, teams, trial, earlier, later, moves } = view;
    let services = services.into_iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect();
    let teams = teams.into_iter().map(|(id, name)| Choice::new(id.to_string(), name)).collect();
    let chosen = (number(service.map(ServiceId::get)), number(team.map(TeamId::get)));
    let narrowed = service.map(|id| ("service", id.get())).into_iter().chain(team.map(|id| ("team", id.get())));
    let narrowed = narrowed.map(|(name, id)| view! { <input type="hidden" name=name value=id.to_string() /> }).collect_view();
    let above = vec![("/admin/policies".to_owned(), p.title.to_owned()), (format!("/admin/policies/{policy}"), name)];
    let done = use_query_map().get_untracked().get("done").and_then(|done| done.parse::<u64>().ok());
    let named = Arc::new(trial.named);
    let none = trial.tickets == 0;
    view! {
        <Page title=w.rebase>
            <Head title=w.rebase lead=w.rebase_lead above />
            {done.map(|done| view! { <Done title=(w.rebased)(&grouped(done)) lead="" /> })}
            <Narrowed policy chosen services teams />
            {none.then(|| view! { <Empty icon="clock" title=w.no_open lead=w.no_open_lead /> })}
            {(!none)
                .then(|| {
                    view! {
                        <p>{(w.would_move)(&grouped(trial.tickets), &grouped(earlier), &grouped(later))}</p>
                        {(!moves.is_empty()).then(|| view! { <Moves moves all={earlier + later} named=Arc::clone(&named) /> })}
                        <section class="stack" aria-labelledby="verdicts">
                            <h2 id="verdicts">{w.verdicts}</h2>
                            <Compared comparison=trial.comparison named />
                        </section>
                        <Form to=RebaseTickets::url() class="form card" size="m">
                            <ErrorSummary labels=vec![("reason".to_owned(), w.reason.to_owned())] />
                            <input type="hidden" name="policy" value=policy.to_string() />
                            {narrowed}
                            <div class="stack">
                                <LongText name="reason" label=w.reason hint=w.reason_hint rows=2 />
                                <div class="cluster">
                                    <Submit label=(w.rebase_all)(&grouped(trial.tickets)) icon="check" />
                                    <a class="button" data-kind="quiet" href=format!("/admin/policies/{policy}")>{w.not_now}</a>
                                </div>
                            </div>
                        </Form>
                    }
                })}
        </Page>
    }
}

#[component]
fn Moves(moves: Vec<Move>, all: u64, named: Named) -> impl IntoView {
    let w = &words().admin().promises_file;
    let more = usize::try_from(all).unwrap_or(usize::MAX).saturating_sub(moves.len());
    view! {
        <div class="table-wrap">
            <table class="table" data-stack="" data-density="compact">
                <caption class="visually-hidden">{w.moves}</caption>
                <thead>
                    <tr>
                        <th scope="col">{w.ticket}</th>
                        <th scope="col">{w.due_now}</th>
                        <th scope="col">{w.due_then}</th>
                        <th scope="col">{w.moves}</th>
                    </tr>
                </thead>
                <tbody>{moves.into_iter().map(|moved| view! { <MoveRow moved named=Arc::clone(&named) /> }).collect_view()}</tbody>
            </table>
        </div>
        {(more > 0).then(|| view! { <p class="soft">{(words().admin().calendars.and_more)(more)}</p> })}
    }
}

#[component]
fn MoveRow(moved: Move, named: Named) -> impl IntoView {
    let w = &words().admin().promises_file;
    let (id, before, after) = moved;
    let due = |at: Option<domain::time::Timestamp>| match at {
        Some(at) => view! { <When at /> }.into_any(),
        None => view! { <span class="soft">{w.nothing_due}</span> }.into_any(),
    };
    let earlier = after.is_some_and(|after| before.is_none_or(|before| after < before));
    let (icon, tone, said) = if earlier { ("arrow-up", "warn", w.earlier) } else { ("arrow-down", "info", w.later) };
    view! {
        <tr>
            <th scope="row">{ticket(id, &named)}</th>
            <td data-label=w.due_now>{due(before)}</td>
            <td data-label=w.due_then>{due(after)}</td>
            <td data-label=w.moves><span class="chip" data-tone=tone><Icon name=icon />{said}</span></td>
        </tr>
    }
}
