//! The form as requesters see it, to try; nothing is sent from here.

use std::collections::HashMap;

use domain::form::Form;
use domain::ticket::view::ServiceRef;
use leptos::prelude::*;

use super::api::About;
use crate::portal::question::FormQuestion;
use crate::portal::request_form_page::{MoreFields, TitleField};
use crate::reader::{locale, reader};
use crate::ui::Icon;
use crate::words::words;

/// The preview; it follows `form` while somebody types.
#[component]
pub fn Preview(form: RwSignal<Form>, about: About, services: Vec<ServiceRef>) -> impl IntoView {
    let w = &words().admin().form;
    let locale = locale();
    let services = StoredValue::new(services);
    let description = about.description.get(locale).to_owned();
    let kind = about.kind;
    view! {
        <section class="preview" aria-labelledby="preview">
            <header>
                <Icon name="eye" />
                <h2 id="preview">{w.preview}</h2>
            </header>
            <p class="small quiet">{w.preview_lead}</p>
            <div class="stack" data-gap="s">
                <p class="preview-title">{about.service.name.get(locale).to_owned()}</p>
                {(!description.is_empty()).then(|| view! { <p class="soft">{description}</p> })}
            </div>
            <div class="form">
                <TitleField kind />
                {move || view! { <Questions form=form.get() services /> }}
                <MoreFields limit_mb=u64::from(reader().file_limit_mib) />
            </div>
        </section>
    }
}

#[component]
pub(super) fn Questions(form: Form, services: StoredValue<Vec<ServiceRef>>) -> impl IntoView {
    let fields = form.fields.clone();
    let form = StoredValue::new(form);
    let answers = RwSignal::new(HashMap::<String, Vec<String>>::new());
    let shown = Memo::new(move |_| {
        form.with_value(|form| answers.with(|answers| form.shown(answers).into_iter().map(str::to_owned).collect::<Vec<_>>()))
    });
    view! {
        <div class="form" on:input=move |event| try_answers(&event, form, answers)>
            {fields.into_iter().map(|question| view! { <FormQuestion question form services shown /> }).collect_view()}
        </div>
    }
}

/// Reads what is chosen in the preview, so that questions with a condition come and go as they will.
#[cfg(feature = "hydrate")]
fn try_answers(event: &leptos::ev::Event, form: StoredValue<Form>, answers: RwSignal<HashMap<String, Vec<String>>>) {
    use wasm_bindgen::JsCast;
    let Some(input) = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlElement>().ok()) else { return };
    let name = input.get_attribute("name").unwrap_or_default();
    let Some(key) =
        form.with_value(|form| form.fields.iter().find(|field| Form::field_name(&field.key) == name).map(|field| field.key.clone()))
    else {
        return;
    };
    let value = event_target_value(event);
    let is_box = input.get_attribute("type").as_deref() == Some("checkbox");
    answers.update(|answers| {
        let chosen = answers.entry(key).or_default();
        if !is_box {
            *chosen = vec![value];
        } else if event_target_checked(event) {
            chosen.push(value);
        } else {
            chosen.retain(|other| *other != value);
        }
    });
}

#[cfg(not(feature = "hydrate"))]
fn try_answers(_: &leptos::ev::Event, _: StoredValue<Form>, _: RwSignal<HashMap<String, Vec<String>>>) {}
