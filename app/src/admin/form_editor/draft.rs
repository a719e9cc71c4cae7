//! A form that is being edited, and every step that can be taken with it. Pure, so that the server takes the steps and the
//! browser shows what would come of what is typed.

use domain::form::{ChoiceOption, Condition, Field, FieldKind, Form};
use domain::invalid::{Code, Invalid};
use domain::locale::Localised;
use serde::{Deserialize, Serialize};

/// The types of fields, in the order in which they are offered.
pub const TYPES: [&str; 9] = ["text", "long_text", "number", "date", "choice", "choices", "person", "service", "file"];

/// How many fields and options a form that was sent is looked through for: more than may be published.
const PLACES: usize = 200;

/// A form that is being edited.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    pub form: Form,
    /// Which field's details are open.
    #[serde(default)]
    pub open: Option<usize>,
}

/// One step of editing, as the button that takes it is called. It names a question and an option by its key, which never
/// changes, and not by its place: another tab may have moved it or taken it away since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Keeps what was typed.
    Keep,
    Open(String),
    Shut,
    Up(String),
    Down(String),
    Remove(String),
    /// Puts a new field at the end, of the type that was chosen.
    Add,
    AddOption(String),
    OptionUp(String, String),
    RemoveOption(String, String),
    Publish,
    Discard,
}

impl Step {
    /// The step that a button's value names: `up.q2`, `remove_option.q2.o1`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let verb = parts.next()?;
        let mut key = || parts.next().filter(|key| !key.is_empty()).map(str::to_owned);
        Some(match verb {
            "keep" => Self::Keep,
            "open" => Self::Open(key()?),
            "shut" => Self::Shut,
            "up" => Self::Up(key()?),
            "down" => Self::Down(key()?),
            "remove" => Self::Remove(key()?),
            "add" => Self::Add,
            "add_option" => Self::AddOption(key()?),
            "option_up" => Self::OptionUp(key()?, key()?),
            "remove_option" => Self::RemoveOption(key()?, key()?),
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
        for sent in 0..PLACES {
            let text = |what: &str| get(&input(sent, what)).map(|text| text.trim().to_owned());
            let (Some(key), Some(label)) = (text("key"), text("label")) else { continue };
            // Its place may be another one by now, and what is gone takes nothing any more.
            let Some(index) = self.place(&key) else { continue };
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

    /// Where the field of this key stands.
    #[must_use]
    pub fn place(&self, key: &str) -> Option<usize> {
        self.form.fields.iter().position(|field| field.key == key)
    }

    /// Takes a step that changes the draft alone. One with a field or an option that is not there changes nothing.
    pub fn step(&mut self, step: &Step, new_type: &str) {
        let count = self.form.fields.len();
        match step {
            Step::Open(key) => self.open = self.place(key).or(self.open),
            Step::Shut => self.open = None,
            Step::Up(key) => {
                if let Some(index) = self.place(key).filter(|&index| index > 0) {
                    self.swap(index, index - 1);
                }
            }
            Step::Down(key) => {
                if let Some(index) = self.place(key).filter(|&index| index + 1 < count) {
                    self.swap(index, index + 1);
                }
            }
            Step::Remove(key) => {
                if let Some(index) = self.place(key) {
                    self.remove(index);
                }
            }
            Step::Add => self.add(blank(new_type)),
            Step::AddOption(key) | Step::OptionUp(key, _) | Step::RemoveOption(key, _) => {
                if let Some(options) = self.options(key) {
                    step_options(options, step);
                }
            }
            Step::Keep | Step::Publish | Step::Discard => {}
        }
    }

    fn add(&mut self, kind: FieldKind) {
        let key = free_key("q", |key| self.form.fields.iter().any(|field| field.key == key));
        self.open = Some(self.form.fields.len());
        self.form.fields.push(Field { key, label: Localised::default(), help: Localised::default(), kind, required: false, when: None });
    }

    fn remove(&mut self, index: usize) {
        self.form.fields.remove(index);
        self.open = match self.open {
            Some(open) if open == index => None,
            Some(open) if open > index => Some(open - 1),
            open => open,
        };
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

    fn options(&mut self, key: &str) -> Option<&mut Vec<ChoiceOption>> {
        match &mut self.form.fields.iter_mut().find(|field| field.key == key)?.kind {
            FieldKind::Choice { options } | FieldKind::Choices { options } => Some(options),
            _ => None,
        }
    }
}

/// A step of one field's options.
fn step_options(options: &mut Vec<ChoiceOption>, step: &Step) {
    match step {
        Step::AddOption(_) => options.push(new_option(options)),
        Step::OptionUp(_, option) => {
            if let Some(place) = place_of(options, option).filter(|&place| place > 0) {
                options.swap(place, place - 1);
            }
        }
        Step::RemoveOption(_, option) => {
            if let Some(place) = place_of(options, option) {
                options.remove(place);
            }
        }
        _ => {}
    }
}

fn place_of(options: &[ChoiceOption], key: &str) -> Option<usize> {
    options.iter().position(|option| option.key == key)
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
            for sent in 0..PLACES {
                let said = |what: &str| text(&format!("options.{sent}.{what}"));
                let (Some(key), Some(label)) = (said("key"), said("label")) else { continue };
                if let Some(option) = options.iter_mut().find(|option| option.key == key) {
                    option.label = Localised::new(label, said("label.zh").unwrap_or_default());
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
