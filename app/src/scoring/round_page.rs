//! One round: what is scored and when, the reader's ballots while it is open, and what came of it.

use domain::id::{RoundId, TeamId};
use domain::scoring::plan::Stage;
use domain::scoring::view::{BallotShown, RoundLine, RoundShown, Said, TeamScores};
use domain::scoring::{Figure, Of, PUBLISHED_FROM, Pool};
use domain::ticket::view::TeamRef;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::api::score_round;
use super::dealt::dealings;
use super::figures::{Counted, Scaled, score};
use super::list_page::{StageChip, when};
use super::owner::Running;
use crate::admin::parts::{Done, Head};
use crate::error::AppError;
use crate::reader::locale;
use crate::ui::{Icon, Load, Page, load};
use crate::words::words;

/// The page.
#[component]
pub fn RoundPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let asked = Memo::new(move |_| {
        let round: Option<RoundId> = params.with(|params| params.get_str("round").and_then(|id| id.parse().ok()));
        query.with(|query| (round, ["cast", "saved", "at"].map(|name| query.get(name))))
    });
    let shown = load(
        move || asked.get(),
        |(round, [cast, saved, _])| async move {
            match round {
                Some(round) => score_round(round).await.map(|shown| (shown, cast.is_some(), saved.is_some())),
                None => Err(AppError::NotFound),
            }
        },
    );
    view! {
        <Page title=words().scoring().scores>
            <Load from=shown view=|(shown, cast, saved)| view! { <Shown shown cast saved /> }.into_any() />
        </Page>
    }
    .into_any()
}

#[component]
fn Shown(shown: RoundShown, cast: bool, saved: bool) -> impl IntoView {
    let w = words().scoring();
    let round = shown.round.clone();
    let to = format!("/scores/{}", round.id);
    let edits = shown.may_plan.then(|| {
        let label = if round.stage == Stage::Planned { w.change } else { w.hand_on };
        view! { <div class="page-actions"><a class="button" href=format!("{to}/edit")><Icon name="edit" />{label}</a></div> }
    });
    let above = vec![("/scores".to_owned(), w.scores.to_owned())];
    let ballots = (!shown.ballots.is_empty()).then(|| view! { <Ballots round=round.clone() ballots=shown.ballots.clone() /> });
    let results = (round.stage == Stage::Closed).then(|| view! { <Results shown=shown.clone() /> });
    let owner = shown.owner.as_ref().map(|owner| owner.name.clone()).unwrap_or_default();
    let runs = shown.runs.then(|| view! { <Running shown=shown.clone() /> });
    view! {
        {cast.then(|| view! { <Done title=w.all_done lead=w.all_done_lead /> })}
        {saved.then(|| view! { <Done title=words().common().saved lead="" /> })}
        <Head title=round.plan.name.clone() lead=when(&round) above><StageChip stage=round.stage />{edits}</Head>
        {ballots}
        {results}
        <About round owner />
        {runs}
    }
}

/// The reader's ballots.
#[component]
fn Ballots(round: RoundLine, ballots: Vec<BallotShown>) -> impl IntoView {
    let w = words().scoring();
    let mine = round.mine.unwrap_or_default();
    let to = format!("/scores/{}/vote", round.id);
    let rows = ballots
        .into_iter()
        .map(|ballot| {
            let href = format!("{to}?team={}", ballot.team.id);
            let said = match ballot.said {
                Said::Nothing => view! { <span class="chip" data-tone="hold">{w.to_cast}</span> }.into_any(),
                Said::CannotJudge => view! { <span class="chip" data-tone="mute">{w.left_out}</span> }.into_any(),
                Said::Opinion(_) => view! { <span class="chip" data-tone="ok"><Icon name="check" />{w.done}</span> }.into_any(),
            };
            let dealt = dealings(&ballot.dealt);
            view! { <li class="split"><span><a href=href>{ballot.team.name}</a><br /><small class="quiet">{dealt}</small></span>{said}</li> }
        })
        .collect_view();
    let next = if mine.is_open() { (w.score_now)(mine.done, mine.all) } else { w.look_again.to_owned() };
    let kind = if mine.is_open() { "primary" } else { "" };
    view! {
        <section class="card stack" aria-labelledby="ballots">
            <h2 id="ballots">{w.your_ballots}</h2>
            <ul class="stack" data-gap="s">{rows}</ul>
            <div><a class="button" data-kind=kind href=to><Icon name="star" />{next}</a></div>
        </section>
    }
}

