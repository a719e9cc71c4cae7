//! The report on satisfaction: CSAT, NPS and CES, each by itself, each number with its surveys.

use domain::permit::Permission;
use domain::survey::Kind;
use domain::survey::report::{By, Line, Report};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{SatisfactionReport, count_satisfaction};
use super::chart::Months;
use super::silent::SilentOnes;
use crate::admin::parts::{Empty, Head, address};
#[cfg(feature = "ssr")]
use crate::error::AppError;
use crate::reader::me;
use crate::report::api::Asked;
use crate::report::figures::grouped;
use crate::report::page::{Day, message, period};
use crate::report::trend::month;
use crate::sla::report::api::Askable;
use crate::sla::report::filters::Team;
use crate::sla::report::page::asked_by;
use crate::ui::{Icon, Load, Page, load};
use crate::words::words;

/// The address of the report.
pub const ADDRESS: &str = "/reports/satisfaction";

/// The page.
#[component]
pub fn SatisfactionPage() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(asked_by));
    let shown = load(move || asked.get(), |asked| count_satisfaction(asked.from, asked.to, asked.by, asked.team));
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
fn Shown(report: SatisfactionReport, asked: Asked) -> impl IntoView {
    let w = words().survey();
    let SatisfactionReport { report, askable, invalid } = report;
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
    let asked = Asked { by: asked.satisfaction_by().to_string(), team, ..asked };
    let file = |kind: &str| asking(&format!("{ADDRESS}.{kind}"), &asked);
    let (csv, json) = (file("csv"), file("json"));
    let imports = me().is_some_and(|me| me.may.has(Permission::Import));
    view! {
        <Page title=w.report>
            <Head title=w.report lead=w.report_lead>
                <div class="page-actions">
                    <a class="button" href="/follow-ups"><Icon name="check-circle" />{w.follow_ups}</a>
                    {imports.then(|| view! { <a class="button" href="/surveys/import"><Icon name="upload" />{w.import}</a> })}
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

/// An address that asks the same.
#[must_use]
pub fn asking(place: &str, asked: &Asked) -> String {
    address(place, &[("from", asked.from.as_str()), ("to", &asked.to), ("by", &asked.by), ("team", &asked.team)])
}

/// The surveys behind a number.
#[must_use]
pub fn behind(asked: &Asked, key: Option<&str>, more: &[(&str, &str)]) -> String {
    let mut to = asking("/reports/satisfaction/answers", asked);
    let mut add = |name: &str, value: &str| {
        to.push(if to.contains('?') { '&' } else { '?' });
        to.push_str(name);
        to.push('=');
        to.push_str(&leptos_router::location::Url::escape(value));
    };
    more.iter().for_each(|(name, value)| add(name, value));
    // A key may be nothing, which is not the same as none.
    if let Some(key) = key {
        add("key", key);
    }
    to
}

#[component]
fn Counted(report: Report, asked: Asked) -> impl IntoView {
    let w = words().survey();
    if report.total.is_empty() {
        let step = (ADDRESS.to_owned(), words().report().everything.to_owned());
        return view! {
            <Empty icon="star" title=w.no_surveys lead=w.no_surveys_lead step />
            <SilentOnes silent=report.silent />
        }
        .into_any();
    }
    view! {
        <Totals total=report.total.clone() asked=asked.clone() />
        <Months months=report.months.clone() asked=asked.clone() />
        <Figures rows=report.rows total=report.total asked />
        <SilentOnes silent=report.silent />
    }
    .into_any()
}

/// A figure as its kind has it; plainly nothing, where nobody answered.
#[must_use]
pub fn figure(kind: Kind, value: Option<f64>) -> String {
    let Some(value) = value else { return words().survey().insufficient.to_owned() };
    match kind {
        Kind::Stars => format!("{:.1} %", value * 100.0),
        Kind::Nps => format!("{value:+.0}"),
        Kind::Ces => format!("{value:.2}"),
    }
}

/// What it was before, and how many answers that was made of.
fn past(line: &Line) -> String {
    match line.before {
        Some((n, value @ Some(_))) => (words().survey().before)(&figure(line.kind, value), &grouped(n)),
        _ => words().survey().no_past.to_owned(),
    }
}

fn share(rate: Option<f64>) -> String {
    rate.map_or_else(|| "–".to_owned(), |rate| format!("{:.1} %", rate * 100.0))
}

#[component]
fn Totals(total: Vec<Line>, asked: Asked) -> impl IntoView {
    let w = words().survey();
    let facts = total.into_iter().map(|line| {
        let to = behind(&asked, None, &[("kind", line.kind.as_str()), ("answered", "yes")]);
        let note = format!("{} · {}", (w.n)(&grouped(line.n)), past(&line));
        let few = line.few && line.n > 0;
        view! {
            <div data-kind=line.kind.as_str()>
                <dt>{(w.method)(line.kind)}</dt>
                <dd>
                    <span class="fact-value"><a href=to>{figure(line.kind, line.value)}</a></span>
                    <small>{note}</small>
                    {few.then(|| view! { <small>{w.few}</small> })}
                    <small>{(w.answered_of)(&grouped(line.answered), &grouped(line.sent), &share(line.response_rate))}</small>
                </dd>
            </div>
        }
    });
    view! { <dl class="facts">{facts.collect_view()}</dl> }
}

/// What a row is called.
#[must_use]
pub fn label(line: &Line, by: By) -> String {
    match by {
        By::Month if !line.key.is_empty() => month(&format!("{}-01", line.key)),
        _ if line.name.is_empty() => words().report().no_key.to_owned(),
        _ => line.name.clone(),
    }
}

#[component]
fn Figures(rows: Vec<Line>, total: Vec<Line>, asked: Asked) -> impl IntoView {
    let (w, r) = (words().survey(), words().report());
    let by = asked.satisfaction_by();
    let line = |line: &Line, all: bool| {
        let name = if all { r.all.to_owned() } else { label(line, by) };
        let key = (!all).then_some(line.key.as_str());
        let kind = line.kind.as_str();
        let to = |answered: &str| {
            let more = [("kind", kind), ("answered", answered)];
            behind(&asked, key, if answered.is_empty() { &more[..1] } else { &more[..] })
        };
        let value = figure(line.kind, line.value);
        let said = format!("{name}, {}: {value}", (w.method)(line.kind));
        let shown = match line.n {
            0 => view! { <span>{value}</span> }.into_any(),
            _ => view! { <a href=to("yes") aria-label=said>{value}</a> }.into_any(),
        };
        let sent = (w.sent_to)(&name, &grouped(line.sent));
        let few = (line.few && line.n > 0).then(|| view! { " " <small class="quiet">{w.few}</small> });
        view! {
            <tr data-key=line.key.clone() data-kind=kind>
                <th scope="row">{name.clone()}</th>
                <td data-label=w.method_column>{(w.method)(line.kind)}</td>
                <td class="end" data-label=w.figure><span>{shown} {few}</span></td>
                <td class="end" data-label=w.n_column>{grouped(line.n)}</td>
                <td class="end" data-label=w.past_column>{past(line)}</td>
                <td class="end" data-label=w.sent><a href=to("") aria-label=sent>{grouped(line.sent)}</a></td>
                <td class="end" data-label=w.rate>{share(line.response_rate)}</td>
                <td data-label=w.distribution><Distribution line=line.clone() to=behind(&asked, key, &[("kind", kind)]) name /></td>
            </tr>
        }
    };
    let body = rows.iter().map(|row| line(row, false)).collect_view();
    let foot = total.iter().map(|row| line(row, true)).collect_view();
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=w.report>
            <table class="table" data-stack="">
                <caption class="visually-hidden">{w.report}</caption>
                <thead>
                    <tr>
                        <th scope="col">{(w.by)(by)}</th>
                        <th scope="col">{w.method_column}</th>
                        <th scope="col" class="end">{w.figure}</th>
                        <th scope="col" class="end">{w.n_column}</th>
                        <th scope="col" class="end">{w.past_column}</th>
                        <th scope="col" class="end">{w.sent}</th>
                        <th scope="col" class="end">{w.rate}</th>
                        <th scope="col">{w.distribution}</th>
                    </tr>
                </thead>
                <tbody>{body}</tbody>
                <tfoot>{foot}</tfoot>
            </table>
        </div>
    }
}

/// How many gave each answer; each number leads to them.
#[component]
fn Distribution(line: Line, to: String, name: String) -> impl IntoView {
    let w = words().survey();
    let kind = line.kind;
    let some = line.given.iter().zip(kind.answers()).filter(|(count, _)| **count > 0);
    let some = some.map(|(count, value)| {
        let said = (w.gave)(&name, &value.to_string(), &grouped(*count));
        view! { <a href=format!("{to}&given={value}") aria-label=said>{format!("{value}: {}", grouped(*count))}</a> }
    });
    view! { <span class="cluster small" data-gap="s">{some.collect_view()}</span> }
}

/// Periods that people ask for by name, as links.
#[component]
fn Periods(asked: Asked, askable: Askable) -> impl IntoView {
    let w = words().report();
    let link = |name: &'static str, from: &str, to: &str| {
        let current = (asked.from == from && asked.to == to).then_some("true");
        let to = asking(ADDRESS, &Asked { from: from.to_owned(), to: to.to_owned(), ..asked.clone() });
        view! { <a href=to aria-current=current>{name}</a> }
    };
    let named = askable.periods.iter().map(|(period, from, to)| link((w.period)(*period), from, to)).collect_view();
    view! { <nav class="pills" data-scroll="" aria-label=w.periods>{named} {link(w.all_time, "", "")}</nav> }
}

