//! Moments as people read them.

use domain::time::Timestamp;
use leptos::prelude::*;

use crate::reader::{Minutes, reader};

/// "3 min ago", which becomes "4 min ago" on a page that stays open, with the full date and zone on hover.
#[component]
pub fn Ago(at: Timestamp) -> impl IntoView {
    let clock = reader().clock;
    let said = move || {
        Minutes::track();
        reader().clock.relative(at)
    };
    view! { <time datetime=clock.iso(at) title=clock.full(at)>{said}</time> }
}

/// The full date and time.
#[component]
pub fn When(at: Timestamp) -> impl IntoView {
    let clock = reader().clock;
    view! { <time datetime=clock.iso(at)>{clock.full(at)}</time> }
}
