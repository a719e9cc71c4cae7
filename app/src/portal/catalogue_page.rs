//! Everything that is offered, by category or by words.

use domain::catalogue::Group;
use domain::id::CategoryId;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{catalogue, meant_by};
use super::offers::{OfferTiles, SearchBox};
use crate::reader::reader;
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
        return view! { <Nothing words=String::new() all /> }.into_any();
    }
    let found = meant_by(&groups, &words);
    if found.is_empty() {
        return view! { <Nothing words all /> }.into_any();
    }
    let shown: Vec<Group> = match category {
        Some(category) if words.trim().is_empty() => found.into_iter().filter(|group| group.id == Some(category)).collect(),
        _ => found,
    };
    let pills = words.trim().is_empty().then(|| view! { <Categories groups category all /> });
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
    let locale = reader().locale;
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
    let name = match group.name.get(reader().locale) {
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

#[component]
fn Nothing(words: String, all: usize) -> impl IntoView {
    let w = &crate::words::words().portal();
    let (title, advice) = if all == 0 {
        (w.catalogue_empty.to_owned(), w.catalogue_empty_advice)
    } else {
        ((w.nothing_called)(&words), w.nothing_called_advice)
    };
    view! {
        <div class="empty">
            <Icon name="search" />
            <h2>{title}</h2>
            <p>{advice}</p>
            {(all > 0)
                .then(|| {
                    view! {
                        <p>
                            <a class="button" data-kind="primary" href="/catalogue">{(w.all_services)(all)}</a>
                        </p>
                    }
                })}
        </div>
    }
}
