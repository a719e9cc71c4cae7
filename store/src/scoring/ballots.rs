//! A rater's own ballots, and how many of a round are in.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use domain::{
    id::{RoundId, TeamId, UserId},
    permit::{Act, Actor, may},
    scoring::{
        Band, Dealt, Opinion,
        plan::Stage,
        view::{BallotShown, Home, Notice, Participation, Progress, Said, Voting},
    },
    ticket::view::TeamRef,
    time::Timestamp,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{schedule, secret, stored};
use crate::{
    Error, Result, Store, convert,
    entity::{score_ballots as ballots, score_rounds as rounds, score_votes as votes, teams},
    teams as names,
};

/// The actor's ballots in an open round, each with what was said on it.
///
/// # Errors
/// [`Error::NotFound`] when the actor has none, or the round is not open.
pub async fn voting(store: &Store, actor: &Actor, id: RoundId) -> Result<Voting> {
    schedule::settle_due(store).await?;
    let row = stored::seen(&store.read, actor, id).await?;
    let ballots = own(store, actor, &row).await?;
    if ballots.is_empty() {
        return Err(Error::NotFound);
    }
    Ok(Voting { round: stored::line(&row, Some(progress(&ballots)))?, ballots })
}

/// What the first page says: the round that waits for the actor's ballots, and whether there is any to look at for somebody of a team.
///
/// # Errors
/// Those of the database and of the files.
pub async fn home(store: &Store, actor: &Actor) -> Result<Home> {
    let waiting = notice(store, actor).await?;
    let looks = !actor.teams.is_empty() && may(actor, Act::SeeRounds);
    let begun = rounds::Entity::find().filter(rounds::Column::Stage.ne(Stage::Planned.as_str())).select_only().column(rounds::Column::Id);
    let any = waiting.is_some() || looks && begun.into_tuple::<i64>().one(&store.read).await?.is_some();
    Ok(Home { waiting, any })
}

/// The open round that waits for the actor's ballots, the one that closes first; none where there is nothing left to cast.
///
/// # Errors
/// Those of the database and of the files.
pub async fn notice(store: &Store, actor: &Actor) -> Result<Option<Notice>> {
    let open = rounds::Entity::find()
        .filter(rounds::Column::Stage.eq(Stage::Open.as_str()))
        .filter(rounds::Column::ClosesAt.gt(store.now().millis()))
        .order_by_asc(rounds::Column::ClosesAt)
        .all(&store.read)
        .await?;
    for row in open {
        let mine = match mine(store, actor, &row).await {
            // It was told in the log, and nobody's first page stands still for it.
            Err(Error::Unavailable) => continue,
            mine => mine?,
        };
        if let Some(mine) = mine.filter(|mine| mine.is_open()) {
            return Ok(Some(Notice { id: RoundId(row.id), name: row.name, closes: Timestamp::from_millis(row.closes_at), mine }));
        }
    }
    Ok(None)
}

/// How many of the actor's ballots in this round are done; none where there are none.
pub(super) async fn mine(store: &Store, actor: &Actor, row: &rounds::Model) -> Result<Option<Progress>> {
    if stored::stage(row)? != Stage::Open {
        return Ok(None);
    }
    let rows = of(store, actor, row.id).await?;
    if rows.is_empty() {
        return Ok(None);
    }
    let done = said(store, RoundId(row.id), &rows).await?.len();
    Ok(Some(Progress { done, all: rows.len() }))
}

pub(super) fn progress(ballots: &[BallotShown]) -> Progress {
    Progress { done: ballots.iter().filter(|ballot| ballot.said != Said::Nothing).count(), all: ballots.len() }
}

