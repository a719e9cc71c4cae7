//! The fault that a page shows, and what each part of the page depends on: no more than what it is about, so that what is typed in one
//! part stays while another one changes.

use domain::fault::view::FaultView;
use leptos::prelude::*;

use super::api::FaultShown;
use crate::reader::Returned;

/// The open fault.
#[derive(Clone, Copy)]
pub struct Open {
    pub shown: RwSignal<FaultShown>,
    again: RwSignal<u32>,
}

impl Open {
    #[must_use]
    pub fn new(shown: FaultShown) -> Self {
        Self { shown: RwSignal::new(shown), again: RwSignal::new(0) }
    }

    /// A part of the fault.
    pub fn part<T: PartialEq + Send + Sync + 'static>(self, of: impl Fn(&FaultView) -> T + Send + Sync + 'static) -> Memo<T> {
        Memo::new(move |_| self.shown.with(|shown| of(&shown.fault)))
    }

    /// As it is now.
    pub fn peek<T>(self, of: impl FnOnce(&FaultShown) -> T) -> T {
        self.shown.with_untracked(of)
    }

    /// What a form of the page does when it went through.
    pub fn on_done(self) -> Callback<()> {
        Callback::new(move |()| self.again.update(|times| *times += 1))
    }

    /// Reads the fault anew when a form of the page went through, and when somebody else changed it.
    #[cfg(feature = "hydrate")]
    pub fn follow(self) {
        let id = self.peek(|shown| shown.fault.number.0);
        let live = use_context::<crate::desk::live::Live>();
        Effect::new(move |before: Option<(u32, u32)>| {
            let (heard, fault) = live.map_or((0, None), |live| live.faults.get());
            let now = (self.again.get(), heard);
            let mine = before.is_some_and(|before| before.0 != now.0);
            let others = before.is_some_and(|before| before.1 != now.1) && fault.is_none_or(|fault| fault == id);
            if mine || others {
                leptos::task::spawn_local(async move {
                    if let Ok(fresh) = super::api::fault(id).await {
                        self.shown.try_set(fresh);
                    }
                });
            }
            now
        });
    }
}

/// The open fault of the page.
///
/// # Panics
/// Outside of a fault's page, which is a defect.
#[must_use]
pub fn open() -> Open {
    expect_context()
}

/// Which fault a form is about.
#[component]
pub fn Which() -> impl IntoView {
    view! { <input type="hidden" name="fault" value=open().peek(|shown| shown.fault.number.0.to_string()) /> }
}

/// Whether this form came back with an error, so that it is to stand open.
#[must_use]
pub fn came_back(to: &'static str, key: &str) -> bool {
    let returned = use_context::<Returned>().and_then(|returned| returned.at(to));
    returned.is_some_and(|form| form.fields.iter().any(|(name, value)| name == "form_key" && value == key))
}
