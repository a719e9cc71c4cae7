//! A clock as a chip: what it measures and what is left of it, by colour, icon and words.

use domain::sla::{Due, Light};
use domain::time::Timestamp;
use leptos::prelude::*;

use crate::reader::{Minutes, clock};
use crate::ui::{escape, icon_html};
use crate::words::words;

/// A clock as addresses name it: `resolution.1`.
#[must_use]
pub fn clock_name(due: &Due) -> String {
    format!("{}.{}", due.metric, due.cycle)
}

/// What the style sheet knows a light by.
#[must_use]
pub const fn state(light: Light) -> &'static str {
    match light {
        Light::Fine => "ok",
        Light::Warned => "warn",
        Light::Breached => "breached",
        Light::Paused => "paused",
        Light::Met => "met",
        Light::Over => "none",
    }
}

/// The icon of a light: no two have the same.
#[must_use]
pub const fn light_icon(light: Light) -> &'static str {
    match light {
        Light::Fine => "clock",
        Light::Warned => "warning",
        Light::Breached => "status-breached",
        Light::Paused => "pause",
        Light::Met => "check",
        Light::Over => "minus",
    }
}

/// What the style sheet knows a clock by: lateness that is held against nobody looks otherwise.
#[must_use]
pub fn look(due: &Due, light: Light) -> &'static str {
    if due.excused && light == Light::Breached { "excused" } else { state(light) }
}

/// The icon of a clock.
#[must_use]
pub fn icon(due: &Due, light: Light) -> &'static str {
    if due.excused && light == Light::Breached { "shield" } else { light_icon(light) }
}

/// What is left, or by how much it is over, at a moment.
#[must_use]
pub fn said(due: &Due, now: Timestamp) -> String {
    let w = words().sla();
    let left = due.left_at(now);
    let said = (w.chip)(due.run, due.light_at(now), left);
    if due.excused { (w.and_excused)(&said) } else { said }
}

/// The chip, which leads to why it stands where it stands. What is left goes on with a script, and stands still without.
#[component]
pub fn DueChip(due: Due, to: String, #[prop(optional)] in_queue: bool) -> impl IntoView {
    let w = words().sla();
    let here = clock();
    let title = due.deadline.map(|at| (w.due_full)((w.metric)(due.metric), &here.full(at)));
    let metric = (w.metric_short)(due.metric);
    let excused = due.excused;
    let shown = Memo::new(move |_| {
        Minutes::track();
        let now = clock().now;
        (due.light_at(now), said(&due, now))
    });
    let late = move |light| excused && light == Light::Breached;
    let look = move || shown.with(|(light, _)| if late(*light) { "excused" } else { state(*light) });
    // As text: a list has dozens of them.
    let inside = move || {
        shown.with(|(light, said)| {
            let mut html = String::new();
            icon_html(&mut html, if late(*light) { "shield" } else { light_icon(*light) });
            html.push_str("<span>");
            escape(&mut html, metric);
            html.push(' ');
            escape(&mut html, said);
            html.push_str("</span>");
            if *light == Light::Warned {
                html.push_str("<span class=\"visually-hidden\">");
                escape(&mut html, words().sla().warned);
                html.push_str("</span>");
            }
            html
        })
    };
    view! { <a class=if in_queue { "queue-sla sla" } else { "sla" } data-state=look href=to title=title inner_html=inside></a> }
}
