//! The versions of policies and calendars, and which of them hold.
//!
//! A ticket is promised what was in force when it was filed; when it goes to
//! another service, what is in force then; and when somebody re-bases it, what
//! is in force then. That moment, and no list of versions, is what pins it.

use std::{collections::BTreeMap, sync::Arc};

use super::{Facts, Policy, Promise, Rule};
use crate::{
    calendar::Timetable,
    id::{CalendarId, CalendarVersionId, PolicyId, PolicyVersionId},
    time::Timestamp,
};

/// A policy as it stood for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyVersion {
    /// Which version.
    pub id: PolicyVersionId,
    /// Of which policy.
    pub policy: PolicyId,
    /// Counted from 1.
    pub version: u32,
    /// From when on it is in force.
    pub since: Timestamp,
    /// From when on it is not; `None` for the newest of a policy in use.
    pub until: Option<Timestamp>,
    /// What it says.
    pub content: Policy,
}

/// A calendar as it stood for a while.
#[derive(Debug)]
pub struct CalendarVersion {
    /// Which version.
    pub id: CalendarVersionId,
    /// Of which calendar.
    pub calendar: CalendarId,
    /// Counted from 1.
    pub version: u32,
    /// From when on it is in force.
    pub since: Timestamp,
    /// What it says, compiled.
    pub timetable: Timetable,
}

/// Every version of every policy that a ticket may meet.
#[derive(Clone, Debug, Default)]
pub struct Policies(Vec<PolicyVersion>);

/// Every version of every calendar.
#[derive(Clone, Debug, Default)]
pub struct Calendars {
    versions: BTreeMap<CalendarVersionId, Arc<CalendarVersion>>,
    /// In order of their beginnings.
    of: BTreeMap<CalendarId, Vec<Arc<CalendarVersion>>>,
}

/// The rule that matched.
#[derive(Clone, Copy, Debug)]
pub struct Found<'a> {
    /// In which version.
    pub version: &'a PolicyVersion,
    /// Its place in it, from 0.
    pub place: usize,
    /// The rule.
    pub rule: &'a Rule,
}

impl PolicyVersion {
    fn holds(&self, at: Timestamp) -> bool {
        self.since <= at && self.until.is_none_or(|until| at < until)
    }
}

impl Policies {
    /// Of these versions.
    #[must_use]
    pub const fn new(versions: Vec<PolicyVersion>) -> Self {
        Self(versions)
    }

    /// A version, by its identity.
    #[must_use]
    pub fn get(&self, id: PolicyVersionId) -> Option<&PolicyVersion> {
        self.0.iter().find(|version| version.id == id)
    }

    /// The most specific rule that matches among the versions in force at a moment.
    ///
    /// Saving refuses rules that tie. Should two tie all the same, because
    /// policies were saved side by side, the older policy's earlier rule wins.
    #[must_use]
    pub fn find(&self, promise: Promise, facts: &Facts, at: Timestamp) -> Option<Found<'_>> {
        self.0
            .iter()
            .filter(|version| version.content.promise == promise && version.holds(at))
            .flat_map(|version| version.content.rules.iter().enumerate().map(move |(place, rule)| Found { version, place, rule }))
            .filter(|found| found.rule.scope.matches(facts))
            .min_by_key(|found| (std::cmp::Reverse(found.rule.scope.specificity()), found.version.policy, found.place))
    }

    /// The same, had this one version of its policy held from the beginning: for a dry run.
    #[must_use]
    pub fn supposing(&self, supposed: PolicyVersion) -> Self {
        let mut versions: Vec<_> = self.0.iter().filter(|version| version.policy != supposed.policy).cloned().collect();
        versions.push(PolicyVersion { since: Timestamp::from_millis(i64::MIN), until: None, ..supposed });
        Self(versions)
    }
}

impl Calendars {
    /// Of these versions.
    #[must_use]
    pub fn new(versions: impl IntoIterator<Item = CalendarVersion>) -> Self {
        let mut calendars = Self::default();
        for version in versions {
            calendars.add(Arc::new(version));
        }
        calendars
    }

    fn add(&mut self, version: Arc<CalendarVersion>) {
        let siblings = self.of.entry(version.calendar).or_default();
        siblings.push(Arc::clone(&version));
        siblings.sort_by_key(|version| (version.since, version.version));
        self.versions.insert(version.id, version);
    }

    /// A version, by its identity.
    #[must_use]
    pub fn get(&self, id: CalendarVersionId) -> Option<&CalendarVersion> {
        self.versions.get(&id).map(Arc::as_ref)
    }

    /// The version in force at a moment; the first one for a moment before it.
    #[must_use]
    pub fn find(&self, calendar: CalendarId, at: Timestamp) -> Option<&CalendarVersion> {
        let versions = self.of.get(&calendar)?;
        let begun = versions.partition_point(|version| version.since <= at);
        versions.get(begun.saturating_sub(1)).map(Arc::as_ref)
    }

    /// The same, had this one version of its calendar held from the beginning: for a dry run.
    #[must_use]
    pub fn supposing(&self, supposed: CalendarVersion) -> Self {
        let kept = self.versions.values().filter(|version| version.calendar != supposed.calendar);
        let mut calendars = Self::default();
        for version in kept {
            calendars.add(Arc::clone(version));
        }
        calendars.add(Arc::new(supposed));
        calendars
    }
}
