//! A post-mortem's text as it is typed.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Audience, Cause, Content, Waiver};
use crate::{
    fault::{
        action::{self, Action, EFFECT_DAYS, EFFECT_DAYS_MAX},
        impact::ExtentDraft,
        parts::Part,
    },
    id::UserId,
    invalid::{Code, Invalid, line, text},
    time::Timestamp,
};

/// The most characters of each text.
pub const TEXT_MAX: usize = 20_000;
/// The most characters of a cause's category.
pub const CATEGORY_MAX: usize = 80;
/// The most causes, and the most actions.
pub const ROWS_MAX: usize = 50;

/// An action as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionDraft {
    /// What it is for, by its word.
    pub kind: String,
    /// What is to be done.
    pub text: String,
    /// Who sees to it.
    pub owner: Option<UserId>,
    /// The last day on which it is in time, `2026-11-30`, or nothing.
    pub due: String,
    /// By what anybody can see that it is done.
    pub criterion: String,
    /// After how many days it is looked whether it helps; the usual number, if nothing.
    pub effect_days: String,
}

/// The text as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContentDraft {
    /// What happened, in short.
    pub summary: String,
    /// What it did, in words.
    pub impact: String,
    /// How much it did.
    pub extent: ExtentDraft,
    /// "Why this long?", by part.
    pub why_this_long: BTreeMap<Part, String>,
    /// What contributed. Rows without any word are passed over.
    pub causes: Vec<Cause>,
    /// What went well.
    pub went_well: String,
    /// What went wrong.
    pub went_wrong: String,
    /// Where we were lucky.
    pub lucky: String,
    /// What is done about it: those that there were, each in its place, and behind them new ones.
    pub actions: Vec<ActionDraft>,
    /// "Not applicable because ...".
    pub not_applicable: BTreeMap<action::Kind, String>,
    /// Why no action prevents it; nothing waives nothing.
    pub waiver: String,
    /// Who may read it.
    pub audience: Audience,
}

impl ContentDraft {
    /// The text in the place of `before`, by whom and when it was typed. Actions keep their places and how far they are; a waiver keeps the
    /// name of who gave its reason.
    ///
    /// # Errors
    /// By field: `summary`, `impact`, `went_well`, `went_wrong`, `lucky`, `waiver`, `why.detect`, `causes.0.text`, `not_applicable.prevent`
    /// (`TooLong`, `BadCharacters`); `causes.0.category` (`Required` too); those of [`ExtentDraft::parse`]; `actions.0.text` (`Required`
    /// for one that there was), `actions.0.kind` (`UnknownChoice`), `actions.0.due` (`NotADate`), `actions.0.criterion`,
    /// `actions.0.effect_days` (`OutOfRange`); `causes` and `actions` (`TooMany`); `people` (`Required`) for an audience of nobody.
    pub fn parse(&self, before: &Content, by: UserId, at: Timestamp) -> Result<Content, Invalid> {
        let mut invalid = Invalid::default();
        let mut long = |field: &str, typed: &str| invalid.take(field, text(typed, 0, TEXT_MAX)).unwrap_or_default();
        let (summary, impact) = (long("summary", &self.summary), long("impact", &self.impact));
        let (went_well, went_wrong, lucky) =
            (long("went_well", &self.went_well), long("went_wrong", &self.went_wrong), long("lucky", &self.lucky));
        let reason = long("waiver", &self.waiver);
        let why = self.why_this_long.iter().map(|(part, why)| (*part, long(&format!("why.{part}"), why)));
        let why_this_long = why.filter(|(_, why)| !why.is_empty()).collect();
        let not = self.not_applicable.iter().map(|(kind, because)| (*kind, long(&format!("not_applicable.{kind}"), because)));
        let not_applicable = not.filter(|(_, because)| !because.is_empty()).collect();
        let extent = match self.extent.parse() {
            Ok(extent) => extent,
            Err(wrong) => {
                invalid.fields.extend(wrong.fields);
                before.extent
            }
        };
        let causes = self.causes(&mut invalid);
        let actions = self.actions(&before.actions, &mut invalid);
        if matches!(&self.audience, Audience::People { people } if people.is_empty()) {
            invalid.add("people", Code::Required);
        }
        let kept = before.waiver.as_ref().filter(|waiver| waiver.reason == reason).cloned();
        let waiver = kept.or_else(|| (!reason.is_empty()).then_some(Waiver { by, at, reason }));
        let audience = self.audience.clone();
        invalid.or(Content {
            summary,
            impact,
            extent,
            why_this_long,
            causes,
            went_well,
            went_wrong,
            lucky,
            actions,
            not_applicable,
            waiver,
            audience,
        })
    }

