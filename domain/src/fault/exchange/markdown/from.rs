//! Markdown as the JSON of the import form, so that both are read by the same rules.

use serde_json::{Map, Value as Json, json};

use super::blocks::{Block, Section, cut, unescaped};
use crate::fault::exchange::{Note, What};

/// A fault as JSON, and a note for each line that has no place in it.
pub fn read(text: &str) -> (Json, Vec<Note>) {
    let (title, blocks) = cut(text);
    let mut fault = Fault { fields: Map::new(), notes: Vec::new() };
    fault.fields.insert("title".to_owned(), json!(title.unwrap_or_default()));
    blocks.into_iter().for_each(|block| fault.take(block));
    (Json::Object(fault.fields), fault.notes)
}

struct Fault {
    fields: Map<String, Json>,
    notes: Vec<Note>,
}

impl Fault {
    fn take(&mut self, block: Block) {
        match block.section {
            Section::Top => self.top(block),
            Section::Text(key) => self.text(key, &block.text.unwrap_or_default()),
            Section::Why => {
                let words = block.heading.split_once(':').map_or("", |(_, part)| part);
                let part = words.split(',').next().unwrap_or_default().trim().to_lowercase();
                self.under("why_this_long", &part, json!(block.text.unwrap_or_default()));
            }
            Section::Moments => {
                self.stray(&block);
                block.short.iter().for_each(|(key, value)| self.moment(key, value));
            }
            Section::Answers => {
                self.stray(&block);
                block.short.into_iter().for_each(|(question, reason)| self.under("answers", &question, json!(reason)));
            }
            Section::Impact => self.impact(block),
            Section::Causes | Section::Timeline | Section::Actions | Section::NotApplicable if !block.is_item => self.stray(&block),
            Section::Causes => {
                let cause = json!({ "category": unescaped(&block.heading), "text": block.text.unwrap_or_default() });
                self.push("causes", cause);
            }
            Section::Timeline => {
                let (at, author) = block.heading.split_once(' ').unwrap_or((&block.heading, ""));
                let head = [("at", if at == "-" { Json::Null } else { json!(at) }), ("author", json!(unescaped(author)))];
                self.item("timeline", head, block);
            }
            Section::Actions => {
                let kind = block.heading.trim();
                let head = [("type", if kind == "-" { Json::Null } else { json!(kind) })];
                self.item("actions", head, block);
            }
            Section::NotApplicable => {
                self.under("not_applicable", &block.heading.trim().to_lowercase(), json!(block.text.unwrap_or_default()));
            }
            Section::Waiver => {
                block.short.iter().for_each(|(key, value)| self.under("waiver", key, json!(value)));
                self.under("waiver", "reason", json!(block.text.unwrap_or_default()));
            }
            Section::Unknown => {
                self.told(block.line, &block.heading);
                self.stray(&block);
            }
        }
    }

    fn top(&mut self, block: Block) {
        for (key, value) in block.short {
            match (key.as_str(), value.as_str()) {
                ("service", _) => self.push("services", json!(value)),
                ("audience", "people") => {
                    self.fields.insert(key, json!({ "people": [] }));
                }
                ("reader", _) => self.reader(&value),
                _ => {
                    self.fields.insert(key, json!(value));
                }
            }
        }
        if let Some(text) = block.text {
            self.text("summary", &text);
        }
    }

    /// A name counts only where the audience is one of people; it comes behind that.
    fn reader(&mut self, name: &str) {
        match self.fields.get_mut("audience").and_then(|audience| audience.get_mut("people")) {
            Some(Json::Array(people)) => people.push(json!(name)),
            _ => self.told(1, name),
        }
    }

    /// A moment, or a link to what shows it.
    fn moment(&mut self, key: &str, value: &str) {
        let (kind, fields) = match key.strip_suffix(" evidence") {
            Some(kind) => (kind, Map::from_iter([("evidence".to_owned(), json!(value))])),
            None => (key, moment(value)),
        };
        if let Json::Object(all) = self.fields.entry("moments").or_insert_with(|| json!({}))
            && let Json::Object(moment) = all.entry(kind).or_insert_with(|| json!({}))
        {
            moment.extend(fields);
        }
    }

    fn impact(&mut self, block: Block) {
        for (key, value) in block.short {
            if key == "interval" {
                let (from, until) = value.split_once('/').unwrap_or((&value, ""));
                let until = if until.is_empty() { Json::Null } else { json!(until) };
                self.push("intervals", json!({ "from": from, "until": until }));
            } else {
                self.under("impact", &key, json!(value));
            }
        }
        if let Some(text) = block.text {
            self.under("impact", "text", json!(text));
        }
    }

    /// A thing of a list: what its heading says, its short things and its text.
    fn item<const N: usize>(&mut self, list: &str, head: [(&str, Json); N], block: Block) {
        let mut fields: Map<String, Json> = head.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        for (key, value) in block.short {
            match key.split_once('.') {
                Some((outer, inner)) => {
                    if let Json::Object(all) = fields.entry(outer).or_insert_with(|| json!({})) {
                        all.insert(inner.to_owned(), json!(value));
                    }
                }
                None => {
                    fields.insert(key, json!(value));
                }
            }
        }
        fields.insert("text".to_owned(), json!(block.text.unwrap_or_default()));
        self.push(list, Json::Object(fields));
    }

    /// A text; what stood there before stays in front of it.
    fn text(&mut self, key: &str, text: &str) {
        match self.fields.get_mut(key) {
            Some(Json::String(before)) if !before.is_empty() => {
                before.push('\n');
                before.push_str(text);
            }
            _ => {
                self.fields.insert(key.to_owned(), json!(text));
            }
        }
    }

    fn push(&mut self, list: &str, one: Json) {
        if let Json::Array(all) = self.fields.entry(list).or_insert_with(|| json!([])) {
            all.push(one);
        }
    }

    fn under(&mut self, object: &str, key: &str, value: Json) {
        if let Json::Object(all) = self.fields.entry(object).or_insert_with(|| json!({})) {
            all.insert(key.to_owned(), value);
        }
    }

    /// Tells each line of a text that has no place here.
    fn stray(&mut self, block: &Block) {
        for (number, line) in (block.text_line..).zip(block.text.iter().flat_map(|text| text.split('\n'))) {
            self.told(number, line);
        }
    }

    fn told(&mut self, line: usize, words: &str) {
        let value = words.chars().take(200).collect();
        self.notes.push(Note { field: format!("line {line}"), what: What::Unreadable { value } });
    }
}

/// `unknown`, or a time and how well it is known: `2026-03-01T10:42:00Z (estimated)`.
fn moment(value: &str) -> Map<String, Json> {
    let value = value.trim();
    let field = |key: &str, value: &str| (key.to_owned(), json!(value));
    if value.eq_ignore_ascii_case("unknown") {
        return Map::from_iter([field("precision", "unknown")]);
    }
    match value.strip_suffix(')').and_then(|value| value.rsplit_once('(')) {
        Some((at, precision)) => Map::from_iter([field("at", at.trim()), field("precision", precision)]),
        None => Map::from_iter([field("at", value)]),
    }
}
