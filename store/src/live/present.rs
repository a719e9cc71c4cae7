//! Who is where. Everybody who looks says so again and again; who does not any more is forgotten by itself, so that a browser or
//! a process that died leaves nobody behind.

use std::collections::HashMap;

use domain::{
    id::{TicketId, UserId},
    ticket::view::{PersonRef, Present},
    time::{Span, Timestamp},
};

use super::Word;

/// For how long somebody who said that they look is believed: two beats of an [`super::Ear`] may be lost.
const LOOKS: Span = Span::from_millis(65_000);
/// For how long somebody who said that they write is: longer than their browser's pause between saying so.
const WRITES: Span = Span::from_millis(12_000);

/// The people on each ticket.
#[derive(Debug, Default)]
pub(super) struct Table(HashMap<TicketId, Vec<Somebody>>);

#[derive(Debug)]
struct Somebody {
    /// By which ear; nobody's, when they write without one.
    ear: Option<i64>,
    person: UserId,
    name: String,
    until: Timestamp,
    writes_until: Option<Timestamp>,
}

impl Table {
    /// Takes in a word at its time.
    pub(super) fn note(&mut self, word: &Word, now: Timestamp) {
        match word {
            Word::Looks { ticket, ear, person, name } => {
                self.forget(now);
                let there = self.0.entry(*ticket).or_default();
                let until = now.plus(LOOKS);
                match there.iter_mut().find(|one| one.ear == Some(*ear)) {
                    Some(one) => one.until = until,
                    None => there.push(Somebody { ear: Some(*ear), person: *person, name: name.clone(), until, writes_until: None }),
                }
            }
            Word::Writes { ticket, person, name } => {
                let there = self.0.entry(*ticket).or_default();
                let until = now.plus(WRITES);
                there.retain(|one| one.until > now);
                if there.iter().all(|one| one.person != *person) {
                    there.push(Somebody { ear: None, person: *person, name: name.clone(), until, writes_until: None });
                }
                for one in there.iter_mut().filter(|one| one.person == *person) {
                    one.writes_until = Some(until);
                    // Who has no ear is there for as long as they write.
                    if one.ear.is_none() {
                        one.until = until;
                    }
                }
            }
            Word::Leaves { ticket, ear } => self.0.entry(*ticket).or_default().retain(|one| one.ear != Some(*ear)),
            // What they were writing is sent.
            Word::Changed { ticket, by: Some(by), .. } => {
                let there = self.0.get_mut(ticket).into_iter().flatten();
                there.filter(|one| one.person == *by).for_each(|one| one.writes_until = None);
            }
            Word::Changed { by: None, .. } | Word::Fault { .. } | Word::Lost => {}
        }
    }

    /// Everybody but the reader, each once, by name.
    pub(super) fn on(&self, ticket: TicketId, now: Timestamp, reader: UserId) -> Vec<Present> {
        let mut people: Vec<Present> = Vec::new();
        let there = self.0.get(&ticket).into_iter().flatten();
        for one in there.filter(|one| one.until > now && one.person != reader) {
            let writing = one.writes_until.is_some_and(|until| until > now);
            match people.iter_mut().find(|present| present.person.id == one.person) {
                Some(present) => present.writing |= writing,
                None => people.push(Present { person: PersonRef::new(one.person, one.name.clone()), writing }),
            }
        }
        people.sort_by(|one, other| (&one.person.name, one.person.id).cmp(&(&other.person.name, other.person.id)));
        people
    }

    fn forget(&mut self, now: Timestamp) {
        self.0.retain(|_, there| {
            there.retain(|one| one.until > now);
            !there.is_empty()
        });
    }
}
