//! Rotas: who makes and changes them, and the page of one.

use domain::{
    id::{RotaId, TeamId},
    invalid::{Code, Invalid},
    on_call::{
        rota::{HandOver, Rota, RotaDraft},
        view::{OverrideRow, RotaForm, RotaShown},
    },
    permit::{Act, Actor, may},
    time::Span,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, Set};
use serde_json::json;

use super::{members, overrides, stored, team_for};
use crate::{
    Error, Result, Store, Tx,
    entity::{calling_policies, rota_overrides, rotas},
    error,
    tickets::names::Wanted,
    zone,
};

/// How far ahead shifts are shown.
pub(super) const AHEAD: Span = Span::from_days(28);

/// Makes a rota of a team.
///
/// # Errors
/// [`Error::NotFound`] for whom may not decide about the team; [`Error::Invalid`] as [`RotaDraft::parse`], at `zone` (`UnknownZone`), at
/// `people.N` (`UnknownReference`) for who is not in the team or whose account is not in use, at `name` (`AlreadyTaken`).
pub async fn create(store: &Store, actor: &Actor, team: TeamId, draft: &RotaDraft) -> Result<RotaId> {
    team_for(&store.read, actor, team, Act::ManageOnCall).await?;
    let rota = parse(draft)?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                are_members(&tx.conn, team, draft).await?;
                let row = rotas::ActiveModel {
                    team_id: Set(team.get()),
                    name: Set(rota.name.clone()),
                    body: Set(stored::body(&rota)?),
                    version: Set(1),
                    ..Default::default()
                };
                let id = RotaId(rotas::Entity::insert(row).exec(&tx.conn).await.map_err(taken)?.last_insert_id);
                tx.audit("rota.create", ("rota", id), json!({ "team": team, "name": rota.name, "people": rota.people }));
                Ok(id)
            })
        })
        .await
}

/// Changes a rota; `version` is what the change is based on. Turns are counted anew from the first day that it says; overrides stay.
///
/// # Errors
/// As [`create`], and [`Error::Conflict`] when somebody else changed it since.
pub async fn change(store: &Store, actor: &Actor, id: RotaId, version: i64, draft: &RotaDraft) -> Result<()> {
    let team = of(store, actor, id).await?;
    let rota = parse(draft)?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let row = locked(tx, id).await?;
                if row.version != version {
                    return Err(Error::Conflict { what: "rota" });
                }
                are_members(&tx.conn, team, draft).await?;
                let before: Rota = crate::convert::json("rota", &row.body)?;
                if before == rota {
                    return Ok(());
                }
                let mut row = row.into_active_model();
                row.name = Set(rota.name.clone());
                row.body = Set(stored::body(&rota)?);
                row.version = Set(version + 1);
                row.update(&tx.conn).await.map_err(taken)?;
                let said = |rota: &Rota| json!({ "name": rota.name, "people": rota.people });
                tx.audit("rota.change", ("rota", id), json!({ "from": said(&before), "to": said(&rota) }));
                Ok(())
            })
        })
        .await
}

/// Removes a rota with what was made beside its turns. What was logged stays.
///
/// # Errors
/// [`Error::NotFound`] for whom may not; [`Error::InUse`] while a step of any team names it.
pub async fn delete(store: &Store, actor: &Actor, id: RotaId) -> Result<TeamId> {
    let team = of(store, actor, id).await?;
    store
        .transact(actor.user, |tx| {
            Box::pin(async {
                let row = locked(tx, id).await?;
                for policy in calling_policies::Entity::find().all(&tx.conn).await? {
                    let named = stored::policy(&policy)?.steps.into_iter().flat_map(|step| step.whom);
                    if named.into_iter().any(|whom| whom == domain::on_call::policy::Whom::OnCall(id)) {
                        return Err(Error::InUse { what: "steps" });
                    }
                }
                rota_overrides::Entity::delete_many().filter(rota_overrides::Column::RotaId.eq(id.get())).exec(&tx.conn).await?;
                rotas::Entity::delete_by_id(id.get()).exec(&tx.conn).await?;
                tx.audit("rota.delete", ("rota", id), json!({ "team": row.team_id, "name": row.name }));
                Ok(team)
            })
        })
        .await
}

