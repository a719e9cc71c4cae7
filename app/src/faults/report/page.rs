//! The report on faults: how long their parts took, who found them, what came back, and what became of the actions.

use domain::fault::Severity;
use domain::fault::derive::Finder;
use domain::fault::parts::{Measure, Part};
use domain::fault::report::{Anniversary, By, Figures, Of, Report};
use domain::invalid::Invalid;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{Asked, FaultReport, count_faults};
use super::chart::Lengths;
use super::groups::{Groups, Parts, named};
use crate::admin::parts::{Empty, Head, address};
#[cfg(feature = "ssr")]
use crate::error::AppError;
use crate::faults::post_mortem::page::address as post_mortem;
use crate::reader::clock;
use crate::report::api::Asked as Period;
use crate::report::figures::grouped;
use crate::report::page::{Day, message, period};
use crate::report::trend::month;
use crate::sla::report::api::Askable;
use crate::sla::report::filters::Team;
use crate::ui::{Icon, Load, Page, load};
use crate::words::words;

/// The address of the report.
pub const ADDRESS: &str = "/reports/faults";

/// The page.
#[component]
pub fn FaultReportPage() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(asked_by));
    let shown = load(move || asked.get(), |Asked { period, clock }| count_faults(period.from, period.to, period.by, period.team, clock));
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
    let period = Period { from: get("from"), to: get("to"), by: get("by"), team: get("team") };
    Asked { period, clock: get("clock") }
}

/// An address that asks the same.
#[must_use]
pub fn asking(place: &str, asked: &Asked) -> String {
    let Asked { period, clock } = asked;
    let by = asked.by();
    let fields = [("from", period.from.as_str()), ("to", &period.to), ("by", by.as_str()), ("team", &period.team), ("clock", clock)];
    address(place, &fields)
}

/// The list behind a number: of a row, or of all of them.
#[must_use]
pub fn behind(asked: &Asked, row: Option<(By, &str)>, part: Option<Part>, of: Of) -> String {
    let mut to = asking("/reports/faults/list", asked);
    to.push_str(if to.contains('?') { "&of=" } else { "?of=" });
    to.push_str(of.as_str());
    if let Some(part) = part {
        to.push_str("&part=");
        to.push_str(part.as_str());
    }
    // A key may be nothing, which is not the same as none.
    if let Some((_, key)) = row {
        to.push_str("&key=");
        to.push_str(&leptos_router::location::Url::escape(key));
    }
    to
}

/// What a row is called.
#[must_use]
pub fn label(key: &str, by: By) -> String {
    let f = words().faults();
    match by {
        _ if key.is_empty() => words().fault_report().nobody_said.to_owned(),
        By::Month => month(&format!("{key}-01")),
        By::Severity => key.parse::<Severity>().map_or_else(|_| key.to_owned(), |severity| (f.severities)(severity).to_owned()),
        By::Detector => key.parse::<Finder>().map_or_else(|_| key.to_owned(), |finder| (f.finders)(finder).to_owned()),
        By::Service | By::Team | By::Cause => key.to_owned(),
    }
}

/// A share in percent with one digit, as the files have it in full.
#[must_use]
pub fn share(share: Option<f64>) -> String {
    share.map_or_else(|| "–".to_owned(), |share| format!("{:.1} %", share * 100.0))
}

/// A number that leads to its faults, if there are any.
#[component]
pub fn Number(count: u64, to: String, said: String) -> impl IntoView {
    match count {
        0 => view! { <span>"0"</span> }.into_any(),
        _ => view! { <a href=to aria-label=said>{grouped(count)}</a> }.into_any(),
    }
}

/// A share that leads to the faults that it was made of, if there are any.
#[component]
pub fn Share(of: Option<f64>, count: u64, to: String, said: String) -> impl IntoView {
    let said = [said.as_str(), &share(of)].join(words().common().colon);
    match count {
        0 => view! { <span>{share(of)}</span> }.into_any(),
        _ => view! { <a href=to aria-label=said>{share(of)}</a> }.into_any(),
    }
}

