//! What one team was given in a round.

use domain::{
    id::{RoundId, TeamId},
    permit::{Act, Actor, may},
    scoring::{
        Figure, Of, Pool, Publication,
        plan::{APPEAL_WINDOW, Stage},
        view::{Past, TeamShown},
    },
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{appeals, results::Outcome, schedule, stored};
use crate::{Error, Result, Store, entity::score_rounds as rounds, teams};

/// The most rounds of a team's past.
const PAST: u64 = 12;

/// What a team was given in a closed round, with its own past, what was written to it, and its appeal.
///
/// # Errors
/// [`Error::NotFound`] for whom may not see it, before the round has closed, and of a team that nobody scored.
pub async fn team(store: &Store, actor: &Actor, id: RoundId, team: TeamId) -> Result<TeamShown> {
    schedule::settle_due(store).await?;
    let row = stored::seen(&store.read, actor, id).await?;
    let plan = stored::plan(&row)?;
    let owner = plan.owner;
    if !may(actor, Act::SeeScores { team, owner }) {
        return Err(Error::NotFound);
    }
    let outcome = Outcome::find(&store.read, id).await?.filter(|outcome| outcome.scored.contains(&team)).ok_or(Error::NotFound)?;
    let name = teams::refs(&store.read, [team.get()]).await?.remove(&team.get()).ok_or(Error::NotFound)?;
    let reads = may(actor, Act::ReadScoreComments { team, owner });
    let appeal = if reads { appeals::of(store, id, team).await? } else { None };
    let appeals_until = plan.closes.plus(APPEAL_WINDOW);
    let in_time = store.now() < appeals_until;
    let comments = || outcome.comments.iter().filter(|one| one.team == team).map(|one| one.text.clone()).collect();
    Ok(TeamShown {
        round: stored::line(&row, None)?,
        scores: outcome.of(name, &plan),
        everybody: Pool::ALL.iter().map(|&pool| everybody(&outcome.publication, pool)).collect::<Vec<_>>().try_into().unwrap_or_default(),
        past: past(store, team, &row).await?,
        comments: reads.then(comments),
        may_appeal: in_time && appeal.is_none() && may(actor, Act::AppealScores { team }),
        may_answer: may(actor, Act::RunRound { owner }) && appeal.as_ref().is_some_and(|appeal| appeal.answer.is_none()),
        appeal,
        appeals_until,
    })
}

fn everybody(publication: &Publication<TeamId>, pool: Pool) -> Option<Figure<TeamId>> {
    publication.figures.iter().find(|figure| figure.pool == Some(pool) && figure.of == Of::All).cloned()
}

/// The team's results in the rounds that closed up to this one, the first one first.
async fn past(store: &Store, team: TeamId, until: &rounds::Model) -> Result<Vec<Past>> {
    let rows = rounds::Entity::find()
        .filter(rounds::Column::Stage.eq(Stage::Closed.as_str()))
        .filter(rounds::Column::ClosesAt.lte(until.closes_at))
        .order_by_desc(rounds::Column::ClosesAt)
        .order_by_desc(rounds::Column::Id)
        .limit(PAST)
        .all(&store.read)
        .await?;
    let mut past = Vec::new();
    for row in rows.iter().rev() {
        let id = RoundId(row.id);
        let Some(outcome) = Outcome::find(&store.read, id).await?.filter(|outcome| outcome.scored.contains(&team)) else { continue };
        let plan = stored::plan(row)?;
        past.push(Past { id, result: outcome.publication.result(&team, plan.weights()), name: plan.name, closed: plan.closes });
    }
    Ok(past)
}
