//! The first page of the administration: where each thing is.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::frame::{Place, places};
use super::parts::Head;
use crate::reader::me;
use crate::ui::{Icon, Page};
use crate::words::words;

/// A tile for every place that opens for the reader.
#[component]
pub fn AdminHomePage() -> impl IntoView {
    let w = words().admin();
    let begins = use_query_map().get_untracked().get("begin").is_some();
    let groups = me().map(|me| places(me.may)).unwrap_or_default();
    view! {
        <Page title=w.title>
            <Head title=w.title />
            {begins.then(|| view! { <FirstSteps /> })}
            {groups
                .into_iter()
                .map(|(group, places)| {
                    view! {
                        <section class="stack">
                            <h2>{group}</h2>
                            <div class="grid" data-cells="tile">{places.into_iter().map(|place| view! { <PlaceTile place /> }).collect_view()}</div>
                        </section>
                    }
                })
                .collect_view()}
        </Page>
    }
    .into_any()
}

/// What a new instance needs before anybody can ask for something, in the order in which one needs the other.
#[component]
fn FirstSteps() -> impl IntoView {
    let w = words().admin();
    let steps = [
        ("/admin/teams/new", w.begin_team, w.begin_team_more),
        ("/admin/people/invite", w.begin_people, w.begin_people_more),
        ("/admin/services/new", w.begin_service, w.begin_service_more),
        ("/admin/outbox", w.begin_mail, w.begin_mail_more),
    ];
    let steps = (1..)
        .zip(steps)
        .map(|(number, (to, name, more))| {
            view! {
                <li>
                    <span class="step-mark">{number}</span>
                    <span class="step-name"><a href=to>{name}</a></span>
                    <small>{more}</small>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="card" aria-labelledby="begin">
            <h2 id="begin">{w.begin}</h2>
            <ol class="steps">{steps}</ol>
        </section>
    }
}

#[component]
fn PlaceTile(place: Place) -> impl IntoView {
    view! {
        <article class="tile">
            <span class="tile-icon"><Icon name=place.icon /></span>
            <h3><a href=place.to>{place.title}</a></h3>
            <p>{place.lead}</p>
        </article>
    }
}
