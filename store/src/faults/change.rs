//! A fault under change: everything that belongs to it, in one transaction.

use domain::{
    fault::{
        declaration::State,
        moment::{Kind, Moments, Refused, Rule},
        timeline::Origin,
    },
    id::{FaultId, UserId},
    invalid::{Code, Invalid},
    permit::{Act, Actor, FaultFacts},
    time::Timestamp,
};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel, Set};
use serde_json::Value as Json;

use super::{
    facts::{self, Known},
    stored,
};
use crate::{
    Result, Tx,
    entity::{fault_entries, fault_moments, faults},
    live::Word,
    on_call,
};

/// A fault that nobody else changes until the transaction ends.
pub(crate) struct Change {
    pub(super) known: Known,
    pub(super) moments: Moments,
    /// What was last said of each moment, by name.
    pub(super) last: std::collections::HashMap<Kind, i64>,
}

impl Change {
    pub(crate) async fn begin(tx: &Tx<'_>, actor: &Actor, id: FaultId, act: impl for<'f> Fn(&'f FaultFacts) -> Act<'f>) -> Result<Self> {
        let known = Known::find(&tx.conn, actor, id, act, true).await?;
        let (moments, last) = stored::moments(&tx.conn, &[id.get()]).await?.remove(&id.get()).unwrap_or_default();
        Ok(Self { known, moments, last })
    }

    pub(super) const fn id(&self) -> FaultId {
        self.known.id()
    }

    pub(super) fn row(&mut self) -> &mut faults::Model {
        &mut self.known.row
    }

    /// Writes what was said of a moment since the transaction began, if anything was.
    pub(super) async fn write_moment(&self, tx: &Tx<'_>, kind: Kind, before: usize) -> Result<bool> {
        let said = self.moments.get(kind).map(|moment| moment.history().skip(before).cloned().collect::<Vec<_>>()).unwrap_or_default();
        for change in &said {
            fault_moments::Entity::insert(stored::moment_row(self.id(), kind, change)).exec(&tx.conn).await?;
        }
        Ok(!said.is_empty())
    }

    /// How often something was said of a moment.
    pub(super) fn times_said(&self, kind: Kind) -> usize {
        self.moments.get(kind).map_or(0, |moment| moment.history().count())
    }

    /// Writes the row with what lists are ordered by, the record, and tells those who look.
    pub(crate) async fn finish(mut self, tx: &mut Tx<'_>, action: &'static str, data: Json) -> Result<()> {
        let state = State::of(&self.moments);
        let began = self.moments.points().earliest().map_or(self.known.row.declared_at, Timestamp::millis);
        let finder = self.moments.finder.map(|finder| finder.as_str().to_owned()).or_else(|| self.known.row.finder.clone());
        let row = self.row();
        row.state = state.as_str().to_owned();
        row.open = state == State::Ongoing;
        row.began_at = began;
        row.finder = finder;
        row.changes += 1;
        let written = row.clone().into_active_model().reset_all();
        faults::Entity::update(written).exec(&tx.conn).await?;
        // Those who had a part in it, and those who have one now.
        let facts = vec![self.known.facts.clone(), facts::facts(&tx.conn, &self.known.row, &self.known.services).await?];
        tx.news.push(Word::Fault { fault: self.id(), facts });
        tx.audit(action, ("fault", self.id()), data);
        // Whoever has it calls nobody any more, and neither does what is over.
        if self.moments.get(Kind::Acknowledged).is_some() || state != State::Ongoing || self.known.row.drill {
            on_call::settle(tx, self.id()).await?;
        }
        Ok(())
    }
}

/// Writes an entry of a fault's timeline; its name.
pub(super) async fn write_entry(tx: &Tx<'_>, fault: FaultId, at: Timestamp, by: UserId, text: &str) -> Result<i64> {
    let row = fault_entries::ActiveModel {
        fault_id: Set(fault.get()),
        at: Set(at.millis()),
        origin: Set(Origin::Person.as_str().to_owned()),
        author_id: Set(Some(by.get())),
        body: Set(text.to_owned()),
        evidence: Set(String::new()),
        pinned: Set(false),
        ..Default::default()
    };
    Ok(fault_entries::Entity::insert(row).exec(&tx.conn).await?.last_insert_id)
}

/// What a hard rule refused, told at the field where the time was typed: as the bounds, in milliseconds since 1970, between which the
/// moment can lie. A reason that is missing is told at its own field.
pub(super) fn refused(refused: &Refused, moments: &Moments, now: Timestamp, (time, why): (&str, &str)) -> Invalid {
    let mut invalid = Invalid::default();
    let occurred = moments.at(Kind::Occurred);
    let earliest = [Kind::Detected, Kind::Located, Kind::Restored].into_iter().filter_map(|kind| moments.at(kind)).min();
    for wrong in &refused.fields {
        match wrong.rule {
            Rule::InTheFuture => invalid.add(time, range(None, Some(now))),
            Rule::BeforeItOccurred => invalid.add(time, range(occurred, None)),
            Rule::AfterAnother => invalid.add(time, range(None, earliest)),
            Rule::ReasonMissing => invalid.add(why, Code::Required),
            Rule::NotAsked => invalid.add(why, Code::UnknownChoice),
        }
    }
    invalid
}

/// A time out of its bounds.
#[expect(clippy::cast_precision_loss, reason = "2^53 ms are 285,000 years")]
pub(super) fn range(min: Option<Timestamp>, max: Option<Timestamp>) -> Code {
    let bound = |at: Option<Timestamp>| at.map(|at| at.millis() as f64);
    Code::OutOfRange { min: bound(min), max: bound(max) }
}
