//! One change of one ticket: what it was, what it becomes, what the timeline says and who gets a mail.
//!
//! A verb begins a change, decides, and finishes it; [`Change::finish`] is the only place that writes a ticket, so state,
//! events, counters, search terms, audit record and mail cannot come apart.

use domain::{
    id::{AttachmentId, EventId, TicketId, UserId},
    people::MailOccasion,
    permit::{Act, Actor, Circle, TicketFacts},
    ticket::{Circumstances, ClosingRule, IllegalMove, Move, Status, StatusName, What},
    time::Timestamp,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    QuerySelect,
};
use serde_json::json;

use super::{
    facts::{For, Known, WATCHER},
    people, stored, terms,
};
use crate::{
    Error, Result, Tx,
    counters::{self, Standing},
    entity::{events, tickets},
    files,
    live::{Public, Word},
    outbox::{self, Letter},
    search, sla,
};

/// A ticket under change, within one transaction.
pub(crate) struct Change {
    known: Known,
    /// The row as it will be. Status and people are changed by the methods alone.
    pub(crate) row: tickets::Model,
    status: Status,
    by: Option<UserId>,
    now: Timestamp,
    entries: Vec<Entry>,
    letters: Vec<(MailOccasion, UserId, usize)>,
}

/// A line of the timeline that is not yet written.
struct Entry {
    what: What,
    files: Vec<AttachmentId>,
}

impl Change {
    /// Begins a change by somebody who may do it.
    ///
    /// # Errors
    /// [`Error::NotFound`] when they may not, as if there were no such ticket.
    pub(crate) async fn begin(tx: &Tx<'_>, actor: &Actor, id: TicketId, act: impl for<'f> Fn(&'f TicketFacts) -> Act<'f>) -> Result<Self> {
        let known = Known::seen(&tx.conn, actor, id, For::Changing).await?;
        known.permits(actor, act)?;
        Self::of(known, Some(actor.user), tx.now)
    }

    /// Begins a change that nobody makes: a date came, a time ran out, a link was followed.
    pub(crate) async fn by_itself(tx: &Tx<'_>, id: TicketId, by: Option<UserId>) -> Result<Self> {
        let known = Known::find(&tx.conn, id, For::Changing).await?.ok_or(Error::NotFound)?;
        Self::of(known, by, tx.now)
    }

    /// Begins a change of what is known, whatever the time is.
    pub(super) fn of(known: Known, by: Option<UserId>, now: Timestamp) -> Result<Self> {
        let (row, status) = (known.row.clone(), stored::status(&known.row)?);
        Ok(Self { known, row, status, by, now, entries: Vec::new(), letters: Vec::new() })
    }

    /// What permission depended on when the change began.
    pub(crate) const fn facts(&self) -> &TicketFacts {
        &self.known.facts
    }

    /// Refuses what the actor may not do.
    pub(crate) fn permits(&self, actor: &Actor, act: impl for<'f> Fn(&'f TicketFacts) -> Act<'f>) -> Result<()> {
        self.known.permits(actor, act)
    }

    /// These people follow the ticket from now on.
    pub(crate) async fn followed_by(&mut self, tx: &Tx<'_>, people: &[UserId]) -> Result<()> {
        for &person in people {
            if self.facts().watchers.contains(&person) || self.facts().requesters.contains(&person) {
                continue;
            }
            people::add(&tx.conn, self.id(), person, WATCHER).await?;
            self.tell(What::WatcherAdded { person });
        }
        Ok(())
    }

    pub(crate) const fn id(&self) -> TicketId {
        self.known.id()
    }

    pub(crate) const fn status(&self) -> &Status {
        &self.status
    }

    /// Whether who makes the change asks for the ticket.
    pub(crate) fn is_by_requester(&self) -> bool {
        self.by.is_some_and(|person| self.facts().requesters.contains(&person))
    }

