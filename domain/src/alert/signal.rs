//! One thing that monitoring says of one alert.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{fault::evidence, time::Timestamp};

/// The most characters of a summary.
pub const SUMMARY_MAX: usize = 1_024;
/// The most characters of a key, of a label's name and of a severity.
pub const NAME_MAX: usize = 255;
/// The most characters of a label's value.
pub const VALUE_MAX: usize = 1_024;
/// The most labels of one alert; the rest, in the order of their names, is left out.
pub const LABELS_MAX: usize = 64;

/// Which occurrence of an alert is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// The one that began then, as Alertmanager names it.
    BeganAt(Timestamp),
    /// The one that is open, as the Events API names it by its `dedup_key`; a new one began then, or else when it was heard of.
    Open {
        /// When it began, if that was said.
        since: Option<Timestamp>,
    },
}

/// What is said of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// It is wrong.
    Firing,
    /// Somebody has it.
    Acknowledged,
    /// It is right again.
    Resolved {
        /// Since when, if that was said.
        at: Option<Timestamp>,
    },
}

/// What an alert tells of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// What is wrong, in one line.
    pub summary: String,
    /// How bad, in the sender's own word; may be empty.
    pub severity: String,
    /// What else is known of it, by name.
    pub labels: BTreeMap<String, String>,
    /// Where more stands of it; may be empty.
    pub link: String,
}

/// One thing that monitoring says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signal {
    /// What it is told apart by from other alerts of the same integration.
    pub key: String,
    /// Which occurrence.
    pub which: Which,
    /// What is said.
    pub said: Said,
    /// What it tells of itself.
    pub told: Told,
}

/// A line that can be kept and shown: without control characters and those that turn the direction of what follows around, without
/// space around it, and no longer than `max` characters.
#[must_use]
pub fn line(text: &str, max: usize) -> String {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let clean = |c: char| if c.is_control() { ' ' } else { c };
    let kept: String = text.trim_start().chars().filter(|&c| !turns(c) && c != '\0').map(clean).take(max).collect();
    kept.trim().to_owned()
}

/// A link that leads to the web and runs nothing; empty for anything else.
pub(super) fn link(text: &str) -> String {
    evidence(text).unwrap_or_default()
}

/// Labels cut to what is kept of them. One without a name is none.
pub(super) fn labels<'t>(labels: impl IntoIterator<Item = (&'t str, String)>) -> BTreeMap<String, String> {
    let named = labels.into_iter().map(|(name, value)| (line(name, NAME_MAX), line(&value, VALUE_MAX)));
    let sorted: BTreeMap<String, String> = named.filter(|(name, _)| !name.is_empty()).collect();
    sorted.into_iter().take(LABELS_MAX).collect()
}