#[component]
fn Shown(report: FaultReport, asked: Asked) -> impl IntoView {
    let w = words().fault_report();
    let FaultReport { report, calendar, a_year_ago, askable, invalid } = report;
    let team = askable.team.as_ref().map(|team| team.id.to_string()).unwrap_or_default();
    let asked = Asked { period: Period { team, ..asked.period }, ..asked };
    let Some(report) = report else {
        #[cfg(feature = "ssr")]
        crate::visit::answer_with(&AppError::Invalid { invalid: invalid.clone() });
        return view! {
            <Page title=w.report>
                <Head title=w.report lead=w.lead />
                <Filters asked askable invalid />
            </Page>
        }
        .into_any();
    };
    let (csv, json) = (asking(&format!("{ADDRESS}.csv"), &asked), asking(&format!("{ADDRESS}.json"), &asked));
    let note = match (asked.measure(), &calendar) {
        (Measure::Wall, _) => view! { <p class="soft">{w.wall_note}</p> }.into_any(),
        (Measure::Working, Some(calendar)) => view! { <p class="soft">{(w.working_note)(calendar)}</p> }.into_any(),
        (Measure::Working, None) => view! {
            <section class="banner" data-tone="warn">
                <Icon name="alert" />
                <div class="banner-body"><p>{w.no_calendar}" "<a href="/admin/faults">{w.choose_calendar}</a></p></div>
            </section>
        }
        .into_any(),
    };
    view! {
        <Page title=w.report>
            <Head title=w.report lead=w.lead>
                <div class="page-actions">
                    <a class="button" href=csv rel="external" download=""><Icon name="download" />"CSV"</a>
                    <a class="button" href=json rel="external" download=""><Icon name="download" />"JSON"</a>
                </div>
            </Head>
            <Periods asked=asked.clone() askable=askable.clone() />
            <Filters asked=asked.clone() askable invalid />
            <h2>{period(&asked.period)}</h2>
            {note}
            <Counted report asked />
            <YearAgo a_year_ago />
        </Page>
    }
    .into_any()
}

#[component]
fn Counted(report: Report, asked: Asked) -> impl IntoView {
    let w = words().fault_report();
    if report.figures.n == 0 && report.drills == 0 {
        let step = (ADDRESS.to_owned(), words().report().everything.to_owned());
        return view! { <Empty icon="chart" title=w.empty lead=w.empty_lead step /> }.into_any();
    }
    let by = asked.by();
    let figures = report.figures;
    let parts = figures.parts.iter().chain(&figures.combined);
    let parts = parts.map(|row| (named(row.part), behind(&asked, None, Some(row.part), Of::Known), row.clone())).collect();
    let totals = report.groups.iter().filter_map(|group| {
        let row = group.figures.parts.iter().find(|row| row.part == Part::Total)?;
        Some((label(&group.key, by), behind(&asked, Some((by, &group.key)), Some(Part::Total), Of::Known), row.clone()))
    });
    let totals = totals.collect();
    view! {
        <Totals figures=figures.clone() drills=report.drills asked=asked.clone() />
        <Lengths id="lengths" title=w.lengths.to_owned() note=w.lengths_note bars=parts />
        <Parts figures=figures.clone() asked=asked.clone() />
        <Lengths id="totals" title=(w.totals_by)((w.by)(by)) note=w.lengths_note bars=totals />
        <Groups groups=report.groups total=figures asked />
    }
    .into_any()
}

#[component]
fn Totals(figures: Figures, drills: u64, asked: Asked) -> impl IntoView {
    let w = words().fault_report();
    let to = |of| behind(&asked, None, None, of);
    let leads = |count: u64, of: Of, text: String| match count {
        0 => view! { <span>{text}</span> }.into_any(),
        _ => view! { <a href=to(of)>{text}</a> }.into_any(),
    };
    let found = (w.of_known)(&grouped(figures.found_by_monitoring), &grouped(figures.finder_known));
    let due = figures.actions.due;
    let done = if due == 0 { w.none_due.to_owned() } else { (w.of_due)(&grouped(figures.actions.in_time), &grouped(due)) };
    let all = [
        (w.faults, leads(figures.n, Of::All, grouped(figures.n)), leads(drills, Of::Drills, (w.drills_left_out)(&grouped(drills)))),
        (
            w.monitoring,
            leads(figures.found_by_monitoring, Of::Monitoring, share(figures.monitoring_share)),
            leads(figures.finder_known, Of::FinderKnown, found),
        ),
        (w.repeats, leads(figures.repeats, Of::Repeats, grouped(figures.repeats)), view! { <span>{w.repeats_note}</span> }.into_any()),
        (w.completion, leads(due - figures.actions.in_time, Of::NotInTime, share(figures.completion)), leads(due, Of::Due, done)),
    ];
    let facts = all.map(|(name, value, note)| {
        view! { <div><dt>{name}</dt><dd><span class="fact-value">{value}</span><small>{note}</small></dd></div> }
    });
    view! { <dl class="facts">{facts.into_iter().collect_view()}</dl> }
}

