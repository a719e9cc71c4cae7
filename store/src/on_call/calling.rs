//! Calling: a fault begins to call a team, goes on step by step, and ceases when somebody has it or it is over.

use domain::{
    fault::Severity,
    id::{FaultId, ServiceId, TeamId},
    on_call::policy::{Place, Policy},
    time::Timestamp,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Set,
    sea_query::{Expr, OnConflict},
};
use serde_json::json;

use super::{
    attempts::{self, Attempt, CALLED_OFF, WAITING},
    stored, whom,
};
use crate::{
    Error, Result, Store, Tx, convert,
    entity::{calling_policies, callings, calls, outbox, services},
    faults::{self, Standing},
    outbox::State,
};

/// A fault begins to call the teams of these services that have decided so, for the first step of each. One that it calls already goes on
/// as it was: what a team has decided since holds for the next fault.
pub(crate) async fn begin(tx: &Tx<'_>, fault: FaultId, severity: Severity, hit: &[ServiceId]) -> Result<()> {
    let teams = services::Entity::find()
        .filter(services::Column::Id.is_in(hit.iter().map(|service| service.get())))
        .select_only()
        .column(services::Column::TeamId);
    let policies = calling_policies::Entity::find()
        .filter(calling_policies::Column::Active.eq(true))
        .filter(calling_policies::Column::TeamId.in_subquery(teams.into_query()))
        .order_by_asc(calling_policies::Column::TeamId)
        .all(&tx.conn)
        .await?;
    for row in policies {
        let policy = stored::policy(&row)?;
        if !policy.covers(severity) {
            continue;
        }
        let calling = callings::ActiveModel {
            fault_id: Set(fault.get()),
            team_id: Set(row.team_id),
            began_at: Set(tx.now.millis()),
            round: Set(0),
            step: Set(0),
            next_at: Set(Some(tx.now.plus(policy.reached_after(Place::FIRST)).millis())),
            body: Set(row.body),
        };
        let once = OnConflict::columns([callings::Column::FaultId, callings::Column::TeamId]).do_nothing().to_owned();
        callings::Entity::insert(calling).on_conflict(once).exec_without_returning(&tx.conn).await?;
    }
    Ok(())
}

/// A fault ceases to call: nobody else is told, and what has not left yet does not leave.
pub(crate) async fn settle(tx: &Tx<'_>, fault: FaultId) -> Result<()> {
    let gone = callings::Entity::delete_many().filter(callings::Column::FaultId.eq(fault.get())).exec(&tx.conn).await?;
    if gone.rows_affected == 0 {
        return Ok(());
    }
    let mails = calls::Entity::find()
        .filter(calls::Column::FaultId.eq(fault.get()))
        .filter(calls::Column::MailId.is_not_null())
        .select_only()
        .column(calls::Column::MailId);
    outbox::Entity::update_many()
        .col_expr(outbox::Column::State, Expr::val(State::Cancelled.as_str()))
        .filter(outbox::Column::Id.in_subquery(mails.into_query()))
        .filter(outbox::Column::State.is_in([State::Queued.as_str(), State::Held.as_str()]))
        .exec(&tx.conn)
        .await?;
    calls::Entity::update_many()
        .col_expr(calls::Column::State, Expr::val(CALLED_OFF))
        .col_expr(calls::Column::DueAt, Expr::value(Option::<i64>::None))
        .filter(calls::Column::FaultId.eq(fault.get()))
        .filter(calls::Column::State.eq(WAITING))
        .exec(&tx.conn)
        .await?;
    Ok(())
}

