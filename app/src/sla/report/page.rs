//! The report on promises: which were kept, by whatever they have in common, each number with its tickets.

use domain::priority::Priority;
use domain::sla::{By, Metric, Report, Row};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{PromiseReport, count_promises};
use super::chart::Shares;
use super::filters::{Filters, Periods};
use crate::admin::parts::{Empty, Head, address};
#[cfg(feature = "ssr")]
use crate::error::AppError;
use crate::report::api::Asked;
use crate::report::figures::{grouped, hours};
use crate::report::page::period;
use crate::report::trend::month;
use crate::ui::{Icon, Load, Page, load};
use crate::words::words;

/// The address of the report.
pub const ADDRESS: &str = "/reports/sla";

/// Promises of a period: totals, bars, a table, and files of the same.
#[component]
pub fn PromiseReportPage() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(asked_by));
    let shown = load(move || asked.get(), |asked| count_promises(asked.from, asked.to, asked.by, asked.team));
    view! {
        <main id="main" class="main">
            <div class="page">
                <Load from=shown view=move |report| view! { <Shown report asked=asked.get_untracked() /> }.into_any() />
            </div>
        </main>
    }
    .into_any()
}

/// The question of an address.
#[must_use]
pub fn asked_by(query: &leptos_router::params::ParamsMap) -> Asked {
    let get = |name: &str| query.get(name).unwrap_or_default();
    Asked { from: get("from"), to: get("to"), by: get("by"), team: get("team") }
}

#[component]
fn Shown(report: PromiseReport, asked: Asked) -> impl IntoView {
    let w = words().sla();
    let PromiseReport { report, askable, invalid } = report;
    if !invalid.fields.is_empty() {
        #[cfg(feature = "ssr")]
        crate::visit::answer_with(&AppError::Invalid { invalid: invalid.clone() });
        return view! {
            <Page title=w.report>
                <Head title=w.report lead=w.report_lead />
                <Filters asked askable invalid />
            </Page>
        }
        .into_any();
    }
    let team = askable.team.as_ref().map(|team| team.id.to_string()).unwrap_or_default();
    let by = asked.promises_by();
    let asked = Asked { by: by.to_string(), team, ..asked };
    let file = |kind: &str| {
        let pairs = [("from", asked.from.as_str()), ("to", &asked.to), ("by", &asked.by), ("team", &asked.team)];
        address(&format!("{ADDRESS}.{kind}"), &pairs)
    };
    let (csv, json) = (file("csv"), file("json"));
    let calendar = address("/reports/breaches", &[("team", asked.team.as_str())]);
    view! {
        <Page title=w.report>
            <Head title=w.report lead=w.report_lead>
                <div class="page-actions">
                    <a class="button" href=calendar><Icon name="calendar" />{w.breach_calendar}</a>
                    <a class="button" href=csv rel="external" download=""><Icon name="download" />"CSV"</a>
                    <a class="button" href=json rel="external" download=""><Icon name="download" />"JSON"</a>
                </div>
            </Head>
            <Periods asked=asked.clone() askable=askable.clone() />
            <Filters asked=asked.clone() askable invalid />
            <h2>{period(&asked)}</h2>
            <Counted report asked />
        </Page>
    }
    .into_any()
}

#[component]
fn Counted(report: Report, asked: Asked) -> impl IntoView {
    let w = words().sla();
    if report.total.is_empty() {
        return view! { <Empty icon="chart" title=w.report_empty lead=w.report_empty_lead step=(ADDRESS.to_owned(), words().report().everything.to_owned()) /> }.into_any();
    }
    view! {
        <Totals total=report.total.clone() />
        <Shares rows=report.rows.clone() asked=asked.clone() />
        <Figures report asked />
    }
    .into_any()
}

/// A share in percent with one digit, as the files have it in full.
#[must_use]
pub fn share(share: Option<f64>) -> String {
    share.map_or_else(|| "–".to_owned(), |share| format!("{:.1} %", share * 100.0))
}

