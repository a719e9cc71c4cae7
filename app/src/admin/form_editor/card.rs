//! One question of the editor: its head with the buttons, and when it is open everything about it.

use domain::form::{Field as Question, Form};
use leptos::prelude::*;

use super::draft::{TYPES, input, type_of};
use super::extras::Extras;
use crate::admin::parts::IconButton;
use crate::reader::locale;
use crate::ui::{Choice, Field, Icon, Select, Tick, form_state};
use crate::words::{errors, words};

/// The icon of a field's type.
#[must_use]
pub fn type_icon(kind: &str) -> String {
    format!("type-{}", kind.replace('_', "-"))
}

/// One question.
#[component]
pub fn FieldCard(index: usize, field: Question, form: StoredValue<Form>, last: bool, open: bool) -> impl IntoView {
    let w = &words().admin().form;
    let locale = locale();
    let name = if field.label.is_empty() { w.unnamed.to_owned() } else { field.label.get(locale).to_owned() };
    let kind = type_of(&field.kind);
    let key = field.key.clone();
    let toggle = if open { ("shut".to_owned(), (w.shut)(&name), "check") } else { (format!("open.{key}"), (w.open)(&name), "edit") };
    let condition = field.when.as_ref().map(|when| form.with_value(|form| condition_words(form, when)));
    let error = form_state().error;
    let messages = Memo::new(move |_| error.with(|error| error.as_ref().map(|error| messages(error, index)).unwrap_or_default()));
    view! {
        <li class="field-card" data-open=open.then_some("") data-invalid=move || (!messages.read().is_empty()).then_some("")>
            <div class="field-card-head">
                <span class="drag-handle" aria-hidden="true"></span>
                <Icon name=type_icon(kind) />
                <div class="field-card-name">
                    {name.clone()}
                    <small>{(w.field_type)(kind)}{field.required.then(|| format!(", {}", w.must))}</small>
                    {condition.map(|condition| view! { <small>{condition}</small> })}
                </div>
                <div class="field-card-buttons">
                    <IconButton icon="arrow-up" label=(w.move_up)(&name) name="step" value=format!("up.{key}") id=format!("up-{key}") disabled={index == 0} />
                    <IconButton icon="arrow-down" label=(w.move_down)(&name) name="step" value=format!("down.{key}") id=format!("down-{key}") disabled=last />
                    <IconButton icon=toggle.2 label=toggle.1 name="step" value=toggle.0 id=format!("edit-{key}") />
                    <IconButton icon="trash" label=(w.remove)(&name) name="step" value=format!("remove.{key}") id=format!("remove-{key}") />
                </div>
            </div>
            {(!open).then(|| view! { <ClosedErrors messages /> })}
            {open.then(|| view! { <FieldDetails index field form /> })}
        </li>
    }
}

/// What is wrong with a question whose inputs are not shown.
#[component]
fn ClosedErrors(messages: Memo<Vec<String>>) -> impl IntoView {
    move || {
        let messages = messages.get();
        (!messages.is_empty()).then(|| {
            view! {
                <div class="field-card-body">
                    <div class="field" data-invalid="">
                        <p class="field-error">
                            <Icon name="status-breached" />
                            <span><span class="visually-hidden">{words().common().error_prefix}</span>{messages.join(" ")}</span>
                        </p>
                    </div>
                </div>
            }
        })
    }
}

fn messages(error: &crate::error::AppError, index: usize) -> Vec<String> {
    let crate::error::AppError::Invalid { invalid } = error else { return Vec::new() };
    let prefix = input(index, "");
    invalid.fields.iter().filter(|error| error.field.starts_with(&prefix)).map(|error| errors::of_code(&error.code)).collect()
}

fn condition_words(form: &Form, when: &domain::form::Condition) -> String {
    let w = &words().admin().form;
    let locale = locale();
    let asked = form.fields.iter().find(|field| field.key == when.field);
    let answer = asked.and_then(|field| field.options().iter().find(|option| option.key == when.equals));
    match (asked, answer) {
        (Some(asked), Some(answer)) => (w.only_when)(asked.label.get(locale), answer.label.get(locale)),
        _ => (w.only_when)("?", w.impossible),
    }
}

/// Everything about the open question.
#[component]
fn FieldDetails(index: usize, field: Question, form: StoredValue<Form>) -> impl IntoView {
    let w = &words().admin().form;
    let a = words().admin();
    let kind = type_of(&field.kind);
    let types = TYPES.iter().map(|&kind| Choice::new(kind, (w.field_type)(kind))).collect();
    let in_language = |label: &str, language: &str| format!("{label}, {language}");
    view! {
        <div class="field-card-body">
            <input type="hidden" name=input(index, "key") value=field.key.clone() />
            <div class="form-pair">
                <Field name=input(index, "label") label=in_language(w.question, a.in_english) value=field.label.en.clone() />
                <Field name=input(index, "label.zh") label=in_language(w.question, a.in_chinese) value=field.label.zh.clone() optional=true />
            </div>
            <div class="form-pair">
                <Select name=input(index, "type") label=w.kind options=types value=kind />
                <Tick name=input(index, "required") label=w.required value=field.required />
            </div>
            <div class="form-pair">
                <Field name=input(index, "help") label=in_language(w.help, a.in_english) value=field.help.en.clone() optional=true />
                <Field name=input(index, "help.zh") label=in_language(w.help, a.in_chinese) value=field.help.zh.clone() optional=true />
            </div>
            <Extras index key=field.key.clone() kind=field.kind.clone() />
            <WhenField index field form />
        </div>
    }
}

/// The earlier answer that this question waits for.
#[component]
fn WhenField(index: usize, field: Question, form: StoredValue<Form>) -> impl IntoView {
    let w = &words().admin().form;
    let locale = locale();
    let mut choices = vec![Choice::new("", w.always)];
    form.with_value(|form| {
        for earlier in form.fields.iter().take(index) {
            for option in earlier.options() {
                let words = (w.is)(earlier.label.get(locale), option.label.get(locale));
                choices.push(Choice::new(format!("{}={}", earlier.key, option.key), words));
            }
        }
    });
    let value = field.when.map(|when| format!("{}={}", when.field, when.equals)).unwrap_or_default();
    if !choices.iter().any(|choice| choice.value == value) {
        choices.push(Choice::new(value.clone(), w.impossible));
    }
    view! { <Select name=input(index, "when") label=w.when hint=w.when_hint options=choices value /> }
}
