//! How what is said of a fault stands in its columns, there and back.

use std::collections::HashMap;

use domain::{
    fault::{
        impact::Interval,
        moment::{Change, Kind, Moments, Precision, Reading, Value},
        timeline::{Author, Entry, Retimed},
    },
    id::{FaultId, UserId},
    time::Timestamp,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, Set};

use crate::{
    Error, Result, convert,
    entity::{fault_answers, fault_entries, fault_entry_times, fault_impacts, fault_moments},
};

const FAULT: &str = "fault";

/// Reads a word that we wrote ourselves.
pub(super) fn word<T: std::str::FromStr>(stored: &str) -> Result<T> {
    convert::word(FAULT, stored)
}

fn value(row: &fault_moments::Model) -> Result<Value> {
    Ok(match (word(&row.precision)?, row.at.map(Timestamp::from_millis)) {
        (Precision::Exact, Some(at)) => Value::Exact { at },
        (Precision::Estimated, Some(at)) => Value::Estimated { at },
        (Precision::Unknown, None) => Value::Unknown,
        _ => return Err(Error::Unreadable { what: FAULT }),
    })
}

fn change(row: &fault_moments::Model) -> Result<(Kind, Change)> {
    let reading = Reading { value: value(row)?, source: word(&row.source)?, evidence: row.evidence.clone() };
    let change = Change { reading, said_at: Timestamp::from_millis(row.said_at), by: row.said_by.map(UserId), why: row.why.clone() };
    Ok((word(&row.kind)?, change))
}

/// A change of a moment as a row.
pub(super) fn moment_row(fault: FaultId, kind: Kind, change: &Change) -> fault_moments::ActiveModel {
    fault_moments::ActiveModel {
        fault_id: Set(fault.get()),
        kind: Set(kind.as_str().to_owned()),
        at: Set(change.reading.value.at().map(Timestamp::millis)),
        precision: Set(change.reading.value.precision().as_str().to_owned()),
        source: Set(change.reading.source.as_str().to_owned()),
        evidence: Set(change.reading.evidence.clone()),
        said_at: Set(change.said_at.millis()),
        said_by: Set(change.by.map(UserId::get)),
        why: Set(change.why.clone()),
        ..Default::default()
    }
}

/// The moments of these faults, in two queries; and the name of what was last said of each.
pub(super) async fn moments(conn: &impl ConnectionTrait, faults: &[i64]) -> Result<HashMap<i64, (Moments, HashMap<Kind, i64>)>> {
    let mut said: HashMap<i64, Vec<(Kind, Change)>> = HashMap::new();
    let mut last: HashMap<i64, HashMap<Kind, i64>> = HashMap::new();
    let rows = fault_moments::Entity::find()
        .filter(fault_moments::Column::FaultId.is_in(faults.iter().copied()))
        .order_by_asc(fault_moments::Column::Id)
        .all(conn)
        .await?;
    for row in rows {
        let (kind, change) = change(&row)?;
        last.entry(row.fault_id).or_default().insert(kind, row.id);
        said.entry(row.fault_id).or_default().push((kind, change));
    }
    let mut told: HashMap<i64, (Moments, HashMap<Kind, i64>)> =
        said.into_iter().map(|(fault, said)| (fault, (Moments::told(said), last.remove(&fault).unwrap_or_default()))).collect();
    let answers = fault_answers::Entity::find()
        .filter(fault_answers::Column::FaultId.is_in(faults.iter().copied()))
        .order_by_asc(fault_answers::Column::Id)
        .all(conn)
        .await?;
    for row in answers {
        if let Some((moments, _)) = told.get_mut(&row.fault_id) {
            give(moments, &row)?;
        }
    }
    Ok(told)
}

/// Puts an answer back, as long as the moments are those that it was about.
fn give(moments: &mut Moments, row: &fault_answers::Model) -> Result<()> {
    let question: domain::fault::moment::Question = word(&row.question)?;
    let (first, second) = question.moments();
    let about = (moments.at(first).map(Timestamp::millis), moments.at(second).map(Timestamp::millis));
    if about == (Some(row.first_at), Some(row.second_at)) {
        // What is not asked any more needs no answer.
        drop(moments.answer(question, &row.reason, row.said_by.map(UserId), Timestamp::from_millis(row.said_at)));
    }
    Ok(())
}

/// The intervals of a fault with their names, in the order in which they were entered.
pub(super) async fn impacts(conn: &impl ConnectionTrait, fault: FaultId) -> Result<Vec<fault_impacts::Model>> {
    let of_fault = fault_impacts::Entity::find().filter(fault_impacts::Column::FaultId.eq(fault.get()));
    Ok(of_fault.order_by_asc(fault_impacts::Column::Id).all(conn).await?)
}

/// From when until when an interval was.
pub(super) fn interval(row: &fault_impacts::Model) -> Interval {
    Interval { from: Timestamp::from_millis(row.began_at), until: convert::time(row.ended_at) }
}

/// An entry of the timeline, without the times that it had.
pub(super) fn entry(row: fault_entries::Model) -> Result<Entry> {
    let author = match (row.author_id, row.author_name) {
        (Some(id), _) => Author::Person { id: UserId(id) },
        (None, Some(name)) => Author::Named { name },
        (None, None) => Author::Nobody,
    };
    Ok(Entry {
        arrival: row.id,
        at: Timestamp::from_millis(row.at),
        origin: word(&row.origin)?,
        author,
        text: row.body,
        evidence: row.evidence,
        pinned: row.pinned,
        earlier: Vec::new(),
    })
}

/// The timeline of a fault, in no order.
pub(super) async fn entries(conn: &impl ConnectionTrait, fault: FaultId) -> Result<Vec<Entry>> {
    let rows = fault_entries::Entity::find().filter(fault_entries::Column::FaultId.eq(fault.get())).all(conn).await?;
    let mut entries = rows.into_iter().map(entry).collect::<Result<Vec<_>>>()?;
    let times = fault_entry_times::Entity::find()
        .filter(fault_entry_times::Column::EntryId.is_in(entries.iter().map(|entry| entry.arrival)))
        .order_by_asc(fault_entry_times::Column::Id)
        .all(conn)
        .await?;
    let mut earlier: HashMap<i64, Vec<Retimed>> = HashMap::new();
    for time in times {
        let retimed =
            Retimed { from: Timestamp::from_millis(time.was), by: UserId(time.said_by), at: Timestamp::from_millis(time.said_at) };
        earlier.entry(time.entry_id).or_default().push(retimed);
    }
    for entry in &mut entries {
        entry.earlier = earlier.remove(&entry.arrival).unwrap_or_default();
    }
    Ok(entries)
}
