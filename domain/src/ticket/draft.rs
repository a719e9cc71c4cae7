//! What a requester typed, and what is left of it once it is right.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::{
    form::{Answers, Form},
    invalid::{self, Invalid},
    time::Span,
};

/// The most characters of a description or a reply.
pub const TEXT_MAX: usize = 50_000;
/// The most characters of a reason.
pub const REASON_MAX: usize = 2_000;
/// Within this time the same words from the same person are a second click and not a second message.
pub const SECOND_CLICK: Span = Span::from_minutes(1);
/// The characters of a title.
pub const TITLE: std::ops::RangeInclusive<usize> = 3..=200;

/// A request as it was typed: nothing of it is believed yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// In one line, what it is about.
    #[serde(default)]
    pub title: String,
    /// Markdown; may be empty where the form asks for all that is needed.
    #[serde(default)]
    pub description: String,
    /// What was typed into each of the form's fields; several values for several choices.
    #[serde(default)]
    pub answers: HashMap<String, Vec<String>>,
}

/// A request that can be filed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Submission {
    /// One line of 3..=200 characters.
    pub title: String,
    /// Markdown of at most 50,000 characters; may be empty.
    pub description: String,
    /// The answers to the fields that were shown.
    pub answers: Answers,
}

impl Draft {
    /// Reads the draft by the form of its service.
    ///
    /// # Errors
    /// Everything that is wrong, by field: `title`, `description`, and the
    /// form's fields as [`Form::field_name`] spells them.
    pub fn parse(self, form: &Form) -> Result<Submission, Invalid> {
        let mut invalid = Invalid::default();
        let title = invalid.take("title", invalid::line(&self.title, *TITLE.start(), *TITLE.end()));
        let description = invalid.take("description", invalid::text(&self.description, 0, TEXT_MAX));
        let answers = match form.answers(&self.answers) {
            Ok(answers) => Some(answers),
            Err(wrong) => {
                invalid.extend(wrong);
                None
            }
        };
        match (title, description, answers) {
            (Some(title), Some(description), Some(answers)) => Ok(Submission { title, description, answers }),
            _ => Err(invalid),
        }
    }
}

/// Reads a reply or a note, markdown of 1..=50,000 characters, from the field `text`.
///
/// # Errors
/// `Required`, `TooLong` or `BadCharacters`.
pub fn message(text: &str) -> Result<String, Invalid> {
    invalid::text(text, 1, TEXT_MAX).map_err(|code| Invalid::one("text", code))
}

/// Whether a reason is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Somebody else will ask why: who takes a ticket over, or whose ticket was cancelled by another one.
    Required,
    /// It helps and is not asked for: nobody owes one for what is their own.
    Optional,
}

impl Reason {
    /// Reads the field `reason`, a text of at most 2,000 characters.
    ///
    /// # Errors
    /// `Required` where one is asked for, `TooLong` or `BadCharacters`.
    pub fn read(self, typed: &str) -> Result<String, Invalid> {
        let min = usize::from(self == Self::Required);
        invalid::text(typed, min, REASON_MAX).map_err(|code| Invalid::one("reason", code))
    }

    /// Of cancelling: who withdraws what they asked for themselves needs none.
    #[must_use]
    pub const fn of_cancelling(by_requester: bool) -> Self {
        if by_requester { Self::Optional } else { Self::Required }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::invalid::Code;

    fn form() -> Form {
        serde_json::from_str(r#"[{"key":"size","label":{"en":"Size"},"kind":{"type":"number"},"required":true}]"#).unwrap()
    }

    #[test]
    fn everything_wrong_with_a_draft_is_told_at_once() {
        let draft = Draft { title: " ab ".into(), description: "x".repeat(TEXT_MAX + 1), answers: HashMap::new() };
        let invalid = draft.parse(&form()).unwrap_err();
        let fields: Vec<&str> = invalid.fields.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["title", "description", "answers.size"]);
        assert_eq!(invalid.of("title"), Some(&Code::TooShort { min: 3 }));
    }

    #[test]
    fn a_draft_that_is_right_becomes_a_submission() {
        let answers = HashMap::from([("size".to_owned(), vec!["13".to_owned()])]);
        let draft = Draft { title: "  New laptop ".into(), description: "For\r\ntravel".into(), answers };
        let submission = draft.parse(&form()).unwrap();
        assert_eq!(submission.title, "New laptop");
        assert_eq!(submission.description, "For\ntravel");
        assert_eq!(submission.answers.len(), 1);
    }

    #[test]
    fn a_title_is_one_line_and_a_message_is_not_empty() {
        let draft = Draft { title: "New\nlaptop".into(), ..Draft::default() };
        assert_eq!(draft.parse(&Form::default()).unwrap_err().of("title"), Some(&Code::BadCharacters));
        assert_eq!(message(" \n ").unwrap_err().of("text"), Some(&Code::Required));
        assert_eq!(message(" Hello\n").unwrap(), "Hello");
    }

    #[test]
    fn only_who_cancels_what_another_one_asked_for_owes_a_reason() {
        let by_agent = Reason::of_cancelling(false);
        assert_eq!(by_agent.read(" ").unwrap_err().of("reason"), Some(&Code::Required));
        assert_eq!(by_agent.read(" Asked twice. ").unwrap(), "Asked twice.");
        assert_eq!(Reason::of_cancelling(true).read("").unwrap(), "");
        let long = Reason::Optional.read(&"x".repeat(REASON_MAX + 1)).unwrap_err();
        assert_eq!(long.of("reason"), Some(&Code::TooLong { max: REASON_MAX }));
    }
}
