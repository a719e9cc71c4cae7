//! A calendar that is being edited, and the steps that can be taken with it. Pure: the server takes the steps of a plain form, and the
//! browser takes those of the week by itself.

use domain::calendar::{DATES_MAX, DatedHours, Draft, HOURS_MAX, Holiday, Week, shown_hours, typed_days, typed_hours};
use domain::invalid::Invalid;
use serde::{Deserialize, Serialize};

/// A calendar as it is being edited, with rows that are still empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    pub name: String,
    /// The state of the calendar that the editing began with.
    pub based_on: i64,
    /// The version that it began with.
    #[serde(default)]
    pub began_with: u32,
    pub content: Draft,
}

/// One step of editing, as the button that takes it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Keeps what was typed.
    Keep,
    Save,
    Discard,
    /// Keeps what was typed, and goes to the holidays of a file.
    File,
    /// Shows what it would have made of the last month.
    Try,
    /// Goes on from what somebody else has saved meanwhile.
    Overrule,
    /// Goes on from what an older version says.
    Restore(u32),
    AddHours(usize),
    RemoveHours(usize, usize),
    /// Gives other days the hours of this one.
    Copy(usize, Target),
    AddHoliday,
    RemoveHoliday(usize),
    AddDay,
    RemoveDay(usize),
}

/// To which days hours are copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// From Monday to Friday.
    Working,
    Every,
    One(usize),
}

impl Target {
    /// As the button says it.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::Working => "working".to_owned(),
            Self::Every => "every".to_owned(),
            Self::One(day) => Week::NAMES[day].to_owned(),
        }
    }

    const fn has(self, day: usize) -> bool {
        match self {
            Self::Working => day < 5,
            Self::Every => true,
            Self::One(one) => one == day,
        }
    }
}

fn weekday(name: &str) -> Option<usize> {
    Week::NAMES.iter().position(|known| *known == name)
}

impl Step {
    /// The step that a button's value names: `remove.mon.1`, `copy.mon.working`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split('.').collect();
        Some(match parts.as_slice() {
            ["keep"] => Self::Keep,
            ["save"] => Self::Save,
            ["discard"] => Self::Discard,
            ["file"] => Self::File,
            ["try"] => Self::Try,
            ["overrule"] => Self::Overrule,
            ["restore", version] => Self::Restore(version.parse().ok()?),
            ["add", "holidays"] => Self::AddHoliday,
            ["add", "overrides"] => Self::AddDay,
            ["remove", "holidays", row] => Self::RemoveHoliday(row.parse().ok()?),
            ["remove", "overrides", row] => Self::RemoveDay(row.parse().ok()?),
            ["add", day] => Self::AddHours(weekday(day)?),
            ["remove", day, row] => Self::RemoveHours(weekday(day)?, row.parse().ok()?),
            ["copy", day, "working"] => Self::Copy(weekday(day)?, Target::Working),
            ["copy", day, "every"] => Self::Copy(weekday(day)?, Target::Every),
            ["copy", day, to] => Self::Copy(weekday(day)?, Target::One(weekday(to)?)),
            _ => return None,
        })
    }
}

/// One more pair of hours on a day: what office hours have, or what follows the last ones.
pub fn add_hours(hours: &mut Vec<[String; 2]>) {
    let next = if hours.is_empty() { ["09:00", "17:00"] } else { ["", ""] };
    if hours.len() < HOURS_MAX {
        hours.push(next.map(str::to_owned));
    }
}

/// Gives other days the hours of this one.
pub fn copy_hours(week: &mut Week, from: usize, to: Target) {
    let hours = week.days()[from].clone();
    for (day, there) in week.days_mut().into_iter().enumerate() {
        if to.has(day) {
            there.clone_from(&hours);
        }
    }
}

/// Where the rows of a draft stood before the empty ones were left out.
#[derive(Clone, Debug, Default)]
pub struct Places {
    week: [Vec<usize>; 7],
    holidays: Vec<usize>,
    overrides: Vec<usize>,
}

