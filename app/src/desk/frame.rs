//! The frame of everybody who answers: the rail with the queues and their counts, at its foot the reader; below on a phone.

use domain::permit::Permission;
use domain::ticket::view::View;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Outlet;
use leptos_router::hooks::{use_location, use_query_map};

use super::api::{Counts, desk_counts};
use super::keys_help::KeysHelp;
use super::live::Live;
use super::open::Changed;
use super::palette::Palette;
use super::query::DeskQuery;
use crate::error::AppError;
use crate::frame::Skip;
use crate::reader::{locale, me};
use crate::session::api::{ChooseLanguage, SignOut};
use crate::ui::page::Failure;
use crate::ui::{Data, Form, Icon, ServerFn, load};
use crate::words::words;

/// The icon of a saved queue.
#[must_use]
pub const fn view_icon(view: View) -> &'static str {
    match view {
        View::Mine => "user",
        View::Team => "inbox",
        View::Unassigned => "question",
        View::Waiting => "status-waiting",
        View::AllOpen => "list",
        View::Breaching => "clock",
        View::RecentlyResolved => "check-circle",
    }
}

/// The saved queues that differ from each other to the reader.
pub fn views() -> impl Iterator<Item = View> {
    let wider = me().is_some_and(|me| me.wider);
    View::ALL.iter().copied().filter(move |&view| wider || view != View::AllOpen)
}

/// The address of a saved queue.
#[must_use]
pub fn view_address(view: View) -> String {
    DeskQuery::default().with(|filter| filter.view = view).address("/desk")
}

/// The rail around a page; who neither answers tickets nor administers finds nothing here.
#[component]
pub fn DeskFrame() -> impl IntoView {
    let Some(me) = me() else {
        return view! { <crate::frame::PlainFrame><div class="single-card"><Failure error=AppError::SignedOut /></div></crate::frame::PlainFrame> }.into_any();
    };
    if !me.agent && me.may.is_empty() {
        let place = use_location().pathname.get_untracked();
        let at_desk = place == "/desk" || place.starts_with("/desk/");
        let told = match at_desk {
            true => view! { <ForAgents /> }.into_any(),
            false => view! { <Failure error=AppError::NotFound /> }.into_any(),
        };
        return view! { <crate::frame::PlainFrame><div class="single-card">{told}</div></crate::frame::PlainFrame> }.into_any();
    }
    let changed = Changed::new();
    provide_context(changed);
    let live = Live::new();
    provide_context(live);
    // Of one fault it is told that it changed; that any may have is no news for a number that was just read.
    let faults = Memo::new(move |before: Option<&u32>| match live.faults.get() {
        (times, Some(_)) => times,
        (_, None) => before.copied().unwrap_or_default(),
    });
    let counts = load(move || (changed.get(), faults.get()), |_| desk_counts());
    #[cfg(feature = "hydrate")]
    {
        super::keyboard::listen();
        super::modal::listen();
        if me.agent {
            super::live::listen(live, changed);
        }
    }
    view! {
        <div class="shell">
            <Skip />
            <Rail counts name=me.name.clone() may=me.may />
            <Outlet />
            <Palette />
            <KeysHelp />
        </div>
    }
    .into_any()
}

/// What a requester is told at any address of the desk, whether there is a ticket behind it or not: nothing of theirs is here.
#[component]
fn ForAgents() -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::visit::answer_with(&AppError::NotFound);
    let (w, c) = (words().desk(), words().common());
    view! {
        <Title text=format!("{} · Opsbeat", w.for_agents) />
        <section class="problem" aria-labelledby="failure">
            <Icon name="inbox" />
            <h1 id="failure">{w.for_agents}</h1>
            <p>{w.for_agents_text}</p>
            <div class="cluster">
                <a class="button" data-kind="primary" href="/requests">{c.requests}</a>
                <a class="button" href="/">{c.home}</a>
            </div>
        </section>
    }
}

