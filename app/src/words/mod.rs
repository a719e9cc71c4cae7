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
pub mod fault_files;
pub mod fault_report;
pub mod faults;
pub mod live;
pub mod on_call;
pub mod portal;
pub mod post_mortem;
pub mod report;
pub mod review;
pub mod scoring;
pub mod session;
pub mod sla;
pub mod status;
pub mod survey;
pub mod ticket;
pub mod told;

use domain::locale::Locale;

use crate::reader::locale;

/// The words of one language, area by area.
///
/// Each area is a table of its own and not a field of one big table, so that a part of the application that is loaded later
/// brings its own words along (see `lazy`).
#[derive(Clone, Copy, Debug)]
pub struct Words(Locale);

macro_rules! areas {
    ($($area:ident)+) => {
        impl Words {
            $(
                #[must_use]
                pub fn $area(self) -> &'static $area::Words {
                    static EN: $area::Words = $area::EN;
                    static ZH: $area::Words = $area::ZH;
                    match self.0 {
                        Locale::En => &EN,
                        Locale::Zh => &ZH,
                    }
                }
            )+
        }
    };
}

areas! { account admin common desk errors fault_files fault_report faults live on_call portal post_mortem report review scoring session sla status survey ticket told }

/// The words of a language, for whom no page is written: who reads a mail.
#[must_use]
pub const fn words_in(locale: Locale) -> Words {
    Words(locale)
}

/// The words in the reader's language.
#[must_use]
pub fn words() -> Words {
    Words(locale())
}
