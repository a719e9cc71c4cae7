//! A form that is being edited, and every step that can be taken with it. Pure, so that the server takes the steps and the
//! browser shows what would come of what is typed.

use domain::form::{ChoiceOption, Condition, Field, FieldKind, Form};
use domain::invalid::{Code, Invalid};
use domain::locale::Localised;
use serde::{Deserialize, Serialize};

/// The types of fields, in the order in which they are offered.
pub const TYPES: [&str; 9] = ["text", "long_text", "number", "date", "choice", "choices", "person", "service", "file"];

/// A form that is being edited.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    pub form: Form,
    /// Which field's details are open.
    #[serde(default)]
    pub open: Option<usize>,
}

/// One step of editing, as the button that takes it is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Keeps what was typed.
    Keep,
    Open(usize),
    Shut,
    Up(usize),
    Down(usize),
    Remove(usize),
    /// Puts a new field at the end, of the type that was chosen.
    Add,
    AddOption(usize),
    OptionUp(usize, usize),
    RemoveOption(usize, usize),
    Publish,
    Discard,
}

impl Step {
    /// The step that a button's value names: `up.2`, `remove_option.2.0`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let verb = parts.next()?;
        let mut number = || parts.next()?.parse::<usize>().ok();
        Some(match verb {
            "keep" => Self::Keep,
            "open" => Self::Open(number()?),
            "shut" => Self::Shut,
            "up" => Self::Up(number()?),
            "down" => Self::Down(number()?),
            "remove" => Self::Remove(number()?),
            "add" => Self::Add,
            "add_option" => Self::AddOption(number()?),
            "option_up" => Self::OptionUp(number()?, number()?),
            "remove_option" => Self::RemoveOption(number()?, number()?),
            "publish" => Self::Publish,
            "discard" => Self::Discard,
            _ => return None,
        })
    }
}

/// The type of a field as the form sends it.
#[must_use]
pub const fn type_of(kind: &FieldKind) -> &'static str {
    match kind {
        FieldKind::Text { .. } => "text",
        FieldKind::LongText => "long_text",
        FieldKind::Number { .. } => "number",
        FieldKind::Date => "date",
        FieldKind::Choice { .. } => "choice",
        FieldKind::Choices { .. } => "choices",
        FieldKind::Person => "person",
        FieldKind::Service => "service",
        FieldKind::File { .. } => "file",
    }
}

/// The name of an input of field `index`; the names under which `Form::check` tells what is wrong.
#[must_use]
pub fn input(index: usize, what: &str) -> String {
    format!("fields.{index}.{what}")
}

impl Draft {
    /// Takes over what was typed into the field that is open; fields that were not sent stay as they are.
    ///
    /// # Errors
    /// `NotANumber` where a number was wanted; everything else is kept as it was typed, to be judged when it is published.
    pub fn take(&mut self, get: &impl Fn(&str) -> Option<String>) -> Result<(), Invalid> {
        let mut invalid = Invalid::default();
        for index in 0..self.form.fields.len() {
            let text = |what: &str| get(&input(index, what)).map(|text| text.trim().to_owned());
            let Some(label) = text("label") else { continue };
            let field = &mut self.form.fields[index];
            field.label = Localised::new(label, text("label.zh").unwrap_or_default());
            field.help = Localised::new(text("help").unwrap_or_default(), text("help.zh").unwrap_or_default());
            field.required = text("required").is_some();
            field.when = text("when")
                .as_deref()
                .and_then(|when| when.split_once('='))
                .map(|(field, equals)| Condition { field: field.to_owned(), equals: equals.to_owned() });
            take_kind(field, index, &text, &mut invalid);
        }
        invalid.or(())
    }

    /// Takes a step that changes the draft alone.
    pub fn step(&mut self, step: &Step, new_type: &str) {
        let count = self.form.fields.len();
        match *step {
            Step::Open(index) if index < count => self.open = Some(index),
            Step::Shut => self.open = None,
            Step::Up(index) if index > 0 && index < count => self.swap(index, index - 1),
            Step::Down(index) if index + 1 < count => self.swap(index, index + 1),
            Step::Remove(index) if index < count => {
                self.form.fields.remove(index);
                self.open = match self.open {
                    Some(open) if open == index => None,
                    Some(open) if open > index => Some(open - 1),
                    open => open,
                };
            }
            Step::Add => {
                let key = free_key("q", |key| self.form.fields.iter().any(|field| field.key == key));
                let kind = blank(new_type);
                self.form.fields.push(Field {
                    key,
                    label: Localised::default(),
                    help: Localised::default(),
                    kind,
                    required: false,
                    when: None,
                });
                self.open = Some(count);
            }
            Step::AddOption(index) => {
                if let Some(options) = self.options(index) {
                    options.push(new_option(options));
                }
            }
            Step::OptionUp(index, option) => {
                if let Some(options) = self.options(index)
                    && option > 0
                    && option < options.len()
                {
                    options.swap(option, option - 1);
                }
            }
            Step::RemoveOption(index, option) => {
                if let Some(options) = self.options(index)
                    && option < options.len()
                {
                    options.remove(option);
                }
            }
            _ => {}
        }
    }

