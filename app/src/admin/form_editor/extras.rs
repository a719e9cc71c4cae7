//! What only some types of fields have: bounds, units, options.

use domain::form::{ChoiceOption, FieldKind};
use leptos::prelude::*;

use super::draft::input;
use crate::admin::parts::IconButton;
use crate::reader::locale;
use crate::ui::{Field, Icon, form_state};
use crate::words::{errors, words};

/// The inputs that belong to the type of a field.
#[component]
pub fn Extras(index: usize, key: String, kind: FieldKind) -> impl IntoView {
    let w = &words().admin().form;
    let a = words().admin();
    let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
    match kind {
        FieldKind::Text { max } => {
            view! { <Field name=input(index, "max") label=w.max value=max.to_string() width="s" inputmode="numeric" /> }.into_any()
        }
        FieldKind::Number { unit, min, max, decimals } => view! {
            <div class="form-pair">
                <Field name=input(index, "unit") label=format!("{}, {}", w.unit, a.in_english) value=unit.en optional=true />
                <Field name=input(index, "unit.zh") label=format!("{}, {}", w.unit, a.in_chinese) value=unit.zh optional=true />
            </div>
            <div class="form-pair">
                <Field name=input(index, "min") label=w.least value=number(min) inputmode="decimal" optional=true />
                <Field name=input(index, "max") label=w.most value=number(max) inputmode="decimal" optional=true />
            </div>
            <Field name=input(index, "decimals") label=w.decimals value=decimals.to_string() width="s" inputmode="numeric" />
        }
        .into_any(),
        FieldKind::File { max_files } => {
            view! { <Field name=input(index, "max_files") label=w.max_files value=max_files.to_string() width="s" inputmode="numeric" /> }
                .into_any()
        }
        FieldKind::Choice { options } | FieldKind::Choices { options } => view! { <Options index key options /> }.into_any(),
        FieldKind::LongText | FieldKind::Date | FieldKind::Person | FieldKind::Service => ().into_any(),
    }
}

#[component]
fn Options(index: usize, key: String, options: Vec<ChoiceOption>) -> impl IntoView {
    let w = &words().admin().form;
    let error = form_state().error;
    let wrong = move || error.with(|error| error.as_ref().map(|error| error.of_field(&input(index, "options"))).unwrap_or_default());
    view! {
        <fieldset class="field">
            <legend>{w.options}</legend>
            {move || {
                let wrong = wrong();
                (!wrong.is_empty())
                    .then(|| view! { <p class="field-error"><Icon name="status-breached" /><span>{wrong.iter().map(errors::of_code).collect::<Vec<_>>().join(" ")}</span></p> })
            }}
            <ul class="option-rows">
                {options.into_iter().enumerate().map(|(place, option)| view! { <OptionRow index of=key.clone() place option /> }).collect_view()}
            </ul>
            <div>
                <button class="button" type="submit" name="step" value=format!("add_option.{key}") id=format!("add-option-{key}")>
                    <Icon name="plus" />
                    {w.add_option}
                </button>
            </div>
        </fieldset>
    }
}

#[component]
fn OptionRow(index: usize, of: String, place: usize, option: ChoiceOption) -> impl IntoView {
    let w = &words().admin().form;
    let a = words().admin();
    let state = form_state();
    let name = input(index, &format!("options.{place}.label"));
    let name_zh = format!("{name}.zh");
    let id = format!("f-{}", name.replace('.', "-"));
    let number = (w.option)(place + 1);
    let said = if option.label.is_empty() { number.clone() } else { option.label.get(locale()).to_owned() };
    let key = option.key.clone();
    let wrong = {
        let name = name.clone();
        Memo::new(move |_| state.error.with(|error| error.as_ref().map(|error| error.of_field(&name)).unwrap_or_default()))
    };
    let error_id = format!("{id}-error");
    let described = error_id.clone();
    let said_wrong = move || {
        wrong.with(|wrong| {
            let said = wrong.iter().map(errors::of_code).collect::<Vec<_>>().join(" ");
            (!said.is_empty())
                .then(|| view! { <p class="field-error" id=error_id.clone()><Icon name="status-breached" /><span>{said}</span></p> })
        })
    };
    view! {
        <li>
            <input type="hidden" name=input(index, &format!("options.{place}.key")) value=key.clone() />
            <input
                class="input"
                id=id
                name=name.clone()
                aria-label=format!("{number}, {}", a.in_english)
                placeholder=a.in_english
                value=state.typed(&name).unwrap_or(option.label.en)
                aria-invalid=move || (!wrong.read().is_empty()).then_some("true")
                aria-describedby=move || (!wrong.read().is_empty()).then(|| described.clone())
            />
            <input
                class="input"
                name=name_zh.clone()
                aria-label=format!("{number}, {}", a.in_chinese)
                placeholder=a.in_chinese
                value=state.typed(&name_zh).unwrap_or(option.label.zh)
            />
            <IconButton icon="arrow-up" label=(w.move_up)(&said) name="step" value=format!("option_up.{of}.{key}") id=format!("option-up-{of}-{key}") disabled={place == 0} />
            <IconButton icon="x" label=(w.remove)(&said) name="step" value=format!("remove_option.{of}.{key}") id=format!("option-x-{of}-{key}") />
            {said_wrong}
        </li>
    }
}
