//! The first page of the administration: where each thing is.

use domain::directory::FirstSteps;
use domain::permit::Permission;
use leptos::prelude::*;

use super::frame::{Place, places};
use super::parts::Head;
use super::settings::api::load_first_steps;
use crate::reader::me;
use crate::ui::{Icon, Load, Page, load};
use crate::words::words;

/// A tile for every place that opens for the reader.
#[component]
pub fn AdminHomePage() -> impl IntoView {
    let w = words().admin();
    let groups = me().map(|me| places(me.may)).unwrap_or_default();
    view! {
        <Page title=w.title>
            <Head title=w.title />
            {me().is_some_and(|me| me.may.has(Permission::ManageSettings)).then(|| view! { <Beginning /> })}
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

/// The first steps, until the first request has come in.
#[component]
fn Beginning() -> impl IntoView {
    let steps = load(|| (), |()| load_first_steps());
    view! { <Load from=steps view=|steps| steps.map(|(done, mail)| view! { <Steps done mail /> }).into_any() /> }
}

/// What a new instance needs before anybody can ask for something, in the order in which one needs the other.
#[component]
fn Steps(
    done: FirstSteps,
    /// Mail leaves.
    mail: bool,
) -> impl IntoView {
    let w = words().admin();
    let steps = [
        ("/admin/teams/new", w.begin_team, w.begin_team_more, done.team),
        ("/admin/people/invite", w.begin_people, w.begin_people_more, done.people),
        ("/admin/services/new", w.begin_service, w.begin_service_more, done.service),
        ("/admin/outbox", w.begin_mail, w.begin_mail_more, mail),
    ];
    let next = steps.iter().position(|(.., done)| !done);
    let steps = steps
        .into_iter()
        .enumerate()
        .map(|(at, (to, name, more, done))| {
            let mark = if done { view! { <Icon name="check" /> }.into_any() } else { (at + 1).into_any() };
            view! {
                <li data-done=done.then_some("") aria-current=(next == Some(at)).then_some("step")>
                    <span class="step-mark">{mark}</span>
                    <span class="step-name"><a href=to>{name}</a>{done.then(|| view! { <span class="visually-hidden">" " {w.begin_done}</span> })}</span>
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
