//! Appeals of teams against what they were given, and their answers. Both stay.

use domain::{
    id::{RoundId, TeamId, UserId},
    invalid::{Invalid, text},
    permit::{Act, Actor, may},
    scoring::{
        plan::{APPEAL_MAX, APPEAL_WINDOW},
        view::AppealShown,
    },
    time::Timestamp,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set};
use serde_json::json;

use super::{results::Outcome, stored};
use crate::{Error, Result, Store, entity::score_appeals as appeals, people, teams};

/// A team's lead appeals, once, within 14 days after the round has closed.
///
/// # Errors
/// [`Error::NotFound`] for who does not lead the team, before the round has closed, and of a team that nobody scored; [`Error::Conflict`] after the
/// time for it, and when the team has appealed before; [`Error::Invalid`] at `reason`.
pub async fn appeal(store: &Store, actor: &Actor, id: RoundId, team: TeamId, reason: &str) -> Result<()> {
    let row = stored::seen(&store.read, actor, id).await?;
    let scored = Outcome::find(&store.read, id).await?.is_some_and(|outcome| outcome.scored.contains(&team));
    if !scored || !may(actor, Act::AppealScores { team }) {
        return Err(Error::NotFound);
    }
    let reason = text(reason, 1, APPEAL_MAX).map_err(|code| Invalid::one("reason", code))?;
    let until = Timestamp::from_millis(row.closes_at).plus(APPEAL_WINDOW);
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                // One at a time, so that the second of two sees the first.
                stored::locked(&tx.conn, id).await?;
                let known = appeals::Entity::find_by_id((id.get(), team.get())).one(&tx.conn).await?;
                if known.is_some() || tx.now >= until {
                    return Err(Error::Conflict { what: "appeal" });
                }
                let row = appeals::ActiveModel {
                    round_id: Set(id.get()),
                    team_id: Set(team.get()),
                    raised_by: Set(actor.user.get()),
                    raised_at: Set(tx.now.millis()),
                    reason: Set(reason.clone()),
                    answered_by: Set(None),
                    answered_at: Set(None),
                    answer: Set(None),
                };
                appeals::Entity::insert(row).exec_without_returning(&tx.conn).await?;
                tx.audit("round.appeal", ("round", id), json!({ "team": team, "reason": reason }));
                Ok(())
            })
        })
        .await
}

/// Whoever runs the round answers an appeal, once.
///
/// # Errors
/// [`Error::NotFound`] for whom does not run the round, and without such an appeal; [`Error::Conflict`] when it was answered before;
/// [`Error::Invalid`] at `answer`.
pub async fn answer(store: &Store, actor: &Actor, id: RoundId, team: TeamId, said: &str) -> Result<()> {
    let row = stored::seen(&store.read, actor, id).await?;
    let known = appeals::Entity::find_by_id((id.get(), team.get())).one(&store.read).await?;
    if known.is_none() || !may(actor, Act::RunRound { owner: UserId(row.owner_id) }) {
        return Err(Error::NotFound);
    }
    let said = text(said, 1, APPEAL_MAX).map_err(|code| Invalid::one("answer", code))?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let find = appeals::Entity::find_by_id((id.get(), team.get())).lock_exclusive();
                let row = find.one(&tx.conn).await?.ok_or(Error::NotFound)?;
                if row.answered_at.is_some() {
                    return Err(Error::Conflict { what: "appeal" });
                }
                let mut row = row.into_active_model();
                row.answered_by = Set(Some(actor.user.get()));
                row.answered_at = Set(Some(tx.now.millis()));
                row.answer = Set(Some(said.clone()));
                row.update(&tx.conn).await?;
                tx.audit("round.answer_appeal", ("round", id), json!({ "team": team, "text": said }));
                Ok(())
            })
        })
        .await
}

/// The appeal of a team, if there is one.
pub(super) async fn of(store: &Store, id: RoundId, team: TeamId) -> Result<Option<AppealShown>> {
    Ok(all(store, id).await?.into_iter().find(|appeal| appeal.team.id == team))
}

/// The appeals of a round, the first one first.
pub(super) async fn all(store: &Store, id: RoundId) -> Result<Vec<AppealShown>> {
    let rows = appeals::Entity::find()
        .filter(appeals::Column::RoundId.eq(id.get()))
        .order_by_asc(appeals::Column::RaisedAt)
        .order_by_asc(appeals::Column::TeamId)
        .all(&store.read)
        .await?;
    let people: Vec<i64> = rows.iter().flat_map(|row| [Some(row.raised_by), row.answered_by]).flatten().collect();
    let teams: Vec<i64> = rows.iter().map(|row| row.team_id).collect();
    let named = people::refs(&store.read, people).await?;
    let of = teams::refs(&store.read, teams).await?;
    let person = |id: Option<i64>| id.and_then(|id| named.get(&id).cloned());
    let shown = |row: appeals::Model| {
        let answer = row.answered_at.zip(row.answer);
        Some(AppealShown {
            team: of.get(&row.team_id)?.clone(),
            by: person(Some(row.raised_by)),
            at: Timestamp::from_millis(row.raised_at),
            reason: row.reason,
            answer: answer.map(|(at, said)| (person(row.answered_by), Timestamp::from_millis(at), said)),
        })
    };
    Ok(rows.into_iter().filter_map(shown).collect())
}
