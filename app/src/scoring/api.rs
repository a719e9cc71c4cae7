//! Server functions of mutual scoring.

use domain::id::{RoundId, TeamId};
use domain::scoring::view::{Home, RoundList, RoundShown, TeamShown, Voting};
use domain::ticket::view::PersonRef;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// A round that is planned or changed, and who could run it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Planning {
    /// None for a new one.
    pub round: Option<RoundShown>,
    pub owners: Vec<PersonRef>,
}

/// All rounds that the reader knows of.
#[server(prefix = "/api", endpoint = "scores/rounds", input = GetUrl)]
pub async fn score_rounds() -> Result<RoundList, AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    store::scoring::list(&visit.store, &actor).await.map_err(crate::visit::fail)
}

/// One round.
#[server(prefix = "/api", endpoint = "scores/round", input = GetUrl)]
pub async fn score_round(id: RoundId) -> Result<RoundShown, AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    store::scoring::round(&visit.store, &actor, id).await.map_err(crate::visit::fail)
}

/// The reader's ballots in an open round.
#[server(prefix = "/api", endpoint = "scores/ballots", input = GetUrl)]
pub async fn score_ballots(id: RoundId) -> Result<Voting, AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    store::scoring::voting(&visit.store, &actor, id).await.map_err(crate::visit::fail)
}

/// What a team was given.
#[server(prefix = "/api", endpoint = "scores/team", input = GetUrl)]
pub async fn score_team(id: RoundId, team: TeamId) -> Result<TeamShown, AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    store::scoring::team(&visit.store, &actor, id, team).await.map_err(crate::visit::fail)
}

/// What the first page says of scores.
#[server(prefix = "/api", endpoint = "scores/home", input = GetUrl)]
pub async fn score_home() -> Result<Home, AppError> {
    let (visit, actor) = crate::visit::signed_in()?;
    store::scoring::home(&visit.store, &actor).await.map_err(crate::visit::fail)
}

/// What the form of a round needs; without `id`, that of a new one.
#[server(prefix = "/api", endpoint = "scores/planning", input = GetUrl)]
pub async fn score_planning(id: Option<RoundId>) -> Result<Planning, AppError> {
    use crate::visit::{fail, signed_in};
    let (visit, actor) = signed_in()?;
    let owners = store::scoring::owners(&visit.store, &actor).await.map_err(fail)?;
    let round = match id {
        Some(id) => Some(store::scoring::round(&visit.store, &actor, id).await.map_err(fail)?),
        None => None,
    };
    Ok(Planning { round, owners })
}

/// Plans a round; with `round`, changes that one, as it stood in `version`.
#[server(prefix = "/api", endpoint = "scores/plan")]
pub async fn plan_round(#[server(default)] round: Option<RoundId>, #[server(default)] version: i64) -> Result<(), AppError> {
    use crate::admin::typed::Fields;
    use crate::visit::{fail, redirect, signed_in};
    let (visit, actor) = signed_in()?;
    let draft = typed(&Fields::of_request());
    let id = match round {
        Some(id) => store::scoring::change(&visit.store, &actor, id, version, &draft).await.map(|()| id),
        None => store::scoring::plan(&visit.store, &actor, &draft).await,
    };
    redirect(&format!("/scores/{}?saved={}", id.map_err(fail)?, visit.request_id));
    Ok(())
}

#[cfg(feature = "ssr")]
fn typed(fields: &crate::admin::typed::Fields) -> domain::scoring::plan::Draft {
    use domain::scoring::plan::{DIMENSIONS_MAX, Dimension, Draft};
    let one = |name: &str| fields.one(name);
    // One more than there may be, so that too many are refused and not forgotten.
    let dimensions = (0..=DIMENSIONS_MAX).map_while(|row| {
        fields.get(&format!("dimensions.{row}.name_en"))?;
        let part = |name: &str| fields.localised(&format!("dimensions.{row}.{name}"));
        Some(Dimension { name: part("name"), asks: part("asks") })
    });
    Draft {
        name: one("name"),
        first_day: one("first_day"),
        last_day: one("last_day"),
        opens: one("opens"),
        closes: one("closes"),
        owner: one("owner").parse().ok(),
        external: one("external"),
        internal: one("internal"),
        dimensions: dimensions.collect(),
    }
}

