//! What others did to a ticket after what the reader saw of it, in one sentence.

use domain::ticket::event::What;
use domain::ticket::view::{Detail, TimelineEntry};

use crate::reader::me;
use crate::ticket::event_line::has_line;
use crate::words::words;

/// What somebody did, as coarsely as a sentence tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    Replied,
    Noted,
    Resolved,
    Status,
    Hands,
    Priority,
    Details,
}

impl Deed {
    const fn of(what: &What) -> Self {
        match what {
            What::Replied { .. } => Self::Replied,
            What::Noted { .. } => Self::Noted,
            What::Resolved { .. } => Self::Resolved,
            What::StatusChanged { .. } => Self::Status,
            What::Assigned { .. } => Self::Hands,
            What::PriorityChanged { .. } => Self::Priority,
            _ => Self::Details,
        }
    }
}

/// What others did after the version that the reader went by.
#[must_use]
pub fn news(ticket: &Detail, seen: i64) -> Vec<TimelineEntry> {
    let reader = me().map(|me| me.id);
    let is_news = |entry: &&TimelineEntry| entry.event.id.get() > seen && entry.event.actor != reader;
    ticket.timeline.iter().filter(is_news).cloned().collect()
}

/// Who did what; empty without news.
#[must_use]
pub fn told(news: &[TimelineEntry]) -> String {
    let w = words().live();
    let mut people: Vec<(&str, Vec<&str>)> = Vec::new();
    // What has no line of its own follows from what has one.
    for entry in news.iter().filter(|entry| has_line(&entry.event.what)) {
        let who = entry.actor.as_ref().map_or(words().ticket().by_itself, |actor| actor.name.as_str());
        let did = (w.did)(Deed::of(&entry.event.what));
        match people.iter_mut().find(|(name, _)| *name == who) {
            Some((_, deeds)) if deeds.contains(&did) => {}
            Some((_, deeds)) => deeds.push(did),
            None => people.push((who, vec![did])),
        }
    }
    let people: Vec<String> = people.into_iter().map(|(who, deeds)| (w.told)(who, &(w.and)(&deeds))).collect();
    (w.people)(&people)
}
