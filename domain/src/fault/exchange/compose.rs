//! Between a post-mortem, which knows people and tickets by their ids, and a document, which knows them by name.

use super::{Action, Audience, Document, Done, Line, Note, Seen, Waiver, What};
use crate::{
    fault::{
        Severity,
        action::{self, Progress, Verified},
        impact::Interval,
        moment::{Kind, Moments, Question},
        post_mortem::{self, Content},
        timeline::{Author, Entry, order},
    },
    id::{TicketId, UserId},
    time::Timestamp,
};

/// What people and tickets are called.
pub struct Names<'n> {
    /// A person's name; it should be nobody else's.
    pub person: &'n dyn Fn(UserId) -> String,
    /// A ticket's number, as people write it.
    pub ticket: &'n dyn Fn(TicketId) -> String,
}

/// Who and what is meant by a name.
pub struct Found<'n> {
    /// The person of this name, if there is exactly one.
    pub person: &'n dyn Fn(&str) -> Option<UserId>,
    /// The ticket of this number.
    pub ticket: &'n dyn Fn(&str) -> Option<TicketId>,
}

/// The fault's own side of a document.
pub struct Facts<'f> {
    /// What it is called.
    pub title: String,
    /// The names of the services that it hit.
    pub services: Vec<String>,
    /// How bad it was.
    pub severity: Option<Severity>,
    /// Whether it was a drill.
    pub drill: bool,
    /// Its moments.
    pub moments: &'f Moments,
    /// The whiles in which it hurt.
    pub intervals: Vec<Interval>,
    /// Its timeline, in any order.
    pub timeline: Vec<Entry>,
}

/// A fault and the text of its post-mortem as a document. The histories of moments and entries stay behind.
#[must_use]
pub fn compose(facts: Facts<'_>, content: &Content, names: &Names<'_>) -> Document {
    let Facts { title, services, severity, drill, moments, intervals, mut timeline } = facts;
    order(&mut timeline);
    let evidence = |(kind, moment): (Kind, &crate::fault::moment::Moment)| (kind, moment.reading().evidence.clone());
    let answer = |question: &Question| Some((*question, moments.answer_to(*question)?.reason.clone()));
    let person = names.person;
    Document {
        title,
        services,
        severity,
        drill,
        found_by: moments.finder,
        moments: moments.iter().map(|(kind, moment)| (kind, moment.reading().value)).collect(),
        evidence: moments.iter().map(evidence).filter(|(_, link)| !link.is_empty()).collect(),
        answers: Question::ALL.iter().filter_map(answer).collect(),
        intervals,
        impact: content.impact.clone(),
        extent: content.extent,
        summary: content.summary.clone(),
        why_this_long: content.why_this_long.clone(),
        causes: content.causes.clone(),
        went_well: content.went_well.clone(),
        went_wrong: content.went_wrong.clone(),
        lucky: content.lucky.clone(),
        timeline: timeline.into_iter().map(|entry| line(entry, names)).collect(),
        actions: content.actions.iter().map(|action| named(action, names)).collect(),
        not_applicable: content.not_applicable.clone(),
        waiver: content.waiver.as_ref().map(|one| Waiver { by: person(one.by), at: Some(one.at), reason: one.reason.clone() }),
        audience: match &content.audience {
            post_mortem::Audience::Company => Audience::Company,
            post_mortem::Audience::InvolvedTeams => Audience::InvolvedTeams,
            post_mortem::Audience::People { people } => Audience::People(people.iter().map(|id| person(*id)).collect()),
        },
    }
}

fn line(entry: Entry, names: &Names<'_>) -> Line {
    let author = match entry.author {
        Author::Nobody => String::new(),
        Author::Person { id } => (names.person)(id),
        Author::Named { name } => name,
    };
    Line { at: Some(entry.at), author, text: entry.text, evidence: entry.evidence, pinned: entry.pinned }
}

fn named(action: &action::Action, names: &Names<'_>) -> Action {
    let (verified, effect) = match &action.progress {
        Progress::Open | Progress::Done { .. } => (None, None),
        Progress::Verified { verified, .. } => (Some(verified), None),
        Progress::Checked { verified, effect, .. } => (Some(verified), Some(effect)),
    };
    let seen = |by, at, evidence: &String| Seen { by: (names.person)(by), at: Some(at), evidence: evidence.clone() };
    Action {
        kind: Some(action.kind),
        text: action.text.clone(),
        owner: action.owner.map_or_else(String::new, names.person),
        due: action.due,
        criterion: action.criterion.clone(),
        ticket: action.ticket.map_or_else(String::new, names.ticket),
        done: action.done_at().map_or(Done::No, Done::At),
        verified: verified.map(|one| seen(one.by, one.at, &one.evidence)),
        effect_days: (action.effect_days != action::EFFECT_DAYS).then_some(action.effect_days),
        effect: effect.map(|one| (one.helps, seen(one.by, one.at, &one.note))),
    }
}

