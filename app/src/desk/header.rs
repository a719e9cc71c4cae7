//! The head of an open ticket: its number, title and state, and what can be done with it.

use domain::permit::Allowed;
use domain::ticket::view::Detail;
use domain::ticket::{Open as OpenStatus, Status, StatusName, WaitingOn};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::act::{Begin, EditTicket, Follow, GoOn, Take, Unfollow};
use super::open::{Ticket, open, tell_time_as_of};
use super::presence::Presence;
use super::query::DeskQuery;
use crate::reader::{Returned, clock, me};
use crate::sla::clocks::NextClock;
use crate::ticket::{PriorityMark, StatusChip};
use crate::ui::{ErrorSummary, Field, Form, Icon, ServerFn, Submit};
use crate::words::words;

/// The head. It is drawn anew with every change of the ticket; nothing is typed in it but the title.
#[component]
pub fn Header() -> impl IntoView {
    let open = open();
    let w = words().desk();
    let query = use_query_map();
    let list = move || query.with(|query| DeskQuery::read(query).list().address("/desk"));
    let view = move || query.with(|query| (w.view)(DeskQuery::read(query).filter.view));
    let number = open.part(|ticket| ticket.number.to_string());
    let title = open.part(|ticket| ticket.title.clone());
    let may_edit = open.part(|ticket| ticket.allowed.edit);
    view! {
        <header class="pane-head">
            <div class="split">
                <nav class="breadcrumb" aria-label=w.breadcrumb>
                    <ol>
                        <li><a href=list data-key="back">{view}</a></li>
                        <li><span>{move || number.get()}</span></li>
                    </ol>
                </nav>
                <Presence />
                <a class="button desk-switch" data-kind="quiet" href="#details" rel="external"><Icon name="sidebar" />{w.details}</a>
            </div>
            <div class="title-line">
                <h1 class="ticket-title" id="ticket-title">{move || title.get()}</h1>
                {move || may_edit.get().then(|| view! { <TitleEdit /> })}
            </div>
            <div class="split">
                <State />
                <Actions />
            </div>
        </header>
    }
}

#[component]
fn TitleEdit() -> impl IntoView {
    let open = open();
    let w = words().desk();
    let title = open.peek(|ticket| ticket.title.clone());
    let before = StoredValue::new(title.clone());
    let came_back = use_context::<Returned>().and_then(|returned| returned.at(EditTicket::url()));
    let came_back = came_back.is_some_and(|rejected| rejected.fields.iter().any(|(name, _)| name == "title"));
    let menu = NodeRef::<leptos::html::Details>::new();
    let saved = Callback::new(move |()| {
        if let Some(menu) = menu.get_untracked() {
            menu.set_open(false);
        }
        let undo = vec![("title", before.get_value())];
        open.toast.set(Some(super::toast::Toast::edited(words().desk().title, undo)));
        open.done();
    });
    let remember = move |_| before.set_value(open.peek(|ticket| ticket.title.clone()));
    view! {
        <details class="menu title-edit" node_ref=menu open=came_back>
            <summary class="button" data-kind="quiet" data-icon-only="">
                <Icon name="edit" />
                <span class="visually-hidden">{w.edit_title}</span>
            </summary>
            <div class="menu-items" data-size="l">
                <Form to=EditTicket::url() key="title" class="stack" on_done=saved>
                    <Ticket speaks=true />
                    <ErrorSummary />
                    <input type="hidden" name="retitle" value="true" />
                    <Field name="title" label=w.title value=title />
                    <div class="cluster" on:click=remember><Submit label=words().common().save /></div>
                </Form>
            </div>
        </details>
    }
}

/// Status and priority; until when it waits, or when it closes by itself.
#[component]
fn State() -> impl IntoView {
    let open = open();
    move || {
        let w = words().desk();
        tell_time_as_of(open.ticket.with_untracked(|ticket| ticket.now));
        let clock = clock();
        open.with(|ticket| {
            let note = match &ticket.status {
                Status::Open(OpenStatus::Waiting(waiting)) => waiting.until.map(|until| (w.waits_until)(&clock.relative(until))),
                Status::Resolved(_) => ticket.closes_at.map(|at| (w.closes)(&clock.relative(at))),
                _ => None,
            };
            view! {
                <div class="cluster">
                    <StatusChip status=ticket.status.name() waiting_on=waiting_on(ticket) />
                    <PriorityMark priority=ticket.priority />
                    <NextClock />
                    {note.map(|note| view! { <span class="small soft">{note}</span> })}
                </div>
            }
        })
    }
}

/// Whom or what it waits for.
#[must_use]
pub fn waiting_on(ticket: &Detail) -> Option<WaitingOn> {
    match &ticket.status {
        Status::Open(OpenStatus::Waiting(waiting)) => Some(waiting.on),
        _ => None,
    }
}

