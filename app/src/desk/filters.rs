//! What narrows a queue: a plain form that asks for the same page, and a pill for each filter that takes it off.

use domain::priority::Priority;
use domain::ticket::view::{Order, View};
use domain::ticket::{Kind, StatusName};
use leptos::prelude::*;

use super::api::Choosable;
use super::query::DeskQuery;
use crate::reader::locale;
use crate::ui::{Choice, Icon, options_html};
use crate::words::words;

/// The bar above a queue; `path` is the page that it asks for.
#[component]
pub fn Filters(query: DeskQuery, choices: Choosable) -> impl IntoView {
    let w = words().desk();
    let promises = choices.promises;
    let pills = pills(&query, &choices)
        .into_iter()
        .map(|(said, without)| {
            view! {
                <a href=without.address("/desk") aria-current="true" aria-label=(w.without)(&said)>{said.clone()}<Icon name="x" /></a>
            }
        })
        .collect_view();
    view! {
        <div class="pane-tools">
            {query.is_narrowed().then(|| view! { <div class="pills">{pills}</div> })}
            <details class="menu" data-start="">
                <summary class="button"><Icon name="filter" />{w.filter}</summary>
                <div class="menu-items" data-size="l"><FilterForm query=query.clone() choices /></div>
            </details>
            // What was resolved stands in the order in which it was.
            {(query.filter.view != View::RecentlyResolved).then(|| view! { <OrderForm query promises /> })}
        </div>
    }
}

#[component]
fn FilterForm(query: DeskQuery, choices: Choosable) -> impl IntoView {
    let (w, t) = (words().desk(), words().ticket());
    let locale = locale();
    let filter = query.filter.clone();
    let teams = choices.teams.iter().map(|team| Choice::new(team.team.id.to_string(), team.team.name.clone())).collect();
    let mut people: Vec<Choice> = Vec::new();
    for person in choices.teams.iter().flat_map(|team| &team.people) {
        let choice = Choice::new(person.id.to_string(), person.name.clone());
        if !people.contains(&choice) {
            people.push(choice);
        }
    }
    people.sort_by(|one, other| one.label.cmp(&other.label));
    let services = choices.services.iter().map(|service| Choice::new(service.id.to_string(), service.name.get(locale))).collect();
    let kinds = Kind::ALL.iter().map(|&kind| Choice::new(kind.as_str(), (t.kind)(kind))).collect();
    let priorities = Priority::ALL.iter().map(|&priority| Choice::new(priority.as_str(), (t.priority)(priority))).collect();
    let statuses = StatusName::ALL.iter().map(|&status| Choice::new(status.as_str(), (t.status)(status))).collect();
    let text = |value: Option<String>| value.unwrap_or_default();
    view! {
        <form method="get" action="/desk" class="stack" data-gap="s">
            <input type="hidden" name="view" value=filter.view.as_str() />
            {filter.order.map(|order| view! { <input type="hidden" name="order" value=order.as_str() /> })}
            <div class="field">
                <label for="filter-q">{w.words_in_ticket}</label>
                <input class="input" type="search" id="filter-q" name="q" value=filter.search.clone() />
            </div>
            <label class="check">
                <input type="checkbox" name="unanswered" value="1" checked=filter.unanswered />
                <span>{w.needs_answer}</span>
            </label>
            <AnyOf name="status" label=w.status options=statuses value=text(filter.status.map(|status| status.to_string())) />
            <AnyOf name="priority" label=w.priority options=priorities value=text(filter.priority.map(|priority| priority.to_string())) />
            <AnyOf name="kind" label=w.kind options=kinds value=text(filter.kind.map(|kind| kind.to_string())) />
            <AnyOf name="service" label=w.service options=services value=text(filter.service.map(|id| id.to_string())) />
            <AnyOf name="team" label=w.team options=teams value=text(filter.team.map(|id| id.to_string())) />
            <AnyOf name="assignee" label=w.assignee options=people value=text(filter.assignee.map(|id| id.to_string())) />
            <button class="button" data-kind="primary" type="submit">{w.filter_apply}</button>
        </form>
    }
}

#[component]
fn AnyOf(name: &'static str, label: &'static str, options: Vec<Choice>, value: String) -> impl IntoView {
    let id = format!("filter-{name}");
    let any = Choice::new("", words().desk().any);
    let options = [vec![any], options].concat();
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <select class="input" id=id name=name inner_html=options_html(&options, &[], &value)></select>
        </div>
    }
}

/// The order, as a list that applies itself where scripts run.
#[component]
fn OrderForm(query: DeskQuery, promises: bool) -> impl IntoView {
    let w = words().desk();
    let order = query.filter.order.unwrap_or(Order::usual(&query.filter, promises));
    let others = query.with(|filter| filter.order = None);
    let kept = others.pairs().into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value /> }).collect_view();
    let options = Order::ALL
        .iter()
        .filter(|&&choice| promises || choice != Order::Due)
        .map(|&choice| view! { <option value=choice.as_str() selected=choice == order>{(w.order)(choice)}</option> })
        .collect_view();
    #[cfg(feature = "hydrate")]
    let apply = {
        let navigate = leptos_router::hooks::use_navigate();
        move |event: leptos::ev::Event| {
            let chosen = event_target_value(&event).parse().ok();
            navigate(&query.with(|filter| filter.order = chosen).address("/desk"), leptos_router::NavigateOptions::default());
        }
    };
    #[cfg(not(feature = "hydrate"))]
    let apply = |_: leptos::ev::Event| ();
    view! {
        <form class="inline-edit sort" action="/desk" method="get">
            {kept}
            <label class="visually-hidden" for="order">{w.order_label}</label>
            <Icon name="sort" />
            <select id="order" name="order" on:change=apply>{options}</select>
            <button class="button no-script" type="submit">{w.filter_apply}</button>
        </form>
    }
}

/// The filters that are set, in words, each with the queue without it.
fn pills(query: &DeskQuery, choices: &Choosable) -> Vec<(String, DeskQuery)> {
    let (w, t) = (words().desk(), words().ticket());
    let locale = locale();
    let filter = &query.filter;
    let mut pills = Vec::new();
    let team = |id| choices.teams.iter().find(|team| team.team.id == id).map_or_else(String::new, |team| team.team.name.clone());
    let service = |id| choices.services.iter().find(|one| one.id == id).map_or_else(String::new, |one| one.name.get(locale).to_owned());
    let person = |id| {
        let mut people = choices.teams.iter().flat_map(|team| &team.people);
        people.find(|person| person.id == id).map_or_else(String::new, |person| person.name.clone())
    };
    if filter.unanswered {
        pills.push((w.needs_answer.to_owned(), query.with(|f| f.unanswered = false)));
    }
    let mut pill = |label: &str, value: Option<String>, without: DeskQuery| {
        pills.extend(value.map(|value| (format!("{label}: {value}"), without)));
    };
    pill(w.words_in_ticket, (!filter.search.is_empty()).then(|| filter.search.clone()), query.with(|f| f.search = String::new()));
    pill(w.status, filter.status.map(|status| (t.status)(status).to_owned()), query.with(|f| f.status = None));
    pill(w.priority, filter.priority.map(|priority| (t.priority)(priority).to_owned()), query.with(|f| f.priority = None));
    pill(w.kind, filter.kind.map(|kind| (t.kind)(kind).to_owned()), query.with(|f| f.kind = None));
    pill(w.service, filter.service.map(service), query.with(|f| f.service = None));
    pill(w.team, filter.team.map(team), query.with(|f| f.team = None));
    pill(w.assignee, filter.assignee.map(person), query.with(|f| f.assignee = None));
    pills
}
