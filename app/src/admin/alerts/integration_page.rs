//! One integration: where it sends, what it is, what it sent.

use domain::id::IntegrationId;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::api::{ChangeIntegration, IntegrationView, ReplaceToken, SwitchIntegration, integration, newest_integration};
use super::example::Address;
use super::fields::IntegrationFields;
use super::list_page::Listening;
use super::recent::{Recent, Refused};
use crate::admin::parts::{AskFirst, Head, SavedBanner, Section};
use crate::admin::version::Version;
use crate::ui::{Ago, ErrorSummary, Form, Load, Page, ServerFn, Submit, load};
use crate::words::words;

/// The page of one integration.
#[component]
pub fn IntegrationPage() -> impl IntoView {
    let params = use_params_map();
    let query = use_query_map();
    let id = Memo::new(move |_| IntegrationId(params.with(|params| params.get("integration").and_then(|id| id.parse().ok()).unwrap_or(0))));
    let came = Memo::new(move |_| query.with(|query| (query.get("saved"), query.get("token"))));
    let shown = load(move || (id.get(), came.get()), |(id, _)| integration(id));
    view! { <Load from=shown view=|view| view! { <Integration view /> }.into_any() /> }.into_any()
}

#[component]
fn Integration(view: IntegrationView) -> impl IntoView {
    let w = &words().admin().alerts;
    let IntegrationView { detail, services, base_url, token } = view;
    let row = detail.row;
    let (id, name, enabled, kind) = (row.id, row.name.clone(), row.enabled, row.kind);
    let heard = match row.heard_at {
        Some(at) => view! { <Ago at /> }.into_any(),
        None => view! { {w.never_heard} }.into_any(),
    };
    let expected = row.expected.map(|expected| view! { " · "{(w.expected)(expected.every, expected.grace)} });
    let fields = row.clone();
    view! {
        <Page title=name.clone()>
            <Head title=name above=vec![("/admin/alerts".to_owned(), w.title.to_owned())]>
                <Listening enabled silent=row.silent />
            </Head>
            <SavedBanner title=words().admin().saved lead="" />
            <p class="soft">{(w.kinds)(kind)}" · "{w.heard}": "{heard}{expected}</p>
            {(!enabled).then(|| view! { <p>{w.switched_off_lead}</p> })}
            <Address kind base_url token />
            <div class="form" data-size="m">
                <Section title=w.settings>
                    <Form to=ChangeIntegration::url() class="stack">
                        <input type="hidden" name="id" value=id.to_string() />
                        <Version version=row.version now=format!("/admin/alerts/{id}") fresh=move || newest_integration(id) />
                        <IntegrationFields services row=fields />
                        <div><Submit label=words().common().save /></div>
                    </Form>
                </Section>
            </div>
            <Recent rows=detail.alerts />
            <Refused rows=detail.refused />
            <Danger id enabled />
        </Page>
    }
}

#[component]
fn Danger(id: IntegrationId, enabled: bool) -> impl IntoView {
    let w = &words().admin().alerts;
    let switch = move |label: &'static str, kind: &'static str| {
        view! {
            <Form to=SwitchIntegration::url() class="stack">
                <ErrorSummary />
                <input type="hidden" name="id" value=id.to_string() />
                <input type="hidden" name="on" value=(!enabled).to_string() />
                <div><Submit label kind icon="power" /></div>
            </Form>
        }
    };
    let off = move || {
        view! {
            <AskFirst label=w.switch_off icon="power" lead=w.switch_off_lead to=SwitchIntegration::url()>
                {switch(words().admin().sure, "danger")}
            </AskFirst>
        }
    };
    view! {
        <section class="danger-zone" aria-labelledby="token">
            <h2 id="token">{w.token}</h2>
            <div class="stack">
                <AskFirst label=w.replace icon="key" lead=w.replace_lead to=ReplaceToken::url()>
                    <Form to=ReplaceToken::url() class="stack">
                        <ErrorSummary />
                        <input type="hidden" name="id" value=id.to_string() />
                        <div><Submit label=words().admin().sure kind="danger" icon="key" /></div>
                    </Form>
                </AskFirst>
                {if enabled { off().into_any() } else { switch(w.switch_on, "secondary").into_any() }}
            </div>
        </section>
    }
}
