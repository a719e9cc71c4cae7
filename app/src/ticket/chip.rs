//! Status and priority: colour, icon and word.

use domain::priority::Priority;
use domain::ticket::{StatusName, WaitingOn};
use leptos::prelude::*;

use crate::ui::Icon;
use crate::words::words;

/// What the style sheet knows a status by: waiting for a supplier has a colour and an icon of its own.
#[must_use]
pub const fn tone(status: StatusName, waiting_on: Option<WaitingOn>) -> &'static str {
    match (status, waiting_on) {
        (StatusName::Waiting, Some(WaitingOn::Supplier)) => "supplier",
        _ => status.as_str(),
    }
}

/// The name of a status' icon.
#[must_use]
pub const fn icon(status: StatusName, waiting_on: Option<WaitingOn>) -> &'static str {
    match (status, waiting_on) {
        (StatusName::New, _) => "status-new",
        (StatusName::Assigned, _) => "status-assigned",
        (StatusName::InProgress, _) => "status-in-progress",
        (StatusName::Waiting, Some(WaitingOn::Supplier)) => "status-supplier",
        (StatusName::Waiting, Some(WaitingOn::Date)) => "status-date",
        (StatusName::Waiting, _) => "status-waiting",
        (StatusName::Resolved, _) => "status-resolved",
        (StatusName::Closed, _) => "status-closed",
        (StatusName::Cancelled, _) => "status-cancelled",
    }
}

/// A status in words; what it waits for says more than that it waits.
#[must_use]
pub fn status_word(status: StatusName, waiting_on: Option<WaitingOn>) -> &'static str {
    let w = words().ticket();
    match (status, waiting_on) {
        (StatusName::Waiting, Some(on)) => (w.waiting_on)(on),
        _ => (w.status)(status),
    }
}

/// The name of a priority's icon.
#[must_use]
pub fn priority_icon(priority: Priority) -> String {
    format!("priority-{}", priority.as_str())
}

/// A status.
#[component]
pub fn StatusChip(status: StatusName, #[prop(optional_no_strip)] waiting_on: Option<WaitingOn>) -> impl IntoView {
    view! {
        <span class="chip" data-status=tone(status, waiting_on)>
            <Icon name=icon(status, waiting_on) />
            {status_word(status, waiting_on)}
        </span>
    }
}

/// A priority.
#[component]
pub fn PriorityMark(priority: Priority) -> impl IntoView {
    view! {
        <span class="priority" data-priority=priority.as_str()>
            <Icon name=priority_icon(priority) />
            {(words().ticket().priority)(priority)}
        </span>
    }
}
