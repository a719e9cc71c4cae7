//! Casting a ballot.

use domain::{
    id::{RoundId, TeamId},
    permit::Actor,
    scoring::{Opinion, plan::Stage},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, OnConflict, Query},
};

use super::{secret, stored};
use crate::{
    Error, Result, Store, convert,
    entity::{score_ballots as ballots, score_votes as votes},
};

/// What stood on a ballot's form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    /// The rater leaves it to others.
    CannotJudge,
    /// What was chosen for each dimension, in the round's order, and the comment.
    Scores(Vec<String>, String),
}

/// Casts the actor's ballot for a team, or changes it.
///
/// No record is made of it, and it is nobody's transaction: a record with a name and a time would lead to the row that changed at that time.
///
/// # Errors
/// [`Error::NotFound`] without such a ballot in an open round; [`Error::Conflict`] when the round closed meanwhile; [`Error::Invalid`] as [`Opinion::parse`], at `score.0` (and so
/// on) and `comment`; [`Error::Unavailable`] when the round's secret cannot be read.
pub async fn cast(store: &Store, actor: &Actor, id: RoundId, team: TeamId, typed: &Typed) -> Result<()> {
    let row = stored::seen(&store.read, actor, id).await?;
    let key = (id.get(), actor.user.get(), team.get());
    if ballots::Entity::find_by_id(key).one(&store.read).await?.is_none() {
        return Err(Error::NotFound);
    }
    let said = match typed {
        Typed::CannotJudge => None,
        Typed::Scores(scores, comment) => {
            let count = stored::plan(&row)?.dimensions.len();
            let names: Vec<String> = (0..count).map(|place| format!("score.{place}")).collect();
            let given = |place: usize| scores.get(place).map_or("", String::as_str);
            let fields: Vec<(&str, &str)> = names.iter().enumerate().map(|(place, name)| (name.as_str(), given(place))).collect();
            Some(Opinion::parse(&fields, comment)?)
        }
    };
    let said = convert::to_json("ballot", &said)?;
    let name = secret::find(store, id).await?.key(id, actor.user, team);
    store
        .transact(None, |tx| {
            Box::pin(async {
                let round = stored::locked(&tx.conn, id).await?;
                let open = stored::stage(&round)? == Stage::Open && tx.now.millis() < round.closes_at;
                if !open || ballots::Entity::find_by_id(key).filter(ballots::Column::RoundId.eq(id.get())).one(&tx.conn).await?.is_none() {
                    return Err(Error::Conflict { what: "round" });
                }
                let mut upsert = Query::insert();
                upsert
                    .into_table(votes::Entity)
                    .columns([votes::Column::RoundId, votes::Column::Key, votes::Column::Said])
                    .values_panic([Expr::val(id.get()), Expr::val(name.as_str()), Expr::val(said.as_str())])
                    .on_conflict(
                        OnConflict::columns([votes::Column::RoundId, votes::Column::Key]).update_column(votes::Column::Said).to_owned(),
                    );
                tx.conn.execute(&upsert).await?;
                Ok(())
            })
        })
        .await
}
