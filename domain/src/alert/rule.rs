//! What an alert makes: rules in their order, of which the first one that matches decides.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::signal::{NAME_MAX as LABEL_MAX, Told, VALUE_MAX};
use crate::{
    fault::Severity,
    id::{AlertRuleId, ServiceId},
    invalid::{self, Code, Invalid},
    word::words,
};

/// The most characters of a rule's name.
pub const NAME_MAX: usize = 80;
/// The most conditions of one rule.
pub const CONDITIONS_MAX: usize = 12;
/// The most values of one condition.
pub const VALUES_MAX: usize = 50;
/// The most labels that tell groups apart.
pub const GROUP_MAX: usize = 8;
/// The most services that a fault hits by a rule.
pub const SERVICES_MAX: usize = 20;
/// The most rules.
pub const RULES_MAX: usize = 200;

words! {
    /// How a condition compares.
    pub enum Test {
        /// It is just this.
        Equals = "equals",
        /// This stands somewhere in it, in whatever case.
        Contains = "contains",
        /// It is just one of these.
        OneOf = "one_of",
    }
}

words! {
    /// What a rule makes of an alert.
    pub enum Makes {
        /// Nothing: it is kept, and that is all.
        Nothing = "nothing",
        /// A ticket.
        Ticket = "ticket",
        /// A fault.
        Fault = "fault",
    }
}

/// What a condition looks at. `summary`, `severity` and `integration` are what they say; any other name is a label's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", from = "String")]
pub enum Field {
    /// What is wrong.
    Summary,
    /// How bad it is.
    Severity,
    /// The name of who sends it.
    Integration,
    /// The label of this name.
    Label(String),
}

impl From<String> for Field {
    fn from(name: String) -> Self {
        match name.as_str() {
            "summary" => Self::Summary,
            "severity" => Self::Severity,
            "integration" => Self::Integration,
            _ => Self::Label(name),
        }
    }
}

impl From<Field> for String {
    fn from(field: Field) -> Self {
        match field {
            Field::Summary => "summary".to_owned(),
            Field::Severity => "severity".to_owned(),
            Field::Integration => "integration".to_owned(),
            Field::Label(name) => name,
        }
    }
}

/// What has to be true of an alert.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// What is looked at. A label that is absent is empty.
    pub field: Field,
    /// How it is compared.
    pub test: Test,
    /// With what; one value, unless it is one of several.
    pub values: Vec<String>,
}

/// What a rule makes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "makes", rename_all = "snake_case")]
pub enum Outcome {
    /// It is kept, and that is all.
    Nothing,
    /// A ticket of this service; of the integration's, if absent.
    Ticket {
        /// The service.
        service: Option<ServiceId>,
    },
    /// A fault of these services; of the integration's, if there are none.
    Fault {
        /// How bad.
        severity: Severity,
        /// What it hits.
        services: Vec<ServiceId>,
    },
}

impl Outcome {
    /// Which one.
    #[must_use]
    pub const fn makes(&self) -> Makes {
        match self {
            Self::Nothing => Makes::Nothing,
            Self::Ticket { .. } => Makes::Ticket,
            Self::Fault { .. } => Makes::Fault,
        }
    }

    /// What it is about, for an integration that speaks for `default`: in order, each once.
    #[must_use]
    pub fn services(&self, default: ServiceId) -> Vec<ServiceId> {
        let mut services = match self {
            Self::Nothing => Vec::new(),
            Self::Ticket { service } => vec![service.unwrap_or(default)],
            Self::Fault { services, .. } if services.is_empty() => vec![default],
            Self::Fault { services, .. } => services.clone(),
        };
        services.sort_unstable();
        services.dedup();
        services
    }
}

/// A rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Which one; 0 while it is tried.
    pub id: AlertRuleId,
    /// What people call it.
    pub name: String,
    /// All of them have to hold; a rule without any matches every alert.
    pub conditions: Vec<Condition>,
    /// What it makes.
    pub outcome: Outcome,
    /// Labels that tell apart what is made: alerts with the same values of all of them join one fault or one ticket.
    pub group_by: Vec<String>,
}

