//! Moments as people read them.

use domain::time::Timestamp;
use leptos::prelude::*;

use crate::reader::{Minutes, clock};

/// "3 min ago", which becomes "4 min ago" on a page that stays open, with the full date and zone on hover.
#[component]
pub fn Ago(at: Timestamp) -> impl IntoView {
    let here = clock();
    let said = move || {
        Minutes::track();
        clock().relative(at)
    };
    view! { <time datetime=here.iso(at) title=here.full(at)>{said}</time> }
}

/// The full date and time.
#[component]
pub fn When(at: Timestamp) -> impl IntoView {
    let here = clock();
    view! { <time datetime=here.iso(at)>{here.full(at)}</time> }
}
