//! The list of faults.

use domain::fault::Severity;
use domain::fault::declaration::State;
use domain::fault::moment::Kind;
use domain::fault::parts::{Part, is_combined, measure};
use domain::fault::view::FaultRow;
use domain::permit::Permission;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{FaultsListed, faults_list};
use super::part_bar::ends;
use super::when::{Time, short};
use crate::admin::parts::{Empty, Head, Pager, address};
use crate::reader::{me, reader};
use crate::ui::{Icon, Load, Page, load};
use crate::words::words;

/// What the address asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Asked {
    open: String,
    severity: String,
    service: String,
    after: String,
}

impl Asked {
    fn is_narrowed(&self) -> bool {
        [&self.open, &self.severity, &self.service].iter().any(|text| !text.is_empty())
    }

    fn at(&self, after: &str) -> String {
        let fields = [("open", self.open.as_str()), ("severity", &self.severity), ("service", &self.service), ("after", after)];
        address("/faults", &fields)
    }
}

/// The page. It is read anew when a fault changes.
#[component]
pub fn FaultsPage() -> impl IntoView {
    let w = words().faults();
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        query.with(|query| {
            let get = |name| query.get(name).unwrap_or_default();
            Asked { open: get("open"), severity: get("severity"), service: get("service"), after: get("after") }
        })
    });
    let live = use_context::<crate::desk::live::Live>();
    let source = move || (asked.get(), live.map_or(0, |live| live.faults.get().0));
    let shown = load(source, |(asked, _)| faults_list(asked.open, asked.severity, asked.service, asked.after));
    view! {
        <Page title=w.faults>
            <main id="main" class="main">
                <div class="page">
                    <Head title=w.faults lead=w.lead.to_owned()>
                        <div class="page-actions">
                            <a class="button" href="/faults/actions"><Icon name="check-circle" />{words().post_mortem().all_actions}</a>
                            <a class="button" href="/on-call"><Icon name="bell" />{words().on_call().on_call}</a>
                            <a class="button" href="/incidents"><Icon name="ledger" />{words().post_mortem().published}</a>
                            {me().is_some_and(|me| me.may.has(Permission::Import)).then(|| view! {
                                <a class="button" href="/faults/import"><Icon name="upload" />{words().fault_files().import}</a>
                            })}
                            <a class="button" data-kind="primary" href="/faults/new"><Icon name="megaphone" />{w.declare}</a>
                        </div>
                    </Head>
                    <Load from=shown view=move |shown| view! { <Listed shown asked=asked.get_untracked() /> }.into_any() />
                </div>
            </main>
        </Page>
    }
    .into_any()
}

#[component]
fn Listed(shown: FaultsListed, asked: Asked) -> impl IntoView {
    let w = words().faults();
    let FaultsListed { page, services, .. } = shown;
    if page.rows.is_empty() && !asked.is_narrowed() && asked.after.is_empty() {
        return view! { <Empty icon="bolt" title=w.none lead=w.none_lead step=("/faults/new".to_owned(), w.declare.to_owned()) /> }
            .into_any();
    }
    let list = if page.rows.is_empty() {
        view! { <Empty icon="bolt" title=w.none_such lead=w.none_such_lead step=("/faults".to_owned(), w.show_all.to_owned()) /> }
            .into_any()
    } else {
        let next = page.next.as_ref().map(|next| asked.at(next));
        let first = (!asked.after.is_empty()).then(|| asked.at(""));
        view! { <Table rows=page.rows /><Pager next first /> }.into_any()
    };
    view! { <Filters asked services /> {list} }.into_any()
}

#[component]
fn Filters(asked: Asked, services: Vec<domain::ticket::view::ServiceRef>) -> impl IntoView {
    let w = words().faults();
    let locale = reader().locale;
    let severities = Severity::ALL
        .iter()
        .map(|&severity| {
            let selected = severity.as_str() == asked.severity;
            view! { <option value=severity.as_str() selected=selected>{(w.severities)(severity)}</option> }
        })
        .collect_view();
    let services = services
        .into_iter()
        .map(|service| {
            let id = service.id.to_string();
            let selected = id == asked.service;
            view! { <option value=id selected=selected>{service.name.get(locale).to_owned()}</option> }
        })
        .collect_view();
    view! {
        <form class="filters" method="get" action="/faults">
            <div class="field">
                <label for="severity">{w.severity}</label>
                <select class="input" id="severity" name="severity"><option value="">{w.any}</option>{severities}</select>
            </div>
            <div class="field">
                <label for="service">{w.services}</label>
                <select class="input" id="service" name="service"><option value="">{w.any}</option>{services}</select>
            </div>
            <label class="check"><input type="checkbox" name="open" value="1" checked=!asked.open.is_empty() /><span>{w.only_open}</span></label>
            <button class="button" type="submit"><Icon name="filter" />{w.filter}</button>
        </form>
    }
}

