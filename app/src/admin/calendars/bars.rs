//! A day of the week as a bar: hours are drawn, stretched and moved on it, with a pointer or with the arrow keys. It shows the same
//! hours as the fields beside it, and changes nothing else. Without a script it is a picture of them.

use domain::calendar::{Week, clock, minute_of_day};
use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::prelude::*;
use web_sys::Element;

use crate::words::words;

const DAY: i32 = 24 * 60;
/// What a pointer and a key move by, in minutes.
const STEP: i32 = 15;

/// An end of hours, or all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    From,
    Until,
    Whole,
}

/// What a pointer is doing.
#[derive(Clone, Copy, Debug)]
enum Drag {
    /// It went down where nothing is.
    Begun { at: i32 },
    /// It holds a part of hours; `held` is where it took hold of the whole.
    Holds { row: usize, part: Part, held: Option<i32> },
}

/// Hours in minutes after midnight, as far as they can be drawn: what runs past midnight ends there.
fn drawn([from, until]: &[String; 2]) -> Option<(i32, i32)> {
    let (from, until) = (i32::from(minute_of_day(from)?), i32::from(minute_of_day(until)?));
    (from != until && from < DAY).then_some((from, if until < from { DAY } else { until }))
}

/// What of the day before reaches into this one.
fn overnight(week: &Week, day: usize) -> Vec<(i32, i32)> {
    let before = week.days()[(day + 6) % 7];
    let morning = |[from, until]: &[String; 2]| {
        let (from, until) = (i32::from(minute_of_day(from)?), i32::from(minute_of_day(until)?));
        (until > 0 && until < from && from < DAY).then_some((0, until))
    };
    before.iter().filter_map(morning).collect()
}

fn typed(minute: i32) -> String {
    clock(u16::try_from(minute.clamp(0, DAY)).unwrap_or_default())
}

fn set(week: RwSignal<Week>, day: usize, row: usize, (from, until): (i32, i32)) {
    week.update(|week| {
        if let Some(hours) = week.days_mut()[day].get_mut(row) {
            *hours = [typed(from), typed(until)];
        }
    });
}

/// The hours after a part of them was put where `at` is.
fn stretched((from, until): (i32, i32), part: Part, at: i32) -> (i32, i32) {
    match part {
        Part::From => (at.clamp(0, until - STEP), until),
        Part::Until => (from, at.clamp(from + STEP, DAY)),
        Part::Whole => {
            let begin = at.clamp(0, DAY - (until - from));
            (begin, begin + until - from)
        }
    }
}

/// The bar of one day.
#[component]
pub fn DayBar(day: usize, week: RwSignal<Week>) -> impl IntoView {
    let w = &words().admin().calendars;
    let drag = RwSignal::new(None::<Drag>);
    // What only a script can do is offered as soon as there is one.
    let alive = RwSignal::new(false);
    Effect::new(move |_| alive.set(true));
    // The ends keep the keyboard while their hours change: only another number of them is drawn anew.
    let count = Memo::new(move |_| week.with(|week| week.days()[day].len()));
    let down = move |event: PointerEvent| {
        if event.button() != 0 {
            return;
        }
        let target = event.target().and_then(|target| wasm_bindgen::JsCast::dyn_into::<Element>(target).ok());
        let held = target.and_then(|target| Some((target.get_attribute("data-row")?.parse().ok()?, target.get_attribute("data-part")?)));
        let begun = match held {
            Some((row, part)) => {
                let part = match part.as_str() {
                    "from" => Part::From,
                    "until" => Part::Until,
                    _ => Part::Whole,
                };
                Drag::Holds { row, part, held: None }
            }
            None => Drag::Begun { at: minute_at(&event) },
        };
        hold(&event);
        drag.set(Some(begun));
    };
    let moved = move |event: PointerEvent| {
        let Some(now) = drag.get_untracked() else { return };
        let at = minute_at(&event);
        drag.set(Some(follow(now, at, day, week)));
    };
    view! {
        <div
            class="day-bar"
            data-held=move || drag.with(Option::is_some).then_some("")
            on:pointerdown=down
            on:pointermove=moved
            on:pointerup=move |_| drag.set(None)
            on:pointercancel=move |_| drag.set(None)
        >
            <svg role="group" aria-label=move || (w.bar_of)((w.day)(day))>
                {move || {
                    week.with(|week| overnight(week, day))
                        .into_iter()
                        .map(|(from, until)| view! { <rect class="overnight" x=percent(from) width=percent(until - from) y="0" height="100%" /> })
                        .collect_view()
                }}
                {move || {
                    let alive = alive.get();
                    (0..count.get()).map(|row| view! { <Span day row week alive /> }).collect_view()
                }}
            </svg>
        </div>
    }
}

