//! One dimension of a ballot: ten scores to choose from.

use domain::scoring::plan::Dimension;
use leptos::prelude::*;

use crate::reader::locale;
use crate::ui::{Icon, form_state};
use crate::words::{errors, words};

/// The scores of one dimension, with what is wrong where none was chosen.
#[component]
pub fn Scale(
    place: usize,
    dimension: Dimension,
    given: Option<u8>,
    /// That of the form around it.
    key: String,
) -> impl IntoView {
    let w = words().scoring();
    let (locale, state) = (locale(), form_state());
    let name = format!("score.{place}");
    // As the links of the summary name it.
    let id = format!("f-{key}-score-{place}");
    let chosen = if state.came_back() { state.typed(&name).and_then(|typed| typed.parse().ok()) } else { given };
    let field = name.clone();
    let codes = Memo::new(move |_| state.error.with(|error| error.as_ref().map(|error| error.of_field(&field)).unwrap_or_default()));
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let asks = dimension.asks.get(locale).to_owned();
    let hinted = (!asks.is_empty()).then(|| hint_id.clone());
    let described = {
        let error_id = error_id.clone();
        move || {
            let error = (!codes.read().is_empty()).then(|| error_id.clone());
            let ids: Vec<String> = [hinted.clone(), error].into_iter().flatten().collect();
            (!ids.is_empty()).then(|| ids.join(" "))
        }
    };
    let told = move || {
        let codes = codes.get();
        (!codes.is_empty()).then(|| {
            view! {
                <p class="field-error" id=error_id.clone()>
                    <Icon name="status-breached" />
                    <span>
                        <span class="visually-hidden">{words().common().error_prefix}</span>
                        {codes.iter().map(errors::of_code).collect::<Vec<_>>().join(" ")}
                    </span>
                </p>
            }
        })
    };
    let score = move |score: u8| {
        let checked = chosen == Some(score);
        view! { <label><input type="radio" name=name.clone() value=score.to_string() checked=checked />{score}</label> }
    };
    view! {
        <fieldset class="dimension" id=id aria-describedby=described>
            <legend>{dimension.name.get(locale).to_owned()}</legend>
            {(!asks.is_empty()).then(|| view! { <p class="dimension-hint" id=hint_id>{asks}</p> })}
            {told}
            <div class="scale">{(1..=10).map(score).collect_view()}</div>
            <p class="scale-ends" aria-hidden="true"><span>{w.poor}</span><span>{w.excellent}</span></p>
        </fieldset>
    }
}
