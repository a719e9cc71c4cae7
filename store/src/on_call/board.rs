//! Who is on call: for every team that the reader knows of, and for one of them.

use domain::{
    id::TeamId,
    on_call::view::{Board, OwnShift, RotaNow, TeamNow, TeamShown},
    people::TeamKind,
    permit::{Act, Actor, may},
    ticket::view::{Names, TeamRef},
    time::{Span, Timestamp},
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{
    attempts, policies,
    rotas::AHEAD,
    stored::{self, Kept},
    team_for,
};
use crate::{
    Result, Store,
    entity::{calling_policies, rotas, teams},
    tickets::names::Wanted,
};

/// How far ahead the next shift is looked for: further than the longest one lasts.
const NEXT: Span = Span::from_days(130);

/// Who is on call now for each team whose on-call the reader sees, and their own shifts of four weeks.
///
/// # Errors
/// [`crate::Error::NotFound`] for who answers for nothing; the database's.
pub async fn board(store: &Store, actor: &Actor) -> Result<Board> {
    if !actor.is_agent() {
        return Err(crate::Error::NotFound);
    }
    let (conn, now) = (&store.read, store.now());
    let rows = teams::Entity::find().filter(teams::Column::ArchivedAt.is_null()).order_by_asc(teams::Column::Name).all(conn).await?;
    let rows: Vec<teams::Model> = rows.into_iter().filter(|row| may(actor, Act::SeeOnCall(TeamId(row.id)))).collect();
    let which = Condition::all().add(rotas::Column::TeamId.is_in(rows.iter().map(|row| row.id)));
    let kept = stored::rotas(conn, which, now).await?;
    let active: Vec<i64> = calling_policies::Entity::find()
        .filter(calling_policies::Column::Active.eq(true))
        .select_only()
        .column(calling_policies::Column::TeamId)
        .into_tuple()
        .all(conn)
        .await?;
    let names = names(conn, &kept).await?;
    let mut shown = Vec::new();
    for row in rows {
        let id = TeamId(row.id);
        let (active, may_manage) = (active.contains(&row.id), may(actor, Act::ManageOnCall(id)));
        let rotas: Vec<RotaNow> = kept.iter().filter(|kept| kept.team == id).map(|kept| rota_now(kept, &names, now)).collect();
        let could = may_manage && row.kind != TeamKind::Business.as_str();
        if !rotas.is_empty() || active || could {
            shown.push(TeamNow { team: TeamRef { id, name: row.name }, rotas, active, may_manage });
        }
    }
    let mut own = Vec::new();
    for kept in &kept {
        let Some(team) = shown.iter().find(|shown| shown.team.id == kept.team).map(|shown| shown.team.clone()) else { continue };
        let shifts = kept.shifts(now, now.plus(AHEAD)).into_iter().filter(|shift| shift.duty.person == actor.user);
        own.extend(shifts.filter_map(|shift| stored::shown(&shift, &names)).map(|shift| OwnShift {
            team: team.clone(),
            rota: (kept.id, kept.rota.name.clone()),
            shift,
        }));
    }
    own.sort_by_key(|own| own.shift.from);
    Ok(Board { teams: shown, own })
}

/// The page of one team's on-call: its rotas, what it has decided, and who was called.
///
/// # Errors
/// [`crate::Error::NotFound`] for whom may not see it.
pub async fn team(store: &Store, actor: &Actor, id: TeamId) -> Result<TeamShown> {
    let (conn, now) = (&store.read, store.now());
    let team = team_for(conn, actor, id, Act::SeeOnCall).await?;
    let kept = stored::rotas(conn, Condition::all().add(rotas::Column::TeamId.eq(id.get())), now).await?;
    let names = names(conn, &kept).await?;
    let may_manage = may(actor, Act::ManageOnCall(id));
    let policy = policies::view(conn, id, may_manage).await?;
    let rotas = kept.iter().map(|kept| rota_now(kept, &names, now)).collect();
    let active = policy.as_ref().is_some_and(|policy| policy.active);
    Ok(TeamShown { now: TeamNow { team, rotas, active, may_manage }, policy, log: attempts::of_team(conn, actor, id).await? })
}

async fn names(conn: &impl sea_orm::ConnectionTrait, kept: &[Kept]) -> Result<Names> {
    let mut wanted = Wanted::default();
    kept.iter().for_each(|kept| kept.wanted(&mut wanted));
    wanted.find(conn).await
}

fn rota_now(kept: &Kept, names: &Names, now: Timestamp) -> RotaNow {
    let on_duty = kept.on_duty(now);
    let shifts = kept.shifts(now, now.plus(NEXT));
    let current = shifts.first().filter(|shift| on_duty.is_some() && shift.from == now);
    let next = shifts.iter().find(|shift| current.is_none_or(|current| shift.from > now && shift.duty.person != current.duty.person));
    RotaNow {
        id: kept.id,
        name: kept.rota.name.clone(),
        now: current.and_then(|shift| stored::shown(shift, names)),
        next: next.and_then(|shift| stored::shown(shift, names)),
    }
}
