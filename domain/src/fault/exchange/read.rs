//! One fault of the import form, read leniently: each thing for itself.

mod value;

use std::{collections::BTreeMap, str::FromStr};

use jiff::tz::TimeZone;
use serde_json::{Map, Value as Json};

pub use value::{Note, What};

use self::value::{Reader, shown};
use super::{Action, Audience, Document, Done, Line, Seen, Waiver};
use crate::fault::{
    Severity, action,
    impact::{Currency, Interval, Money},
    moment::{Kind, Precision, Unreadable, Value},
    post_mortem::Cause,
};

/// What the zone of times without an offset is, and what could not be read so far.
pub(super) fn fault(json: &Json, zone: Option<&TimeZone>) -> (Document, Vec<Note>) {
    let mut document = Document::default();
    let mut reader = Reader::new(zone);
    let Some(fields) = reader.object("", json) else { return (document, reader.notes) };
    for (key, value) in fields {
        match key.as_str() {
            "title" => document.title = reader.text(key, value),
            "services" => document.services = reader.texts(key, value),
            "severity" => document.severity = reader.word(key, value, severity),
            "drill" => document.drill = reader.flag(key, value),
            "found_by" => document.found_by = reader.word(key, value, |word| word.parse().ok()),
            "moments" => moments(&mut reader, value, &mut document),
            "answers" => document.answers = reader.by_word(key, value),
            "intervals" => document.intervals = reader.list(key, value, interval),
            "impact" => impact(&mut reader, value, &mut document),
            "summary" => document.summary = reader.text(key, value),
            "why_this_long" => document.why_this_long = reader.by_word(key, value),
            "causes" => document.causes = reader.list(key, value, cause),
            "went_well" => document.went_well = reader.text(key, value),
            "went_wrong" => document.went_wrong = reader.text(key, value),
            "lucky" => document.lucky = reader.text(key, value),
            "timeline" => document.timeline = reader.list(key, value, line),
            "actions" => document.actions = reader.list(key, value, action),
            "not_applicable" => document.not_applicable = not_applicable(&mut reader, value),
            "waiver" => document.waiver = waiver(&mut reader, value),
            "audience" => document.audience = audience(&mut reader, value),
            _ => reader.note(key, What::UnknownField { value: shown(value) }),
        }
    }
    (document, reader.notes)
}

fn severity(word: &str) -> Option<Severity> {
    match word {
        "1" | "sev1" | "sev-1" | "s1" | "p1" => Some(Severity::Critical),
        "2" | "sev2" | "sev-2" | "s2" | "p2" => Some(Severity::Major),
        "3" | "sev3" | "sev-3" | "s3" | "p3" => Some(Severity::Minor),
        "4" | "sev4" | "sev-4" | "s4" | "p4" => Some(Severity::Low),
        word => word.parse().ok(),
    }
}

fn moments(reader: &mut Reader<'_>, json: &Json, document: &mut Document) {
    for (key, value) in reader.object("moments", json).into_iter().flatten() {
        let field = format!("moments.{key}");
        match Kind::from_str(key) {
            Ok(kind) => {
                document.moments.extend(moment(reader, &field, value).map(|value| (kind, value)));
                let evidence = value.get("evidence").map(|evidence| reader.text(&format!("{field}.evidence"), evidence));
                document.evidence.extend(evidence.filter(|link| !link.is_empty()).map(|link| (kind, link)));
            }
            Err(_) => reader.note(&field, What::UnknownField { value: shown(value) }),
        }
    }
}

