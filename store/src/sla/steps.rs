//! What clocks do on their way: warnings, escalations, and handing a ticket to others. Each step happens once, late rather than
//! never, and never for what was over before anybody could have been called.

use std::collections::{BTreeMap, HashSet};

use domain::{
    id::{ServiceId, TeamId, TicketId, UserId},
    people::MailOccasion,
    permit::{self, may},
    sla::{self, Act, Alarm, At, Clock, Metric, Replay, Whom},
    ticket::{ClosingRule, What},
    time::Timestamp,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::OnConflict};

use super::{book::Book, settle::Lives};
use crate::{
    Result, Tx, actor,
    entity::{clock_steps, services, tickets},
    on_call,
    tickets::{Change, escalate, leads, members},
    transact::Steps,
};

/// A step whose time has come.
#[derive(Clone, Debug)]
pub(super) struct Due {
    ticket: TicketId,
    metric: Metric,
    cycle: u32,
    place: At,
    /// When it was due.
    at: Timestamp,
    deadline: Option<Timestamp>,
    acts: Vec<Act>,
}

/// The steps that these tickets' clocks have reached, whether they happened already or not.
///
/// A step that lies before its policy was made, before the ticket was given it, or in a past that was written down afterwards
/// would call people to what they cannot change any more: it is none.
pub(super) fn due(book: &Book, lives: &Lives, replays: &[(&tickets::Model, Replay)], now: Timestamp) -> Vec<Due> {
    let mut due = Vec::new();
    for (row, replay) in replays {
        let given = Timestamp::from_millis(row.steps_from).max(given_at(lives, row.id));
        for clock in &replay.clocks {
            let from = book.made_at(clock.terms.policy).max(given);
            let alarms = sla::alarms(clock, &book.policies, &book.calendars, now);
            due.extend(alarms.into_iter().filter(|alarm| alarm.reached_at >= from).filter_map(|alarm| step(book, row, clock, alarm)));
        }
    }
    due
}

/// When the ticket was given the versions that hold for it, if not by being filed.
fn given_at(lives: &Lives, ticket: i64) -> Timestamp {
    let gives = |what: &What| matches!(what, What::ServiceChanged { .. } | What::Rebased { .. });
    let events = lives.timeline(ticket).iter().filter(|event| gives(&event.what));
    events.map(|event| event.at).max().unwrap_or(Timestamp::from_millis(i64::MIN))
}

fn step(book: &Book, row: &tickets::Model, clock: &Clock, alarm: Alarm) -> Option<Due> {
    let policy = &book.policies.get(clock.terms.policy)?.content;
    Some(Due {
        ticket: TicketId(row.id),
        metric: clock.metric,
        cycle: clock.cycle,
        place: alarm.place,
        at: alarm.at,
        deadline: clock.deadline.at(),
        acts: policy.steps.get(alarm.step)?.acts.clone(),
    })
}

/// Lets the steps happen that have not: whoever inserts a step's row does it.
pub(super) async fn happen(tx: &mut Tx<'_>, due: Vec<Due>) -> Result<()> {
    if due.is_empty() {
        return Ok(());
    }
    let done = done(&tx.conn, &due).await?;
    let mut mine: BTreeMap<TicketId, Vec<Due>> = BTreeMap::new();
    for step in due {
        if !done.contains(&key(&step)) && claim(tx, &step).await? {
            mine.entry(step.ticket).or_default().push(step);
        }
    }
    for (ticket, steps) in mine {
        act(tx, ticket, steps).await?;
    }
    Ok(())
}

type Key = (i64, String, i64, String);

fn key(step: &Due) -> Key {
    (step.ticket.get(), step.metric.as_str().to_owned(), i64::from(step.cycle), place(step.place))
}

/// Where on its way a clock is, as the row has it.
pub(super) fn place(at: At) -> String {
    match at {
        At::Percent(percent) => format!("percent:{percent}"),
        At::Before(left) => format!("before:{}", left.millis()),
    }
}

