//! "Why this deadline?", with all that a page needs to tell it.

use std::collections::{BTreeSet, HashMap};

use domain::{
    id::{CalendarId, TicketId},
    permit::{Act, Actor, may},
    sla::{self, At, Clock, Due, Revision, Scope, Shift},
    ticket::{
        Event, Kind, Number, What,
        view::{Believed, BreachSaid, ClockEvent, ClockFact, Names, PersonRef, StepSaid, Why, WhyClock},
    },
    time::Timestamp,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::{
    book::Book,
    breaches::{self, Line},
    clocks::{self, Told},
    settle::Lives,
    steps,
};
use crate::{
    Result, Store,
    entity::{calendars, clock_steps, tickets},
    people,
    tickets::{For, Known, names::Wanted, stored},
};

/// All that there is to tell of a ticket's clocks, for those who answer.
///
/// # Errors
/// [`crate::Error::NotFound`] for whom may not see the ticket's internal side.
pub async fn why(store: &Store, actor: &Actor, id: TicketId) -> Result<Why> {
    let known = Known::seen(&store.read, actor, id, For::Reading).await?;
    known.permits(actor, |facts| Act::SeeNotes(facts))?;
    let breaches = breaches::of_ticket(store, actor, id).await?;
    let may_judge = may(actor, Act::JudgeClocks(&known.facts));
    tell(store, &known, breaches, may_judge).await
}

/// The same for the machine's own commands, which nobody is signed in for.
///
/// # Errors
/// [`crate::Error::NotFound`] without such a ticket.
pub async fn explained(store: &Store, id: TicketId) -> Result<Why> {
    let known = Known::find(&store.read, id, For::Reading).await?.ok_or(crate::Error::NotFound)?;
    let breaches = breaches::all(store, id).await?;
    tell(store, &known, breaches, false).await
}

async fn tell(store: &Store, known: &Known, breaches: Vec<Line>, may_judge: bool) -> Result<Why> {
    let id = TicketId(known.row.id);
    let book = store.book().await?;
    let view = clocks::told(store, &known.row).await?;
    let lives = Lives::read(&store.read, std::slice::from_ref(&known.row)).await?;
    let timeline = lives.timeline(known.row.id);
    let told = timeline.iter().flat_map(|event| match &event.what {
        What::Warned { told, .. } => told.as_slice(),
        _ => &[],
    });
    let involved = timeline.iter().filter_map(|event| event.actor).chain(told.copied());
    let people = people::refs(&store.read, involved.map(i64::from)).await?;
    let (names, calendars) = names(store, &book, &view.clocks).await?;
    let around = Around {
        book: &book,
        names: &names,
        calendars: &calendars,
        done: &done(store, id).await?,
        timeline,
        people: &people,
        breaches: &breaches,
        happenings: &lives.happenings(&known.row)?,
        now: store.now(),
    };
    let believed = view.revisions.iter().map(|revision| {
        let event = timeline.iter().find(|event| event.id == revision.event);
        Believed {
            at: revision.at,
            by: event.and_then(|event| person(&people, event)),
            reason: event.map(reason).unwrap_or_default(),
            shifts: shifts(revision, around.happenings, &book),
            clocks: dues(&revision.clocks, &book, revision.at),
        }
    });
    Ok(Why {
        number: Number::new(stored::word::<Kind>(&known.row.kind)?, id),
        title: known.row.title.clone(),
        clocks: view.clocks.iter().filter_map(|told| around.told(told)).collect(),
        believed: believed.collect(),
        events: events(&known.row, timeline, &people),
        may_judge,
        names,
    })
}

/// What stands around the clocks of one ticket.
struct Around<'a> {
    book: &'a Book,
    names: &'a Names,
    calendars: &'a HashMap<i64, String>,
    done: &'a HashMap<(String, i64, String), i64>,
    timeline: &'a [Event],
    people: &'a HashMap<i64, PersonRef>,
    breaches: &'a [Line],
    happenings: &'a [sla::Happening],
    now: Timestamp,
}

