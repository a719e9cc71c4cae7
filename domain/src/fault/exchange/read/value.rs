//! Single values, and what is told when they cannot be read.

use std::{collections::BTreeMap, str::FromStr};

use jiff::{civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use super::Done;
use crate::{
    fault::moment::{Rule, Unreadable, typed},
    time::Timestamp,
};

/// The most characters of a value that are told of it.
const SHOWN_MAX: usize = 200;

/// Something that could not be read or taken, and what stood there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Where: `moments.detected.at`, `timeline[3]`; empty for the fault as a whole, and `line 12` in Markdown.
    pub field: String,
    /// What.
    #[serde(flatten)]
    pub what: What,
}

/// What is wrong. The value is told as it stood, cut after 200 characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum What {
    /// Another kind of value than belongs here: a number for a text, a text for a list.
    Unreadable {
        /// What stood there.
        value: String,
    },
    /// Not a time, or one without a zone.
    NotATime {
        /// What stood there.
        value: String,
        /// Why it is none.
        why: Unreadable,
    },
    /// None of the words that belong here.
    UnknownWord {
        /// What stood there.
        value: String,
    },
    /// A field that the form does not have.
    UnknownField {
        /// What stood there.
        value: String,
    },
    /// A name that no person or ticket here has, or the text of an action of no kind.
    NotFound {
        /// What stood there.
        value: String,
    },
    /// A time is given for a moment that is said to be unknown.
    UnknownHasATime {
        /// The time.
        value: String,
    },
    /// A text that is too long, or one of too many of its kind. It is cut off.
    TooMuch {
        /// The most characters, or the most of them.
        max: u64,
    },
    /// Neither an address of the web nor a page: it could be anything that a browser runs. It is left out.
    NotALink {
        /// What stood there.
        value: String,
    },
    /// An interval that ends before it begins or lies in the future, or is open beside another one. It is left out.
    NotAnInterval {
        /// From when, and until when.
        value: String,
    },
    /// A moment, or a line of the timeline, that breaks a hard rule. It stays unknown. An answer to what nobody asks.
    Refused {
        /// The time, or the answer.
        value: String,
        /// Which rule.
        rule: Rule,
    },
}

pub struct Reader<'z> {
    zone: Option<&'z TimeZone>,
    pub notes: Vec<Note>,
}

/// A value as it is told: a text without its quotes.
pub fn shown(json: &Json) -> String {
    let whole = json.as_str().map_or_else(|| json.to_string(), str::to_owned);
    whole.chars().take(SHOWN_MAX).collect()
}

impl<'z> Reader<'z> {
    pub const fn new(zone: Option<&'z TimeZone>) -> Self {
        Self { zone, notes: Vec::new() }
    }

    pub fn note(&mut self, field: &str, what: What) {
        self.notes.push(Note { field: field.to_owned(), what });
    }

    fn unreadable<T: Default>(&mut self, field: &str, json: &Json) -> T {
        if !json.is_null() {
            self.note(field, What::Unreadable { value: shown(json) });
        }
        T::default()
    }

    pub fn object<'j>(&mut self, field: &str, json: &'j Json) -> Option<&'j Map<String, Json>> {
        let object = json.as_object();
        if object.is_none() {
            self.unreadable::<()>(field, json);
        }
        object
    }

    /// Tells what an object has beside the keys that belong to it.
    pub fn known(&mut self, field: &str, fields: &Map<String, Json>, keys: &[&str]) {
        for (key, value) in fields.iter().filter(|(key, _)| !keys.contains(&key.as_str())) {
            self.note(&format!("{field}.{key}"), What::UnknownField { value: shown(value) });
        }
    }

    /// A text; a number is one as well.
    pub fn text(&mut self, field: &str, json: &Json) -> String {
        match json {
            // No database keeps U+0000, and nobody types it.
            Json::String(text) => text.replace('\0', ""),
            Json::Number(number) => number.to_string(),
            _ => self.unreadable(field, json),
        }
    }

    /// A text of an object, which may be missing.
    pub fn field(&mut self, field: &str, fields: &Map<String, Json>, key: &str) -> String {
        fields.get(key).map_or_else(String::new, |value| self.text(&format!("{field}.{key}"), value))
    }

    /// Several texts; one alone is a list as well.
    pub fn texts(&mut self, field: &str, json: &Json) -> Vec<String> {
        if json.is_string() {
            return vec![self.text(field, json)];
        }
        self.list(field, json, |reader, field, one| {
            one.is_string().then(|| reader.text(field, one)).or_else(|| reader.unreadable(field, one))
        })
    }

    pub fn list<T>(&mut self, field: &str, json: &Json, read: impl Fn(&mut Self, &str, &Json) -> Option<T>) -> Vec<T> {
        let Json::Array(all) = json else { return self.unreadable(field, json) };
        all.iter().enumerate().filter_map(|(place, one)| read(self, &format!("{field}[{place}]"), one)).collect()
    }

    pub fn word<T>(&mut self, field: &str, json: &Json, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        if json.is_null() {
            return None;
        }
        let word = shown(json).trim().to_lowercase();
        let found = read(&word);
        if found.is_none() {
            self.note(field, What::UnknownWord { value: shown(json) });
        }
        found
    }

    /// Texts by a word.
    pub fn by<K: Ord>(&mut self, field: &str, json: &Json, read: impl Fn(&str) -> Option<K>) -> BTreeMap<K, String> {
        let mut by = BTreeMap::new();
        for (key, value) in self.object(field, json).into_iter().flatten() {
            let field = format!("{field}.{key}");
            match read(key) {
                Some(key) => {
                    let text = self.text(&field, value);
                    by.insert(key, text);
                }
                None => self.note(&field, What::UnknownField { value: shown(value) }),
            }
        }
        by
    }

    pub fn by_word<K: Ord + FromStr>(&mut self, field: &str, json: &Json) -> BTreeMap<K, String> {
        self.by(field, json, |word| word.parse().ok())
    }

    pub fn time(&mut self, field: &str, json: &Json) -> Option<Timestamp> {
        let read = json.as_str().ok_or(Unreadable::NotATime).and_then(|text| typed(text, self.zone));
        read.map_err(|why| self.note(field, What::NotATime { value: shown(json), why })).ok()
    }

    /// `2026-03-15`; of a time its date, as it is written.
    pub fn date(&mut self, field: &str, json: &Json) -> Option<Date> {
        let text = json.as_str().unwrap_or_default();
        let date = text.get(..10).and_then(|date| date.parse().ok());
        if date.is_none() {
            self.note(field, What::NotATime { value: shown(json), why: Unreadable::NotATime });
        }
        date
    }

    /// A whole number, also as a text.
    pub fn number(&mut self, field: &str, json: &Json) -> Option<u64> {
        let number = json.as_u64().or_else(|| json.as_str()?.trim().parse().ok());
        if number.is_none() { self.unreadable(field, json) } else { number }
    }

    pub fn flag(&mut self, field: &str, json: &Json) -> bool {
        match json {
            Json::Bool(flag) => *flag,
            Json::String(word) if word == "true" || word == "false" => word == "true",
            _ => self.unreadable(field, json),
        }
    }

    /// Yes or no, or since when.
    pub fn done(&mut self, field: &str, json: &Json) -> Done {
        match json {
            Json::Bool(true) => Done::Yes,
            Json::Bool(false) => Done::No,
            Json::String(word) if word == "true" => Done::Yes,
            Json::String(word) if word.is_empty() || word == "false" => Done::No,
            // Somebody says that it is done, and only since when is not known.
            json => self.time(field, json).map_or(Done::Yes, Done::At),
        }
    }
}
