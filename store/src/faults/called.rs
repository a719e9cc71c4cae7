//! Faults as those see them who are called: whether anybody has one, and saying so.

use std::collections::HashMap;

use domain::{
    fault::moment::Kind,
    id::{FaultId, UserId},
    permit::{Act, Actor, may},
    time::Timestamp,
};
use sea_orm::ConnectionTrait;

use super::{change::Change, facts::Known, stored};
use crate::{Result, Tx, entity::faults};

/// A fault, and who has it.
pub(crate) struct Standing {
    pub(crate) row: faults::Model,
    pub(crate) known: Known,
    /// Who says that somebody has it, and since when; nothing while nobody has.
    pub(crate) had: Option<(Option<UserId>, Option<Timestamp>)>,
}

impl Standing {
    /// Without a permission: for who decides by something else whether it may be read. With `lock` nobody else changes it until the
    /// transaction ends.
    pub(crate) async fn find(conn: &impl ConnectionTrait, id: FaultId, lock: bool) -> Result<Self> {
        let known = Known::any(conn, id, lock).await?;
        let (moments, _) = stored::moments(conn, &[id.get()]).await?.remove(&id.get()).unwrap_or_default();
        let last = moments.get(Kind::Acknowledged).and_then(|moment| moment.history().last().cloned());
        let had = last.map(|change| (change.by, change.reading.value.at()));
        Ok(Self { row: known.row.clone(), had, known })
    }

    /// Whether it goes on and nobody has it. A drill calls nobody.
    pub(crate) fn waits(&self) -> bool {
        self.row.open && !self.row.drill && self.had.is_none()
    }
}

impl Change {
    /// The fault under change for somebody who was called to it, whether or not they may work on it otherwise.
    pub(crate) async fn begin_called(tx: &Tx<'_>, id: FaultId) -> Result<Self> {
        let known = Known::any(&tx.conn, id, true).await?;
        let (moments, last) = stored::moments(&tx.conn, &[id.get()]).await?.remove(&id.get()).unwrap_or_default();
        Ok(Self { known, moments, last })
    }

    /// Whether it goes on and nobody has it.
    pub(crate) fn waits(&self) -> bool {
        self.known.row.open && self.moments.get(Kind::Acknowledged).is_none()
    }
}

/// The titles of these faults, of those that the actor may see.
pub(crate) async fn titles(conn: &impl ConnectionTrait, actor: &Actor, ids: &[i64]) -> Result<HashMap<i64, String>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let known = Known::many(conn, ids).await?;
    let seen = known.into_values().filter(|known| may(actor, Act::SeeFault(&known.facts)));
    Ok(seen.map(|known| (known.row.id, known.row.title)).collect())
}
