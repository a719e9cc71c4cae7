//! An alert from its beginning to its end, and how what is said of it comes together.
//!
//! Whatever comes twice, late or in another order comes to the same: an end stays an end, the first acknowledgement stays the
//! first, and a resolve that overtakes its trigger waits for it.

use serde::{Deserialize, Serialize};

use super::signal::{Said, Signal, Told, Which};
use crate::{
    time::{Span, Timestamp},
    word::words,
};

words! {
    /// How far an alert is. It follows from what was said of it.
    pub enum State {
        /// Nobody has said that they have it.
        Open = "open",
        /// Somebody has it.
        Acknowledged = "acknowledged",
        /// It is right again.
        Resolved = "resolved",
    }
}

/// An alert from its beginning to its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Occurrence {
    /// What it is told apart by within its integration, together with its beginning.
    pub key: String,
    /// When it began.
    pub starts_at: Timestamp,
    /// Whether that was said; else it was heard of by its end alone.
    pub begun: bool,
    /// When it was right again; always behind the beginning.
    pub ends_at: Option<Timestamp>,
    /// When somebody first said "I have it".
    pub acknowledged_at: Option<Timestamp>,
    /// What it tells of itself, as it was first told.
    pub told: Told,
    /// How often something was said of it.
    pub times: i64,
    /// When it was last heard of.
    pub heard_at: Timestamp,
}

const MOMENT: Span = Span::from_millis(1);
/// For how long after an end another one is taken for its copy, where nothing else is open.
pub const COPY: Span = Span::from_minutes(5);

/// How well a signal fits an occurrence, the best one last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// It has ended, and this is its end once more.
    Copy,
    /// It was heard of by its end alone.
    Overtaken,
    /// It is the one that is open.
    Open,
    /// It is the one of that beginning.
    Named,
}

impl Occurrence {
    /// How far it is.
    #[must_use]
    pub const fn state(&self) -> State {
        match (self.ends_at, self.acknowledged_at) {
            (Some(_), _) => State::Resolved,
            (None, Some(_)) => State::Acknowledged,
            (None, None) => State::Open,
        }
    }

    /// How well a signal fits this one, if it may be about it.
    fn fits(&self, signal: &Signal, now: Timestamp) -> Option<Fit> {
        let is_end = matches!(signal.said, Said::Resolved { .. });
        match signal.which {
            _ if self.key != signal.key => None,
            Which::BeganAt(at) => (self.begun && self.starts_at == at).then_some(Fit::Named),
            Which::Open { since } => match (self.begun, self.ends_at) {
                (true, _) if since == Some(self.starts_at) => Some(Fit::Named),
                (true, None) => Some(Fit::Open),
                // Its end came first.
                (false, end) if signal.said == Said::Firing && since.is_some_and(|since| end > Some(since)) => Some(Fit::Overtaken),
                (false, _) if is_end => Some(Fit::Overtaken),
                (true, Some(end)) if is_end && now.since(end) <= COPY => Some(Fit::Copy),
                _ => None,
            },
        }
    }

    /// What a signal begins; nothing for one that says of something unknown that somebody has it.
    fn begin(signal: &Signal, now: Timestamp) -> Option<Self> {
        let (starts_at, begun) = match (signal.which, signal.said) {
            (_, Said::Acknowledged) => return None,
            (Which::BeganAt(at) | Which::Open { since: Some(at) }, _) => (at, true),
            (Which::Open { since: None }, Said::Firing) => (now, true),
            (Which::Open { since: None }, Said::Resolved { .. }) => (now.minus(MOMENT), false),
        };
        let mut begun = Self {
            key: signal.key.clone(),
            starts_at,
            begun,
            ends_at: None,
            acknowledged_at: None,
            told: signal.told.clone(),
            times: 0,
            heard_at: now,
        };
        begun.take(signal, now);
        Some(begun)
    }

    /// Takes what is said of it.
    fn take(&mut self, signal: &Signal, now: Timestamp) {
        self.times = self.times.saturating_add(1);
        self.heard_at = self.heard_at.max(now);
        match signal.said {
            Said::Firing => {
                if let (false, Which::Open { since: Some(since) }) = (self.begun, signal.which) {
                    self.begun = true;
                    self.starts_at = since;
                    self.told = signal.told.clone();
                }
            }
            Said::Acknowledged => {
                self.acknowledged_at.get_or_insert(now.max(self.starts_at));
            }
            Said::Resolved { at } => {
                let at = at.or(self.ends_at).unwrap_or(now).max(self.starts_at.plus(MOMENT));
                self.ends_at = self.ends_at.max(Some(at));
            }
        }
    }
}

/// An occurrence while signals are folded into it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folded<Id> {
    /// By what it is kept; nothing for a new one.
    pub id: Option<Id>,
    /// As it was before; nothing for a new one.
    pub before: Option<Occurrence>,
    /// As it is now.
    pub now: Occurrence,
}

/// Folds signals, in their order, into what is known of the alerts that they are about. What is known and what was not there before comes
/// out in this order; what nobody spoke of comes out as it was.
#[must_use]
pub fn fold<Id>(known: impl IntoIterator<Item = (Id, Occurrence)>, signals: &[Signal], now: Timestamp) -> Vec<Folded<Id>> {
    use std::collections::HashMap;
    let mut all: Vec<Folded<Id>> =
        known.into_iter().map(|(id, known)| Folded { id: Some(id), before: Some(known.clone()), now: known }).collect();
    let mut by_key: HashMap<String, Vec<usize>> = HashMap::new();
    for (place, one) in all.iter().enumerate() {
        by_key.entry(one.now.key.clone()).or_default().push(place);
    }
    for signal in signals {
        let places = by_key.entry(signal.key.clone()).or_default();
        // The last one of several that fit as well.
        let fitting = places.iter().filter_map(|&place| Some((all[place].now.fits(signal, now)?, place)));
        if let Some((_, place)) = fitting.max() {
            all[place].now.take(signal, now);
        } else if let Some(mut new) = Occurrence::begin(signal, now) {
            // Two of one key never begin at the same time.
            while places.iter().any(|&place| all[place].now.starts_at == new.starts_at) {
                new.starts_at = new.starts_at.plus(MOMENT);
                new.ends_at = new.ends_at.map(|end| end.max(new.starts_at.plus(MOMENT)));
            }
            places.push(all.len());
            all.push(Folded { id: None, before: None, now: new });
        }
    }
    all
}

#[cfg(test)]
mod tests;
