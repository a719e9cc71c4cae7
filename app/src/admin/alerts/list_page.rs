//! Who sends alerts, and the rules in their order.

use domain::alert::view::IntegrationRow;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{AlertsView, alerts};
use super::rule_list::Rules;
use crate::admin::parts::{Empty, Head, SavedBanner};
use crate::reader::locale;
use crate::ui::{Ago, Icon, Load, Page, load};
use crate::words::words;

/// The page with integrations and rules.
#[component]
pub fn AlertsPage() -> impl IntoView {
    let query = use_query_map();
    let saved = Memo::new(move |_| query.with(|query| query.get("saved")));
    let shown = load(move || saved.get(), |_| alerts());
    let on_change = Callback::new(move |()| shown.refetch());
    view! { <Load from=shown view=move |view| view! { <Alerts view on_change /> }.into_any() /> }.into_any()
}

#[component]
fn Alerts(view: AlertsView, on_change: Callback<()>) -> impl IntoView {
    let w = &words().admin().alerts;
    let AlertsView { integrations, rules } = view;
    let table = if integrations.is_empty() {
        view! { <Empty icon="bell" title=w.empty lead=w.empty_lead step=("/admin/alerts/new".to_owned(), w.new.to_owned()) /> }.into_any()
    } else {
        view! { <Integrations rows=integrations /> }.into_any()
    };
    view! {
        <Page title=w.title>
            <Head title=w.title lead=w.lead>
                <div class="page-actions">
                    <a class="button" data-kind="primary" href="/admin/alerts/new"><Icon name="plus" />{w.new}</a>
                    <a class="button" href="/admin/alerts/rules/new"><Icon name="plus" />{w.new_rule}</a>
                </div>
            </Head>
            <SavedBanner title=words().admin().saved lead="" />
            <section class="stack" aria-labelledby="integrations">
                <h2 id="integrations">{w.integrations}</h2>
                {table}
            </section>
            <section class="stack" aria-labelledby="rules">
                <h2 id="rules">{w.rules}</h2>
                <p class="soft">{w.rules_lead}</p>
                <Rules rules on_change />
            </section>
        </Page>
    }
}

#[component]
fn Integrations(rows: Vec<IntegrationRow>) -> impl IntoView {
    let w = &words().admin().alerts;
    let locale = locale();
    let row = |row: IntegrationRow| {
        let service = row.service.as_ref().map(|service| service.name.get(locale).to_owned()).unwrap_or_default();
        let owner = row.owner.as_ref().map(|owner| owner.name.clone()).unwrap_or_default();
        let heard = match row.heard_at {
            Some(at) => view! { <Ago at /> }.into_any(),
            None => view! { <span class="soft">{w.never_heard}</span> }.into_any(),
        };
        view! {
            <tr>
                <th scope="row">
                    <a class="row-link" href=format!("/admin/alerts/{}", row.id)>{row.name.clone()}</a>
                    <small>{(w.kinds)(row.kind)}</small>
                </th>
                <td data-label=w.service>{service}</td>
                <td data-label=w.owner>{owner}</td>
                <td data-label=w.heard>{heard}</td>
                <td data-label=w.state><Listening enabled=row.enabled silent=row.silent /></td>
            </tr>
        }
    };
    view! {
        <div class="table-wrap">
            <table class="table" data-stack="">
                <caption class="visually-hidden">{w.integrations}</caption>
                <thead>
                    <tr>
                        <th scope="col">{w.name}</th>
                        <th scope="col">{w.service}</th>
                        <th scope="col">{w.owner}</th>
                        <th scope="col">{w.heard}</th>
                        <th scope="col">{w.state}</th>
                    </tr>
                </thead>
                <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}

/// Whether an integration is listened to, and missed.
#[component]
pub fn Listening(enabled: bool, silent: bool) -> impl IntoView {
    let w = &words().admin().alerts;
    let (tone, icon, said) = match (enabled, silent) {
        (false, _) => ("mute", "power", w.off),
        (true, true) => ("bad", "alert", w.silent),
        (true, false) => ("ok", "check", w.on),
    };
    view! { <span class="chip" data-tone=tone><Icon name=icon />{said}</span> }
}
