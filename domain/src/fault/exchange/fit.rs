//! What of a document can be kept: a file may hold what no form would take.

use super::{Document, Note, What};
use crate::{
    fault::{
        declaration::TITLE_MAX,
        evidence,
        impact::{self, Interval},
        moment::{Rule, questions},
        post_mortem::{CATEGORY_MAX, ROWS_MAX, TEXT_MAX},
        timeline,
    },
    time::Timestamp,
};

/// The most characters of an action, of what is said about it, and of an answer.
const SENTENCE_MAX: usize = 2_000;
/// The most characters of a name.
const NAME_MAX: usize = 200;
/// The most services, and the most readers.
const NAMES_MAX: usize = 200;
/// The most intervals.
const INTERVALS_MAX: usize = 200;
/// The most lines of a timeline.
const LINES_MAX: usize = 5_000;

/// Makes a document what can be kept of it at `now`, and tells what had to be cut or left out. What was written by the forms of this program
/// stays as it is.
pub fn fit(document: &mut Document, now: Timestamp) -> Vec<Note> {
    let mut fitter = Fitter { notes: Vec::new() };
    document.title = document.title.replace("\r\n", " ").replace(['\n', '\r', '\t'], " ").trim().to_owned();
    fitter.text("title", &mut document.title, TITLE_MAX);
    fitter.rows("services", &mut document.services, NAMES_MAX);
    document.services.iter_mut().for_each(|name| *name = name.trim().to_owned());
    document.services.retain(|name| !name.is_empty());
    document.services.iter_mut().for_each(|name| fitter.text("services", name, NAME_MAX));
    document.services.sort();
    document.services.dedup();
    for (kind, link) in &mut document.evidence {
        fitter.link(&format!("moments.{kind}.evidence"), link);
    }
    document.evidence.retain(|_, link| !link.is_empty());
    fitter.answers(document);
    fitter.intervals(&mut document.intervals, now);
    for (field, text) in [
        ("impact", &mut document.impact),
        ("summary", &mut document.summary),
        ("went_well", &mut document.went_well),
        ("went_wrong", &mut document.went_wrong),
        ("lucky", &mut document.lucky),
    ] {
        fitter.text(field, text, TEXT_MAX);
    }
    document.why_this_long.iter_mut().for_each(|(part, why)| fitter.text(&format!("why_this_long.{part}"), why, TEXT_MAX));
    document.not_applicable.iter_mut().for_each(|(kind, why)| fitter.text(&format!("not_applicable.{kind}"), why, TEXT_MAX));
    if let Some(waiver) = &mut document.waiver {
        fitter.text("waiver.by", &mut waiver.by, NAME_MAX);
        fitter.text("waiver.reason", &mut waiver.reason, TEXT_MAX);
    }
    fitter.rows("causes", &mut document.causes, ROWS_MAX);
    for (place, cause) in document.causes.iter_mut().enumerate() {
        fitter.text(&format!("causes[{place}].category"), &mut cause.category, CATEGORY_MAX);
        fitter.text(&format!("causes[{place}].text"), &mut cause.text, TEXT_MAX);
    }
    if let super::Audience::People(people) = &mut document.audience {
        fitter.rows("audience.people", people, NAMES_MAX);
        people.iter_mut().for_each(|name| fitter.text("audience.people", name, NAME_MAX));
    }
    fitter.timeline(document, now);
    fitter.actions(document);
    fitter.notes
}

struct Fitter {
    notes: Vec<Note>,
}

impl Fitter {
    fn note(&mut self, field: &str, what: What) {
        self.notes.push(Note { field: field.to_owned(), what });
    }

