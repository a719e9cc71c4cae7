//! From wall time to instants, a block at a time.

use jiff::{civil::Date, tz::TimeZone};

use crate::{calendar::Calendar, time::Timestamp};

/// Working time of a while as instants: stretches in order that do not touch,
/// each with the working time that lies before it in the block.
#[derive(Debug)]
pub struct Block {
    stretches: Box<[Stretch]>,
    total: i64,
}

#[derive(Clone, Copy, Debug)]
struct Stretch {
    begin: i64,
    end: i64,
    before: i64,
}

impl Block {
    /// Stretches in any order that may overlap; each millisecond counts once.
    fn new(mut all: Vec<(i64, i64)>) -> Self {
        all.sort_unstable();
        let mut stretches: Vec<Stretch> = Vec::with_capacity(all.len());
        for (begin, end) in all {
            match stretches.last_mut() {
                Some(last) if begin <= last.end => last.end = last.end.max(end),
                _ => stretches.push(Stretch { begin, end, before: 0 }),
            }
        }
        let mut total = 0;
        for stretch in &mut stretches {
            stretch.before = total;
            total += stretch.end - stretch.begin;
        }
        Self { stretches: stretches.into(), total }
    }

    /// All its working time.
    pub const fn total(&self) -> i64 {
        self.total
    }

    /// Its working time before an instant.
    pub fn before(&self, at: i64) -> i64 {
        let begun = self.stretches.partition_point(|stretch| stretch.begin < at);
        match begun.checked_sub(1).map(|last| self.stretches[last]) {
            Some(last) => last.before + at.min(last.end) - last.begin,
            None => 0,
        }
    }

    /// The earliest instant before which lies this much of its working time,
    /// which is more than nothing.
    pub fn reach(&self, wanted: i64) -> Option<i64> {
        if wanted > self.total {
            return None;
        }
        let begun = self.stretches.partition_point(|stretch| stretch.before < wanted);
        let last = self.stretches[begun.checked_sub(1)?];
        Some(last.begin + wanted - last.before)
    }

    /// The stretches that end after an instant.
    pub fn stretches_from(&self, from: i64) -> impl Iterator<Item = (i64, i64)> + use<'_> {
        let first = self.stretches.partition_point(|stretch| stretch.end <= from);
        self.stretches[first..].iter().map(|stretch| (stretch.begin, stretch.end))
    }
}

/// A calendar on the wall of its zone.
#[derive(Clone, Copy)]
pub struct Wall<'a> {
    calendar: &'a Calendar,
    zone: &'a TimeZone,
}

impl<'a> Wall<'a> {
    pub const fn new(calendar: &'a Calendar, zone: &'a TimeZone) -> Self {
        Self { calendar, zone }
    }

    /// The date that the wall shows.
    pub fn date(&self, at: i64) -> Date {
        self.zone.to_datetime(Timestamp::from_millis(at).to_jiff()).date()
    }

    /// The instant of a wall time, in minutes after the date's midnight, up to 24:00.
    ///
    /// In a spring gap it moves forward by the gap, in an autumn fold it is the
    /// first occurrence: that is what RFC 5545 says, and jiff calls compatible.
    pub fn instant(&self, date: Date, minute: u16) -> Option<i64> {
        let (date, minute) = if minute == 24 * 60 { (date.tomorrow().ok()?, 0) } else { (date, minute) };
        let wall = date.at(i8::try_from(minute / 60).ok()?, i8::try_from(minute % 60).ok()?, 0, 0);
        let at = self.zone.to_ambiguous_timestamp(wall).compatible().ok()?;
        Some(at.as_millisecond())
    }

    /// Working time in `[begin, end)`.
    pub fn block(&self, begin: i64, end: i64) -> Block {
        let mut all = Vec::with_capacity(800);
        // Offsets, and gaps of a whole day when a country crosses the date line, reach two days.
        let utc = |at: i64| TimeZone::UTC.to_datetime(Timestamp::from_millis(at).to_jiff()).date();
        let mut next = utc(begin).checked_sub(jiff::Span::new().days(2)).ok();
        let last = utc(end).saturating_add(jiff::Span::new().days(2));
        while let Some(date) = next.filter(|&date| date <= last) {
            for hours in self.calendar.on(date).hours() {
                let ends = self.instant(date, hours.from()).zip(self.instant(date, hours.until()));
                // A gap can carry the beginning past the end: then nothing of it was worked.
                all.extend(ends.map(|(from, until)| (from.max(begin), until.min(end))).filter(|(from, until)| from < until));
            }
            next = date.tomorrow().ok();
        }
        Block::new(all)
    }
}
