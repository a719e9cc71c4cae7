//! A time zone, typed with the help of a list.

use leptos::prelude::*;

use super::field::Field;

/// A field for a zone by its IANA name.
#[component]
pub fn ZoneField(
    name: &'static str,
    #[prop(into)] label: String,
    #[prop(into)] hint: String,
    #[prop(optional, into)] value: String,
    /// The zones there are.
    zones: Vec<String>,
    /// Fills an empty field with the zone of the browser.
    #[prop(optional)]
    guess: bool,
) -> impl IntoView {
    let list = format!("zones-{name}");
    #[cfg(feature = "hydrate")]
    if guess {
        Effect::new(move |_| fill(name));
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = guess;
    view! {
        <Field name label hint value list=list.clone() />
        <datalist id=list>{zones.into_iter().map(|zone| view! { <option value=zone></option> }).collect_view()}</datalist>
    }
}

#[cfg(feature = "hydrate")]
fn fill(name: &str) {
    use wasm_bindgen::{JsCast, JsValue};
    let found = document().query_selector(&format!("input[name=\"{name}\"]")).ok().flatten();
    let Some(input) = found.and_then(|input| input.dyn_into::<web_sys::HtmlInputElement>().ok()) else { return };
    let format = web_sys::js_sys::Intl::DateTimeFormat::new(&web_sys::js_sys::Array::new(), &web_sys::js_sys::Object::new());
    let zone =
        web_sys::js_sys::Reflect::get(&format.resolved_options(), &JsValue::from_str("timeZone")).ok().and_then(|zone| zone.as_string());
    if let (true, Some(zone)) = (input.value().is_empty(), zone) {
        input.set_value(&zone);
    }
}
