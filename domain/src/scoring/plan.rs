//! A round as it is planned: which period it looks back on, when it is open, what is scored, and who runs it.

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::PoolWeights;
use crate::{
    clockface::typed::{day, day_and_time},
    id::UserId,
    invalid::{self, Code, Invalid},
    locale::Localised,
    time::{Span, Timestamp},
    word::words,
};

/// The most dimensions of a round.
pub const DIMENSIONS_MAX: usize = 8;
/// For how long after a round has closed a team may appeal.
pub const APPEAL_WINDOW: Span = Span::from_days(14);
/// The most characters of an appeal, and of its answer.
pub const APPEAL_MAX: usize = 4_000;
const NAME_MAX: usize = 100;
const DIMENSION_MAX: usize = 60;
const ASKS_MAX: usize = 200;

words! {
    /// Where a round stands. The clock moves it on; its owner may close it before its time.
    pub enum Stage {
        /// It is being prepared.
        Planned = "planned",
        /// Ballots are cast.
        Open = "open",
        /// The results stand.
        Closed = "closed",
    }
}

/// One thing that is scored.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dimension {
    /// What it is called.
    pub name: Localised,
    /// The question that explains it; may be empty.
    pub asks: Localised,
}

impl Dimension {
    /// The five that a round begins with.
    #[must_use]
    pub fn usual() -> Vec<Self> {
        [
            (
                ("Professionalism", "专业"),
                ("Did they know their trade and say what they were doing?", "他们是否精通业务，并说明了自己在做什么？"),
            ),
            (("Warmth", "热情"), ("Were you treated as a colleague, not as a ticket?", "他们是否把您当作同事，而不是一张工单？")),
            (("Convenience", "便利"), ("Was it easy to reach them and to get what you needed?", "联系他们、获得所需是否方便？")),
            (("Speed", "速度"), ("Did it take as long as it had to, and no longer?", "所用时间是否恰到好处，没有拖延？")),
            (("Communication", "沟通"), ("Did you know where things stood without asking?", "您是否不必询问就知道进展？")),
        ]
        .map(|(name, asks)| Self { name: Localised::new(name.0, name.1), asks: Localised::new(asks.0, asks.1) })
        .to_vec()
    }
}

/// A round as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// What people call it.
    pub name: String,
    /// The first day of dealings, `2026-07-01`.
    pub first_day: String,
    /// The last one.
    pub last_day: String,
    /// When ballots can be cast, `2026-10-05T08:00`.
    pub opens: String,
    /// When they cannot any more.
    pub closes: String,
    /// Who runs it.
    pub owner: Option<UserId>,
    /// How much business teams count.
    pub external: String,
    /// How much service teams count.
    pub internal: String,
    /// What is scored; those without a name are left out.
    pub dimensions: Vec<Dimension>,
}

/// A round that can be held.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// What people call it.
    pub name: String,
    /// Dealings count from here on.
    pub from: Timestamp,
    /// And until here, exclusively.
    pub until: Timestamp,
    /// When ballots can be cast.
    pub opens: Timestamp,
    /// When they cannot any more.
    pub closes: Timestamp,
    /// Who runs it.
    pub owner: UserId,
    /// How much business teams count, 0..=100.
    pub external: u8,
    /// How much service teams count, 0..=100.
    pub internal: u8,
    /// What is scored, in the order of the form; never empty.
    pub dimensions: Vec<Dimension>,
}

impl Plan {
    /// How much either side counts.
    #[must_use]
    pub fn weights(&self) -> PoolWeights {
        PoolWeights::new(f64::from(self.external), f64::from(self.internal)).unwrap_or_default()
    }
}

