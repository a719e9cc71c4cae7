//! What a form was answered with.

use domain::ticket::view::{AnswerValue, AnswerView};
use leptos::prelude::*;

use super::{Attachments, PersonName};
use crate::reader::{clock, locale};
use crate::words::words;

/// The questions and their answers, in the form's order.
#[component]
pub fn AnswerList(answers: Vec<AnswerView>) -> impl IntoView {
    let locale = locale();
    let rows = answers
        .into_iter()
        .map(|answer| {
            view! {
                <div>
                    <dt>{answer.label.get(locale).to_owned()}</dt>
                    <dd><Answer value=answer.value /></dd>
                </div>
            }
        })
        .collect_view();
    view! { <dl class="definitions" data-bare="">{rows}</dl> }
}

#[component]
fn Answer(value: AnswerValue) -> impl IntoView {
    let locale = locale();
    match value {
        AnswerValue::Text(text) => view! { <span class="wrap-anywhere">{text}</span> }.into_any(),
        AnswerValue::Date(day) => clock().date_of(&day).into_any(),
        AnswerValue::Number(number, unit) => format!("{number}{}{}", words().common().gap, unit.get(locale)).trim().to_owned().into_any(),
        AnswerValue::Chosen(labels) => {
            labels.iter().map(|label| label.get(locale).to_owned()).collect::<Vec<_>>().join(words().common().between).into_any()
        }
        AnswerValue::Person(person) => view! { <PersonName person /> }.into_any(),
        AnswerValue::Service(service) => service.name.get(locale).to_owned().into_any(),
        AnswerValue::Files(files) => view! { <Attachments files /> }.into_any(),
    }
}
