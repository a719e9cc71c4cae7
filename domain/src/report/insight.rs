//! What the report page shows beside the report: what requesters thought, and how it went week by week or month by month.

use std::collections::BTreeMap;

use jiff::{ToSpan as _, civil::Date};
use serde::{Deserialize, Serialize};

use super::{Report, Row, Tally, TicketRow};
use crate::{statistics::median, word::words};

/// A point and this many on either side of it say what is usual there.
const AROUND: usize = 2;
/// With fewer points than these a line of what is usual would be no line.
const USUAL_MIN: usize = 7;

/// Up to this many days are told week by week, more of them month by month.
const WEEKLY_MAX: i64 = 120;

words! {
    /// What a point of a trend stands for.
    pub enum Step {
        /// From Monday on.
        Week = "week",
        /// From its first day on.
        Month = "month",
    }
}

words! {
    /// A period that people ask for by name.
    pub enum Period {
        /// The month before this one.
        LastMonth = "last_month",
        /// Today and the 29 days before.
        Last30Days = "last_30_days",
        /// Of three months, from January, April, July or October on.
        ThisQuarter = "this_quarter",
        /// From the first of January on.
        ThisYear = "this_year",
    }
}

words! {
    /// Why a point of a trend counts less than its whole week or month.
    pub enum Part {
        /// It goes on today.
        SoFar = "so_far",
        /// The days that are asked for, or the records, begin or end within it.
        Cut = "cut",
    }
}

impl Period {
    /// Its first day, and the day after its last one. At the ends of the calendar, in the years -9999 and 9999, it is empty.
    #[must_use]
    pub fn days(self, today: Date) -> (Date, Date) {
        let month = today.first_of_month();
        let (from, to) = match self {
            Self::LastMonth => (month.checked_sub(1.month()), Ok(month)),
            Self::Last30Days => (today.checked_sub(29.days()), today.tomorrow()),
            Self::ThisQuarter => {
                let from = month.checked_sub(((month.month() - 1) % 3).months());
                let to = from.clone().and_then(|from| from.checked_add(3.months()));
                (from, to)
            }
            Self::ThisYear => (Ok(today.first_of_year()), today.first_of_year().checked_add(1.year())),
        };
        (from.unwrap_or(today), to.unwrap_or(today))
    }
}

impl Step {
    fn of(days: i64) -> Self {
        if days <= WEEKLY_MAX { Self::Week } else { Self::Month }
    }

    /// The first day of the step that the day is in.
    fn begin(self, day: Date) -> Date {
        match self {
            Self::Week => day.checked_sub(i64::from(day.weekday().to_monday_zero_offset()).days()).unwrap_or(day),
            Self::Month => day.first_of_month(),
        }
    }

    fn next(self, begin: Date) -> Option<Date> {
        match self {
            Self::Week => begin.checked_add(1.week()),
            Self::Month => begin.checked_add(1.month()),
        }
        .ok()
    }
}

/// What requesters thought of the answers to some tickets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Satisfaction {
    /// How many were asked.
    pub asked: u64,
    /// How many of them answered.
    pub answered: u64,
    /// All stars together, 1 to 5 of each answer.
    pub stars: u64,
}

impl Satisfaction {
    /// Stars of an answer on average, 1 to 5; none without answers.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts of tickets are far below 2^52")]
    pub fn mean(&self) -> Option<f64> {
        (self.answered > 0).then(|| self.stars as f64 / self.answered as f64)
    }

    fn add(&mut self, ticket: &TicketRow) {
        // Who rates without having been asked has answered all the same.
        self.asked += u64::from(ticket.asked || ticket.stars.is_some());
        self.answered += u64::from(ticket.stars.is_some());
        self.stars += ticket.stars.map_or(0, |stars| u64::from(stars.get()));
    }
}

/// A week or a month of a trend.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// The first day after it, `2026-02-01`.
    pub to: String,
    /// The tickets that were filed in it; its key is its first day, `2026-01-01`.
    pub row: Row,
    /// What was thought of their answers.
    pub satisfaction: Satisfaction,
    /// Why it counts less than the whole of it; absent where it counts all.
    pub part: Option<Part>,
    /// How many tickets are usual around it: the median of the whole points from two before to two after it. Absent where there are fewer.
    pub usual: Option<f64>,
}

/// A report with what the page shows beside it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Insight {
    /// The same figures as in files.
    pub report: Report,
    /// What was thought of the answers in each row of the report, in its order.
    pub satisfaction: Vec<Satisfaction>,
    /// The same of all tickets.
    pub total: Satisfaction,
    /// The trend from the first ticket to the last one, without gaps; empty without tickets.
    pub trend: Vec<Point>,
    /// What a point of it stands for; absent without tickets.
    pub step: Option<Step>,
}

