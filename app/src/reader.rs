//! Who reads the page, and how: language, clock, theme, and what was typed into a form that came back.
//!
//! The server puts it into the page as JSON beside the view; the browser takes the same value from there before it hydrates,
//! so that both render the same text without a further request.

use domain::clockface::Clockface;
use domain::id::UserId;
use domain::locale::Locale;
use domain::people::{Density, Theme};
use domain::permit::PermissionSet;
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
    pub clock: Clockface,
    /// The organisation's name, as the administrator typed it.
    pub organisation: String,
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

/// The reader of this page. Panics never: a page without one gets the defaults of a signed-out visitor.
#[must_use]
pub fn reader() -> Reader {
    use_context::<Reader>().unwrap_or_else(Reader::nobody)
}

/// The signed-in person, if any.
#[must_use]
pub fn me() -> Option<Me> {
    reader().me
}

impl Reader {
    /// A visitor of whom nothing is known, at the beginning of time: only for pages that render without a request.
    #[must_use]
    pub fn nobody() -> Self {
        Self {
            me: None,
            locale: Locale::En,
            theme: Theme::default(),
            density: Density::default(),
            clock: Clockface::utc(Locale::En),
            organisation: String::new(),
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
