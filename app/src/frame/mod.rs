//! The frames around pages: plain for visitors, the portal for requesters.

mod plain;
mod portal;

use leptos::prelude::*;

use crate::reader::locale;
use crate::session::api::ChooseLanguage;
use crate::ui::{Form, Icon, ServerFn};
use crate::words::words;

pub use plain::PlainFrame;
pub use portal::PortalFrame;

/// The way past the navigation, first in the order of the keyboard.
#[component]
pub fn Skip() -> impl IntoView {
    view! { <a class="skip" href="#main" rel="external">{words().common().skip}</a> }
}

/// Switches to the other language, on the page one is on.
#[component]
pub fn LanguageSwitch() -> impl IntoView {
    let other = locale().other();
    view! {
        <Form to=ChooseLanguage::url() reload=true>
            <input type="hidden" name="locale" value=other.as_str() />
            <button class="button" data-kind="quiet" type="submit" lang=other.as_str()>
                <Icon name="globe" />
                <span class="button-text">{words().common().other_language}</span>
            </button>
        </Form>
    }
}