    /// Refuses to go on when somebody else did one of these things after the version that the actor saw.
    ///
    /// A ticket's version is the id of its last event, so everything after it has a greater one. What is of another kind
    /// does not stand in the way: a title can be corrected while a reply comes in.
    pub(crate) async fn overtakes(&self, tx: &Tx<'_>, seen: Option<i64>, kinds: &[&'static str]) -> Result<()> {
        let Some(seen) = seen.filter(|&seen| seen != self.row.version) else { return Ok(()) };
        let later: Vec<(String, Option<i64>)> = events::Entity::find()
            .filter(events::Column::TicketId.eq(self.row.id))
            .filter(events::Column::Id.gt(seen))
            .filter(events::Column::Kind.is_in(kinds.iter().copied()))
            .order_by_desc(events::Column::Id)
            .select_only()
            .columns([events::Column::Kind, events::Column::ActorId])
            .into_tuple()
            .all(&tx.conn)
            .await?;
        let theirs = later.into_iter().find(|(_, actor)| actor.map(UserId) != self.by);
        match theirs.and_then(|(kind, _)| kinds.iter().copied().find(|&known| known == kind)) {
            Some(what) => Err(Error::Conflict { what }),
            None => Ok(()),
        }
    }

    /// Moves the status.
    ///
    /// # Errors
    /// [`Error::IllegalMove`].
    pub(crate) fn apply(&mut self, mv: Move, rule: &ClosingRule) -> Result<()> {
        if let Some(into) = self.row.merged_into {
            return Err(IllegalMove::Merged { into: TicketId(into) }.into());
        }
        let at = Circumstances { now: self.now, assigned: self.row.assignee_id.is_some(), rule };
        let before = self.status.name();
        let after = self.status.clone().apply(mv, &at)?;
        if after == self.status {
            return Ok(());
        }
        let since = if after.name() == before { Timestamp::from_millis(self.row.status_since) } else { self.now };
        stored::put_status(&mut self.row, &after, since);
        if matches!(before, StatusName::Resolved | StatusName::Closed) && after.is_open() {
            self.row.reopen_count += 1;
        }
        self.status = after;
        Ok(())
    }

    /// Adds a line to the timeline.
    pub(crate) fn tell(&mut self, what: What) {
        self.tell_with(what, Vec::new());
    }

    /// Adds a line to the timeline with the files that came with it.
    pub(crate) fn tell_with(&mut self, what: What, files: Vec<AttachmentId>) {
        let turn = stored::turn(&self.row).after(&what, self.is_by_requester(), self.status.name());
        stored::put_turn(&mut self.row, turn);
        self.entries.push(Entry { what, files });
    }

    /// Mails the last line to these people, but not to who wrote it. Of several reasons the first one counts.
    pub(crate) fn mail(&mut self, occasion: MailOccasion, to: impl IntoIterator<Item = UserId>) {
        let Some(about) = self.entries.len().checked_sub(1) else { return };
        for person in to {
            let told = self.letters.iter().any(|&(_, reader, entry)| reader == person && entry == about);
            if Some(person) != self.by && !told {
                self.letters.push((occasion, person, about));
            }
        }
    }

    /// The row as it would be, and what the timeline would say, without writing either.
    pub(super) fn unwritten(mut self) -> (tickets::Model, Vec<(What, Vec<AttachmentId>)>) {
        if !self.entries.is_empty() {
            self.row.updated_at = self.now.millis();
        }
        (self.row, self.entries.into_iter().map(|entry| (entry.what, entry.files)).collect())
    }

    /// Writes everything. A change that tells nothing changes nothing.
    pub(crate) async fn finish(mut self, tx: &mut Tx<'_>, action: &'static str) -> Result<()> {
        if self.entries.is_empty() {
            return Ok(());
        }
        let mut written = Vec::with_capacity(self.entries.len());
        for entry in &self.entries {
            let id = write(tx, self.known.id(), self.by, &entry.what).await?;
            files::attach(&tx.conn, self.by, self.known.id(), Some(id), &entry.files).await?;
            written.push(id);
        }
        // That a clock called somebody is no news to those who wait for an answer.
        if self.entries.iter().any(|entry| !matches!(entry.what, What::Warned { .. })) {
            self.row.updated_at = self.now.millis();
        }
        self.row.version = written.iter().map(|id| id.get()).fold(self.row.version, i64::max);
        update(tx, &self.known.row, &self.row).await?;
        sla::settle(tx, &self.row).await?;
        counters::shift(&tx.conn, Some(standing(&self.known.row)?), Some(standing(&self.row)?)).await?;
        if self.entries.iter().any(|entry| is_searched(&entry.what)) {
            search::index(&tx.conn, self.known.id(), &terms::texts(&tx.conn, &self.row).await?).await?;
        }
        let letters: Vec<Letter> = self
            .letters
            .iter()
            .map(|&(occasion, recipient, entry)| Letter { occasion, recipient, ticket: self.known.id(), event: written[entry] })
            .collect();
        outbox::enqueue(&tx.conn, tx.now, &letters).await?;
        self.spread(tx).await?;
        audit(tx, action, self.known.id(), self.entries.iter().map(|entry| &entry.what))
    }
}