    /// Without what no form takes, and not longer than it would.
    fn text(&mut self, field: &str, text: &mut String, max: usize) {
        let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        let is_kept = |c: &char| !turns(*c) && (!c.is_control() || matches!(c, '\n' | '\t'));
        if text.contains(|c: char| !is_kept(&c)) {
            *text = text.replace("\r\n", "\n").replace('\r', "\n").chars().filter(is_kept).collect();
        }
        if text.chars().count() > max {
            *text = text.chars().take(max).collect();
            self.note(field, What::TooMuch { max: max as u64 });
        }
    }

    fn rows<T>(&mut self, field: &str, rows: &mut Vec<T>, max: usize) {
        if rows.len() > max {
            rows.truncate(max);
            self.note(field, What::TooMuch { max: max as u64 });
        }
    }

    fn link(&mut self, field: &str, link: &mut String) {
        match evidence(link) {
            Ok(kept) => *link = kept,
            Err(_) => {
                let value = std::mem::take(link).chars().take(NAME_MAX).collect();
                self.note(field, What::NotALink { value });
            }
        }
    }

    fn answers(&mut self, document: &mut Document) {
        let asked = questions(document.points());
        for (question, reason) in &mut document.answers {
            self.text(&format!("answers.{question}"), reason, SENTENCE_MAX);
            if !asked.contains(question) && !reason.is_empty() {
                let value = reason.chars().take(NAME_MAX).collect();
                self.notes.push(Note { field: format!("answers.{question}"), what: What::Refused { value, rule: Rule::NotAsked } });
            }
        }
        document.answers.retain(|question, reason| asked.contains(question) && !reason.trim().is_empty());
    }

    /// At most one of them is open.
    fn intervals(&mut self, intervals: &mut Vec<Interval>, now: Timestamp) {
        let wrong: Vec<usize> = impact::judge(intervals, now).into_iter().map(|wrong| wrong.place).collect();
        let mut open = false;
        let mut kept = Vec::new();
        for (place, interval) in intervals.drain(..).enumerate() {
            let is_second = interval.until.is_none() && open;
            if wrong.contains(&place) || is_second {
                let until = interval.until.map_or_else(String::new, |until| until.to_string());
                self.note(&format!("intervals[{place}]"), What::NotAnInterval { value: format!("{}/{until}", interval.from) });
            } else {
                open |= interval.until.is_none();
                kept.push(interval);
            }
        }
        *intervals = kept;
        self.rows("intervals", intervals, INTERVALS_MAX);
    }

    /// A line that would lie in the future has no time.
    fn timeline(&mut self, document: &mut Document, now: Timestamp) {
        self.rows("timeline", &mut document.timeline, LINES_MAX);
        for (place, line) in document.timeline.iter_mut().enumerate() {
            let field = |name: &str| format!("timeline[{place}].{name}");
            if let Some(at) = line.at.filter(|at| *at > now) {
                line.at = None;
                self.note(&field("at"), What::Refused { value: at.to_string(), rule: Rule::InTheFuture });
            }
            self.text(&field("author"), &mut line.author, NAME_MAX);
            self.text(&field("text"), &mut line.text, timeline::TEXT_MAX);
            self.link(&field("evidence"), &mut line.evidence);
        }
    }

    fn actions(&mut self, document: &mut Document) {
        self.rows("actions", &mut document.actions, ROWS_MAX);
        for (place, action) in document.actions.iter_mut().enumerate() {
            let field = |name: &str| format!("actions[{place}].{name}");
            self.text(&field("text"), &mut action.text, SENTENCE_MAX);
            self.text(&field("owner"), &mut action.owner, NAME_MAX);
            self.text(&field("criterion"), &mut action.criterion, SENTENCE_MAX);
            self.text(&field("ticket"), &mut action.ticket, NAME_MAX);
            let seen = action.verified.iter_mut().chain(action.effect.iter_mut().map(|(_, seen)| seen));
            for seen in seen {
                self.text(&field("seen.by"), &mut seen.by, NAME_MAX);
                self.text(&field("seen.evidence"), &mut seen.evidence, SENTENCE_MAX);
            }
        }
    }
}
