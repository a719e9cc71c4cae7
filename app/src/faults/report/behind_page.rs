//! The faults behind a number of the report.

use domain::fault::parts::Part;
use domain::fault::report::{By, FaultRow};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{Behind, faults_behind};
use super::chart::lasted;
use super::groups::named;
use super::page::{ADDRESS, asked_by, asking, label};
use crate::admin::parts::{Empty, Head, Pager};
use crate::faults::ends;
use crate::faults::list_page::SeverityChip;
use crate::reader::clock;
use crate::report::figures::grouped;
use crate::report::page::period;
use crate::ui::{Icon, Load, Page, load};
use crate::words::words;

/// The page.
#[component]
pub fn FaultsBehindPage() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        query.with(|query| {
            let get = |name: &str| query.get(name).unwrap_or_default();
            (asked_by(query), query.get("key"), get("part"), get("of"), get("page").parse::<usize>().unwrap_or_default())
        })
    });
    let shown = load(
        move || asked.get(),
        |(asked, key, part, of, page)| {
            let (period, clock) = (asked.period, asked.clock);
            faults_behind(period.from, period.to, period.by, period.team, clock, key, part, of, page)
        },
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
    let w = words().fault_report();
    let query = use_query_map();
    let (asked, key, part, of) = query.with_untracked(|query| {
        let of = query.get("of").and_then(|of| of.parse().ok()).unwrap_or_default();
        (asked_by(query), query.get("key"), query.get("part").and_then(|part| part.parse::<Part>().ok()), of)
    });
    let by: By = asked.by();
    let about: Vec<String> = part
        .map(named)
        .into_iter()
        .chain(key.map(|key| label(&key, by)))
        .chain([period(&asked.period), (w.clocks)(asked.measure()).to_owned()])
        .collect();
    let title = (w.of)(of);
    let page = query.with_untracked(|query| query.get("page").and_then(|page| page.parse::<usize>().ok()).unwrap_or_default());
    // The same list with another page.
    let at = |page: usize| {
        query.with_untracked(|query| {
            let mut query = query.clone();
            query.remove("page");
            if page > 0 {
                query.insert("page", page.to_string());
            }
            format!("{ADDRESS}/list{}", query.to_query_string())
        })
    };
    let end = behind.before + behind.rows.len();
    let span = (w.lines_of)(&grouped(behind.before as u64 + 1), &grouped(end as u64), &grouped(behind.count as u64));
    let next = (end < behind.count && end > behind.before).then(|| at(page + 1));
    let first = (page > 0).then(|| at(0));
    let above = vec![(asking(ADDRESS, &asked), w.report.to_owned())];
    view! {
        <Page title>
            <Head title lead=about.join(words().common().between) above />
            {if behind.rows.is_empty() {
                view! { <Empty icon="check-circle" title=w.empty lead=w.empty_lead /> }.into_any()
            } else {
                view! { <Lines rows=behind.rows /> }.into_any()
            }}
            {(next.is_some() || first.is_some()).then(|| view! { <p class="soft">{span}</p> })}
            <Pager next first />
        </Page>
    }
}

#[component]
fn Lines(rows: Vec<FaultRow>) -> impl IntoView {
    let (w, f) = (words().fault_report(), words().faults());
    let heads =
        Part::FOUR.map(|part| view! { <th scope="col" class="end">{(f.part)(part)}<br /><small class="quiet">{ends(part)}</small></th> });
    view! {
        <div class="table-wrap">
            <table class="table" data-stack="">
                <caption class="visually-hidden">{w.faults}</caption>
                <thead>
                    <tr>
                        <th scope="col">{f.fault}</th>
                        <th scope="col">{w.day}</th>
                        <th scope="col">{f.severity}</th>
                        <th scope="col">{f.found_by}</th>
                        {heads.into_iter().collect_view()}
                    </tr>
                </thead>
                <tbody>{rows.into_iter().map(|row| view! { <Line row /> }).collect_view()}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Line(row: FaultRow) -> impl IntoView {
    let (w, f) = (words().fault_report(), words().faults());
    let to = format!("/faults/{}", row.number);
    let services: Vec<String> = row.services.into_iter().collect();
    let note = [row.number.clone(), services.join(words().common().between)].join(" · ");
    let name = match row.title {
        Some(title) => view! { <span class="table-ticket"><a href=to>{title}</a><small>{note}</small></span> }.into_any(),
        None => view! { <span class="quiet">{w.hidden}</span> }.into_any(),
    };
    let severity = match row.severity {
        Some(severity) => view! { <SeverityChip severity /> }.into_any(),
        None => view! { <span class="quiet">{w.nobody_said}</span> }.into_any(),
    };
    let repeats = row.repeats.then(|| view! { " " <span class="chip" data-tone="warn"><Icon name="history" />{w.came_back}</span> });
    #[expect(clippy::cast_precision_loss, reason = "2^53 seconds are 285 million years")]
    let lengths = Part::FOUR.map(|part| {
        let seconds = row.seconds.get(&part).map(|seconds| *seconds as f64);
        view! { <td class="end" data-label=(f.part)(part)>{lasted(seconds)}</td> }
    });
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td data-label=w.day>{clock().date_of(&row.day.to_string())}{repeats}</td>
            <td data-label=f.severity>{severity}</td>
            <td data-label=f.found_by>{row.found_by.map_or(w.nobody_said, |finder| (f.finders)(finder))}</td>
            {lengths.into_iter().collect_view()}
        </tr>
    }
}
