//! One thing done to many tickets of a list: ticks in its rows, and a bar that comes with the first tick. Both stand in one form, so that
//! they work without a script; with one, Shift ticks a range and `x` the row that has the keyboard.

pub mod outcome;

use std::collections::BTreeSet;

use domain::id::TicketId;
use domain::priority::{Impact, Urgency};
use domain::ticket::ResolutionCode;
use domain::ticket::view::{QueuePage, QueueRow};
use leptos::prelude::*;

use self::outcome::{Act, Told};
use super::act::Together;
use super::api::Choosable;
use super::open::Changed;
use super::query::DeskQuery;
use crate::ui::{Choice, ErrorSummary, Form, Icon, LongText, Select, ServerFn, Submit, built_once, form_state};
use crate::words::words;

/// The field of a tick. Its value is the ticket and the version that the list shows.
const NAME: &str = "tickets[]";

/// The tickets of the list that are ticked.
#[derive(Clone, Copy)]
pub struct Ticked {
    chosen: RwSignal<BTreeSet<TicketId>>,
    listed: RwSignal<Vec<TicketId>>,
    /// Where a range begins: the tick that was made last.
    #[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only a script ticks ranges"))]
    last: StoredValue<Option<TicketId>>,
}

impl Ticked {
    /// None; of a form that came back, those that it was sent with.
    #[must_use]
    pub fn new() -> Self {
        let returned = use_context::<crate::reader::Returned>().and_then(|returned| returned.at(Together::url()));
        let fields = returned.map(|rejected| rejected.fields).unwrap_or_default();
        let chosen = fields.iter().filter(|(name, _)| name == NAME).filter_map(|(_, value)| value.split('.').next()?.parse().ok());
        Self { chosen: RwSignal::new(chosen.collect()), listed: RwSignal::new(Vec::new()), last: StoredValue::new(None) }
    }

    /// What is not on the page any more is not ticked either: nothing is done to what is not seen.
    pub fn list(self, page: &QueuePage) {
        let ids: Vec<TicketId> = page.rows.iter().map(|row| row.id).collect();
        self.chosen.update(|chosen| chosen.retain(|id| ids.contains(id)));
        self.listed.set(ids);
    }

    fn count(self) -> usize {
        self.chosen.with(BTreeSet::len)
    }

    fn all(self) {
        self.chosen.set(self.listed.with_untracked(|ids| ids.iter().copied().collect()));
    }

    pub fn none(self) {
        self.chosen.set(BTreeSet::new());
    }

    /// Ticks a ticket, or takes the tick off; with a range, everything from the last one on goes the same way.
    #[cfg(feature = "hydrate")]
    fn tick(self, ticket: TicketId, ticked: bool, range: bool) {
        let begin = self.last.get_value().filter(|_| range).unwrap_or(ticket);
        let between = self.listed.with_untracked(|ids| {
            let place = |id| ids.iter().position(|other| *other == id);
            let (Some(one), Some(other)) = (place(begin), place(ticket)) else { return vec![ticket] };
            ids[one.min(other)..=one.max(other)].to_vec()
        });
        self.chosen.update(|chosen| {
            for id in between {
                if ticked {
                    chosen.insert(id)
                } else {
                    chosen.remove(&id)
                };
            }
        });
        self.last.set_value(Some(ticket));
    }
}

impl Default for Ticked {
    fn default() -> Self {
        Self::new()
    }
}

/// The tick of a row, in a list that has ticks.
#[component]
pub fn Tick(row: QueueRow) -> impl IntoView {
    let ticked = use_context::<Ticked>()?;
    let (id, value) = (row.id, format!("{}.{}", row.id, row.version));
    let on_click = move |event: leptos::ev::MouseEvent| {
        #[cfg(feature = "hydrate")]
        ticked.tick(id, event_target_checked(&event), event.shift_key());
        #[cfg(not(feature = "hydrate"))]
        let _ = event;
    };
    let is_ticked = move || ticked.chosen.with(|chosen| chosen.contains(&id));
    let label = (words().desk().choose_ticket)(&row.number().to_string());
    Some(view! {
        <label class="queue-tick">
            <input
                type="checkbox"
                name=NAME
                value=value
                aria-label=label
                checked=ticked.chosen.with_untracked(|chosen| chosen.contains(&id))
                prop:checked=is_ticked
                on:click=on_click
            />
        </label>
    })
}