/// What may be shown of what came of it.
#[component]
fn Results(shown: RoundShown) -> impl IntoView {
    let w = words().scoring();
    let id = shown.round.id;
    let counted = shown.counted.map(|counted| view! { <p class="soft">{(w.counted)(counted.done, counted.all)}</p> });
    let teams = if shown.teams.is_empty() {
        view! { <p class="soft">{w.no_team_of_yours}</p> }.into_any()
    } else {
        let rows = shown.teams.iter().map(|team| view! { <Line id team=team.clone() /> }).collect_view();
        view! {
            <div class="table-wrap">
                <table class="table score-table" data-stack="">
                    <thead>
                        <tr>
                            <th scope="col">{w.team}</th>
                            <th scope="col">{w.adjusted}</th>
                            <th scope="col">{w.raw}</th>
                            <th scope="col">{w.n}</th>
                            <th scope="col">{w.kpi}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .into_any()
    };
    let withheld = shown.teams.iter().filter_map(|team| team.result.as_ref()).any(|result| result.adjusted.is_none());
    let together = shown.together.into_iter().map(|(figure, teams)| view! { <Together figure teams /> }).collect_view();
    view! {
        <section class="stack" aria-labelledby="results">
            <h2 id="results">{w.results}</h2>
            {counted}
            {teams}
            <dl class="definitions">{together}</dl>
            {withheld.then(|| view! { <p class="small soft">{w.adjusted_withheld}</p> })}
            <p class="small soft">{(w.small_groups)(PUBLISHED_FROM)}</p>
        </section>
    }
}

#[component]
fn Line(id: RoundId, team: TeamScores) -> impl IntoView {
    let w = words().scoring();
    let to = format!("/scores/{id}/teams/{}", team.team.id);
    let given = match team.result {
        Some(result) => view! {
            <td class="score-cell" data-label=w.adjusted><Scaled raw=result.raw adjusted=result.adjusted /></td>
            <td data-label=w.raw>{score(Some(result.raw))}</td>
            <td data-label=w.n>{result.n}</td>
            <td data-label=w.kpi><Counted counted=result.counted /></td>
        }
        .into_any(),
        None => view! { <td colspan="4">{w.insufficient}</td> }.into_any(),
    };
    view! { <tr><th scope="row"><a href=to>{team.team.name}</a></th>{given}</tr> }
}

/// A figure of nobody alone.
#[component]
fn Together(figure: Figure<TeamId>, teams: Vec<TeamRef>) -> impl IntoView {
    let w = words().scoring();
    let side = match figure.pool {
        Some(Pool::External) => w.external,
        Some(Pool::Internal) => w.internal,
        None => w.both,
    };
    let names: Vec<String> = teams.into_iter().map(|team| team.name).collect();
    let of = match figure.of {
        Of::Others(_) => (w.others)(&names.join(words().common().between)),
        _ => w.everybody.to_owned(),
    };
    let value = (w.figure)(&score(figure.adjusted), &score(Some(figure.raw)), figure.n);
    view! { <div><dt>{of}{words().common().comma}{side}</dt><dd>{value}</dd></div> }
}

/// What is scored, who runs it, and what is done with what people say.
#[component]
fn About(round: RoundLine, owner: String) -> impl IntoView {
    let w = words().scoring();
    let locale = locale();
    let plan = round.plan;
    let dimensions: Vec<String> = plan.dimensions.iter().map(|one| one.name.get(locale).to_owned()).collect();
    view! {
        <section class="card stack" aria-labelledby="about">
            <h2 id="about">{w.about}</h2>
            <dl class="definitions">
                <div><dt>{w.owner}</dt><dd>{owner}</dd></div>
                <div><dt>{w.dimensions}</dt><dd>{dimensions.join(words().common().between)}</dd></div>
                <div><dt>{w.weights}</dt><dd>{(w.both_sides)(plan.external, plan.internal)}</dd></div>
            </dl>
            <h3 id="privacy">{w.privacy}</h3>
            <div class="prose"><ul>{w.privacy_is.iter().map(|line| view! { <li>{*line}</li> }).collect_view()}</ul></div>
        </section>
    }
}
