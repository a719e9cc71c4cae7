//! A round opens and closes: by the clock, or closes earlier or later by its owner's word.

use std::collections::{BTreeMap, HashMap};

use domain::{
    id::{RoundId, TeamId, UserId},
    invalid::{Code, Invalid},
    people::TeamKind,
    permit::{Act, Actor, may},
    scoring::{
        Cast, Entitled, Opinion, Pool, entitled, is_heard,
        plan::{Stage, moment},
        settle,
    },
};
use jiff::tz::TimeZone;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, EntityTrait, ExprTrait, IntoActiveModel, QueryFilter, QueryOrder, Set, sea_query::Expr,
};
use serde_json::json;

use super::{
    dealings::{self, Teams},
    results::Comment,
    secret::{self, Secret},
    stored,
};
use crate::{
    Error, Result, Store, Tx, convert,
    entity::{score_ballots as ballots, score_results as results, score_rounds as rounds, score_votes as votes, teams},
    token, zone,
};

/// Rows that are written at once.
const AT_ONCE: usize = 500;

/// Opens what is to be open by now, closes what is to be closed, and destroys the links of what has closed. Any number of processes may do it, as
/// often as they like.
///
/// # Errors
/// Those of the database and of the files.
pub async fn settle_due(store: &Store) -> Result<()> {
    let now = store.now().millis();
    let stage = |stage: Stage| rounds::Column::Stage.eq(stage.as_str());
    let due = Condition::any()
        .add(stage(Stage::Planned).and(rounds::Column::OpensAt.lte(now)))
        .add(stage(Stage::Open).and(rounds::Column::ClosesAt.lte(now)))
        .add(stage(Stage::Closed).and(rounds::Column::Unlinked.eq(false)));
    for row in rounds::Entity::find().filter(due).order_by_asc(rounds::Column::Id).all(&store.read).await? {
        let id = RoundId(row.id);
        if stored::stage(&row)? == Stage::Planned {
            open(store, id).await?;
        }
        if row.closes_at <= now && stored::stage(&row)? != Stage::Closed {
            close(store, id, None).await?;
        }
        unlink(store, id).await?;
    }
    Ok(())
}

async fn open(store: &Store, id: RoundId) -> Result<()> {
    // Before the round is open, so that no ballot is cast without it.
    secret::ensure(store, id).await?;
    let row = rounds::Entity::find_by_id(id.get()).one(&store.read).await?.ok_or(Error::NotFound)?;
    let plan = stored::plan(&row)?;
    let teams = Teams::load(&store.read).await?;
    let dealings = dealings::between(&store.read, &teams, plan.from, plan.until.min(store.now())).await?;
    let entitled = entitled(dealings, &teams.members);
    let row = |(&(rater, team), one): (&(UserId, TeamId), &Entitled)| ballots::ActiveModel {
        round_id: Set(id.get()),
        rater_id: Set(rater.get()),
        team_id: Set(team.get()),
        rater_team_id: Set(one.rater_team.get()),
        filed: Set(i64::from(one.dealt.filed)),
        handled: Set(i64::from(one.dealt.handled)),
        handed_over: Set(i64::from(one.dealt.handed_over)),
        taken_over: Set(i64::from(one.dealt.taken_over)),
        faults: Set(i64::from(one.dealt.faults)),
    };
    let rows: Vec<_> = entitled.iter().map(row).collect();
    store
        .transact(None, |tx| {
            Box::pin(async {
                let round = stored::locked(&tx.conn, id).await?;
                // Somebody else opened it, or put it off.
                if stored::stage(&round)? != Stage::Planned || round.opens_at > tx.now.millis() {
                    return Ok(());
                }
                for some in rows.chunks(AT_ONCE) {
                    ballots::Entity::insert_many(some.to_vec()).exec_without_returning(&tx.conn).await?;
                }
                let version = round.version + 1;
                let mut round = round.into_active_model();
                round.stage = Set(Stage::Open.as_str().to_owned());
                round.ballots = Set(stored::number(rows.len()));
                round.version = Set(version);
                round.update(&tx.conn).await?;
                tx.audit("round.open", ("round", id), json!({ "ballots": rows.len() }));
                Ok(())
            })
        })
        .await
}