/// Which days a trend can count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// The first day that is asked for; from the first ticket on, if absent.
    pub from: Option<Date>,
    /// The day after the last one that is asked for; up to now, if absent.
    pub to: Option<Date>,
    /// The day that it is: what comes after it has not happened yet.
    pub today: Date,
}

impl Insight {
    /// Counts the tickets of these days.
    #[must_use]
    pub fn of(tickets: &[TicketRow], days: Days) -> Self {
        let report = Report::of(tickets.iter().cloned());
        let mut total = Satisfaction::default();
        let mut by_key: BTreeMap<&str, Satisfaction> = BTreeMap::new();
        for ticket in tickets {
            total.add(ticket);
            by_key.entry(&ticket.key).or_default().add(ticket);
        }
        let satisfaction = report.rows.iter().map(|row| by_key.get(row.key.as_str()).copied().unwrap_or_default()).collect();
        let (step, trend) = trend(tickets, days).unzip();
        Self { report, satisfaction, total, trend: trend.unwrap_or_default(), step }
    }
}

fn trend(tickets: &[TicketRow], days: Days) -> Option<(Step, Vec<Point>)> {
    let first = tickets.iter().map(|ticket| ticket.day).min()?;
    let last = tickets.iter().map(|ticket| ticket.day).max()?;
    let step = Step::of(i64::from((last - first).get_days()));
    let mut tallies: BTreeMap<Date, (Tally, Satisfaction)> = BTreeMap::new();
    for ticket in tickets {
        let (tally, satisfaction) = tallies.entry(step.begin(ticket.day)).or_default();
        tally.add(ticket);
        satisfaction.add(ticket);
    }
    let mut points = Vec::new();
    let mut begin = step.begin(first);
    while begin <= last {
        let next = step.next(begin)?;
        let (tally, satisfaction) = tallies.remove(&begin).unwrap_or_default();
        let part = days.part(begin, next, first);
        points.push(Point { to: next.to_string(), row: tally.row(begin.to_string()), satisfaction, part, usual: None });
        begin = next;
    }
    mark_usual(&mut points);
    Some((step, points))
}

impl Days {
    /// Why less than the whole of what begins and ends at these days is counted, with the first ticket filed on `first`.
    fn part(self, begin: Date, next: Date, first: Date) -> Option<Part> {
        if self.to.is_some_and(|to| to < next && to <= self.today) {
            Some(Part::Cut)
        } else if begin <= self.today && self.today < next {
            Some(Part::SoFar)
        } else {
            let cut = begin < self.from.unwrap_or(first) || self.to.is_some_and(|to| to < next);
            cut.then_some(Part::Cut)
        }
    }
}

