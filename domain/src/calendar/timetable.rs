//! A calendar as instants: which stretches of real time are working time.

mod block;

use std::sync::OnceLock;

use jiff::{civil::Date, tz::TimeZone};

use self::block::{Block, Wall};
use super::{Calendar, Day};
use crate::time::{Span, Timestamp};

/// No calendar is open before this: 1970-01-01T00:00:00Z.
pub const FIRST: Timestamp = Timestamp::EPOCH;
/// No calendar is open from here on (in March of 2200), so every search ends.
pub const LAST: Timestamp = Timestamp::from_millis(BLOCKS * BLOCK);

/// Instants are kept by blocks of 52 weeks, each compiled when it is first needed.
const BLOCK: i64 = 52 * 7 * 86_400_000;
const BLOCKS: i64 = 231;

/// A calendar compiled for reckoning. It answers the same for ever; what it
/// remembers only makes it faster. Threads may share it.
#[derive(Debug)]
pub struct Timetable {
    calendar: Calendar,
    zone: TimeZone,
    blocks: Box<[OnceLock<Block>]>,
}

/// A date on which a calendar says of itself that it is closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClosedDay<'a> {
    /// Its local midnight.
    pub from: Timestamp,
    /// The next date's local midnight.
    pub until: Timestamp,
    /// Its name; empty for an override without one.
    pub name: &'a str,
}

impl Timetable {
    /// The calendar in this zone, which is the one that it names.
    #[must_use]
    pub fn new(calendar: Calendar, zone: TimeZone) -> Self {
        let blocks = (0..BLOCKS).map(|_| OnceLock::new()).collect();
        Self { calendar, zone, blocks }
    }

    /// What was compiled.
    #[must_use]
    pub const fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// Working time in `[from, until)`; nothing when `until` is not later.
    #[must_use]
    pub fn worked(&self, from: Timestamp, until: Timestamp) -> Span {
        let (from, until) = (clamp(from), clamp(until));
        if until <= from {
            return Span::ZERO;
        }
        let (first, last) = (from / BLOCK, until / BLOCK);
        let mut worked = self.before(last, until) - self.before(first, from);
        for block in first..last {
            worked += self.block(block).map_or(0, Block::total);
        }
        Span::from_millis(worked)
    }

    /// The earliest instant at which `amount` of working time has passed since
    /// `from`: `from` itself for nothing. `None` when it never passes.
    #[must_use]
    pub fn after(&self, from: Timestamp, amount: Span) -> Option<Timestamp> {
        if amount <= Span::ZERO {
            return Some(from);
        }
        let from = clamp(from);
        let mut number = from / BLOCK;
        let mut wanted = self.before(number, from).saturating_add(amount.millis());
        while let Some(block) = self.block(number) {
            match block.reach(wanted) {
                Some(at) => return Some(Timestamp::from_millis(at)),
                None => wanted -= block.total(),
            }
            number += 1;
        }
        None
    }

    /// The first working instant at or after `from`. `None` when none comes.
    #[must_use]
    pub fn opening(&self, from: Timestamp) -> Option<Timestamp> {
        let from = clamp(from);
        let mut number = from / BLOCK;
        while let Some(block) = self.block(number) {
            if let Some((begin, _)) = block.stretches_from(from).next() {
                return Some(Timestamp::from_millis(begin.max(from)));
            }
            number += 1;
        }
        None
    }

    /// The stretches of working time in `[from, until)`, in order, none of which touch.
    pub fn open_between(&self, from: Timestamp, until: Timestamp) -> impl Iterator<Item = (Timestamp, Timestamp)> {
        let (from, until) = (clamp(from), clamp(until));
        let mut stretches = (from / BLOCK..=until / BLOCK)
            .filter_map(|number| self.block(number))
            .flat_map(move |block| block.stretches_from(from))
            .map(move |(begin, end)| (begin.max(from), end.min(until)))
            .take_while(move |&(begin, _)| begin < until)
            .peekable();
        std::iter::from_fn(move || {
            let (begin, mut end) = stretches.next()?;
            // A new block may cut what belongs together.
            while let Some((_, later)) = stretches.next_if(|&(next, _)| next <= end) {
                end = later;
            }
            Some((Timestamp::from_millis(begin), Timestamp::from_millis(end)))
        })
    }

    /// The dates in `[from, until)` that are holidays or closed by an override, in order.
    pub fn closed_days(&self, from: Timestamp, until: Timestamp) -> impl Iterator<Item = ClosedDay<'_>> {
        let (from, until) = (clamp(from), clamp(until));
        let wall = Wall::new(&self.calendar, &self.zone);
        let mut date = (from < until).then(|| wall.date(from));
        std::iter::from_fn(move || {
            loop {
                let today = date?;
                date = today.tomorrow().ok();
                let begin = wall.instant(today, 0)?;
                if begin >= until {
                    date = None;
                    return None;
                }
                if let Some(name) = closed(self.calendar.on(today)) {
                    let end = wall.instant(today, 24 * 60)?;
                    return Some(ClosedDay { from: Timestamp::from_millis(begin), until: Timestamp::from_millis(end), name });
                }
            }
        })
    }

    /// The date on the calendar's wall at an instant.
    #[must_use]
    pub fn date(&self, at: Timestamp) -> Date {
        Wall::new(&self.calendar, &self.zone).date(clamp(at))
    }

    /// Working time of a block that lies before an instant in it.
    fn before(&self, number: i64, at: i64) -> i64 {
        self.block(number).map_or(0, |block| block.before(at))
    }

    fn block(&self, number: i64) -> Option<&Block> {
        let place = self.blocks.get(usize::try_from(number).ok()?)?;
        Some(place.get_or_init(|| Wall::new(&self.calendar, &self.zone).block(number * BLOCK, (number + 1) * BLOCK)))
    }
}

const fn closed(day: Day<'_>) -> Option<&str> {
    match day {
        Day::Holiday(name) => Some(name),
        Day::Override(name, []) => Some(name),
        Day::Usual(_) | Day::Override(..) => None,
    }
}

fn clamp(at: Timestamp) -> i64 {
    at.millis().clamp(FIRST.millis(), LAST.millis())
}
