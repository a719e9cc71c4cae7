//! Faults by the Operations 345 rule: three parts, four moments, five kinds of action.
//!
//! A fault's duration is cut into **three** parts (detect, locate, restore) by **four** moments
//! (T0 occurred, T1 detected, T2 located, T3 restored), and **five** kinds of action make the next one shorter
//! or prevent it. Everything here is a function of its arguments; what cannot be known stays unknown and is never
//! taken for zero. Nothing here is a sentence: enums name what is meant, and the reader's language says it.

pub mod action;
pub mod declaration;
pub mod derive;
pub mod exchange;
pub mod goals;
pub mod impact;
pub mod moment;
pub mod number;
pub mod parts;
pub mod post_mortem;
pub mod recurrence;
pub mod report;
pub mod timeline;
pub mod update;
pub mod view;

use crate::{
    invalid::{self, Code},
    word::words,
};

words! {
    /// How bad a fault is; the first one is the worst.
    pub enum Severity {
        /// The business stands still.
        Critical = "critical",
        /// An important service is down or hardly usable.
        Major = "major",
        /// A part of a service is down, or there is a way around it.
        Minor = "minor",
        /// Hardly anybody notices.
        Low = "low",
    }
}

/// A typed link to what shows something: an address of the web, or a page of this program. It may be empty.
///
/// Whatever is shown as a link has to pass here, what a file brought as well: an address such as `javascript:` would be run
/// by whoever follows it.
///
/// # Errors
/// `BadCharacters` for any other kind of address and for more than one line, `TooLong` above 2,000 characters.
pub fn evidence(typed: &str) -> Result<String, Code> {
    let link = invalid::line(typed, 0, 2_000)?;
    let lower = link.to_ascii_lowercase();
    let is_page = link.starts_with('/') && !link.starts_with("//") && !link.contains('\\');
    let is_address = lower.starts_with("https://") || lower.starts_with("http://");
    if link.is_empty() || is_page || is_address { Ok(link) } else { Err(Code::BadCharacters) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_to_the_web_or_to_a_page_and_runs_nothing() {
        for link in ["", "https://grafana.example/d/7", "HTTP://wiki/x", "/tickets/1042"] {
            assert_eq!(evidence(link).as_deref(), Ok(link));
        }
        for link in ["javascript:alert(1)", " JavaScript:x", "data:text/html,x", "//evil.example", "/\\evil.example", "https://a\nb"] {
            assert_eq!(evidence(link), Err(Code::BadCharacters), "{link}");
        }
    }
}