/// Takes the steps whose time has come, at most `limit` of them; says how many were taken.
///
/// Each is a transaction of its own under the fault's lock, in which whoever moves the calling on first takes it: several processes may
/// look. What became due while nobody looked is done late. One that cannot be taken is passed over with a line in the log.
///
/// # Errors
/// The database's.
pub async fn call_due(store: &Store, limit: u64) -> Result<u64> {
    let due: Vec<(i64, i64)> = callings::Entity::find()
        .filter(callings::Column::NextAt.lte(store.now().millis()))
        .order_by_asc(callings::Column::NextAt)
        .order_by_asc(callings::Column::FaultId)
        .limit(limit)
        .select_only()
        .columns([callings::Column::FaultId, callings::Column::TeamId])
        .into_tuple()
        .all(&store.read)
        .await?;
    let mut taken = 0;
    for (fault, team) in due {
        match store.transact(None, |tx| Box::pin(async move { take(tx, FaultId(fault), TeamId(team)).await })).await {
            Ok(took) => taken += u64::from(took),
            Err(error) => tracing::error!(%error, fault, team, "a step of a fault's calling could not be taken"),
        }
    }
    Ok(taken)
}

/// Takes the step of one calling, if its time has still come.
async fn take(tx: &mut Tx<'_>, fault: FaultId, team: TeamId) -> Result<bool> {
    // The fault first, as whoever says that they have it does: then either they had it before this step or were told by it.
    let standing = Standing::find(&tx.conn, fault, true).await?;
    let row = callings::Entity::find_by_id((fault.get(), team.get())).lock_exclusive().one(&tx.conn).await?;
    let Some(row) = row.filter(|row| row.next_at.is_some_and(|at| at <= tx.now.millis())) else { return Ok(false) };
    let policy: Policy = convert::json("calling policy", &row.body)?;
    let kept = calling_policies::Entity::find_by_id(team.get()).one(&tx.conn).await?;
    let severity: Severity = convert::word("fault", &standing.row.severity)?;
    let still = standing.waits() && standing.known.facts.teams.contains(&team) && policy.covers(severity);
    let Some(kept) = kept.filter(|kept| still && kept.active) else {
        // It may begin anew when somebody says that it hits the team after all, or is as bad.
        callings::Entity::delete_by_id((fault.get(), team.get())).exec(&tx.conn).await?;
        return Ok(false);
    };
    let place = place(&row)?;
    let step = policy.step(place).ok_or(Error::Unreadable { what: "calling" })?;
    let found = whom::find(&tx.conn, team, &step.whom, tx.now).await?;
    let attempt =
        Attempt { fault: Some(fault), team, place, key: format!("{fault}:{team}:{}", row.began_at), gateway: !kept.url.is_empty() };
    let reached = attempts::make(tx, &attempt, &found).await?;
    let next = policy.following(place);
    let mut row = row.into_active_model();
    match next {
        Some((next, distance)) => {
            // Where nobody was reached, those of the next step are told at once; a round keeps its distance from the one before.
            let at_once = reached == 0 && next.round == place.round;
            row.round = Set(i64::from(next.round));
            row.step = Set(i64::from(next.step));
            row.next_at = Set(Some(if at_once { tx.now } else { tx.now.plus(distance) }.millis()));
        }
        None => row.next_at = Set(None),
    }
    row.update(&tx.conn).await?;
    faults::alerted(tx, &[fault.get()]).await?;
    let data = json!({ "team": team, "round": place.round + 1, "step": place.step + 1, "people": found.people });
    tx.audit("fault.call", ("fault", fault), data);
    Ok(true)
}

fn place(row: &callings::Model) -> Result<Place> {
    let number = |n: i64| u16::try_from(n).map_err(|_| Error::Unreadable { what: "calling" });
    Ok(Place { round: number(row.round)?, step: number(row.step)? })
}

/// When a fault calls next.
pub(super) async fn next_at(conn: &impl sea_orm::ConnectionTrait, fault: FaultId) -> Result<Option<Timestamp>> {
    let rows = callings::Entity::find().filter(callings::Column::FaultId.eq(fault.get())).all(conn).await?;
    Ok(rows.into_iter().filter_map(|row| row.next_at).min().map(Timestamp::from_millis))
}