impl Draft {
    /// Reads what was typed by the clock of `zone`.
    ///
    /// # Errors
    /// At `name`, `first_day`, `last_day`, `opens`, `closes`, `owner`, `external`, `internal`, `dimensions` and `dimensions.0.name_en` (and so
    /// on). A period ends no earlier than it begins; a round opens after its period began, closes after it opened, and in the future.
    pub fn parse(&self, zone: &TimeZone, now: Timestamp) -> Result<Plan, Invalid> {
        let mut invalid = Invalid::default();
        let name = invalid.take("name", invalid::line(&self.name, 1, NAME_MAX));
        let first = invalid
            .take("first_day", required(&self.first_day, |typed| day(typed).map(|day| day.to_datetime(jiff::civil::Time::midnight()))));
        let last = required(&self.last_day, |typed| day(typed)?.tomorrow().ok().map(|day| day.to_datetime(jiff::civil::Time::midnight())));
        let last = invalid.take("last_day", last);
        let opens = invalid.take("opens", required(&self.opens, day_and_time));
        let closes = invalid.take("closes", required(&self.closes, day_and_time));
        let [from, until, opens, closes] = [first, last, opens, closes].map(|at| at.map(|at| at_clock(at, zone)));
        let mut order = |earlier: Option<Timestamp>, later: Option<Timestamp>, field: &str| {
            if let (Some(earlier), Some(later)) = (earlier, later)
                && later <= earlier
            {
                invalid.add(field, Code::NotAfterTheFirst);
            }
        };
        order(from, until, "last_day");
        order(from, opens, "opens");
        order(opens, closes, "closes");
        if closes.is_some_and(|closes| closes <= now) {
            invalid.add("closes", Code::NotInTheFuture);
        }
        let owner = invalid.take("owner", self.owner.ok_or(Code::Required));
        let external = invalid.take("external", percent(&self.external));
        let internal = invalid.take("internal", percent(&self.internal));
        if external == Some(0) && internal == Some(0) {
            invalid.add("external", Code::Required);
        }
        let dimensions = self.dimensions(&mut invalid);
        let (Some(name), Some(from), Some(until), Some(opens), Some(closes), Some(owner), Some(external), Some(internal)) =
            (name, from, until, opens, closes, owner, external, internal)
        else {
            return Err(invalid);
        };
        invalid.or(Plan { name, from, until, opens, closes, owner, external, internal, dimensions })
    }

    fn dimensions(&self, invalid: &mut Invalid) -> Vec<Dimension> {
        let named: Vec<(usize, &Dimension)> = self.dimensions.iter().enumerate().filter(|(_, one)| !one.name.is_empty()).collect();
        if named.is_empty() {
            invalid.add("dimensions", Code::Required);
        }
        if named.len() > DIMENSIONS_MAX {
            invalid.add("dimensions", Code::TooMany { max: DIMENSIONS_MAX });
        }
        let mut read = |row: usize, field: &str, typed: &str, max: usize| {
            invalid.take(&format!("dimensions.{row}.{field}"), invalid::line(typed, 0, max)).unwrap_or_default()
        };
        let dimension = |(row, one): (usize, &Dimension)| Dimension {
            name: Localised {
                en: read(row, "name_en", &one.name.en, DIMENSION_MAX),
                zh: read(row, "name_zh", &one.name.zh, DIMENSION_MAX),
            },
            asks: Localised { en: read(row, "asks_en", &one.asks.en, ASKS_MAX), zh: read(row, "asks_zh", &one.asks.zh, ASKS_MAX) },
        };
        named.into_iter().map(dimension).collect()
    }
}

/// A day and a time by the clock of `zone`, `2026-10-19T18:00`.
///
/// # Errors
/// `Required`, `NotADate`.
pub fn moment(typed: &str, zone: &TimeZone) -> Result<Timestamp, Code> {
    required(typed, day_and_time).map(|at| at_clock(at, zone))
}

/// Of an hour that comes twice the first, and what falls into an hour that is left out as much later.
fn at_clock(at: jiff::civil::DateTime, zone: &TimeZone) -> Timestamp {
    zone.to_ambiguous_timestamp(at).compatible().map_or(Timestamp::EPOCH, Timestamp::from)
}

fn required<T>(typed: &str, read: impl FnOnce(&str) -> Option<T>) -> Result<T, Code> {
    match typed.trim() {
        "" => Err(Code::Required),
        typed => read(typed).ok_or(Code::NotADate),
    }
}

