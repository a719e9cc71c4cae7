//! The requester's frame: a thin bar, one column, and on a phone a bar for the thumb.

use domain::ticket::view::PersonRef;
use leptos::prelude::*;
use leptos_router::components::Outlet;
use leptos_router::hooks::use_location;

use super::{LanguageSwitch, Skip};
use crate::reader::{Me, me, reader};
use crate::session::api::SignOut;
use crate::ticket::Avatar;
use crate::ui::{Form, Icon, ServerFn};
use crate::words::words;

/// A place of the portal: its address, icon and name.
type Place = (&'static str, &'static str, &'static str);

fn places() -> Vec<Place> {
    let w = words().common();
    let mut places = vec![
        ("/", "home", w.home),
        ("/requests", "list", w.requests),
        ("/catalogue", "grid", w.services),
        ("/incidents", "ledger", w.incidents),
    ];
    if me().is_some_and(|me| me.agent) {
        places.push((DESK, "inbox", w.desk));
    }
    places
}

/// Where those who answer work.
const DESK: &str = "/desk";

/// The requester's frame.
#[component]
pub fn PortalFrame() -> impl IntoView {
    let w = words().common();
    view! {
        <div class="portal" data-scale="portal">
            <Skip />
            <header class="masthead">
                <div>
                    <a class="brand" href="/">
                        <Icon name="mark" />
                        <span class="brand-name">"Opsbeat"</span>
                    </a>
                    <nav aria-label=w.main_navigation>
                        <ul>{places().into_iter().map(|place| view! { <li><PlaceLink place icon=false /></li> }).collect_view()}</ul>
                    </nav>
                    <div class="masthead-end">
                        <LanguageSwitch />
                        {me().map(|me| view! { <AccountMenu me /> })}
                    </div>
                </div>
            </header>
            <main id="main" class="portal-main">
                <Outlet />
            </main>
            <footer class="portal-foot">
                <div>
                    <span>{(words().portal().foot)(&reader().organisation)}</span>
                    <a href="/status">{words().status().status}</a>
                </div>
            </footer>
            <nav class="tabbar" aria-label=w.shortcuts>
                <ul>{places().into_iter().map(|place| view! { <li><PlaceLink place icon=true /></li> }).collect_view()}</ul>
            </nav>
        </div>
    }
}

/// A link that knows whether one is there.
#[component]
fn PlaceLink(place: Place, icon: bool) -> impl IntoView {
    let (address, name, word) = place;
    let path = use_location().pathname;
    let current = move || path.with(|path| is_at(path, address)).then_some("page");
    view! {
        <a href=address aria-current=current>
            {icon.then(|| view! { <Icon name /> })}
            {word}
        </a>
    }
}

/// Whether a page belongs to the place: the first page to itself alone, others with all below them.
fn is_at(path: &str, address: &str) -> bool {
    path == address || address != "/" && path.strip_prefix(address).is_some_and(|rest| rest.starts_with('/'))
}

#[component]
fn AccountMenu(me: Me) -> impl IntoView {
    let w = words().common();
    let title = me.name.clone();
    let label = (words().portal().menu_of)(&me.name);
    let person = PersonRef::new(me.id, me.name);
    view! {
        <details class="menu">
            <summary class="button" data-kind="quiet" data-icon-only="">
                <Avatar person />
                <span class="visually-hidden">{label}</span>
            </summary>
            <div class="menu-items">
                <p class="menu-title">{title}</p>
                <a href="/account">
                    <Icon name="user" />
                    {w.account}
                </a>
                <hr />
                <Form to=SignOut::url() reload=true>
                    <button type="submit">
                        <Icon name="sign-out" />
                        {w.sign_out}
                    </button>
                </Form>
            </div>
        </details>
    }
}

#[cfg(test)]
mod tests {
    use super::is_at;

    #[test]
    fn a_place_is_current_on_its_own_pages_and_on_no_others() {
        assert!(is_at("/", "/") && !is_at("/requests", "/"));
        assert!(is_at("/requests", "/requests") && is_at("/requests/SR-1042", "/requests"));
        assert!(!is_at("/requests-of-others", "/requests"));
    }
}
