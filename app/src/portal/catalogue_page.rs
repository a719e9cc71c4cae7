//! Everything that is offered, by category or by words.

use domain::catalogue::{Group, Offer, Wording};
use domain::id::CategoryId;
use domain::ticket::Number;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::catalogue;
use super::offers::{OfferTiles, SearchBox};
use crate::reader::locale;
use crate::ui::{Icon, Load, Page, load};
use crate::words::words;

#[component]
pub fn CataloguePage() -> impl IntoView {
    let query = use_query_map();
    let wanted = Memo::new(move |_| {
        let query = query.read();
        let category = query.get("category").and_then(|id| id.parse::<CategoryId>().ok());
        (query.get("q").unwrap_or_default(), category)
    });
    let offered = load(|| (), |()| catalogue());
    view! {
        <Page title=words().common().services>
            <header class="stack">
                <h1>{words().common().services}</h1>
                {move || view! { <SearchBox words_before=wanted.get().0 /> }}
            </header>
            <Load
                from=offered
                view=move |groups| {
                    let groups = StoredValue::new(groups);
                    (move || {
                        let (words, category) = wanted.get();
                        groups.with_value(|groups| view! { <Shelves groups=groups.clone() words category /> })
                    })
                        .into_any()
                }
            />
        </Page>
    }
    .into_any()
}

#[component]
fn Shelves(groups: Vec<Group>, words: String, #[prop(optional_no_strip)] category: Option<CategoryId>) -> impl IntoView {
    let all: usize = groups.iter().map(|group| group.offers.len()).sum();
    if all == 0 {
        return view! { <NothingOffered /> }.into_any();
    }
    if let Ok(number) = words.parse::<Number>() {
        return view! { <NumberTyped number /> }.into_any();
    }
    if !words.trim().is_empty() {
        let wording = Wording::of(&groups);
        let found = wording.meant_by(&words);
        if found.is_empty() {
            return view! { <NotFound words all instead=wording.anything_else().cloned() /> }.into_any();
        }
        return view! { <Found found /> }.into_any();
    }
    let shown: Vec<Group> = match category {
        Some(category) => groups.iter().filter(|group| group.id == Some(category)).cloned().collect(),
        None => groups.clone(),
    };
    let pills = view! { <Categories groups category all /> };
    let shelves = shown.into_iter().map(|group| view! { <Shelf group /> }).collect_view();
    view! {
        {pills}
        {shelves}
    }
    .into_any()
}

#[component]
fn Categories(groups: Vec<Group>, #[prop(optional_no_strip)] category: Option<CategoryId>, all: usize) -> impl IntoView {
    let w = words().portal();
    let locale = locale();
    let named = groups
        .into_iter()
        .filter_map(|group| {
            let id = group.id?;
            let current = (category == Some(id)).then_some("page");
            Some(view! {
                <a href=format!("/catalogue?category={id}") aria-current=current>
                    {group.name.get(locale).to_owned()} " " <span class="count">{group.offers.len()}</span>
                </a>
            })
        })
        .collect_view();
    view! {
        <nav aria-label=w.categories>
            <div class="pills" data-scroll="">
                <a href="/catalogue" aria-current=category.is_none().then_some("page")>
                    <Icon name="grid" />
                    {w.every_category} " " <span class="count">{all}</span>
                </a>
                {named}
            </div>
        </nav>
    }
}

#[component]
fn Shelf(group: Group) -> impl IntoView {
    let name = match group.name.get(locale()) {
        "" => words().portal().other_category.to_owned(),
        name => name.to_owned(),
    };
    let anchor = format!("category-{}", group.id.map_or(0, CategoryId::get));
    let heading = anchor.clone();
    view! {
        <section class="stack" aria-labelledby=anchor>
            <h2 id=heading>{name}</h2>
            <OfferTiles offers=group.offers />
        </section>
    }
}

/// What was meant, the likeliest first.
#[component]
fn Found(found: Vec<Offer>) -> impl IntoView {
    let heading = (words().portal().found)(found.len());
    view! {
        <section class="stack" aria-labelledby="found">
            <h2 id="found">{heading}</h2>
            <OfferTiles offers=found />
        </section>
    }
}

/// A request's number and no service's name.
#[component]
fn NumberTyped(number: Number) -> impl IntoView {
    let w = words().portal();
    let number = number.to_string();
    view! {
        <div class="empty">
            <Icon name="search" />
            <h2>{(w.number_typed)(&number)}</h2>
            <p>
                <a class="button" data-kind="primary" href=format!("/requests/{number}")>{(w.open_number)(&number)}</a>
            </p>
        </div>
    }
}

#[component]
fn NothingOffered() -> impl IntoView {
    let w = words().portal();
    view! {
        <div class="empty">
            <Icon name="search" />
            <h2>{w.catalogue_empty}</h2>
            <p>{w.catalogue_empty_advice}</p>
        </div>
    }
}

/// No word was found: whoever takes everything else takes this, too.
#[component]
fn NotFound(words: String, all: usize, #[prop(optional_no_strip)] instead: Option<Offer>) -> impl IntoView {
    let w = crate::words::words().portal();
    let advice = if instead.is_some() { w.nothing_called_instead } else { w.nothing_called_advice };
    view! {
        <div class="empty">
            <Icon name="search" />
            <h2>{(w.nothing_called)(&words)}</h2>
            <p>{advice}</p>
            <p>
                <a class="button" href="/catalogue">{(w.all_services)(all)}</a>
            </p>
        </div>
        {instead.map(|offer| view! { <OfferTiles offers=vec![offer] /> })}
    }
}
