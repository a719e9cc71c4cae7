//! What one version of a calendar says that another one does not.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Calendar, DatedHours, Draft};

/// One thing that is different.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum Difference {
    /// The zone.
    Zone {
        /// As it was.
        from: String,
        /// As it is.
        to: String,
    },
    /// The hours of a weekday.
    Day {
        /// 0 for Monday.
        day: usize,
        /// As they were.
        from: Vec<[String; 2]>,
        /// As they are.
        to: Vec<[String; 2]>,
    },
    /// A closed date, by its name.
    Holiday {
        /// `2026-10-01`.
        date: String,
        /// Its name; `None` when it was no holiday.
        from: Option<String>,
        /// Its name; `None` when it is none any more.
        to: Option<String>,
    },
    /// A date with its own hours.
    Override {
        /// `2026-10-10`.
        date: String,
        /// As it was; `None` when it had none.
        from: Option<DatedHours>,
        /// As it is; `None` when it has none any more.
        to: Option<DatedHours>,
    },
}

/// Everything that is different: the zone, the week from Monday, then the dates in order. Empty, when both say the same.
#[must_use]
pub fn differences(before: &Calendar, after: &Calendar) -> Vec<Difference> {
    let (before, after) = (Draft::from(before.clone()), Draft::from(after.clone()));
    let mut found = Vec::new();
    if before.zone != after.zone {
        found.push(Difference::Zone { from: before.zone, to: after.zone });
    }
    for (day, (from, to)) in before.week.days().into_iter().zip(after.week.days()).enumerate() {
        if from != to {
            found.push(Difference::Day { day, from: from.clone(), to: to.clone() });
        }
    }
    let named = |draft: Vec<super::Holiday>| draft.into_iter().map(|holiday| (holiday.date, holiday.name)).collect();
    each(&named(before.holidays), &named(after.holidays), |date, from, to| found.push(Difference::Holiday { date, from, to }));
    let dated = |draft: Vec<DatedHours>| draft.into_iter().map(|own| (own.date.clone(), own)).collect();
    each(&dated(before.overrides), &dated(after.overrides), |date, from, to| found.push(Difference::Override { date, from, to }));
    found
}

fn each<T: Clone + PartialEq>(
    before: &BTreeMap<String, T>,
    after: &BTreeMap<String, T>,
    mut differs: impl FnMut(String, Option<T>, Option<T>),
) {
    let dates: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    for date in dates {
        let (from, to) = (before.get(date), after.get(date));
        if from != to {
            differs(date.clone(), from.cloned(), to.cloned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{Holiday, Week, shown_hours, typed_hours};

    fn calendar(zone: &str, monday: &str, holidays: &[(&str, &str)], overrides: &[(&str, &str)]) -> Calendar {
        let draft = Draft {
            zone: zone.to_owned(),
            week: Week { mon: typed_hours(monday), ..Week::default() },
            holidays: holidays.iter().map(|(date, name)| Holiday { date: (*date).to_owned(), name: (*name).to_owned() }).collect(),
            overrides: overrides
                .iter()
                .map(|(date, hours)| DatedHours { date: (*date).to_owned(), name: String::new(), hours: typed_hours(hours) })
                .collect(),
        };
        Calendar::try_from(draft).unwrap()
    }

    #[test]
    fn two_that_say_the_same_differ_in_nothing() {
        let one = calendar("UTC", "09:00-12:00, 12:00-17:00", &[("2026-10-01", "National Day")], &[]);
        let other = calendar("UTC", "09:00-17:00", &[("2026-10-01", "National Day")], &[]);
        assert_eq!(differences(&one, &other), []);
    }

    #[test]
    fn each_thing_that_differs_is_told_with_both_sides() {
        let before =
            calendar("UTC", "09:00-17:00", &[("2026-10-01", "National Day"), ("2026-12-25", "Chrismas")], &[("2026-10-10", "09:00-12:00")]);
        let after = calendar("Asia/Shanghai", "08:00-17:00", &[("2026-12-25", "Christmas"), ("2027-01-01", "New Year")], &[]);
        let holiday = |date: &str, from: Option<&str>, to: Option<&str>| Difference::Holiday {
            date: date.to_owned(),
            from: from.map(str::to_owned),
            to: to.map(str::to_owned),
        };
        let own = DatedHours { date: "2026-10-10".to_owned(), name: String::new(), hours: typed_hours("09:00-12:00") };
        assert_eq!(
            differences(&before, &after),
            [
                Difference::Zone { from: "UTC".to_owned(), to: "Asia/Shanghai".to_owned() },
                Difference::Day { day: 0, from: typed_hours("09:00-17:00"), to: typed_hours("08:00-17:00") },
                holiday("2026-10-01", Some("National Day"), None),
                holiday("2026-12-25", Some("Chrismas"), Some("Christmas")),
                holiday("2027-01-01", None, Some("New Year")),
                Difference::Override { date: "2026-10-10".to_owned(), from: Some(own), to: None },
            ]
        );
    }

    #[test]
    fn a_week_in_a_line_joins_days_that_follow_each_other_with_the_same_hours() {
        let day = || typed_hours("09:00-17:00");
        let week = Week { mon: day(), tue: day(), wed: Vec::new(), thu: day(), fri: typed_hours("09:00-12:00"), ..Week::default() };
        let runs: Vec<_> = week.runs().into_iter().map(|run| (run.first, run.last, shown_hours(&run.hours))).collect();
        assert_eq!(runs, [(0, 1, "09:00-17:00".to_owned()), (3, 3, "09:00-17:00".to_owned()), (4, 4, "09:00-12:00".to_owned())]);
    }
}
