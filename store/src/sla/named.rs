//! From names to numbers and back: what a file of policies calls its services, teams and people.

use std::collections::HashMap;

use domain::{
    calendar,
    id::{CalendarId, PolicyId, ServiceId, TeamId, UserId},
    invalid::{Code, Invalid},
    sla::{Act, Policy, PolicyDraft, RuleDraft, Scope, StepDraft, Whom},
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use super::file::{CalendarEntry, HandsEntry, PolicyEntry, RuleEntry, StepEntry};
use crate::{
    Result,
    entity::{calendars, policies, services, teams, users},
};

/// Everything that a file may name.
pub(super) struct Named {
    pub(super) calendars: HashMap<String, CalendarId>,
    pub(super) policies: HashMap<String, PolicyId>,
    services: HashMap<String, ServiceId>,
    teams: HashMap<String, TeamId>,
    people: HashMap<String, UserId>,
}

impl Named {
    pub(super) async fn read(conn: &impl ConnectionTrait) -> Result<Self> {
        let calendars = calendars::Entity::find().filter(calendars::Column::ArchivedAt.is_null());
        let calendars: Vec<(String, i64)> =
            calendars.select_only().columns([calendars::Column::Name, calendars::Column::Id]).into_tuple().all(conn).await?;
        let policies = policies::Entity::find().filter(policies::Column::ArchivedAt.is_null());
        let policies: Vec<(String, i64)> =
            policies.select_only().columns([policies::Column::Name, policies::Column::Id]).into_tuple().all(conn).await?;
        let services: Vec<(String, i64)> =
            services::Entity::find().select_only().columns([services::Column::NameEn, services::Column::Id]).into_tuple().all(conn).await?;
        let teams: Vec<(String, i64)> =
            teams::Entity::find().select_only().columns([teams::Column::Name, teams::Column::Id]).into_tuple().all(conn).await?;
        let people: Vec<(Option<String>, i64)> =
            users::Entity::find().select_only().columns([users::Column::Email, users::Column::Id]).into_tuple().all(conn).await?;
        Ok(Self {
            calendars: calendars.into_iter().map(|(name, id)| (name, CalendarId(id))).collect(),
            policies: policies.into_iter().map(|(name, id)| (name, PolicyId(id))).collect(),
            services: services.into_iter().map(|(name, id)| (name, ServiceId(id))).collect(),
            teams: teams.into_iter().map(|(name, id)| (name, TeamId(id))).collect(),
            people: people.into_iter().filter_map(|(email, id)| Some((email?, UserId(id)))).collect(),
        })
    }

    /// The policy as it would be typed. What is not there is told by its field, such as `rules.0.service`.
    pub(super) fn draft(&self, entry: &PolicyEntry, invalid: &mut Invalid) -> PolicyDraft {
        let rules = entry.rules.iter().enumerate().map(|(number, rule)| self.rule(rule, &format!("rules.{number}"), invalid)).collect();
        let steps = entry
            .steps
            .as_ref()
            .map(|steps| steps.iter().enumerate().map(|(number, step)| self.step(step, &format!("steps.{number}"), invalid)).collect());
        PolicyDraft {
            name: entry.name.clone(),
            promise: entry.promise,
            calendar: found(&self.calendars, Some(&entry.calendar), "calendar", invalid).unwrap_or(CalendarId(0)),
            origin: entry.origin,
            day: entry.day.clone(),
            reopen_new_cycle_after_days: entry.reopen_new_cycle_after_days,
            marks: entry.marks.clone(),
            steps,
            rules,
        }
    }

    fn rule(&self, rule: &RuleEntry, at: &str, invalid: &mut Invalid) -> RuleDraft {
        let scope = Scope {
            service: found(&self.services, rule.service.as_ref(), &format!("{at}.service"), invalid),
            kind: rule.kind,
            priority: rule.priority,
            requester_team: found(&self.teams, rule.requester_team.as_ref(), &format!("{at}.requester_team"), invalid),
            team: found(&self.teams, rule.team.as_ref(), &format!("{at}.team"), invalid),
        };
        let calendar = found(&self.calendars, rule.calendar.as_ref(), &format!("{at}.calendar"), invalid);
        RuleDraft { scope, calendar, targets: rule.targets.clone() }
    }

    fn step(&self, step: &StepEntry, at: &str, invalid: &mut Invalid) -> StepDraft {
        let mut acts = Vec::new();
        for whom in &step.notify {
            match self.whom(whom) {
                Some(whom) => acts.push(Act::Notify { whom }),
                None => invalid.add(format!("{at}.notify"), Code::UnknownPerson),
            }
        }
        if let Some(hands) = &step.reassign {
            let team = found(&self.teams, Some(&hands.team), &format!("{at}.reassign.team"), invalid);
            let person = hands.person.as_ref().map(|email| email.to_lowercase());
            let person = found(&self.people, person.as_ref(), &format!("{at}.reassign.person"), invalid);
            acts.extend(team.map(|team| Act::Reassign { team, person }));
        }
        StepDraft { metric: step.metric, at: step.at.clone(), acts }
    }

    fn whom(&self, word: &str) -> Option<Whom> {
        Some(match word {
            "assignee" => Whom::Assignee,
            "lead" => Whom::Lead,
            "team" => Whom::Team,
            "on_call" => Whom::OnCall,
            "service_owner" => Whom::ServiceOwner,
            email => Whom::Person(*self.people.get(&email.to_lowercase())?),
        })
    }

    /// How a policy is written to a file.
    pub(super) fn entry(&self, policy: &Policy) -> PolicyEntry {
        let draft = PolicyDraft::from(policy);
        let rule = |rule: &RuleDraft| RuleEntry {
            service: rule.scope.service.and_then(|id| name(&self.services, id)),
            kind: rule.scope.kind,
            priority: rule.scope.priority,
            requester_team: rule.scope.requester_team.and_then(|id| name(&self.teams, id)),
            team: rule.scope.team.and_then(|id| name(&self.teams, id)),
            calendar: rule.calendar.and_then(|id| name(&self.calendars, id)),
            targets: rule.targets.clone(),
        };
        PolicyEntry {
            calendar: name(&self.calendars, draft.calendar).unwrap_or_default(),
            rules: draft.rules.iter().map(rule).collect(),
            steps: draft.steps.map(|steps| steps.iter().map(|step| self.step_entry(step)).collect()),
            name: draft.name,
            promise: draft.promise,
            origin: draft.origin,
            day: draft.day,
            reopen_new_cycle_after_days: draft.reopen_new_cycle_after_days,
            marks: draft.marks,
        }
    }

    fn step_entry(&self, step: &StepDraft) -> StepEntry {
        let mut entry = StepEntry { metric: step.metric, at: step.at.clone(), notify: Vec::new(), reassign: None };
        for act in &step.acts {
            match *act {
                Act::Notify { whom } => entry.notify.extend(self.word(whom)),
                Act::Reassign { team, person } => {
                    let team = name(&self.teams, team);
                    entry.reassign = team.map(|team| HandsEntry { team, person: person.and_then(|person| name(&self.people, person)) });
                }
            }
        }
        entry
    }

    fn word(&self, whom: Whom) -> Option<String> {
        let word = match whom {
            Whom::Assignee => "assignee",
            Whom::Lead => "lead",
            Whom::Team => "team",
            Whom::OnCall => "on_call",
            Whom::ServiceOwner => "service_owner",
            Whom::Person(person) => return name(&self.people, person),
        };
        Some(word.to_owned())
    }
}

/// How a calendar would be typed.
pub(super) fn draft_of(entry: &CalendarEntry) -> calendar::Draft {
    calendar::Draft {
        zone: entry.zone.clone(),
        week: entry.week.clone(),
        holidays: entry.holidays.clone(),
        overrides: entry.overrides.clone(),
    }
}

fn found<T: Copy>(known: &HashMap<String, T>, name: Option<&String>, field: &str, invalid: &mut Invalid) -> Option<T> {
    let name = name?;
    let found = known.get(name.trim()).copied();
    if found.is_none() {
        invalid.add(field, Code::UnknownReference);
    }
    found
}

fn name<T: PartialEq>(known: &HashMap<String, T>, id: T) -> Option<String> {
    known.iter().find(|(_, known)| **known == id).map(|(name, _)| name.clone())
}
