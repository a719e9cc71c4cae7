//! The week: for each day a bar and rows of hours. The buttons are steps of the form; with a script the browser takes them itself.

use domain::calendar::{Week, minute_of_day};
use leptos::ev::MouseEvent;
use leptos::prelude::*;

use super::bars::DayBar;
use super::sheet::{Target, add_hours, copy_hours};
use crate::ui::{FormState, Icon, form_state};
use crate::words::{errors, words};

/// The hours of all days.
#[component]
pub fn WeekEditor(week: Week) -> impl IntoView {
    let w = &words().admin().calendars;
    let week = RwSignal::new(week);
    let state = form_state();
    let wrong = wrong_at(state, "week".to_owned());
    view! {
        <fieldset class="week" id="f-week" data-invalid=move || (!wrong.get().is_empty()).then_some("")>
            <legend class="visually-hidden">{w.week}</legend>
            <FieldError of=wrong />
            <div class="week-scale" aria-hidden="true">
                {["0:00", "6:00", "12:00", "18:00", "24:00"].map(|hour| view! { <span>{hour}</span> }).collect_view()}
            </div>
            <ol class="week-days">{(0..7).map(|day| view! { <DayRow day week state /> }).collect_view()}</ol>
        </fieldset>
    }
}

fn wrong_at(state: FormState, field: String) -> Memo<String> {
    Memo::new(move |_| {
        let codes = state.error.with(|error| error.as_ref().map(|error| error.of_field(&field)).unwrap_or_default());
        codes.iter().map(errors::of_code).collect::<Vec<_>>().join(" ")
    })
}

#[component]
fn FieldError(of: Memo<String>) -> impl IntoView {
    move || {
        let wrong = of.get();
        (!wrong.is_empty()).then(|| view! { <p class="field-error"><Icon name="status-breached" /><span>{wrong}</span></p> })
    }
}

#[component]
fn DayRow(day: usize, week: RwSignal<Week>, state: FormState) -> impl IntoView {
    let w = &words().admin().calendars;
    let key = Week::NAMES[day];
    let count = Memo::new(move |_| week.with(|week| week.days()[day].len()));
    let overlaps = Memo::new(move |_| week.with(|week| overlap(week.days()[day])));
    let wrong = wrong_at(state, format!("week.{key}"));
    let add = move |event: MouseEvent| {
        by_script(&event, state);
        week.update(|week| add_hours(week.days_mut()[day]));
        focus_on(format!("f-week-{key}-{}-from", count.get_untracked().saturating_sub(1)));
    };
    view! {
        <li class="week-day" data-closed=move || (count.get() == 0).then_some("")>
            <h3>{(w.day)(day)}</h3>
            <DayBar day week />
            <div class="week-hours">
                <FieldError of=wrong />
                {move || (count.get() == 0).then(|| view! { <p class="soft">{w.closed}</p> })}
                {move || (0..count.get()).map(|row| view! { <HoursRow day row week state /> }).collect_view()}
                {move || overlaps.get().then(|| view! { <p class="field-hint">{w.overlap}</p> })}
            </div>
            <div class="week-acts">
                <button
                    class="button"
                    data-kind="quiet"
                    data-icon-only=""
                    type="submit"
                    name="step"
                    value=format!("add.{key}")
                    id=format!("add-{key}")
                    title=(w.add_hours)((w.day)(day))
                    on:click=add
                >
                    <Icon name="plus" />
                    <span class="visually-hidden">{(w.add_hours)((w.day)(day))}</span>
                </button>
                <CopyMenu day week state />
            </div>
        </li>
    }
}

/// Whether some of the hours are the same time.
fn overlap(hours: &[[String; 2]]) -> bool {
    let mut read: Vec<(u16, u16)> = hours
        .iter()
        .filter_map(|[from, until]| Some((minute_of_day(from)?, minute_of_day(until)?)))
        .map(|(from, until)| (from, if until < from { 24 * 60 } else { until }))
        .collect();
    read.sort_unstable();
    read.windows(2).any(|pair| pair[1].0 < pair[0].1)
}

/// A step that the browser takes: what was wrong before is looked at anew with the next try.
fn by_script(event: &MouseEvent, state: FormState) {
    event.prevent_default();
    state.error.set(None);
}

