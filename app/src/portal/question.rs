//! One question of a service's form.

use domain::form::{Condition, Field as Question, FieldKind, Form};
use domain::ticket::view::ServiceRef;
use leptos::prelude::*;

use super::api::KeepFiles;
use crate::person_field::PersonField;
use crate::reader::{locale, me};
use crate::ui::{Choice, Choices, Field, Files, LongText, Select, ServerFn};
use crate::words::words;

/// Up to this many options are shown side by side; more become a list to open.
const SIDE_BY_SIDE_MAX: usize = 6;

/// A question, with its condition: without JavaScript a note says when it is to be answered, with it the question comes and goes.
#[component]
pub fn FormQuestion(
    question: Question,
    /// The form, for saying what a condition depends on.
    form: StoredValue<Form>,
    services: StoredValue<Vec<ServiceRef>>,
    /// The keys of the questions that apply to what is typed at present.
    shown: Memo<Vec<String>>,
) -> impl IntoView {
    let Some(condition) = question.when.clone() else {
        return view! { <Input question services /> }.into_any();
    };
    let key = question.key.clone();
    let applies = move || shown.with(|shown| shown.contains(&key)).then_some("");
    let note = form.with_value(|form| only_if(form, &condition));
    view! {
        <div class="conditional" data-applies=applies>
            <p class="field-hint no-script">{note}</p>
            <Input question services />
        </div>
    }
    .into_any()
}

fn only_if(form: &Form, condition: &Condition) -> String {
    let locale = locale();
    let Some(asked) = form.fields.iter().find(|field| field.key == condition.field) else { return String::new() };
    let answer =
        asked.options().iter().find(|option| option.key == condition.equals).map(|option| option.label.get(locale)).unwrap_or_default();
    (words().portal().only_if)(asked.label.get(locale), answer)
}

#[component]
fn Input(question: Question, services: StoredValue<Vec<ServiceRef>>) -> impl IntoView {
    let w = words().portal();
    let locale = locale();
    let name = Form::field_name(&question.key);
    let label = question.label.get(locale).to_owned();
    let optional = !question.required;
    let help = question.help.get(locale).to_owned();
    let hint = |more: String| joined(&help, &more);
    match question.kind {
        FieldKind::Text { .. } => view! { <Field name label optional hint=hint(String::new()) /> }.into_any(),
        FieldKind::LongText => view! { <LongText name label optional hint=hint(String::new()) /> }.into_any(),
        FieldKind::Number { unit, min, max, .. } => {
            let range = match (min.map(|n| n.to_string()), max.map(|n| n.to_string())) {
                (Some(min), Some(max)) => (w.number_between)(&min, &max),
                (Some(min), None) => (w.number_at_least)(&min),
                (None, Some(max)) => (w.number_at_most)(&max),
                (None, None) => String::new(),
            };
            view! { <Field name label optional hint=hint(range) width="s" inputmode="decimal" unit=unit.get(locale).to_owned() /> }
                .into_any()
        }
        FieldKind::Date => view! { <Field name label optional hint=hint(String::new()) kind="date" width="s" /> }.into_any(),
        FieldKind::Choice { options } => {
            let many = options.len() > SIDE_BY_SIDE_MAX;
            let mut choices: Vec<Choice> = options.iter().map(|option| Choice::new(&option.key, option.label.get(locale))).collect();
            if many {
                choices.insert(0, Choice::new("", w.please_choose));
                return view! { <Select name label optional hint=hint(String::new()) options=choices /> }.into_any();
            }
            if optional {
                choices.push(Choice::new("", w.no_choice));
            }
            view! { <Choices name label optional hint=hint(String::new()) options=choices /> }.into_any()
        }
        FieldKind::Choices { options } => {
            let choices = options.iter().map(|option| Choice::new(&option.key, option.label.get(locale))).collect();
            view! { <Choices name label optional hint=hint(w.choose_several.to_owned()) options=choices several=true /> }.into_any()
        }
        FieldKind::Person => {
            let agent = me().is_some_and(|me| me.agent);
            view! { <PersonField name label optional hint=hint(w.person_hint.to_owned()) everybody=agent /> }.into_any()
        }
        FieldKind::Service => {
            let offered = services.with_value(|services| {
                let offered = services.iter().map(|service| Choice::new(service.id.to_string(), service.name.get(locale)));
                std::iter::once(Choice::new("", w.please_choose)).chain(offered).collect::<Vec<_>>()
            });
            view! { <Select name label optional hint=hint(String::new()) options=offered /> }.into_any()
        }
        FieldKind::File { max_files } => {
            let hint = hint((w.files_at_most)(max_files));
            view! { <Files name label optional hint upload=KeepFiles::url() /> }.into_any()
        }
    }
}

/// The author's help and what the kind of the field says by itself; empty when neither says anything.
fn joined(help: &str, more: &str) -> String {
    format!("{} {more}", help.trim()).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hint_says_what_there_is_to_say_and_no_more() {
        assert_eq!(joined(" ", ""), "");
        assert_eq!(joined("On the label.", "At most 3."), "On the label. At most 3.");
    }
}
