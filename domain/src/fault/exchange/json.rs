//! A document as the JSON of the import form. What is not there is not written.

use serde_json::{Map, Value as Json, json};

use super::{Action, Audience, Document, Done, Line, Seen};
use crate::fault::{impact::Interval, moment::Kind};

/// Documents as a file of the import form.
#[must_use]
pub fn all_to_json(documents: &[Document]) -> String {
    let faults: Vec<Json> = documents.iter().map(to_json).collect();
    serde_json::to_string_pretty(&json!({ "faults": faults })).unwrap_or_default() + "\n"
}

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
    put("drill", json!(document.drill));
    put("found_by", json!(document.found_by));
    let said = |kind: &&Kind| document.moments.contains_key(kind) || document.evidence.contains_key(kind);
    put("moments", Kind::ALL.iter().filter(said).map(|kind| (kind.to_string(), moment(document, *kind))).collect());
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
    put("audience", audience(&document.audience));
    if let Some(waiver) = &document.waiver {
        let at = json!(waiver.at.map(|at| at.to_string()));
        let waiver = object([("by", json!(waiver.by)), ("at", at), ("reason", json!(waiver.reason))]);
        fault.insert("waiver".to_owned(), waiver);
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

fn moment(document: &Document, kind: Kind) -> Json {
    let value = document.moments.get(&kind);
    object([
        ("at", json!(value.and_then(|value| value.at()).map(|at| at.to_string()))),
        ("precision", json!(value.map(|value| value.precision()))),
        ("evidence", json!(document.evidence.get(&kind))),
    ])
}

fn audience(audience: &Audience) -> Json {
    match audience {
        Audience::Company => Json::Null,
        Audience::InvolvedTeams => json!("involved_teams"),
        Audience::People(people) => json!({ "people": people }),
    }
}

fn seen(seen: &Seen) -> Map<String, Json> {
    let at = seen.at.map_or_else(String::new, |at| at.to_string());
    let fields = [("by", &seen.by), ("at", &at), ("evidence", &seen.evidence)];
    fields.into_iter().filter(|(_, text)| !text.is_empty()).map(|(key, text)| (key.to_owned(), json!(text))).collect()
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
    let effect = action.effect.as_ref().map(|(helps, by)| {
        let mut effect = seen(by);
        effect.insert("helps".to_owned(), json!(helps));
        effect
    });
    object([
        ("type", json!(action.kind)),
        ("text", json!(action.text)),
        ("owner", json!(action.owner)),
        ("due", json!(action.due)),
        ("criterion", json!(action.criterion)),
        ("ticket", json!(action.ticket)),
        ("done", done),
        ("verified", json!(action.verified.as_ref().map(seen))),
        ("effect_days", json!(action.effect_days)),
        ("effect", json!(effect)),
    ])
}