#[component]
fn HoursRow(day: usize, row: usize, week: RwSignal<Week>, state: FormState) -> impl IntoView {
    let w = &words().admin().calendars;
    let key = Week::NAMES[day];
    let wrong = wrong_at(state, format!("week.{key}.{row}"));
    let error_id = format!("week-{key}-{row}-error");
    let end = |at: usize, name: &str, label: String| {
        let value = move || week.with(|week| week.days()[day].get(row).map(|hours| hours[at].clone()).unwrap_or_default());
        let change = move |event| {
            let text = event_target_value(&event);
            week.update(|week| {
                if let Some(hours) = week.days_mut()[day].get_mut(row) {
                    hours[at] = text;
                }
            });
        };
        let described = error_id.clone();
        view! {
            <input
                class="input"
                id=format!("f-week-{key}-{row}-{name}")
                name=format!("week.{key}.{row}.{name}")
                aria-label=label
                inputmode="text"
                autocomplete="off"
                maxlength="5"
                placeholder=if at == 0 { "09:00" } else { "17:00" }
                value=untrack(value)
                prop:value=value
                on:input=change
                aria-invalid=move || (!wrong.get().is_empty()).then_some("true")
                aria-describedby=move || (!wrong.get().is_empty()).then(|| described.clone())
            />
        }
    };
    let remove = move |event: MouseEvent| {
        by_script(&event, state);
        week.update(|week| {
            let hours = week.days_mut();
            if row < hours[day].len() {
                hours[day].remove(row);
            }
        });
        focus_on(format!("add-{key}"));
    };
    let named = (w.hours_of)((w.day)(day), row + 1);
    view! {
        <div class="hours-row" id=format!("f-week-{key}-{row}")>
            <div id=error_id.clone()><FieldError of=wrong /></div>
            <div class="hours-pair">
                {end(0, "from", format!("{named}, {}", w.from))}
                <span aria-hidden="true">"–"</span>
                {end(1, "until", format!("{named}, {}", w.until))}
                <button
                    class="button"
                    data-kind="quiet"
                    data-icon-only=""
                    type="submit"
                    name="step"
                    value=format!("remove.{key}.{row}")
                    title=(w.remove)(&named)
                    on:click=remove
                >
                    <Icon name="x" />
                    <span class="visually-hidden">{(w.remove)(&named)}</span>
                </button>
            </div>
        </div>
    }
}

#[component]
fn CopyMenu(day: usize, week: RwSignal<Week>, state: FormState) -> impl IntoView {
    let w = &words().admin().calendars;
    let key = Week::NAMES[day];
    let others = (0..7).filter(|other| *other != day).map(Target::One);
    let targets: Vec<Target> = [Target::Working, Target::Every].into_iter().chain(others).collect();
    view! {
        <details class="menu">
            <summary class="button" data-kind="quiet" data-icon-only="" title=(w.copy_hours)((w.day)(day))>
                <Icon name="copy" />
                <span class="visually-hidden">{(w.copy_hours)((w.day)(day))}</span>
            </summary>
            <div class="menu-items">
                <p class="menu-title">{w.copy_to}</p>
                {targets
                    .into_iter()
                    .map(|target| {
                        let copy = move |event: MouseEvent| {
                            by_script(&event, state);
                            week.update(|week| copy_hours(week, day, target));
                            close_menu(&event);
                        };
                        let words = match target {
                            Target::Working => w.to_working,
                            Target::Every => w.to_every,
                            Target::One(other) => (w.day)(other),
                        };
                        view! { <button type="submit" name="step" value=format!("copy.{key}.{}", target.name()) on:click=copy>{words}</button> }
                    })
                    .collect_view()}
            </div>
        </details>
    }
}

/// The menu has done its work; the keyboard stays at its button.
fn close_menu(event: &MouseEvent) {
    use wasm_bindgen::JsCast;
    let button = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let Some(menu) = button.and_then(|button| button.closest("details").ok().flatten()) else { return };
    drop(menu.remove_attribute("open"));
    if let Some(summary) = menu.query_selector("summary").ok().flatten().and_then(|summary| summary.dyn_into::<web_sys::HtmlElement>().ok())
    {
        drop(summary.focus());
    }
}

/// The keyboard goes on there, as soon as it is drawn.
fn focus_on(id: String) {
    use wasm_bindgen::JsCast;
    request_animation_frame(move || {
        let element = document().get_element_by_id(&id).and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok());
        if let Some(element) = element {
            drop(element.focus());
        }
    });
}
