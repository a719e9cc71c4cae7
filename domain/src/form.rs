//! A service's request form: typed fields, when they are shown, and what may be answered.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::id::{AttachmentId, ServiceId, UserId};
pub use crate::locale::Localised;

mod answer;
mod check;

/// A service's request form, as it stood in one of its versions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Form {
    /// The fields in the order in which they are asked.
    pub fields: Vec<Field>,
}

impl Form {
    /// The questions and the answers that they offer, in every language, a line each: what a search may find it by.
    #[must_use]
    pub fn wording(&self) -> String {
        let mut lines = Vec::new();
        for field in &self.fields {
            lines.push(&field.label);
            if let FieldKind::Choice { options } | FieldKind::Choices { options } = &field.kind {
                lines.extend(options.iter().map(|option| &option.label));
            }
        }
        let texts = lines.into_iter().flat_map(|line| [line.en.as_str(), line.zh.as_str()]);
        texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
    }
}

/// One question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Field {
    /// Names the field in answers and conditions: `[a-z][a-z0-9_]*`, up to 40 characters.
    pub key: String,
    /// The question.
    pub label: Localised,
    /// What helps to answer it; may be empty.
    #[serde(default)]
    pub help: Localised,
    /// What an answer looks like.
    pub kind: FieldKind,
    /// Whether it must be answered while it is shown.
    #[serde(default)]
    pub required: bool,
    /// When it is shown; always, if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Condition>,
}

/// What an answer looks like.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FieldKind {
    /// One line.
    Text {
        /// Characters allowed, 1..=1,000.
        max: usize,
    },
    /// Several lines, up to 20,000 characters.
    LongText,
    /// A number.
    Number {
        /// What it counts, such as GB; may be empty.
        #[serde(default)]
        unit: Localised,
        /// The least allowed.
        #[serde(default)]
        min: Option<f64>,
        /// The most allowed.
        #[serde(default)]
        max: Option<f64>,
        /// Digits allowed after the point, 0..=6.
        #[serde(default)]
        decimals: u8,
    },
    /// A calendar day.
    Date,
    /// One of several.
    Choice {
        /// What is offered.
        options: Vec<ChoiceOption>,
    },
    /// Any of several.
    Choices {
        /// What is offered.
        options: Vec<ChoiceOption>,
    },
    /// A person with an account.
    Person,
    /// A service of the catalogue.
    Service,
    /// Files.
    File {
        /// How many, 1..=20.
        max_files: u8,
    },
}

/// One of the answers that a choice offers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChoiceOption {
    /// Names the option in answers and conditions, spelt like a field's key.
    pub key: String,
    /// What is offered.
    pub label: Localised,
}

/// A field is shown when an earlier choice has this answer among its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// The key of the earlier field.
    pub field: String,
    /// The key of the option.
    pub equals: String,
}

/// One answer, as it is kept with the ticket.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", content = "value", rename_all = "snake_case")]
pub enum Answer {
    /// Of a text or a long text.
    Text(String),
    /// Of a number, in its unit, spelt as decimal digits so that nothing is rounded.
    Number(String),
    /// A calendar day, `2026-11-16`.
    Date(String),
    /// The option's key.
    Choice(String),
    /// The options' keys in the form's order.
    Choices(Vec<String>),
    /// Whether the person exists is for the store to say.
    Person(UserId),
    /// Whether the service exists is for the store to say.
    Service(ServiceId),
    /// Whether they were attached by the requester is for the store to say.
    Files(Vec<AttachmentId>),
}

/// The answers to a form by the fields' keys; only of fields that were shown.
pub type Answers = BTreeMap<String, Answer>;

#[cfg(test)]
mod tests;
