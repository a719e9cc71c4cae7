//! What one team was given: the figures, what they are made of, how they were before, and what was written.

use domain::id::{RoundId, TeamId};
use domain::scoring::plan::Dimension;
use domain::scoring::view::{Past, TeamScores, TeamShown};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::api::score_team;
use super::appeal::Appealed;
use super::figures::{Bar, Counted, Scaled, Sides, score};
use super::list_page::when;
use crate::admin::parts::Head;
use crate::error::AppError;
use crate::reader::{clock, locale};
use crate::ui::{Load, Page, load};
use crate::words::words;

/// The page.
#[component]
pub fn TeamScoresPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let asked = Memo::new(move |_| {
        let id = |name| params.with(|params| params.get_str(name).and_then(|id| id.parse::<i64>().ok()));
        (id("round").map(RoundId), id("team").map(TeamId), query.with(|query| query.get("at")))
    });
    let shown = load(
        move || asked.get(),
        |(round, team, _)| async move {
            match round.zip(team) {
                Some((round, team)) => score_team(round, team).await,
                None => Err(AppError::NotFound),
            }
        },
    );
    view! {
        <Page title=words().scoring().scores>
            <Load from=shown view=|shown| view! { <Shown shown /> }.into_any() />
        </Page>
    }
    .into_any()
}

#[component]
fn Shown(shown: TeamShown) -> impl IntoView {
    let w = words().scoring();
    let plan = shown.round.plan.clone();
    let above = vec![("/scores".to_owned(), w.scores.to_owned()), (format!("/scores/{}", shown.round.id), plan.name.clone())];
    let lead = when(&shown.round);
    let counted = shown.scores.result.map(|result| view! { <Counted counted=result.counted /> });
    let comments = shown.comments.clone().map(|comments| view! { <Comments comments /> });
    view! {
        <Head title=shown.scores.team.name.clone() lead above>{counted}</Head>
        <section class="stack" aria-labelledby="scores">
            <h2 id="scores">{w.given}</h2>
            <Sides scores=shown.scores.clone() everybody=shown.everybody.clone() weights=(plan.external, plan.internal) />
        </section>
        <Dimensions scores=shown.scores.clone() dimensions=plan.dimensions />
        <Explained scores=shown.scores.clone() />
        <Before past=shown.past.clone() team=shown.scores.team.id />
        {comments}
        <Appealed shown />
    }
}

/// The mean of each dimension, from either side.
#[component]
fn Dimensions(scores: TeamScores, dimensions: Vec<Dimension>) -> impl IntoView {
    let w = words().scoring();
    let locale = locale();
    let of = |figure: &Option<domain::scoring::Figure<TeamId>>| figure.as_ref().map(|figure| figure.dimensions.clone()).unwrap_or_default();
    let (external, internal) = (of(&scores.external), of(&scores.internal));
    if external.is_empty() && internal.is_empty() {
        return ().into_any();
    }
    let cell = |given: Option<f64>, label: &'static str| {
        let bar = given.map(|value| view! { <Bar value mark=None /> });
        view! { <td class="score-cell" data-label=label><span class="score-scale"><span>{score(given)}</span>{bar}</span></td> }
    };
    let rows = dimensions
        .into_iter()
        .enumerate()
        .map(|(place, dimension)| {
            view! {
                <tr>
                    <th scope="row">{dimension.name.get(locale).to_owned()}</th>
                    {cell(external.get(place).copied(), w.external)}
                    {cell(internal.get(place).copied(), w.internal)}
                </tr>
            }
        })
        .collect_view();
    view! {
        <section class="stack" aria-labelledby="dimensions">
            <h2 id="dimensions">{w.by_dimension}</h2>
            <div class="table-wrap">
                <table class="table score-table" data-stack="">
                    <thead><tr><th scope="col">{w.dimension}</th><th scope="col">{w.external}</th><th scope="col">{w.internal}</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <p class="small soft">{w.dimensions_are_raw}</p>
        </section>
    }
    .into_any()
}

/// How raw became adjusted, of everybody together and never of one rater.
#[component]
fn Explained(scores: TeamScores) -> impl IntoView {
    let w = words().scoring();
    let moved = scores.result.and_then(|result| Some(result.adjusted? - result.raw)).map(|moved| {
        let said = match moved {
            up if up >= 0.005 => (w.moved_up)(&format!("{up:.2}")),
            down if down <= -0.005 => (w.moved_down)(&format!("{:.2}", -down)),
            _ => w.moved_not.to_owned(),
        };
        view! { <p>{said}</p> }
    });
    view! {
        <details class="card stack" data-gap="s">
            <summary>{w.how_adjusted}</summary>
            {moved}
            <div class="prose"><ul>{w.adjustment.iter().map(|line| view! { <li>{*line}</li> }).collect_view()}</ul></div>
        </details>
    }
}

/// The team's own past; no other team stands beside it.
#[component]
fn Before(past: Vec<Past>, team: TeamId) -> impl IntoView {
    let (w, clock) = (words().scoring(), clock());
    if past.len() < 2 {
        return ().into_any();
    }
    let rows = past
        .into_iter()
        .map(|one| {
            let to = format!("/scores/{}/teams/{team}", one.id);
            let closed = clock.date(one.closed);
            let value = match one.result {
                Some(result) => view! {
                    <td class="score-cell" data-label=w.adjusted><Scaled raw=result.raw adjusted=result.adjusted /></td>
                    <td data-label=w.raw>{score(Some(result.raw))}</td>
                    <td data-label=w.n>{result.n}</td>
                }
                .into_any(),
                None => view! { <td colspan="3">{w.insufficient}</td> }.into_any(),
            };
            view! { <tr><th scope="row"><a href=to>{one.name}</a><br /><small class="quiet">{closed}</small></th>{value}</tr> }
        })
        .collect_view();
    view! {
        <section class="stack" aria-labelledby="before">
            <h2 id="before">{w.own_past}</h2>
            <div class="table-wrap">
                <table class="table score-table" data-stack="">
                    <thead>
                        <tr><th scope="col">{w.round}</th><th scope="col">{w.adjusted}</th><th scope="col">{w.raw}</th><th scope="col">{w.n}</th></tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

/// What was written, without who wrote it and in no order.
#[component]
fn Comments(comments: Vec<String>) -> impl IntoView {
    let w = words().scoring();
    let none = comments.is_empty().then(|| view! { <p class="soft">{w.no_comments}</p> });
    let said = comments.into_iter().map(|comment| view! { <blockquote><p>{comment}</p></blockquote> }).collect_view();
    view! {
        <section class="stack" aria-labelledby="comments">
            <h2 id="comments">{w.comments}</h2>
            <p class="small soft">{w.comments_lead}</p>
            {none}
            <div class="prose score-said">{said}</div>
        </section>
    }
}