    fn causes(&self, invalid: &mut Invalid) -> Vec<Cause> {
        let filled = self.causes.iter().enumerate().filter(|(_, cause)| !cause.category.trim().is_empty() || !cause.text.trim().is_empty());
        let mut causes = Vec::new();
        for (row, cause) in filled {
            let category = invalid.take(&format!("causes.{row}.category"), line(&cause.category, 1, CATEGORY_MAX)).unwrap_or_default();
            let text = invalid.take(&format!("causes.{row}.text"), text(&cause.text, 0, TEXT_MAX)).unwrap_or_default();
            causes.push(Cause { category, text });
        }
        if causes.len() > ROWS_MAX {
            invalid.add("causes", Code::TooMany { max: ROWS_MAX });
        }
        causes
    }

    fn actions(&self, before: &[Action], invalid: &mut Invalid) -> Vec<Action> {
        // What was not sent stays as it is.
        let mut actions: Vec<Action> = before.to_vec();
        for (row, typed) in self.actions.iter().enumerate() {
            if row >= before.len() && typed.text.trim().is_empty() {
                continue;
            }
            let field = |name: &str| format!("actions.{row}.{name}");
            let Some(kind) = invalid.take(&field("kind"), typed.kind.parse::<action::Kind>().map_err(|_| Code::UnknownChoice)) else {
                continue;
            };
            let Some(action) = invalid.take(&field("text"), text(&typed.text, 1, 2_000)) else { continue };
            let due = match typed.due.trim() {
                "" => None,
                due => invalid.take(&field("due"), due.parse::<Date>().map_err(|_| Code::NotADate)),
            };
            let criterion = invalid.take(&field("criterion"), text(&typed.criterion, 0, 2_000)).unwrap_or_default();
            let bounds = Code::OutOfRange { min: Some(1.0), max: Some(f64::from(EFFECT_DAYS_MAX)) };
            let days = match typed.effect_days.trim() {
                "" => Some(EFFECT_DAYS),
                days => {
                    let days = days.parse::<u16>().ok().filter(|days| (1..=EFFECT_DAYS_MAX).contains(days));
                    invalid.take(&field("effect_days"), days.ok_or(bounds))
                }
            };
            let known = before.get(row);
            let action = Action {
                kind,
                text: action,
                owner: typed.owner,
                due,
                criterion,
                ticket: known.and_then(|known| known.ticket),
                effect_days: days.unwrap_or(EFFECT_DAYS),
                progress: known.map(|known| known.progress.clone()).unwrap_or_default(),
            };
            match actions.get_mut(row) {
                Some(place) if known.is_some() => *place = action,
                _ => actions.push(action),
            }
        }
        if actions.len() > ROWS_MAX {
            invalid.add("actions", Code::TooMany { max: ROWS_MAX });
        }
        actions
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fault::action::{Kind, Progress};

    const BY: UserId = UserId(7);
    const AT: Timestamp = Timestamp::EPOCH;

    fn typed(text: &str) -> ActionDraft {
        ActionDraft { kind: "prevent".into(), text: text.into(), ..ActionDraft::default() }
    }

    #[test]
    fn what_is_typed_becomes_the_text_and_empty_rows_are_passed_over() {
        let draft = ContentDraft {
            summary: " The network was away. ".into(),
            causes: vec![
                Cause { category: " ".into(), text: String::new() },
                Cause { category: "Change".into(), text: "A new rule".into() },
            ],
            actions: vec![typed(""), typed("Test rules before they hold")],
            why_this_long: [(Part::Detect, String::new()), (Part::Locate, "Nobody had the diagram".into())].into(),
            waiver: "It is replaced next month".into(),
            ..ContentDraft::default()
        };
        let content = draft.parse(&Content::default(), BY, AT).unwrap();
        assert_eq!(content.summary, "The network was away.");
        assert_eq!(content.causes, [Cause { category: "Change".into(), text: "A new rule".into() }]);
        assert_eq!(content.actions.len(), 1);
        assert_eq!(content.actions[0].kind, Kind::Prevent);
        assert_eq!(content.why_this_long.into_keys().collect::<Vec<_>>(), [Part::Locate]);
        assert_eq!(content.waiver, Some(Waiver { by: BY, at: AT, reason: "It is replaced next month".into() }));
    }

    #[test]
    fn an_action_keeps_its_place_and_how_far_it_is() {
        let mut done = Action::new(Kind::Prevent, "First").unwrap();
        done.progress = Progress::Done { at: AT };
        let before = Content { actions: vec![done, Action::new(Kind::LimitImpact, "Second").unwrap()], ..Content::default() };
        let mut draft = ContentDraft {
            actions: vec![typed("First, said better"), typed("Second"), typed(""), typed("Third")],
            ..ContentDraft::default()
        };
        let after = draft.parse(&before, BY, AT).unwrap();
        let texts: Vec<&str> = after.actions.iter().map(|action| action.text.as_str()).collect();
        assert_eq!(texts, ["First, said better", "Second", "Third"]);
        assert_eq!(after.actions[0].progress, Progress::Done { at: AT });
        // What was agreed on is not forgotten by emptying its row, nor by not sending it.
        draft.actions[1].text.clear();
        assert_eq!(draft.parse(&before, BY, AT).unwrap_err().of("actions.1.text"), Some(&Code::Required));
        draft.actions.clear();
        assert_eq!(draft.parse(&before, BY, AT).unwrap().actions, before.actions);
    }

    #[test]
    fn a_waiver_keeps_the_name_of_who_gave_it() {
        let waiver = Waiver { by: UserId(1), at: AT, reason: "Replaced soon".into() };
        let before = Content { waiver: Some(waiver.clone()), ..Content::default() };
        let with = |reason: &str| ContentDraft { waiver: reason.into(), ..ContentDraft::default() }.parse(&before, BY, AT).unwrap().waiver;
        assert_eq!(with("Replaced soon"), Some(waiver));
        assert_eq!(with("Replaced later").map(|waiver| waiver.by), Some(BY));
        assert_eq!(with(" "), None);
    }

    #[test]
    fn what_is_wrong_is_told_at_its_field_all_at_once() {
        let row = ActionDraft { kind: "hope".into(), due: "soon".into(), ..typed("Do it") };
        let other = ActionDraft { due: "soon".into(), effect_days: "0".into(), ..typed("Do it") };
        let draft = ContentDraft {
            extent: ExtentDraft { users: "many".into(), ..ExtentDraft::default() },
            causes: vec![Cause { category: String::new(), text: "Something".into() }],
            actions: vec![row, other],
            audience: Audience::People { people: Vec::new() },
            summary: "x".repeat(TEXT_MAX + 1),
            ..ContentDraft::default()
        };
        let wrong = draft.parse(&Content::default(), BY, AT).unwrap_err();
        let fields: Vec<&str> = wrong.fields.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["summary", "users", "causes.0.category", "actions.0.kind", "actions.1.due", "actions.1.effect_days", "people"]);
    }
}
