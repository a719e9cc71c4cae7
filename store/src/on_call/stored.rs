//! Rotas and policies as they stand in their columns.

use std::collections::HashMap;

use domain::{
    id::{RotaId, TeamId, UserId},
    on_call::{Duty, Override, Shift, policy::Policy, rota::Rota, view::ShiftView},
    ticket::view::Names,
    time::Timestamp,
};
use jiff::tz::TimeZone;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::{
    Result, convert,
    entity::{calling_policies, rota_overrides, rotas},
    tickets::names::Wanted,
    zone,
};

const ROTA: &str = "rota";

/// A rota with what was made beside its turns.
pub(super) struct Kept {
    pub(super) id: RotaId,
    pub(super) team: TeamId,
    pub(super) version: i64,
    pub(super) rota: Rota,
    pub(super) zone: TimeZone,
    pub(super) overrides: Vec<Override>,
    /// Who made which override.
    pub(super) made_by: HashMap<i64, UserId>,
}

impl Kept {
    pub(super) fn on_duty(&self, at: Timestamp) -> Option<Duty> {
        self.rota.on_duty(&self.zone, &self.overrides, at)
    }

    pub(super) fn in_turn(&self, at: Timestamp) -> Vec<UserId> {
        self.rota.in_turn(&self.zone, &self.overrides, at)
    }

    pub(super) fn shifts(&self, from: Timestamp, until: Timestamp) -> Vec<Shift> {
        self.rota.shifts(&self.zone, &self.overrides, from, until)
    }

    /// Whoever this names.
    pub(super) fn wanted(&self, wanted: &mut Wanted) {
        wanted.person(self.rota.people.iter().copied());
        wanted.person(self.overrides.iter().map(|over| over.person));
        wanted.person(self.made_by.values().copied());
        wanted.team([self.team]);
    }
}

/// The rotas that `which` is true of, by team and name, with the overrides that end after `since`.
pub(super) async fn rotas(conn: &impl ConnectionTrait, which: Condition, since: Timestamp) -> Result<Vec<Kept>> {
    let rows = rotas::Entity::find()
        .filter(which)
        .order_by_asc(rotas::Column::TeamId)
        .order_by_asc(rotas::Column::Name)
        .order_by_asc(rotas::Column::Id)
        .all(conn)
        .await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let overrides = rota_overrides::Entity::find()
        .filter(rota_overrides::Column::RotaId.is_in(rows.iter().map(|row| row.id)))
        .filter(rota_overrides::Column::UntilAt.gt(since.millis()))
        .filter(rota_overrides::Column::WithdrawnAt.is_null())
        .order_by_asc(rota_overrides::Column::Id)
        .all(conn)
        .await?;
    rows.into_iter().map(|row| kept(row, &overrides)).collect()
}

/// One of them.
pub(super) async fn rota(conn: &impl ConnectionTrait, id: RotaId, since: Timestamp) -> Result<Option<Kept>> {
    Ok(rotas(conn, Condition::all().add(rotas::Column::Id.eq(id.get())), since).await?.pop())
}

fn kept(row: rotas::Model, overrides: &[rota_overrides::Model]) -> Result<Kept> {
    let rota: Rota = convert::json(ROTA, &row.body)?;
    // A zone that this version does not know any more: turns go on, by the one clock that is always there.
    let zone = zone::find(&rota.zone).unwrap_or(TimeZone::UTC);
    let own: Vec<&rota_overrides::Model> = overrides.iter().filter(|over| over.rota_id == row.id).collect();
    Ok(Kept {
        id: RotaId(row.id),
        team: TeamId(row.team_id),
        version: row.version,
        overrides: own.iter().map(|over| taken(over)).collect(),
        made_by: own.iter().map(|over| (over.id, UserId(over.made_by))).collect(),
        zone,
        rota,
    })
}

fn taken(row: &rota_overrides::Model) -> Override {
    Override {
        id: row.id,
        person: UserId(row.person_id),
        from: Timestamp::from_millis(row.from_at),
        until: Timestamp::from_millis(row.until_at),
    }
}

/// What goes into `body`.
pub(super) fn body(rota: &Rota) -> Result<String> {
    convert::to_json(ROTA, rota)
}

/// What a team, or each of several, has decided.
pub(super) fn policy(row: &calling_policies::Model) -> Result<Policy> {
    convert::json("calling policy", &row.body)
}

/// A shift as pages show it; nothing where somebody is not known any more.
pub(super) fn shown(shift: &Shift, names: &Names) -> Option<ShiftView> {
    let person = names.person(shift.duty.person)?.clone();
    let usual = shift.duty.usual.filter(|&usual| usual != shift.duty.person && shift.duty.by.is_some());
    let instead_of = usual.and_then(|usual| names.person(usual)).cloned();
    Some(ShiftView { from: shift.from, until: shift.until, person, instead_of })
}