/// The moving median, of whole points alone: a month that has just begun would pull it down.
fn mark_usual(points: &mut [Point]) {
    #[expect(clippy::cast_precision_loss, reason = "counts of tickets are far below 2^52")]
    let whole: Vec<(usize, f64)> =
        points.iter().enumerate().filter(|(_, point)| point.part.is_none()).map(|(at, point)| (at, point.row.tickets as f64)).collect();
    if whole.len() < USUAL_MIN {
        return;
    }
    for window in whole.windows(2 * AROUND + 1) {
        let counts: Vec<f64> = window.iter().map(|(_, tickets)| *tickets).collect();
        points[window[AROUND].0].usual = median(&counts);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{rating::Stars, time::Timestamp};
    use jiff::civil::date;

    fn ticket(key: &str, day: Date, stars: Option<u8>) -> TicketRow {
        let stars = stars.map(|stars| Stars::try_from(stars).unwrap());
        let created_at = Timestamp::EPOCH;
        TicketRow { key: key.to_owned(), created_at, resolved_at: Some(created_at), reopened: false, asked: true, stars, day }
    }

    /// All days, up to a day long after the tickets.
    const ALWAYS: Days = Days { from: None, to: None, today: Date::constant(2030, 1, 1) };

    #[test]
    fn satisfaction_is_told_with_how_many_said_something() {
        let day = date(2026, 3, 4);
        let insight =
            Insight::of(&[ticket("a", day, Some(5)), ticket("a", day, Some(2)), ticket("a", day, None), ticket("b", day, None)], ALWAYS);
        assert_eq!(insight.report.rows[0].key, "a");
        assert_eq!(
            insight.satisfaction,
            [Satisfaction { asked: 3, answered: 2, stars: 7 }, Satisfaction { asked: 1, answered: 0, stars: 0 }]
        );
        assert_eq!((insight.satisfaction[0].mean(), insight.satisfaction[1].mean()), (Some(3.5), None));
        assert_eq!((insight.total.asked, insight.total.mean()), (4, Some(3.5)));
    }

    #[test]
    fn a_rating_that_nobody_asked_for_counts_as_asked() {
        let rated = TicketRow { asked: false, ..ticket("a", date(2026, 3, 4), Some(4)) };
        assert_eq!(Insight::of(&[rated], ALWAYS).total, Satisfaction { asked: 1, answered: 1, stars: 4 });
    }

    #[test]
    fn a_few_months_are_told_by_weeks_and_more_by_months_without_gaps() {
        let weeks = Insight::of(&[ticket("a", date(2026, 3, 4), None), ticket("a", date(2026, 3, 23), None)], ALWAYS);
        let begins = |insight: &Insight| insight.trend.iter().map(|point| (point.row.key.clone(), point.row.tickets)).collect::<Vec<_>>();
        let at = |day: &str, tickets| (day.to_owned(), tickets);
        assert_eq!(weeks.step, Some(Step::Week));
        assert_eq!(begins(&weeks), [at("2026-03-02", 1), at("2026-03-09", 0), at("2026-03-16", 0), at("2026-03-23", 1)]);
        let months = Insight::of(&[ticket("a", date(2025, 11, 30), None), ticket("a", date(2026, 4, 1), None)], ALWAYS);
        assert_eq!(months.step, Some(Step::Month));
        assert_eq!(begins(&months)[0], at("2025-11-01", 1));
        assert_eq!((months.trend.len(), months.trend[5].to.as_str()), (6, "2026-05-01"));
        assert_eq!(Insight::of(&[], ALWAYS).trend, []);
    }

    fn parts(days: &[Date], asked: Days) -> Vec<Option<Part>> {
        let tickets: Vec<TicketRow> = days.iter().map(|day| ticket("a", *day, None)).collect();
        Insight::of(&tickets, asked).trend.iter().map(|point| point.part).collect()
    }

    #[test]
    fn a_month_that_goes_on_or_is_cut_is_no_whole_month() {
        let filed = [date(2026, 1, 10), date(2026, 5, 20), date(2026, 6, 3)];
        let june = Days { today: date(2026, 6, 4), ..ALWAYS };
        assert_eq!(parts(&filed, june), [Some(Part::Cut), None, None, None, None, Some(Part::SoFar)], "the records begin on 10 January");
        let whole = Days { from: Some(date(2026, 1, 1)), ..june };
        assert_eq!(parts(&filed, whole)[0], None, "nothing was filed on its first days");
        let asked = Days { from: Some(date(2026, 1, 5)), to: Some(date(2026, 6, 4)), ..ALWAYS };
        assert_eq!((parts(&filed, asked)[0], parts(&filed, asked)[5]), (Some(Part::Cut), Some(Part::Cut)));
        let tomorrow = Days { to: Some(date(2026, 6, 5)), ..june };
        assert_eq!(parts(&filed, tomorrow)[5], Some(Part::SoFar), "up to and with today is so far");
    }

    #[test]
    fn what_is_usual_is_the_median_of_whole_months_around() {
        let mut filed = Vec::new();
        for (month, tickets) in [9, 3, 5, 4, 60, 6, 7, 8, 1].into_iter().enumerate() {
            let month = i8::try_from(month).unwrap() + 1;
            filed.extend((0..tickets).map(|_| ticket("a", date(2026, month, 1), None)));
        }
        let september = Days { from: Some(date(2026, 1, 1)), to: None, today: date(2026, 9, 2) };
        let usual: Vec<_> = Insight::of(&filed, september).trend.iter().map(|point| point.usual).collect();
        assert_eq!(usual, [None, None, Some(5.0), Some(5.0), Some(6.0), Some(7.0), None, None, None]);
        let few = Insight::of(&filed, Days { from: Some(date(2026, 2, 20)), ..september });
        assert!(few.trend.iter().all(|point| point.usual.is_none()), "six whole months are no trend");
    }

    #[test]
    fn a_period_by_name_is_whole_days() {
        let days = |period: Period| {
            let (from, to) = period.days(date(2026, 5, 31));
            (from.to_string(), to.to_string())
        };
        let is = |from: &str, to: &str| (from.to_owned(), to.to_owned());
        assert_eq!(days(Period::LastMonth), is("2026-04-01", "2026-05-01"));
        assert_eq!(days(Period::Last30Days), is("2026-05-02", "2026-06-01"));
        assert_eq!(days(Period::ThisQuarter), is("2026-04-01", "2026-07-01"));
        assert_eq!(days(Period::ThisYear), is("2026-01-01", "2027-01-01"));
    }
}