impl Around<'_> {
    fn told(&self, told: &Told) -> Option<WhyClock> {
        let Told { clock, explanation } = told;
        let said = |line: &Line| BreachSaid {
            id: line.id,
            deadline: line.deadline,
            at: line.at,
            excuse: line.excuse.as_ref().map(|excuse| (excuse.at, excuse.by.clone(), excuse.reason.clone())),
        };
        let of_clock = |line: &&Line| (line.metric, line.cycle) == (clock.metric, clock.cycle);
        let own = || self.breaches.iter().filter(of_clock);
        let (calendar, version) = explanation.calendar;
        Some(WhyClock {
            due: due(clock, self.book, self.now)?,
            stay: clock.team.and_then(|team| self.names.team(team)).map(|team| team.name.clone()),
            start: clock.start,
            started_by: clock.started_by,
            ended: ended(clock),
            elapsed: clock.elapsed,
            breach: own().find(|line| !line.overruled).map(said),
            overruled: own().filter(|line| line.overruled).map(said).collect(),
            policy: (explanation.policy.0, explanation.policy.1, explanation.policy_name.clone()),
            rule: clock.terms.rule,
            scope: scope(clock, self.book),
            calendar: (calendar, version, self.calendars.get(&calendar.get()).cloned().unwrap_or_default()),
            zone: explanation.zone.clone(),
            stretches: explanation.stretches.clone(),
            ahead: explanation.ahead.clone(),
            steps: self.steps(clock),
            moves: sla::moves(clock, self.happenings, &self.book.policies, &self.book.calendars),
        })
    }

    fn steps(&self, clock: &Clock) -> Vec<StepSaid> {
        let way = sla::way(clock, &self.book.policies, &self.book.calendars);
        let done = |place| {
            let key = (clock.metric.as_str().to_owned(), i64::from(clock.cycle), steps::place(place));
            self.done.get(&key).copied().map(Timestamp::from_millis)
        };
        // A clock that has ended has no steps ahead of it.
        let reached = |at: Timestamp| clock.state.ended().is_none_or(|end| at <= end);
        let known = way.iter().map(|alarm| StepSaid {
            place: alarm.place,
            due: Some(alarm.at),
            done: done(alarm.place),
            told: self.told_at(clock, alarm.place),
        });
        known.filter(|step| step.done.is_some() || step.due.is_some_and(reached)).collect()
    }

    /// Who was told when the clock came to this place.
    fn told_at(&self, clock: &Clock, at: At) -> Vec<PersonRef> {
        let told = self.timeline.iter().find_map(|event| match &event.what {
            What::Warned { metric, cycle, place, told, .. } if (*metric, *cycle, *place) == (clock.metric, clock.cycle, at) => Some(told),
            _ => None,
        });
        told.into_iter().flatten().filter_map(|person| self.people.get(&person.get()).cloned()).collect()
    }
}

/// What a correction changed at the moment when it was made.
fn shifts(revision: &Revision, happenings: &[sla::Happening], book: &Book) -> Vec<Shift> {
    // Of several corrections of one moment those that came later are not this one's doing.
    let known = |one: &&sla::Happening| one.at < revision.at || one.event <= revision.event;
    let until: Vec<sla::Happening> = happenings.iter().filter(known).cloned().collect();
    let after = sla::replay(&until, &book.policies, &book.calendars, revision.at);
    sla::shifts(&dues(&revision.clocks, book, revision.at), &dues(&after.clocks, book, revision.at))
}

/// Clocks as chips show them.
pub(super) fn dues(clocks: &[Clock], book: &Book, now: Timestamp) -> Vec<Due> {
    clocks.iter().filter_map(|clock| due(clock, book, now)).collect()
}

