//! The ticket report.

use domain::invalid::Invalid;
use domain::priority::Priority;
use domain::report::{By, Part, Row, Satisfaction};
use domain::time::Span;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{Asked, TicketReport, count_tickets};
use super::chart::{HourBars, TicketBars};
use super::figures::{days, grouped, hours, percent};
use super::trend::Trend;
use crate::admin::parts::{Empty, Head, address};
#[cfg(feature = "ssr")]
use crate::error::AppError;
use crate::reader::clock;
use crate::ui::{Icon, Load, Page, load};
use crate::words::{errors, words};

/// Tickets of a period: totals, bars, a table, and files of the same.
#[component]
pub fn TicketReportPage() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        query.with(|query| Asked {
            from: query.get("from").unwrap_or_default(),
            to: query.get("to").unwrap_or_default(),
            by: query.get("by").unwrap_or_default(),
            team: query.get("team").unwrap_or_default(),
        })
    });
    let shown = load(move || asked.get(), |asked| count_tickets(asked.from, asked.to, asked.by, asked.team));
    view! {
        <main id="main" class="main">
            <div class="page">
                <Load from=shown view=move |report| view! { <Shown report asked=asked.get_untracked() /> }.into_any() />
            </div>
        </main>
    }
    .into_any()
}

#[component]
fn Shown(report: TicketReport, asked: Asked) -> impl IntoView {
    let w = words().report();
    if !report.invalid.fields.is_empty() {
        #[cfg(feature = "ssr")]
        crate::visit::answer_with(&AppError::Invalid { invalid: report.invalid.clone() });
        return view! {
            <Page title=w.title>
                <Head title=w.title lead=w.lead />
                <Filters asked report />
            </Page>
        }
        .into_any();
    }
    let team = report.team.as_ref().map(|team| team.id.to_string()).unwrap_or_default();
    let file = |kind: &str| {
        address(
            &format!("/reports/tickets.{kind}"),
            &[("from", &asked.from), ("to", &asked.to), ("by", asked.rows().as_str()), ("team", &team)],
        )
    };
    let insight = &report.insight;
    let total = insight.report.total.clone();
    let opinion = insight.total;
    let rows: Vec<(String, Row)> = insight.report.rows.iter().map(|row| (label(row, asked.rows()), row.clone())).collect();
    let lines = rows.iter().cloned().zip(insight.satisfaction.iter().copied()).map(|((label, row), said)| (label, row, said)).collect();
    let trend = insight.step.map(|step| (step, insight.trend.clone())).filter(|(_, points)| points.len() > 1);
    let question = asked.clone();
    let (csv, json) = (file("csv"), file("json"));
    let period = period(&asked);
    let by = asked.rows();
    view! {
        <Page title=w.title>
            <Head title=w.title lead=w.lead>
                <div class="page-actions">
                    <a class="button" href=csv rel="external" download=""><Icon name="download" />{w.csv}</a>
                    <a class="button" href=json rel="external" download=""><Icon name="download" />{w.json}</a>
                </div>
            </Head>
            <Periods asked=asked.clone() report=report.clone() />
            <Filters asked report=report.clone() />
            <h2>{period}</h2>
            {if total.tickets == 0 {
                view! { <Empty icon="chart" title=w.empty lead=w.empty_lead step=("/reports/tickets".to_owned(), w.everything.to_owned()) /> }.into_any()
            } else {
                view! {
                    <Totals total=total.clone() opinion />
                    {trend.map(|(step, points)| view! { <Trend step points asked=question /> })}
                    <TicketBars rows=rows.clone() />
                    <HourBars rows />
                    <Figures by lines total opinion />
                }
                .into_any()
            }}
        </Page>
    }
    .into_any()
}

/// The period in the reader's language. The fields show days as the browser does, which may be set to another one.
pub(crate) fn period(asked: &Asked) -> String {
    let w = words().report();
    let clock = clock();
    let day = |day: &str| clock.morning_of(day).map(|at| clock.date(at));
    // Who reads a period counts its last day in.
    let last = clock.morning_of(&asked.to).map(|at| clock.date(at.minus(Span::from_days(1))));
    match (day(&asked.from), last) {
        (Some(from), Some(last)) if from == last => from,
        (Some(from), Some(last)) => (w.from_to)(&from, &last),
        (Some(from), None) => (w.since)(&from),
        (None, Some(last)) => (w.until)(&last),
        (None, None) => w.all_time.to_owned(),
    }
}