/// The form around a list, with the bar of what can be done.
#[component]
pub fn TogetherForm(query: Memo<DeskQuery>, choices: super::queue_page::Choices, children: Children) -> impl IntoView {
    let told = leptos_router::hooks::use_query_map();
    let told = Memo::new(move |_| told.with(Told::read));
    let (ticked, changed) = (Ticked::new(), use_context::<Changed>());
    provide_context(ticked);
    // What was done is done, and other tickets stand on another page.
    Effect::new(move |before: Option<Option<i64>>| {
        query.track();
        let at = told.with(|told| told.as_ref().map(|told| told.at));
        if let Some(before) = before {
            ticked.none();
            if let Some(changed) = changed.filter(|_| before != at) {
                changed.tell();
            }
        }
        at
    });
    view! {
        <div role="status">{move || told.get().map(|told| view! { <Said told query /> })}</div>
        <Form to=Together::url() class="queue-form">
            {children()}
            <Bar ticked choices told />
        </Form>
    }
}

/// What was done a moment ago, and what was not.
#[component]
fn Said(told: Told, query: Memo<DeskQuery>) -> impl IntoView {
    let w = words().desk();
    let back = query.with_untracked(|query| query.address("/desk"));
    let (tone, icon) = if told.refused.is_empty() { ("ok", "check") } else { ("warn", "alert") };
    let refused = told
        .refused
        .iter()
        .map(|(ticket, why)| {
            let name = match ticket {
                Ok(number) => number.to_string(),
                Err(id) => (w.page_number)(&id.to_string()),
            };
            view! { <li><b>{name}</b>" "{(w.not_done_why)(*why)}</li> }
        })
        .collect_view();
    let undo = (!told.undo.is_empty()).then(|| {
        view! {
            <Form to=Together::url() key="undo">
                <input type="hidden" name="undo" value=told.undo.clone() />
                <button class="button" type="submit" name="act" value=Act::Undo.as_str()><Icon name="undo" />{w.undo_all}</button>
            </Form>
        }
    });
    view! {
        <div class="banner queue-told" data-tone=tone>
            <Icon name=icon />
            <div class="banner-body">
                <p class="banner-title">{(w.done_to)(told.act, told.done)}</p>
                {(!told.refused.is_empty()).then(|| view! {
                    <p>{(w.not_done_to)(told.refused.len())}</p>
                    <ul>{refused}</ul>
                })}
            </div>
            {undo}
            <a class="button" data-kind="quiet" data-icon-only="" href=back><Icon name="x" /><span class="visually-hidden">{w.understood}</span></a>
        </div>
    }
}

/// What can be done with the ticked tickets. Style sheets alone show it with the first tick.
#[component]
fn Bar(ticked: Ticked, choices: super::queue_page::Choices, told: Memo<Option<Told>>) -> impl IntoView {
    let w = words().desk();
    // While nothing is ticked there is none of it, on the server either, which does not know the list yet.
    let choosing = move || {
        let listed = ticked.listed.with(Vec::len);
        (ticked.count() > 0).then(|| {
            view! {
                <button class="button" data-kind="quiet" type="button" on:click=move |_| ticked.all()>{(w.choose_all)(listed)}</button>
                <button class="button" data-kind="quiet" type="button" on:click=move |_| ticked.none()>{w.choose_none}</button>
            }
        })
    };
    view! {
        <section class="queue-bulk" aria-label=w.with_chosen>
            <ErrorSummary />
            <div class="cluster script-only">
                <p role="status">{move || Some(ticked.count()).filter(|&count| count > 0).map(w.chosen)}</p>
                {choosing}
            </div>
            <div class="cluster">
                <button class="button" type="submit" name="act" value=Act::Take.as_str()><Icon name="user" />{w.take_them}</button>
                <Transition>
                    {move || {
                        // Once something was done, what was typed for it is gone with the acts.
                        told.track();
                        Suspend::new(async move {
                            let choices = choices.await.unwrap_or_default();
                            built_once().await;
                            view! { <Acts choices /> }
                        })
                    }}
                </Transition>
            </div>
        </section>
    }
}