fn percent(typed: &str) -> Result<u8, Code> {
    match typed.trim() {
        "" => Err(Code::Required),
        typed => {
            let whole: i64 = typed.parse().map_err(|_| Code::NotANumber)?;
            u8::try_from(whole).ok().filter(|percent| *percent <= 100).ok_or(Code::OutOfRange { min: Some(0.0), max: Some(100.0) })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_790_000_000_000);

    fn draft() -> Draft {
        Draft {
            name: "Third quarter".into(),
            first_day: "2026-07-01".into(),
            last_day: "2026-09-30".into(),
            opens: "2026-10-05T08:00".into(),
            closes: "2026-10-19T18:00".into(),
            owner: Some(UserId(1)),
            external: "70".into(),
            internal: "30".into(),
            dimensions: Dimension::usual(),
        }
    }

    fn wrong(draft: &Draft, field: &str) -> Option<Code> {
        draft.parse(&TimeZone::UTC, NOW).unwrap_err().of(field).cloned()
    }

    #[test]
    fn a_period_holds_its_last_day() {
        let plan = draft().parse(&TimeZone::UTC, NOW).unwrap();
        assert_eq!(plan.until, "2026-10-01T00:00:00Z".parse().unwrap());
        assert_eq!((plan.dimensions.len(), plan.external, plan.internal), (5, 70, 30));
    }

    #[test]
    fn times_follow_each_other_and_the_end_is_to_come() {
        let back = Draft { last_day: "2026-06-30".into(), opens: "2026-06-01T08:00".into(), closes: "2026-05-01T08:00".into(), ..draft() };
        let invalid = back.parse(&TimeZone::UTC, NOW).unwrap_err();
        for field in ["last_day", "opens", "closes"] {
            assert_eq!(invalid.of(field), Some(&Code::NotAfterTheFirst), "{field}");
        }
        let past = Draft { opens: "2026-07-02T08:00".into(), closes: "2026-07-03T08:00".into(), ..draft() };
        assert_eq!(wrong(&past, "closes"), Some(Code::NotInTheFuture));
    }

    #[test]
    fn everything_missing_is_told_at_once() {
        let invalid = Draft::default().parse(&TimeZone::UTC, NOW).unwrap_err();
        for field in ["name", "first_day", "last_day", "opens", "closes", "owner", "external", "internal", "dimensions"] {
            assert_eq!(invalid.of(field), Some(&Code::Required), "{field}");
        }
        assert_eq!(wrong(&Draft { opens: "soon".into(), ..draft() }, "opens"), Some(Code::NotADate));
    }

    #[test]
    fn weights_are_percents_of_which_one_counts() {
        assert_eq!(wrong(&Draft { external: "0".into(), internal: "0".into(), ..draft() }, "external"), Some(Code::Required));
        assert!(matches!(wrong(&Draft { external: "101".into(), ..draft() }, "external"), Some(Code::OutOfRange { .. })));
        assert_eq!(wrong(&Draft { internal: "half".into(), ..draft() }, "internal"), Some(Code::NotANumber));
    }

    #[test]
    fn a_dimension_without_a_name_is_left_out_and_a_long_one_refused_where_it_stands() {
        let mut dimensions = vec![Dimension::default(); 2];
        dimensions[1].name.zh = "态度".into();
        assert_eq!(Draft { dimensions: dimensions.clone(), ..draft() }.parse(&TimeZone::UTC, NOW).unwrap().dimensions, dimensions[1..]);
        dimensions[1].name.en = "x".repeat(61);
        assert_eq!(wrong(&Draft { dimensions, ..draft() }, "dimensions.1.name_en"), Some(Code::TooLong { max: 60 }));
        let nine = vec![Dimension { name: Localised::new("One", ""), asks: Localised::default() }; 9];
        assert_eq!(wrong(&Draft { dimensions: nine, ..draft() }, "dimensions"), Some(Code::TooMany { max: 8 }));
    }
}