/// What the form of a new rota begins with.
///
/// # Errors
/// [`Error::NotFound`] for whom may not decide about the team.
pub async fn form(store: &Store, actor: &Actor, team: TeamId) -> Result<RotaForm> {
    let team = team_for(&store.read, actor, team, Act::ManageOnCall).await?;
    let zone = store.settings().await?.time_zone.clone();
    let today = zone::find(&zone).map(|zone| zone.to_datetime(store.now().to_jiff()).date().to_string());
    let draft = RotaDraft {
        zone,
        days: "7".into(),
        hand_over: HandOver::default().as_str().into(),
        time: "09:00".into(),
        from: today.unwrap_or_default(),
        ..RotaDraft::default()
    };
    Ok(RotaForm { members: members(&store.read, team.id).await?, team, draft })
}

/// The page of one rota.
///
/// # Errors
/// [`Error::NotFound`] for whom may not see it.
pub async fn rota(store: &Store, actor: &Actor, id: RotaId) -> Result<RotaShown> {
    let (conn, now) = (&store.read, store.now());
    let kept = stored::rota(conn, id, now).await?.ok_or(Error::NotFound)?;
    let team = team_for(conn, actor, kept.team, Act::SeeOnCall).await?;
    let mut wanted = Wanted::default();
    kept.wanted(&mut wanted);
    let names = wanted.find(conn).await?;
    let may_manage = may(actor, Act::ManageOnCall(kept.team));
    let shifts: Vec<_> = kept.shifts(now, now.plus(AHEAD));
    let row = |over: &domain::on_call::Override| {
        let usual = kept.rota.on_duty(&kept.zone, &[], over.from).map(|duty| duty.person);
        let duty = domain::on_call::Duty { person: over.person, usual, by: Some(over.id) };
        let shift = stored::shown(&domain::on_call::Shift { from: over.from, until: over.until, duty }, &names)?;
        let by = kept.made_by.get(&over.id).copied();
        Some(OverrideRow {
            id: over.id,
            shift,
            by: by.and_then(|by| names.person(by)).cloned(),
            may_withdraw: may_manage || overrides::is_theirs(actor, over.person, by),
        })
    };
    Ok(RotaShown {
        id,
        draft: RotaDraft::from(&kept.rota),
        people: kept.rota.people.iter().filter_map(|&person| names.person(person)).cloned().collect(),
        shifts: shifts.iter().filter_map(|shift| stored::shown(shift, &names)).collect(),
        overrides: kept.overrides.iter().filter_map(row).collect(),
        members: members(conn, kept.team).await?,
        may_manage,
        may_take_over: may_manage || may(actor, Act::TakeOver(kept.team)),
        version: kept.version,
        team,
    })
}

/// The team of a rota, for who decides about it.
async fn of(store: &Store, actor: &Actor, id: RotaId) -> Result<TeamId> {
    let row = rotas::Entity::find_by_id(id.get()).one(&store.read).await?.ok_or(Error::NotFound)?;
    Ok(team_for(&store.read, actor, TeamId(row.team_id), Act::ManageOnCall).await?.id)
}

pub(super) async fn locked(tx: &Tx<'_>, id: RotaId) -> Result<rotas::Model> {
    rotas::Entity::find_by_id(id.get()).lock_exclusive().one(&tx.conn).await?.ok_or(Error::NotFound)
}

fn parse(draft: &RotaDraft) -> Result<Rota> {
    let parsed = draft.parse();
    match zone::check(&draft.zone) {
        Ok(_) => Ok(parsed?),
        Err(code) => {
            let mut invalid = parsed.err().unwrap_or_default();
            if invalid.of("zone").is_none() {
                invalid.add("zone", code);
            }
            Err(invalid.into())
        }
    }
}

/// Refuses who is not in the team, at the field where they stand.
async fn are_members(conn: &impl ConnectionTrait, team: TeamId, draft: &RotaDraft) -> Result<()> {
    let members = crate::tickets::members(conn, Some(team)).await?;
    let mut invalid = Invalid::default();
    for (place, typed) in draft.people.iter().enumerate().filter(|(_, typed)| !typed.trim().is_empty()) {
        if !typed.trim().parse().is_ok_and(|person| members.contains(&person)) {
            invalid.add(format!("people.{place}"), Code::UnknownReference);
        }
    }
    Ok(invalid.or(())?)
}

fn taken(error: sea_orm::DbErr) -> Error {
    if error::is_taken(&error) { Invalid::one("name", Code::AlreadyTaken).into() } else { error.into() }
}
