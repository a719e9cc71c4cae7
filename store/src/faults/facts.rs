//! A fault with what permission depends on, and the one door to it.

use std::collections::{BTreeSet, HashMap};

use domain::{
    id::{FaultId, ServiceId, TeamId, UserId},
    permit::{Act, Actor, FaultFacts, may},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::{
    Error, Result,
    entity::{fault_services, faults, services},
};

/// A fault's row, what it hits, and who has a part in it.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub(crate) row: faults::Model,
    pub(crate) facts: FaultFacts,
    pub(crate) services: Vec<ServiceId>,
}

impl Known {
    /// The fault for somebody who may do this with it. What may not be seen is not found, like what does not exist.
    ///
    /// With `lock` nobody else changes it until the transaction ends.
    pub(crate) async fn find(
        conn: &impl ConnectionTrait,
        actor: &Actor,
        id: FaultId,
        act: impl for<'f> Fn(&'f FaultFacts) -> Act<'f>,
        lock: bool,
    ) -> Result<Self> {
        let known = Self::any(conn, id, lock).await?;
        if may(actor, act(&known.facts)) { Ok(known) } else { Err(Error::NotFound) }
    }

    /// The fault for whoever decides by something else that belongs to it, who may read it.
    pub(super) async fn any(conn: &impl ConnectionTrait, id: FaultId, lock: bool) -> Result<Self> {
        let mut select = faults::Entity::find_by_id(id.get());
        if lock {
            select = select.lock_exclusive();
        }
        let row = select.one(conn).await?.ok_or(Error::NotFound)?;
        let services = services_of(conn, id).await?;
        Ok(Self { facts: facts(conn, &row, &services).await?, row, services })
    }

    /// The same of several, in three queries.
    pub(super) async fn many(conn: &impl ConnectionTrait, ids: &[i64]) -> Result<HashMap<i64, Self>> {
        let rows = faults::Entity::find().filter(faults::Column::Id.is_in(ids.iter().copied())).all(conn).await?;
        let hits = fault_services::Entity::find()
            .filter(fault_services::Column::FaultId.is_in(ids.iter().copied()))
            .order_by_asc(fault_services::Column::ServiceId)
            .all(conn)
            .await?;
        let all: Vec<ServiceId> = hits.iter().map(|hit| ServiceId(hit.service_id)).collect();
        let duties = duties(conn, &all).await?;
        let known = rows.into_iter().map(|row| {
            let services: Vec<ServiceId> = hits.iter().filter(|hit| hit.fault_id == row.id).map(|hit| ServiceId(hit.service_id)).collect();
            let facts = with_duties(&row, services.iter().filter_map(|service| duties.get(&service.get())));
            (row.id, Self { facts, services, row })
        });
        Ok(known.collect())
    }

    pub(crate) const fn id(&self) -> FaultId {
        FaultId(self.row.id)
    }
}

async fn services_of(conn: &impl ConnectionTrait, id: FaultId) -> Result<Vec<ServiceId>> {
    let rows = fault_services::Entity::find()
        .filter(fault_services::Column::FaultId.eq(id.get()))
        .order_by_asc(fault_services::Column::ServiceId)
        .all(conn)
        .await?;
    Ok(rows.into_iter().map(|row| ServiceId(row.service_id)).collect())
}

/// What permission depends on in a fault with this row, once it hits these services.
pub(super) async fn facts(conn: &impl ConnectionTrait, row: &faults::Model, hit: &[ServiceId]) -> Result<FaultFacts> {
    Ok(with_duties(row, duties(conn, hit).await?.values()))
}

/// The team and the owner of each service.
async fn duties(conn: &impl ConnectionTrait, of: &[ServiceId]) -> Result<HashMap<i64, (TeamId, Option<UserId>)>> {
    let found: Vec<(i64, i64, Option<i64>)> = services::Entity::find()
        .filter(services::Column::Id.is_in(of.iter().map(|service| service.get())))
        .select_only()
        .columns([services::Column::Id, services::Column::TeamId, services::Column::OwnerId])
        .into_tuple()
        .all(conn)
        .await?;
    Ok(found.into_iter().map(|(id, team, owner)| (id, (TeamId(team), owner.map(UserId)))).collect())
}

fn with_duties<'d>(row: &faults::Model, duties: impl Iterator<Item = &'d (TeamId, Option<UserId>)>) -> FaultFacts {
    let (teams, owners): (BTreeSet<TeamId>, Vec<Option<UserId>>) = duties.copied().unzip();
    let owners: BTreeSet<UserId> = owners.into_iter().flatten().collect();
    let holders = [row.commander_id, row.scribe_id, row.liaison_id].into_iter().flatten().map(UserId);
    FaultFacts {
        declared_by: UserId(row.declared_by),
        holders: holders.collect(),
        teams: teams.into_iter().collect(),
        owners: owners.into_iter().collect(),
    }
}
