//! What a file says that nobody and nothing here stands for: it is kept as it was said, and goes out again with the fault.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Action, Audience, Document, Done, Found, Seen, Waiver};
use crate::{
    fault::{action::Progress, moment::Kind, post_mortem::Content},
    time::Timestamp,
};

/// Names and the like that a document has and its fault has no place for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Kept {
    /// Services that there are none of here.
    pub services: Vec<String>,
    /// Whether nobody has said how bad it was.
    pub no_severity: bool,
    /// Links of moments of which nothing else can be said.
    pub evidence: BTreeMap<Kind, String>,
    /// All readers by name, where nobody here is called like some of them, and whether there is somebody.
    pub readers: Vec<(String, bool)>,
    /// Who answers for doing without an action that prevents.
    pub waiver: Option<Waiver>,
    /// Of actions by their place.
    pub actions: BTreeMap<usize, OfAction>,
}

/// What is kept of an action.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OfAction {
    owner: String,
    ticket: String,
    /// When it was done, as what follows is about.
    done: Option<Timestamp>,
    verified: Option<Seen>,
    effect: Option<(bool, Seen)>,
}

impl Kept {
    /// What of the document is not in the text that [`super::settle`] made of it. Its services are for who knows those here.
    #[must_use]
    pub fn of(document: &Document, content: &Content, found: &Found<'_>) -> Self {
        // Those of no kind were left out.
        let actions = document.actions.iter().filter(|action| action.kind.is_some()).zip(&content.actions);
        let kept = actions.enumerate().filter_map(|(place, (said, settled))| {
            let checked = matches!(settled.progress, Progress::Checked { .. });
            let verified = checked || matches!(settled.progress, Progress::Verified { .. });
            let kept = OfAction {
                owner: if settled.owner.is_none() { said.owner.clone() } else { String::new() },
                ticket: if settled.ticket.is_none() { said.ticket.clone() } else { String::new() },
                done: settled.done_at(),
                verified: said.verified.clone().filter(|_| !verified),
                effect: said.effect.clone().filter(|_| !checked),
            };
            (kept != OfAction { done: kept.done, ..OfAction::default() }).then_some((place, kept))
        });
        let readers: Vec<(String, bool)> = match &document.audience {
            Audience::People(names) => {
                names.iter().map(|name| (name.clone(), !name.is_empty() && (found.person)(name).is_some())).collect()
            }
            Audience::Company | Audience::InvolvedTeams => Vec::new(),
        };
        let evidence = document.evidence.iter().filter(|(kind, _)| !document.moments.contains_key(kind));
        Self {
            services: Vec::new(),
            no_severity: document.severity.is_none(),
            evidence: evidence.map(|(kind, link)| (*kind, link.clone())).collect(),
            readers: if readers.iter().all(|(_, known)| *known) { Vec::new() } else { readers },
            waiver: document.waiver.clone().filter(|_| content.waiver.is_none()),
            actions: kept.collect(),
        }
    }

    /// Puts it into a document that was made of the fault. What has been said here since then goes before.
    pub fn give_back(&self, document: &mut Document) {
        document.services.extend(self.services.iter().cloned());
        document.services.sort();
        document.services.dedup();
        if self.no_severity {
            document.severity = None;
        }
        for (kind, link) in &self.evidence {
            if !document.moments.contains_key(kind) {
                document.evidence.entry(*kind).or_insert_with(|| link.clone());
            }
        }
        if let Audience::People(names) = &mut document.audience
            && !self.readers.is_empty()
        {
            self.readers_among(names);
        }
        if document.waiver.is_none() {
            document.waiver.clone_from(&self.waiver);
        }
        for (place, kept) in &self.actions {
            if let Some(action) = document.actions.get_mut(*place) {
                kept.give_back(action);
            }
        }
    }
}

impl Kept {
    /// Each in its place, as long as nobody has chosen other readers here.
    fn readers_among(&self, names: &mut Vec<String>) {
        let unchanged = self.readers.iter().filter(|(_, known)| *known).count() == names.len();
        if unchanged {
            let mut known = std::mem::take(names).into_iter();
            *names = self.readers.iter().filter_map(|(name, is_known)| if *is_known { known.next() } else { Some(name.clone()) }).collect();
        } else {
            names.extend(self.readers.iter().filter(|(_, known)| !known).map(|(name, _)| name.clone()));
        }
    }
}

impl OfAction {
    fn give_back(&self, action: &mut Action) {
        if action.owner.is_empty() {
            action.owner.clone_from(&self.owner);
        }
        if action.ticket.is_empty() {
            action.ticket.clone_from(&self.ticket);
        }
        let done = match action.done {
            Done::No | Done::Yes => None,
            Done::At(at) => Some(at),
        };
        // What somebody has seen is about the time at which it was done then.
        if done == self.done {
            if action.verified.is_none() {
                action.verified.clone_from(&self.verified);
            }
            if action.effect.is_none() {
                action.effect.clone_from(&self.effect);
            }
        }
    }
}