/// An alert as rules see it.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// The name of who sends it.
    pub integration: &'a str,
    /// What it tells of itself.
    pub told: &'a Told,
}

impl Seen<'_> {
    fn value(&self, field: &Field) -> &str {
        match field {
            Field::Summary => &self.told.summary,
            Field::Severity => &self.told.severity,
            Field::Integration => self.integration,
            Field::Label(name) => self.told.labels.get(name).map(String::as_str).unwrap_or_default(),
        }
    }
}

impl Condition {
    /// Whether it holds.
    #[must_use]
    pub fn holds(&self, seen: &Seen<'_>) -> bool {
        let value = seen.value(&self.field);
        match self.test {
            Test::Equals | Test::OneOf => self.values.iter().any(|wanted| wanted == value),
            Test::Contains => {
                let value = value.to_lowercase();
                self.values.iter().any(|wanted| value.contains(&wanted.to_lowercase()))
            }
        }
    }
}

impl Rule {
    /// Whether all of its conditions hold.
    #[must_use]
    pub fn matches(&self, seen: &Seen<'_>) -> bool {
        self.conditions.iter().all(|condition| condition.holds(seen))
    }

    /// What an alert that it matches has in common with those that join the same: the rule, what it is about, and the labels by which the
    /// rule tells them apart. 64 hexadecimal digits.
    #[must_use]
    pub fn group(&self, seen: &Seen<'_>, default: ServiceId) -> String {
        let mut hasher = Sha256::new();
        hasher.update(self.id.get().to_be_bytes());
        hasher.update(self.outcome.makes().as_str().as_bytes());
        for service in self.outcome.services(default) {
            hasher.update(service.get().to_be_bytes());
        }
        for name in &self.group_by {
            let value = seen.value(&Field::from(name.clone()));
            // The length in front keeps ("ab", "c") and ("a", "bc") apart.
            for text in [name.as_str(), value] {
                hasher.update((text.len() as u64).to_be_bytes());
                hasher.update(text.as_bytes());
            }
        }
        hasher.finalize().iter().fold(String::with_capacity(64), |text, byte| format!("{text}{byte:02x}"))
    }
}

/// The first rule that matches.
#[must_use]
pub fn decide<'r>(rules: &'r [Rule], seen: &Seen<'_>) -> Option<&'r Rule> {
    rules.iter().find(|rule| rule.matches(seen))
}

/// A condition as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ConditionDraft {
    /// A [`Field`].
    pub field: String,
    /// A [`Test`].
    pub test: String,
    /// What it is compared with; several, separated by commas, for one of them.
    pub value: String,
}

/// A rule as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RuleDraft {
    /// What people call it.
    pub name: String,
    /// Those without field and value are none.
    pub conditions: Vec<ConditionDraft>,
    /// [`Makes`].
    pub makes: String,
    /// How bad a fault is.
    pub severity: String,
    /// What a ticket or a fault is about; empty for what the integration speaks for.
    pub services: Vec<ServiceId>,
    /// Names of labels, separated by commas.
    pub group_by: String,
}

impl RuleDraft {
    /// The draft of a rule.
    #[must_use]
    pub fn of(rule: &Rule) -> Self {
        let condition = |condition: &Condition| ConditionDraft {
            field: condition.field.clone().into(),
            test: condition.test.as_str().to_owned(),
            value: condition.values.join(", "),
        };
        let (severity, services) = match &rule.outcome {
            Outcome::Nothing => (String::new(), Vec::new()),
            Outcome::Ticket { service } => (String::new(), service.iter().copied().collect()),
            Outcome::Fault { severity, services } => (severity.as_str().to_owned(), services.clone()),
        };
        Self {
            name: rule.name.clone(),
            conditions: rule.conditions.iter().map(condition).collect(),
            makes: rule.outcome.makes().as_str().to_owned(),
            severity,
            services,
            group_by: rule.group_by.join(", "),
        }
    }