/// Periods that people ask for by name, as links.
#[component]
fn Periods(asked: Asked, report: TicketReport) -> impl IntoView {
    let w = words().report();
    let team = report.team.map(|team| team.id.to_string()).unwrap_or_default();
    let by = asked.rows().as_str();
    let link = |name: &'static str, from: &str, to: &str| {
        let current = (asked.from == from && asked.to == to).then_some("true");
        let to = address("/reports/tickets", &[("from", from), ("to", to), ("by", by), ("team", &team)]);
        view! { <a href=to aria-current=current>{name}</a> }
    };
    let named = report.periods.iter().map(|(period, from, to)| link((w.period)(*period), from, to)).collect_view();
    view! { <nav class="pills" data-scroll="" aria-label=w.periods>{named} {link(w.all_time, "", "")}</nav> }
}

/// What a row is called: priorities in words, the rest by name.
fn label(row: &Row, by: By) -> String {
    match (by, row.key.parse::<Priority>()) {
        (By::Priority, Ok(priority)) => (words().ticket().priority)(priority).to_owned(),
        _ if row.key.is_empty() => words().report().no_key.to_owned(),
        _ => row.key.clone(),
    }
}

#[component]
fn Filters(asked: Asked, report: TicketReport) -> impl IntoView {
    let w = words().report();
    let chosen = report.team.as_ref().map(|team| team.id);
    let now = asked.rows();
    let by_wrong = message(&report.invalid, "by");
    let by_invalid = by_wrong.is_some();
    view! {
        <form class="filters" method="get" action="/reports/tickets">
            <Day name="from" label=w.from typed=asked.from invalid=report.invalid.clone() />
            <Day name="to" label=w.to typed=asked.to invalid=report.invalid.clone() />
            <div class="field" data-invalid=by_invalid.then_some("")>
                <label for="by">{w.by}</label>
                {by_wrong}
                <select
                    class="input"
                    id="by"
                    name="by"
                    aria-invalid=by_invalid.then_some("true")
                    aria-describedby=by_invalid.then_some("by-error")
                >
                    {by_invalid.then(|| view! { <option value=asked.by.clone() selected=true>{asked.by.clone()}</option> })}
                    {By::ALL
                        .iter()
                        .map(|&by| view! { <option value=by.as_str() selected={!by_invalid && by == now}>{(w.by_what)(by.as_str())}</option> })
                        .collect_view()}
                </select>
            </div>
            <div class="field">
                <label for="team">{(w.by_what)("team")}</label>
                <select class="input" id="team" name="team">
                    {report.all.then(|| view! { <option value="">{words().admin().all}</option> })}
                    {report
                        .teams
                        .into_iter()
                        .map(|team| view! { <option value=team.id.to_string() selected={Some(team.id) == chosen}>{team.name}</option> })
                        .collect_view()}
                </select>
            </div>
            <button class="button" data-kind="primary" type="submit">{w.show}</button>
        </form>
    }
}

/// A bound of the period. What is no day stands in a plain field: a field for dates would not show it.
#[component]
pub(crate) fn Day(name: &'static str, label: &'static str, typed: String, invalid: Invalid) -> impl IntoView {
    let wrong = message(&invalid, name);
    let is_wrong = wrong.is_some();
    view! {
        <div class="field" data-invalid=is_wrong.then_some("")>
            <label for=name>{label}</label>
            {wrong}
            <input
                class="input"
                id=name
                name=name
                type=if is_wrong { "text" } else { "date" }
                value=typed
                aria-invalid=is_wrong.then_some("true")
                aria-describedby=is_wrong.then(|| format!("{name}-error"))
            />
        </div>
    }
}

pub(crate) fn message(invalid: &Invalid, field: &str) -> Option<AnyView> {
    let text = errors::of_code(invalid.of(field)?);
    let id = format!("{field}-error");
    let shown = view! {
        <p class="field-error" id=id>
            <Icon name="status-breached" />
            <span><span class="visually-hidden">{words().common().error_prefix}</span>{text}</span>
        </p>
    };
    Some(shown.into_any())
}