/// What needs a word or a choice first, each in a menu of its own.
#[component]
fn Acts(choices: Choosable) -> impl IntoView {
    let (w, t) = (words().desk(), words().ticket());
    let teams = choices.teams.iter().map(|team| Choice::new(team.team.id.to_string(), team.team.name.clone()));
    let teams = std::iter::once(Choice::new("", w.choose)).chain(teams).collect::<Vec<_>>();
    let person = |person: &domain::ticket::view::PersonRef| Choice::new(person.id.to_string(), person.name.clone());
    let people: Vec<(String, Vec<Choice>)> = choices
        .teams
        .iter()
        .filter(|team| !team.people.is_empty())
        .map(|team| (team.team.name.clone(), team.people.iter().map(person).collect()))
        .collect();
    let impacts: Vec<Choice> = Impact::ALL.iter().map(|&impact| Choice::new(impact.as_str(), (t.impact)(impact))).collect();
    let urgencies: Vec<Choice> = Urgency::ALL.iter().map(|&urgency| Choice::new(urgency.as_str(), (t.urgency)(urgency))).collect();
    let codes: Vec<Choice> = ResolutionCode::ALL.iter().map(|&code| Choice::new(code.as_str(), (t.resolution)(code))).collect();
    view! {
        <ActMenu act=Act::Assign icon="user-plus" label=w.give_them>
            <Select name="person" label=w.assignee options=vec![Choice::new("", w.nobody_yet)] groups=Signal::stored(people) />
        </ActMenu>
        <ActMenu act=Act::HandOver icon="hand-over" label=w.hand_over>
            <Select name="hand_team" label=w.to_team options=teams />
            <LongText name="hand_reason" label=w.why hint=w.hand_over_hint rows=2 />
        </ActMenu>
        <ActMenu act=Act::Prioritise icon="flag" label=w.priority>
            <Select name="impact" label=w.impact options=impacts value=Impact::Medium.as_str() />
            <Select name="urgency" label=w.urgency options=urgencies value=Urgency::Medium.as_str() />
        </ActMenu>
        <ActMenu act=Act::Note icon="lock" label=w.internal_note>
            <LongText name="note" label=w.internal_note hint=w.note_them_hint rows=3 />
        </ActMenu>
        <ActMenu act=Act::Resolve icon="check" label=w.resolve>
            <Select name="code" label=w.how_it_ended options=codes value=ResolutionCode::Solved.as_str() />
            <LongText name="resolution" label=w.what_helped hint=w.resolve_them_hint rows=3 />
        </ActMenu>
        <ActMenu act=Act::Cancel icon="status-cancelled" label=w.cancel_them>
            <LongText name="cancel_reason" label=w.why hint=w.cancel_lead rows=2 />
        </ActMenu>
    }
}

/// One act's menu; what came back stands open.
#[component]
fn ActMenu(act: Act, icon: &'static str, label: &'static str, children: Children) -> impl IntoView {
    let came_back = form_state().typed("act").is_some_and(|typed| typed == act.as_str());
    let kind = if act == Act::Cancel { "danger" } else { "primary" };
    view! {
        <details class="menu" data-up="" data-start="" name="together" open=came_back>
            <summary class="button"><Icon name=icon />{label}</summary>
            <div class="menu-items" data-size="l">
                <div class="stack" data-gap="s">
                    {children()}
                    <div><Submit label=(words().desk().do_act)(act) kind name="act" value=act.as_str().to_owned() /></div>
                </div>
            </div>
        </details>
    }
}
