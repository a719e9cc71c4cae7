//! One's own requests, and one's team's.

use domain::ticket::view::RequestPage;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::location::Url;

use super::api::{Again, Show, my_requests};
use super::request_item::RequestRows;
use crate::ui::{Icon, Load, Page, load};
use crate::words::words;

/// What an address asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Wanted {
    show: Show,
    words: String,
    after: Option<String>,
}

impl Wanted {
    /// The address of the page after `after`; of the first one without.
    fn address(&self, after: Option<&str>) -> String {
        let mut address = format!("/requests?show={}", self.show.as_str());
        if !self.words.is_empty() {
            address = format!("{address}&q={}", Url::escape(&self.words));
        }
        after.map(|after| format!("{address}&after={after}")).unwrap_or(address)
    }
}

#[component]
pub fn RequestsPage() -> impl IntoView {
    let w = words().portal();
    let query = use_query_map();
    let wanted = Memo::new(move |_| {
        let query = query.read();
        let show = Show::named(&query.get("show").unwrap_or_default());
        Wanted { show, words: query.get("q").unwrap_or_default(), after: query.get("after") }
    });
    let page = load(move || wanted.get(), |wanted| my_requests(wanted.show, wanted.words, wanted.after));
    view! {
        <Page title=words().common().requests>
            <div class="stack" data-gap="l">
                <header class="split">
                    <h1>{words().common().requests}</h1>
                    <a class="button" data-kind="primary" href="/catalogue">
                        <Icon name="plus" />
                        {w.new_request}
                    </a>
                </header>
                <Tabs wanted />
                <Search wanted />
                <Load from=page view=move |page| view! { <List page wanted=wanted.get_untracked() /> }.into_any() />
            </div>
        </Page>
    }
    .into_any()
}

fn word(show: Show) -> &'static str {
    let w = words().portal();
    match show {
        Show::Open => w.show_open,
        Show::Waiting => w.show_waiting,
        Show::Done => w.show_done,
        Show::All => w.show_all,
        Show::Team => w.show_team,
    }
}

#[component]
fn Tabs(wanted: Memo<Wanted>) -> impl IntoView {
    let tabs = Show::ALL
        .into_iter()
        .map(|show| {
            let current = move || (wanted.read().show == show).then_some("page");
            let address = move || Wanted { show, words: wanted.get().words, after: None }.address(None);
            view! { <a href=address aria-current=current>{word(show)}</a> }
        })
        .collect_view();
    view! {
        <nav aria-label=words().portal().which_requests>
            <div class="pills" data-scroll="">{tabs}</div>
        </nav>
    }
}

/// Words or a number among what is listed.
#[component]
fn Search(wanted: Memo<Wanted>) -> impl IntoView {
    move || {
        let Wanted { show, words: typed, .. } = wanted.get();
        view! {
            <form class="filters" method="get" action="/requests" role="search">
                <input type="hidden" name="show" value=show.as_str() />
                <div class="field">
                    <label for="q">{words().portal().words_or_number}</label>
                    <input class="input" id="q" name="q" type="search" value=typed autocomplete="off" />
                </div>
                <button class="button" data-size="l" type="submit">{words().common().search}</button>
            </form>
        }
    }
}

#[component]
fn List(page: RequestPage, wanted: Wanted) -> impl IntoView {
    let paged = wanted.after.is_some();
    let again: Again = {
        let wanted = wanted.clone();
        Box::new(move || {
            let Wanted { show, words, after } = wanted.clone();
            Box::pin(my_requests(show, words, after))
        })
    };
    let nothing = {
        let wanted = wanted.clone();
        ViewFn::from(move || view! { <Nothing wanted=wanted.clone() /> }.into_any())
    };
    let own = wanted.show != Show::Team;
    let first = wanted.address(None);
    let next = page.next.map(|next| wanted.address(Some(&next.to_string())));
    view! {
        <h2 class="visually-hidden">{word(wanted.show)}</h2>
        <RequestRows rows=page.rows own again nothing />
        {(paged || next.is_some())
            .then(|| {
                view! {
                    <nav class="pager" aria-label=words().portal().pages>
                        <ul>
                            {paged.then(|| view! { <li><a class="button" href=first>{words().common().first_page}</a></li> })}
                            {next
                                .map(|next| {
                                    view! {
                                        <li>
                                            <a class="button" href=next>{words().common().next_page}<Icon name="chevron-right" /></a>
                                        </li>
                                    }
                                })}
                        </ul>
                    </nav>
                }
            })}
    }
    .into_any()
}

#[component]
fn Nothing(wanted: Wanted) -> impl IntoView {
    let w = words().portal();
    let (title, advice) = match wanted.show {
        _ if !wanted.words.is_empty() => (w.none_found, w.none_found_advice),
        Show::Open | Show::All => (w.none_open, w.none_open_advice),
        Show::Waiting => (w.none_waiting, w.none_waiting_advice),
        Show::Done => (w.none_done, w.none_done_advice),
        Show::Team => (w.none_team, w.none_team_advice),
    };
    view! {
        <div class="empty">
            <Icon name="list" />
            <h2>{title}</h2>
            <p>{advice}</p>
            <p>
                <a class="button" data-kind="primary" href="/catalogue">{w.see_catalogue}</a>
            </p>
        </div>
    }
}