    fn swap(&mut self, a: usize, b: usize) {
        self.form.fields.swap(a, b);
        self.open = self.open.map(|open| {
            if open == a {
                b
            } else if open == b {
                a
            } else {
                open
            }
        });
    }

    fn options(&mut self, index: usize) -> Option<&mut Vec<ChoiceOption>> {
        match &mut self.form.fields.get_mut(index)?.kind {
            FieldKind::Choice { options } | FieldKind::Choices { options } => Some(options),
            _ => None,
        }
    }
}

fn take_kind(field: &mut Field, index: usize, text: &impl Fn(&str) -> Option<String>, invalid: &mut Invalid) {
    let wanted = text("type").unwrap_or_else(|| type_of(&field.kind).to_owned());
    match &mut field.kind {
        FieldKind::Text { max } => *max = number(text, index, "max", invalid).unwrap_or(*max),
        FieldKind::Number { unit, min, max, decimals } => {
            *unit = Localised::new(text("unit").unwrap_or_default(), text("unit.zh").unwrap_or_default());
            *min = number(text, index, "min", invalid);
            *max = number(text, index, "max", invalid);
            *decimals = number(text, index, "decimals", invalid).unwrap_or(0);
        }
        FieldKind::File { max_files } => *max_files = number(text, index, "max_files", invalid).unwrap_or(*max_files),
        FieldKind::Choice { options } | FieldKind::Choices { options } => {
            for (place, option) in options.iter_mut().enumerate() {
                if let Some(label) = text(&format!("options.{place}.label")) {
                    option.label = Localised::new(label, text(&format!("options.{place}.label.zh")).unwrap_or_default());
                }
            }
        }
        _ => {}
    }
    if wanted == type_of(&field.kind) {
        return;
    }
    // Between one and several answers the options stay.
    let kept = field.options().to_vec();
    field.kind = match blank(&wanted) {
        FieldKind::Choice { .. } if !kept.is_empty() => FieldKind::Choice { options: kept },
        FieldKind::Choices { .. } if !kept.is_empty() => FieldKind::Choices { options: kept },
        kind => kind,
    };
}

fn number<N: std::str::FromStr>(text: &impl Fn(&str) -> Option<String>, index: usize, what: &str, invalid: &mut Invalid) -> Option<N> {
    let typed = text(what).filter(|typed| !typed.is_empty())?;
    let read = typed.parse().ok();
    if read.is_none() {
        invalid.add(input(index, what), Code::NotANumber);
    }
    read
}

/// A field's kind as it begins.
fn blank(word: &str) -> FieldKind {
    let options = || {
        (0..2).fold(Vec::new(), |mut options, _| {
            options.push(new_option(&options));
            options
        })
    };
    match word {
        "long_text" => FieldKind::LongText,
        "number" => FieldKind::Number { unit: Localised::default(), min: None, max: None, decimals: 0 },
        "date" => FieldKind::Date,
        "choice" => FieldKind::Choice { options: options() },
        "choices" => FieldKind::Choices { options: options() },
        "person" => FieldKind::Person,
        "service" => FieldKind::Service,
        "file" => FieldKind::File { max_files: 5 },
        _ => FieldKind::Text { max: 200 },
    }
}

fn new_option(others: &[ChoiceOption]) -> ChoiceOption {
    ChoiceOption { key: free_key("o", |key| others.iter().any(|option| option.key == key)), label: Localised::default() }
}

/// Keys name fields and options in answers for ever, so nobody types or changes them.
fn free_key(prefix: &str, is_taken: impl Fn(&str) -> bool) -> String {
    (1..).map(|n| format!("{prefix}{n}")).find(|key| !is_taken(key)).unwrap_or_default()
}

#[cfg(test)]
mod tests;
