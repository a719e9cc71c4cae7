//! Times of a fault: as they are typed with their zone, and as they are read.

use domain::invalid::Code;
use domain::time::Timestamp;
use leptos::prelude::*;

use crate::reader::reader;
use crate::ui::{Field, Icon, form_state};
use crate::words::words;

/// A time as it was typed: with its offset, or by the clock of this zone.
///
/// # Errors
/// At `field`: `Required`, `NotADate`; at `zone`: `UnknownZone`.
#[cfg(feature = "ssr")]
pub fn typed(field: &str, text: &str, zone: &str) -> Result<Timestamp, crate::error::AppError> {
    use domain::fault::moment::{Unreadable, typed};
    use domain::invalid::Invalid;
    let zone = store::zone::find(zone.trim());
    typed(text, zone.as_ref()).map_err(|unreadable| {
        match unreadable {
            Unreadable::Missing => Invalid::one(field, Code::Required),
            Unreadable::NotATime => Invalid::one(field, Code::NotADate),
            Unreadable::NoZone => Invalid::one("zone", Code::UnknownZone),
        }
        .into()
    })
}

/// The time of day, with its day where that is not today; where there is no room for both, the time stands below the day.
#[must_use]
pub fn short(at: Timestamp) -> String {
    let clock = reader().clock;
    if clock.same_day(at, clock.now) { clock.time(at) } else { format!("{} {}", clock.day(at).replace(' ', "\u{a0}"), clock.time(at)) }
}

/// For a field of a date and a time; with its seconds, so that saving what stands there changes nothing.
#[must_use]
pub fn local(at: Timestamp) -> String {
    reader().clock.iso(at).get(..19).unwrap_or_default().to_owned()
}

/// A time for people and machines.
#[component]
pub fn Time(at: Timestamp, #[prop(optional, into)] class: Option<&'static str>) -> impl IntoView {
    let clock = reader().clock;
    view! { <time class=class datetime=clock.iso(at) title=clock.full(at)>{short(at)}</time> }
}

/// What is wrong with a field, in the words of faults; nothing, where the field's own words will do.
fn said(code: &Code) -> Option<String> {
    let w = words().faults();
    #[expect(clippy::cast_possible_truncation, reason = "the bound was whole milliseconds before it was sent")]
    let time = |bound: f64| short(Timestamp::from_millis(bound as i64));
    match code {
        Code::OutOfRange { min: Some(min), .. } => Some((w.too_early)(&time(*min))),
        Code::OutOfRange { max: Some(max), .. } => Some((w.too_late)(&time(*max))),
        Code::NotADate => Some(w.not_a_time.to_owned()),
        Code::UnknownChoice => Some(w.no_command.to_owned()),
        _ => None,
    }
}

/// A field whose refusals are bounds in time: an input with a label, a hint and what is wrong with it.
#[component]
pub fn TimedField(
    name: &'static str,
    label: &'static str,
    #[prop(optional, into)] hint: String,
    #[prop(default = "datetime-local")] kind: &'static str,
    #[prop(optional, into)] value: String,
    /// Its place among the ids of the page.
    #[prop(into)]
    id: String,
    #[prop(default = "input")] class: &'static str,
    /// What `Required` means here, where it is not simply empty.
    #[prop(optional, into)]
    missing: Option<&'static str>,
) -> impl IntoView {
    let state = form_state();
    let codes = move || state.error.with(|error| error.as_ref().map(|error| error.of_field(name)).unwrap_or_default());
    let invalid = move || (!codes().is_empty()).then_some("true");
    let value = state.typed(name).unwrap_or(value);
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let described = {
        let (hint_id, error_id, hinted) = (hint_id.clone(), error_id.clone(), !hint.is_empty());
        move || match (hinted, invalid().is_some()) {
            (true, true) => Some(format!("{hint_id} {error_id}")),
            (true, false) => Some(hint_id.clone()),
            (false, true) => Some(error_id.clone()),
            (false, false) => None,
        }
    };
    let told = move || {
        let told: Vec<String> = codes()
            .iter()
            .map(|code| {
                let missing = missing.filter(|_| *code == Code::Required && !state.typed(name).unwrap_or_default().is_empty());
                missing.map(str::to_owned).or_else(|| said(code)).unwrap_or_else(|| crate::words::errors::of_code(code))
            })
            .collect();
        (!told.is_empty()).then(|| {
            view! {
                <p class="field-error" id=error_id.clone()>
                    <Icon name="status-breached" />
                    <span><span class="visually-hidden">{words().common().error_prefix}</span>{told.join(" ")}</span>
                </p>
            }
        })
    };
    view! {
        <div class="field" data-invalid=move || invalid().map(|_| "")>
            <label for=id.clone()>{label}</label>
            {(!hint.is_empty()).then(|| view! { <p class="field-hint" id=hint_id>{hint}</p> })}
            {told}
            <input
                class=class
                id=id
                type=kind
                step=(kind == "datetime-local").then_some("1")
                name=name
                value=value
                autocomplete="off"
                aria-invalid=invalid
                aria-describedby=described
            />
        </div>
    }
}

/// The zone of the times that are typed beside it.
#[component]
pub fn Zone(value: String) -> impl IntoView {
    let w = words().faults();
    view! { <Field name="zone" label=w.zone hint=w.zone_hint value width="s" /> }
}
