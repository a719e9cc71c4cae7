//! Rounds as they are read: all of them, and one.

use std::collections::BTreeSet;

use domain::{
    id::{RoundId, TeamId, UserId},
    permit::{Act, Actor, may},
    scoring::{
        Figure, Flag, Of, Side,
        plan::{Plan, Stage},
        view::{FlagShown, Progress, RoundList, RoundShown, TeamScores},
    },
    ticket::view::TeamRef,
};
use sea_orm::{EntityTrait, QueryOrder, QuerySelect};

use super::{appeals, ballots, results::Outcome, schedule, stored};
use crate::{Result, Store, entity::score_rounds as rounds, people, teams};

/// The most rounds of a list.
const MOST: u64 = 100;

/// The rounds that the actor knows of, the last one first; at most 100.
///
/// # Errors
/// [`crate::Error::NotFound`] for whom comes from outside.
pub async fn list(store: &Store, actor: &Actor) -> Result<RoundList> {
    let may_plan = may(actor, Act::PlanRounds);
    if !may(actor, Act::SeeRounds) && !may_plan {
        return Err(crate::Error::NotFound);
    }
    schedule::settle_due(store).await?;
    let rows = rounds::Entity::find()
        .order_by_desc(rounds::Column::OpensAt)
        .order_by_desc(rounds::Column::Id)
        .limit(MOST)
        .all(&store.read)
        .await?;
    let mut lines = Vec::new();
    for row in rows {
        if stored::sees(actor, &row)? {
            let mine = match ballots::mine(store, actor, &row).await {
                // Of a round whose secret is lost nobody can vote any more; the others are listed all the same.
                Err(crate::Error::Unavailable) => None,
                mine => mine?,
            };
            lines.push(stored::line(&row, mine)?);
        }
    }
    Ok(RoundList { rounds: lines, may_plan })
}

/// A round with what the actor sees of it: their ballots while it is open, afterwards the scores of their teams; all of them for who runs it.
///
/// # Errors
/// [`crate::Error::NotFound`] for whom may not know of it.
pub async fn round(store: &Store, actor: &Actor, id: RoundId) -> Result<RoundShown> {
    schedule::settle_due(store).await?;
    let row = stored::seen(&store.read, actor, id).await?;
    let (stage, plan) = (stored::stage(&row)?, stored::plan(&row)?);
    let runs = may(actor, Act::RunRound { owner: plan.owner });
    let ballots = ballots::own(store, actor, &row).await?;
    let mine = (!ballots.is_empty()).then(|| ballots::progress(&ballots));
    let outcome = Outcome::find(&store.read, id).await?;
    let participation = if runs && stage == Stage::Open { Some(ballots::participation(store, id).await?) } else { None };
    let mut shown = RoundShown {
        round: stored::line(&row, mine)?,
        owner: people::refs(&store.read, [row.owner_id]).await?.remove(&row.owner_id),
        version: row.version,
        may_plan: may(actor, Act::PlanRounds),
        runs,
        ballots,
        participation,
        counted: outcome.is_some().then(|| Progress { done: stored::count(row.votes), all: stored::count(row.ballots) }),
        reproduced: outcome.as_ref().filter(|_| runs).map(|outcome| outcome.reproduced),
        teams: Vec::new(),
        together: Vec::new(),
        flags: Vec::new(),
        appeals: if runs { appeals::all(store, id).await? } else { Vec::new() },
    };
    if let Some(outcome) = &outcome {
        let names = Names::of(store, outcome).await?;
        shown.teams = names.scores(actor, outcome, &plan);
        shown.together = names.together(outcome);
        shown.flags = if runs { names.flags(&outcome.flags) } else { Vec::new() };
    }
    Ok(shown)
}

/// The names of the teams in a result.
struct Names(Vec<TeamRef>);

impl Names {
    async fn of(store: &Store, outcome: &Outcome) -> Result<Self> {
        let sides = outcome.flags.iter().flat_map(|flag| flag.sides.iter().flat_map(|side| [side.from, side.to]));
        let wanted: BTreeSet<i64> = outcome.scored.iter().copied().chain(sides).map(TeamId::get).collect();
        let mut names: Vec<TeamRef> = teams::refs(&store.read, wanted).await?.into_values().collect();
        names.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(Self(names))
    }

    fn get(&self, id: TeamId) -> Option<TeamRef> {
        self.0.iter().find(|team| team.id == id).cloned()
    }

    fn scores(&self, actor: &Actor, outcome: &Outcome, plan: &Plan) -> Vec<TeamScores> {
        let owner: UserId = plan.owner;
        let sees = |team: &&TeamRef| outcome.scored.contains(&team.id) && may(actor, Act::SeeScores { team: team.id, owner });
        self.0.iter().filter(sees).map(|team| outcome.of(team.clone(), plan)).collect()
    }

    fn together(&self, outcome: &Outcome) -> Vec<(Figure<TeamId>, Vec<TeamRef>)> {
        let named = |figure: &Figure<TeamId>| match &figure.of {
            Of::Team(_) => None,
            Of::Others(teams) => Some((figure.clone(), teams.iter().filter_map(|team| self.get(*team)).collect())),
            Of::All => Some((figure.clone(), Vec::new())),
        };
        outcome.publication.figures.iter().filter_map(named).collect()
    }

    fn flags(&self, flags: &[Flag<TeamId>]) -> Vec<FlagShown> {
        let side = |side: &Side<TeamId>| {
            let (from, to) = (self.get(side.from)?, self.get(side.to)?);
            Some(Side { from, to, given: side.given, n: side.n, others: side.others, others_n: side.others_n })
        };
        let flag = |flag: &Flag<TeamId>| {
            let [one, other] = &flag.sides;
            Some(FlagShown { kind: flag.kind, sides: [side(one)?, side(other)?] })
        };
        flags.iter().filter_map(flag).collect()
    }
}
