//! Putting open tickets under the promises in force now: with a look at what it would change, and only when somebody decides it.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    id::{EventId, PolicyId, ServiceId, TeamId, TicketId},
    permit::{Act, Actor, may},
    sla::{self, Comparison, Fact, Happening, Outcome, Replay},
    ticket::{Reason, What, view::TicketRef},
    time::Timestamp,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, sea_query::Query};

use super::{book::Book, settle::Lives};
use crate::{
    Error, Result, Store,
    entity::{clocks, policy_versions, tickets},
    tickets::{Change, named::named},
};

/// Tickets in one transaction, or in memory at once.
const AT_ONCE: u64 = 200;
/// The most tickets that a preview names.
const NAMED: usize = 50;

/// Which of the open tickets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Which {
    /// Those that any version of this policy promised something.
    pub policy: Option<PolicyId>,
    /// Those of this service.
    pub service: Option<ServiceId>,
    /// Those of this team.
    pub team: Option<TeamId>,
    /// These alone.
    pub tickets: Option<BTreeSet<TicketId>>,
}

/// What re-basing would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// For how many open tickets something else is in force than what they were promised.
    pub tickets: u64,
    /// The clocks that have not ended: as they are, and as they would be.
    pub comparison: Comparison,
    /// How many tickets would be due earlier, among them those that nothing is due for now.
    pub earlier: u64,
    /// How many would be due later, or not at all.
    pub later: u64,
    /// The first of both.
    pub moves: Vec<Move>,
    /// What the tickets are called that are named.
    pub named: BTreeMap<TicketId, TicketRef>,
}

/// A ticket whose next deadline would move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    /// Which.
    pub ticket: TicketId,
    /// What is due next now; `None` when nothing is.
    pub before: Option<Timestamp>,
    /// What would be.
    pub after: Option<Timestamp>,
}

impl Move {
    /// Nothing due lies behind everything.
    fn is_earlier(self) -> bool {
        self.after.is_some_and(|after| self.before.is_none_or(|before| after < before))
    }
}

/// What putting these open tickets under the promises in force now would change. Nothing is written.
///
/// # Errors
/// [`Error::NotFound`] without the permission.
pub async fn preview(store: &Store, actor: &Actor, which: &Which) -> Result<Preview> {
    allowed(actor)?;
    let book = store.book().await?;
    let now = store.now();
    let (mut before, mut after) = (Vec::new(), Vec::new());
    let (mut behind, mut seen) = (0, 0);
    let (mut earlier, mut later, mut moves) = (0, 0, Vec::new());
    loop {
        let rows = page(store, which, behind).await?;
        let Some(last) = rows.last() else { break };
        behind = last.id;
        let lives = Lives::read(&store.read, &rows).await?;
        for row in &rows {
            let ticket = TicketId(row.id);
            let Some((was, would)) = both(&lives, row, &book, now)? else { continue };
            seen += 1;
            let outcomes = |replay: &sla::Replay| replay.clocks.iter().map(|clock| Outcome::of(ticket, clock)).collect::<Vec<_>>();
            before.extend(outcomes(&was));
            after.extend(outcomes(&would));
            let moved = Move { ticket, before: was.due_at(), after: would.due_at() };
            if moved.before != moved.after {
                if moved.is_earlier() {
                    earlier += 1;
                } else {
                    later += 1;
                }
                if moves.len() < NAMED {
                    moves.push(moved);
                }
            }
        }
    }
    let comparison = sla::compare(&before, &after, NAMED);
    let ids = moves.iter().map(|moved| moved.ticket).chain(comparison.tickets()).collect();
    let named = named(&store.read, Some(actor), &ids).await?;
    Ok(Preview { tickets: seen, comparison, earlier, later, moves, named })
}

/// A ticket's clocks as they are, and as they would be; nothing where it has been promised what is in force all along.
fn both(lives: &Lives, row: &tickets::Model, book: &Book, now: Timestamp) -> Result<Option<(Replay, Replay)>> {
    let replay = |happenings: &[Happening]| sla::replay(happenings, &book.policies, &book.calendars, now);
    let mut happenings = lives.happenings(row)?;
    let was = replay(&happenings);
    happenings.push(rebased(now));
    let would = replay(&happenings);
    let promised = |replay: &Replay| replay.clocks.iter().map(|clock| (clock.metric, clock.cycle, clock.terms)).collect::<Vec<_>>();
    Ok((promised(&was) != promised(&would)).then_some((was, would)))
}

/// As if it had been decided now, behind all that happened.
const fn rebased(now: Timestamp) -> Happening {
    Happening { event: EventId(i64::MAX), at: now, by: None, fact: Fact::Rebased }
}

/// Puts these open tickets under the promises in force now, also those that other policies make them; says for how many that was
/// something else. Clocks that have ended do not change, and where nothing would, nothing is written.
///
/// Each ticket keeps the reason and who gave it. Should it end half-way, those that are done stay so, and doing it again does the rest.
///
/// # Errors
/// [`Error::NotFound`] without the permission; [`Error::Invalid`] for `reason`.
pub async fn rebase(store: &Store, actor: &Actor, which: &Which, reason: &str) -> Result<u64> {
    allowed(actor)?;
    let reason = Reason::Required.read(reason)?;
    let (mut behind, mut done) = (0, 0);
    loop {
        let rows = page(store, which, behind).await?;
        let Some(last) = rows.last() else { return Ok(done) };
        behind = last.id;
        let (lives, book) = (Lives::read(&store.read, &rows).await?, store.book().await?);
        let mut ids = Vec::new();
        for row in &rows {
            if both(&lives, row, &book, store.now())?.is_some() {
                ids.push(TicketId(row.id));
            }
        }
        done += store
            .transact(actor.user, |tx| {
                Box::pin(async {
                    let mut done = 0;
                    for &id in &ids {
                        let mut change = Change::by_itself(tx, id, Some(actor.user)).await?;
                        // Somebody may have closed it since it was listed.
                        if change.status().is_open() {
                            change.tell(What::Rebased { reason: reason.clone() });
                            change.finish(tx, "ticket.rebase").await?;
                            done += 1;
                        }
                    }
                    Ok(done)
                })
            })
            .await?;
    }
}

fn allowed(actor: &Actor) -> Result<()> {
    if may(actor, Act::ManageSla) { Ok(()) } else { Err(Error::NotFound) }
}

/// The next open tickets behind this one.
async fn page(store: &Store, which: &Which, behind: i64) -> Result<Vec<tickets::Model>> {
    let mut select = tickets::Entity::find().filter(tickets::is_open()).filter(tickets::Column::Id.gt(behind));
    if let Some(policy) = which.policy {
        let versions = policy_versions::Entity::find()
            .filter(policy_versions::Column::PolicyId.eq(policy.get()))
            .select_only()
            .column(policy_versions::Column::Id)
            .into_query();
        let mut promised = Query::select();
        promised.column(clocks::Column::TicketId).from(clocks::Entity).and_where(clocks::Column::PolicyVersionId.in_subquery(versions));
        select = select.filter(tickets::Column::Id.in_subquery(promised));
    }
    if let Some(service) = which.service {
        select = select.filter(tickets::Column::ServiceId.eq(service.get()));
    }
    if let Some(team) = which.team {
        select = select.filter(tickets::Column::TeamId.eq(team.get()));
    }
    if let Some(these) = &which.tickets {
        select = select.filter(tickets::Column::Id.is_in(these.iter().map(|id| id.get())));
    }
    Ok(select.order_by_asc(tickets::Column::Id).limit(AT_ONCE).all(&store.read).await?)
}
