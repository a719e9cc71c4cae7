//! A file of faults: what was read, and a summary that names what was not.

use jiff::tz::TimeZone;
use serde_json::Value as Json;

use super::{Document, Note, What, markdown, read, to_json};
use crate::{
    fault::moment::{Kind, Moments, Question, Reading, Source, Value, questions},
    time::Timestamp,
    word::words,
};

words! {
    /// Why nothing at all can be read.
    pub enum NotAFile {
        /// Not JSON.
        NotJson = "not_json",
        /// No list `faults` in it.
        NoFaults = "no_faults",
    }
}

impl std::error::Error for NotAFile {}

words! {
    /// In which form a file of faults is.
    pub enum Form {
        /// The import form.
        Json = "json",
        /// For people.
        Markdown = "markdown",
    }
}

impl Form {
    /// What a file is taken for: by how it begins, and where that says nothing by its name.
    #[must_use]
    pub fn of(name: &str, text: &str) -> Self {
        let named = |ending: &str| name.to_ascii_lowercase().ends_with(ending);
        match text.trim_start_matches('\u{feff}').trim_start().chars().next() {
            Some('{' | '[') => Self::Json,
            Some('#') => Self::Markdown,
            _ if named(".json") => Self::Json,
            _ => Self::Markdown,
        }
    }

    /// How the name of such a file ends, without a dot.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Markdown => "md",
        }
    }

    /// The faults of a file in this form.
    ///
    /// # Errors
    /// As [`from_json`]; [`NotAFile::NoFaults`] for Markdown without any title.
    pub fn read(self, text: &str, zone: Option<&TimeZone>, now: Timestamp) -> Result<Import, NotAFile> {
        match self {
            Self::Json => from_json(text, zone, now),
            Self::Markdown => Some(from_markdown(text, zone, now)).filter(|import| !import.faults.is_empty()).ok_or(NotAFile::NoFaults),
        }
    }
}

/// What a file holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Import {
    /// Its faults, as they stood.
    pub faults: Vec<Imported>,
    /// The places, from 0, of those that have no title and were left out, and what stood there.
    pub untitled: Vec<(usize, Vec<Note>)>,
}

/// A fault that was read, and all that is to be told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Imported {
    /// What was read. Moments that break a hard rule are not in it.
    pub document: Document,
    /// All that was read, as the text by which a fault is known that comes again. What depends on the time of the import is in it as it stood.
    pub as_read: String,
    /// The moments as they would be stored: from an import, judged by the hard rules.
    pub moments: Moments,
    /// What could not be read or taken.
    pub notes: Vec<Note>,
    /// Which of the four moments are not known, whether nobody has said or it was said.
    pub unknown: Vec<Kind>,
    /// What the moments ask, and the file does not answer.
    pub questions: Vec<Question>,
}

/// Reads the import form (`docs/rule-345.md`, "Files"). `zone` is that of times without an offset; without one they are told
/// and left out. `now` is the time of the import.
///
/// # Errors
/// When it is not JSON, or has no list of faults. Everything else is told in the result.
pub fn from_json(text: &str, zone: Option<&TimeZone>, now: Timestamp) -> Result<Import, NotAFile> {
    let json: Json = serde_json::from_str(text).map_err(|_| NotAFile::NotJson)?;
    // A list alone is taken as well.
    let faults = json.get("faults").unwrap_or(&json).as_array().ok_or(NotAFile::NoFaults)?;
    let mut import = Import::default();
    for (place, fault) in faults.iter().enumerate() {
        import.add(place, read::fault(fault, zone), now);
    }
    Ok(import)
}

/// Reads a Markdown file, as [`super::all_to_markdown`] and [`super::to_markdown`] write it; `zone` and `now` as in [`from_json`].
#[must_use]
pub fn from_markdown(text: &str, zone: Option<&TimeZone>, now: Timestamp) -> Import {
    let mut import = Import::default();
    for (place, fault) in markdown::faults_of(text).iter().enumerate() {
        let (json, mut notes) = markdown::read(fault);
        let (document, more) = read::fault(&json, zone);
        notes.extend(more);
        import.add(place, (document, notes), now);
    }
    import
}

impl Import {
    fn add(&mut self, place: usize, (document, notes): (Document, Vec<Note>), now: Timestamp) {
        if document.title.trim().is_empty() {
            self.untitled.push((place, notes));
        } else {
            self.faults.push(Imported::of(document, notes, now));
        }
    }
}

impl Imported {
    fn of(mut document: Document, mut notes: Vec<Note>, now: Timestamp) -> Self {
        let as_read = to_json(&document).to_string();
        let mut moments = Moments::default();
        for &kind in Kind::ALL {
            let Some(value) = document.moments.get(&kind).copied() else { continue };
            let evidence = document.evidence.get(&kind).cloned().unwrap_or_default();
            let reading = Reading { value, source: Source::Import, evidence };
            if let Err(refused) = moments.set(kind, reading, None, now, "") {
                document.moments.remove(&kind);
                notes.extend(refused.fields.iter().map(|wrong| told(kind, value, wrong.rule)));
            }
        }
        moments.finder = document.found_by;
        for (question, reason) in &document.answers {
            // An answer to what is not asked stays in the document and says nothing about the moments.
            let _ = moments.answer(*question, reason, None, now);
        }
        let unknown = Kind::FOUR.into_iter().filter(|kind| moments.at(*kind).is_none()).collect();
        let unanswered = |question: &Question| moments.answer_to(*question).is_none();
        let questions = questions(document.points()).into_iter().filter(unanswered).collect();
        Self { document, as_read, moments, notes, unknown, questions }
    }
}

fn told(kind: Kind, value: Value, rule: crate::fault::moment::Rule) -> Note {
    let value = value.at().map_or_else(String::new, |at| at.to_string());
    Note { field: format!("moments.{kind}.at"), what: What::Refused { value, rule } }
}