/// The text of a post-mortem out of a document. Names that nobody here has are told and left out, and so is an action of a kind that
/// could not be read, with its text. Where the file does not say when something was done, it is taken for `now`, the time of the import.
/// Lengths of texts are not judged.
#[must_use]
pub fn settle(document: &Document, found: &Found<'_>, now: Timestamp) -> (Content, Vec<Note>) {
    let mut settler = Settler { found, now, notes: Vec::new() };
    let audience = match &document.audience {
        Audience::Company => post_mortem::Audience::Company,
        Audience::InvolvedTeams => post_mortem::Audience::InvolvedTeams,
        Audience::People(names) => {
            let people = names.iter().filter_map(|name| settler.person("audience", name)).collect();
            post_mortem::Audience::People { people }
        }
    };
    let waiver = document.waiver.as_ref().and_then(|one| {
        let by = settler.person("waiver.by", &one.by)?;
        Some(post_mortem::Waiver { by, at: one.at.unwrap_or(now), reason: one.reason.clone() })
    });
    let actions = document.actions.iter().enumerate().filter_map(|(place, action)| settler.action(place, action)).collect();
    let content = Content {
        summary: document.summary.clone(),
        impact: document.impact.clone(),
        extent: document.extent,
        why_this_long: document.why_this_long.clone(),
        causes: document.causes.clone(),
        went_well: document.went_well.clone(),
        went_wrong: document.went_wrong.clone(),
        lucky: document.lucky.clone(),
        actions,
        not_applicable: document.not_applicable.clone(),
        waiver,
        audience,
    };
    (content, settler.notes)
}

struct Settler<'s> {
    found: &'s Found<'s>,
    now: Timestamp,
    notes: Vec<Note>,
}

impl Settler<'_> {
    fn told(&mut self, field: String, value: &str) {
        let value = value.chars().take(200).collect();
        self.notes.push(Note { field, what: What::NotFound { value } });
    }

    fn person(&mut self, field: &str, name: &str) -> Option<UserId> {
        if name.is_empty() {
            return None;
        }
        let person = (self.found.person)(name);
        if person.is_none() {
            self.told(field.to_owned(), name);
        }
        person
    }

    fn action(&mut self, place: usize, action: &Action) -> Option<action::Action> {
        let field = |key: &str| format!("actions[{place}].{key}");
        let Some(kind) = action.kind else {
            self.told(field("type"), &action.text);
            return None;
        };
        let ticket = (self.found.ticket)(&action.ticket);
        if ticket.is_none() && !action.ticket.is_empty() {
            self.told(field("ticket"), &action.ticket);
        }
        Some(action::Action {
            kind,
            text: action.text.clone(),
            owner: self.person(&field("owner"), &action.owner),
            due: action.due,
            criterion: action.criterion.clone(),
            ticket,
            effect_days: action.effect_days.unwrap_or(action::EFFECT_DAYS),
            progress: self.progress(&field, action),
        })
    }

    /// As far as it is told who has seen it: what nobody here has seen is not taken for seen.
    fn progress(&mut self, field: &dyn Fn(&str) -> String, action: &Action) -> Progress {
        let at = match action.done {
            Done::No => return Progress::Open,
            Done::Yes => self.now,
            Done::At(at) => at,
        };
        let Some(seen) = &action.verified else { return Progress::Done { at } };
        let Some(by) = self.person(&field("verified.by"), &seen.by) else { return Progress::Done { at } };
        let verified = Verified { by, at: seen.at.unwrap_or(self.now), evidence: seen.evidence.clone() };
        let Some((helps, seen)) = &action.effect else { return Progress::Verified { at, verified } };
        let Some(by) = self.person(&field("effect.by"), &seen.by) else { return Progress::Verified { at, verified } };
        let effect = action::Effect { helps: *helps, by, at: seen.at.unwrap_or(self.now), note: seen.evidence.clone() };
        Progress::Checked { at, verified, effect }
    }
}
