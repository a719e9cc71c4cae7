//! The webhook of Alertmanager, version 4.
//!
//! An alert is told apart by its `fingerprint` and its `startsAt`. What stands in the payload and is not named here is ignored.

use sha2::{Digest, Sha256};

use super::{
    read::{At, Malformed, Why, object},
    signal::{NAME_MAX, SUMMARY_MAX, Said, Signal, Told, Which, labels, line, link},
};

/// The most alerts of one payload.
pub const ALERTS_MAX: usize = 10_000;

/// What a body says.
///
/// # Errors
/// The first place that is not as the format has it; nothing of the payload is taken then.
pub fn read(body: &[u8]) -> Result<Vec<Signal>, Malformed> {
    let object = object(body)?;
    let root = At { at: String::new(), object: &object };
    if root.needed("version")? != "4" {
        return Err(root.wrong("version", Why::UnknownChoice));
    }
    let Some(alerts) = root.get("alerts") else { return Err(root.wrong("alerts", Why::Missing)) };
    let Some(alerts) = alerts.as_array() else { return Err(root.wrong("alerts", Why::WrongType)) };
    if alerts.len() > ALERTS_MAX {
        return Err(root.wrong("alerts", Why::TooMany));
    }
    alerts.iter().enumerate().map(|(place, alert)| signal(&At::new(format!("/alerts/{place}"), alert)?)).collect()
}

fn signal(alert: &At<'_>) -> Result<Signal, Malformed> {
    let is_over = match alert.needed("status")? {
        "firing" => false,
        "resolved" => true,
        _ => return Err(alert.wrong("status", Why::UnknownChoice)),
    };
    let began = alert.possible("startsAt")?.ok_or_else(|| alert.wrong("startsAt", Why::Missing))?;
    // An end that is not behind the start, such as that of the year 1, is none.
    let ended = alert.time("endsAt")?.filter(|&end| end > began);
    let named = alert.part("labels")?.map(|part| part.texts()).transpose()?.unwrap_or_default();
    let notes = alert.part("annotations")?.map(|part| part.texts()).transpose()?.unwrap_or_default();
    let labels = labels(named);
    let key = match alert.text("fingerprint")?.map(|text| line(text, NAME_MAX + 1)).filter(|text| !text.is_empty()) {
        Some(fingerprint) if fingerprint.chars().count() > NAME_MAX => return Err(alert.wrong("fingerprint", Why::TooLong)),
        Some(fingerprint) => fingerprint,
        // Old versions send none.
        None if labels.is_empty() => return Err(alert.wrong("fingerprint", Why::Missing)),
        None => of_labels(&labels),
    };
    let note = |name: &str| notes.iter().find(|(note, _)| *note == name).map(|(_, text)| line(text, SUMMARY_MAX));
    let summary =
        [note("summary"), note("title"), note("description"), note("message"), labels.get("alertname").cloned(), Some(key.clone())];
    let told = Told {
        summary: summary.into_iter().flatten().find(|text| !text.is_empty()).unwrap_or_default(),
        severity: labels.get("severity").map(|text| line(text, NAME_MAX)).unwrap_or_default(),
        link: link(alert.text("generatorURL")?.unwrap_or_default()),
        labels,
    };
    let said = if is_over { Said::Resolved { at: ended } } else { Said::Firing };
    Ok(Signal { key, which: Which::BeganAt(began), said, told })
}

fn of_labels(labels: &std::collections::BTreeMap<String, String>) -> String {
    let mut hasher = Sha256::new();
    for text in labels.iter().flat_map(|(name, value)| [name, value]) {
        // The length in front keeps ("ab", "c") and ("a", "bc") apart.
        hasher.update((text.len() as u64).to_be_bytes());
        hasher.update(text.as_bytes());
    }
    hasher.finalize().iter().take(16).fold("labels-".to_owned(), |text, byte| format!("{text}{byte:02x}"))
}

#[cfg(test)]
mod tests;