fn due(clock: &Clock, book: &Book, now: Timestamp) -> Option<Due> {
    let policy = &book.policies.get(clock.terms.policy)?.content;
    let calendar = book.calendars.get(clock.terms.calendar)?;
    Some(Due::of(clock, policy, &calendar.timetable, now))
}

fn scope(clock: &Clock, book: &Book) -> Scope {
    let policy = book.policies.get(clock.terms.policy);
    let rule = policy.and_then(|policy| policy.content.rules.get(clock.terms.rule.checked_sub(1)?));
    rule.map(|rule| rule.scope).unwrap_or_default()
}

const fn ended(clock: &Clock) -> Option<(Timestamp, domain::id::EventId)> {
    match clock.state {
        sla::State::Stopped { at, by } | sla::State::Cancelled { at, by, .. } => Some((at, by)),
        sla::State::Running | sla::State::Paused { .. } => None,
    }
}

/// What rules and clocks name, and what the calendars are called.
async fn names(store: &Store, book: &Book, told: &[Told]) -> Result<(Names, HashMap<i64, String>)> {
    let (mut wanted, mut calendars) = (Wanted::default(), BTreeSet::<CalendarId>::new());
    for told in told {
        let scope = scope(&told.clock, book);
        wanted.service(scope.service);
        wanted.team(scope.team.into_iter().chain(scope.requester_team).chain(told.clock.team));
        calendars.insert(told.explanation.calendar.0);
    }
    let called: Vec<(i64, String)> = calendars::Entity::find()
        .filter(calendars::Column::Id.is_in(calendars.into_iter().map(CalendarId::get)))
        .select_only()
        .columns([calendars::Column::Id, calendars::Column::Name])
        .into_tuple()
        .all(&store.read)
        .await?;
    Ok((wanted.find(&store.read).await?, called.into_iter().collect()))
}

/// When each step happened, by metric, cycle and place.
async fn done(store: &Store, id: TicketId) -> Result<HashMap<(String, i64, String), i64>> {
    let rows = clock_steps::Entity::find().filter(clock_steps::Column::TicketId.eq(id.get())).all(&store.read).await?;
    Ok(rows.into_iter().map(|row| ((row.metric, row.cycle, row.place), row.done_at)).collect())
}

fn person(people: &HashMap<i64, PersonRef>, event: &Event) -> Option<PersonRef> {
    event.actor.and_then(|actor| people.get(&actor.get()).cloned())
}

fn reason(event: &Event) -> String {
    match &event.what {
        What::Corrected { reason, .. } => reason.clone(),
        _ => String::new(),
    }
}

/// What clocks heed of a timeline. An imported ticket may have no event of its filing.
fn events(row: &tickets::Model, timeline: &[Event], people: &HashMap<i64, PersonRef>) -> Vec<ClockEvent> {
    let mut events: Vec<ClockEvent> = Vec::new();
    for event in timeline {
        let what = match &event.what {
            What::Submitted { .. } => ClockFact::Filed,
            What::Replied { by, .. } => ClockFact::Replied { by: *by },
            What::StatusChanged { to, waiting_on, .. } => ClockFact::Stood { to: *to, on: *waiting_on },
            What::Resolved { .. } => ClockFact::Resolved,
            What::Assigned { .. } => ClockFact::Assigned,
            What::PriorityChanged { .. } => ClockFact::Prioritised,
            What::KindChanged { .. } => ClockFact::KindChanged,
            What::ServiceChanged { .. } => ClockFact::ServiceChanged,
            What::Rebased { .. } => ClockFact::Rebased,
            What::Merged { .. } => ClockFact::Merged,
            _ => continue,
        };
        // Filing is told by when the ticket says that it was filed.
        let at = if what == ClockFact::Filed { Timestamp::from_millis(row.created_at) } else { event.at };
        events.push(ClockEvent { id: event.id, at, by: person(people, event), what });
    }
    events
}
