//! Services as cards, and the box to search them.

use domain::catalogue::{Group, Offer, Wording};
use leptos::prelude::*;

use crate::reader::locale;
use crate::ui::Icon;
use crate::words::words;

/// The most services that are listed under the box while one types.
const AS_YOU_TYPE_MAX: usize = 6;

/// One service as a card.
#[component]
pub fn OfferTile(offer: Offer) -> impl IntoView {
    let locale = locale();
    let description = offer.description.get(locale).to_owned();
    view! {
        <article class="tile">
            <span class="tile-icon"><Icon name=icon(&offer) /></span>
            <h3><a href=address(&offer)>{offer.service.name.get(locale).to_owned()}</a></h3>
            {(!description.is_empty()).then(|| view! { <p>{description}</p> })}
        </article>
    }
}

/// Where a service's form is.
fn address(offer: &Offer) -> String {
    format!("/catalogue/{}", offer.service.id)
}

fn icon(offer: &Offer) -> String {
    if offer.service.icon.is_empty() { "question".to_owned() } else { offer.service.icon.clone() }
}

/// Cards side by side.
#[component]
pub fn OfferTiles(offers: Vec<Offer>) -> impl IntoView {
    let tiles = offers.into_iter().map(|offer| view! { <OfferTile offer /> }).collect_view();
    view! { <div class="grid catalogue" data-cells="tile">{tiles}</div> }
}

/// The search box: a plain `GET` form; with JavaScript it also lists what is meant while one types.
#[component]
pub fn SearchBox(
    #[prop(optional_no_strip)] groups: Option<StoredValue<Vec<Group>>>,
    #[prop(optional, into)] words_before: String,
) -> impl IntoView {
    let w = words().portal();
    let typed = RwSignal::new(String::new());
    // Made when the first letter is typed, and once.
    let wording = Memo::new(move |_| groups.map(|groups| groups.with_value(|groups| Wording::of(groups))));
    let found = Memo::new(move |_| {
        let words = typed.get();
        if words.trim().is_empty() {
            return None;
        }
        wording.with(|wording| Some(wording.as_ref()?.meant_by(&words)))
    });
    let listed = move || {
        let found = found.get()?;
        if found.is_empty() { wording.with(|wording| Some(vec![wording.as_ref()?.anything_else()?.clone()])) } else { Some(found) }
    };
    view! {
        <form class="search" action="/catalogue" method="get" role="search">
            <Icon name="search" />
            <label class="visually-hidden" for="q">{w.search_services}</label>
            <input
                id="q"
                name="q"
                type="search"
                value=words_before
                placeholder=w.search_placeholder
                autocomplete="off"
                on:input=move |event| typed.set(event_target_value(&event))
            />
            <button class="button" data-kind="primary" data-size="l" type="submit">{words().common().search}</button>
        </form>
        <div class="search-found">
            <p class="small quiet" role="status">{move || found.with(|found| found.as_ref().map(|found| (w.found)(found.len())))}</p>
            {move || listed().map(|found| view! { <FoundList found /> })}
        </div>
    }
}

#[component]
fn FoundList(found: Vec<Offer>) -> impl IntoView {
    let locale = locale();
    let rows = found
        .into_iter()
        .take(AS_YOU_TYPE_MAX)
        .map(|offer| {
            view! {
                <li>
                    <Icon name=icon(&offer) />
                    <div>
                        <p class="row-name"><a href=address(&offer)>{offer.service.name.get(locale).to_owned()}</a></p>
                        <p class="row-note">{offer.description.get(locale).to_owned()}</p>
                    </div>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="rows" data-framed="">{rows}</ul> }
}
