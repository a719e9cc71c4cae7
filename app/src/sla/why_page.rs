//! "Why this deadline?": one of a ticket's clocks with every while that counted and every one that did not, beside the queue.

use domain::id::EventId;
use domain::permit::Permission;
use domain::sla::{Due, Scope};
use domain::ticket::Number;
use domain::ticket::view::{Names, Why, WhyClock};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::api::{Thought, WhyShown, desk_why};
use super::chip::{DueChip, clock_name};
use super::clocks::why_address;
use super::judging::Judging;
use super::shifts::{Before, Told, clock_said};
use super::told::{answer, event_said, moment};
use super::way::{Believed, Moves, Steps, Stretches};
use crate::desk::open::tell_time_as_of;
use crate::desk::query::DeskQuery;
use crate::error::AppError;
use crate::reader::{locale, me};
use crate::ui::page::Failure;
use crate::ui::{Icon, Page, built_once, load};
use crate::words::{errors, words};

/// Reads the page anew after something was decided on it; what others do meanwhile leaves what is typed alone.
#[derive(Clone, Copy)]
pub struct Again(RwSignal<u32>);

impl Again {
    /// A form of the page went through.
    pub fn tell(self) {
        self.0.update(|times| *times += 1);
    }
}

/// The panes beside the list.
#[component]
pub fn WhyPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get_str("number").and_then(Number::parse_id)));
    let again = Again(RwSignal::new(0));
    provide_context(again);
    let query = use_query_map();
    // A correction that is thought of stands in the address, and so does that something was done.
    let asked = Memo::new(move |_| {
        query.with(|query| {
            let get = |name: &str| query.get(name).unwrap_or_default();
            let thought = Thought { what: get("what"), event: get("event"), at: get("at"), from: get("from"), until: get("until") };
            (thought, query.get("told"))
        })
    });
    let source = move || (id.get(), again.0.get(), asked.get());
    let shown = load(source, |(id, _, (Thought { what, event, at, from, until }, _))| async move {
        match id {
            Some(id) => desk_why(id, what, event, at, from, until).await,
            None => Err(AppError::NotFound),
        }
    });
    view! {
        <Transition>
            {move || Suspend::new(async move {
                let shown = shown.await;
                built_once().await;
                match shown {
                    Ok(shown) => view! { <Shown shown /> }.into_any(),
                    Err(error) => view! {
                        <Page title=errors::title(&error)>
                            <section class="pane pane-talk"><div class="pane-empty"><Failure error /></div></section>
                        </Page>
                    }
                    .into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

#[component]
fn Shown(shown: WhyShown) -> impl IntoView {
    tell_time_as_of(shown.now);
    let w = words().sla();
    let query = use_query_map();
    let preview = StoredValue::new(shown.preview);
    let why = StoredValue::new(shown.why);
    let number = why.with_value(|why| why.number.to_string());
    let title = format!("{} {number}", w.why);
    let list = move || query.with(DeskQuery::read).list();
    let (to_queue, to_ticket) = (move || list().address("/desk"), {
        let number = number.clone();
        move || list().address(&format!("/desk/{number}"))
    });
    // The clock that the address names; the one that is due next, where it names none.
    let chosen = Memo::new(move |_| {
        let named = query.with(|query| query.get("clock"));
        why.with_value(|why| {
            let by_name = why.clocks.iter().position(|clock| Some(clock_name(&clock.due)) == named);
            let all: Vec<Due> = why.clocks.iter().map(|clock| clock.due.clone()).collect();
            let next = || Due::next(&all).and_then(|next| all.iter().position(|due| due == next));
            by_name.or_else(next).unwrap_or_default()
        })
    });
    view! {
        <Page title>
            <section class="pane pane-talk" aria-labelledby="why-title">
                <header class="pane-head">
                    <nav class="breadcrumb" aria-label=words().desk().breadcrumb>
                        <ol>
                            <li><a href=to_queue>{move || query.with(|query| (words().desk().view)(DeskQuery::read(query).filter.view))}</a></li>
                            <li><a href=to_ticket data-key="back">{number}</a></li>
                            <li><span>{w.why}</span></li>
                        </ol>
                    </nav>
                    <h1 class="ticket-title" id="why-title">{w.why}</h1>
                    <p class="soft">{why.with_value(|why| why.title.clone())}</p>
                    <Tabs why chosen />
                </header>
                <div class="pane-body why" tabindex="0" role="region" aria-label=w.promises>
                    {move || {
                        let at = chosen.get();
                        let clock = why.with_value(|why| why.clocks.get(at).cloned());
                        let preview = preview.get_value();
                        let done = query.with(|query| query.get("done"));
                        let here = why.with_value(|why| {
                            clock.as_ref().map(|clock| why_address(&list(), &why.number.to_string(), &clock.due)).unwrap_or_default()
                        });
                        match clock {
                            Some(clock) => view! {
                                {done.map(|done| {
                                    let shifts = why.with_value(|why| why.believed.last().map(|last| last.shifts.clone()).unwrap_or_default());
                                    view! { <Told excused={done == "excused"} shifts /> }
                                })}
                                {preview.map(|preview| view! { <Before preview why=why.get_value() here=here.clone() /> })}
                                <Clock clock why=why.get_value() here />
                            }
                            .into_any(),
                            None => view! { <p>{w.no_clock}</p> }.into_any(),
                        }
                    }}
                </div>
            </section>
        </Page>
    }
}

/// Every clock of the ticket, as a chip that leads to it.
#[component]
fn Tabs(why: StoredValue<Why>, chosen: Memo<usize>) -> impl IntoView {
    let query = use_query_map();
    let tabs = move || {
        let list = query.with(DeskQuery::read);
        let (number, clocks) = why.with_value(|why| (why.number.to_string(), why.clocks.clone()));
        let clocks = clocks.into_iter().enumerate();
        clocks
            .map(|(at, clock)| {
                let to = why_address(&list, &number, &clock.due);
                let current = move || (chosen.get() == at).then_some("true");
                view! { <li aria-current=current><DueChip due=clock.due to /></li> }
            })
            .collect_view()
    };
    view! { <ul class="why-clocks" aria-label=words().sla().promises>{tabs}</ul> }
}

#[component]
fn Clock(clock: WhyClock, why: Why, here: String) -> impl IntoView {
    let w = words().sla();
    let name = clock_name(&clock.due);
    let labelled_by = name.clone();
    let (metric, cycle) = (clock.due.metric, clock.due.cycle);
    let believed: Vec<_> = why
        .believed
        .iter()
        .filter_map(|before| {
            let due = before.clocks.iter().find(|due| (due.metric, due.cycle) == (metric, cycle))?;
            Some((before.clone(), due.clone()))
        })
        .collect();
    view! {
        <article class="stack" aria-labelledby=labelled_by>
            <h2 id=name>{title(&clock)}</h2>
            {answer(&clock, &why).into_iter().map(|said| view! { <p class="measure">{said}</p> }).collect_view()}
            <Terms clock=clock.clone() names=why.names.clone() started=event(&why, clock.started_by) />
            <h3>{w.whiles}</h3>
            <Stretches clock=clock.clone() why=why.clone() />
            <Steps steps=clock.steps.clone() />
            <Moves moves=clock.moves.clone() why=why.clone() />
            <Believed believed now=clock.due.clone() overruled=clock.overruled.clone() />
            <Judging clock why here />
        </article>
    }
}

fn title(clock: &WhyClock) -> String {
    let name = clock_said(clock.due.metric, clock.due.cycle);
    match &clock.stay {
        Some(team) => format!("{name}: {team}"),
        None => name,
    }
}

fn event(why: &Why, id: EventId) -> String {
    why.events.iter().find(|event| event.id == id).map(event_said).unwrap_or_default()
}

/// What was promised, by which rule of which version, and by whose working time.
#[component]
fn Terms(clock: WhyClock, names: Names, started: String) -> impl IntoView {
    let w = words().sla();
    let may = me().is_some_and(|me| me.may.has(Permission::ManageSla));
    let linked = |to: String, said: String| match may {
        true => view! { <a href=to>{said}</a> }.into_any(),
        false => view! { <span>{said}</span> }.into_any(),
    };
    let policy = linked(format!("/admin/policies/{}", clock.policy.0), (w.version)(&clock.policy.2, clock.policy.1));
    let calendar = linked(format!("/admin/calendars/{}", clock.calendar.0), (w.version)(&clock.calendar.2, clock.calendar.1));
    view! {
        <dl class="definitions" data-bare="">
            <div><dt>{w.promised}</dt><dd>{(w.worked)(clock.due.target)}</dd></div>
            <div><dt>{w.policy}</dt><dd>{policy} ", " {(w.rule)(clock.rule)}</dd></div>
            <div><dt>{w.applies_to}</dt><dd>{scope(clock.scope, &names)}</dd></div>
            <div><dt>{w.calendar}</dt><dd>{calendar} ", " {clock.zone}</dd></div>
            <div><dt>{w.started}</dt><dd>{moment(clock.start)} {(!started.is_empty()).then(|| format!(" ({started})"))}</dd></div>
        </dl>
    }
}

/// What a rule asks of a ticket, in words.
fn scope(scope: Scope, names: &Names) -> String {
    let (w, t) = (words().sla(), words().ticket());
    let team = |id| names.team(id).map_or_else(String::new, |team| team.name.clone());
    let service = scope.service.and_then(|id| names.service(id)).map(|service| service.name.get(locale()).to_owned());
    let conditions = [
        service,
        scope.kind.map(|kind| (t.kind)(kind).to_owned()),
        scope.priority.map(|priority| (t.priority_of)(priority)),
        scope.requester_team.map(|id| (w.asked_by)(&team(id))),
        scope.team.map(|id| (w.held_by)(&team(id))),
    ];
    let conditions: Vec<String> = conditions.into_iter().flatten().collect();
    if conditions.is_empty() { w.every_ticket.to_owned() } else { conditions.join(words().common().between) }
}

/// A tick, or a cross.
#[component]
pub(super) fn Mark(good: bool) -> impl IntoView {
    view! { <Icon name=if good { "check" } else { "minus" } /> }
}