/// Closes a round before its time.
///
/// # Errors
/// [`Error::NotFound`] for whom does not run it; [`Error::Conflict`] when it is not open.
pub async fn end(store: &Store, actor: &Actor, id: RoundId) -> Result<()> {
    runs(store, actor, id).await?;
    close(store, id, Some(actor.user)).await?;
    unlink(store, id).await
}

/// Lets a round be open for longer, until a time by the actor's clock.
///
/// # Errors
/// [`Error::NotFound`] for whom does not run it; [`Error::Conflict`] when it is not open; [`Error::Invalid`] at `closes`: `Required`, `NotADate`,
/// `NotAfterTheFirst` for what is no later than it was.
pub async fn prolong(store: &Store, actor: &Actor, id: RoundId, closes: &str) -> Result<()> {
    runs(store, actor, id).await?;
    let zone = zone::find(&zone::name_of(store, actor.user).await?).unwrap_or(TimeZone::UTC);
    let closes = moment(closes, &zone).map_err(|code| Invalid::one("closes", code))?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let row = stored::locked(&tx.conn, id).await?;
                if stored::stage(&row)? != Stage::Open || row.closes_at <= tx.now.millis() {
                    return Err(Error::Conflict { what: "round" });
                }
                let before = row.closes_at;
                if closes.millis() <= before {
                    return Err(Invalid::one("closes", Code::NotAfterTheFirst).into());
                }
                let version = row.version + 1;
                let mut row = row.into_active_model();
                row.closes_at = Set(closes.millis());
                row.version = Set(version);
                row.update(&tx.conn).await?;
                tx.audit("round.prolong", ("round", id), json!({ "from": before, "to": closes }));
                Ok(())
            })
        })
        .await
}

async fn runs(store: &Store, actor: &Actor, id: RoundId) -> Result<()> {
    let row = stored::seen(&store.read, actor, id).await?;
    if may(actor, Act::RunRound { owner: UserId(row.owner_id) }) { Ok(()) } else { Err(Error::NotFound) }
}

/// Closes it: by the clock, or by somebody's word. The results are reckoned, kept for good, and all ballots forgotten.
async fn close(store: &Store, id: RoundId, by: Option<UserId>) -> Result<()> {
    // Without it nothing that was cast can be read any more, and a round cannot stay open for ever.
    let secret = secret::find(store, id).await.ok();
    store
        .transact(by, |tx| {
            Box::pin(async {
                let row = stored::locked(&tx.conn, id).await?;
                if stored::stage(&row)? != Stage::Open {
                    return if by.is_some() { Err(Error::Conflict { what: "round" }) } else { Ok(()) };
                }
                if by.is_none() && row.closes_at > tx.now.millis() {
                    return Ok(());
                }
                let read = match &secret {
                    Some(secret) => read(tx, id, secret).await?,
                    None => Vec::new(),
                };
                let cast: Vec<Cast> = read.iter().map(|(cast, _)| cast.clone()).collect();
                let settled = settle(&cast);
                let said = read.into_iter().filter(|(_, comment)| !comment.is_empty());
                let mut comments: Vec<Comment> = said
                    .map(|(cast, text)| Comment { team: cast.target, pool: cast.pool, text })
                    .filter(|one| is_heard(&settled.publication, one.team, one.pool))
                    .collect();
                shuffle(&mut comments)?;
                let result = results::ActiveModel {
                    round_id: Set(id.get()),
                    kept: Set(convert::to_json("result", &settled.kept)?),
                    publication: Set(convert::to_json("result", &settled.publication)?),
                    flags: Set(convert::to_json("result", &settled.flags)?),
                    comments: Set(convert::to_json("result", &comments)?),
                };
                results::Entity::insert(result).exec_without_returning(&tx.conn).await?;
                votes::Entity::delete_many().filter(votes::Column::RoundId.eq(id.get())).exec(&tx.conn).await?;
                ballots::Entity::delete_many().filter(ballots::Column::RoundId.eq(id.get())).exec(&tx.conn).await?;
                let (version, all) = (row.version + 1, row.ballots);
                let mut row = row.into_active_model();
                row.stage = Set(Stage::Closed.as_str().to_owned());
                row.votes = Set(stored::number(settled.kept.len()));
                if by.is_some() {
                    row.closes_at = Set(tx.now.millis());
                }
                row.version = Set(version);
                row.update(&tx.conn).await?;
                tx.audit("round.close", ("round", id), json!({ "ballots": all, "votes": settled.kept.len() }));
                Ok(())
            })
        })
        .await
}