#[component]
fn Totals(total: Vec<Row>) -> impl IntoView {
    let w = words().sla();
    let facts = total
        .into_iter()
        .map(|row| {
            let note = (w.kept_of)(&grouped(row.met), &grouped(row.met + row.breached));
            view! { <div><dt>{(w.metric)(row.metric)}</dt><dd><span class="fact-value">{share(row.attainment)}</span><small>{note}</small></dd></div> }
        })
        .collect_view();
    view! { <dl class="facts">{facts}</dl> }
}

/// What a row is called.
#[must_use]
pub fn label(row: &Row, by: By) -> String {
    match (by, row.key.parse::<Priority>()) {
        (By::Metric, _) => (words().sla().metric)(row.metric).to_owned(),
        (By::Month, _) => month(&row.key),
        (By::Priority, Ok(priority)) => (words().ticket().priority)(priority).to_owned(),
        _ if row.key.is_empty() => words().report().no_key.to_owned(),
        _ => row.key.clone(),
    }
}

/// The list behind a number.
#[must_use]
pub fn behind(asked: &Asked, key: Option<&str>, metric: Metric, came: &str) -> String {
    let mut pairs = vec![("from", asked.from.as_str()), ("to", &asked.to), ("by", &asked.by), ("team", &asked.team)];
    pairs.extend([("metric", metric.as_str()), ("came", came)]);
    let mut to = address("/reports/sla/tickets", &pairs);
    // A key may be nothing, which is not the same as none.
    if let Some(key) = key {
        to.push_str(if to.contains('?') { "&key=" } else { "?key=" });
        to.push_str(&leptos_router::location::Url::escape(key));
    }
    to
}

#[component]
fn Figures(report: Report, asked: Asked) -> impl IntoView {
    let w = words().sla();
    let by = asked.promises_by();
    // By what is measured, a row's name says that already.
    let parted = by != By::Metric;
    let line = |row: &Row, total: bool| {
        let number = |count: u64, came: &str, name: &str| {
            let to = behind(&asked, (!total).then_some(row.key.as_str()), row.metric, came);
            let said = (w.tickets_behind)(name, &grouped(count));
            match count {
                0 => view! { <span>"0"</span> }.into_any(),
                _ => view! { <a href=to aria-label=said>{grouped(count)}</a> }.into_any(),
            }
        };
        let hours = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), hours);
        let name = if total { words().report().all.to_owned() } else { label(row, by) };
        view! {
            <tr data-key=row.key.clone() data-metric=row.metric.as_str()>
                <th scope="row">{name}</th>
                {parted.then(|| view! { <td data-label=w.measured>{(w.metric)(row.metric)}</td> })}
                <td class="end" data-label=w.met>{number(row.met, "met", w.met)}</td>
                <td class="end" data-label=w.missed>{number(row.breached, "missed", w.missed)}</td>
                <td class="end" data-label=w.excused_ones>{number(row.excused, "excused", w.excused_ones)}</td>
                <td class="end" data-label=w.attainment>{share(row.attainment)}</td>
                <td class="end" data-label=w.attainment_excused>{share(row.attainment_excused)}</td>
                <td class="end" data-label=w.working_hours>{hours(row.median_working_hours)}</td>
                <td class="end" data-label=w.wall_hours>{hours(row.median_wall_hours)}</td>
            </tr>
        }
    };
    let rows = report.rows.iter().map(|row| line(row, false)).collect_view();
    let total = parted.then(|| report.total.iter().map(|row| line(row, true)).collect_view());
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=words().report().caption>
            <table class="table" data-stack="">
                <caption class="visually-hidden">{words().report().caption}</caption>
                <thead>
                    <tr>
                        <th scope="col">{(w.by)(by)}</th>
                        {parted.then(|| view! { <th scope="col">{w.measured}</th> })}
                        <th scope="col" class="end">{w.met}</th>
                        <th scope="col" class="end">{w.missed}</th>
                        <th scope="col" class="end">{w.excused_ones}</th>
                        <th scope="col" class="end">{w.attainment}</th>
                        <th scope="col" class="end">{w.attainment_excused}</th>
                        <th scope="col" class="end">{w.working_hours}</th>
                        <th scope="col" class="end">{w.wall_hours}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
                <tfoot>{total}</tfoot>
            </table>
        </div>
    }
}
