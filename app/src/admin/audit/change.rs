//! What a record says beside its verb: from and to where it has them, else its facts one by one.

use domain::audit::sort_named_by;
use domain::directory::Named;
use domain::locale::Locale;
use domain::people::AccountState;
use domain::priority::{Impact, Priority, Urgency};
use domain::ticket::{Kind, ResolutionCode, StatusName, WaitingOn};
use serde_json::{Map, Value};

use crate::words::admin::audit;
use crate::words::{ticket, words_in};

/// The field of an event that says which one it is.
const EVENT: &str = "kind";

/// One line of a record's facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// A value that became another.
    Change { name: String, from: String, to: String },
    /// A value that was given.
    Given { name: String, value: String },
}

/// How facts are read out.
#[derive(Clone, Copy)]
pub struct Reading<'a> {
    pub locale: Locale,
    pub audit: &'static audit::Words,
    pub ticket: &'static ticket::Words,
    pub state: fn(AccountState) -> &'static str,
    /// What is called how of that which is named by number.
    pub names: &'a [Named],
}

impl Reading<'_> {
    /// The facts of a record, without those that its sentence has told. What happened to a ticket is told event by event.
    #[must_use]
    pub fn facts(&self, data: &Map<String, Value>, told: &[String]) -> Vec<Fact> {
        let changed = data.get("from").zip(data.get("to")).map(|(from, to)| self.differences(from, to));
        let is_told = |name: &str| told.iter().any(|told| told == name) || (changed.is_some() && matches!(name, "from" | "to"));
        let given = data.iter().filter(|(name, value)| !is_told(name) && !is_nothing(value)).flat_map(|(name, value)| match value {
            // The word for the event itself is what the sentence says.
            Value::Array(events) if name == "events" => {
                events.iter().filter_map(Value::as_object).flat_map(|event| self.facts(event, &[EVENT.to_owned()])).collect()
            }
            _ => vec![Fact::Given { name: (self.audit.field)(name), value: self.shown(name, value) }],
        });
        let given: Vec<Fact> = given.collect();
        changed.into_iter().flatten().chain(given).collect()
    }

    /// Of two objects only what differs; of anything else, both.
    fn differences(&self, from: &Value, to: &Value) -> Vec<Fact> {
        let (Value::Object(old), Value::Object(new)) = (from, to) else {
            return vec![Fact::Change { name: String::new(), from: self.shown("from", from), to: self.shown("to", to) }];
        };
        let mut names: Vec<&String> = old.keys().chain(new.keys()).collect();
        names.sort();
        names.dedup();
        let null = Value::Null;
        let value = |side: &'_ serde_json::Map<String, Value>, name: &String| self.shown(name, side.get(name).unwrap_or(&null));
        let changed = names.into_iter().filter(|name| old.get(*name) != new.get(*name));
        changed.map(|name| Fact::Change { name: (self.audit.field)(name), from: value(old, name), to: value(new, name) }).collect()
    }

    pub(super) fn shown(&self, name: &str, value: &Value) -> String {
        let between = words_in(self.locale).common().between;
        let text = match value {
            Value::Null => "–".to_owned(),
            Value::Bool(true) => self.audit.yes.to_owned(),
            Value::Bool(false) => self.audit.no.to_owned(),
            Value::String(text) => self.word(name, text).map_or_else(|| text.clone(), str::to_owned),
            Value::Array(items) => items.iter().map(|item| self.shown(name, item)).collect::<Vec<_>>().join(between),
            Value::Object(parts) => {
                let said = parts.iter().filter(|(_, part)| !is_nothing(part));
                said.map(|(name, part)| format!("{} {}", (self.audit.field)(name), self.shown(name, part)))
                    .collect::<Vec<_>>()
                    .join(between)
            }
            Value::Number(number) => match (sort_named_by(name), number.as_i64()) {
                (Some(kind), Some(id)) => self.named(kind, id).map_or_else(|| number.to_string(), str::to_owned),
                _ => number.to_string(),
            },
        };
        match text.char_indices().nth(300) {
            Some((end, _)) => format!("{}…", &text[..end]),
            None => text,
        }
    }

    /// What this is called now.
    #[must_use]
    pub fn named(&self, kind: &str, id: i64) -> Option<&str> {
        let named = self.names.iter().find(|named| named.kind == kind && named.id == id)?;
        Some(named.name.get(self.locale))
    }

    /// What a stored word is called; what people typed is no such word, and is looked up nowhere.
    fn word(&self, name: &str, stored: &str) -> Option<&'static str> {
        let t = self.ticket;
        match name {
            "from" | "to" => {
                let status = stored.parse().ok().map(|status: StatusName| (t.status)(status));
                let status = status.or_else(|| stored.parse().ok().map(|state: AccountState| (self.state)(state)));
                status.or_else(|| stored.parse().ok().map(|priority: Priority| (t.priority)(priority)))
            }
            "impact" => stored.parse().ok().map(|impact: Impact| (t.impact)(impact)),
            "urgency" => stored.parse().ok().map(|urgency: Urgency| (t.urgency)(urgency)),
            "code" => stored.parse().ok().map(|code: ResolutionCode| (t.resolution)(code)),
            "kind" => stored.parse().ok().map(|kind: Kind| (t.kind)(kind)),
            "waiting_on" => stored.parse().ok().map(|on: WaitingOn| (t.waiting_on)(on)),
            _ => None,
        }
    }
}

