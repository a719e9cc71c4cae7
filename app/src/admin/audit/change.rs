//! What a record says beside its verb: from and to where it has them, else its facts one by one.

use serde_json::Value;

/// One line of a record's facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// A value that became another.
    Change { name: String, from: String, to: String },
    /// A value that was given.
    Given { name: String, value: String },
}

/// What a stored name is called.
type Spoken = fn(&str) -> String;

/// The facts in the JSON of a record, under the names that `spoken` gives them; none in what is not an object.
#[must_use]
pub fn facts(data: &str, spoken: Spoken) -> Vec<Fact> {
    let Ok(Value::Object(data)) = serde_json::from_str(data) else { return Vec::new() };
    if let (Some(from), Some(to)) = (data.get("from"), data.get("to")) {
        return differences(from, to, spoken);
    }
    data.into_iter()
        .filter(|(_, value)| !is_nothing(value))
        .map(|(name, value)| Fact::Given { name: spoken(&name), value: shown(&value, spoken) })
        .collect()
}

/// Of two objects only what differs; of anything else, both.
fn differences(from: &Value, to: &Value, spoken: Spoken) -> Vec<Fact> {
    let (Value::Object(old), Value::Object(new)) = (from, to) else {
        return vec![Fact::Change { name: String::new(), from: shown(from, spoken), to: shown(to, spoken) }];
    };
    let mut names: Vec<&String> = old.keys().chain(new.keys()).collect();
    names.sort();
    names.dedup();
    let null = Value::Null;
    let value = |side: &'_ serde_json::Map<String, Value>, name: &String| shown(side.get(name).unwrap_or(&null), spoken);
    let changed = names.into_iter().filter(|name| old.get(*name) != new.get(*name));
    changed.map(|name| Fact::Change { name: spoken(name), from: value(old, name), to: value(new, name) }).collect()
}

fn is_nothing(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(str::is_empty) || value.as_array().is_some_and(Vec::is_empty)
}

fn shown(value: &Value, spoken: Spoken) -> String {
    let text = match value {
        Value::Null => "–".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(|item| shown(item, spoken)).collect::<Vec<_>>().join(", "),
        Value::Object(parts) => {
            let said =
                parts.iter().filter(|(_, part)| !is_nothing(part)).map(|(name, part)| format!("{} {}", spoken(name), shown(part, spoken)));
            said.collect::<Vec<_>>().join("; ")
        }
        other => other.to_string(),
    };
    match text.char_indices().nth(300) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::admin::audit::{EN, ZH};

    fn facts(data: &str) -> Vec<Fact> {
        super::facts(data, EN.field)
    }

    fn change(name: &str, from: &str, to: &str) -> Fact {
        Fact::Change { name: name.to_owned(), from: from.to_owned(), to: to.to_owned() }
    }

    #[test]
    fn from_and_to_are_one_change() {
        assert_eq!(facts(r#"{"from":"normal","to":"high"}"#), [change("", "normal", "high")]);
        assert_eq!(facts(r#"{"from":null,"to":7}"#), [change("", "–", "7")]);
    }

    #[test]
    fn of_two_objects_only_the_differences_are_shown() {
        let data = r#"{"from":{"name":"A","time_zone":"UTC"},"to":{"name":"B","time_zone":"UTC","lead":true}}"#;
        assert_eq!(facts(data), [change("lead", "–", "true"), change("name", "A", "B")]);
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
        assert_eq!(super::facts(data, ZH.field), [change("时区", "UTC", "Europe/Berlin")]);
    }
}