#[component]
fn Table(rows: Vec<FaultRow>) -> impl IntoView {
    let w = words().faults();
    let heads = [w.fault, w.severity, w.state, (w.moment)(Kind::Occurred)];
    let parts = Part::FOUR.map(|part| view! { <th scope="col">{(w.part)(part)}<br /><small class="quiet">{ends(part)}</small></th> });
    view! {
        <div class="table-wrap">
            <table class="table" data-stack="">
                <thead>
                    <tr>{heads.map(|head| view! { <th scope="col">{head}</th> }).into_iter().collect_view()}{parts.into_iter().collect_view()}</tr>
                </thead>
                <tbody>{rows.into_iter().map(|row| view! { <Row row /> }).collect_view()}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Row(row: FaultRow) -> impl IntoView {
    let w = words().faults();
    let (clock, locale) = (reader().clock, reader().locale);
    let points = row.moments.points();
    let length = |part| measure(part, points, None).length().map_or_else(|| "–".to_owned(), |length| clock.duration(length.wall));
    let cell = |part: Part| match part {
        Part::LocateAndRestore => {
            view! { <td colspan="2" data-label=(w.part)(part)>{length(part)}<small>{ends(part)}</small></td> }.into_any()
        }
        _ => view! { <td data-label=(w.part)(part)>{length(part)}</td> }.into_any(),
    };
    let parts: &[Part] = if is_combined(points) { &[Part::Detect, Part::LocateAndRestore, Part::Total] } else { &Part::FOUR };
    let parts = parts.iter().map(|&part| cell(part)).collect_view();
    let services: Vec<String> = row.services.iter().map(|service| service.name.get(locale).to_owned()).collect();
    let number = row.number.to_string();
    let note = format!("{number} · {}", services.join(words().common().between));
    let occurred = match points.occurred {
        Some(at) => view! { <Time at /> }.into_any(),
        None if row.moments.get(Kind::Occurred).is_some() => view! { <span class="quiet">{w.nobody_knows}</span> }.into_any(),
        None => view! { <span class="quiet" title=(w.declared)("", &short(row.declared_at))>{w.not_known}</span> }.into_any(),
    };
    view! {
        <tr>
            <td data-label=w.fault>
                <span class="table-ticket"><a href=format!("/faults/{number}")>{row.title}</a><small>{note}</small></span>
            </td>
            <td data-label=w.severity><SeverityChip severity=row.severity /></td>
            <td data-label=w.state><StateChip state=row.state />{row.drill.then(|| view! { " "<DrillChip /> })}</td>
            <td data-label=(w.moment)(Kind::Occurred)>{occurred}</td>
            {parts}
        </tr>
    }
}

/// How bad it is.
#[component]
pub fn SeverityChip(severity: Severity) -> impl IntoView {
    let (tone, icon) = match severity {
        Severity::Critical => ("bad", "priority-urgent"),
        Severity::Major => ("warn", "priority-high"),
        Severity::Minor => ("info", "priority-normal"),
        Severity::Low => ("mute", "priority-low"),
    };
    view! { <span class="chip" data-tone=tone><Icon name=icon />{(words().faults().severities)(severity)}</span> }
}

/// How far it is.
#[component]
pub fn StateChip(state: State) -> impl IntoView {
    let (tone, icon) = match state {
        State::Ongoing => ("bad", "bolt"),
        State::Restored => ("ok", "check"),
        State::Closed => ("mute", "status-closed"),
    };
    view! { <span class="chip" data-tone=tone><Icon name=icon />{(words().faults().states)(state)}</span> }
}

/// A drill.
#[component]
pub fn DrillChip() -> impl IntoView {
    view! { <span class="chip" data-tone="mute"><Icon name="flag" />{words().faults().drill}</span> }
}
