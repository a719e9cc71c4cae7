//! A policy that is being edited, and the steps that can be taken with it. Pure.

use std::collections::BTreeMap;

use domain::id::{CalendarId, TeamId, UserId};
use domain::sla::{Act, Facts, Mark, Marks, Metric, Origin, PolicyDraft, Promise, RuleDraft, Scope, StepDraft, Whom};
use domain::ticket::Kind;
use serde::{Deserialize, Serialize};

/// The most rows of a form that was sent: more than may be saved, so that too many are refused and not forgotten.
const ROWS: usize = 501;

/// A policy as it is being edited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// The state of the policy that the editing began with.
    pub based_on: i64,
    /// The version that it began with.
    pub began_with: u32,
    pub draft: PolicyDraft,
    /// The ticket for which a rule is looked for.
    #[serde(default)]
    pub tried: Option<Facts>,
}

/// One step of editing, as the button that takes it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Keep,
    Save,
    Discard,
    /// Goes on from what somebody else has saved meanwhile.
    Overrule,
    /// Goes on from what an older version says.
    Restore(u32),
    /// Looks for the rule that a ticket would find.
    Find,
    /// Shows what it would have made of the last month.
    Try,
    AddRule,
    /// The same rule once more, to be changed.
    CopyRule(usize),
    RemoveRule(usize),
    AddWarning,
    RemoveWarning(usize),
}

impl Step {
    /// The step that a button's value names: `remove.rules.1`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split('.').collect();
        Some(match parts.as_slice() {
            ["keep"] => Self::Keep,
            ["save"] => Self::Save,
            ["discard"] => Self::Discard,
            ["overrule"] => Self::Overrule,
            ["restore", version] => Self::Restore(version.parse().ok()?),
            ["find"] => Self::Find,
            ["try"] => Self::Try,
            ["add", "rules"] => Self::AddRule,
            ["copy", "rules", row] => Self::CopyRule(row.parse().ok()?),
            ["remove", "rules", row] => Self::RemoveRule(row.parse().ok()?),
            ["add", "steps"] => Self::AddWarning,
            ["remove", "steps", row] => Self::RemoveWarning(row.parse().ok()?),
            _ => return None,
        })
    }
}

/// The people a step can tell without naming them, as fields call them.
pub const WHOM: [(&str, Whom); 5] = [
    ("assignee", Whom::Assignee),
    ("lead", Whom::Lead),
    ("team", Whom::Team),
    ("on_call", Whom::OnCall),
    ("service_owner", Whom::ServiceOwner),
];

/// What a new policy begins with: one rule for everything, and the usual warnings.
#[cfg(any(feature = "ssr", test))]
#[must_use]
pub fn fresh(promise: Promise, calendar: CalendarId) -> Sheet {
    let targets: &[(Metric, &str)] = match promise {
        Promise::Sla => &[(Metric::FirstResponse, "4h"), (Metric::Resolution, "3d")],
        Promise::Ola => &[(Metric::Ola, "2d")],
        Promise::Supplier => &[(Metric::Supplier, "5d")],
    };
    let rule =
        RuleDraft { targets: targets.iter().map(|(metric, target)| (*metric, (*target).to_owned())).collect(), ..RuleDraft::default() };
    let draft = PolicyDraft {
        name: String::new(),
        promise,
        calendar,
        origin: None,
        day: "8h".to_owned(),
        reopen_new_cycle_after_days: Some(7),
        marks: BTreeMap::new(),
        steps: Some(StepDraft::usual()),
        rules: vec![rule],
    };
    Sheet { based_on: 0, began_with: 0, draft, tried: None }
}

/// What a metric's clocks do where the policy says nothing else.
#[must_use]
pub fn marks(draft: &PolicyDraft, metric: Metric) -> Marks {
    draft.marks.get(&metric).copied().unwrap_or_else(|| Marks::usual(metric))
}

