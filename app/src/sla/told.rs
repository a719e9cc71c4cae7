//! A clock in sentences: when it is due, what it waits for, what came of it.

use domain::sla::{Kind, Light, Run, Stretch, Why as Because};
use domain::ticket::view::{ClockEvent, ClockFact, Why, WhyClock};
use domain::time::{Span, Timestamp};

use crate::reader;
use crate::ticket::chip::status_word;
use crate::words::words;

/// A day and a time of the reader's clock.
#[must_use]
pub fn moment(at: Timestamp) -> String {
    let clock = reader::clock();
    format!("{} {}", clock.date(at), clock.time(at))
}

/// The same to the second, where it is reckoned with.
#[must_use]
pub fn instant(at: Timestamp) -> String {
    let clock = reader::clock();
    let seconds = at.millis().div_euclid(1_000).rem_euclid(60);
    format!("{} {}:{seconds:02}", clock.day(at), clock.time(at))
}

/// The answer to "why", the short one first.
#[must_use]
pub fn answer(clock: &WhyClock, why: &Why) -> Vec<String> {
    let w = words().sla();
    let full = |at| reader::clock().full(at);
    let now = reader::clock().now;
    let due = clock.due.deadline.map(full);
    let (light, left) = (clock.due.light_at(now), clock.due.left_at(now));
    let ended = clock.ended.map(|(at, _)| full(at)).unwrap_or_default();
    let late = light == Light::Breached;
    let first = match (clock.due.run, due) {
        (Run::Running, Some(due)) => (w.is_due)(&due, late.then_some(left)),
        (Run::Running, None) => w.never.to_owned(),
        (Run::Paused, _) => (w.is_paused)(&paused(clock, why), left, late),
        (Run::Stopped, Some(due)) => (w.was_done)(&ended, &due, !late),
        (Run::Stopped, None) => (w.was_cancelled)(&ended),
        (Run::Cancelled, _) => (w.was_cancelled)(&ended),
    };
    let second = (w.counted_of)(clock.elapsed, clock.due.target, paused_for(clock));
    let mut said = vec![first, second];
    if let Some(breach) = &clock.breach {
        said.push((w.late_since)(&full(breach.at)));
    }
    if let Some((at, by, reason)) = clock.breach.as_ref().and_then(|breach| breach.excuse.clone()) {
        said.push((w.excused_by)(&by.map_or_else(|| words().ticket().somebody.to_owned(), |by| by.name), &full(at), &reason));
    }
    said
}

/// What a clock waits for, and since when.
fn paused(clock: &WhyClock, why: &Why) -> String {
    clock.stretches.last().and_then(|last| last.pause).map_or_else(String::new, |pause| {
        let because = because(pause.why);
        let since = moment(pause.from);
        let by = why.events.iter().find(|event| event.id == pause.by).and_then(|event| event.by.clone());
        (words().sla().since_by)(&because, &since, by.map(|by| by.name).as_deref())
    })
}

fn paused_for(clock: &WhyClock) -> Span {
    let paused = clock.stretches.iter().filter(|stretch| stretch.kind == Kind::Paused);
    Span::from_millis(paused.map(|stretch| stretch.length().millis()).sum())
}

/// Why a while does not count, in words.
#[must_use]
pub fn because(why: Because) -> String {
    let w = words().sla();
    match why {
        Because::Standing(standing) => (w.standing)(standing).to_owned(),
        Because::Answered => w.was_answered.to_owned(),
        Because::Corrected => w.was_corrected.to_owned(),
    }
}

/// What a while was: counted, closed, a day with a name, paused by an event.
#[must_use]
pub fn stretch_said(stretch: &Stretch, why: &Why, ahead: bool) -> String {
    let w = words().sla();
    match &stretch.kind {
        Kind::Counted if ahead => w.will_count.to_owned(),
        Kind::Counted => w.counts.to_owned(),
        Kind::Closed => w.closed.to_owned(),
        Kind::Holiday(name) if name.is_empty() => w.closed_day.to_owned(),
        Kind::Holiday(name) => (w.holiday)(name),
        Kind::Paused => stretch.pause.map_or_else(String::new, |pause| {
            let event = why.events.iter().find(|event| event.id == pause.by);
            (w.paused_by)(&because(pause.why), event.map(|event| (who(event), moment(event.at))))
        }),
    }
}

fn who(event: &ClockEvent) -> String {
    event.by.as_ref().map_or_else(|| words().ticket().by_itself.to_owned(), |by| by.name.clone())
}

/// An event in one line: what it was, by whom.
#[must_use]
pub fn event_said(event: &ClockEvent) -> String {
    let w = words().sla();
    let what = match event.what {
        ClockFact::Filed => w.fact_filed.to_owned(),
        ClockFact::Replied { by } => (w.fact_replied)(by).to_owned(),
        ClockFact::Stood { to, on } => status_word(to, on).to_owned(),
        ClockFact::Resolved => words().ticket().resolved.to_owned(),
        ClockFact::Assigned => w.fact_assigned.to_owned(),
        ClockFact::Prioritised => w.fact_prioritised.to_owned(),
        ClockFact::KindChanged => w.fact_kind.to_owned(),
        ClockFact::ServiceChanged => w.fact_service.to_owned(),
        ClockFact::Rebased => w.fact_rebased.to_owned(),
        ClockFact::Merged => w.fact_merged.to_owned(),
    };
    format!("{what}, {}", who(event))
}
