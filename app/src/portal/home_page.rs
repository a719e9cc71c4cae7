//! The first page: ask, choose, or see how far one's requests are.

use domain::catalogue::Group;
use domain::scoring::view::{Home, Notice};
use domain::ticket::view::RequestPage;
use leptos::prelude::*;

use super::api::{Again, catalogue, latest_requests};
use super::disturbance::Disturbances;
use super::offers::{OfferTiles, SearchBox};
use super::request_item::RequestRows;
use crate::reader::{clock, me};
use crate::scoring::api::score_home;
use crate::ui::{Icon, Load, Page, load};
use crate::words::words;

/// How many services the first page shows.
const OFFERS: usize = 6;

#[component]
pub fn HomePage() -> impl IntoView {
    let offered = load(|| (), |()| catalogue());
    let latest = load(|| (), |()| latest_requests());
    let scores = load(|| (), |()| score_home());
    view! {
        <Page title=words().common().home>
            <Disturbances />
            <Load from=offered view=move |groups| view! { <Offered groups /> }.into_any() />
            <Load from=scores view=|home| view! { <Scores home /> }.into_any() />
            <Load from=latest view=move |page| view! { <Latest page /> }.into_any() />
        </Page>
    }
    .into_any()
}

#[component]
fn Offered(groups: Vec<Group>) -> impl IntoView {
    let w = words().portal();
    let me = me();
    let name = me.as_ref().map(|me| me.name.clone()).unwrap_or_default();
    let agent = me.is_some_and(|me| me.agent);
    let offers: Vec<_> = groups.iter().flat_map(|group| group.offers.iter().cloned()).collect();
    let count = offers.len();
    let first: Vec<_> = offers.into_iter().take(OFFERS).collect();
    view! {
        <section class="hero" aria-labelledby="ask">
            <h1 id="ask">{(w.ask)(&name)}</h1>
            <SearchBox groups=Some(StoredValue::new(groups)) />
            {agent
                .then(|| {
                    view! {
                        <p class="hero-often">
                            <a href="/desk"><Icon name="inbox" />" "{w.to_the_desk}</a>
                        </p>
                    }
                })}
        </section>
        <section class="stack" aria-labelledby="catalogue">
            <header class="split">
                <h2 id="catalogue">{w.choose}</h2>
                {(count > OFFERS).then(|| view! { <a href="/catalogue">{(w.all_services)(count)}</a> })}
            </header>
            {if count == 0 {
                view! {
                    <div class="empty">
                        <Icon name="grid" />
                        <h3>{w.catalogue_empty}</h3>
                        <p>{w.catalogue_empty_advice}</p>
                    </div>
                }
                    .into_any()
            } else {
                view! { <OfferTiles offers=first /> }.into_any()
            }}
        </section>
    }
}

/// Ballots that wait for the reader, or the way to what came of earlier ones.
#[component]
fn Scores(home: Home) -> impl IntoView {
    let w = words().portal();
    match home.waiting {
        Some(Notice { id, name, closes, mine }) => view! {
            <div class="banner" data-tone="info">
                <Icon name="star" />
                <div class="banner-body">
                    <p class="banner-title">{(w.to_score)(&name, &clock().full(closes))}</p>
                    <p><a class="button" href=format!("/scores/{id}/vote")>{(w.score_now)(mine.done, mine.all)}</a></p>
                </div>
            </div>
        }
        .into_any(),
        None if home.any => view! { <p><a href="/scores"><Icon name="star" />" "{w.scores}</a></p> }.into_any(),
        None => ().into_any(),
    }
}

#[component]
fn Latest(page: RequestPage) -> impl IntoView {
    let w = words().portal();
    let is_empty = page.rows.is_empty();
    let again: Again = Box::new(|| Box::pin(latest_requests()));
    let nothing = ViewFn::from(move || {
        view! {
            <div class="empty">
                <Icon name="list" />
                <h3>{w.none_open}</h3>
                <p>{w.none_open_advice}</p>
            </div>
        }
        .into_any()
    });
    view! {
        <section class="stack" aria-labelledby="mine">
            <header class="split">
                <h2 id="mine">{words().common().requests}</h2>
                {(!is_empty).then(|| view! { <a href="/requests?show=all">{w.all_requests}</a> })}
            </header>
            <RequestRows rows=page.rows own=true again nothing />
        </section>
    }
}
