//! The tickets behind a number of the report on promises.

use domain::ticket::view::PromiseLine;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{Behind, promises_behind};
use super::page::{ADDRESS, asked_by};
use crate::admin::parts::{Empty, Head, Pager, address};
use crate::report::figures::grouped;
use crate::report::page::period;
use crate::sla::told::moment;
use crate::ui::{Icon, Load, Page, load};
use crate::words::words;

/// The list.
#[component]
pub fn BehindPage() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        query.with(|query| {
            let get = |name: &str| query.get(name).unwrap_or_default();
            (asked_by(query), query.get("key"), get("metric"), get("came"), get("page").parse::<usize>().unwrap_or_default())
        })
    });
    let shown = load(
        move || asked.get(),
        |(asked, key, metric, came, page)| promises_behind(asked.from, asked.to, asked.by, asked.team, key, metric, came, page),
    );
    view! {
        <main id="main" class="main">
            <div class="page"><Load from=shown view=move |behind| view! { <Shown behind /> }.into_any() /></div>
        </main>
    }
    .into_any()
}

#[component]
fn Shown(behind: Behind) -> impl IntoView {
    let w = words().sla();
    let query = use_query_map();
    let (asked, came, metric, key) =
        query.with_untracked(|query| (asked_by(query), query.get("came"), query.get("metric"), query.get("key")));
    let back = address(ADDRESS, &[("from", asked.from.as_str()), ("to", &asked.to), ("by", &asked.by), ("team", &asked.team)]);
    let title = (w.came)(came.as_deref().unwrap_or_default());
    let metric = metric.and_then(|metric| metric.parse().ok()).map(|metric| (w.metric)(metric).to_owned());
    let about: Vec<String> = metric
        .into_iter()
        .chain(key.filter(|key| !key.is_empty() && key.parse::<domain::sla::Metric>().is_err()))
        .chain([period(&asked)])
        .collect();
    let page = query.with_untracked(|query| query.get("page").and_then(|page| page.parse::<usize>().ok()).unwrap_or_default());
    // The same list with another page.
    let at = |page: usize| {
        query.with_untracked(|query| {
            let mut query = query.clone();
            query.remove("page");
            if page > 0 {
                query.insert("page", page.to_string());
            }
            format!("{ADDRESS}/tickets{}", query.to_query_string())
        })
    };
    let end = behind.before + behind.lines.len();
    let span = (w.lines_of)(&grouped(behind.before as u64 + 1), &grouped(end as u64), &grouped(behind.count as u64));
    let next = (end < behind.count && end > behind.before).then(|| at(page + 1));
    let first = (page > 0).then(|| at(0));
    view! {
        <Page title>
            <Head title lead=about.join(words().common().between) above=vec![(back, w.report.to_owned())] />
            {if behind.lines.is_empty() {
                view! { <Empty icon="check-circle" title=w.report_empty lead=w.report_empty_lead /> }.into_any()
            } else {
                view! { <Lines lines=behind.lines when=w.known_since /> }.into_any()
            }}
            {(next.is_some() || first.is_some()).then(|| view! { <p class="soft">{span}</p> })}
            <Pager next first />
        </Page>
    }
}

/// Clocks with their tickets.
#[component]
pub fn Lines(
    lines: Vec<PromiseLine>,
    /// What the time of a line means.
    when: &'static str,
) -> impl IntoView {
    let w = words().sla();
    let rows = lines
        .into_iter()
        .map(|line| {
            let ticket = match &line.ticket {
                Some((number, title)) => {
                    let to = format!("/desk/{number}/why?clock={}.{}", line.metric, line.cycle);
                    view! { <a href=to>{number.to_string()}</a> " " <span>{title.clone()}</span> }.into_any()
                }
                None => view! { <span class="quiet">{w.not_yours}</span> }.into_any(),
            };
            let (tone, icon, state) = match (line.excused, line.missed, line.open) {
                (true, ..) => ("mute", "shield", w.excused_one),
                (false, true, true) => ("bad", "status-breached", w.open_missed_one),
                (false, true, false) => ("bad", "status-breached", w.missed_one),
                (false, false, true) => ("info", "clock", w.open_one),
                (false, false, false) => ("ok", "check", w.met_one),
            };
            view! {
                <tr>
                    <th scope="row">{ticket}</th>
                    <td data-label=w.measured>{(w.metric)(line.metric)}</td>
                    <td data-label=w.state><span class="chip" data-tone=tone><Icon name=icon />{state}</span></td>
                    <td data-label=when>{moment(line.at)}</td>
                    <td class="end" data-label=w.promised>{(w.worked)(line.target)}</td>
                    <td class="end" data-label=w.total>{line.elapsed.map_or_else(|| "–".to_owned(), |elapsed| (w.worked)(elapsed))}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="table-wrap">
            <table class="table" data-stack="">
                <caption class="visually-hidden">{words().desk().tickets}</caption>
                <thead>
                    <tr>
                        <th scope="col">{words().desk().ticket}</th>
                        <th scope="col">{w.measured}</th>
                        <th scope="col">{w.state}</th>
                        <th scope="col">{when}</th>
                        <th scope="col" class="end">{w.promised}</th>
                        <th scope="col" class="end">{w.total}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
