//! What other engines are reported to do wrong. Each is a test by its name.

use domain::{
    calendar::{DatedHours, Deadline, Draft, Holiday, Timetable, Week, deadline, elapsed, typed_hours},
    id::EventId,
    priority::Priority,
    sla::{Act, At, Happening, Metric, PolicyDraft, Speaker, Standing, State, Whom, alarms, replay},
    time::Span,
};
use jiff::tz::TimeZone;

use super::company::*;

#[test]
fn a_pause_is_not_lost_when_the_sla_changes() {
    let told = story(vec![("16 09:00", file()), ("16 10:00", ask_back()), ("16 13:00", work()), ("16 14:00", press(Priority::Urgent))]);
    // 4 h from 09:00 under the new target, and the three hours of the pause.
    assert_eq!(resolution(&told, "16 14:00").deadline.at(), due("16 16:00"));
}

#[test]
fn a_day_based_target_with_a_pause_over_a_weekend_loses_no_day() {
    let told = story(vec![("13 09:00", file()), ("13 13:00", ask_back()), ("16 11:00", work())]);
    // Two days of 8 h from Friday morning; 4 h are used, and 12 h are left on Monday at 11:00.
    assert_eq!(resolution(&told, "16 11:00").deadline.at(), due("17 15:00"));
}

#[test]
fn a_holiday_over_new_year_is_left_out_once() {
    let office = Timetable::new(office_of("09:00-17:00"), TimeZone::UTC);
    // Thursday 31 December is open for 3 h, Friday is a holiday, then comes a weekend.
    let deadline = deadline(&office, &[], at("2026-12-31T09:00:00Z"), hours(5));
    assert_eq!(deadline, Deadline::At(at("2027-01-04T11:00:00Z")));
}

#[test]
fn a_lunch_break_is_not_counted_twice() {
    let told = story(vec![("16 09:00", file()), ("16 12:00", ask_back()), ("16 13:00", work())]);
    let broken = calendars_of(office_of("09:00-12:00, 13:00-17:00"));
    let clock = clock(&replay(&told, &policies(), &broken, t("16 13:00")), Metric::Resolution, 1).clone();
    // The pause lies inside the break: nothing is given back. 7 h on Monday, 7 h on Tuesday, none on Wednesday, 2 h on Thursday.
    assert_eq!(clock.elapsed, hours(3));
    assert_eq!(clock.deadline.at(), due("19 11:00"));
}

#[test]
fn a_hold_is_not_added_at_the_wrong_end() {
    let told = story(vec![("16 09:00", file()), ("16 16:00", ask_back()), ("17 10:00", work())]);
    // Two working hours were paused, and not the eighteen that a wall clock shows; they move the deadline
    // over the end of Tuesday and over Wednesday's holiday.
    assert_eq!(resolution(&told, "17 10:00").deadline.at(), due("19 11:00"));
}

#[test]
fn the_update_clock_does_not_run_before_the_first_response() {
    let early = story(vec![("16 09:00", file()), ("16 09:30", reply(Speaker::Requester))]);
    assert!(clocks(&early, "16 10:00").clocks.iter().all(|clock| clock.metric != Metric::Update));
    let mut late = early;
    late.extend(story(vec![("16 09:40", reply(Speaker::Agent)), ("16 10:00", reply(Speaker::Requester))]));
    for (event, happening) in (1..).zip(&mut late) {
        happening.event = EventId(event);
    }
    assert_eq!(clock(&clocks(&late, "16 10:00"), Metric::Update, 1).start, t("16 10:00"));
}

/// The workplace's policy with one step for its resolution.
fn with_step(place: &str) -> PolicyDraft {
    let acts = vec![Act::Notify { whom: Whom::Lead }];
    let step = domain::sla::StepDraft { metric: Some(Metric::Resolution), at: place.to_owned(), acts };
    PolicyDraft { steps: Some(vec![step]), ..workplace() }
}

#[test]
fn an_escalation_does_not_fire_at_midnight_instead_of_opening_time() {
    let policies = policies_of(&[with_step("-2d")]);
    let told = story(vec![("15 00:00", file())]);
    let calendars = calendars();
    let alarms_at = |now: &str| {
        let replay = replay(&told, &policies, &calendars, t(now));
        let clock = clock(&replay, Metric::Resolution, 1);
        (alarms(clock, &policies, &calendars, t(now)), clock.next_at)
    };
    assert_eq!(alarms_at("16 08:59"), (vec![], due("16 09:00")));
    let (fired, _) = alarms_at("16 09:00");
    assert_eq!(fired.iter().map(|alarm| (alarm.place, alarm.at)).collect::<Vec<_>>(), [(At::Before(hours(16)), t("16 09:00"))]);
}

