//! What people have to reckon with right now, said before they ask.

use domain::fault::update::Disturbance;
use domain::id::ServiceId;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::error::AppError;
use crate::reader::{clock, locale};
use crate::ui::{Icon, Load, load};
use crate::words::words;

/// What disturbs the services that the reader knows of.
#[server(prefix = "/api", endpoint = "status/disturbances", input = GetUrl)]
pub async fn disturbances() -> Result<Vec<Disturbance>, AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    store::faults::disturbances(&visit.store, &actor).await.map_err(crate::visit::fail)
}

/// One banner for each of them; of one service alone, where that is what the page is about. Nothing on a quiet day.
#[component]
pub fn Disturbances(#[prop(optional, into)] service: Option<ServiceId>) -> impl IntoView {
    let all = load(|| (), |()| disturbances());
    let concerns = move |one: &Disturbance| service.is_none_or(|service| one.services.iter().any(|hit| hit.id == service));
    let banners = move |all: Vec<Disturbance>| all.into_iter().filter(concerns).map(|one| view! { <Banner one /> }).collect_view();
    view! { <Load from=all view=move |all| banners(all).into_any() /> }
}

#[component]
fn Banner(one: Disturbance) -> impl IntoView {
    let w = words().status();
    let names: Vec<String> = one.services.iter().map(|service| service.name.get(locale()).to_owned()).collect();
    let said = one.told.first().map(|last| {
        let next = last.next_by.filter(|&by| by > clock().now).map(|by| (w.next_by)(&clock().relative(by)));
        let parts = [Some((w.stage)(last.stage).to_owned()), Some((w.told)(&clock().relative(last.at))), next];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    });
    view! {
        <section class="banner" data-tone="warn" aria-label=one.headline.clone()>
            <Icon name="megaphone" />
            <div class="banner-body">
                <p class="banner-title">{one.headline.clone()}</p>
                <p>{(w.hits)(&names.join(words().common().between))}</p>
                <p class="small soft">{said}</p>
            </div>
            <a class="button" href=format!("/status#{}", one.number)>{w.more}</a>
        </section>
    }
}
