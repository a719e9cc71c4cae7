//! What narrows a report on promises: a plain form, and periods that people ask for by name.

use domain::invalid::Invalid;
use domain::sla::By;
use domain::ticket::view::TeamRef;
use leptos::prelude::*;

use super::api::Askable;
use super::page::ADDRESS;
use crate::admin::parts::address;
use crate::report::api::Asked;
use crate::report::page::{Day, message};
use crate::words::words;

/// Periods as links.
#[component]
pub fn Periods(asked: Asked, askable: Askable) -> impl IntoView {
    let w = words().report();
    let link = |name: &'static str, from: &str, to: &str| {
        let current = (asked.from == from && asked.to == to).then_some("true");
        let to = address(ADDRESS, &[("from", from), ("to", to), ("by", &asked.by), ("team", &asked.team)]);
        view! { <a href=to aria-current=current>{name}</a> }
    };
    let named = askable.periods.iter().map(|(period, from, to)| link((w.period)(*period), from, to)).collect_view();
    view! { <nav class="pills" data-scroll="" aria-label=w.periods>{named} {link(w.all_time, "", "")}</nav> }
}

/// The team of a report.
#[component]
pub fn Team(teams: Vec<TeamRef>, all: bool, chosen: Option<TeamRef>) -> impl IntoView {
    let chosen = chosen.map(|team| team.id);
    let options = teams
        .into_iter()
        .map(|team| view! { <option value=team.id.to_string() selected={Some(team.id) == chosen}>{team.name}</option> })
        .collect_view();
    view! {
        <div class="field">
            <label for="team">{words().desk().team}</label>
            <select class="input" id="team" name="team">
                {all.then(|| view! { <option value="">{words().admin().all}</option> })}
                {options}
            </select>
        </div>
    }
}

/// The question as a form.
#[component]
pub fn Filters(asked: Asked, askable: Askable, invalid: Invalid) -> impl IntoView {
    let (w, r) = (words().sla(), words().report());
    let now = asked.promises_by();
    let wrong = message(&invalid, "by");
    let is_wrong = wrong.is_some();
    let options = By::ALL
        .iter()
        .map(|&by| view! { <option value=by.as_str() selected={!is_wrong && by == now}>{(w.by)(by)}</option> })
        .collect_view();
    view! {
        <form class="filters" method="get" action=ADDRESS>
            <Day name="from" label=r.from typed=asked.from invalid=invalid.clone() />
            <Day name="to" label=r.to typed=asked.to invalid=invalid.clone() />
            <div class="field" data-invalid=is_wrong.then_some("")>
                <label for="by">{r.by}</label>
                {wrong}
                <select class="input" id="by" name="by" aria-invalid=is_wrong.then_some("true") aria-describedby=is_wrong.then_some("by-error")>
                    {is_wrong.then(|| view! { <option value=asked.by.clone() selected=true>{asked.by.clone()}</option> })}
                    {options}
                </select>
            </div>
            <Team teams=askable.teams all=askable.all chosen=askable.team />
            <button class="button" data-kind="primary" type="submit">{r.show}</button>
        </form>
    }
}
