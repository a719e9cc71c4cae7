//! The faults behind one number of a report.

use super::{By, Fault, FaultRow, Measured, latest_first};
use crate::{
    calendar::Timetable,
    fault::{
        derive::Finder,
        parts::{Measure, Part},
    },
    word::words,
};

words! {
    /// Which faults a number was made of. With a part, those in whose figures it stands.
    #[derive(Default)]
    pub enum Of {
        /// All that are counted.
        #[default]
        All = "all",
        /// Those in which the part has a length.
        Known = "known",
        /// Those in which it has none.
        LeftOut = "left_out",
        /// Those of which it is known who found them.
        FinderKnown = "finder_known",
        /// Those that the monitoring found.
        Monitoring = "monitoring",
        /// Those that repeat an earlier one.
        Repeats = "repeats",
        /// Those with actions whose last day is over.
        Due = "due",
        /// Those with actions whose last day is over and that were not done by then.
        NotInTime = "not_in_time",
        /// Drills, which no figure counts.
        Drills = "drills",
        /// Duplicates, which no figure counts either.
        Duplicates = "duplicates",
    }
}

/// The faults behind a number, the latest first: of a row by its key, or of all rows together. `part` is for [`Of::Known`] and
/// [`Of::LeftOut`] alone; without one they are about the total.
#[must_use]
pub fn behind(
    faults: &[Fault],
    group: Option<(By, &str)>,
    part: Option<Part>,
    of: Of,
    clock: Measure,
    timetable: Option<&Timetable>,
) -> Vec<FaultRow> {
    let part = part.unwrap_or(Part::Total);
    let counted = |fault: &&Fault| match of {
        Of::Drills => fault.is_drill,
        Of::Duplicates => fault.is_duplicate && !fault.is_drill,
        _ => !fault.is_drill && !fault.is_duplicate,
    };
    let grouped = |fault: &&Fault| group.is_none_or(|(by, key)| by.keys(fault).iter().any(|one| one == key));
    let wanted = |one: &Measured<'_>| {
        let known = one.lengths.get(&part).and_then(|length| length.by(clock)).is_some();
        let tally = one.fault.actions;
        match of {
            Of::All | Of::Drills | Of::Duplicates => true,
            Of::Known => known,
            Of::LeftOut => !known,
            Of::FinderKnown => one.fault.finder.is_some(),
            Of::Monitoring => one.fault.finder == Some(Finder::Monitoring),
            Of::Repeats => one.fault.repeats,
            Of::Due => tally.due > 0,
            Of::NotInTime => tally.in_time < tally.due,
        }
    };
    let measured = faults.iter().filter(counted).filter(grouped).map(|fault| Measured::of(fault, timetable));
    latest_first(measured.filter(wanted).map(|one| one.row(clock)).collect())
}
