//! Reading what was typed into a form.

use std::collections::HashMap;

use super::{Answer, Answers, Condition, Field, FieldKind, Form};
use crate::{
    clockface::typed,
    id::{AttachmentId, ServiceId, UserId},
    invalid::{self, Code, Invalid},
};

const LONG_TEXT_MAX: usize = 20_000;
/// Longer than any number that somebody means.
const NUMBER_LENGTH_MAX: usize = 30;

impl Form {
    /// The name under which a field's error is told: `answers.size`.
    #[must_use]
    pub fn field_name(key: &str) -> String {
        format!("answers.{key}")
    }

    /// Reads what was typed. Fields that are not shown are not required and
    /// their values are dropped, so is what belongs to no field.
    ///
    /// # Errors
    /// Everything that is wrong, by [`Form::field_name`].
    pub fn answers(&self, typed: &HashMap<String, Vec<String>>) -> Result<Answers, Invalid> {
        let mut answers = Answers::new();
        let mut invalid = Invalid::default();
        for field in &self.fields {
            if !field.when.as_ref().is_none_or(|condition| is_met(condition, &answers)) {
                continue;
            }
            let values: Vec<&str> =
                typed.get(&field.key).into_iter().flatten().map(String::as_str).filter(|value| !value.trim().is_empty()).collect();
            let answer = match values.as_slice() {
                [] if field.required => Err(Code::Required),
                [] => continue,
                values => read(field, values),
            };
            if let Some(answer) = invalid.take(&Self::field_name(&field.key), answer) {
                answers.insert(field.key.clone(), answer);
            }
        }
        invalid.or(answers)
    }

    /// The keys of the fields that are shown while this is typed: what a page
    /// asks while it is filled in. Wrong values count as none.
    #[must_use]
    pub fn shown(&self, typed: &HashMap<String, Vec<String>>) -> Vec<&str> {
        let mut answers = Answers::new();
        let mut shown = Vec::new();
        for field in &self.fields {
            if !field.when.as_ref().is_none_or(|condition| is_met(condition, &answers)) {
                continue;
            }
            shown.push(field.key.as_str());
            let values: Vec<&str> = typed.get(&field.key).into_iter().flatten().map(String::as_str).collect();
            if !field.options().is_empty()
                && let Ok(answer) = read(field, &values)
            {
                answers.insert(field.key.clone(), answer);
            }
        }
        shown
    }
}

fn is_met(condition: &Condition, answers: &Answers) -> bool {
    match answers.get(&condition.field) {
        Some(Answer::Choice(key)) => *key == condition.equals,
        Some(Answer::Choices(keys)) => keys.contains(&condition.equals),
        _ => false,
    }
}

fn read(field: &Field, values: &[&str]) -> Result<Answer, Code> {
    let [value, more @ ..] = values else {
        return Err(Code::Required);
    };
    let may_be_several = matches!(field.kind, FieldKind::Choices { .. } | FieldKind::File { .. });
    if !more.is_empty() && !may_be_several {
        return Err(Code::TooMany { max: 1 });
    }
    match &field.kind {
        FieldKind::Text { max } => invalid::line(value, 1, *max).map(Answer::Text),
        FieldKind::LongText => invalid::text(value, 1, LONG_TEXT_MAX).map(Answer::Text),
        FieldKind::Number { min, max, decimals, .. } => read_number(value, *min, *max, *decimals).map(Answer::Number),
        FieldKind::Date => read_date(value).map(Answer::Date),
        FieldKind::Choice { options } => options
            .iter()
            .find(|option| option.key == value.trim())
            .map(|option| Answer::Choice(option.key.clone()))
            .ok_or(Code::UnknownChoice),
        FieldKind::Choices { options } => {
            if values.iter().any(|value| options.iter().all(|option| option.key != value.trim())) {
                return Err(Code::UnknownChoice);
            }
            let chosen = options.iter().filter(|option| values.iter().any(|value| option.key == value.trim()));
            Ok(Answer::Choices(chosen.map(|option| option.key.clone()).collect()))
        }
        FieldKind::Person => read_id(value).map(|id| Answer::Person(UserId(id))),
        FieldKind::Service => read_id(value).map(|id| Answer::Service(ServiceId(id))),
        FieldKind::File { max_files } => {
            if values.len() > usize::from(*max_files) {
                return Err(Code::TooMany { max: usize::from(*max_files) });
            }
            let files = values.iter().map(|value| read_id(value).map(AttachmentId));
            files.collect::<Result<_, _>>().map(Answer::Files)
        }
    }
}

fn read_id(value: &str) -> Result<i64, Code> {
    value.trim().parse().ok().filter(|&id| id > 0).ok_or(Code::UnknownReference)
}

/// Reads decimal digits with a point, keeps them as they are but for needless zeros.
fn read_number(value: &str, min: Option<f64>, max: Option<f64>, decimals: u8) -> Result<String, Code> {
    let typed: String = value.trim().chars().map(half_width).collect();
    if typed.len() > NUMBER_LENGTH_MAX {
        return Err(Code::NotANumber);
    }
    let (sign, digits) = match typed.strip_prefix(['-', '\u{2212}']) {
        Some(digits) => ("-", digits),
        None => ("", typed.strip_prefix('+').unwrap_or(&typed)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() + fraction.len() == 0 || !all_digits(whole) || !all_digits(fraction) {
        return Err(Code::NotANumber);
    }
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > usize::from(decimals) {
        return Err(Code::TooManyDecimals { max: decimals });
    }
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        whole => whole,
    };
    let sign = if whole == "0" && fraction.is_empty() { "" } else { sign };
    let number = if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") };
    let size: f64 = number.parse().map_err(|_| Code::NotANumber)?;
    if min.is_some_and(|min| size < min) || max.is_some_and(|max| size > max) {
        return Err(Code::OutOfRange { min, max });
    }
    Ok(number)
}

fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        other => other,
    }
}

/// A day as the browser's date field sends it (`2026-03-01`), and no other spelling of it.
fn read_date(value: &str) -> Result<String, Code> {
    let value = value.trim();
    if typed::day(value).is_some() { Ok(value.to_owned()) } else { Err(Code::NotADate) }
}
