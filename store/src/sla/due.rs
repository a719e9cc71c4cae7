//! Clocks for chips: from what is kept, with the calendars at hand, and without reading a timeline.

use std::collections::{HashMap, HashSet};

use domain::{
    id::{CalendarVersionId, PolicyVersionId, TicketId},
    permit::Actor,
    sla::{Counted, Due, Metric, Run},
    ticket::view::{QueueRow, RequestRow},
    time::{Span, Timestamp},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{
    book::Book,
    rows::{PAUSED, RUNNING},
};
use crate::{
    Error, Result, Store,
    entity::{breaches, clocks},
    tickets::{For, Known, stored},
};

/// Puts the clock that it is due by beside each ticket of a page, by one statement for all of them. `soon` is for a list of what
/// will be late: there a clock that is late already does not stand for its ticket, where another one is still in time.
pub(crate) async fn beside(store: &Store, book: &Book, rows: &mut [QueueRow], soon: bool) -> Result<()> {
    let ids = rows.iter().filter(|row| row.status.is_open()).map(|row| row.id);
    let mut clocks = of_tickets(store, book, ids, true).await?;
    for row in rows {
        let Some(mut own) = clocks.remove(&row.id) else { continue };
        if soon && own.iter().any(|due| due.run == Run::Running && !due.breached) {
            own.retain(|due| !due.breached);
        }
        row.due = Due::next(&own).cloned();
    }
    Ok(())
}

/// A ticket's clocks, those that have ended as well, by their metrics and starts.
pub(crate) async fn of_ticket(store: &Store, id: TicketId) -> Result<Vec<Due>> {
    let book = store.book().await?;
    Ok(of_tickets(store, &book, std::iter::once(id), false).await?.remove(&id).unwrap_or_default())
}

/// What a ticket's requester was promised and can still expect: the first answer and the solution, the latest of each.
///
/// # Errors
/// [`Error::NotFound`] without such a ticket, or none that the actor may see.
pub async fn promised(store: &Store, actor: &Actor, id: TicketId) -> Result<Vec<Due>> {
    Known::seen(&store.read, actor, id, For::Reading).await?;
    let clocks = of_ticket(store, id).await?;
    let last = |metric| clocks.iter().filter(|due| due.metric == metric).max_by_key(|due| due.cycle).cloned();
    Ok([Metric::FirstResponse, Metric::Resolution].into_iter().filter_map(last).collect())
}

/// The same for the rows of a list, as far as it is still to be kept. The rows are the reader's own, or of colleagues whose requests they
/// may see.
///
/// # Errors
/// The database's.
pub async fn promised_in_list(store: &Store, rows: &[RequestRow]) -> Result<HashMap<TicketId, Vec<Due>>> {
    let book = store.book().await?;
    let open = rows.iter().filter(|row| row.status.is_open()).map(|row| row.number.id);
    let mut found = of_tickets(store, &book, open, true).await?;
    for clocks in found.values_mut() {
        clocks.retain(|due| matches!(due.metric, Metric::FirstResponse | Metric::Resolution));
        clocks.sort_by_key(|due| due.metric);
    }
    Ok(found)
}

pub(super) async fn of_tickets(
    store: &Store,
    book: &Book,
    ids: impl Iterator<Item = TicketId>,
    open: bool,
) -> Result<HashMap<TicketId, Vec<Due>>> {
    let mut found: HashMap<TicketId, Vec<Due>> = HashMap::new();
    let ids: Vec<i64> = ids.map(TicketId::get).collect();
    if !book.promises || ids.is_empty() {
        return Ok(found);
    }
    let mut of = clocks::Entity::find().filter(clocks::Column::TicketId.is_in(ids));
    if open {
        of = of.filter(clocks::Column::State.is_in([RUNNING, PAUSED]));
    }
    let order = [clocks::Column::TicketId, clocks::Column::StartedAt, clocks::Column::Metric, clocks::Column::Cycle];
    let rows = order.into_iter().fold(of, QueryOrder::order_by_asc).all(&store.read).await?;
    let excused = excused(store, &rows).await?;
    for row in &rows {
        if let Some(mut due) = due(row, book, store.now())? {
            due.excused = excused.contains(&(row.ticket_id, row.metric.clone(), row.cycle));
            found.entry(TicketId(row.ticket_id)).or_default().push(due);
        }
    }
    Ok(found)
}

/// Which of these clocks are late and held against nobody. Where none is late, nothing is asked.
async fn excused(store: &Store, rows: &[clocks::Model]) -> Result<HashSet<(i64, String, i64)>> {
    let late: HashSet<i64> = rows.iter().filter(|row| row.breached_at.is_some()).map(|row| row.ticket_id).collect();
    if late.is_empty() {
        return Ok(HashSet::new());
    }
    let found = breaches::Entity::find()
        .filter(breaches::Column::TicketId.is_in(late))
        .filter(breaches::Column::ExcusedAt.is_not_null())
        .filter(breaches::Column::Overruled.eq(false))
        .select_only()
        .columns([breaches::Column::TicketId, breaches::Column::Metric, breaches::Column::Cycle])
        .into_tuple::<(i64, String, i64)>()
        .all(&store.read)
        .await?;
    Ok(found.into_iter().collect())
}

/// Nothing for a clock that was written by an older version and not looked at since, and for one whose versions are gone.
fn due(row: &clocks::Model, book: &Book, now: Timestamp) -> Result<Option<Due>> {
    let metric: Metric = stored::word(&row.metric)?;
    let calendar = book.calendars.get(CalendarVersionId(row.calendar_version_id));
    let policy = book.policies.get(PolicyVersionId(row.policy_version_id));
    let counted = row.counted.zip(row.counted_until);
    let Some(((calendar, policy), (worked, until))) = calendar.zip(policy).zip(counted) else { return Ok(None) };
    let target = Span::from_millis(row.target);
    let run = stored::word(&row.state)?;
    let until = Timestamp::from_millis(until);
    let due = Due {
        metric,
        cycle: u32::try_from(row.cycle).map_err(|_| Error::Unreadable { what: "clock" })?,
        target,
        run,
        breached: row.breached_at.is_some(),
        excused: false,
        deadline: row.deadline.map(Timestamp::from_millis),
        // What has ended counts no further.
        ended: matches!(run, Run::Stopped | Run::Cancelled).then_some(until),
        left: target,
        warns_at: Due::warning(&policy.content, metric, target),
        as_of: now,
        open: Vec::new(),
    };
    let counted = Counted { worked: Span::from_millis(worked), until };
    Ok(Some(due.gone_on(counted, &calendar.timetable)))
}