#[component]
fn Totals(total: Row, opinion: Satisfaction) -> impl IntoView {
    let w = words().report();
    let (resolved, reopened) = (percent(total.resolved, total.tickets), percent(total.reopened, total.tickets));
    let median = total.median_resolution_hours.map_or(w.none.to_owned(), lasted);
    let p90 = total.p90_resolution_hours.map(|p90| (w.median_and_p90)(&lasted(p90)));
    view! {
        <dl class="facts">
            <div><dt>{w.tickets}</dt><dd><span class="fact-value">{grouped(total.tickets)}</span></dd></div>
            <div><dt>{w.resolved}</dt><dd><span class="fact-value">{grouped(total.resolved)}</span><small>{(w.of_all)(&resolved)}</small></dd></div>
            <div><dt>{w.reopened}</dt><dd><span class="fact-value">{grouped(total.reopened)}</span><small>{(w.of_resolved)(&reopened)}</small></dd></div>
            <div><dt>{w.resolution}</dt><dd><span class="fact-value">{median}</span><small>{p90}</small></dd></div>
            <div><dt>{w.satisfaction}</dt><dd><span class="fact-value">{mean(opinion, w.none_said)}</span>{answered(opinion).map(|answered| view! { <small>{answered}</small> })}</dd></div>
        </dl>
    }
}

/// Hours, and the same as days where they are many.
pub(super) fn lasted(length: f64) -> String {
    let w = words().report();
    let shown = (w.hours)(&hours(length));
    days(length).map_or(shown.clone(), |days| (w.hours_in_days)(&shown, &days))
}

/// Stars on average, or the word for that nobody said anything.
pub(super) fn mean(said: Satisfaction, none: &str) -> String {
    said.mean().map_or_else(|| none.to_owned(), |mean| (words().report().stars)(&format!("{mean:.2}")))
}

/// How many of those who were asked said something; nothing, when nobody was asked.
fn answered(said: Satisfaction) -> Option<String> {
    (said.asked > 0).then(|| (words().report().answered)(&grouped(said.answered), &grouped(said.asked)))
}

#[component]
fn Figures(by: By, lines: Vec<(String, Row, Satisfaction)>, total: Row, opinion: Satisfaction) -> impl IntoView {
    let w = words().report();
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=w.caption>
            <table class="table" data-stack="">
                <caption class="visually-hidden">{w.caption}</caption>
                <thead>
                    <tr>
                        <th scope="col">{(w.by_what)(by.as_str())}</th>
                        <th scope="col" class="end">{w.tickets}</th>
                        <th scope="col" class="end">{w.resolved}</th>
                        <th scope="col" class="end">{w.reopened}</th>
                        <th scope="col" class="end">{w.median_h}</th>
                        <th scope="col" class="end">{w.p90_h}</th>
                        <th scope="col" class="end">{w.satisfaction}</th>
                    </tr>
                </thead>
                <tbody>{lines.into_iter().map(|(label, row, said)| view! { <FigureRow label row said /> }).collect_view()}</tbody>
                <tfoot><FigureRow label=w.all.to_owned() row=total said=opinion /></tfoot>
            </table>
        </div>
    }
}

#[component]
pub(super) fn FigureRow(
    label: String,
    row: Row,
    said: Satisfaction,
    /// Why the row counts less than its whole period.
    #[prop(optional_no_strip)]
    part: Option<Part>,
) -> impl IntoView {
    let w = words().report();
    let shown = |value: Option<f64>| {
        let days = value.and_then(days).map(|days| view! { <small class="quiet">{(w.days)(&days)}</small> });
        view! { <span>{value.map_or("–".to_owned(), hours)} {days}</span> }
    };
    view! {
        <tr>
            <th scope="row">{label} {part.map(|part| view! { " " <small class="quiet">{(w.part)(part)}</small> })}</th>
            <td class="end" data-label=w.tickets>{grouped(row.tickets)}</td>
            <td class="end" data-label=w.resolved>{grouped(row.resolved)}</td>
            <td class="end" data-label=w.reopened>{grouped(row.reopened)}</td>
            <td class="end" data-label=w.median_h>{shown(row.median_resolution_hours)}</td>
            <td class="end" data-label=w.p90_h>{shown(row.p90_resolution_hours)}</td>
            <td class="end" data-label=w.satisfaction>
                <span>{mean(said, "–")} {answered(said).map(|answered| view! { " " <small class="quiet">{answered}</small> })}</span>
            </td>
        </tr>
    }
}
