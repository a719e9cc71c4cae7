//! What is kept of the file that a fault came from: names that nobody and nothing here stands for.

use std::collections::{BTreeSet, HashMap};

use domain::{fault::exchange::Kept, id::FaultId};
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};
use serde::{Deserialize, Serialize};

use crate::{Result, Tx, convert, entity::fault_imports};

const WHAT: &str = "imported fault";

/// What the fault has no place for.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Rest {
    pub(super) kept: Kept,
    /// The entries whose time the file does not say: they stand at the time of the import until somebody puts them to another one.
    pub(super) untimed: BTreeSet<i64>,
}

impl Rest {
    pub(super) fn to_json(&self) -> Result<String> {
        convert::to_json(WHAT, self)
    }
}

/// Of those of these faults that came from a file.
pub(super) async fn of(conn: &impl ConnectionTrait, faults: &[i64]) -> Result<HashMap<i64, Rest>> {
    let rows = fault_imports::Entity::find().filter(fault_imports::Column::FaultId.is_in(faults.iter().copied())).all(conn).await?;
    rows.into_iter().map(|row| Ok((row.fault_id, convert::json(WHAT, &row.kept)?))).collect()
}

/// Somebody has said how bad it was, and perhaps what it hit: that holds instead of what the file said.
pub(super) async fn overrule(tx: &Tx<'_>, id: FaultId, services: bool) -> Result<()> {
    let Some(row) = fault_imports::Entity::find_by_id(id.get()).one(&tx.conn).await? else { return Ok(()) };
    let mut rest: Rest = convert::json(WHAT, &row.kept)?;
    rest.kept.no_severity = false;
    if services {
        rest.kept.services.clear();
    }
    let mut row = row.into_active_model();
    row.kept = Set(rest.to_json()?);
    row.update(&tx.conn).await?;
    Ok(())
}