/// The question as a form.
#[component]
fn Filters(asked: Asked, askable: Askable, invalid: domain::invalid::Invalid) -> impl IntoView {
    let (w, r) = (words().survey(), words().report());
    let now = asked.satisfaction_by();
    let wrong = message(&invalid, "by");
    let is_wrong = wrong.is_some();
    let option = |&by: &By| view! { <option value=by.as_str() selected={!is_wrong && by == now}>{(w.by)(by)}</option> };
    view! {
        <form class="filters" method="get" action=ADDRESS>
            <Day name="from" label=r.from typed=asked.from invalid=invalid.clone() />
            <Day name="to" label=r.to typed=asked.to invalid=invalid.clone() />
            <div class="field" data-invalid=is_wrong.then_some("")>
                <label for="by">{r.by}</label>
                {wrong}
                <select class="input" id="by" name="by" aria-invalid=is_wrong.then_some("true") aria-describedby=is_wrong.then_some("by-error")>
                    {is_wrong.then(|| view! { <option value=asked.by.clone() selected=true>{asked.by.clone()}</option> })}
                    {By::ALL.iter().map(option).collect_view()}
                </select>
            </div>
            <Team teams=askable.teams all=askable.all chosen=askable.team />
            <button class="button" data-kind="primary" type="submit">{r.show}</button>
        </form>
    }
}
