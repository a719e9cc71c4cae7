//! Faults by the Operations 345 rule: three parts, four moments, five kinds of action.
//!
//! A fault's duration is cut into **three** parts (detect, locate, restore) by **four** moments
//! (T0 occurred, T1 detected, T2 located, T3 restored), and **five** kinds of action make the next one shorter
//! or prevent it. Everything here is a function of its arguments; what cannot be known stays unknown and is never
//! taken for zero. Nothing here is a sentence: enums name what is meant, and the reader's language says it.

pub mod action;
pub mod derive;
pub mod exchange;
pub mod impact;
pub mod moment;
pub mod parts;
pub mod post_mortem;
pub mod recurrence;
pub mod report;
pub mod timeline;

use crate::word::words;

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
