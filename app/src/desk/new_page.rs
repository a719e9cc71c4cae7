//! Filing a ticket for somebody: who rang, which service, and that service's own questions.

use domain::id::ServiceId;
use domain::ticket::view::ServiceRef;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::act::FileFor;
use super::api::{Choosable, desk_choices};
use crate::person_field::PersonField;
use crate::portal::api::{Asking, service_form};
use crate::portal::request_form_page::Fields;
use crate::reader::locale;
use crate::ui::{Form, Icon, Load, Page, ServerFn, Submit, load};
use crate::words::words;

/// First the service is chosen, by a link that can be kept; then its form stands there.
#[component]
pub fn NewPage() -> impl IntoView {
    let w = words().desk();
    let query = use_query_map();
    let service = Memo::new(move |_| query.with(|query| query.get_str("service").and_then(|id| id.parse::<ServiceId>().ok())));
    let asking = load(
        move || service.get(),
        |service| async move {
            match service {
                Some(service) => service_form(service).await.map(Some),
                None => Ok(None),
            }
        },
    );
    let choices = load(|| (), |()| desk_choices());
    let choose = |choices: Choosable| view! { <ChooseService choices /> }.into_any();
    let step = move |asking: Option<Asking>| match asking {
        Some(asking) => view! { <FileForm asking /> }.into_any(),
        None => view! { <Load from=choices view=choose /> }.into_any(),
    };
    view! {
        <Page title=w.file_for>
            <main id="main" class="main">
                <div class="page">
                    <header class="page-head">
                        <div class="page-title"><h1>{w.file_for}</h1></div>
                        <p class="soft">{w.file_for_lead}</p>
                    </header>
                    <Load from=asking view=step />
                </div>
            </main>
        </Page>
    }
    .into_any()
}

/// A tile for each service; choosing one is one click, and its address can be kept.
#[component]
fn ChooseService(choices: Choosable) -> impl IntoView {
    let w = words().desk();
    let locale = locale();
    let tile = |service: ServiceRef| {
        let icon = if service.icon.is_empty() { "box".to_owned() } else { service.icon };
        view! {
            <li class="tile">
                <span class="tile-icon"><Icon name=icon /></span>
                <h3><a href=format!("/desk/new?service={}", service.id)>{service.name.get(locale).to_owned()}</a></h3>
            </li>
        }
    };
    view! {
        <section class="stack" aria-labelledby="which-service">
            <h2 id="which-service">{w.which_service}</h2>
            {choices.services.is_empty().then(|| view! { <p class="soft">{w.no_service}</p> })}
            <ul class="grid" data-cells="tile">{choices.services.into_iter().map(tile).collect_view()}</ul>
        </section>
    }
}

#[component]
fn FileForm(asking: Asking) -> impl IntoView {
    let w = words().desk();
    let name = asking.offer.service.name.get(locale()).to_owned();
    // What the reader began to type for themselves is no part of what they file for somebody else.
    let asking = Asking { draft: None, ..asking };
    view! {
        <p class="cluster">
            <strong>{name}</strong>
            <a class="button" data-kind="quiet" href="/desk/new"><Icon name="undo" />{w.other_service}</a>
        </p>
        <Form to=FileFor::url() files=true class="form">
            <Fields asking first=("who", w.for_whom, view! { <PersonField name="who" label=w.for_whom hint=w.for_whom_hint everybody=true /> }.into_any()) />
            <div><Submit label=w.file size="l" /></div>
        </Form>
    }
}
