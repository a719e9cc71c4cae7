//! Who reads the page, and how: language, clock, theme, and what was typed into a form that came back.
//!
//! The server puts it into the page as JSON beside the view; the browser takes the same value from there before it hydrates,
//! so that both render the same text without a further request.

use domain::clockface::Clockface;
use domain::id::UserId;
use domain::locale::Locale;
use domain::people::{Density, Theme};
use domain::permit::PermissionSet;
use domain::time::Timestamp;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// What every component may want to know of the person in front of the screen.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Reader {
    /// `None` while nobody is signed in.
    pub me: Option<Me>,
    pub locale: Locale,
    pub theme: Theme,
    pub density: Density,
    /// What the reader's clock shows; "now" is the moment at which the server made this.
    pub clock: Clockface,
    /// When this came to the browser, by the browser's own clock in milliseconds; `None` for what came with the page.
    #[serde(skip)]
    pub came_at: Option<f64>,
    /// The most megabytes of one file.
    pub file_limit_mib: u32,
    /// The organisation's name, as the administrator typed it.
    pub organisation: String,
    /// True until somebody has set this instance up: nobody can sign in.
    pub needs_set_up: bool,
    /// The form that came back with errors, when this page is its answer.
    pub rejected: Option<Rejected>,
    /// Why nothing can be shown at all: the database is away.
    pub broken: Option<AppError>,
}

/// The signed-in person, as far as screens need it. What they may do is decided on the server; this only spares them dead links.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Me {
    pub id: UserId,
    pub name: String,
    /// A member of a service team: gets the desk.
    pub agent: bool,
    /// Sees tickets beyond those of their own teams.
    #[serde(default)]
    pub wider: bool,
    /// Leads at least one team.
    pub lead: bool,
    /// What their roles permit anywhere.
    pub may: PermissionSet,
}

/// A form that was refused, with what had been typed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Rejected {
    /// The endpoint that refused it.
    pub to: String,
    pub error: AppError,
    /// Names and values as they arrived; passwords are left out.
    pub fields: Vec<(String, String)>,
}

/// The element of the page that carries the reader.
pub const ELEMENT: &str = "reader";

/// The reader of this page, whose clock goes on while the page stands. Panics never: a page without one gets the defaults of a
/// signed-out visitor.
#[must_use]
pub fn reader() -> Reader {
    let mut reader = use_context::<Reader>().unwrap_or_else(Reader::nobody);
    reader.clock.now = reader.now();
    reader
}

/// The reader's language: what nearly every component asks for, without the rest.
#[must_use]
pub fn locale() -> Locale {
    with_context::<Reader, _>(|reader| reader.locale).unwrap_or(Locale::En)
}

/// The reader's clock, without the rest.
#[must_use]
pub fn clock() -> Clockface {
    with_context::<Reader, _>(|reader| Clockface { now: reader.now(), ..reader.clock.clone() }).unwrap_or(Clockface::utc(Locale::En))
}

/// Lets what is below tell times by the moment at which its data was made, and not by the moment at which the page was first opened.
pub fn tell_time_as_of(now: Timestamp) {
    let mut reader = reader();
    if now > reader.clock.now {
        reader.clock.now = now;
        #[cfg(feature = "hydrate")]
        ticking::came_now(&mut reader);
        provide_context(reader);
    }
}

/// Changes each minute, so that whoever tells how long ago something was can tell it anew; never on the server.
#[derive(Clone, Copy)]
pub struct Minutes(RwSignal<u32>);

impl Minutes {
    /// Puts it into the context; the clock goes from the moment on at which the page stands.
    pub fn provide() {
        let minutes = Self(RwSignal::new(0));
        provide_context(minutes);
        #[cfg(feature = "hydrate")]
        Effect::new(move |_| ticking::start(minutes.0));
    }

    /// What reads this is read anew with the next minute.
    pub fn track() {
        if let Some(minutes) = use_context::<Self>() {
            minutes.0.track();
        }
    }
}

/// The browser's clock: it only says how long ago something came, for it may be wrong about what time it is.
#[cfg(feature = "hydrate")]
mod ticking {
    use std::cell::Cell;
    use std::time::Duration;

    use domain::time::Span;
    use leptos::prelude::*;

    use super::Reader;

    const MINUTE: Duration = Duration::from_mins(1);

    thread_local! {
        /// Since when the page stands. Until then the browser draws what the server drew, and time stands still.
        static STANDS_SINCE: Cell<Option<f64>> = const { Cell::new(None) };
    }

    fn millis() -> f64 {
        // It goes on while the computer sleeps, other than the time since the page was loaded.
        web_sys::js_sys::Date::now()
    }

    /// Begins to count.
    pub fn start(minutes: RwSignal<u32>) {
        STANDS_SINCE.set(Some(millis()));
        set_interval(move || minutes.update(|minutes| *minutes = minutes.wrapping_add(1)), MINUTE);
    }

    pub fn came_now(reader: &mut Reader) {
        reader.came_at = Some(millis());
    }

    /// For how long the page has stood, or what came later.
    pub fn passed(came_at: Option<f64>) -> Span {
        let since = came_at.or(STANDS_SINCE.get());
        Span::from_millis(since.map_or(0, |since| (millis() - since).max(0.0) as i64))
    }
}

/// The signed-in person, if any.
#[must_use]
pub fn me() -> Option<Me> {
    reader().me
}

impl Reader {
    /// What the clock shows by now; on the server it stands.
    fn now(&self) -> Timestamp {
        #[cfg(feature = "hydrate")]
        return self.clock.now.plus(ticking::passed(self.came_at));
        #[cfg(not(feature = "hydrate"))]
        self.clock.now
    }

    /// A visitor of whom nothing is known, at the beginning of time: only for pages that render without a request.
    #[must_use]
    pub fn nobody() -> Self {
        Self {
            me: None,
            locale: Locale::En,
            theme: Theme::default(),
            density: Density::default(),
            clock: Clockface::utc(Locale::En),
            came_at: None,
            file_limit_mib: 0,
            organisation: String::new(),
            needs_set_up: false,
            rejected: None,
            broken: None,
        }
    }

    /// The JSON for the page; `<` is escaped so that no value can end the element.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default().replace('<', "\\u003c")
    }

    /// Reads the value that the server left in the page.
    #[cfg(feature = "hydrate")]
    #[must_use]
    pub fn from_page() -> Self {
        leptos::prelude::document()
            .get_element_by_id(ELEMENT)
            .and_then(|element| element.text_content())
            .and_then(|json| serde_json::from_slice(json.as_bytes()).ok())
            .unwrap_or_else(Self::nobody)
    }
}

/// The rejected form, until the first page has been shown: a later page must not show it again.
#[derive(Clone, Copy)]
pub struct Returned(StoredValue<Option<Rejected>>);

impl Returned {
    #[must_use]
    pub fn new(reader: &Reader) -> Self {
        Self(StoredValue::new(reader.rejected.clone()))
    }

    /// What was refused at `endpoint`, if this page answers it.
    #[must_use]
    pub fn at(self, endpoint: &str) -> Option<Rejected> {
        self.0.with_value(|rejected| rejected.as_ref().filter(|r| r.to == endpoint).cloned())
    }

    /// Forgets it; called once the page stands.
    pub fn clear(self) {
        self.0.set_value(None);
    }
}
