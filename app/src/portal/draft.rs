//! Drafts: what is typed is kept on the server while one types.

use domain::time::Timestamp;
use leptos::prelude::*;

use crate::reader::clock;
use crate::ui::form_state;
use crate::words::words;

/// Says when the draft of the form around it was kept, and keeps it while one types and when one leaves.
#[component]
pub fn DraftKeeper(
    /// When it was kept before.
    #[prop(optional_no_strip)]
    at: Option<Timestamp>,
    /// The server function that keeps it.
    to: &'static str,
    /// What that function takes, of the form's fields.
    of: impl Fn(Vec<(String, String)>) -> Vec<(&'static str, String)> + Clone + 'static,
) -> impl IntoView {
    let here = NodeRef::<leptos::html::Span>::new();
    let kept = RwSignal::new(at);
    let state = form_state();
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| {
        use crate::ui::draft;
        if let Some(form) = here.get().and_then(|here| draft::form_around(&here)) {
            let of = of.clone();
            draft::keep(draft::Draft { form, to, read: Box::new(move |form| of(draft::fields(form))), kept }, state);
        }
    });
    #[cfg(not(feature = "hydrate"))]
    let _ = (to, of, state);
    view! {
        <span class="composer-draft small quiet" role="status" node_ref=here>
            {move || kept.get().map(|at| (words().portal().draft_kept)(&clock().time(at)))}
        </span>
    }
}