/// A moment whose time cannot be read stays unsaid. Its time alone, as text, is taken for an exact one.
fn moment(reader: &mut Reader<'_>, field: &str, json: &Json) -> Option<Value> {
    let (at, precision) = match json {
        Json::Object(fields) => {
            reader.known(field, fields, &["at", "precision", "evidence"]);
            let at = fields.get("at").filter(|at| !at.is_null());
            let word = |word: &str| word.parse::<Precision>().ok();
            let given = fields.get("precision").filter(|precision| !precision.is_null());
            // Of a precision that nobody knows, only that it is not exact can be said.
            let read = |precision| reader.word(&format!("{field}.precision"), precision, word).unwrap_or(Precision::Estimated);
            (at, given.map_or(Precision::Exact, read))
        }
        Json::Null => return None,
        text => (Some(text), Precision::Exact),
    };
    let at = match at {
        None if precision == Precision::Unknown => return Some(Value::Unknown),
        None => {
            // A link alone says nothing of the time, and nothing is wrong with that.
            if json.get("evidence").is_none() || json.get("precision").is_some() {
                reader.note(field, What::NotATime { value: shown(json), why: Unreadable::Missing });
            }
            return None;
        }
        Some(at) => reader.time(&format!("{field}.at"), at)?,
    };
    Some(match precision {
        Precision::Exact => Value::Exact { at },
        Precision::Estimated => Value::Estimated { at },
        Precision::Unknown => {
            reader.note(&format!("{field}.at"), What::UnknownHasATime { value: at.to_string() });
            Value::Unknown
        }
    })
}

fn interval(reader: &mut Reader<'_>, field: &str, json: &Json) -> Option<Interval> {
    let fields = reader.object(field, json)?;
    reader.known(field, fields, &["from", "until"]);
    let from = reader.time(&format!("{field}.from"), fields.get("from").unwrap_or(&Json::Null));
    let until = match fields.get("until").filter(|until| !until.is_null()) {
        Some(until) => Some(reader.time(&format!("{field}.until"), until)?),
        None => None,
    };
    Some(Interval { from: from?, until })
}

/// A text, or an object of a text and numbers.
fn impact(reader: &mut Reader<'_>, json: &Json, document: &mut Document) {
    let Json::Object(fields) = json else {
        document.impact = reader.text("impact", json);
        return;
    };
    for (key, value) in fields {
        let field = format!("impact.{key}");
        match key.as_str() {
            "text" => document.impact = reader.text(&field, value),
            "users" => document.extent.users = reader.number(&field, value),
            "requests" => document.extent.requests = reader.number(&field, value),
            "minutes" => document.extent.minutes = reader.number(&field, value),
            "money" => document.extent.money = money(reader, &field, value),
            _ => reader.note(&field, What::UnknownField { value: shown(value) }),
        }
    }
}

/// `12500.50 CNY`.
fn money(reader: &mut Reader<'_>, field: &str, json: &Json) -> Option<Money> {
    let text = reader.text(field, json);
    let money = text.rsplit_once(' ').and_then(|(amount, currency)| {
        let currency: Currency = currency.parse().ok()?;
        Money::parse(amount, currency).ok()
    });
    if money.is_none() && !text.is_empty() {
        reader.note(field, What::Unreadable { value: text });
    }
    money
}

fn cause(reader: &mut Reader<'_>, field: &str, json: &Json) -> Option<Cause> {
    if let Json::String(text) = json {
        return Some(Cause { category: String::new(), text: text.clone() });
    }
    let fields = reader.object(field, json)?;
    reader.known(field, fields, &["category", "text"]);
    let text = |reader: &mut Reader<'_>, key: &str| reader.field(field, fields, key);
    Some(Cause { category: text(reader, "category"), text: text(reader, "text") })
}

/// A line whose time cannot be read is kept without one.
fn line(reader: &mut Reader<'_>, field: &str, json: &Json) -> Option<Line> {
    let fields = reader.object(field, json)?;
    reader.known(field, fields, &["at", "author", "text", "evidence", "pinned"]);
    let at = fields.get("at").filter(|at| !at.is_null());
    Some(Line {
        at: at.and_then(|at| reader.time(&format!("{field}.at"), at)),
        author: reader.field(field, fields, "author"),
        text: reader.field(field, fields, "text"),
        evidence: reader.field(field, fields, "evidence"),
        pinned: fields.get("pinned").is_some_and(|pinned| reader.flag(&format!("{field}.pinned"), pinned)),
    })
}

