//! Surveys of another system that come in as CSV: what becomes of each row. None is dropped without a word.

use serde::{Deserialize, Serialize};

use crate::word::words;

/// The columns, in the order of the documentation; those that may be missing come after `value`.
pub const COLUMNS: [&str; 8] = ["service", "asked_at", "answered_at", "kind", "value", "comment", "ticket", "respondent"];
/// How many of them must be there.
pub const NEEDED: usize = 5;

words! {
    /// Why a row is not taken.
    pub enum Refusal {
        /// It has another number of cells than the head.
        Cells = "cells",
        /// It names no service.
        NoService = "no_service",
        /// There is no such service.
        UnknownService = "unknown_service",
        /// Neither when it was asked nor when it was answered is known.
        NoTime = "no_time",
        /// A time cannot be read.
        NotATime = "not_a_time",
        /// It was asked or answered later than now.
        InTheFuture = "in_the_future",
        /// It was answered before it was asked.
        AnsweredBeforeAsked = "answered_before_asked",
        /// It is neither stars, NPS nor CES.
        UnknownKind = "unknown_kind",
        /// It was answered, and nothing was given.
        NoValue = "no_value",
        /// Its kind offers no such answer.
        NotAValue = "not_a_value",
        /// The comment is too long.
        CommentTooLong = "comment_too_long",
        /// The ticket's requester was asked here.
        AskedHere = "asked_here",
    }
}

words! {
    /// Why a file is none.
    pub enum NotAFile {
        /// There is nothing in it.
        Empty = "empty",
        /// It is not CSV.
        NotCsv = "not_csv",
        /// Columns are missing.
        MissingColumns = "missing_columns",
        /// A column stands there twice.
        TwiceAColumn = "twice_a_column",
    }
}

/// A row that is not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejected {
    /// Where it begins in the file, from 1.
    pub line: u64,
    /// Why.
    pub why: Refusal,
    /// What stood in the cell that it is about; may be empty.
    pub cell: String,
}

/// What a file comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brought {
    /// Why it is no file of surveys, and which columns that is about.
    pub not_a_file: Option<(NotAFile, Vec<String>)>,
    /// Rows that are taken.
    pub new: u64,
    /// How many of those were answered.
    pub answered: u64,
    /// Rows that are here already.
    pub known: u64,
    /// The others.
    pub rejected: Vec<Rejected>,
}
