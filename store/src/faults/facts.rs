//! A fault with what permission depends on, and the one door to it.

use std::collections::BTreeSet;

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
    pub(super) services: Vec<ServiceId>,
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
        let mut select = faults::Entity::find_by_id(id.get());
        if lock {
            select = select.lock_exclusive();
        }
        let row = select.one(conn).await?.ok_or(Error::NotFound)?;
        let services = services_of(conn, id).await?;
        let known = Self { facts: facts(conn, &row, &services).await?, row, services };
        if may(actor, act(&known.facts)) { Ok(known) } else { Err(Error::NotFound) }
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
    let found: Vec<(i64, Option<i64>)> = services::Entity::find()
        .filter(services::Column::Id.is_in(hit.iter().map(|service| service.get())))
        .select_only()
        .columns([services::Column::TeamId, services::Column::OwnerId])
        .into_tuple()
        .all(conn)
        .await?;
    let teams: BTreeSet<TeamId> = found.iter().map(|(team, _)| TeamId(*team)).collect();
    let owners: BTreeSet<UserId> = found.iter().filter_map(|(_, owner)| owner.map(UserId)).collect();
    let holders = [row.commander_id, row.scribe_id, row.liaison_id].into_iter().flatten().map(UserId);
    Ok(FaultFacts {
        declared_by: UserId(row.declared_by),
        holders: holders.collect(),
        teams: teams.into_iter().collect(),
        owners: owners.into_iter().collect(),
    })
}
