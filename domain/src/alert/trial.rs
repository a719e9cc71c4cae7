//! What rules would have made of alerts that are kept, before they hold.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::rule::{Makes, Rule, Seen, decide};
use crate::id::ServiceId;

/// The most summaries that are shown of what a rule matches.
pub const SHOWN: usize = 10;

/// What one rule would have made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Would {
    /// The rule's name; nothing for alerts that no rule matches.
    pub rule: Option<String>,
    /// Whether this is the rule that is tried.
    pub tried: bool,
    /// What it makes; nothing without a rule.
    pub makes: Option<Makes>,
    /// How many alerts it decides.
    pub alerts: usize,
    /// How many faults or tickets these come to, if each stays open.
    pub made: usize,
    /// The first few of the alerts, the last one first.
    pub shown: Vec<String>,
}

/// What all of them would have made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trial {
    /// How many alerts were looked at.
    pub looked_at: usize,
    /// Rules that decide any, in their order, and the one that is tried in any case; what none matches comes last.
    pub rules: Vec<Would>,
}

/// Tries rules over alerts; `tried` is the place of the one that is tried, and each alert comes with the service that its integration speaks
/// for.
#[must_use]
pub fn run<'a>(rules: &[Rule], tried: Option<usize>, alerts: impl IntoIterator<Item = (Seen<'a>, ServiceId)>) -> Trial {
    let mut looked_at = 0;
    let mut found: BTreeMap<usize, (usize, std::collections::BTreeSet<String>, Vec<String>)> = BTreeMap::new();
    if let Some(tried) = tried {
        found.entry(tried).or_default();
    }
    for (seen, default) in alerts {
        looked_at += 1;
        let rule = decide(rules, &seen);
        let place = rule.and_then(|rule| rules.iter().position(|other| std::ptr::eq(other, rule))).unwrap_or(rules.len());
        let (count, groups, shown) = found.entry(place).or_default();
        *count += 1;
        if let Some(rule) = rule.filter(|rule| rule.outcome.makes() != Makes::Nothing) {
            groups.insert(rule.group(&seen, default));
        }
        if shown.len() < SHOWN {
            shown.push(seen.told.summary.clone());
        }
    }
    let would = |(place, (alerts, groups, shown)): (usize, (usize, std::collections::BTreeSet<String>, Vec<String>))| {
        let rule = rules.get(place);
        Would {
            rule: rule.map(|rule| rule.name.clone()),
            tried: tried == Some(place),
            makes: rule.map(|rule| rule.outcome.makes()),
            alerts,
            made: groups.len(),
            shown,
        }
    };
    Trial { looked_at, rules: found.into_iter().map(would).collect() }
}
