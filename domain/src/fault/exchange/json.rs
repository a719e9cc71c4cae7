//! A document as the JSON of the import form. What is not there is not written.

use serde_json::{Map, Value as Json, json};

use super::{Action, Document, Done, Line};
use crate::fault::{impact::Interval, moment::Value};

/// A document as one fault of the import form: what stands in the list `faults` of such a file.
#[must_use]
pub fn to_json(document: &Document) -> Json {
    let mut fault = Map::new();
    let mut put = |key: &str, value: Json| {
        if !is_nothing(&value) {
            fault.insert(key.to_owned(), value);
        }
    };
    put("title", json!(document.title));
    put("services", json!(document.services));
    put("severity", json!(document.severity));
    put("moments", document.moments.iter().map(|(kind, value)| (kind.to_string(), moment(*value))).collect());
    put("answers", json!(document.answers));
    put("intervals", document.intervals.iter().map(interval).collect());
    put("impact", impact(document));
    put("summary", json!(document.summary));
    put("why_this_long", json!(document.why_this_long));
    put("causes", json!(document.causes));
    put("went_well", json!(document.went_well));
    put("went_wrong", json!(document.went_wrong));
    put("lucky", json!(document.lucky));
    put("timeline", document.timeline.iter().map(line).collect());
    put("actions", document.actions.iter().map(action).collect());
    put("not_applicable", json!(document.not_applicable));
    if let Some((by, reason)) = &document.waiver {
        fault.insert("waiver".to_owned(), json!({ "by": by, "reason": reason }));
    }
    Json::Object(fault)
}

fn is_nothing(value: &Json) -> bool {
    match value {
        Json::Null | Json::Bool(false) => true,
        Json::String(text) => text.is_empty(),
        Json::Array(all) => all.is_empty(),
        Json::Object(all) => all.is_empty(),
        Json::Bool(true) | Json::Number(_) => false,
    }
}

/// An object of those fields that say something.
fn object<const N: usize>(fields: [(&str, Json); N]) -> Json {
    fields.into_iter().filter(|(_, value)| !is_nothing(value)).map(|(key, value)| (key.to_owned(), value)).collect()
}

fn moment(value: Value) -> Json {
    object([("at", json!(value.at().map(|at| at.to_string()))), ("precision", json!(value.precision()))])
}

fn interval(interval: &Interval) -> Json {
    object([("from", json!(interval.from.to_string())), ("until", json!(interval.until.map(|until| until.to_string())))])
}

fn impact(document: &Document) -> Json {
    let extent = document.extent;
    object([
        ("text", json!(document.impact)),
        ("users", json!(extent.users)),
        ("requests", json!(extent.requests)),
        ("money", json!(extent.money.map(|money| money.to_string()))),
        ("minutes", json!(extent.minutes)),
    ])
}

fn line(line: &Line) -> Json {
    object([
        ("at", json!(line.at.map(|at| at.to_string()))),
        ("author", json!(line.author)),
        ("text", json!(line.text)),
        ("evidence", json!(line.evidence)),
        ("pinned", json!(line.pinned)),
    ])
}

fn action(action: &Action) -> Json {
    let done = match action.done {
        Done::No => json!(false),
        Done::Yes => json!(true),
        Done::At(at) => json!(at.to_string()),
    };
    object([
        ("type", json!(action.kind)),
        ("text", json!(action.text)),
        ("owner", json!(action.owner)),
        ("due", json!(action.due)),
        ("criterion", json!(action.criterion)),
        ("ticket", json!(action.ticket)),
        ("done", done),
    ])
}
