//! What a fault did: the whiles in which it hurt, and how much in numbers (`docs/rule-345.md`, "Rules for moments" and "The post-mortem").

mod extent;

use serde::{Deserialize, Serialize};

pub use extent::{Currency, Extent, ExtentDraft, Money};

use crate::{
    calendar::Timetable,
    time::{Span, Timestamp},
    word::words,
};

/// A while in which the fault hurt: `[from, until)`, or from `from` on as long as it is open. A flapping fault has several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Interval {
    /// When it began.
    pub from: Timestamp,
    /// When it ended; `None` while it lasts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

words! {
    /// Why an interval is refused.
    pub enum Rule {
        /// It ends before it begins.
        EndsBeforeItBegins = "ends_before_it_begins",
        /// It begins in the future.
        BeginsInTheFuture = "begins_in_the_future",
        /// It ends in the future: as long as it lasts it has no end.
        EndsInTheFuture = "ends_in_the_future",
    }
}

/// One interval and what is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wrong {
    /// Its place in the list, from 0.
    pub place: usize,
    /// What is wrong.
    pub rule: Rule,
}

/// Everything that is wrong with intervals as they were entered; empty when all is well. They may overlap and stand in any order.
#[must_use]
pub fn judge(intervals: &[Interval], now: Timestamp) -> Vec<Wrong> {
    let rule = |one: &Interval| match one.until {
        _ if one.from > now => Some(Rule::BeginsInTheFuture),
        Some(until) if until < one.from => Some(Rule::EndsBeforeItBegins),
        Some(until) if until > now => Some(Rule::EndsInTheFuture),
        _ => None,
    };
    intervals.iter().enumerate().filter_map(|(place, one)| rule(one).map(|rule| Wrong { place, rule })).collect()
}

/// The union of the intervals up to `now`: stretches in order that do not touch. An open one lasts until now; one without a
/// length, or that has not begun, is nothing.
#[must_use]
pub fn union(intervals: &[Interval], now: Timestamp) -> Vec<(Timestamp, Timestamp)> {
    let mut all: Vec<_> = intervals.iter().map(|one| (one.from, one.until.map_or(now, |until| until.min(now)))).collect();
    all.retain(|(from, until)| from < until);
    all.sort_unstable();
    let mut union: Vec<(Timestamp, Timestamp)> = Vec::with_capacity(all.len());
    for (from, until) in all {
        match union.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(until),
            _ => union.push((from, until)),
        }
    }
    union
}

/// How long the fault hurt: the length of the union of its intervals (`docs/rule-345.md`, "Rules for moments"), in which
/// a minute counts once however many intervals cover it.
#[must_use]
pub fn length(intervals: &[Interval], now: Timestamp) -> Span {
    sum(union(intervals, now).into_iter().map(|(from, until)| until.since(from)))
}

/// The working time in the same union.
#[must_use]
pub fn working(intervals: &[Interval], now: Timestamp, timetable: &Timetable) -> Span {
    sum(union(intervals, now).into_iter().map(|(from, until)| timetable.worked(from, until)))
}

/// Whether it still hurts at `now`.
#[must_use]
pub fn is_open(intervals: &[Interval], now: Timestamp) -> bool {
    intervals.iter().any(|one| one.from <= now && one.until.is_none_or(|until| until > now))
}

fn sum(spans: impl Iterator<Item = Span>) -> Span {
    Span::from_millis(spans.fold(0, |sum, span| sum.saturating_add(span.millis())))
}

#[cfg(test)]
mod tests;