impl Sheet {
    /// Takes over what was typed; a list that was not sent stays as it is. `get` gives a field by its name.
    pub fn take(&mut self, get: &impl Fn(&str) -> Option<String>) {
        let text = |name: &str| get(name).map(|text| text.trim().to_owned());
        let Some(name) = text("name") else { return };
        self.name = name;
        self.content.zone = text("zone").unwrap_or_default();
        if let Some(based_on) = text("based_on").and_then(|state| state.parse().ok()) {
            self.based_on = based_on;
        }
        if let Some(version) = text("began_with").and_then(|version| version.parse().ok()) {
            self.began_with = version;
        }
        for (day, hours) in Week::NAMES.into_iter().zip(self.content.week.days_mut()) {
            let pair = |row| Some([text(&format!("week.{day}.{row}.from"))?, text(&format!("week.{day}.{row}.until"))?]);
            *hours = (0..HOURS_MAX).map_while(pair).collect();
        }
        let days = |list: &str, row: usize| {
            let until = text(&format!("{list}.{row}.until")).unwrap_or_default();
            Some(typed_days(&text(&format!("{list}.{row}.date"))?, &until))
        };
        let holiday = |row| {
            let name = text(&format!("holidays.{row}.name"))?;
            Some(days("holidays", row)?.into_iter().map(move |date| Holiday { date, name: name.clone() }))
        };
        // One more than a calendar may have, so that too many are refused and not forgotten.
        let all = 0..=DATES_MAX;
        self.content.holidays = all.clone().map_while(holiday).flatten().take(DATES_MAX + 1).collect();
        let own = |row| {
            let (hours, name) = (typed_hours(&text(&format!("overrides.{row}.hours"))?), text(&format!("overrides.{row}.name"))?);
            let day = move |date| DatedHours { date, name: name.clone(), hours: hours.clone() };
            Some(days("overrides", row)?.into_iter().map(day))
        };
        self.content.overrides = all.map_while(own).flatten().take(DATES_MAX + 1).collect();
    }

    /// Takes a step that changes the sheet alone.
    pub fn step(&mut self, step: Step) {
        let content = &mut self.content;
        match step {
            Step::AddHours(day) => add_hours(content.week.days_mut()[day]),
            Step::RemoveHours(day, row) => remove(content.week.days_mut()[day], row),
            Step::Copy(from, to) => copy_hours(&mut content.week, from, to),
            Step::AddHoliday => content.holidays.push(Holiday { date: String::new(), name: String::new() }),
            Step::RemoveHoliday(row) => remove(&mut content.holidays, row),
            Step::AddDay => content.overrides.push(DatedHours { date: String::new(), name: String::new(), hours: Vec::new() }),
            Step::RemoveDay(row) => remove(&mut content.overrides, row),
            Step::Keep | Step::Save | Step::Discard | Step::File | Step::Try | Step::Overrule | Step::Restore(_) => {}
        }
    }

    /// What there is to save: without empty rows, whose places are told beside it.
    #[must_use]
    pub fn filled(&self) -> (Draft, Places) {
        let mut places = Places::default();
        let mut content = self.content.clone();
        for (hours, places) in content.week.days_mut().into_iter().zip(&mut places.week) {
            keep(hours, places, |[from, until]| !from.is_empty() || !until.is_empty());
        }
        keep(&mut content.holidays, &mut places.holidays, |row| !row.date.is_empty() || !row.name.is_empty());
        keep(&mut content.overrides, &mut places.overrides, |row| !row.date.is_empty() || !row.name.is_empty() || !row.hours.is_empty());
        (content, places)
    }
}

fn remove<T>(rows: &mut Vec<T>, row: usize) {
    if row < rows.len() {
        rows.remove(row);
    }
}

fn keep<T>(rows: &mut Vec<T>, places: &mut Vec<usize>, is_filled: impl Fn(&T) -> bool) {
    *places = rows.iter().enumerate().filter(|(_, row)| is_filled(row)).map(|(place, _)| place).collect();
    rows.retain(is_filled);
}

impl Places {
    /// What is wrong, at the rows as they were typed. The hours of a date are one field.
    #[must_use]
    pub fn typed(&self, mut invalid: Invalid) -> Invalid {
        for error in &mut invalid.fields {
            let parts: Vec<&str> = error.field.split('.').collect();
            let at = |rows: &[usize], row: &str| row.parse::<usize>().ok().and_then(|row| rows.get(row).copied());
            let field = match parts.as_slice() {
                ["week", day, row] => {
                    let rows = weekday(day).map(|day| self.week[day].as_slice()).unwrap_or_default();
                    at(rows, row).map(|row| format!("week.{day}.{row}"))
                }
                ["holidays", row, what] => at(&self.holidays, row).map(|row| format!("holidays.{row}.{what}")),
                ["overrides", row, what, ..] => at(&self.overrides, row).map(|row| format!("overrides.{row}.{what}")),
                _ => None,
            };
            if let Some(field) = field {
                error.field = field;
            }
        }
        invalid.fields.dedup();
        invalid
    }
}

/// The hours of a date in one line.
#[must_use]
pub fn line(own: &DatedHours) -> String {
    shown_hours(&own.hours)
}

#[cfg(test)]
mod tests {
    use domain::invalid::Code;

    use super::*;

    fn sheet() -> Sheet {
        let mut sheet = Sheet::default();
        sheet.content.week.mon = typed_hours("09:00-17:00");
        sheet
    }