fn action(reader: &mut Reader<'_>, field: &str, json: &Json) -> Option<Action> {
    let fields = reader.object(field, json)?;
    let keys = ["type", "text", "owner", "due", "criterion", "ticket", "done", "verified", "effect_days", "effect"];
    reader.known(field, fields, &keys);
    let given = |key: &str| fields.get(key).filter(|value| !value.is_null());
    Some(Action {
        kind: given("type").and_then(|kind| reader.word(&format!("{field}.type"), kind, kind_of_action)),
        text: reader.field(field, fields, "text"),
        owner: reader.field(field, fields, "owner"),
        due: given("due").and_then(|due| reader.date(&format!("{field}.due"), due)),
        criterion: reader.field(field, fields, "criterion"),
        ticket: reader.field(field, fields, "ticket"),
        done: given("done").map_or(Done::No, |done| reader.done(&format!("{field}.done"), done)),
        verified: given("verified").and_then(|verified| seen(reader, &format!("{field}.verified"), verified)),
        effect_days: given("effect_days").and_then(|days| days_of(reader, &format!("{field}.effect_days"), days)),
        effect: given("effect").and_then(|found| effect(reader, &format!("{field}.effect"), found)),
    })
}

fn days_of(reader: &mut Reader<'_>, field: &str, json: &Json) -> Option<u16> {
    let days = u16::try_from(reader.number(field, json)?).ok().filter(|days| *days <= action::EFFECT_DAYS_MAX);
    if days.is_none() {
        reader.note(field, What::Unreadable { value: shown(json) });
    }
    days
}

fn effect(reader: &mut Reader<'_>, field: &str, json: &Json) -> Option<(bool, Seen)> {
    let helps = reader.object(field, json)?.get("helps");
    if helps.is_none() {
        reader.note(field, What::Unreadable { value: shown(json) });
    }
    let helps = reader.flag(&format!("{field}.helps"), helps?);
    Some((helps, seen(reader, field, json).unwrap_or_default()))
}

fn seen(reader: &mut Reader<'_>, field: &str, json: &Json) -> Option<Seen> {
    let fields = reader.object(field, json)?;
    reader.known(field, fields, &["by", "at", "evidence", "helps"]);
    let at = fields.get("at").filter(|at| !at.is_null()).and_then(|at| reader.time(&format!("{field}.at"), at));
    let seen = Seen { by: reader.field(field, fields, "by"), at, evidence: reader.field(field, fields, "evidence") };
    (seen != Seen::default()).then_some(seen)
}

/// In the words of the rule as well: `detect faster`, or `detect` alone.
fn kind_of_action(word: &str) -> Option<action::Kind> {
    match word.replace([' ', '-'], "_").as_str() {
        "detect" => Some(action::Kind::DetectFaster),
        "locate" => Some(action::Kind::LocateFaster),
        "restore" => Some(action::Kind::RestoreFaster),
        "limit" => Some(action::Kind::LimitImpact),
        word => word.parse().ok(),
    }
}

fn not_applicable(reader: &mut Reader<'_>, json: &Json) -> BTreeMap<action::Kind, String> {
    reader.by("not_applicable", json, kind_of_action)
}

fn waiver(reader: &mut Reader<'_>, json: &Json) -> Option<Waiver> {
    let fields: &Map<String, Json> = reader.object("waiver", json)?;
    reader.known("waiver", fields, &["by", "at", "reason"]);
    let at = fields.get("at").filter(|at| !at.is_null()).and_then(|at| reader.time("waiver.at", at));
    Some(Waiver { by: reader.field("waiver", fields, "by"), at, reason: reader.field("waiver", fields, "reason") })
}

/// What cannot be read is for nobody: a restriction is never lifted by a mistake.
fn audience(reader: &mut Reader<'_>, json: &Json) -> Audience {
    match json {
        Json::Null => Audience::Company,
        Json::String(word) if word == "company" => Audience::Company,
        Json::String(word) if word == "involved_teams" => Audience::InvolvedTeams,
        Json::Object(fields) => {
            reader.known("audience", fields, &["people"]);
            Audience::People(fields.get("people").map_or_else(Vec::new, |people| reader.texts("audience.people", people)))
        }
        _ => {
            reader.note("audience", What::UnknownWord { value: shown(json) });
            Audience::People(Vec::new())
        }
    }
}