impl Sheet {
    /// Takes over what was typed; nothing, when it was not sent. `get` gives a field by its name.
    pub fn take(&mut self, get: &impl Fn(&str) -> Option<String>) {
        let text = |name: &str| get(name).map(|text| text.trim().to_owned());
        let Some(name) = text("name") else { return };
        let draft = &mut self.draft;
        draft.name = name;
        if let Some(state) = text("based_on").and_then(|state| state.parse().ok()) {
            self.based_on = state;
        }
        if let Some(version) = text("began_with").and_then(|version| version.parse().ok()) {
            self.began_with = version;
        }
        draft.calendar = id(text("calendar")).map_or(CalendarId(0), CalendarId);
        draft.origin = text("origin").and_then(|origin| origin.parse::<Origin>().ok()).or(draft.origin);
        draft.day = text("day").unwrap_or_default();
        draft.reopen_new_cycle_after_days = text("reopen_new_cycle_after_days").map(|days| days.parse().unwrap_or(u16::MAX));
        for metric in draft.promise.metrics() {
            take_marks(&mut draft.marks, *metric, &text);
        }
        let promise = draft.promise;
        draft.rules = (0..ROWS).map_while(|row| take_rule(promise, row, &text)).collect();
        draft.steps = Some((0..ROWS).map_while(|row| take_step(row, &text)).collect());
        self.tried = take_facts(&text);
    }

    /// Takes a step that changes the sheet alone.
    pub fn step(&mut self, step: Step) {
        let rules = &mut self.draft.rules;
        let steps = self.draft.steps.get_or_insert_default();
        match step {
            Step::AddRule => rules.push(RuleDraft::default()),
            Step::CopyRule(row) => {
                if let Some(rule) = rules.get(row).cloned() {
                    rules.insert(row + 1, rule);
                }
            }
            Step::RemoveRule(row) if row < rules.len() => drop(rules.remove(row)),
            Step::AddWarning => steps.push(StepDraft { metric: None, at: String::new(), acts: vec![Act::Notify { whom: Whom::Assignee }] }),
            Step::RemoveWarning(row) if row < steps.len() => drop(steps.remove(row)),
            _ => {}
        }
    }
}

fn id(text: Option<String>) -> Option<i64> {
    text?.parse().ok()
}

/// What pauses a clock, and whether resolving stops it; everything else stays as it is.
fn take_marks(all: &mut BTreeMap<Metric, Marks>, metric: Metric, text: &impl Fn(&str) -> Option<String>) {
    let field = |what: &str| text(&format!("marks.{metric}.{what}"));
    if field("sent").is_none() {
        return;
    }
    let mut marks = all.get(&metric).copied().unwrap_or_else(|| Marks::usual(metric));
    let pause = |what: &str| if field(what).is_some() { Mark::Pause } else { Mark::Run };
    marks.waiting_for_requester = pause("waiting_for_requester");
    marks.waiting_for_supplier = pause("waiting_for_supplier");
    marks.waiting_for_date = pause("waiting_for_date");
    if metric == Metric::Resolution {
        marks.resolved = match field("met_by").as_deref() {
            Some("closing") => Mark::Run,
            Some("closing_paused") => Mark::Pause,
            _ => Mark::Stop,
        };
    }
    if marks == Marks::usual(metric) {
        all.remove(&metric);
    } else {
        all.insert(metric, marks);
    }
}

fn take_rule(promise: Promise, row: usize, text: &impl Fn(&str) -> Option<String>) -> Option<RuleDraft> {
    let field = |what: &str| text(&format!("rules.{row}.{what}"));
    let kind = field("scope.kind")?;
    let scope = Scope {
        service: id(field("scope.service")).map(Into::into),
        kind: kind.parse().ok(),
        priority: field("scope.priority").and_then(|priority| priority.parse().ok()),
        requester_team: id(field("scope.requester_team")).map(TeamId),
        team: id(field("scope.team")).map(TeamId),
    };
    let target = |metric: &Metric| Some((*metric, field(&format!("targets.{metric}")).filter(|target| !target.is_empty())?));
    let targets = promise.metrics().iter().filter_map(target).collect();
    Some(RuleDraft { scope, calendar: id(field("calendar")).map(CalendarId), targets })
}

fn take_step(row: usize, text: &impl Fn(&str) -> Option<String>) -> Option<StepDraft> {
    let field = |what: &str| text(&format!("steps.{row}.{what}"));
    let at = field("at")?;
    let told = WHOM.iter().filter(|(name, _)| field(name).is_some()).map(|(_, whom)| *whom);
    let people = (0..ROWS).map_while(|place| field(&format!("person.{place}"))).filter_map(|person| person.parse().ok().map(UserId));
    let kept = people.filter(|person| field(&format!("tells.{person}")).is_some()).map(Whom::Person);
    let mut acts: Vec<Act> = told.chain(kept).map(|whom| Act::Notify { whom }).collect();
    if let Some(team) = id(field("reassign")).map(TeamId) {
        let person = id(field("reassign_person")).map(UserId).filter(|_| field("reassign_was") == field("reassign"));
        acts.push(Act::Reassign { team, person });
    }
    Some(StepDraft { metric: field("metric").and_then(|metric| metric.parse().ok()), at, acts })
}

