//! Working time that was not paused: the two questions that all clocks ask.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::Timetable;
use crate::time::{Span, Timestamp};

/// A while that does not count: `[from, until)`, or from `from` on as long as it is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Pause {
    /// When it began.
    pub from: Timestamp,
    /// When it ended; `None` while it lasts.
    pub until: Option<Timestamp>,
}

/// When a target will have been used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "deadline", content = "at", rename_all = "snake_case")]
pub enum Deadline {
    /// Then.
    At(Timestamp),
    /// Nobody can say while a pause lasts.
    Paused,
    /// The calendar has not that much working time before [`super::LAST`].
    Never,
}

impl Deadline {
    /// The instant, if there is one.
    #[must_use]
    pub const fn at(self) -> Option<Timestamp> {
        match self {
            Self::At(at) => Some(at),
            Self::Paused | Self::Never => None,
        }
    }
}

/// Working time in `[start, end)` that was not paused (`docs/sla.md`, "Working time").
///
/// Pauses may overlap, stand in any order, begin before the start and be open.
/// Nothing when `end` is not later than `start`.
#[must_use]
pub fn elapsed(timetable: &Timetable, pauses: &[Pause], start: Timestamp, end: Timestamp) -> Span {
    let mut elapsed = 0;
    walk(pauses, start, |from, until| {
        let until = until.map_or(end, |until| until.min(end));
        elapsed += timetable.worked(from, until).millis();
        until < end
    });
    Span::from_millis(elapsed)
}

/// The earliest instant at which `duration` of working, unpaused time has passed
/// since `start` (`docs/sla.md`, "Working time"); a duration of nothing, or less, has passed at
/// `start` itself. It is found by walking working time between the pauses,
/// never by adding up pauses.
#[must_use]
pub fn deadline(timetable: &Timetable, pauses: &[Pause], start: Timestamp, duration: Span) -> Deadline {
    if duration <= Span::ZERO {
        return Deadline::At(start);
    }
    let mut wanted = duration.millis();
    let mut found = Deadline::Paused;
    walk(pauses, start, |from, until| {
        if let Some(until) = until {
            let worked = timetable.worked(from, until).millis();
            if worked < wanted {
                wanted -= worked;
                return true;
            }
        }
        found = timetable.after(from, Span::from_millis(wanted)).map_or(Deadline::Never, Deadline::At);
        false
    });
    found
}

/// Visits what lies between the pauses from `start` on, in order, as long as `more` says
/// so; the last one has no end, unless a pause is open.
fn walk(pauses: &[Pause], start: Timestamp, mut more: impl FnMut(Timestamp, Option<Timestamp>) -> bool) {
    let mut at = start;
    for pause in in_order(pauses).iter() {
        if pause.until.is_some_and(|until| until <= at) {
            continue;
        }
        if at < pause.from && !more(at, Some(pause.from)) {
            return;
        }
        match pause.until {
            Some(until) => at = at.max(pause.from).max(until),
            None => return,
        }
    }
    more(at, None);
}

fn in_order(pauses: &[Pause]) -> Cow<'_, [Pause]> {
    if pauses.is_sorted_by_key(|pause| pause.from) {
        return Cow::Borrowed(pauses);
    }
    let mut sorted = pauses.to_vec();
    sorted.sort_unstable_by_key(|pause| pause.from);
    Cow::Owned(sorted)
}
