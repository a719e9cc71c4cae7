//! Hours of one day in wall time, to the minute.

use std::fmt;

use crate::invalid::Code;

/// The minute that ends a day: `24:00`.
const DAY: u16 = 24 * 60;

/// From one wall time to a later one of the same day; the end may be `24:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hours {
    from: u16,
    until: u16,
}

impl Hours {
    /// From midnight to midnight.
    pub const WHOLE_DAY: Self = Self { from: 0, until: DAY };

    /// When they begin, in minutes after midnight: 0..1440.
    #[must_use]
    pub const fn from(self) -> u16 {
        self.from
    }

    /// When they end, in minutes after midnight: 1..=1440.
    #[must_use]
    pub const fn until(self) -> u16 {
        self.until
    }

    /// Both ends as they are typed: `09:00`, `24:00`.
    #[must_use]
    pub fn typed(self) -> [String; 2] {
        [clock(self.from), clock(self.until)]
    }

    /// Hours as they are typed; what lies after midnight is the second part.
    ///
    /// # Errors
    /// `NotATimeOfDay` for either end, `NoLength` when they are the same.
    pub(super) fn parse([from, until]: &[String; 2]) -> Result<(Self, Option<Self>), Code> {
        let (from, until) = (minute(from)?, minute(until)?);
        if from == DAY {
            return Err(Code::NotATimeOfDay);
        }
        if from == until {
            return Err(Code::NoLength);
        }
        if from < until {
            return Ok((Self { from, until }, None));
        }
        // An overnight shift belongs to the evening's day and to the morning's.
        let morning = (until > 0).then_some(Self { from: 0, until });
        Ok((Self { from, until: DAY }, morning))
    }

    /// The same working time in order, each minute of it once.
    pub(super) fn merge(mut all: Vec<Self>) -> Vec<Self> {
        all.sort_unstable();
        let mut merged: Vec<Self> = Vec::with_capacity(all.len());
        for hours in all {
            match merged.last_mut() {
                Some(last) if hours.from <= last.until => last.until = last.until.max(hours.until),
                _ => merged.push(hours),
            }
        }
        merged
    }
}

/// `09:00–17:00`.
impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}–{}", clock(self.from), clock(self.until))
    }
}

/// A minute after midnight as it is typed: `09:00`, `24:00`.
#[must_use]
pub fn clock(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// A typed time of day in minutes after midnight, 0..=1440; `None`, when it is none.
#[must_use]
pub fn minute_of_day(text: &str) -> Option<u16> {
    minute(text).ok()
}

/// `9`, `9:00`, `09:00`, `24:00`.
fn minute(text: &str) -> Result<u16, Code> {
    let digits = |text: &str, lengths: std::ops::RangeInclusive<usize>| -> Option<u16> {
        (lengths.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
    };
    let (hour, minute) = text.trim().split_once([':', '：']).unwrap_or((text.trim(), "00"));
    let (hour, minute) = (digits(hour, 1..=2), digits(minute, 2..=2));
    match (hour, minute) {
        (Some(hour), Some(minute)) if minute < 60 && hour * 60 + minute <= DAY => Ok(hour * 60 + minute),
        _ => Err(Code::NotATimeOfDay),
    }
}