async fn done(conn: &impl ConnectionTrait, due: &[Due]) -> Result<HashSet<Key>> {
    let mut done = HashSet::new();
    for due in due.chunks(10_000) {
        let ids: HashSet<i64> = due.iter().map(|step| step.ticket.get()).collect();
        for row in clock_steps::Entity::find().filter(clock_steps::Column::TicketId.is_in(ids)).all(conn).await? {
            done.insert((row.ticket_id, row.metric, row.cycle, row.place));
        }
    }
    Ok(done)
}

/// Whether the step is this transaction's to do.
async fn claim(tx: &Tx<'_>, step: &Due) -> Result<bool> {
    let (ticket, metric, cycle, place) = key(step);
    let row = clock_steps::ActiveModel {
        ticket_id: Set(ticket),
        metric: Set(metric),
        cycle: Set(cycle),
        place: Set(place),
        due_at: Set(step.at.millis()),
        done_at: Set(tx.now.millis()),
    };
    let columns = [clock_steps::Column::TicketId, clock_steps::Column::Metric, clock_steps::Column::Cycle, clock_steps::Column::Place];
    let once = OnConflict::columns(columns).do_nothing().to_owned();
    Ok(clock_steps::Entity::insert(row).on_conflict(once).exec_without_returning(&tx.conn).await? == 1)
}

/// Does what the steps of one ticket say, as one change by nobody. The change settles the ticket again, therefore the box.
fn act<'tx>(tx: &'tx mut Tx<'_>, ticket: TicketId, steps: Vec<Due>) -> Steps<'tx, ()> {
    Box::pin(async move {
        let mut change = Change::by_itself(tx, ticket, None).await?;
        for step in steps {
            let told = told(&tx.conn, tx.now, &change, &step.acts).await?;
            let Due { metric, cycle, place, deadline, .. } = step;
            change.tell(What::Warned { metric, cycle, place, deadline, told: told.clone() });
            let missed = deadline.is_some_and(|deadline| deadline < tx.now);
            change.mail(if missed { MailOccasion::DeadlineMissed } else { MailOccasion::DeadlineNear }, told);
            for act in step.acts {
                if let Act::Reassign { team, person } = act {
                    // What closes and reopens tickets has no part in handing one over.
                    escalate(tx, &mut change, team, person, &ClosingRule::default()).await?;
                }
            }
        }
        change.finish(tx, "ticket.escalate").await
    })
}

/// Whom the acts tell, each person once. Who does not see the ticket's internal side is told nothing of it, whoever named them.
async fn told(conn: &impl ConnectionTrait, now: Timestamp, change: &Change, acts: &[Act]) -> Result<Vec<UserId>> {
    let mut told = Vec::new();
    for act in acts {
        let Act::Notify { whom } = act else { continue };
        for person in people(conn, now, change, *whom).await? {
            if !told.contains(&person) {
                told.push(person);
            }
        }
    }
    let actors = actor::load_all(conn, &told).await?;
    let sees = |person: &UserId| actors.iter().any(|actor| actor.user == *person && may(actor, permit::Act::SeeNotes(change.facts())));
    told.retain(sees);
    Ok(told)
}

async fn people(conn: &impl ConnectionTrait, now: Timestamp, change: &Change, whom: Whom) -> Result<Vec<UserId>> {
    let team = change.row.team_id.map(TeamId);
    Ok(match whom {
        Whom::Assignee => match change.row.assignee_id.map(UserId) {
            Some(person) => vec![person],
            None => leads(conn, team).await?,
        },
        Whom::Lead => leads(conn, team).await?,
        Whom::OnCall => {
            let on_call = match team {
                Some(team) => on_call::on_call(conn, team, now).await?,
                None => Vec::new(),
            };
            if on_call.is_empty() { leads(conn, team).await? } else { on_call }
        }
        Whom::Team => members(conn, team).await?,
        Whom::ServiceOwner => owner(conn, change.row.service_id.map(ServiceId)).await?.into_iter().collect(),
        Whom::Person(person) => vec![person],
    })
}

async fn owner(conn: &impl ConnectionTrait, service: Option<ServiceId>) -> Result<Option<UserId>> {
    let Some(service) = service else { return Ok(None) };
    let row = services::Entity::find_by_id(service.get()).one(conn).await?;
    Ok(row.and_then(|row| row.owner_id).map(UserId))
}
