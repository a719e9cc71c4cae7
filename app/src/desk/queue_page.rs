//! The desk: a queue, beside it the ticket that is open. The list stays where it is while tickets come and go beside it.

use domain::id::TicketId;
use domain::people::Density;
use domain::permit::Permission;
use domain::ticket::Number;
use domain::ticket::view::View;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Outlet;
use leptos_router::hooks::{use_location, use_query_map};

use super::act::ChooseDensity;
use super::api::{Choosable, Listed, desk_choices, desk_queue};
use super::filters::Filters;
use super::frame::{view_address, view_icon, views};
use super::list::{Empty, Pager, Rows, density};
use super::live::Live;
use super::open::{Changed, tell_time_as_of};
use super::query::{DeskQuery, Handed};
use super::together::{Ticked, TogetherForm};
use crate::reader::{me, reader};
use crate::ui::{Data, Form, Icon, Load, ServerFn, built_once, changing_title, load};
use crate::words::words;

/// What hand-overs and filters choose from, shared by the panes.
pub type Choices = Data<Choosable>;

/// The three panes' frame with the first of them.
#[component]
pub fn DeskPage() -> impl IntoView {
    let Some(changed) = use_context::<Changed>() else {
        return view! { <Outlet /> }.into_any();
    };
    let (raw, place) = (use_query_map(), use_location().pathname);
    let query = Memo::new(move |_| raw.with(DeskQuery::read));
    let open = Memo::new(move |_| place.read().strip_prefix("/desk/")?.split('/').next().and_then(Number::parse_id));
    let whole = move || place.read().ends_with("/why");
    let alone = move || place.read().trim_end_matches('/') == "/desk";
    let list = Memo::new(move |_| query.with(|query| (query.filter.clone(), query.after)));
    let handed = Memo::new(move |_| raw.with(Handed::read));
    // Short until the list was the page once: then it keeps its length, and its place, while tickets come and go beside it.
    let beside = Memo::new(move |before: Option<&bool>| before != Some(&false) && !alone());
    // What was handed away is not in the list any more.
    let source = move || (list.get(), beside.get(), changed.get(), handed.get().map(|handed| handed.ticket.id));
    let queue = load(source, |((filter, after), beside, ..)| desk_queue(filter, after.map(|after| after.to_string()), beside));
    let choices: Choices = load(|| (), |()| desk_choices());
    provide_context(choices);
    let hide = move || (whole() || query.with(|query| query.hide_details)).then_some("details");
    view! {
        <main id="main" class="main desk" data-view=move || alone().then_some("queue") data-hide=hide>
            <List query open=open.into() queue choices alone=Signal::derive(alone) />
            <Outlet />
            <HandedAway handed choices />
        </main>
    }
    .into_any()
}

/// What the reader has just given to others.
#[component]
fn HandedAway(handed: Memo<Option<Handed>>, choices: Choices) -> impl IntoView {
    let query = use_query_map();
    let told = move |Handed { ticket, team }: Handed| {
        let back = query.with(|query| DeskQuery::read(query).address("/desk"));
        view! {
            <Transition>
                {move || {
                    let back = back.clone();
                    Suspend::new(async move {
                        let teams = choices.await.unwrap_or_default().teams;
                        built_once().await;
                        let team = teams.into_iter().find(|known| Some(known.team.id) == team).map(|known| known.team.name);
                        view! {
                            <div class="toast">
                                <Icon name="check" />
                                <span>{(words().desk().handed)(&ticket.to_string(), team.as_deref())}</span>
                                <a href=back>{words().desk().understood}</a>
                            </div>
                        }
                    })
                }}
            </Transition>
        }
    };
    view! { <div role="status">{move || handed.get().map(told)}</div> }
}

