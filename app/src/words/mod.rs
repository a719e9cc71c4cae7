//! Everything that screens say, in every language, as typed tables.
//!
//! One struct for each area, with one `static` of it per language: a word that is missing in one of them does not compile. Words
//! with values in them are functions, so that each language orders and inflects as it needs. Plain data and no library: the
//! tables cost no build time, and 30 words weigh as much in the browser as their letters.

pub mod account;
pub mod admin;
pub mod common;
pub mod desk;
pub mod errors;
pub mod live;
pub mod portal;
pub mod report;
pub mod session;
pub mod ticket;

use domain::locale::Locale;

use crate::reader::reader;

/// All areas in one language.
pub struct Words {
    pub account: account::Words,
    pub admin: admin::Words,
    pub common: common::Words,
    pub desk: desk::Words,
    pub errors: errors::Words,
    pub live: live::Words,
    pub portal: portal::Words,
    pub report: report::Words,
    pub session: session::Words,
    pub ticket: ticket::Words,
}

static EN: Words = Words {
    account: account::EN,
    admin: admin::EN,
    common: common::EN,
    desk: desk::EN,
    errors: errors::EN,
    live: live::EN,
    portal: portal::EN,
    report: report::EN,
    session: session::EN,
    ticket: ticket::EN,
};
static ZH: Words = Words {
    account: account::ZH,
    admin: admin::ZH,
    common: common::ZH,
    desk: desk::ZH,
    errors: errors::ZH,
    live: live::ZH,
    portal: portal::ZH,
    report: report::ZH,
    session: session::ZH,
    ticket: ticket::ZH,
};

/// The words of one language: for mail and other text that has no page around it.
#[must_use]
pub fn words_in(locale: Locale) -> &'static Words {
    match locale {
        Locale::En => &EN,
        Locale::Zh => &ZH,
    }
}

/// The words in the reader's language.
#[must_use]
pub fn words() -> &'static Words {
    words_in(reader().locale)
}
