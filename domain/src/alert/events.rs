//! Events as the Events API of PagerDuty has them, version 2.
//!
//! An alert is told apart by its `dedup_key`: there is one open alert of a key at most, and what is triggered while it is open belongs
//! to it. What stands in an event and is not named here is ignored.

use serde_json::{Map, Value};

use super::{
    read::{At, Malformed, Why, object},
    signal::{NAME_MAX, SUMMARY_MAX, Said, Signal, Told, Which, labels, line, link},
};

/// The most characters of a `dedup_key`.
pub const KEY_MAX: usize = NAME_MAX;
const SEVERITIES: [&str; 4] = ["critical", "error", "warning", "info"];
const PARTS: [&str; 4] = ["source", "component", "group", "class"];

/// An event whose sender is known by name and not yet by right.
#[derive(Clone, Debug)]
pub struct Event(Map<String, Value>);

impl Event {
    /// The event that a body is.
    ///
    /// # Errors
    /// `NotJson`, and `WrongType` for what is no object.
    pub fn read(body: &[u8]) -> Result<Self, Malformed> {
        object(body).map(Self)
    }

    /// The token of the integration that it comes from.
    ///
    /// # Errors
    /// `Missing`, `WrongType`.
    pub fn routing_key(&self) -> Result<&str, Malformed> {
        self.root().needed("routing_key")
    }

    const fn root(&self) -> At<'_> {
        At { at: String::new(), object: &self.0 }
    }

    /// What it says. An alert without a `dedup_key` is given `fresh_key`.
    ///
    /// # Errors
    /// The first place that is not as the format has it.
    pub fn signal(&self, fresh_key: &str) -> Result<Signal, Malformed> {
        let root = self.root();
        let key = root.text("dedup_key")?.map(|key| line(key, KEY_MAX + 1)).filter(|key| !key.is_empty());
        if key.as_ref().is_some_and(|key| key.chars().count() > KEY_MAX) {
            return Err(root.wrong("dedup_key", Why::TooLong));
        }
        let needed = |key: Option<String>| key.ok_or_else(|| root.wrong("dedup_key", Why::Missing));
        let open = Which::Open { since: None };
        match root.needed("event_action")? {
            "trigger" => {
                let payload = root.part("payload")?.ok_or_else(|| root.wrong("payload", Why::Missing))?;
                let which = Which::Open { since: payload.possible("timestamp")? };
                let told = told(&root, &payload)?;
                Ok(Signal { key: key.unwrap_or_else(|| fresh_key.to_owned()), which, said: Said::Firing, told })
            }
            "acknowledge" => Ok(Signal { key: needed(key)?, which: open, said: Said::Acknowledged, told: Told::default() }),
            "resolve" => Ok(Signal { key: needed(key)?, which: open, said: Said::Resolved { at: None }, told: Told::default() }),
            _ => Err(root.wrong("event_action", Why::UnknownChoice)),
        }
    }
}

fn told(root: &At<'_>, payload: &At<'_>) -> Result<Told, Malformed> {
    let summary = line(payload.needed("summary")?, SUMMARY_MAX);
    payload.needed("source")?;
    let severity = payload.needed("severity")?;
    if !SEVERITIES.contains(&severity) {
        return Err(payload.wrong("severity", Why::UnknownChoice));
    }
    let mut named = Vec::new();
    // Details that are one value are labels, too; whatever is nested is for the sender's own pages.
    if let Some(Value::Object(details)) = payload.get("custom_details") {
        named.extend(details.iter().filter_map(|(name, value)| Some((name.as_str(), plain(value)?))));
    }
    for part in PARTS {
        named.extend(payload.text(part)?.map(|text| (part, text.to_owned())));
    }
    Ok(Told { summary, severity: severity.to_owned(), labels: labels(named), link: first_link(root) })
}

fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        _ => None,
    }
}

fn first_link(root: &At<'_>) -> String {
    let of_list = root.get("links").and_then(Value::as_array).and_then(|links| links.first()?.get("href")?.as_str());
    let of_client = root.get("client_url").and_then(Value::as_str);
    of_list.into_iter().chain(of_client).map(link).find(|link| !link.is_empty()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