/// One pair of hours on the bar, with its two ends.
#[component]
fn Span(day: usize, row: usize, week: RwSignal<Week>, alive: bool) -> impl IntoView {
    let now = move || week.with(|week| week.days()[day].get(row).and_then(drawn));
    let place = move || now().unwrap_or_default();
    let end = move |part: Part| {
        let w = &words().admin().calendars;
        let at = move || if part == Part::From { place().0 } else { place().1 };
        let keys = move |event: KeyboardEvent| key(&event, day, row, part, week);
        view! {
            <rect
                class="bar-end"
                data-row=row.to_string()
                data-part=if part == Part::From { "from" } else { "until" }
                role="slider"
                tabindex="0"
                aria-label=(w.bar_end)((w.day)(day), row + 1, part == Part::From)
                aria-valuemin="0"
                aria-valuemax=DAY.to_string()
                aria-valuenow=move || at().to_string()
                aria-valuetext=move || typed(at())
                x=move || percent(at())
                y="0"
                width="10"
                height="100%"
                on:keydown=keys
            />
        }
    };
    view! {
        <rect
            class="span-of-day"
            data-row=row.to_string()
            data-part="whole"
            x=move || percent(place().0)
            width=move || percent(place().1 - place().0)
            y="0"
            height="100%"
        />
        {alive.then(|| (end(Part::From), end(Part::Until)))}
    }
}

fn percent(minutes: i32) -> String {
    format!("{:.3}%", f64::from(minutes) * 100.0 / f64::from(DAY))
}

/// The minute that a pointer is at, as near as it can be moved. The bar holds the pointer, so that places are told by it.
fn minute_at(event: &PointerEvent) -> i32 {
    let bar = event.current_target().and_then(|bar| wasm_bindgen::JsCast::dyn_into::<Element>(bar).ok());
    let width = bar.map_or(1, |bar| bar.client_width()).max(1);
    let minute = event.offset_x() * DAY / width;
    ((minute + STEP / 2).div_euclid(STEP) * STEP).clamp(0, DAY)
}

/// Moves that follow tell their places by the bar, also when they leave it.
fn hold(event: &PointerEvent) {
    if let Some(bar) = event.current_target().and_then(|bar| wasm_bindgen::JsCast::dyn_into::<Element>(bar).ok()) {
        drop(bar.set_pointer_capture(event.pointer_id()));
    }
}

/// What becomes of a drag when the pointer has come to this minute.
fn follow(drag: Drag, at: i32, day: usize, week: RwSignal<Week>) -> Drag {
    match drag {
        Drag::Begun { at: begun } if (at - begun).abs() < STEP => drag,
        Drag::Begun { at: begun } => {
            let row = week.with_untracked(|week| week.days()[day].len());
            let hours = [typed(at.min(begun)), typed(at.max(begun))];
            week.update(|week| week.days_mut()[day].push(hours));
            Drag::Holds { row, part: if at < begun { Part::From } else { Part::Until }, held: None }
        }
        Drag::Holds { row, part, held } => {
            let Some(now) = week.with_untracked(|week| week.days()[day].get(row).and_then(drawn)) else { return drag };
            let held = held.unwrap_or(at - now.0);
            let to = if part == Part::Whole { at - held } else { at };
            let next = stretched(now, part, to);
            if next != now {
                set(week, day, row, next);
            }
            Drag::Holds { row, part, held: Some(held) }
        }
    }
}

/// Arrow keys move an end by a quarter of an hour, Page Up and Page Down by an hour, with Shift all of the hours; Delete takes them away.
fn key(event: &KeyboardEvent, day: usize, row: usize, part: Part, week: RwSignal<Week>) {
    let Some(now) = week.with_untracked(|week| week.days()[day].get(row).and_then(drawn)) else { return };
    let at = if part == Part::From { now.0 } else { now.1 };
    let by = match event.key().as_str() {
        "ArrowLeft" | "ArrowDown" => -STEP,
        "ArrowRight" | "ArrowUp" => STEP,
        "PageDown" => -60,
        "PageUp" => 60,
        "Home" => -at,
        "End" => DAY - at,
        "Delete" => {
            event.prevent_default();
            week.update(|week| {
                week.days_mut()[day].remove(row);
            });
            return;
        }
        _ => return,
    };
    event.prevent_default();
    let next = if event.shift_key() { stretched(now, Part::Whole, now.0 + by) } else { stretched(now, part, at + by) };
    set(week, day, row, next);
}

#[cfg(test)]
mod tests {
    use domain::calendar::typed_hours;

    use super::*;

    #[test]
    fn an_end_stops_at_the_other_one_and_at_midnight() {
        assert_eq!(stretched((540, 1020), Part::From, 600), (600, 1020));
        assert_eq!(stretched((540, 1020), Part::From, 1100), (1005, 1020));
        assert_eq!(stretched((540, 1020), Part::Until, 2000), (540, 1440));
        assert_eq!(stretched((540, 1020), Part::Whole, 1400), (960, 1440));
        assert_eq!(stretched((540, 1020), Part::Whole, -60), (0, 480));
    }

    #[test]
    fn hours_past_midnight_are_drawn_on_both_days() {
        let week = Week { sun: typed_hours("22:00-06:00"), ..Week::default() };
        assert_eq!(week.sun.iter().filter_map(drawn).collect::<Vec<_>>(), [(1320, 1440)]);
        assert_eq!(overnight(&week, 0), [(0, 360)]);
        assert_eq!(overnight(&week, 6), []);
        assert_eq!(drawn(&["noon".to_owned(), "17:00".to_owned()]), None);
    }
}