/// Faults of about a year ago, whatever period is looked at.
#[component]
fn YearAgo(a_year_ago: Vec<Anniversary>) -> impl IntoView {
    let w = words().fault_report();
    let clock = clock();
    let line = move |one: Anniversary| {
        let number = domain::fault::number::Number(one.fault);
        let name = match one.title {
            Some(title) => view! { <a href=post_mortem(number)>{format!("{number} {title}")}</a> }.into_any(),
            None => view! { <span class="quiet">{w.hidden}</span> }.into_any(),
        };
        let day = clock.date_of(&one.day.to_string());
        view! { <li>{name} " " <span class="soft">{[day, (w.agreed)(one.actions.done, one.actions.all)].join(words().common().between)}</span></li> }
    };
    (!a_year_ago.is_empty()).then(|| {
        view! {
            <section class="card" aria-labelledby="year-ago">
                <header><h2 id="year-ago">{w.anniversaries}</h2><span class="small quiet">{w.anniversaries_lead}</span></header>
                <ul class="list-plain stack" data-gap="s">{a_year_ago.into_iter().map(line).collect_view()}</ul>
            </section>
        }
    })
}

/// Periods that people ask for by name, as links.
#[component]
fn Periods(asked: Asked, askable: Askable) -> impl IntoView {
    let w = words().report();
    let link = |name: &'static str, from: &str, to: &str| {
        let current = (asked.period.from == from && asked.period.to == to).then_some("true");
        let period = Period { from: from.to_owned(), to: to.to_owned(), ..asked.period.clone() };
        let to = asking(ADDRESS, &Asked { period, ..asked.clone() });
        view! { <a href=to aria-current=current>{name}</a> }
    };
    let named = askable.periods.iter().map(|(period, from, to)| link((w.period)(*period), from, to)).collect_view();
    view! { <nav class="pills" data-scroll="" aria-label=w.periods>{named} {link(w.all_time, "", "")}</nav> }
}

/// The question as a form.
#[component]
fn Filters(asked: Asked, askable: Askable, invalid: Invalid) -> impl IntoView {
    let (w, r) = (words().fault_report(), words().report());
    let (by, clock) = (asked.by(), asked.measure());
    let by_options = By::ALL.iter().map(|&one| (one.as_str(), (w.by)(one), one == by)).collect();
    let clock_options = Measure::ALL.iter().map(|&one| (one.as_str(), (w.clocks)(one), one == clock)).collect();
    let Asked { period, clock } = asked;
    view! {
        <form class="filters" method="get" action=ADDRESS>
            <Day name="from" label=r.from typed=period.from invalid=invalid.clone() />
            <Day name="to" label=r.to typed=period.to invalid=invalid.clone() />
            <OneOf name="by" label=r.by typed=period.by options=by_options invalid=invalid.clone() />
            <OneOf name="clock" label=w.clock typed=clock options=clock_options invalid />
            <Team teams=askable.teams all=askable.all chosen=askable.team />
            <button class="button" data-kind="primary" type="submit">{r.show}</button>
        </form>
    }
}

/// A choice; what is none of them stands there as it was asked for, with what is wrong.
#[component]
fn OneOf(
    name: &'static str,
    label: &'static str,
    typed: String,
    options: Vec<(&'static str, &'static str, bool)>,
    invalid: Invalid,
) -> impl IntoView {
    let wrong = message(&invalid, name);
    let is_wrong = wrong.is_some();
    let options =
        options.into_iter().map(|(word, label, chosen)| view! { <option value=word selected={!is_wrong && chosen}>{label}</option> });
    view! {
        <div class="field" data-invalid=is_wrong.then_some("")>
            <label for=name>{label}</label>
            {wrong}
            <select
                class="input"
                id=name
                name=name
                aria-invalid=is_wrong.then_some("true")
                aria-describedby=is_wrong.then(|| format!("{name}-error"))
            >
                {is_wrong.then(|| view! { <option value=typed.clone() selected=true>{typed.clone()}</option> })}
                {options.collect_view()}
            </select>
        </div>
    }
}