#[component]
fn Rail(counts: Data<Counts>, name: String, may: domain::permit::PermissionSet) -> impl IntoView {
    let (w, c) = (words().desk(), words().common());
    let administers = [
        Permission::ManageServices,
        Permission::ManageTeams,
        Permission::ManagePeople,
        Permission::ManageRoles,
        Permission::ManageSettings,
        Permission::SeeAudit,
        Permission::SeeOutbox,
        Permission::Import,
        Permission::SeeGaps,
    ]
    .into_iter()
    .any(|permission| may.has(permission));
    view! {
        <header class="rail">
            <a class="brand" href="/desk"><Icon name="mark" /><span class="brand-name">Opsbeat</span></a>
            <button class="rail-button rail-search script-only" type="button" popovertarget="palette" data-key="palette">
                <Icon name="search" />
                <span class="rail-label">{c.search}</span>
                <kbd aria-hidden="true">"Ctrl K"</kbd>
            </button>
            <a class="rail-button rail-search no-script" href="/search"><Icon name="search" /><span class="rail-label">{c.search}</span></a>
            <nav class="nav" aria-label=c.main_navigation>
                <p>{w.desk}</p>
                <ul>{views().map(|view| view! { <Place view counts administers /> }).collect_view()}</ul>
                {me().is_some_and(|me| me.agent).then(|| view! { <ul><FaultsPlace counts /><OnCallPlace /></ul> })}
                {(me().is_some_and(|me| me.agent) && !may.has(Permission::SeeReports)).then(|| view! {
                    <ul><li><a href="/scores"><Icon name="star" />{words().portal().scores}</a></li></ul>
                })}
                {may.has(Permission::SeeReports).then(|| view! {
                    <p>{w.look_back}</p>
                    <ul>
                        <li><a href="/scores"><Icon name="star" />{words().portal().scores}</a></li>
                        <li><a href="/reports/tickets"><Icon name="chart" />{w.report}</a></li>
                        <li><a href="/reports/sla"><Icon name="target" />{words().sla().report}</a></li>
                        <li><a href="/reports/faults"><Icon name="bolt" />{w.fault_report}</a></li>
                        <li><a href="/reports/satisfaction"><Icon name="chat" />{w.satisfaction}</a></li>
                        <li><a href="/follow-ups"><Icon name="check-circle" />{w.follow_ups}</a></li>
                    </ul>
                })}
                <p>{w.elsewhere}</p>
                <ul>
                    <li data-tab=""><a href="/"><Icon name="home" />{w.portal}</a></li>
                    {administers.then(|| view! { <li data-tab=""><a href="/admin"><Icon name="gear" />{w.admin}</a></li> })}
                </ul>
            </nav>
            <RailFoot name />
        </header>
    }
}

/// The list of faults, with the number of those that go on, if any does.
#[component]
fn FaultsPlace(counts: Data<Counts>) -> impl IntoView {
    let place = use_location().pathname;
    let is_here = move || (*place.read() == "/faults" || place.read().starts_with("/faults/")).then_some("page");
    view! {
        <li data-tab="">
            <a href="/faults" aria-current=is_here>
                <Icon name="bolt" />
                {words().desk().faults}
                <Transition>
                    {move || Suspend::new(async move {
                        let faults = counts.await.ok().and_then(|counts| counts.faults).filter(|faults| *faults > 0);
                        faults.map(|faults| view! { <span class="count" data-tone="bad">{faults}</span> })
                    })}
                </Transition>
            </a>
        </li>
    }
}

/// Who is on call.
#[component]
fn OnCallPlace() -> impl IntoView {
    let place = use_location().pathname;
    let is_here = move || (*place.read() == "/on-call" || place.read().starts_with("/on-call/")).then_some("page");
    view! { <li><a href="/on-call" aria-current=is_here><Icon name="bell" />{words().desk().on_call}</a></li> }
}

/// One saved queue with its count.
#[component]
fn Place(view: View, counts: Data<Counts>, administers: bool) -> impl IntoView {
    let w = words().desk();
    let (query, place) = (use_query_map(), use_location().pathname);
    let is_here = move || {
        let path = place.read();
        let on_desk = *path == "/desk" || path.starts_with("/desk/") && *path != "/desk/new";
        (on_desk && query.with(|query| DeskQuery::read(query).filter.view) == view).then_some("page")
    };
    // Five places fit into a phone's bar, and one of them is that of faults.
    let tab = match view {
        View::Mine | View::Team => true,
        View::Unassigned => !administers,
        View::Waiting | View::AllOpen | View::Breaching | View::RecentlyResolved => false,
    };
    let tone = matches!(view, View::Unassigned | View::Breaching).then_some("warn");
    view! {
        <li data-tab=tab.then_some("")>
            <a href=view_address(view) aria-current=is_here>
                <Icon name=view_icon(view) />
                {(w.view)(view)}
                <Transition>
                    {move || Suspend::new(async move {
                        let count = counts.await.ok().and_then(|counts| count(&counts, view));
                        count.map(|count| view! { <span class="count" data-tone=tone.filter(|_| count > 0)>{count}</span> })
                    })}
                </Transition>
            </a>
        </li>
    }
}

/// The kept count of a saved queue, where there is one.
#[must_use]
pub const fn count(counts: &Counts, view: View) -> Option<i64> {
    match view {
        View::Mine => Some(counts.mine),
        View::Team => Some(counts.team),
        View::Unassigned => Some(counts.unassigned),
        View::Waiting => Some(counts.waiting),
        View::AllOpen => counts.all_open,
        View::Breaching => counts.breaching,
        View::RecentlyResolved => None,
    }
}

#[component]
fn RailFoot(name: String) -> impl IntoView {
    let c = words().common();
    let other = locale().other();
    let place = use_location().pathname;
    let at_account = move || (*place.read() == "/account").then_some("page");
    view! {
        <div class="rail-foot">
            <Form to=ChooseLanguage::url() reload=true>
                <input type="hidden" name="locale" value=other.as_str() />
                <button class="rail-button" type="submit" lang=other.as_str()>
                    <Icon name="globe" />
                    <span class="rail-label">{c.other_language}</span>
                </button>
            </Form>
            <a class="rail-button" href="/account" aria-current=at_account><Icon name="user" /><span class="rail-label">{name}</span></a>
            <Form to=SignOut::url() reload=true class="wide-only">
                <button class="rail-button" type="submit"><Icon name="sign-out" /><span class="rail-label">{c.sign_out}</span></button>
            </Form>
        </div>
    }
}
