//! Moments as people read them.

use domain::time::Timestamp;
use leptos::prelude::*;

use crate::reader::reader;

/// "3 min ago", with the full date and zone on hover.
#[component]
pub fn Ago(at: Timestamp) -> impl IntoView {
    let clock = reader().clock;
    view! { <time datetime=clock.iso(at) title=clock.full(at)>{clock.relative(at)}</time> }
}

/// The full date and time.
#[component]
pub fn When(at: Timestamp) -> impl IntoView {
    let clock = reader().clock;
    view! { <time datetime=clock.iso(at)>{clock.full(at)}</time> }
}
