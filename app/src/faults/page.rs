//! The page of one fault: what is known, its parts and moments, its timeline, and who does what.

use domain::fault::declaration::State;
use domain::fault::moment::Kind;
use domain::fault::number::Number;
use domain::fault::{Severity, impact};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::alerts::Alerts;
use super::api::{ChangeFault, FaultShown, fault};
use super::called::Called;
use super::impact::Impacts;
use super::list_page::{DrillChip, SeverityChip, StateChip};
use super::moments::{Four, Further, Proposals, Questions};
use super::open::{Open, Which, came_back, open};
use super::part_bar::PartBar;
use super::post_mortem::page::address;
use super::post_mortem::steps::StateChip as StandsAt;
use super::side::{Roles, Tickets};
use super::timeline::Timeline;
use super::updates::Updates;
use super::when::short;
use crate::error::AppError;
use crate::reader::{Minutes, reader, tell_time_as_of};
use crate::ui::{Choice, Choices, ErrorSummary, Field, Form, Icon, Load, Page, Select, ServerFn, Submit, Tick, load};
use crate::words::words;

/// The page.
#[component]
pub fn FaultPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get_str("number").and_then(Number::parse_id)));
    let shown = load(
        move || id.get(),
        |id| async move {
            match id {
                Some(id) => fault(id).await,
                None => Err(AppError::NotFound),
            }
        },
    );
    view! {
        <main id="main" class="main">
            <div class="page"><Load from=shown view=|shown| view! { <Shown shown /> }.into_any() /></div>
        </main>
    }
    .into_any()
}

#[component]
fn Shown(shown: FaultShown) -> impl IntoView {
    tell_time_as_of(shown.now);
    let title = format!("{} {}", shown.fault.number, shown.fault.title);
    let open = Open::new(shown);
    provide_context(open);
    #[cfg(feature = "hydrate")]
    open.follow();
    let w = words().faults();
    view! {
        <Page title>
            <Header />
            <Facts />
            <section class="card" aria-labelledby="parts">
                <header><h2 id="parts">{w.parts}</h2><p class="small quiet">{w.parts_note}</p></header>
                <PartBar />
                <Proposals />
                <Questions />
                <Four />
                <Further />
            </section>
            <div class="columns">
                <div class="stack"><Updates /><Timeline /></div>
                <div class="aside"><Called /><Alerts /><Roles /><Tickets /><Impacts /></div>
            </div>
        </Page>
    }
}

#[component]
fn Header() -> impl IntoView {
    let w = words().faults();
    let number = open().peek(|shown| shown.fault.number.to_string());
    let head = open().part(|fault| (fault.title.clone(), fault.severity, fault.state, fault.drill));
    let said = open().part(|fault| {
        let services: Vec<_> = fault.services.iter().map(|service| service.name.clone()).collect();
        (services, fault.services_by_name.clone(), who_declared(fault), fault.declared_at)
    });
    let title = move || {
        let (title, severity, state, drill) = head.get();
        view! {
            <h1>{title}</h1>
            <StateChip state />
            <SeverityChip severity />
            {drill.then(|| view! { <DrillChip /> })}
        }
    };
    let lead = move || {
        let (services, by_name, who, at) = said.get();
        let mut names: Vec<String> = services.iter().map(|name| name.get(reader().locale).to_owned()).collect();
        let between = words().common().between;
        names.extend((!by_name.is_empty()).then(|| (words().fault_files().services_by_name)(&by_name.join(between))));
        format!("{} · {}", names.join(words().common().between), (w.declared)(&who, &short(at)))
    };
    let details = open().part(|fault| (fault.version, fault.may_work));
    let post_mortem = open().part(|fault| (fault.post_mortem, fault.may_work && fault.state != State::Ongoing));
    let review = move || {
        let p = words().post_mortem();
        let to = address(open().peek(|shown| shown.fault.number));
        match post_mortem.get() {
            (None, false) => ().into_any(),
            (None, true) => view! { <a class="button" data-kind="primary" href=to><Icon name="ledger" />{p.begin}</a> }.into_any(),
            (Some(state), _) => view! { <a class="button" href=to><Icon name="ledger" />{p.post_mortem}</a> <StandsAt state /> }.into_any(),
        }
    };
    view! {
        <header class="page-head">
            <nav class="breadcrumb" aria-label=words().desk().breadcrumb>
                <ol><li><a href="/faults">{w.faults}</a></li><li>{number}</li></ol>
            </nav>
            <div class="page-title">{title}</div>
            <p class="soft">{lead}</p>
            <div class="cluster">{review} <Exports /></div>
            {move || details.get().1.then(|| view! { <Details /> })}
        </header>
    }
}