fn is_nothing(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(str::is_empty) || value.as_array().is_some_and(Vec::is_empty)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::locale::Localised;

    use crate::words::admin;

    const EN: Reading<'static> =
        Reading { locale: Locale::En, audit: &audit::EN, ticket: &ticket::EN, state: admin::EN.account_state, names: &[] };
    const ZH: Reading<'static> =
        Reading { locale: Locale::Zh, audit: &audit::ZH, ticket: &ticket::ZH, state: admin::ZH.account_state, names: &[] };

    fn facts(data: &str) -> Vec<Fact> {
        read(EN, data)
    }

    fn read(reading: Reading<'_>, data: &str) -> Vec<Fact> {
        serde_json::from_str(data).map_or(Vec::new(), |data| reading.facts(&data, &[]))
    }

    fn change(name: &str, from: &str, to: &str) -> Fact {
        Fact::Change { name: name.to_owned(), from: from.to_owned(), to: to.to_owned() }
    }

    #[test]
    fn from_and_to_are_one_change() {
        assert_eq!(facts(r#"{"from":"normal","to":"high"}"#), [change("", "Normal", "High")]);
        assert_eq!(facts(r#"{"from":null,"to":7}"#), [change("", "–", "7")]);
    }

    #[test]
    fn of_two_objects_only_the_differences_are_shown() {
        let data = r#"{"from":{"name":"A","time_zone":"UTC"},"to":{"name":"B","time_zone":"UTC","lead":true}}"#;
        assert_eq!(facts(data), [change("lead", "–", "yes"), change("name", "A", "B")]);
    }

    #[test]
    fn lists_and_texts_in_two_languages_read_as_words() {
        let data = r#"{"from":{"permissions":["a","b"]},"to":{"permissions":["a"],"name":{"en":"Laptop","zh":""}}}"#;
        assert_eq!(facts(data), [change("name", "–", "English Laptop"), change("permissions", "a, b", "a")]);
    }

    #[test]
    fn other_facts_are_listed_by_name() {
        assert_eq!(
            facts(r#"{"from_address":"::1","team":null}"#),
            [Fact::Given { name: "from address".to_owned(), value: "::1".to_owned() }]
        );
        assert!(facts("{}").is_empty());
        assert!(facts("not json").is_empty());
    }

    #[test]
    fn facts_are_named_in_the_readers_language() {
        let data = r#"{"from":{"time_zone":"UTC"},"to":{"time_zone":"Europe/Berlin"}}"#;
        assert_eq!(read(ZH, data), [change("时区", "UTC", "Europe/Berlin")]);
    }

    #[test]
    fn numbers_and_statuses_read_as_names_and_words() {
        let named = |kind: &str, id, en: &str, zh: &str| Named { kind: kind.to_owned(), id, name: Localised::new(en, zh) };
        let names = [named("team", 3, "Workplace", ""), named("user", 3, "Mei", ""), named("service", 3, "Laptop", "笔记本")];
        let read = |reading: Reading<'static>, data| super::tests::read(Reading { names: &names, ..reading }, data);
        let moved = r#"{"from":{"team":3,"person":3,"service":3,"owner":9},"to":{"team":null,"person":9,"service":9,"owner":9}}"#;
        assert_eq!(read(ZH, moved), [change("人员", "Mei", "9"), change("服务", "笔记本", "9"), change("团队", "Workplace", "–")]);
        assert_eq!(
            read(ZH, r#"{"from":"in_progress","to":"resolved"}"#),
            [change("", ticket_word("in_progress"), ticket_word("resolved"))]
        );
        assert_eq!(read(EN, r#"{"from":"active","to":"disabled"}"#), [change("", "Active", "Disabled")]);
        let typed = r#"{"name":"resolved","in_an_hour":3}"#;
        let given = |name: &str, value: &str| Fact::Given { name: name.to_owned(), value: value.to_owned() };
        assert_eq!(read(EN, typed), [given("in an hour", "3"), given("name", "resolved")], "what people typed stays as it is");
    }

    #[test]
    fn what_happened_to_a_ticket_is_told_event_by_event_and_what_the_sentence_said_is_not_said_again() {
        let moved = r#"{"events":[{"kind":"priority_changed","from":"normal","to":"high","impact":"wide"}]}"#;
        let impact = Fact::Given { name: "impact".to_owned(), value: "wide".to_owned() };
        assert_eq!(facts(moved), [change("", "Normal", "High"), impact]);
        let data = serde_json::from_str(r#"{"user":7,"lead":true}"#).unwrap();
        assert_eq!(EN.facts(&data, &["user".to_owned()]), [Fact::Given { name: "lead".to_owned(), value: "yes".to_owned() }]);
    }

    fn ticket_word(status: &str) -> &'static str {
        (ticket::ZH.status)(status.parse().unwrap())
    }
}
