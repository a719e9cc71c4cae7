use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::*;
use crate::{
    invalid::{Code, Invalid},
    time::{Span, Timestamp},
};

fn find(name: &str) -> Option<TimeZone> {
    TimeZone::get(name).ok()
}

fn pairs(line: &str) -> Vec<[String; 2]> {
    typed_hours(line)
}

/// Monday to Friday from 09:00 to 17:00.
fn office(zone: &str) -> Draft {
    let day = pairs("09:00-17:00");
    let week = Week { mon: day.clone(), tue: day.clone(), wed: day.clone(), thu: day.clone(), fri: day, sat: Vec::new(), sun: Vec::new() };
    Draft { zone: zone.to_owned(), week, ..Draft::default() }
}

fn timetable(draft: Draft) -> Timetable {
    let zone = find(&draft.zone).unwrap();
    Timetable::new(Calendar::try_from(draft).unwrap(), zone)
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[track_caller]
fn due(timetable: &Timetable, pauses: &[Pause], start: &str, hours: i64, expected: &str) {
    let deadline = deadline(timetable, pauses, at(start), Span::from_hours(hours));
    assert_eq!(deadline.at().map(|at| at.to_string()), Some(at(expected).to_string()));
}

fn wrong(draft: Draft) -> Invalid {
    draft.parse(find).unwrap_err()
}

#[test]
fn a_deadline_is_the_earliest_instant() {
    let office = timetable(office("Europe/Berlin"));
    due(&office, &[], "2026-11-16T09:00:00+01:00", 8, "2026-11-16T17:00:00+01:00");
    due(&office, &[], "2026-11-16T17:00:00+01:00", 8, "2026-11-17T17:00:00+01:00");
}

#[test]
fn a_target_of_nothing_has_passed_at_the_start_also_when_it_is_closed() {
    let office = timetable(office("Europe/Berlin"));
    let night = at("2026-11-16T03:00:00Z");
    assert_eq!(deadline(&office, &[], night, Span::ZERO), Deadline::At(night));
    assert_eq!(office.opening(night), Some(at("2026-11-16T09:00:00+01:00")));
}

#[test]
fn a_calendar_that_never_opens_says_so() {
    let closed = timetable(Draft { zone: "UTC".to_owned(), ..Draft::default() });
    assert_eq!(deadline(&closed, &[], at("2026-11-16T09:00:00Z"), Span::from_millis(1)), Deadline::Never);
    assert_eq!(closed.opening(at("2026-11-16T09:00:00Z")), None);
    assert_eq!(closed.worked(FIRST, LAST), Span::ZERO);
    let office = timetable(office("UTC"));
    assert_eq!(deadline(&office, &[], at("2026-11-16T09:00:00Z"), Span::from_days(99_999_999)), Deadline::Never);
    assert_eq!(deadline(&office, &[], Timestamp::from_millis(i64::MAX), Span::from_hours(1)), Deadline::Never);
}

#[test]
fn an_open_pause_takes_away_only_a_deadline_that_lies_behind_its_beginning() {
    let office = timetable(office("UTC"));
    let pause = |from: &str, until: Option<&str>| Pause { from: at(from), until: until.map(at) };
    let start = at("2026-11-16T09:00:00Z");
    let open = [pause("2026-11-16T12:00:00Z", None)];
    assert_eq!(deadline(&office, &open, start, Span::from_hours(3)), Deadline::At(at("2026-11-16T12:00:00Z")));
    assert_eq!(deadline(&office, &open, start, Span::from_hours(4)), Deadline::Paused);
    // Overlapping, out of order, and one from before the start.
    let several = [
        pause("2026-11-16T11:00:00Z", Some("2026-11-16T13:00:00Z")),
        pause("2026-11-15T00:00:00Z", Some("2026-11-16T10:00:00Z")),
        pause("2026-11-16T12:00:00Z", Some("2026-11-16T12:30:00Z")),
    ];
    due(&office, &several, "2026-11-16T09:00:00Z", 2, "2026-11-16T14:00:00Z");
    assert_eq!(elapsed(&office, &several, start, at("2026-11-17T09:00:00Z")), Span::from_hours(5));
    assert_eq!(elapsed(&office, &several, start, at("2020-01-01T00:00:00Z")), Span::ZERO);
}

#[test]
fn a_wall_time_in_a_spring_gap_moves_forward_by_the_gap_which_may_be_half_an_hour() {
    let week = Week { sun: pairs("02:10-04:00"), ..Week::default() };
    let berlin = timetable(Draft { zone: "Europe/Berlin".to_owned(), week: week.clone(), ..Draft::default() });
    let days = |table: &Timetable, from: &str, until: &str| table.worked(at(from), at(until));
    // 02:10 does not exist on 28 March 2027: it is 03:10.
    assert_eq!(days(&berlin, "2027-03-28T00:00:00Z", "2027-03-29T00:00:00Z"), Span::from_minutes(50));
    assert_eq!(days(&berlin, "2027-10-31T00:00:00Z", "2027-11-01T00:00:00Z"), Span::from_minutes(170));
    let lord_howe = timetable(Draft { zone: "Australia/Lord_Howe".to_owned(), week, ..Draft::default() });
    assert_eq!(days(&lord_howe, "2026-10-03T12:00:00Z", "2026-10-04T12:00:00Z"), Span::from_minutes(80));
}

#[test]
fn a_date_that_a_country_left_out_is_worked_once_and_not_twice() {
    // Samoa had no 30 December 2011: its hours fall on the 31st, and are merged with those.
    let week = Week { fri: pairs("09:00-17:00"), sat: pairs("08:00-12:00"), ..Week::default() };
    let apia = timetable(Draft { zone: "Pacific/Apia".to_owned(), week, ..Draft::default() });
    assert_eq!(apia.worked(at("2011-12-30T00:00:00Z"), at("2012-01-01T00:00:00Z")), Span::from_hours(9));
}

#[test]
fn an_override_beats_a_holiday() {
    let holiday = Holiday { date: "2026-10-10".to_owned(), name: "国庆节".to_owned() };
    let own = DatedHours { date: "2026-10-10".to_owned(), name: "调休".to_owned(), hours: pairs("09:00-18:00") };
    let calendar = Draft { holidays: vec![holiday], overrides: vec![own], ..office("Asia/Shanghai") }.parse(find).unwrap();
    assert_eq!(calendar.on(jiff::civil::date(2026, 10, 10)).hours().iter().map(Hours::to_string).collect::<Vec<_>>(), ["09:00–18:00"]);
}

#[test]
fn overlapping_hours_are_merged_and_a_night_is_split_at_midnight() {
    let week = Week { mon: pairs("9:00-12:00, 11:00-13:00; 13:00–14:00"), sun: pairs("22:00-06:00"), ..Week::default() };
    let draft = Draft { zone: "UTC".to_owned(), week, ..Draft::default() };
    let stored = Draft::from(draft.parse(find).unwrap());
    assert_eq!(stored.week.sun, [["22:00", "24:00"]]);
    assert_eq!(stored.week.mon, [["00:00", "06:00"], ["09:00", "14:00"]]);
}

#[test]
fn a_calendar_is_stored_as_it_would_be_typed() {
    let holidays = vec![Holiday { date: "2026-11-18".to_owned(), name: "Day of Prayer".to_owned() }];
    let overrides = vec![DatedHours { date: "2026-12-24".to_owned(), name: String::new(), hours: Vec::new() }];
    let week = Week { mon: pairs("00:00-24:00"), ..Week::default() };
    let calendar = Draft { zone: "Europe/Berlin".to_owned(), week, holidays, overrides }.parse(find).unwrap();
    let json = serde_json::to_string(&calendar).unwrap();
    assert_eq!(
        json,
        r#"{"zone":"Europe/Berlin","week":{"mon":[["00:00","24:00"]]},"holidays":[{"date":"2026-11-18","name":"Day of Prayer"}],"overrides":[{"date":"2026-12-24","hours":[]}]}"#
    );
    assert_eq!(serde_json::from_str::<Calendar>(&json).unwrap(), calendar);
}

#[test]
fn what_is_wrong_is_told_at_its_place() {
    let invalid = wrong(Draft {
        zone: "Europe/Atlantis".to_owned(),
        week: Week { mon: pairs("9-1700, 09:00-09:00, 24:00-08:00, 09:00-25:00, 09:00-10:60"), ..Week::default() },
        holidays: vec![
            Holiday { date: "2026-02-30".to_owned(), name: "x".to_owned() },
            Holiday { date: "2026-05-01".to_owned(), name: " ".to_owned() },
            Holiday { date: "2026-05-01".to_owned(), name: "again".to_owned() },
        ],
        overrides: vec![DatedHours { date: "2026-05-02".to_owned(), name: String::new(), hours: pairs("22:00-06:00") }],
    });
    for (field, code) in [
        ("zone", Code::UnknownZone),
        ("week.mon.0", Code::NotATimeOfDay),
        ("week.mon.1", Code::NoLength),
        ("week.mon.2", Code::NotATimeOfDay),
        ("week.mon.3", Code::NotATimeOfDay),
        ("week.mon.4", Code::NotATimeOfDay),
        ("holidays.0.date", Code::NotADate),
        ("holidays.1.name", Code::Required),
        ("holidays.2.date", Code::AlreadyTaken),
        ("overrides.0.hours.0", Code::EndsBeforeItBegins),
    ] {
        assert_eq!(invalid.of(field), Some(&code), "{field}");
    }
    assert_eq!(invalid.fields.len(), 10);
    let closed = Draft { zone: "UTC".to_owned(), ..Draft::default() };
    assert_eq!(wrong(closed).of("week"), Some(&Code::NoWorkingTime));
    assert_eq!(wrong(office(" ")).of("zone"), Some(&Code::Required));
}

#[test]
fn open_stretches_are_whole_also_where_blocks_meet() {
    let always = Timetable::new(Calendar::always(), TimeZone::UTC);
    let (from, until) = (at("2000-01-01T00:00:00Z"), at("2030-01-01T00:00:00Z"));
    assert_eq!(always.open_between(from, until).collect::<Vec<_>>(), [(from, until)]);
    assert_eq!(always.open_between(until, from).count(), 0);
}

const ZONES: [&str; 6] = ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Sao_Paulo"];

fn any_timetable() -> impl Strategy<Value = Timetable> {
    let hours = prop::collection::vec((0..1440_u16, 1..900_u16), 0..3);
    let clock = |minute: u16| format!("{:02}:{:02}", minute / 60 % 24, minute % 60);
    let day = move || {
        let pair = move |(from, length): (u16, u16)| [clock(from), clock(from + length)];
        hours.clone().prop_map(move |list| list.into_iter().map(pair).collect::<Vec<_>>())
    };
    let open = prop::bool::ANY.prop_map(|_| vec![["08:00".to_owned(), "11:30".to_owned()]]);
    (0..ZONES.len(), open, day(), day(), day(), day(), prop::collection::btree_set(0..700_i32, 0..12)).prop_map(
        |(zone, mon, tue, thu, sat, sun, closed)| {
            let week = Week { mon, tue: tue.clone(), wed: tue, thu: thu.clone(), fri: thu, sat, sun };
            let date = |day: i32| jiff::civil::date(2026, 1, 1).saturating_add(jiff::Span::new().days(day)).to_string();
            let holidays = closed.into_iter().map(|day| Holiday { date: date(day), name: "Closed".to_owned() }).collect();
            timetable(Draft { zone: ZONES[zone].to_owned(), week, holidays, overrides: Vec::new() })
        },
    )
}

/// Instants of 2026 and 2027, to the millisecond.
fn instant() -> impl Strategy<Value = Timestamp> {
    (1_767_225_600_000..1_830_297_600_000_i64).prop_map(Timestamp::from_millis)
}

fn pauses() -> impl Strategy<Value = Vec<Pause>> {
    let pause =
        (instant(), 0..900_000_000_i64).prop_map(|(from, length)| Pause { from, until: Some(from.plus(Span::from_millis(length))) });
    prop::collection::vec(pause, 0..5)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_deadline_is_exactly_as_far_away_as_its_target(table in any_timetable(), pauses in pauses(), start in instant(), target in 1..500_000_000_i64) {
        let target = Span::from_millis(target);
        let due = deadline(&table, &pauses, start, target).at().unwrap();
        prop_assert_eq!(elapsed(&table, &pauses, start, due), target);
        // The earliest: a millisecond before, the target had not passed.
        prop_assert!(elapsed(&table, &pauses, start, due.minus(Span::from_millis(1))) < target);
    }

    #[test]
    fn no_deadline_falls_in_closed_time(table in any_timetable(), pauses in pauses(), start in instant(), target in 1..500_000_000_i64) {
        let due = deadline(&table, &pauses, start, Span::from_millis(target)).at().unwrap();
        let last = due.minus(Span::from_millis(1));
        prop_assert_eq!(table.worked(last, due), Span::from_millis(1));
        prop_assert!(pauses.iter().all(|pause| !(pause.from <= last && pause.until.is_some_and(|until| last < until))));
    }

    #[test]
    fn splitting_an_interval_keeps_the_sum(table in any_timetable(), pauses in pauses(), mut cuts in prop::collection::vec(instant(), 3)) {
        cuts.sort_unstable();
        let whole = elapsed(&table, &pauses, cuts[0], cuts[2]).millis();
        let parts = elapsed(&table, &pauses, cuts[0], cuts[1]).millis() + elapsed(&table, &pauses, cuts[1], cuts[2]).millis();
        prop_assert_eq!(whole, parts);
        let stretches: i64 = table.open_between(cuts[0], cuts[2]).map(|(from, until)| until.since(from).millis()).sum();
        prop_assert_eq!(stretches, table.worked(cuts[0], cuts[2]).millis());
    }

    #[test]
    fn the_order_of_pauses_does_not_matter(table in any_timetable(), pauses in pauses(), start in instant(), target in 1..500_000_000_i64) {
        let backward: Vec<Pause> = pauses.iter().rev().copied().collect();
        let target = Span::from_millis(target);
        prop_assert_eq!(deadline(&table, &pauses, start, target), deadline(&table, &backward, start, target));
    }
}

#[test]
fn hours_and_zones_are_understood_as_people_type_them() {
    let typed =
        Draft { zone: "asia/shanghai".to_owned(), week: Week { mon: pairs("9-12, 13-17:30"), ..Week::default() }, ..Draft::default() };
    let calendar = typed.parse(|name| TimeZone::get(name).ok()).unwrap();
    assert_eq!(calendar.zone, "Asia/Shanghai");
    assert_eq!(Draft::from(calendar).week.mon, pairs("09:00-12:00, 13:00-17:30"));
}