#[component]
fn List(
    query: Memo<DeskQuery>,
    open: Signal<Option<TicketId>>,
    queue: Data<Listed>,
    choices: Choices,
    alone: Signal<bool>,
) -> impl IntoView {
    let w = words().desk();
    let live = use_context::<Live>();
    #[cfg(feature = "hydrate")]
    super::live::keep_focus();
    let title = move || query.with(|query| (w.view)(query.filter.view));
    let heading = move || match alone.get() {
        true => view! { <h1 class="pane-title">{title}</h1> }.into_any(),
        false => view! { <h2 class="pane-title">{title}</h2> }.into_any(),
    };
    view! {
        <section class="pane pane-list" id="queue" aria-label=title>
            <header class="pane-head">
                <div class="split">
                    {heading}
                    <div class="cluster">
                        {move || view! { <Queues here=query.read().filter.view /> }}
                        <DensitySwitch />
                        <a class="button" data-kind="quiet" data-icon-only="" href="/desk/new">
                            <Icon name="plus" />
                            <span class="visually-hidden">{w.new_ticket}</span>
                        </a>
                    </div>
                </div>
                <Transition>
                    {move || Suspend::new(async move {
                        let choices = choices.await.unwrap_or_default();
                        built_once().await;
                        view! { {move || view! { <Filters query=query.get() choices=choices.clone() /> }} }
                    })}
                </Transition>
            </header>
            <p class="visually-hidden" role="status">{move || live.map(|live| live.told.get())}</p>
            <TogetherForm query choices>
            <div
                class="pane-body queue"
                data-density=density()
                data-layout=move || alone.get().then_some("wide")
                tabindex="0"
                role="region"
                aria-label=w.tickets
            >
                <Load
                    from=queue
                    view=move |listed: Listed| {
                        tell_time_as_of(listed.now);
                        let query = query.get_untracked();
                        if listed.page.rows.is_empty() {
                            return view! { <Empty query /> }.into_any();
                        }
                        let page = listed.page.clone();
                        if let Some(live) = live {
                            live.note(&query.list().address("/desk"), &page);
                        }
                        if let Some(ticked) = use_context::<Ticked>() {
                            ticked.list(&page);
                        }
                        view! {
                            <Rows page=listed.page query=query.clone() now=listed.now open alone />
                            <Pager page query path="/desk".to_owned() />
                        }
                        .into_any()
                    }
                />
            </div>
            </TogetherForm>
        </section>
    }
}

/// Every queue and the report, where a phone's bar has no room for them.
#[component]
fn Queues(here: View) -> impl IntoView {
    let w = words().desk();
    let queue = move |view: View| {
        let current = (view == here).then_some("page");
        view! { <a href=view_address(view) aria-current=current><Icon name=view_icon(view) />{(w.view)(view)}</a> }
    };
    let menu = NodeRef::<leptos::html::Details>::new();
    let shut = move |_| {
        if let Some(menu) = menu.get_untracked() {
            menu.set_open(false);
        }
    };
    let reports = me().is_some_and(|me| me.may.has(Permission::SeeReports));
    view! {
        <details class="menu narrow-only" node_ref=menu>
            <summary class="button" data-kind="quiet" data-icon-only="">
                <Icon name="menu" />
                <span class="visually-hidden">{w.all_queues}</span>
            </summary>
            <nav class="menu-items" aria-label=w.all_queues on:click=shut>
                {views().map(queue).collect_view()}
                {reports.then(|| view! {
                    <hr />
                    <a href="/reports/tickets"><Icon name="chart" />{w.report}</a>
                    <a href="/reports/sla"><Icon name="target" />{words().sla().report}</a>
                    <a href="/reports/faults"><Icon name="bolt" />{w.fault_report}</a>
                    <a href="/reports/satisfaction"><Icon name="chat" />{w.satisfaction}</a>
                    <a href="/follow-ups"><Icon name="check-circle" />{w.follow_ups}</a>
                })}
            </nav>
        </details>
    }
}

/// Closer or further apart; it is the same on all of the reader's lists, so the page begins anew.
#[component]
fn DensitySwitch() -> impl IntoView {
    let w = words().desk();
    let (other, said) = match reader().density {
        Density::Comfortable => (Density::Compact, w.compact_rows),
        Density::Compact => (Density::Comfortable, w.roomy_rows),
    };
    view! {
        <Form to=ChooseDensity::url() reload=true>
            <input type="hidden" name="density" value=other.as_str() />
            <button class="button" data-kind="quiet" data-icon-only="" type="submit">
                <Icon name="density" />
                <span class="visually-hidden">{said}</span>
            </button>
        </Form>
    }
}

/// The desk while no ticket is open: its title alone is another.
#[component]
pub fn QueueAlone() -> impl IntoView {
    let query = use_query_map();
    let organisation = reader().organisation;
    let name = if organisation.is_empty() { "Opsbeat".to_owned() } else { organisation };
    let title = changing_title(move || {
        let view = query.with(|query| (words().desk().view)(DeskQuery::read(query).filter.view));
        format!("{view} · {name}")
    });
    view! { <Title text=title /> }
}
