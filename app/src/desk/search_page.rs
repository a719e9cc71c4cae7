//! Search over all tickets that the reader answers for, open or not.

use domain::ticket::view::{Order, QueueFilter, View};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::api::{Listed, desk_search};
use super::list::{Row, density};
use super::open::tell_time_as_of;
use super::query::DeskQuery;
use crate::reader::reader;
use crate::ui::{Icon, Load, changing_title, load};
use crate::words::words;

/// One box, and what was found.
#[component]
pub fn SearchPage() -> impl IntoView {
    let w = words().desk();
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        query.with(|query| (query.get_str("q").unwrap_or_default().trim().to_owned(), query.get_str("after").map(str::to_owned)))
    });
    let found = load(
        move || asked.get(),
        |(words, after)| async move { if words.is_empty() { Ok(None) } else { desk_search(words, after).await.map(Some) } },
    );
    let organisation = reader().organisation;
    let name = if organisation.is_empty() { "Opsbeat".to_owned() } else { organisation };
    let title = changing_title(move || match asked.get().0 {
        words if words.is_empty() => format!("{} · {name}", w.search),
        words => format!("{words} · {} · {name}", w.search),
    });
    let show = move |found: Option<Listed>| view! { <Found found words=asked.get_untracked().0 /> }.into_any();
    view! {
        <Title text=title />
        <main id="main" class="main">
            <div class="page">
                <header class="page-head">
                    <div class="page-title"><h1>{w.search}</h1></div>
                    <p class="soft">{w.search_lead}</p>
                </header>
                <form class="search" role="search" method="get" action="/search">
                    <Icon name="search" />
                    <label class="visually-hidden" for="q">{w.search_for}</label>
                    <input id="q" type="search" name="q" value=move || asked.get().0 data-key="/" />
                    <button class="button" data-kind="primary" data-size="l" type="submit">{w.search}</button>
                </form>
                <Load from=found view=show />
            </div>
        </main>
    }
    .into_any()
}

#[component]
fn Found(found: Option<Listed>, words: String) -> impl IntoView {
    let w = &self::words().desk();
    let Some(Listed { page, now }) = found else { return ().into_any() };
    tell_time_as_of(now);
    if page.rows.is_empty() {
        return view! {
            <div class="empty" role="status">
                <Icon name="search" />
                <h2>{(w.found_nothing)(&words)}</h2>
                <p>{w.found_nothing_text}</p>
            </div>
        }
        .into_any();
    }
    // A ticket that is opened from here stands beside every open ticket, in the order of what was found.
    let query = DeskQuery {
        filter: QueueFilter { view: View::AllOpen, order: Some(Order::Updated), ..QueueFilter::default() },
        ..DeskQuery::default()
    };
    let next = page.next.map(|after| {
        let pairs = [("q".to_owned(), words.clone()), ("after".to_owned(), after.to_string())];
        let query: leptos_router::params::ParamsMap = pairs.into_iter().collect();
        format!("/search{}", query.to_query_string())
    });
    let rows = page
        .rows
        .into_iter()
        .map(|row| view! { <Row row query=query.clone() order=Order::Updated open=Signal::stored(None) /> })
        .collect_view();
    view! {
        <section class="card" aria-labelledby="found">
            <header><h2 id="found">{(w.found)(&words)}</h2></header>
            <div class="queue" data-density=density() data-layout="wide"><ul>{rows}</ul></div>
            {next.map(|next| view! {
                <nav class="pager" aria-label=w.pages>
                    <span></span>
                    <a class="button" data-kind="quiet" href=next rel="next">
                        {(w.next)(usize::try_from(super::api::PAGE).unwrap_or_default())}
                        <Icon name="chevron-right" />
                    </a>
                </nav>
            })}
        </section>
    }
    .into_any()
}
