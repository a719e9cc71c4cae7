//! Casting ballots: one form for each team, and the way from one to the next.

use domain::id::{RoundId, TeamId};
use domain::scoring::COMMENT_MAX;
use domain::scoring::view::{BallotShown, Said, Voting};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::api::{CastBallot, score_ballots};
use super::dealt::dealings;
use super::scale::Scale;
use crate::admin::parts::Done;
use crate::error::AppError;
use crate::reader::{clock, locale};
use crate::ui::{ErrorSummary, Form, Icon, Load, LongText, Page, ServerFn, Submit, load};
use crate::words::words;

/// Which ballot the address asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Asked {
    round: Option<RoundId>,
    team: Option<TeamId>,
    saved: Option<String>,
}

/// The page; without `?team=` it begins with the first ballot that is open.
#[component]
pub fn VotePage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let asked = Memo::new(move |_| {
        let round = params.with(|params| params.get_str("round").and_then(|id| id.parse().ok()));
        query.with(|query| Asked { round, team: query.get("team").and_then(|id| id.parse().ok()), saved: query.get("saved") })
    });
    let shown = load(
        move || asked.get(),
        |asked| async move {
            match asked.round {
                Some(round) => score_ballots(round).await.map(|voting| (voting, asked.team, asked.saved.is_some())),
                None => Err(AppError::NotFound),
            }
        },
    );
    view! {
        <Page title=words().scoring().your_ballots>
            <Load from=shown view=|(voting, team, saved)| view! { <Ballot voting team saved /> }.into_any() />
        </Page>
    }
    .into_any()
}

/// The ballot that is asked for, or else the first one that is open, or else the first one.
fn place(ballots: &[BallotShown], team: Option<TeamId>) -> usize {
    let asked = team.and_then(|team| ballots.iter().position(|ballot| ballot.team.id == team));
    asked.or_else(|| ballots.iter().position(|ballot| ballot.said == Said::Nothing)).unwrap_or_default()
}

#[component]
fn Ballot(voting: Voting, team: Option<TeamId>, saved: bool) -> impl IntoView {
    let w = words().scoring();
    let Voting { round, ballots } = voting;
    let here = place(&ballots, team);
    let mine = round.mine.unwrap_or_default();
    let links = ballots
        .iter()
        .enumerate()
        .map(|(at, ballot)| {
            let done = ballot.said != Said::Nothing;
            let to = format!("/scores/{}/vote?team={}", round.id, ballot.team.id);
            let mark = done.then(|| view! { <Icon name="check" /> <span class="visually-hidden">{w.done}</span> });
            let current = (at == here).then_some("page");
            view! { <li data-done=done.then_some("")><a href=to aria-current=current>{mark}{ballot.team.name.clone()}</a></li> }
        })
        .collect_view();
    let Some(ballot) = ballots.into_iter().nth(here) else { return ().into_any() };
    let until = clock().full(round.plan.closes);
    let counted = (w.ballot_of)(here + 1, mine.all);
    view! {
        <div class="stack ballot" data-gap="l">
            {saved.then(|| view! { <Done title=w.cast_done lead=(w.progress)(mine.done, mine.all) /> })}
            <nav class="ballot-list" aria-label=w.your_ballots><ol>{links}</ol></nav>
            <header class="stack" data-gap="s">
                <p class="quiet">{counted}{words().common().comma}{(w.open_until)(&until)}</p>
                <h1>{(w.how_was_it)(&ballot.team.name)}</h1>
                <p class="soft">{(w.dealt_with)(ballot.dealt.total(), &dealings(&ballot.dealt))}</p>
            </header>
            <div class="banner" data-tone="mute">
                <Icon name="lock" />
                <div class="banner-body"><p>{w.nobody_sees} " " <a href=format!("/scores/{}#privacy", round.id)>{w.how_so}</a></p></div>
            </div>
            <Fields round=round.id dimensions=round.plan.dimensions ballot done=mine.done all=mine.all />
        </div>
    }
    .into_any()
}

#[component]
fn Fields(
    round: RoundId,
    dimensions: Vec<domain::scoring::plan::Dimension>,
    ballot: BallotShown,
    done: usize,
    all: usize,
) -> impl IntoView {
    let w = words().scoring();
    let locale = locale();
    let labels = dimensions.iter().enumerate().map(|(place, one)| (format!("score.{place}"), one.name.get(locale).to_owned()));
    let labels: Vec<(String, String)> = labels.chain([("comment".to_owned(), w.comment.to_owned())]).collect();
    let (given, comment, left) = match ballot.said {
        Said::Nothing => (Vec::new(), String::new(), None),
        Said::CannotJudge => (Vec::new(), String::new(), Some(w.left_to_others)),
        Said::Opinion(opinion) => (opinion.scores, opinion.comment, Some(w.cast_before)),
    };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a score is a whole number from 1 to 10")]
    let given: Vec<u8> = given.iter().map(|score| score.get() as u8).collect();
    let key = ballot.team.id.to_string();
    // Made within the form, whose state they ask for.
    let scales = move || {
        let scale = |(place, dimension)| view! { <Scale place dimension given=given.get(place).copied() key=key.clone() /> };
        dimensions.into_iter().enumerate().map(scale).collect_view()
    };
    view! {
        <Form to=CastBallot::url() key=ballot.team.id.to_string() class="form">
            <ErrorSummary labels />
            {left.map(|left| view! { <p class="soft">{left}</p> })}
            <input type="hidden" name="round" value=round.to_string() />
            <input type="hidden" name="team" value=ballot.team.id.to_string() />
            <div>{scales()}</div>
            <LongText name="comment" label=w.comment hint=(w.comment_hint)(COMMENT_MAX) value=comment rows=4 />
            <div class="ballot-foot">
                <Submit label=w.cast size="l" />
                <Submit label=w.cannot_judge kind="quiet" size="l" name="abstain" value="1".to_owned() />
                <p class="small quiet">{(w.progress)(done, all)}</p>
            </div>
        </Form>
    }
}