fn take_facts(text: &impl Fn(&str) -> Option<String>) -> Option<Facts> {
    let kind: Kind = text("tried.kind")?.parse().ok()?;
    Some(Facts {
        kind,
        priority: text("tried.priority")?.parse().ok()?,
        service: id(text("tried.service")).map(Into::into),
        requester_team: id(text("tried.requester_team")).map(TeamId),
        team: id(text("tried.team")).map(TeamId),
    })
}

#[cfg(test)]
mod tests {
    use domain::id::ServiceId;
    use domain::priority::Priority;

    use super::*;

    fn typed(fields: &'static [(&'static str, &'static str)]) -> impl Fn(&str) -> Option<String> {
        move |name: &str| fields.iter().find(|(field, _)| *field == name).map(|(_, value)| (*value).to_owned())
    }

    #[test]
    fn what_was_typed_is_taken_over() {
        let mut sheet = fresh(Promise::Sla, CalendarId(1));
        sheet.take(&typed(&[
            ("name", " Standard "),
            ("calendar", "7"),
            ("day", "7h 30m"),
            ("reopen_new_cycle_after_days", "14"),
            ("marks.resolution.sent", "1"),
            ("marks.resolution.waiting_for_supplier", "true"),
            ("marks.resolution.met_by", "closing"),
            ("rules.0.scope.kind", ""),
            ("rules.0.scope.service", "3"),
            ("rules.0.scope.priority", "high"),
            ("rules.0.calendar", ""),
            ("rules.0.targets.resolution", "2h"),
            ("rules.0.targets.update", ""),
            ("steps.0.at", "80%"),
            ("steps.0.metric", ""),
            ("steps.0.lead", "true"),
            ("steps.0.person.0", "5"),
            ("steps.0.person.1", "6"),
            ("steps.0.tells.6", "true"),
            ("steps.0.reassign", "9"),
            ("tried.kind", "incident"),
            ("tried.priority", "urgent"),
        ]));
        let draft = &sheet.draft;
        assert_eq!((draft.name.as_str(), draft.calendar, draft.reopen_new_cycle_after_days), ("Standard", CalendarId(7), Some(14)));
        let marks = draft.marks[&Metric::Resolution];
        assert_eq!((marks.waiting_for_supplier, marks.waiting_for_requester, marks.resolved), (Mark::Pause, Mark::Run, Mark::Run));
        assert_eq!(draft.rules.len(), 1);
        assert_eq!(draft.rules[0].scope, Scope { service: Some(ServiceId(3)), priority: Some(Priority::High), ..Scope::default() });
        assert_eq!(draft.rules[0].targets, BTreeMap::from([(Metric::Resolution, "2h".to_owned())]));
        let notify = |whom| Act::Notify { whom };
        let hand = Act::Reassign { team: TeamId(9), person: None };
        assert_eq!(draft.steps.as_ref().unwrap()[0].acts, [notify(Whom::Lead), notify(Whom::Person(UserId(6))), hand]);
        assert_eq!(sheet.tried.map(|facts| facts.priority), Some(Priority::Urgent));
    }

    #[test]
    fn what_is_usual_is_not_written_down() {
        let mut sheet = fresh(Promise::Sla, CalendarId(1));
        let usual: &'static [(&str, &str)] = &[
            ("name", "Standard"),
            ("marks.resolution.sent", "1"),
            ("marks.resolution.waiting_for_requester", "true"),
            ("marks.resolution.waiting_for_date", "true"),
            ("marks.resolution.met_by", "resolving"),
        ];
        sheet.take(&typed(usual));
        assert!(sheet.draft.marks.is_empty());
    }

    #[test]
    fn rules_are_added_copied_and_removed() {
        let mut sheet = fresh(Promise::Ola, CalendarId(1));
        for (step, rules, steps) in [
            ("add.rules", 2, 3),
            ("copy.rules.0", 3, 3),
            ("remove.rules.9", 3, 3),
            ("remove.rules.0", 2, 3),
            ("add.steps", 2, 4),
            ("remove.steps.0", 2, 3),
        ] {
            sheet.step(Step::parse(step).unwrap());
            assert_eq!((sheet.draft.rules.len(), sheet.draft.steps.as_ref().unwrap().len()), (rules, steps), "{step}");
        }
        assert_eq!(Step::parse("add.anything"), None);
    }
}
