//! Brings what is kept of tickets' clocks in line with their timelines.

use std::collections::{BTreeMap, HashMap};

use domain::{
    id::{ServiceId, TeamId, TicketId, UserId},
    sla::{self, Replay, Ticket},
    ticket::Event,
    time::Timestamp,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, OnConflict},
};

use super::{
    NEVER,
    book::{self, Book},
    rows, steps,
};
use crate::{
    Result, Tx,
    entity::{breaches, clocks, events, ticket_people, tickets},
    tickets::{REQUESTER, stored},
};

/// Rows in one statement. SQLite takes 32,766 values in one, and a clock has 20.
const AT_ONCE: usize = 1_000;

/// Writes what replaying the ticket's timeline says now: its clocks, its place in queues by what is due, breaches that are new,
/// and the steps that are due. Called at the end of every change, within its transaction.
pub(crate) async fn settle(tx: &mut Tx<'_>, row: &tickets::Model) -> Result<()> {
    settle_all(tx, std::slice::from_ref(row)).await
}

/// The same for tickets that were just written with their past, or that nobody changes. Nobody else changes them until the
/// transaction ends.
pub(crate) async fn settle_these(tx: &mut Tx<'_>, ids: impl IntoIterator<Item = i64>) -> Result<()> {
    if !tx.shelf.book(&tx.conn).await?.promises {
        return Ok(());
    }
    let ids: Vec<i64> = ids.into_iter().collect();
    for ids in ids.chunks(AT_ONCE) {
        let order = tickets::Entity::find().filter(tickets::Column::Id.is_in(ids.iter().copied())).order_by_asc(tickets::Column::Id);
        let rows = order.lock_exclusive().all(&tx.conn).await?;
        settle_all(tx, &rows).await?;
    }
    Ok(())
}

/// The same for many tickets at once, in as few statements as for one.
async fn settle_all(tx: &mut Tx<'_>, rows: &[tickets::Model]) -> Result<()> {
    let book = tx.shelf.book(&tx.conn).await?;
    if !book.promises || rows.is_empty() {
        return Ok(());
    }
    let lives = Lives::read(&tx.conn, rows).await?;
    let mut replays = Vec::with_capacity(rows.len());
    for row in rows {
        replays.push((row, sla::replay(&lives.happenings(row)?, &book.policies, &book.calendars, tx.now)));
    }
    write_clocks(tx, &replays, &book).await?;
    write_breaches(tx, &replays).await?;
    for (row, replay) in &replays {
        let due_at = replay.due_at().map_or(NEVER, Timestamp::millis);
        if due_at != row.due_at {
            let update = tickets::Entity::update_many().col_expr(tickets::Column::DueAt, Expr::value(due_at));
            update.filter(tickets::Column::Id.eq(row.id)).exec(&tx.conn).await?;
        }
    }
    let due = steps::due(&book, &lives, &replays, tx.now);
    steps::happen(tx, due).await
}

/// What stands beside tickets' rows and is needed for their clocks.
pub(super) struct Lives {
    timelines: HashMap<i64, Vec<Event>>,
    requesters: HashMap<i64, Vec<UserId>>,
    suppliers: std::collections::BTreeSet<TeamId>,
}

impl Lives {
    pub(super) async fn read(conn: &impl ConnectionTrait, rows: &[tickets::Model]) -> Result<Self> {
        let mut lives = Self { timelines: HashMap::new(), requesters: HashMap::new(), suppliers: book::suppliers(conn).await? };
        for rows in rows.chunks(AT_ONCE) {
            let ids = || rows.iter().map(|row| row.id);
            let order = events::Entity::find().filter(events::Column::TicketId.is_in(ids()));
            for row in order.order_by_asc(events::Column::At).order_by_asc(events::Column::Id).all(conn).await? {
                lives.timelines.entry(row.ticket_id).or_default().push(stored::event(row)?);
            }
            let people: Vec<(i64, i64)> = ticket_people::Entity::find()
                .filter(ticket_people::Column::TicketId.is_in(ids()))
                .filter(ticket_people::Column::Role.eq(REQUESTER))
                .select_only()
                .columns([ticket_people::Column::TicketId, ticket_people::Column::UserId])
                .into_tuple()
                .all(conn)
                .await?;
            for (ticket, person) in people {
                lives.requesters.entry(ticket).or_default().push(UserId(person));
            }
        }
        Ok(lives)
    }