/// The actor's ballots in this round, by the names of teams; none unless it is open.
pub(super) async fn own(store: &Store, actor: &Actor, row: &rounds::Model) -> Result<Vec<BallotShown>> {
    if stored::stage(row)? != Stage::Open {
        return Ok(Vec::new());
    }
    let rows = of(store, actor, row.id).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let mut said = said(store, RoundId(row.id), &rows).await?;
    let targets = teams::Entity::find().filter(teams::Column::Id.is_in(rows.iter().map(|row| row.team_id))).all(&store.read).await?;
    let mut shown = Vec::new();
    for row in rows {
        let Some(team) = targets.iter().find(|team| team.id == row.team_id) else { continue };
        shown.push(BallotShown {
            team: TeamRef { id: TeamId(team.id), name: team.name.clone() },
            kind: convert::word("team", &team.kind)?,
            dealt: dealt(&row),
            said: said.remove(&row.team_id).unwrap_or(Said::Nothing),
        });
    }
    shown.sort_by(|a, b| a.team.name.cmp(&b.team.name));
    Ok(shown)
}

async fn of(store: &Store, actor: &Actor, round: i64) -> Result<Vec<ballots::Model>> {
    let own = ballots::Entity::find().filter(ballots::Column::RaterId.eq(actor.user.get())).filter(ballots::Column::RoundId.eq(round));
    Ok(own.all(&store.read).await?)
}

/// What was said on these ballots, by team.
async fn said(store: &Store, id: RoundId, rows: &[ballots::Model]) -> Result<HashMap<i64, Said>> {
    let secret = secret::find(store, id).await?;
    let keys: HashMap<String, i64> =
        rows.iter().map(|row| (secret.key(id, UserId(row.rater_id), TeamId(row.team_id)), row.team_id)).collect();
    let found = votes::Entity::find()
        .filter(votes::Column::RoundId.eq(id.get()))
        .filter(votes::Column::Key.is_in(keys.keys().map(String::as_str)))
        .all(&store.read)
        .await?;
    let mut said = HashMap::new();
    for row in found {
        let opinion = convert::json::<Option<Opinion>>("ballot", &row.said)?;
        said.extend(keys.get(&row.key).map(|team| (*team, opinion.map_or(Said::CannotJudge, Said::Opinion))));
    }
    Ok(said)
}

fn dealt(row: &ballots::Model) -> Dealt {
    let count = |number: i64| u32::try_from(number).unwrap_or(u32::MAX);
    Dealt {
        filed: count(row.filed),
        handled: count(row.handled),
        handed_over: count(row.handed_over),
        taken_over: count(row.taken_over),
        faults: count(row.faults),
    }
}

/// How many of a round's ballots are in: all together, and roughly for the teams of the raters.
pub(super) async fn participation(store: &Store, id: RoundId) -> Result<Participation> {
    let secret = secret::find(store, id).await?;
    let rows = ballots::Entity::find().filter(ballots::Column::RoundId.eq(id.get())).all(&store.read).await?;
    let keys = votes::Entity::find().filter(votes::Column::RoundId.eq(id.get())).select_only().column(votes::Column::Key);
    let keys: HashSet<String> = keys.into_tuple().all(&store.read).await?.into_iter().collect();
    let mut by_team: BTreeMap<i64, (Progress, BTreeSet<i64>)> = BTreeMap::new();
    for row in &rows {
        let (progress, raters) = by_team.entry(row.rater_team_id).or_default();
        progress.all += 1;
        progress.done += usize::from(keys.contains(&secret.key(id, UserId(row.rater_id), TeamId(row.team_id))));
        raters.insert(row.rater_id);
    }
    let names = names::refs(&store.read, by_team.keys().copied().collect::<Vec<_>>()).await?;
    let done = by_team.values().map(|(progress, _)| progress.done).sum();
    let raters: BTreeSet<i64> = rows.iter().map(|row| row.rater_id).collect();
    let team = |(team, (progress, raters)): (i64, (Progress, BTreeSet<i64>))| {
        Some((names.get(&team)?.clone(), Band::of(progress.done, progress.all, raters.len())))
    };
    let mut teams: Vec<(TeamRef, Option<Band>)> = by_team.into_iter().filter_map(team).collect();
    teams.sort_by(|a, b| a.0.name.cmp(&b.0.name));
    Ok(Participation { all: Progress { done, all: rows.len() }, raters: raters.len(), teams })
}
