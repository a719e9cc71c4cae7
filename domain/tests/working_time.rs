//! Working time against 4,000 cases that somebody else reckoned: `vectors/README.md`.

#![expect(clippy::unwrap_used, reason = "what a test prepares must work")]

use std::{
    collections::BTreeMap,
    env,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
};

use domain::{
    calendar::{Calendar, DatedHours, Deadline, Draft, Holiday, Pause, Timetable, Week, deadline, elapsed},
    time::{Span, Timestamp},
};
use jiff::tz::TimeZone;
use serde::Deserialize;

#[derive(Deserialize)]
struct Case {
    id: u64,
    tz: String,
    week: Week,
    holidays: Vec<String>,
    overrides: BTreeMap<String, Vec<[String; 2]>>,
    pauses: Vec<(String, Option<String>)>,
    start: String,
    #[serde(flatten)]
    question: Question,
}

#[derive(Deserialize)]
#[serde(tag = "op", rename_all = "snake_case")]
enum Question {
    Deadline { seconds: i64, expect: String },
    Elapsed { end: String, expect: i64 },
}

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

impl Case {
    /// What tells its calendar from others.
    fn key(&self) -> String {
        format!("{} {:?} {:?} {:?}", self.tz, self.week, self.holidays, self.overrides)
    }

    fn timetable(&self) -> Timetable {
        let draft = Draft {
            zone: self.tz.clone(),
            week: self.week.clone(),
            holidays: self.holidays.iter().map(|date| Holiday { date: date.clone(), name: "Holiday".to_owned() }).collect(),
            overrides: (self.overrides.iter())
                .map(|(date, hours)| DatedHours { date: date.clone(), name: String::new(), hours: hours.clone() })
                .collect(),
        };
        Timetable::new(Calendar::try_from(draft).unwrap(), TimeZone::get(&self.tz).unwrap())
    }

    /// What is wrong, if anything is.
    fn check(&self, timetable: &Timetable) -> Result<(), String> {
        let pauses: Vec<_> =
            self.pauses.iter().map(|(from, until)| Pause { from: time(from), until: until.as_deref().map(time) }).collect();
        let start = time(&self.start);
        let (got, expected) = match &self.question {
            Question::Deadline { seconds, expect } => {
                let got = deadline(timetable, &pauses, start, Span::from_seconds(*seconds));
                (format!("{got:?}"), format!("{:?}", Deadline::At(time(expect))))
            }
            Question::Elapsed { end, expect } => {
                let got = elapsed(timetable, &pauses, start, time(end));
                (format!("{got:?}"), format!("{:?}", Span::from_seconds(*expect)))
            }
        };
        if got == expected { Ok(()) } else { Err(format!("case {}: {got}, and not {expected}", self.id)) }
    }
}

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The tests run in the crate's folder, and people name files from the folder above it.
fn named(path: OsString) -> PathBuf {
    let path = PathBuf::from(path);
    if path.exists() { path } else { here("..").join(path) }
}

#[test]
fn every_case_of_the_independent_computation_holds_exactly() {
    let path = env::var_os("WORKING_TIME_VECTORS").map_or_else(|| here("tests/vectors/working_time.jsonl"), named);
    let text = fs::read_to_string(&path).unwrap();
    let cases: Vec<Case> = text.lines().filter(|line| !line.trim().is_empty()).map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(!cases.is_empty(), "{} holds no case", path.display());
    let mut timetables = BTreeMap::new();
    let mut check = |case: &Case| case.check(timetables.entry(case.key()).or_insert_with(|| case.timetable()));
    let wrong: Vec<String> = cases.iter().filter_map(|case| check(case).err()).collect();
    assert!(wrong.is_empty(), "{} of {} cases\n{}", wrong.len(), cases.len(), wrong[..wrong.len().min(20)].join("\n"));
}