    /// The entries of a ticket's timeline, the first one first.
    pub(super) fn timeline(&self, ticket: i64) -> &[Event] {
        self.timelines.get(&ticket).map_or(&[], Vec::as_slice)
    }

    /// What happened to a ticket, for its clocks.
    pub(super) fn happenings(&self, row: &tickets::Model) -> Result<Vec<sla::Happening>> {
        let first = UserId(row.requester_id);
        let others = self.requesters.get(&row.id).into_iter().flatten().copied().filter(|&person| person != first);
        let requesters: Vec<UserId> = std::iter::once(first).chain(others).collect();
        let ticket = Ticket {
            created_at: Timestamp::from_millis(row.created_at),
            kind: stored::word(&row.kind)?,
            service: row.service_id.map(ServiceId),
            priority: stored::priority(row.priority)?,
            team: row.team_id.map(TeamId),
            status: stored::word(&row.status)?,
            waiting_on: row.waiting_on.as_deref().map(stored::word).transpose()?,
            requesters: &requesters,
            requester_team: row.requester_team_id.map(TeamId),
        };
        Ok(sla::happenings(&ticket, self.timeline(row.id), |team| self.suppliers.contains(&team)))
    }
}

/// Writes the rows that differ and removes those that nothing stands for any more.
async fn write_clocks(tx: &Tx<'_>, replays: &[(&tickets::Model, Replay)], book: &Book) -> Result<()> {
    let mut stored: BTreeMap<(i64, String, i64), clocks::Model> = BTreeMap::new();
    for replays in replays.chunks(AT_ONCE) {
        let ids = replays.iter().map(|(row, _)| row.id);
        for row in clocks::Entity::find().filter(clocks::Column::TicketId.is_in(ids)).all(&tx.conn).await? {
            stored.insert((row.ticket_id, row.metric.clone(), row.cycle), row);
        }
    }
    let mut news = Vec::new();
    for (ticket, replay) in replays {
        for clock in &replay.clocks {
            let row = rows::clock(TicketId(ticket.id), clock, &book.calendars);
            match stored.remove(&(row.ticket_id, row.metric.clone(), row.cycle)) {
                Some(same) if same == row => {}
                Some(_) => {
                    clocks::Entity::update(row.into_active_model().reset_all()).exec(&tx.conn).await?;
                }
                None => news.push(row.into_active_model().reset_all()),
            }
        }
    }
    for news in news.chunks(AT_ONCE) {
        clocks::Entity::insert_many(news.iter().cloned()).exec_without_returning(&tx.conn).await?;
    }
    for key in stored.into_keys() {
        clocks::Entity::delete_by_id(key).exec(&tx.conn).await?;
    }
    Ok(())
}

/// A breach is inserted once; afterwards only its excuse, and that a correction overruled it, are filled in.
async fn write_breaches(tx: &Tx<'_>, replays: &[(&tickets::Model, Replay)]) -> Result<()> {
    let mut found = Vec::new();
    for (ticket, replay) in replays {
        let standing = replay.clocks.iter().filter_map(|clock| clock.breach.as_ref()).map(|breach| (breach, false));
        let all = standing.chain(replay.overruled.iter().map(|breach| (breach, true)));
        found.extend(all.map(|(breach, overruled)| rows::breach(TicketId(ticket.id), breach, overruled)));
    }
    let key = [breaches::Column::TicketId, breaches::Column::Metric, breaches::Column::Cycle];
    let news = [breaches::Column::ExcusedAt, breaches::Column::ExcusedBy, breaches::Column::Overruled];
    for found in found.chunks(AT_ONCE) {
        breaches::Entity::insert_many(found.iter().cloned())
            .on_conflict(OnConflict::columns(key).update_columns(news).to_owned())
            .exec_without_returning(&tx.conn)
            .await?;
    }
    Ok(())
}