/// Every ballot that was cast, with its comment. The raters get numbers that say nothing, not even who of them has the lower account.
async fn read(tx: &Tx<'_>, id: RoundId, secret: &Secret) -> Result<Vec<(Cast, String)>> {
    let may_cast = ballots::Entity::find().filter(ballots::Column::RoundId.eq(id.get())).all(&tx.conn).await?;
    let said = votes::Entity::find().filter(votes::Column::RoundId.eq(id.get())).all(&tx.conn).await?;
    let said: HashMap<String, String> = said.into_iter().map(|row| (row.key, row.said)).collect();
    let business = teams::Entity::find().filter(teams::Column::Kind.eq(TeamKind::Business.as_str())).all(&tx.conn).await?;
    let mut raters: Vec<i64> = may_cast.iter().map(|row| row.rater_id).collect();
    raters.sort_unstable();
    raters.dedup();
    shuffle(&mut raters)?;
    let numbers: BTreeMap<i64, u32> = raters.into_iter().zip(1..).collect();
    let mut cast = Vec::new();
    for row in may_cast {
        let Some(said) = said.get(&secret.key(id, UserId(row.rater_id), TeamId(row.team_id))) else { continue };
        let Some(Opinion { scores, comment }) = convert::json::<Option<Opinion>>("ballot", said)? else { continue };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a score is a whole number from 1 to 10")]
        let scores = scores.iter().map(|score| score.get() as u8).collect();
        let is_business = business.iter().any(|team| team.id == row.rater_team_id);
        let pool = if is_business { Pool::External } else { Pool::Internal };
        let rater = numbers.get(&row.rater_id).copied().unwrap_or_default();
        cast.push((Cast { rater, rater_team: TeamId(row.rater_team_id), pool, target: TeamId(row.team_id), scores }, comment));
    }
    Ok(cast)
}

/// Puts them into an order that nobody can guess.
fn shuffle<T>(all: &mut [T]) -> Result<()> {
    for last in (1..all.len()).rev() {
        // Of 2^64 numbers a few more lead to the first places than to the last ones: too few to tell anything.
        let place = u64::from_ne_bytes(token::random()?) % (last as u64 + 1);
        all.swap(last, usize::try_from(place).unwrap_or_default());
    }
    Ok(())
}

/// Destroys what leads from raters to ballots, after these are gone.
async fn unlink(store: &Store, id: RoundId) -> Result<()> {
    let closed = rounds::Column::Id.eq(id.get()).and(rounds::Column::Stage.eq(Stage::Closed.as_str()));
    let row = rounds::Entity::find().filter(closed.clone()).filter(rounds::Column::Unlinked.eq(false)).one(&store.write).await?;
    if row.is_none() {
        return Ok(());
    }
    secret::destroy(store, id).await?;
    rounds::Entity::update_many().col_expr(rounds::Column::Unlinked, Expr::val(true)).filter(closed).exec(&store.write).await?;
    Ok(())
}
