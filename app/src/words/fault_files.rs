//! Files of faults: what is read, what becomes of it, and what could not be read.

use domain::fault::exchange::{NotAFile, Note, Taken, What};
use domain::fault::moment::{Kind, Question, Rule, Unreadable};

mod en;
mod zh;

pub use en::EN;
pub use zh::ZH;

pub struct Words {
    pub import: &'static str,
    pub lead: &'static str,
    pub file: &'static str,
    pub file_hint: &'static str,
    pub text: &'static str,
    pub text_hint: &'static str,
    pub zone: &'static str,
    pub zone_hint: &'static str,
    pub look: &'static str,
    pub take: fn(usize) -> String,
    pub forget: &'static str,
    pub taken: &'static str,
    pub taken_lead: &'static str,
    pub found: &'static str,
    pub counts: fn(usize, usize) -> String,
    pub is_new: &'static str,
    pub was_here: &'static str,
    pub twice: &'static str,
    pub fault: &'static str,
    pub state: &'static str,
    pub told: &'static str,
    pub nothing_told: &'static str,
    pub not_a_file: fn(NotAFile) -> &'static str,
    pub untitled: fn(usize) -> String,
    pub unknown_services: fn(&str) -> String,
    pub no_severity: &'static str,
    pub unknown: fn(&str) -> String,
    pub moment: fn(Kind) -> &'static str,
    pub question: fn(Question) -> &'static str,
    pub note: fn(&Note) -> String,
    pub export: &'static str,
    pub services_by_name: fn(&str) -> String,
}

/// What is open about a fault of a file, and what could not be read, line by line.
#[must_use]
pub fn lines(w: &Words, fault: &Taken, between: &str) -> Vec<String> {
    let services = (!fault.unknown_services.is_empty()).then(|| (w.unknown_services)(&fault.unknown_services.join(between)));
    let severity = fault.no_severity.then(|| w.no_severity.to_owned());
    let moments: Vec<&str> = fault.unknown.iter().map(|kind| (w.moment)(*kind)).collect();
    let unknown = (!moments.is_empty()).then(|| (w.unknown)(&moments.join(between)));
    let questions = fault.questions.iter().map(|question| (w.question)(*question).to_owned());
    let notes = fault.notes.iter().map(w.note);
    services.into_iter().chain(severity).chain(unknown).chain(questions).chain(notes).collect()
}

/// The pieces that sentences about notes are made of, in each language.
struct Sentences {
    quoted: fn(&str) -> String,
    unreadable: &'static str,
    unknown_word: &'static str,
    unknown_field: &'static str,
    not_found: &'static str,
    has_a_time: &'static str,
    too_much: fn(u64) -> String,
    not_a_link: &'static str,
    not_an_interval: &'static str,
    no_zone: &'static str,
    no_time: &'static str,
    not_a_time: &'static str,
    refused: fn(Rule) -> &'static str,
    between: &'static str,
}

impl Sentences {
    /// Where, what is wrong, and what stood there.
    fn told(&self, note: &Note) -> String {
        let (value, why) = match &note.what {
            What::Unreadable { value } => (value, self.unreadable.to_owned()),
            What::UnknownWord { value } => (value, self.unknown_word.to_owned()),
            What::UnknownField { value } => (value, self.unknown_field.to_owned()),
            What::NotFound { value } => (value, self.not_found.to_owned()),
            What::UnknownHasATime { value } => (value, self.has_a_time.to_owned()),
            What::NotALink { value } => (value, self.not_a_link.to_owned()),
            What::NotAnInterval { value } => (value, self.not_an_interval.to_owned()),
            What::Refused { value, rule } => (value, (self.refused)(*rule).to_owned()),
            What::NotATime { value, why } => {
                let why = match why {
                    Unreadable::NoZone => self.no_zone,
                    Unreadable::Missing => self.no_time,
                    Unreadable::NotATime => self.not_a_time,
                };
                (value, why.to_owned())
            }
            What::TooMuch { max } => return [note.field.as_str(), &(self.too_much)(*max)].join(self.between),
        };
        let quoted = if value.is_empty() { String::new() } else { (self.quoted)(value) };
        let parts = [note.field.as_str(), why.as_str()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(self.between) + &quoted
    }
}
