//! What whoever runs a round sees of it and does with it.

use domain::scoring::Side;
use domain::scoring::plan::Stage;
use domain::scoring::view::{FlagShown, Participation, RoundShown};
use domain::ticket::view::TeamRef;
use leptos::prelude::*;

use super::api::{EndRound, ProlongRound};
use super::appeal::Said;
use super::figures::score;
use super::list_page::local;
use crate::ui::{ErrorSummary, Field, Form, Icon, ServerFn, Submit};
use crate::words::words;

/// The section of the owner.
#[component]
pub fn Running(shown: RoundShown) -> impl IntoView {
    let w = words().scoring();
    let open = (shown.round.stage == Stage::Open).then(|| view! { <Window shown=shown.clone() /> });
    let participation = shown.participation.clone().map(|participation| view! { <Voted participation /> });
    let closed = (shown.round.stage == Stage::Closed).then(|| view! { <Behind shown=shown.clone() /> });
    view! {
        <section class="card stack" aria-labelledby="running">
            <h2 id="running">{w.you_run}</h2>
            <p class="soft">{w.you_run_lead}</p>
            {participation} {open} {closed}
        </section>
    }
}

/// How many ballots are in.
#[component]
fn Voted(participation: Participation) -> impl IntoView {
    let w = words().scoring();
    let all = (w.participation)(participation.all.done, participation.all.all, participation.raters);
    let rows = participation
        .teams
        .into_iter()
        .map(|(team, band)| view! { <div><dt>{team.name}</dt><dd>{band.map_or(w.not_told, w.band)}</dd></div> })
        .collect_view();
    view! {
        <h3>{w.taking_part}</h3>
        <p>{all}</p>
        <dl class="definitions">{rows}</dl>
        <p class="small soft">{w.roughly}</p>
    }
}

/// Ending it before its time, and letting it be open for longer.
#[component]
fn Window(shown: RoundShown) -> impl IntoView {
    let w = words().scoring();
    let round = shown.round.id;
    let labels = vec![("closes".to_owned(), w.closes.to_owned())];
    view! {
        <Form to=ProlongRound::url() class="form" size="m">
            <ErrorSummary labels />
            <input type="hidden" name="round" value=round.to_string() />
            <Field name="closes" label=w.closes kind="datetime-local" width="s" value=local(shown.round.plan.closes) />
            <div><Submit label=w.prolong kind="" icon="clock" /></div>
        </Form>
        <details>
            <summary class="button">{w.end}</summary>
            <Form to=EndRound::url() class="stack" size="m">
                <ErrorSummary />
                <p>{w.end_lead}</p>
                <input type="hidden" name="round" value=round.to_string() />
                <div><Submit label=w.end_now kind="danger" icon="x" /></div>
            </Form>
        </details>
    }
}

/// Pairs that stand out, appeals, and the figures as files.
#[component]
fn Behind(shown: RoundShown) -> impl IntoView {
    let w = words().scoring();
    let to = format!("/scores/{}", shown.round.id);
    let none = shown.flags.is_empty().then(|| view! { <p class="soft">{w.no_flags}</p> });
    let flags = shown.flags.into_iter().map(|flag| view! { <Flagged flag /> }).collect_view();
    let reproduced = shown.reproduced.map(|same| {
        let (tone, said) = if same { ("ok", w.reproduced) } else { ("bad", w.not_reproduced) };
        view! { <p><span class="chip" data-tone=tone>{said}</span></p> }
    });
    let quiet = shown.appeals.is_empty().then(|| view! { <p class="soft">{w.no_appeals}</p> });
    let appeals = shown
        .appeals
        .into_iter()
        .map(|appeal| {
            let href = format!("{to}/teams/{}#appeal", appeal.team.id);
            view! { <article class="stack" data-gap="s"><h4><a href=href>{appeal.team.name.clone()}</a></h4><Said appeal /></article> }
        })
        .collect_view();
    view! {
        <h3>{w.flags}</h3>
        <p class="small soft">{w.flags_lead}</p>
        {none} {flags}
        <h3>{w.appeals}</h3>
        {quiet} {appeals}
        <h3>{w.files}</h3>
        {reproduced}
        <div class="cluster">
            <a class="button" href=format!("{to}/results.csv") rel="external"><Icon name="download" />"CSV"</a>
            <a class="button" href=format!("{to}/results.json") rel="external"><Icon name="download" />"JSON"</a>
        </div>
    }
}

#[component]
fn Flagged(flag: FlagShown) -> impl IntoView {
    let w = words().scoring();
    let side = |side: &Side<TeamRef>| {
        let said = (w.stands_out)(&side.from.name, &side.to.name, &score(Some(side.given)), side.n);
        let others = (w.others_gave)(&score(Some(side.others)), side.others_n);
        view! { <li>{said}{words().common().comma}{others}</li> }
    };
    let sides = flag.sides.iter().map(side).collect_view();
    view! {
        <div class="banner" data-tone="warn">
            <Icon name="flag" />
            <div class="banner-body"><p class="banner-title">{(w.flag)(flag.kind)}</p><ul>{sides}</ul></div>
        </div>
    }
}