/// The fault as files.
#[component]
fn Exports() -> impl IntoView {
    let number = open().peek(|shown| shown.fault.number);
    let file = move |ending: &'static str, name: &'static str| {
        let to = format!("/faults/{number}/export.{ending}");
        let said = format!("{} {name}", words().fault_files().export);
        view! { <a class="button" data-kind="quiet" href=to rel="external" download="" aria-label=said><Icon name="download" />{name}</a> }
    };
    view! { {file("md", "Markdown")} {file("json", "JSON")} }
}

/// The name of who said that there is a fault; an alert's, in words.
pub(super) fn who_declared(fault: &domain::fault::view::FaultView) -> String {
    let person = fault.declared_by.as_ref().map(|person| person.name.clone());
    person.unwrap_or_else(|| if fault.alerts.declared { words().faults().an_alert.to_owned() } else { String::new() })
}

/// Changing what the fault says about itself.
#[component]
fn Details() -> impl IntoView {
    let w = words().faults();
    let locale = reader().locale;
    let shown = open().peek(Clone::clone);
    let fault = shown.fault;
    let severities = Severity::ALL.iter().map(|&severity| Choice::new(severity.as_str(), (w.severities)(severity))).collect();
    let mut services = fault.services.clone();
    services.extend(shown.services.into_iter().filter(|one| fault.services.iter().all(|hit| hit.id != one.id)));
    let services = services.into_iter().map(|service| Choice::new(service.id.to_string(), service.name.get(locale))).collect();
    let chosen: Vec<String> = fault.services.iter().map(|service| service.id.to_string()).collect();
    view! {
        <details open=came_back(ChangeFault::url(), "details")>
            <summary class="small">{w.change}</summary>
            <Form to=ChangeFault::url() key="details" class="form card" size="m" reload=true>
                <div class="stack">
                    <Which />
                    <ErrorSummary />
                    <input type="hidden" name="version" value=fault.version.to_string() />
                    <Field name="title" label=w.title value=fault.title />
                    <Select name="severity" label=w.severity options=severities value=fault.severity.as_str() />
                    <Choices name="services[]" label=w.services options=services value=chosen several=true />
                    <Tick name="drill" label=w.drill hint=w.drill_hint value=fault.drill />
                    <div><Submit label=words().common().save /></div>
                </div>
            </Form>
        </details>
    }
}

/// The numbers that everybody asks for first.
#[component]
fn Facts() -> impl IntoView {
    let w = words().faults();
    let facts = open().part(|fault| {
        let intervals: Vec<_> = fault.impacts.iter().map(|impact| impact.interval).collect();
        (
            fault.moments.points(),
            fault.state,
            fault.declared_at,
            intervals,
            fault.tickets.len(),
            fault.finder,
            [Kind::Occurred, Kind::Restored].iter().any(|&kind| fault.moments.get(kind).is_some() && fault.moments.at(kind).is_none()),
        )
    });
    move || {
        Minutes::track();
        let clock = reader().clock;
        let (points, state, declared_at, intervals, tickets, finder, lost) = facts.get();
        let (label, value, note) = match (points.occurred, points.restored) {
            (Some(from), Some(to)) => (w.lasted, clock.duration(to.since(from)), String::new()),
            (Some(from), None) if state == State::Ongoing => (w.runs_for, clock.duration(clock.now.since(from)), String::new()),
            (None, None) if state == State::Ongoing => {
                (w.runs_for, clock.duration(clock.now.since(declared_at)), w.since_declared.to_owned())
            }
            _ if lost => (w.lasted, w.cannot_be_told.to_owned(), String::new()),
            _ => (w.lasted, w.not_known.to_owned(), String::new()),
        };
        let hurt = match intervals.len() {
            0 => ("–".to_owned(), String::new()),
            n => (clock.duration(impact::length(&intervals, clock.now)), (w.union_of)(n)),
        };
        let found = finder.map_or(w.not_confirmed, |finder| (w.finders)(finder)).to_owned();
        let all = [
            (label, value, note),
            (w.hurt_for, hurt.0, hurt.1),
            (w.linked_tickets, tickets.to_string(), String::new()),
            (w.found_by, found, String::new()),
        ];
        let rows = all.map(|(name, value, note)| {
            view! { <div><dt>{name}</dt><dd><span class="fact-value">{value}</span>{(!note.is_empty()).then(|| view! { <small>{note}</small> })}</dd></div> }
        });
        view! { <dl class="facts" aria-label=w.facts>{rows.into_iter().collect_view()}</dl> }
    }
}