    #[test]
    fn what_was_typed_is_taken_over_row_by_row() {
        let typed = [
            ("name", " Office "),
            ("zone", "UTC"),
            ("based_on", "3"),
            ("week.tue.0.from", "08:00"),
            ("week.tue.0.until", "12:00"),
            ("week.tue.1.from", ""),
            ("week.tue.1.until", ""),
            ("holidays.0.date", "2026-10-01"),
            ("holidays.0.name", "National Day"),
            ("overrides.0.date", "2026-10-10"),
            ("overrides.0.name", ""),
            ("overrides.0.hours", "09:00-12:00，13:00-17:00"),
        ];
        let mut sheet = sheet();
        sheet.take(&|name: &str| typed.iter().find(|(field, _)| *field == name).map(|(_, value)| (*value).to_owned()));
        assert_eq!((sheet.name.as_str(), sheet.based_on), ("Office", 3));
        assert!(sheet.content.week.mon.is_empty());
        assert_eq!(sheet.content.week.tue.len(), 2);
        assert_eq!(sheet.content.holidays.len(), 1);
        assert_eq!(line(&sheet.content.overrides[0]), "09:00-12:00, 13:00-17:00");
        // What was not sent at all changes nothing.
        let before = sheet.clone();
        sheet.take(&|_: &str| None);
        assert_eq!(sheet, before);
    }

    #[test]
    fn several_days_are_typed_in_one_row() {
        let rows = |from: &str, until: &str| {
            let typed = [("name", "Office"), ("holidays.0.date", from), ("holidays.0.until", until), ("holidays.0.name", "New Year")];
            let mut sheet = sheet();
            sheet.take(&|name: &str| typed.iter().find(|(field, _)| *field == name).map(|(_, value)| (*value).to_owned()));
            sheet.content.holidays
        };
        let dates = |from, until| rows(from, until).into_iter().map(|day| day.date).collect::<Vec<_>>();
        assert_eq!(dates("2026-12-31", "2027-01-02"), ["2026-12-31", "2027-01-01", "2027-01-02"]);
        assert_eq!(dates("2027-01-02", "2026-12-31"), dates("2026-12-31", "2027-01-02"), "the order is no reason to refuse");
        assert_eq!(dates("2026-12-31", ""), ["2026-12-31"]);
        assert_eq!(dates("2026-12-31", "2026-12-31"), ["2026-12-31"]);
        assert_eq!(dates("", "soon"), [" – soon"], "what cannot be read is refused at its row");
        assert_eq!(dates("0001-01-01", "9999-12-31").len(), DATES_MAX + 1, "too many are refused, and few enough are made");
        assert!(rows("2026-12-31", "2027-01-02").iter().all(|day| day.name == "New Year"));
    }

    #[test]
    fn hours_are_added_removed_and_copied() {
        let mut sheet = sheet();
        for (step, monday, tuesday, sunday) in [
            ("copy.mon.working", 1, 1, 0),
            ("add.mon", 2, 1, 0),
            ("remove.mon.1", 1, 1, 0),
            ("remove.mon.7", 1, 1, 0),
            ("copy.mon.sun", 1, 1, 1),
            ("remove.mon.0", 0, 1, 1),
            ("copy.mon.every", 0, 0, 0),
        ] {
            sheet.step(Step::parse(step).unwrap());
            let counts = (sheet.content.week.mon.len(), sheet.content.week.tue.len(), sheet.content.week.sun.len());
            assert_eq!(counts, (monday, tuesday, sunday), "{step}");
        }
        for wrong in ["", "add", "add.someday", "remove.mon", "copy.mon", "copy.mon.someday", "save.all"] {
            assert_eq!(Step::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_is_wrong_is_told_at_the_row_that_was_typed() {
        let mut sheet = sheet();
        let empty = || [String::new(), String::new()];
        sheet.content.week.mon = vec![empty(), ["09:00".to_owned(), "noon".to_owned()]];
        sheet.content.holidays =
            vec![Holiday { date: String::new(), name: String::new() }, Holiday { date: "soon".to_owned(), name: "Day off".to_owned() }];
        sheet.content.overrides = vec![DatedHours { date: "2026-10-10".to_owned(), name: String::new(), hours: typed_hours("x, y") }];
        let (content, places) = sheet.filled();
        assert_eq!((content.week.mon.len(), content.holidays.len()), (1, 1));
        let mut invalid = Invalid::one("week.mon.0", Code::NotATimeOfDay);
        invalid.add("holidays.0.date", Code::NotADate);
        invalid.add("overrides.0.hours.0", Code::NotATimeOfDay);
        invalid.add("overrides.0.hours.1", Code::NotATimeOfDay);
        let fields: Vec<String> = places.typed(invalid).fields.into_iter().map(|error| error.field).collect();
        assert_eq!(fields, ["week.mon.1", "holidays.1.date", "overrides.0.hours"]);
    }
}
