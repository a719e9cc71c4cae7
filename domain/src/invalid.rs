//! What is wrong with what somebody typed: codes by field, all of them at once.

use serde::{Deserialize, Serialize};

use crate::servicenow::Fault;

/// Why one field is refused. The sentence for it belongs to the reader's language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Code {
    /// Nothing was given.
    Required,
    /// More than `max` characters.
    TooLong {
        /// Characters allowed.
        max: usize,
    },
    /// Fewer than `min` characters.
    TooShort {
        /// Characters wanted.
        min: usize,
    },
    /// Wrong on one line of several.
    OnLine {
        /// Which one, from 1.
        line: usize,
        /// What is wrong there.
        wrong: Box<Code>,
    },
    /// More than `max` things were chosen, listed or attached.
    TooMany {
        /// Things allowed.
        max: usize,
    },
    /// Not a number.
    NotANumber,
    /// More digits after the point than `max`.
    TooManyDecimals {
        /// Digits allowed.
        max: u8,
    },
    /// A number outside its range; an absent bound is open.
    OutOfRange {
        /// The least that is allowed.
        min: Option<f64>,
        /// The most that is allowed.
        max: Option<f64>,
    },
    /// Not a calendar day, `2026-11-16`.
    NotADate,
    /// Must come after the field that it goes with.
    NotAfterTheFirst,
    /// Must lie in the future.
    NotInTheFuture,
    /// None of the choices that are offered.
    UnknownChoice,
    /// The name of no time zone.
    UnknownZone,
    /// Not the id of somebody or something that may be chosen here.
    UnknownReference,
    /// The name of nobody who may be chosen here, or of several people.
    UnknownPerson,
    /// Not a mail address.
    NotAnEmail,
    /// Holds characters that may not stand here.
    BadCharacters,
    /// Another one has it already.
    AlreadyTaken,
    /// A password that is guessed too easily.
    WeakPassword {
        /// What would make it stronger.
        advice: Vec<PasswordAdvice>,
    },
    /// The two entries differ.
    Mismatch,
    /// The present password is not right.
    WrongPassword,
    /// The file has more than `max` bytes.
    FileTooLarge {
        /// Bytes allowed.
        max: u64,
    },
    /// Files that were kept for the form are not there any more.
    FilesGone {
        /// Which ones.
        files: Vec<crate::id::AttachmentId>,
    },
    /// One person keeps more than this program keeps of what was never sent: files, drafts.
    TooMuchKept,
    /// A type of file that may not be attached, judged by its content.
    FileTypeRefused,
    /// A log that cannot be read.
    UnreadableLog {
        /// Why.
        fault: Fault,
    },
    /// A form's field depends on one that does not come before it.
    ConditionCycle,
    /// A form's condition names a field that is not there.
    ConditionUnknownField,
    /// A form's condition waits for an answer that cannot be given.
    ConditionUnknownOption,
    /// The link has been used, is too old or was changed.
    LinkExpired,
    /// Not a time of day from `00:00` to `24:00`.
    NotATimeOfDay,
    /// Working hours that end when they begin.
    NoLength,
    /// Hours of a single date that end before they begin: the next date has its own.
    EndsBeforeItBegins,
    /// A week without a minute of working time.
    NoWorkingTime,
    /// Not a length of time, `2d 4h 30m`.
    NotADuration,
    /// Not an iCalendar file.
    NotAnICalendar,
    /// Matches some tickets as closely as another rule does.
    TiesWith {
        /// The other rule's place in its policy, from 1.
        rule: usize,
        /// The other rule's policy, if it is another one.
        policy: Option<String>,
    },
}

crate::word::words! {
    /// What would make a password stronger, in the words of zxcvbn's feedback.
    pub enum PasswordAdvice {
        /// Use a few words and avoid common phrases.
        UseAFewWords = "use_a_few_words",
        /// Add another word or two; uncommon ones are better.
        AddAnotherWord = "add_another_word",
        /// Straight rows of keys are easy to guess.
        AvoidKeyboardRows = "avoid_keyboard_rows",
        /// Repeats such as `aaa` or `abcabc` are easy to guess.
        AvoidRepeats = "avoid_repeats",
        /// Sequences such as `abc` or `6543` are easy to guess.
        AvoidSequences = "avoid_sequences",
        /// Years and dates, above all one's own, are easy to guess.
        AvoidDates = "avoid_dates",
        /// This is, or is like, a password that many people have.
        AvoidCommonPasswords = "avoid_common_passwords",
        /// Names, and the words of this place, are easy to guess.
        AvoidNames = "avoid_names",
        /// Capitals, reversed words and `@` for `a` do not help much.
        AvoidPredictableSubstitutions = "avoid_predictable_substitutions",
    }
}

