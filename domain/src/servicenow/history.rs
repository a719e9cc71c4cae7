//! All rows of one incident as one ticket with its past.

use std::collections::BTreeMap;

use super::{Columns, Entry, Held, Row, replay::Replay};
use crate::{
    priority::{Impact, Priority, Urgency},
    ticket::{LastWord, StatusName, WaitingOn},
    time::Timestamp,
};

/// The most characters of a title made from a log, as of any title.
const TITLE_MAX: usize = 200;

/// There is no history without rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an incident without rows")]
pub struct NoRows;

/// One incident from beginning to end, in the source's names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    /// The source's number, such as `INC0000045`.
    pub number: String,
    /// The source's words, or what comes nearest to them.
    pub title: String,
    /// Empty when the log has none.
    pub description: String,
    /// What it is about; the service.
    pub category: Option<String>,
    /// Who asks.
    pub caller: Option<String>,
    /// Who answers for it at the end.
    pub held: Held,
    /// At the end; medium when unknown.
    pub impact: Impact,
    /// At the end; medium when unknown.
    pub urgency: Urgency,
    /// At the end.
    pub priority: Priority,
    /// Where it stands at the end.
    pub status: StatusName,
    /// Whom it waits for at the end.
    pub waiting_on: Option<WaitingOn>,
    /// What the source calls a waiting state; else empty.
    pub status_reason: String,
    /// Since when it stands there.
    pub status_since: Timestamp,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When it was last updated.
    pub updated_at: Timestamp,
    /// As the source says. `None` for what is open, and for a closed incident
    /// of which the source does not say it.
    pub resolved_at: Option<Timestamp>,
    /// Who resolved it, if `resolved_at` is known.
    pub resolved_by: Option<String>,
    /// The source's closing notes, or its code.
    pub resolution_text: Option<String>,
    /// When it was closed, if it is.
    pub closed_at: Option<Timestamp>,
    /// How often it came back.
    pub reopen_count: u32,
    /// How often it was passed on between groups.
    pub reassign_count: u32,
    /// Columns without a meaning here, as the last row has them.
    pub kept: BTreeMap<String, String>,
    /// What happened, in order.
    pub entries: Vec<Entry>,
    /// How many rows told it.
    pub rows: u32,
    /// Rows whose state speaks of the past, and was not believed.
    pub stragglers: u32,
}

impl History {
    /// Puts the rows of one incident in order and compares each with the one before.
    ///
    /// Time decides the order, then `sys_mod_count`, then the line: times have
    /// whole minutes, so that several updates share one, and the counter runs
    /// backwards in a few incidents whose times do not.
    ///
    /// # Errors
    /// When there are no rows.
    pub fn of(columns: &Columns, mut rows: Vec<Row>) -> Result<Self, NoRows> {
        rows.sort_by_key(|row| (row.updated_at, row.mod_count, row.line));
        let first = rows.first().ok_or(NoRows)?;
        let opened_at = opened_at(&rows).unwrap_or(first.updated_at);
        // Some logs know of updates before the opening that they themselves state.
        let mut replay = Replay::begin(columns, first, opened_at.min(first.updated_at));
        for pair in rows.windows(2) {
            replay.step(&pair[0], &pair[1]);
        }
        let reopened = rows.iter().filter_map(|row| row.reopen_count).max();
        let reassigned = rows.iter().filter_map(|row| row.reassign_count).max();
        let regrouped = replay.entries.iter().filter(|entry| is_regrouping(entry)).count();
        let Replay { entries, state, state_text, status, since, priority, reopenings, stragglers, .. } = replay;
        let count = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        let last = rows.pop().ok_or(NoRows)?;
        let ended = Ending::of(&last, status, since);
        Ok(Self {
            title: title(&last),
            description: last.description.unwrap_or_default(),
            category: last.category,
            caller: last.caller,
            held: Held { group: last.group, person: last.person },
            impact: last.impact.unwrap_or(Impact::Medium),
            urgency: last.urgency.unwrap_or(Urgency::Medium),
            priority,
            status,
            waiting_on: state.waiting_on(),
            status_reason: if state.waiting_on().is_some() { state_text } else { String::new() },
            status_since: ended.closed_at.unwrap_or(since),
            opened_at,
            updated_at: last.updated_at,
            resolved_by: last.resolved_by.filter(|_| ended.resolved_at.is_some()),
            resolution_text: last.closing_words.filter(|_| !status.is_open()),
            resolved_at: ended.resolved_at,
            closed_at: ended.closed_at,
            reopen_count: reopened.unwrap_or(reopenings),
            reassign_count: reassigned.unwrap_or_else(|| regrouped.try_into().unwrap_or(u32::MAX)),
            kept: columns.kept().zip(last.kept).filter_map(|((_, name), value)| Some((name.to_owned(), value?))).collect(),
            entries,
            rows: count,
            stragglers,
            number: last.number,
        })
    }
}

impl History {
    /// Whose turn the incident is. A log tells states and no words, so they stand for them: whoever began with it, or waits for
    /// somebody, has turned to whoever asked; one that came back needs an answer, as one that is merely filed or handed on does.
    #[must_use]
    pub fn last_word(&self) -> LastWord {
        use super::Change::{Resolved, Status};
        let said = |entry: &Entry| match &entry.change {
            Resolved { .. } => Some(LastWord::Agent),
            Status { from, .. } if !from.is_open() => Some(LastWord::Requester),
            Status { to: StatusName::InProgress | StatusName::Waiting, .. } => Some(LastWord::Agent),
            _ => None,
        };
        self.entries.iter().rev().find_map(said).unwrap_or_default()
    }
}

/// When it was resolved and closed. A log fills both back into every row of an
/// incident, so they are believed only of the last one, and only when it says
/// that the incident got there.
struct Ending {
    resolved_at: Option<Timestamp>,
    closed_at: Option<Timestamp>,
}

impl Ending {
    fn of(last: &Row, status: StatusName, since: Timestamp) -> Self {
        match status {
            StatusName::Resolved => Self { resolved_at: last.resolved_at.or(Some(since)), closed_at: None },
            StatusName::Closed => Self { resolved_at: last.resolved_at, closed_at: last.closed_at.or(Some(since)) },
            _ => Self { resolved_at: None, closed_at: None },
        }
    }
}

fn opened_at(rows: &[Row]) -> Option<Timestamp> {
    let last = |moment: fn(&Row) -> Option<Timestamp>| rows.iter().rev().find_map(moment);
    last(|row| row.opened_at).or_else(|| last(|row| row.created_at))
}

fn is_regrouping(entry: &Entry) -> bool {
    use super::Change::Assigned;
    matches!(&entry.change, Assigned { from, to } if from.group.is_some() && from.group != to.group)
}

/// A log without words has categories: `Subcategory 170: Symptom 72`.
fn title(row: &Row) -> String {
    let named = || {
        let what = row.subcategory.as_ref().or(row.category.as_ref());
        match (what, &row.symptom) {
            (Some(what), Some(symptom)) => Some(format!("{what}: {symptom}")),
            (what, symptom) => what.or(symptom.as_ref()).cloned(),
        }
    };
    let title = row.title.clone().or_else(named).unwrap_or_else(|| row.number.clone());
    title.chars().take(TITLE_MAX).collect()
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