#[test]
fn todays_utc_offset_is_not_applied_to_old_dates() {
    let week = Week { mon: typed_hours("09:00-17:00"), ..Week::default() };
    let draft = Draft { zone: "Europe/Berlin".to_owned(), week, ..Draft::default() };
    let zone = TimeZone::get("Europe/Berlin").unwrap();
    let berlin = Timetable::new(draft.parse(|_| Some(zone.clone())).unwrap(), zone.clone());
    for (start, due) in [
        ("2016-01-11T00:00:00Z", "2016-01-11T09:00:00Z"),
        ("2016-07-11T00:00:00Z", "2016-07-11T08:00:00Z"),
        // In 1978 Germany had no summer time.
        ("1978-07-10T00:00:00Z", "1978-07-10T09:00:00Z"),
    ] {
        assert_eq!(deadline(&berlin, &[], at(start), hours(1)), Deadline::At(at(due)));
    }
}

#[test]
fn no_seconds_are_lost_because_pauses_are_cut_to_minutes() {
    let told = story(vec![
        ("16 09:00:00", file()),
        ("16 10:00:31", ask_back()),
        ("16 10:01:29", work()),
        ("16 10:02:59", ask_back()),
        ("16 10:03:01", work()),
    ]);
    let clock = resolution(&told, "16 11:00");
    assert_eq!(clock.elapsed, Span::from_seconds(7_200 - 58 - 2));
    assert_eq!(clock.deadline.at(), due("19 09:01:00"));
}

#[test]
fn overlapping_intervals_are_not_counted_twice() {
    let week = Week { mon: typed_hours("09:00-12:00, 11:00-14:00, 09:30-10:00"), ..Week::default() };
    let holidays = vec![Holiday { date: "2026-11-23".to_owned(), name: "x".to_owned() }];
    let overrides = vec![DatedHours { date: "2026-11-23".to_owned(), name: String::new(), hours: typed_hours("09:00-11:00,10:00-12:00") }];
    let draft = Draft { zone: "UTC".to_owned(), week, holidays, overrides };
    let table = Timetable::new(draft.parse(|_| Some(TimeZone::UTC)).unwrap(), TimeZone::UTC);
    assert_eq!(elapsed(&table, &[], t("16 00:00"), t("17 00:00")), hours(5));
    assert_eq!(elapsed(&table, &[], t("23 00:00"), t("24 00:00")), hours(3));
}

#[test]
fn a_deadline_does_not_drift_every_time_the_ticket_is_saved() {
    let mut told = story(vec![("16 09:00", file()), ("16 10:00", ask_back()), ("16 11:00:17", work())]);
    let before = resolution(&told, "17 09:00").deadline;
    for (event, minute) in (10..).zip(0..50_i64) {
        let at = t("16 12:00").plus(Span::from_minutes(minute));
        told.push(Happening { event: EventId(event), at, by: None, fact: if minute % 2 == 0 { work() } else { press(Priority::Normal) } });
    }
    assert_eq!(resolution(&told, "17 09:00").deadline, before);
}

#[test]
fn a_frozen_ticket_does_not_escalate_at_once_when_it_is_reopened() {
    let policies = policies_of(&[with_step("50%")]);
    let told = story(vec![("16 09:00", file()), ("16 10:00", ask_back()), ("23 10:00", resolve()), ("27 10:00", work())]);
    let calendars = calendars();
    let replay = replay(&told, &policies, &calendars, t("27 10:00"));
    let clock = clock(&replay, Metric::Resolution, 1);
    assert_eq!((clock.state, clock.elapsed, clock.breach), (State::Running, hours(1), None));
    assert_eq!(alarms(clock, &policies, &calendars, t("27 10:00")), []);
    // Seven of the eight hours are left: all of Friday's.
    assert_eq!(clock.next_at, due("27 17:00"));
    assert!(matches!(clock.pauses[0].why, domain::sla::Why::Standing(Standing::WaitingForRequester)));
}
