//! What has just been saved, and ten seconds in which it can be taken back. Only with JavaScript: without it the page says the
//! same by showing the new value, with the old one in the timeline.

use leptos::prelude::*;

use super::act::EditTicket;
use super::open::{Ticket, open};
use crate::ui::{Form, Icon, ServerFn};
use crate::words::words;

/// Seconds for taking a change back.
#[cfg(feature = "hydrate")]
const SECONDS: u32 = 10;

/// A change that went through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    pub said: String,
    /// The fields that bring the old value back.
    pub undo: Vec<(&'static str, String)>,
    /// The endpoint that they are sent to.
    pub to: &'static str,
}

impl Toast {
    /// A property was changed from `old`.
    #[must_use]
    pub fn edited(label: &str, undo: Vec<(&'static str, String)>) -> Self {
        Self { said: (words().desk().saved)(label), undo, to: EditTicket::url() }
    }
}

/// The last change of the open ticket, while it can be taken back.
#[component]
pub fn ToastPlace() -> impl IntoView {
    let open = open();
    let left = RwSignal::new(0_u32);
    #[cfg(feature = "hydrate")]
    count_down(open, left);
    let undone = Callback::new(move |()| {
        open.toast.set(None);
        open.done();
    });
    // The place is there before it is filled: what appears in it is read aloud.
    view! {
        <div role="status">
            {move || open.toast.get().map(|toast| view! {
                <div class="toast">
                    <Icon name="check" />
                    <span>{toast.said}</span>
                    <Form to=toast.to key="undo" on_done=undone>
                        <Ticket />
                        {toast.undo.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value /> }).collect_view()}
                        <button type="submit">{move || (words().desk().undo)(left.get())}</button>
                    </Form>
                </div>
            })}
        </div>
    }
}

#[cfg(feature = "hydrate")]
fn count_down(open: super::open::Open, left: RwSignal<u32>) {
    Effect::new(move |_| {
        if open.toast.read().is_none() {
            return;
        }
        left.set(SECONDS);
        let every_second = set_interval_with_handle(
            move || {
                left.update(|left| *left = left.saturating_sub(1));
                if left.get_untracked() == 0 {
                    open.toast.set(None);
                }
            },
            std::time::Duration::from_secs(1),
        );
        on_cleanup(move || {
            if let Ok(timer) = every_second {
                timer.clear();
            }
        });
    });
}
