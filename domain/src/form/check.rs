//! Whether a form makes sense before anybody is asked to fill it in.

use std::collections::HashSet;

use super::{ChoiceOption, Condition, Field, FieldKind, Form};
use crate::{
    invalid::{Code, Invalid},
    locale::Localised,
};

const FIELDS_MAX: usize = 40;
const OPTIONS_MAX: usize = 100;
const KEY_MAX: usize = 40;
const LABEL_MAX: usize = 200;
const HELP_MAX: usize = 1_000;
const FILES_MAX: u8 = 20;
const TEXT_MAX: usize = 1_000;
const DECIMALS_MAX: u8 = 6;

impl Form {
    /// Whether the form can be offered.
    ///
    /// # Errors
    /// Everything that is wrong, by field: `fields`, or a path into them such
    /// as `fields.2.key`, `fields.2.options.0.label`, `fields.2.when`.
    pub fn check(&self) -> Result<(), Invalid> {
        let mut invalid = Invalid::default();
        if self.fields.len() > FIELDS_MAX {
            invalid.add("fields", Code::TooMany { max: FIELDS_MAX });
        }
        for (index, field) in self.fields.iter().enumerate() {
            let at = format!("fields.{index}");
            check_key(&field.key, self.fields[..index].iter().map(|field| field.key.as_str()), &at, &mut invalid);
            check_label(&field.label, &at, &mut invalid);
            if longest(&field.help) > HELP_MAX {
                invalid.add(format!("{at}.help"), Code::TooLong { max: HELP_MAX });
            }
            check_kind(&field.kind, &at, &mut invalid);
            if let Some(condition) = &field.when
                && let Err(code) = self.check_condition(condition, index)
            {
                invalid.add(format!("{at}.when"), code);
            }
        }
        invalid.or(())
    }

    fn check_condition(&self, condition: &Condition, index: usize) -> Result<(), Code> {
        let position = self.fields.iter().position(|field| field.key == condition.field);
        let earlier = match position {
            None => return Err(Code::ConditionUnknownField),
            Some(position) if position >= index => return Err(Code::ConditionCycle),
            Some(position) => &self.fields[position],
        };
        if earlier.options().iter().any(|option| option.key == condition.equals) { Ok(()) } else { Err(Code::ConditionUnknownOption) }
    }
}

impl Field {
    /// What is offered, if it is a choice.
    #[must_use]
    pub fn options(&self) -> &[ChoiceOption] {
        match &self.kind {
            FieldKind::Choice { options } | FieldKind::Choices { options } => options,
            _ => &[],
        }
    }
}

fn check_key<'a>(key: &str, mut earlier: impl Iterator<Item = &'a str>, at: &str, invalid: &mut Invalid) {
    let code = if key.is_empty() {
        Code::Required
    } else if key.len() > KEY_MAX {
        Code::TooLong { max: KEY_MAX }
    } else if !is_key(key) {
        Code::BadCharacters
    } else if earlier.any(|other| other == key) {
        Code::AlreadyTaken
    } else {
        return;
    };
    invalid.add(format!("{at}.key"), code);
}

fn is_key(key: &str) -> bool {
    key.starts_with(|c: char| c.is_ascii_lowercase())
        && key.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

fn check_label(label: &Localised, at: &str, invalid: &mut Invalid) {
    if label.is_empty() {
        invalid.add(format!("{at}.label"), Code::Required);
    } else if longest(label) > LABEL_MAX {
        invalid.add(format!("{at}.label"), Code::TooLong { max: LABEL_MAX });
    }
}

fn longest(text: &Localised) -> usize {
    text.en.chars().count().max(text.zh.chars().count())
}

fn check_kind(kind: &FieldKind, at: &str, invalid: &mut Invalid) {
    let range = |min: usize, max: usize| {
        #[expect(clippy::cast_precision_loss, reason = "both are small constants")]
        let (min, max) = (min as f64, max as f64);
        Code::OutOfRange { min: Some(min), max: Some(max) }
    };
    match kind {
        FieldKind::Text { max } if !(1..=TEXT_MAX).contains(max) => {
            invalid.add(format!("{at}.max"), range(1, TEXT_MAX));
        }
        FieldKind::Number { min, max, decimals, .. } => {
            if *decimals > DECIMALS_MAX {
                invalid.add(format!("{at}.decimals"), range(0, usize::from(DECIMALS_MAX)));
            }
            let finite = |bound: &Option<f64>| bound.is_none_or(f64::is_finite);
            if !finite(min) || !finite(max) {
                invalid.add(format!("{at}.min"), Code::NotANumber);
            } else if let (Some(min), Some(max)) = (min, max)
                && min > max
            {
                invalid.add(format!("{at}.max"), Code::OutOfRange { min: Some(*min), max: None });
            }
        }
        FieldKind::File { max_files } if !(1..=FILES_MAX).contains(max_files) => {
            invalid.add(format!("{at}.max_files"), range(1, usize::from(FILES_MAX)));
        }
        FieldKind::Choice { options } | FieldKind::Choices { options } => check_options(options, at, invalid),
        _ => {}
    }
}

fn check_options(options: &[ChoiceOption], at: &str, invalid: &mut Invalid) {
    if options.is_empty() {
        invalid.add(format!("{at}.options"), Code::Required);
    }
    if options.len() > OPTIONS_MAX {
        invalid.add(format!("{at}.options"), Code::TooMany { max: OPTIONS_MAX });
    }
    let mut keys = HashSet::new();
    for (index, option) in options.iter().enumerate() {
        let at = format!("{at}.options.{index}");
        let taken = !keys.insert(option.key.as_str());
        check_key(&option.key, taken.then_some(option.key.as_str()).into_iter(), &at, invalid);
        check_label(&option.label, &at, invalid);
    }
}