/// Casts a ballot, or leaves it to others (`abstain`), and goes on to the next one that is open.
#[server(prefix = "/api", endpoint = "scores/cast")]
pub async fn cast_ballot(round: RoundId, team: TeamId, #[server(default)] abstain: String) -> Result<(), AppError> {
    use crate::admin::typed::Fields;
    use crate::visit::{fail, redirect, signed_in};
    use domain::scoring::plan::DIMENSIONS_MAX;
    use domain::scoring::view::Said;
    use store::scoring::Typed;
    let (visit, actor) = signed_in()?;
    let fields = Fields::of_request();
    let typed = if abstain.is_empty() {
        Typed::Scores((0..DIMENSIONS_MAX).map(|place| fields.one(&format!("score.{place}"))).collect(), fields.one("comment"))
    } else {
        Typed::CannotJudge
    };
    store::scoring::cast(&visit.store, &actor, round, team, &typed).await.map_err(fail)?;
    forget_typed(&visit).await;
    // What was cast is cast, even if the round closed in this moment.
    let ballots = store::scoring::voting(&visit.store, &actor, round).await.map(|voting| voting.ballots).unwrap_or_default();
    let next = ballots.iter().find(|ballot| ballot.said == Said::Nothing);
    redirect(&match next {
        Some(next) => format!("/scores/{round}/vote?team={}&saved={}", next.team.id, visit.request_id),
        None => format!("/scores/{round}?cast={}", visit.request_id),
    });
    Ok(())
}

/// A ballot that came back once waits in the session with its scores, under its rater's name; once it is cast nothing of it stays there.
#[cfg(feature = "ssr")]
async fn forget_typed(visit: &crate::visit::Visit) {
    use crate::reader::Rejected;
    use crate::visit::session_key::REJECTED;
    let kept: Option<Vec<(String, Rejected)>> = visit.session.get(REJECTED).await.ok().flatten();
    let Some(mut kept) = kept else { return };
    let before = kept.len();
    kept.retain(|(_, rejected)| rejected.to != <CastBallot as leptos::server_fn::ServerFn>::url());
    if kept.len() < before {
        // It goes with the session at the latest.
        drop(visit.session.insert(REJECTED, kept).await);
    }
}

/// Closes a round before its time.
#[server(prefix = "/api", endpoint = "scores/end")]
pub async fn end_round(round: RoundId) -> Result<(), AppError> {
    use crate::visit::{fail, redirect, signed_in};
    let (visit, actor) = signed_in()?;
    store::scoring::end(&visit.store, &actor, round).await.map_err(fail)?;
    redirect(&format!("/scores/{round}?at={}", visit.request_id));
    Ok(())
}

/// Lets a round be open for longer.
#[server(prefix = "/api", endpoint = "scores/prolong")]
pub async fn prolong_round(round: RoundId, #[server(default)] closes: String) -> Result<(), AppError> {
    use crate::visit::{fail, redirect, signed_in};
    let (visit, actor) = signed_in()?;
    store::scoring::prolong(&visit.store, &actor, round, &closes).await.map_err(fail)?;
    redirect(&format!("/scores/{round}?saved={}", visit.request_id));
    Ok(())
}

/// A team appeals.
#[server(prefix = "/api", endpoint = "scores/appeal")]
pub async fn appeal_scores(round: RoundId, team: TeamId, #[server(default)] reason: String) -> Result<(), AppError> {
    use crate::visit::{fail, redirect, signed_in};
    let (visit, actor) = signed_in()?;
    store::scoring::appeal(&visit.store, &actor, round, team, &reason).await.map_err(fail)?;
    redirect(&format!("/scores/{round}/teams/{team}?at={}", visit.request_id));
    Ok(())
}

/// Whoever runs the round answers an appeal.
#[server(prefix = "/api", endpoint = "scores/answer")]
pub async fn answer_appeal(round: RoundId, team: TeamId, #[server(default)] answer: String) -> Result<(), AppError> {
    use crate::visit::{fail, redirect, signed_in};
    let (visit, actor) = signed_in()?;
    store::scoring::answer(&visit.store, &actor, round, team, &answer).await.map_err(fail)?;
    redirect(&format!("/scores/{round}/teams/{team}?at={}", visit.request_id));
    Ok(())
}