    /// The same as a rule with this id.
    ///
    /// # Errors
    /// At `name`: `Required`, `TooLong`, `BadCharacters`; at `field.N`, `test.N` and `value.N`, of the condition in that place from 0:
    /// `Required`, `UnknownChoice`, `TooLong`, `TooMany`, `BadCharacters`; at `makes` and `severity`: `UnknownChoice`; at `services`:
    /// `TooMany`; at `group_by`: `TooMany`, `TooLong`, `BadCharacters`.
    pub fn parse(&self, id: AlertRuleId) -> Result<Rule, Invalid> {
        let mut invalid = Invalid::default();
        let name = invalid.take("name", invalid::line(&self.name, 1, NAME_MAX)).unwrap_or_default();
        let mut conditions = Vec::new();
        for (place, draft) in self.conditions.iter().enumerate() {
            if draft.field.trim().is_empty() && draft.value.trim().is_empty() {
                continue;
            }
            match draft.parse(place) {
                Ok(condition) => conditions.push(condition),
                Err(wrong) => invalid.extend(wrong),
            }
        }
        if conditions.len() > CONDITIONS_MAX {
            invalid.add(format!("field.{CONDITIONS_MAX}"), Code::TooMany { max: CONDITIONS_MAX });
        }
        let outcome = self.outcome(&mut invalid);
        let group_by = invalid.take("group_by", listed(&self.group_by, GROUP_MAX, LABEL_MAX)).unwrap_or_default();
        invalid.or(Rule { id, name, conditions, outcome, group_by })
    }

    fn outcome(&self, invalid: &mut Invalid) -> Outcome {
        let makes = invalid.take("makes", self.makes.parse().map_err(|_| Code::UnknownChoice)).unwrap_or(Makes::Nothing);
        let most = if makes == Makes::Fault { SERVICES_MAX } else { 1 };
        if makes != Makes::Nothing && self.services.len() > most {
            invalid.add("services", Code::TooMany { max: most });
        }
        match makes {
            Makes::Nothing => Outcome::Nothing,
            Makes::Ticket => Outcome::Ticket { service: self.services.first().copied() },
            Makes::Fault => {
                let severity = invalid.take("severity", self.severity.parse().map_err(|_| Code::UnknownChoice));
                Outcome::Fault { severity: severity.unwrap_or(Severity::Major), services: self.services.clone() }
            }
        }
    }
}

impl ConditionDraft {
    fn parse(&self, place: usize) -> Result<Condition, Invalid> {
        let mut invalid = Invalid::default();
        let named = |part: &str| format!("{part}.{place}");
        let field = invalid.take(&named("field"), invalid::line(&self.field, 1, LABEL_MAX)).unwrap_or_default();
        let test = invalid.take(&named("test"), self.test.parse().map_err(|_| Code::UnknownChoice)).unwrap_or(Test::Equals);
        let values = match test {
            Test::OneOf => listed(&self.value, VALUES_MAX, VALUE_MAX),
            // What equals nothing asks for a label that is absent.
            Test::Equals => invalid::line(&self.value, 0, VALUE_MAX).map(|value| vec![value]),
            Test::Contains => invalid::line(&self.value, 1, VALUE_MAX).map(|value| vec![value]),
        };
        let values = invalid.take(&named("value"), values).unwrap_or_default();
        if test == Test::OneOf && values.is_empty() && invalid.is_empty() {
            invalid.add(named("value"), Code::Required);
        }
        invalid.or(Condition { field: Field::from(field), test, values })
    }
}

/// Texts between commas, each once.
fn listed(typed: &str, most: usize, longest: usize) -> Result<Vec<String>, Code> {
    let mut all: Vec<String> = Vec::new();
    for text in typed.split([',', '，', '、']).map(str::trim).filter(|text| !text.is_empty()) {
        let text = invalid::line(text, 1, longest)?;
        if !all.contains(&text) {
            all.push(text);
        }
    }
    if all.len() > most { Err(Code::TooMany { max: most }) } else { Ok(all) }
}

#[cfg(test)]
mod tests;