/// What the reader may do in the ticket's present state.
#[derive(Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "one answer for each act")]
struct Can {
    take: bool,
    begin: bool,
    go_on: bool,
    hand_over: bool,
    wait: bool,
    resolve: bool,
    reopen: bool,
    cancel: bool,
    merge: bool,
    /// Follow it, or stop that.
    watches: bool,
}

impl Can {
    fn of(ticket: &Detail) -> Self {
        let status = ticket.status.name();
        let open = status.is_open();
        let mine = me().is_some_and(|me| ticket.assignee.as_ref().is_some_and(|person| person.id == me.id));
        let Allowed { assign, hand_over, work, resolve, cancel, reopen, merge, .. } = ticket.allowed;
        Self {
            take: assign && open && !mine,
            begin: work && mine && status == StatusName::Assigned,
            go_on: work && status == StatusName::Waiting,
            hand_over: hand_over && open,
            wait: work && open,
            resolve: resolve && open,
            reopen: reopen && matches!(status, StatusName::Resolved | StatusName::Closed),
            cancel: cancel && open,
            merge: merge && open,
            watches: me().is_some_and(|me| ticket.watchers.iter().any(|person| person.id == me.id)),
        }
    }
}

#[component]
fn Actions() -> impl IntoView {
    let can = open().part(Can::of);
    let w = words().desk();
    move || {
        let can = can.get();
        view! {
            <div class="cluster">
                {can.take.then(|| view! { <Act to=Take::url() key="take" icon="user" label=w.take hotkey="t" /> })}
                {can.begin.then(|| view! { <Act to=Begin::url() key="begin" icon="play" label=w.begin /> })}
                {can.go_on.then(|| view! { <Act to=GoOn::url() key="go-on" icon="play" label=w.go_on /> })}
                {can.hand_over.then(|| view! { <Opener dialog="hand" label=w.hand_over class="button wide-only" /> })}
                {can.wait.then(|| view! { <Opener dialog="wait" label=w.wait class="button wide-only" /> })}
                {can.resolve.then(|| view! {
                    <button class="button" type="button" popovertarget="resolve" data-key="e">
                        <Icon name="check" />
                        {w.resolve}
                    </button>
                })}
                {can.reopen.then(|| view! {
                    <button class="button" type="button" popovertarget="reopen"><Icon name="undo" />{w.reopen}</button>
                })}
                <More can />
            </div>
        }
    }
}

/// What is rarely done, and on a phone what has no room.
#[component]
fn More(can: Can) -> impl IntoView {
    let w = words().desk();
    let (to, key, icon, label) = match can.watches {
        true => (Unfollow::url(), "unfollow", "eye-off", words().live().unwatch),
        false => (Follow::url(), "follow", "eye", words().live().watch),
    };
    let done = open().on_done();
    let declare = format!("/faults/new?ticket={}", open().peek(|ticket| ticket.number));
    view! {
        <details class="menu">
            <summary class="button" data-kind="quiet" data-icon-only="">
                <Icon name="more" />
                <span class="visually-hidden">{w.more}</span>
            </summary>
            <div class="menu-items">
                {can.hand_over.then(|| view! {
                    <button class="narrow-only" type="button" popovertarget="hand"><Icon name="hand-over" />{w.hand_over}</button>
                })}
                {can.wait.then(|| view! {
                    <button class="narrow-only" type="button" popovertarget="wait"><Icon name="status-waiting" />{w.wait}</button>
                })}
                <Form to key on_done=done>
                    <Ticket />
                    <button type="submit"><Icon name=icon />{label}</button>
                </Form>
                <a href=declare><Icon name="megaphone" />{w.declare_fault}</a>
                <button type="button" popovertarget="keys"><Icon name="keyboard" />{w.keys}<kbd aria-hidden="true">"?"</kbd></button>
                {can.merge.then(|| view! {
                    <button type="button" popovertarget="merge"><Icon name="merge" />{words().sla().merge}</button>
                })}
                {can.cancel.then(|| view! {
                    <hr />
                    <button type="button" popovertarget="cancel" data-kind="danger"><Icon name="x-circle" />{w.cancel}</button>
                })}
            </div>
        </details>
    }
}

#[component]
fn Opener(dialog: &'static str, label: &'static str, class: &'static str) -> impl IntoView {
    view! { <button class=class type="button" popovertarget=dialog>{label}</button> }
}

/// A button that does one thing at once.
#[component]
fn Act(
    to: &'static str,
    key: &'static str,
    icon: &'static str,
    label: &'static str,
    #[prop(optional, into)] hotkey: Option<&'static str>,
) -> impl IntoView {
    let done = open().on_done();
    view! {
        <Form to key=key on_done=done>
            <Ticket />
            <button class="button" type="submit" data-key=hotkey><Icon name=icon />{label}</button>
        </Form>
    }
}
