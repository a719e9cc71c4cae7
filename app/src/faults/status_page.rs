//! How things are, for everybody in the company: every service, what disturbs it, and what was told of that.

use domain::fault::Severity;
use domain::fault::update::{Board, Disturbance, PAST_DAYS, Stage, Told};
use domain::ticket::view::ServiceRef;
use leptos::prelude::*;

use super::updates_api::{StatusShown, status};
use super::when::short;
use crate::admin::parts::{Empty, Head};
use crate::reader::{locale, reader, tell_time_as_of};
use crate::ui::{Icon, Load, Page, load};
use crate::words::words;

/// The page.
#[component]
pub fn StatusPage() -> impl IntoView {
    let w = words().status();
    let shown = load(|| (), |()| status());
    view! {
        <Page title=w.status>
            <Head title=w.status lead=w.lead />
            <Load from=shown view=|shown| view! { <Shown shown /> }.into_any() />
        </Page>
    }
    .into_any()
}

#[component]
fn Shown(shown: StatusShown) -> impl IntoView {
    tell_time_as_of(shown.now);
    let w = words().status();
    let Board { services, current, past } = shown.board;
    let quiet = current.is_empty();
    view! {
        <div class="stack" data-gap="l">
            {if quiet {
                view! { <Empty icon="check-circle" title=w.all_well lead=w.all_well_lead /> }.into_any()
            } else {
                view! {
                    <section class="stack" aria-labelledby="current">
                        <h2 id="current">{w.current}</h2>
                        {current.into_iter().map(|one| view! { <Card one /> }).collect_view()}
                    </section>
                }
                .into_any()
            }}
            <section class="stack" aria-labelledby="services">
                <header class="split"><h2 id="services">{w.services}</h2><span class="small quiet">{(w.as_of)(&reader().clock.time(shown.now))}</span></header>
                <ul class="rows status-rows" data-framed="">
                    {services.into_iter().map(|(service, worst)| view! { <ServiceRow service worst /> }).collect_view()}
                </ul>
            </section>
            <section class="stack" aria-labelledby="past">
                <header class="split"><h2 id="past">{(w.past)(PAST_DAYS)}</h2><a href="/incidents">{w.reports}</a></header>
                {past.is_empty().then(|| view! { <p class="soft">{w.none_past}</p> })}
                {past.into_iter().map(|one| view! { <Card one /> }).collect_view()}
            </section>
        </div>
    }
}

#[component]
fn ServiceRow(service: ServiceRef, worst: Option<Severity>) -> impl IntoView {
    let w = words().status();
    let name = service.name.get(locale()).to_owned();
    let (tone, icon, said) = match worst {
        Some(Severity::Critical | Severity::Major) => ("bad", "alert", w.disturbed),
        Some(Severity::Minor | Severity::Low) => ("warn", "alert", w.disturbed),
        None => ("ok", "check", w.works),
    };
    view! {
        <li>
            <Icon name=service.icon />
            <span class="row-name">{name}</span>
            <span class="chip" data-tone=tone><Icon name=icon />{said}</span>
        </li>
    }
}

/// Where the work stands.
#[component]
pub fn StageChip(stage: Stage) -> impl IntoView {
    let (tone, icon) = match stage {
        Stage::Investigating => ("bad", "search"),
        Stage::Identified => ("warn", "target"),
        Stage::Monitoring => ("info", "eye"),
        Stage::Resolved => ("ok", "check"),
    };
    view! { <span class="chip" data-tone=tone><Icon name=icon />{(words().status().stage)(stage)}</span> }
}

#[component]
fn Card(one: Disturbance) -> impl IntoView {
    let w = words().status();
    let names: Vec<String> = one.services.iter().map(|service| service.name.get(locale()).to_owned()).collect();
    let stage = one.told.first().map(|last| last.stage);
    view! {
        <article class="card stack" data-gap="s" id=one.number.to_string()>
            <div class="split"><h3>{one.headline}</h3>{stage.map(|stage| view! { <StageChip stage /> })}</div>
            <p class="small soft">{(w.hits)(&names.join(words().common().between))}</p>
            <ol class="log">{one.told.into_iter().map(|told| view! { <Line told /> }).collect_view()}</ol>
        </article>
    }
}

#[component]
fn Line(told: Told) -> impl IntoView {
    let w = words().status();
    let clock = reader().clock;
    let next = told.next_by.map(|by| view! { <small>{(w.next_by)(&short(by))}</small> });
    view! {
        <li>
            <time datetime=clock.iso(told.at) title=clock.full(told.at)>{short(told.at)}</time>
            <span class="log-mark" data-tone=if told.stage.goes_on() { "info" } else { "ok" }><Icon name="megaphone" /></span>
            <div class="log-text"><strong>{(w.stage)(told.stage)}</strong><div class="prose" inner_html=told.html></div>{next}</div>
        </li>
    }
}
