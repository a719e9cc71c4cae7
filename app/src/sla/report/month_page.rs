//! The breach calendar: a month of missed promises, each day with its tickets; and what today will bring.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{BreachMonth, month_of_breaches};
use super::behind_page::Lines;
use super::filters::Team;
use super::page::ADDRESS;
use crate::admin::parts::{Head, address};
use crate::desk::open::tell_time_as_of;
use crate::reader::clock;
use crate::report::figures::grouped;
use crate::ui::{Icon, Load, Page, load};
use crate::words::words;

/// The address of the page.
const HERE: &str = "/reports/breaches";

/// The calendar and the forecast.
#[component]
pub fn MonthPage() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(|query| (query.get("month").unwrap_or_default(), query.get("team").unwrap_or_default())));
    let shown = load(move || asked.get(), |(month, team)| month_of_breaches(month, team));
    view! {
        <main id="main" class="main">
            <div class="page"><Load from=shown view=move |month| view! { <Shown month /> }.into_any() /></div>
        </main>
    }
    .into_any()
}

#[component]
fn Shown(month: BreachMonth) -> impl IntoView {
    tell_time_as_of(month.now);
    let w = words().sla();
    let team = month.askable.team.as_ref().map(|team| team.id.to_string()).unwrap_or_default();
    let to_month = |first: &str| address(HERE, &[("month", first.get(..7).unwrap_or_default()), ("team", &team)]);
    let (before, after) = (to_month(&month.around.0), to_month(&month.around.1));
    let name = named(&month.first);
    let missed: u64 = month.days.iter().map(|(_, _, missed, _)| missed).sum();
    let lead = (w.missed_in)(&grouped(missed), &name);
    view! {
        <Page title=w.breach_calendar>
            <Head title=w.breach_calendar lead=w.breach_calendar_lead above=vec![(ADDRESS.to_owned(), w.report.to_owned())] />
            <form class="filters" method="get" action=HERE>
                <input type="hidden" name="month" value=month.first.get(..7).unwrap_or_default().to_owned() />
                <Team teams=month.askable.teams.clone() all=month.askable.all chosen=month.askable.team.clone() />
                <button class="button" data-kind="primary" type="submit">{words().report().show}</button>
            </form>
            <Today month=month.clone() team=team.clone() />
            <section class="card" aria-labelledby="month">
                <header class="split">
                    <h2 id="month">{name}</h2>
                    <div class="cluster">
                        <a class="button" data-kind="quiet" data-icon-only="" href=before><Icon name="chevron-left" /><span class="visually-hidden">{w.month_before}</span></a>
                        <a class="button" data-kind="quiet" data-icon-only="" href=after><Icon name="chevron-right" /><span class="visually-hidden">{w.month_after}</span></a>
                    </div>
                </header>
                <p class="soft">{lead}</p>
                <Days days=month.days team />
            </section>
        </Page>
    }
}

/// A month by its name.
fn named(first: &str) -> String {
    let mut parts = first.split('-').filter_map(|part| part.parse::<u16>().ok());
    let (year, month) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    (words().report().month)(year, month)
}

/// What was missed today, and what still will be if nobody does anything.
#[component]
fn Today(month: BreachMonth, team: String) -> impl IntoView {
    let w = words().sla();
    let (day, so_far, ahead) = month.today;
    let to = of_day(&day, &team);
    let so_far = match so_far {
        0 => view! { <span class="fact-value">"0"</span> }.into_any(),
        n => view! { <span class="fact-value"><a href=to>{grouped(n)}</a></span> }.into_any(),
    };
    view! {
        <section class="card" aria-labelledby="today">
            <header><h2 id="today">{w.today}</h2><span class="small quiet">{w.today_note}</span></header>
            <dl class="facts">
                <div><dt>{w.missed_so_far}</dt><dd>{so_far}</dd></div>
                <div><dt>{w.still_today}</dt><dd><span class="fact-value">{grouped(ahead)}</span></dd></div>
            </dl>
            {(!month.ahead.is_empty()).then(|| view! { <Lines lines=month.ahead when=w.due_at /> })}
        </section>
    }
}

/// The tickets of a day's breaches.
fn of_day(day: &str, team: &str) -> String {
    let clock = clock();
    // Noon of a day and 24 hours lie on the day after, in every zone.
    let noon = clock.moment_of(&format!("{day}T12:00"));
    let next = noon.map(|noon| clock.iso(noon.plus(domain::time::Span::from_hours(24)))).unwrap_or_default();
    let next = next.get(..10).unwrap_or_default();
    address("/reports/sla/tickets", &[("from", day), ("to", next), ("by", "metric"), ("team", team), ("came", "missed")])
}

/// The days as weeks; how many were missed is a number and a shade.
#[component]
fn Days(days: Vec<(String, i8, u64, u64)>, team: String) -> impl IntoView {
    let w = words().sla();
    // What is excused darkens no day.
    let held = |missed: u64, excused: u64| missed.saturating_sub(excused);
    let most = days.iter().map(|(_, _, missed, excused)| held(*missed, *excused)).max().unwrap_or_default().max(1);
    let blank = days.first().map_or(0, |(_, weekday, _, _)| *weekday);
    let mut cells: Vec<AnyView> = (0..blank).map(|_| view! { <td></td> }.into_any()).collect();
    for (day, _, missed, excused) in days {
        let number = day.get(8..).unwrap_or_default().trim_start_matches('0').to_owned();
        // No breach is no shade; the worst day has the darkest one.
        let against = held(missed, excused);
        let level = (against > 0).then(|| (against * 4).div_ceil(most).clamp(1, 4).to_string());
        let said = (w.missed_on)(&number, missed, excused);
        let shown = match missed {
            0 => view! { <span class="visually-hidden">{w.none_missed}</span> }.into_any(),
            n => view! { <a href=of_day(&day, &team) aria-label=said>{grouped(n)}</a> }.into_any(),
        };
        let excused = (excused > 0).then(|| view! { <small class="excused">{(w.excused_n)(excused)}</small> });
        cells.push(view! { <td data-level=level><small>{number}</small> {shown} {excused}</td> }.into_any());
    }
    let mut weeks = Vec::new();
    let mut cells = cells.into_iter().peekable();
    while cells.peek().is_some() {
        let week: Vec<AnyView> = cells.by_ref().take(7).collect();
        weeks.push(view! { <tr>{week}</tr> });
    }
    view! {
        <div class="table-wrap">
            <table class="heat-table month-table">
                <caption class="visually-hidden">{w.breach_calendar}</caption>
                <thead><tr>{w.weekdays.iter().map(|&day| view! { <th scope="col">{day}</th> }).collect_view()}</tr></thead>
                <tbody>{weeks}</tbody>
            </table>
        </div>
    }
}