impl Change {
    /// Tells those who have it in view.
    async fn spread(&self, tx: &mut Tx<'_>) -> Result<()> {
        let Some(last) = self.entries.last() else { return Ok(()) };
        let happened = || self.entries.iter().map(|entry| &entry.what);
        let mut circles = vec![Circle::of(&self.known.facts)];
        if happened().any(moves_circle) {
            let now = Known::find(&tx.conn, self.known.id(), For::Reading).await?.ok_or(Error::NotFound)?;
            circles.push(Circle::of(&now.facts));
        }
        tx.news.push(Word::Changed {
            ticket: self.known.id(),
            kind: last.what.kind().to_owned(),
            by: self.by,
            places: vec![stored::place(&self.known.row), stored::place(&self.row)],
            public: Public::of(happened(), circles),
        });
        Ok(())
    }
}

/// Whether others than before may stand around the ticket after this.
const fn moves_circle(what: &What) -> bool {
    matches!(
        what,
        What::ServiceChanged { .. }
            | What::RequesterAdded { .. }
            | What::RequesterRemoved { .. }
            | What::WatcherAdded { .. }
            | What::WatcherRemoved { .. }
    )
}

/// Notes for the audit log what happened, without the texts that people wrote.
pub(super) fn audit<'w>(tx: &mut Tx<'_>, action: &'static str, id: TicketId, whats: impl IntoIterator<Item = &'w What>) -> Result<()> {
    let mut happened = Vec::new();
    for what in whats {
        let (_, data) = stored::put_what(what)?;
        happened.push(serde_json::from_str::<serde_json::Value>(&data).unwrap_or_default());
    }
    tx.audit(action, ("ticket", id), json!({ "events": happened }));
    Ok(())
}

/// Writes one event, now.
pub(super) async fn write(tx: &Tx<'_>, ticket: TicketId, by: Option<UserId>, what: &What) -> Result<EventId> {
    let (body, data) = stored::put_what(what)?;
    let event = events::ActiveModel {
        id: NotSet,
        ticket_id: Set(ticket.get()),
        at: Set(tx.now.millis()),
        actor_id: Set(by.map(UserId::get)),
        visibility: Set(what.visibility().as_str().to_owned()),
        kind: Set(what.kind().to_owned()),
        body: Set(body),
        data: Set(data),
    };
    Ok(EventId(events::Entity::insert(event).exec(&tx.conn).await?.last_insert_id))
}

/// Writes the columns that changed.
async fn update(tx: &Tx<'_>, before: &tickets::Model, after: &tickets::Model) -> Result<()> {
    let mut changed = before.clone().into_active_model();
    for (column, value) in columns(after) {
        if changed.get(column).into_value().as_ref() != Some(&value) {
            changed.set(column, value);
        }
    }
    changed.update_without_returning(&tx.conn).await?;
    Ok(())
}

fn columns(row: &tickets::Model) -> impl Iterator<Item = (tickets::Column, sea_orm::Value)> + '_ {
    use sea_orm::{Iterable, ModelTrait};
    tickets::Column::iter().map(|column| (column, row.get(column)))
}

/// Where a row stands among the counters.
pub(super) fn standing(row: &tickets::Model) -> Result<Standing> {
    let holder = stored::holder(row);
    Ok(Standing { status: stored::word(&row.status)?, team: holder.team, assignee: holder.person })
}

/// Whether what a ticket is found by changes with this.
const fn is_searched(what: &What) -> bool {
    matches!(
        what,
        What::Submitted { .. }
            | What::Replied { .. }
            | What::Noted { .. }
            | What::Resolved { .. }
            | What::TitleChanged { .. }
            | What::KindChanged { .. }
    )
}
