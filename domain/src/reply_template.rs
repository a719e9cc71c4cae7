//! Texts that are written once and sent often: of one team, or of everybody who answers.

use serde::{Deserialize, Serialize};

use crate::{
    id::{TeamId, TemplateId},
    invalid::{self, Invalid},
    ticket::view::TeamRef,
};

/// The longest name, in characters.
pub const NAME_MAX: usize = 120;
/// The longest text, in characters.
pub const TEXT_MAX: usize = 10_000;

/// A template as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TemplateDraft {
    /// The team that it is for; for everybody, if absent.
    pub team: Option<TeamId>,
    /// What it is called in the menu, up to [`NAME_MAX`] characters.
    pub name: String,
    /// Markdown with placeholders, up to [`TEXT_MAX`] characters.
    pub text: String,
}

impl TemplateDraft {
    /// The draft without surrounding space.
    ///
    /// # Errors
    /// By field: `name`, `text`.
    pub fn parse(&self) -> Result<Self, Invalid> {
        let mut invalid = Invalid::default();
        let name = invalid.take("name", invalid::text(&self.name, 1, NAME_MAX));
        let text = invalid.take("text", invalid::text(&self.text, 1, TEXT_MAX));
        match (name, text) {
            (Some(name), Some(text)) => Ok(Self { team: self.team, name, text }),
            _ => Err(invalid),
        }
    }
}

/// A template as its list and its page show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateRow {
    /// Which one.
    pub id: TemplateId,
    /// The team that it is for; for everybody, if absent.
    pub team: Option<TeamRef>,
    /// What it is called.
    pub name: String,
    /// Markdown with placeholders.
    pub text: String,
    /// What a change is based on.
    pub version: i64,
}

/// A template as the menu of a ticket names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateRef {
    /// Which one.
    pub id: TemplateId,
    /// What it is called.
    pub name: String,
}

/// What stands in the place of placeholders.
#[derive(Clone, Copy, Debug)]
pub struct Filling<'a> {
    /// The first requester's name.
    pub requester: &'a str,
    /// The ticket's number, as people say it.
    pub number: &'a str,
    /// The ticket's title.
    pub title: &'a str,
    /// The name of who writes.
    pub agent: &'a str,
}

/// The placeholders, as they are written between braces.
pub const PLACEHOLDERS: [&str; 4] = ["requester", "number", "title", "agent"];

impl Filling<'_> {
    fn of(&self, placeholder: &str) -> Option<&str> {
        match placeholder {
            "requester" => Some(self.requester),
            "number" => Some(self.number),
            "title" => Some(self.title),
            "agent" => Some(self.agent),
            _ => None,
        }
    }
}

/// The text with its placeholders filled in. Braces around anything else stay as they are, and what is filled in is not looked at again:
/// a title cannot name a placeholder.
#[must_use]
pub fn fill(text: &str, with: &Filling<'_>) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('{') {
        filled.push_str(before);
        let found = behind.split_once('}').and_then(|(name, after)| with.of(name).map(|value| (value, after)));
        match found {
            Some((value, after)) => {
                filled.push_str(value);
                rest = after;
            }
            None => {
                filled.push('{');
                rest = behind;
            }
        }
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::invalid::Code;

    const WITH: Filling<'_> = Filling { requester: "Rita", number: "SR-1042", title: "About {agent}", agent: "Ada" };

    #[test]
    fn placeholders_are_filled_in_once_and_other_braces_stay() {
        assert_eq!(
            fill("Hello {requester}, {number} ({title}): {json: {}} {Agent}\n{agent}", &WITH),
            "Hello Rita, SR-1042 (About {agent}): {json: {}} {Agent}\nAda"
        );
        assert_eq!(fill("{{requester}} {", &WITH), "{Rita} {");
    }

    #[test]
    fn every_placeholder_is_known() {
        assert!(PLACEHOLDERS.iter().all(|placeholder| WITH.of(placeholder).is_some()));
    }

    #[test]
    fn a_template_needs_a_name_and_a_text() {
        let wrong = TemplateDraft { name: " ".into(), text: "x".repeat(TEXT_MAX + 1), team: None }.parse().unwrap_err();
        assert_eq!((wrong.of("name"), wrong.of("text")), (Some(&Code::Required), Some(&Code::TooLong { max: TEXT_MAX })));
    }

    proptest! {
        #[test]
        fn a_text_without_placeholders_stays_as_it_is(text in "[^}]{0,80}") {
            prop_assert_eq!(fill(&text, &WITH), text);
        }
    }
}
