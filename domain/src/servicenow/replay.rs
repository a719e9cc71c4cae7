//! From states to changes: each row of an incident against what was known before it.

use super::{Change, Columns, Entry, Field, Held, Row, State};
use crate::{
    priority::{Impact, Matrix, Priority, Urgency},
    ticket::StatusName,
    time::Timestamp,
};

/// What is known of an incident after the rows so far.
pub(super) struct Replay<'a> {
    columns: &'a Columns,
    pub(super) entries: Vec<Entry>,
    /// The last state that was believed, and what the source calls it.
    pub(super) state: State,
    pub(super) state_text: String,
    pub(super) status: StatusName,
    /// Since when it stands where it stands.
    pub(super) since: Timestamp,
    held: Held,
    pub(super) priority: Priority,
    levels: (Option<Impact>, Option<Urgency>),
    /// Moves from resolved or closed back to work.
    pub(super) reopenings: u32,
    /// Rows whose state was not believed, because they speak of the past.
    pub(super) stragglers: u32,
}

impl<'a> Replay<'a> {
    /// The incident is filed, and the first row says what became of it by then.
    pub(super) fn begin(columns: &'a Columns, first: &Row, submitted_at: Timestamp) -> Self {
        let submitted = Entry { at: submitted_at, actor: first.opened_by.clone(), change: Change::Submitted };
        let mut replay = Self {
            columns,
            entries: vec![submitted],
            state: State::New,
            state_text: first.state_text.clone(),
            status: StatusName::New,
            since: submitted_at,
            held: Held::default(),
            priority: priority(first).unwrap_or(Priority::Normal),
            levels: (first.impact, first.urgency),
            reopenings: 0,
            stragglers: 0,
        };
        replay.hold(first);
        replay.stand(first, None);
        replay.count_unknown(first, None);
        replay
    }

    /// The next row in time.
    pub(super) fn step(&mut self, before: &Row, row: &Row) {
        self.hold(row);
        self.stand(row, Some(before));
        self.press(row);
        if row.category != before.category {
            self.push(row, Change::Category { from: before.category.clone(), to: row.category.clone() });
        }
        if row.caller != before.caller {
            self.field(row, Field::Caller.as_str(), before.caller.clone(), row.caller.clone());
        }
        self.count_unknown(row, Some(before));
        self.keep(before, row);
    }

    fn hold(&mut self, row: &Row) {
        if self.held.group == row.group && self.held.person == row.person {
            return;
        }
        let to = Held { group: row.group.clone(), person: row.person.clone() };
        let from = std::mem::replace(&mut self.held, to.clone());
        self.push(row, Change::Assigned { from, to });
        if self.state == State::New {
            // Being given to a person is what makes a new ticket an assigned one.
            self.status = self.state.status(row.person.is_some());
        }
    }

    fn stand(&mut self, row: &Row, before: Option<&Row>) {
        let Some(state) = row.state else { return };
        let same_words = state.waiting_on().is_none() || self.state_text == row.state_text;
        if state == self.state && same_words {
            return;
        }
        if before.is_some_and(|before| self.is_straggler(before, row, state)) {
            self.stragglers += 1;
            return;
        }
        let from = self.status;
        if self.state.is_done() && !state.is_done() {
            self.reopenings += 1;
        }
        self.state = state;
        self.state_text.clone_from(&row.state_text);
        self.status = state.status(row.person.is_some());
        self.since = row.updated_at;
        if state == State::Resolved {
            let by_resolver = row.resolved_at == Some(row.updated_at);
            let actor = row.resolved_by.as_ref().filter(|_| by_resolver).or(row.updated_by.as_ref()).cloned();
            self.entries.push(Entry { at: row.updated_at, actor, change: Change::Resolved { from } });
        } else {
            let waiting_on = state.waiting_on();
            // "Waiting for a supplier" does not say that it is a problem's solution that is awaited.
            let reason = if waiting_on.is_some() { row.state_text.clone() } else { String::new() };
            self.push(row, Change::Status { from, to: self.status, reason, waiting_on });
        }
    }

    /// A row with an earlier `sys_mod_count` and a later time that would take
    /// back an answer without counting as a reopening was written late: its
    /// state is one that the incident had before.
    fn is_straggler(&self, before: &Row, row: &Row, state: State) -> bool {
        self.state.is_done() && !state.is_done() && row.mod_count < before.mod_count && row.reopen_count <= before.reopen_count
    }

    fn press(&mut self, row: &Row) {
        let known = priority(row).unwrap_or(self.priority);
        let levels = (row.impact.or(self.levels.0), row.urgency.or(self.levels.1));
        let (old, old_levels) = (self.priority, self.levels);
        (self.priority, self.levels) = (known, levels);
        if known != old {
            self.push(row, Change::Priority { from: old, to: known, by: levels.0.zip(levels.1) });
        } else {
            let word = |impact: Option<Impact>| impact.map(|impact| impact.to_string());
            if levels.0 != old_levels.0 {
                self.field(row, Field::Impact.as_str(), word(old_levels.0), word(levels.0));
            }
            let word = |urgency: Option<Urgency>| urgency.map(|urgency| urgency.to_string());
            if levels.1 != old_levels.1 {
                self.field(row, Field::Urgency.as_str(), word(old_levels.1), word(levels.1));
            }
        }
    }

    /// A value that no list of choices has stays readable in the history.
    fn count_unknown(&mut self, row: &Row, before: Option<&Row>) {
        for unknown in &row.unknown {
            if before.is_none_or(|before| !before.unknown.contains(unknown)) {
                self.field(row, unknown.field.as_str(), None, Some(unknown.value.clone()));
            }
        }
    }

    fn keep(&mut self, before: &Row, row: &Row) {
        let columns = self.columns;
        for ((_, name), (old, new)) in columns.kept().zip(before.kept.iter().zip(&row.kept)) {
            // `active` says again what the state says.
            if old != new && name != "active" {
                self.field(row, name, old.clone(), new.clone());
            }
        }
    }

    fn field(&mut self, row: &Row, field: &str, from: Option<String>, to: Option<String>) {
        self.push(row, Change::Field { field: field.to_owned(), from, to });
    }

    fn push(&mut self, row: &Row, change: Change) {
        self.entries.push(Entry { at: row.updated_at, actor: row.updated_by.clone(), change });
    }
}

/// The row's own priority, else the one that its impact and urgency give.
pub(super) fn priority(row: &Row) -> Option<Priority> {
    row.priority.or_else(|| Some(Matrix::default().priority(row.impact?, row.urgency?)))
}
