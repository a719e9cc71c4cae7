//! What became of a file, or would become of it.

use serde::{Deserialize, Serialize};

use super::{NotAFile, Note};
use crate::fault::{
    moment::{Kind, Question},
    number::Number,
};

/// What became of one fault of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// What it is called.
    pub title: String,
    /// Its number here; none as long as it is not here.
    pub number: Option<Number>,
    /// Whether it was here before, or stands in the file once more: nothing is made of it.
    pub was_here: bool,
    /// The services that there are none of here. Their names stay with the fault.
    pub unknown_services: Vec<String>,
    /// Whether nobody has said how bad it was: it is shown as major until somebody does, and counted as not said.
    pub no_severity: bool,
    /// Which of the four moments are not known.
    pub unknown: Vec<Kind>,
    /// What its moments ask.
    pub questions: Vec<Question>,
    /// What could not be read or taken.
    pub notes: Vec<Note>,
}

/// What became of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// Its faults, as they stood.
    pub faults: Vec<Taken>,
    /// The places, from 0, of those that have no title and were left out.
    pub untitled: Vec<usize>,
    /// Why nothing at all could be read.
    pub not_a_file: Option<NotAFile>,
}

impl Outcome {
    /// How many are new.
    #[must_use]
    pub fn new_ones(&self) -> usize {
        self.faults.iter().filter(|fault| !fault.was_here).count()
    }
}