impl Code {
    /// The same, of one line of several, from 1.
    #[must_use]
    pub fn on_line(self, line: usize) -> Self {
        Self::OnLine { line, wrong: Box::new(self) }
    }
}

/// One field and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FieldError {
    /// The field's name in the HTML form.
    pub field: String,
    /// What is wrong.
    #[serde(flatten)]
    pub code: Code,
}

/// Everything that is wrong with an entry, in the order of its fields.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, thiserror::Error)]
#[error("not valid: {}", fields.iter().map(|error| format!("{} ({:?})", error.field, error.code)).collect::<Vec<_>>().join(", "))]
pub struct Invalid {
    /// The fields; never empty when this is returned as an error.
    pub fields: Vec<FieldError>,
}

impl Invalid {
    /// One field alone.
    pub fn one(field: impl Into<String>, code: Code) -> Self {
        let mut invalid = Self::default();
        invalid.add(field, code);
        invalid
    }

    /// Notes one more thing that is wrong.
    pub fn add(&mut self, field: impl Into<String>, code: Code) {
        self.fields.push(FieldError { field: field.into(), code });
    }

    /// Takes a field's value, or notes why there is none.
    pub fn take<T>(&mut self, field: &str, parsed: Result<T, Code>) -> Option<T> {
        parsed.map_err(|code| self.add(field, code)).ok()
    }

    /// Takes over what another part found.
    pub fn extend(&mut self, other: Self) {
        self.fields.extend(other.fields);
    }

    /// The same, with what is wrong with `field` told of `other`: where the form calls it so.
    #[must_use]
    pub fn renamed(mut self, field: &str, other: &str) -> Self {
        for error in self.fields.iter_mut().filter(|error| error.field == field) {
            other.clone_into(&mut error.field);
        }
        self
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// What is wrong with `field`, first thing first.
    #[must_use]
    pub fn of(&self, field: &str) -> Option<&Code> {
        self.fields.iter().find(|error| error.field == field).map(|error| &error.code)
    }

    /// `Ok` with the value when nothing is wrong.
    ///
    /// # Errors
    /// Everything that was noted.
    pub fn or<T>(self, value: T) -> Result<T, Self> {
        if self.is_empty() { Ok(value) } else { Err(self) }
    }
}

/// A text without surrounding space, of `min..=max` characters.
///
/// # Errors
/// `Required` when nothing is left of it, `TooShort`, `TooLong`; `BadCharacters`
/// for control characters other than a line's end and a tab, and for those that turn the direction of what follows around: by them a
/// text reads as another one than it is.
pub fn text(text: &str, min: usize, max: usize) -> Result<String, Code> {
    let text = text.trim();
    if text.is_empty() && min > 0 {
        return Err(Code::Required);
    }
    let length = text.chars().count();
    if length < min {
        return Err(Code::TooShort { min });
    }
    if length > max {
        return Err(Code::TooLong { max });
    }
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if text.chars().any(|c| turns(c) || c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return Err(Code::BadCharacters);
    }
    Ok(text.replace("\r\n", "\n"))
}

/// A text of one line: like [`text`], and without a line's end.
///
/// # Errors
/// As [`text`], and `BadCharacters` for a line's end.
pub fn line(line: &str, min: usize, max: usize) -> Result<String, Code> {
    let line = text(line, min, max)?;
    if line.contains(['\n', '\r', '\t']) { Err(Code::BadCharacters) } else { Ok(line) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wrong_field_is_told_at_once() {
        let mut invalid = Invalid::default();
        assert_eq!(invalid.take("title", text("ab", 3, 200)), None);
        assert_eq!(invalid.take("name", line("a\nb", 1, 9)), None);
        assert_eq!(invalid.take("note", text(" fine ", 1, 9)), Some("fine".to_owned()));
        let invalid = invalid.or(()).unwrap_err();
        assert_eq!(invalid.of("title"), Some(&Code::TooShort { min: 3 }));
        assert_eq!(invalid.of("name"), Some(&Code::BadCharacters));
        assert_eq!(invalid.fields.len(), 2);
    }

    #[test]
    fn lengths_are_counted_in_characters_and_not_in_bytes() {
        assert_eq!(text("打印机", 3, 3), Ok("打印机".to_owned()));
        assert_eq!(text("打印机坏", 3, 3), Err(Code::TooLong { max: 3 }));
        assert_eq!(text("  ", 1, 3), Err(Code::Required));
        assert_eq!(text("a\0b", 1, 3), Err(Code::BadCharacters));
    }

    #[test]
    fn a_code_travels_with_its_data() {
        let invalid = Invalid::one("title", Code::TooLong { max: 200 });
        let json = serde_json::to_string(&invalid).unwrap();
        assert_eq!(json, r#"{"fields":[{"field":"title","code":"too_long","max":200}]}"#);
        assert_eq!(serde_json::from_str::<Invalid>(&json).unwrap(), invalid);
    }
}
