use proptest::prelude::*;

use super::*;

/// Berlin from 2025 to 2026, where summer time ends on 25 October at 01:00 UTC.
fn berlin(now: &str, locale: Locale) -> Clockface {
    let offsets = vec![
        (at("2025-03-30T01:00:00Z"), 7200),
        (at("2025-10-26T01:00:00Z"), 3600),
        (at("2026-03-29T01:00:00Z"), 7200),
        (at("2026-10-25T01:00:00Z"), 3600),
    ];
    Clockface { now: at(now), locale, offsets }
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[track_caller]
fn check(clock: &Clockface, cases: &[(&str, &str)]) {
    for (point, text) in cases {
        assert_eq!(clock.relative(at(point)), *text, "{point}");
    }
}

#[test]
fn a_time_reads_as_its_distance_while_that_is_near() {
    let clock = berlin("2026-11-16T13:05:30Z", Locale::En);
    check(
        &clock,
        &[
            ("2026-11-16T13:05:30Z", "just now"),
            ("2026-11-16T13:04:30.001Z", "just now"),
            ("2026-11-16T13:04:30Z", "1 min ago"),
            ("2026-11-16T12:05:30.001Z", "59 min ago"),
            ("2026-11-16T12:05:30Z", "today 13:05"),
            ("2026-11-15T23:00:00Z", "today 00:00"),
            ("2026-11-15T22:59:59Z", "yesterday 23:59"),
            ("2026-11-14T23:00:00Z", "yesterday 00:00"),
            ("2026-11-14T22:59:59Z", "14 Nov"),
            ("2025-12-31T23:00:00Z", "1 Jan"),
            ("2025-12-31T22:59:59Z", "31 Dec 2025"),
        ],
    );
}

#[test]
fn what_is_to_come_reads_as_well_as_what_was() {
    let clock = berlin("2026-11-16T13:05:30Z", Locale::En);
    check(
        &clock,
        &[
            ("2026-11-16T13:05:40Z", "in 1 min"),
            ("2026-11-16T14:05:30Z", "in 60 min"),
            ("2026-11-16T14:05:31Z", "today 15:05"),
            ("2026-11-16T23:00:00Z", "tomorrow 00:00"),
            ("2026-11-17T23:00:00Z", "18 Nov"),
            ("2027-01-02T00:00:00Z", "2 Jan 2027"),
        ],
    );
}

#[test]
fn what_lies_ahead_by_a_moment_is_now() {
    for (locale, now) in [(Locale::En, "just now"), (Locale::Zh, "刚刚")] {
        let clock = berlin("2026-11-16T13:05:30Z", locale);
        check(&clock, &[("2026-11-16T13:05:30.001Z", now), ("2026-11-16T13:05:39.999Z", now)]);
    }
}

#[test]
fn chinese_reads_as_chinese() {
    let clock = berlin("2026-11-16T13:05:30Z", Locale::Zh);
    check(
        &clock,
        &[
            ("2026-11-16T13:05:30Z", "刚刚"),
            ("2026-11-16T13:02:00Z", "3 分钟前"),
            ("2026-11-16T13:08:00Z", "3 分钟后"),
            ("2026-11-16T10:00:00Z", "今天 11:00"),
            ("2026-11-15T13:05:00Z", "昨天 14:05"),
            ("2026-11-17T13:05:00Z", "明天 14:05"),
            ("2026-11-12T13:05:00Z", "11月12日"),
            ("2025-11-12T13:05:00Z", "2025年11月12日"),
        ],
    );
    assert_eq!(clock.full(at("2026-11-16T13:05:30Z")), "2026年11月16日星期一 14:05（UTC+1）");
    assert_eq!(clock.day_heading(at("2026-11-12T13:05:30Z")), "11月12日 星期四");
    assert_eq!(clock.day_heading(at("2026-11-16T01:00:00Z")), "今天");
}

#[test]
fn an_hour_at_midnight_near_enough_stays_a_distance() {
    let clock = berlin("2026-11-15T23:10:00Z", Locale::En);
    check(&clock, &[("2026-11-15T22:50:00Z", "20 min ago"), ("2026-11-15T22:09:00Z", "yesterday 23:09")]);
}

#[test]
fn the_offset_is_the_one_of_the_point_and_not_of_now() {
    let clock = berlin("2026-11-16T13:05:30Z", Locale::En);
    assert_eq!(clock.full(at("2026-10-25T00:59:59Z")), "Sunday 25 October 2026, 02:59 (UTC+2)");
    assert_eq!(clock.full(at("2026-10-25T01:00:00Z")), "Sunday 25 October 2026, 02:00 (UTC+1)");
    assert_eq!(clock.iso(at("2026-10-25T00:59:59Z")), "2026-10-25T02:59:59+02:00");
    assert_eq!(clock.iso(at("2026-10-25T01:00:00Z")), "2026-10-25T02:00:00+01:00");
}

#[test]
fn the_day_after_the_clocks_changed_is_still_the_next_day() {
    // The 25th has 25 hours: from its first to its last moment it is one day.
    let clock = berlin("2026-10-26T08:00:00Z", Locale::En);
    check(&clock, &[("2026-10-24T22:00:00Z", "yesterday 00:00"), ("2026-10-24T21:59:59Z", "24 Oct")]);
}

#[test]
fn headings_name_the_day() {
    let clock = berlin("2026-11-16T13:05:30Z", Locale::En);
    let heading = |text| clock.day_heading(at(text));
    assert_eq!(heading("2026-11-16T22:59:59Z"), "Today");
    assert_eq!(heading("2026-11-15T22:59:59Z"), "Yesterday");
    assert_eq!(heading("2026-11-16T23:00:00Z"), "Tomorrow");
    assert_eq!(heading("2026-11-09T12:00:00Z"), "Monday 9 November");
    assert_eq!(heading("2025-11-09T12:00:00Z"), "Sunday 9 November 2025");
    assert_eq!(["2026-11-09T12:00:00Z", "2025-11-09T12:00:00Z"].map(|text| clock.day(at(text))), ["9 Nov", "9 Nov 2025"]);
}

#[test]
fn a_page_without_a_reader_shows_utc() {
    let clock = Clockface::utc(Locale::En);
    let noon = at("2026-11-16T12:00:00Z");
    assert_eq!(clock.full(noon), "Monday 16 November 2026, 12:00 (UTC)");
    assert_eq!(clock.iso(noon), "2026-11-16T12:00:00Z");
    assert_eq!((clock.date(noon), clock.time(noon)), ("16 Nov 2026".to_owned(), "12:00".to_owned()));
}

#[test]
fn offsets_with_halves_and_to_the_west_are_written_out() {
    let clock = |offset| Clockface { offsets: vec![(Timestamp::EPOCH, offset)], ..Clockface::utc(Locale::En) };
    let noon = at("2026-11-16T12:00:00Z");
    assert_eq!(clock(20_700).iso(noon), "2026-11-16T17:45:00+05:45");
    assert_eq!(clock(-12_600).iso(noon), "2026-11-16T08:30:00-03:30");
    assert!(clock(-12_600).full(noon).ends_with("(UTC-3:30)"));
    assert_eq!(clock(-1800).iso(noon), "2026-11-16T11:30:00-00:30");
}

#[test]
fn durations_show_their_two_largest_units() {
    let cases = [
        (0, "0 s", "0 秒"),
        (999, "0 s", "0 秒"),
        (59_999, "59 s", "59 秒"),
        (60_000, "1 m", "1 分"),
        (3_599_999, "59 m", "59 分"),
        (3_600_000, "1 h 00 m", "1 小时 00 分"),
        (7_500_000, "2 h 05 m", "2 小时 05 分"),
        (86_399_999, "23 h 59 m", "23 小时 59 分"),
        (86_400_000, "1 d 00 h", "1 天 00 小时"),
        (-7_500_000, "−2 h 05 m", "−2 小时 05 分"),
    ];
    for (millis, en, zh) in cases {
        let span = Span::from_millis(millis);
        assert_eq!((duration(Locale::En, span).as_str(), duration(Locale::Zh, span).as_str()), (en, zh));
    }
}

#[test]
fn a_morning_is_where_the_reader_is() {
    let morning = |hours: i32, day: &str| {
        let clock = Clockface { offsets: vec![(Timestamp::EPOCH, hours * 3_600)], ..Clockface::utc(Locale::En) };
        clock.morning_of(day).map(|at| at.to_string())
    };
    assert_eq!(morning(0, "2026-11-20").as_deref(), Some("2026-11-20T09:00:00Z"));
    assert_eq!(morning(8, "2026-11-20").as_deref(), Some("2026-11-20T01:00:00Z"));
    assert_eq!(morning(-5, "2026-11-20").as_deref(), Some("2026-11-20T14:00:00Z"));
    assert_eq!(morning(8, "tomorrow"), None);
    assert_eq!(morning(8, ""), None);
}

proptest! {
    #[test]
    fn no_clock_stops_the_program(now: i64, point: i64, offsets: Vec<(i64, i32)>, zh: bool) {
        let offsets = offsets.into_iter().map(|(from, offset)| (Timestamp::from_millis(from), offset)).collect();
        let locale = if zh { Locale::Zh } else { Locale::En };
        let clock = Clockface { now: Timestamp::from_millis(now), locale, offsets };
        let point = Timestamp::from_millis(point);
        for text in [clock.relative(point), clock.full(point), clock.iso(point), clock.day_heading(point),
            clock.duration(point.since(clock.now))] {
            prop_assert!(!text.is_empty());
        }
    }

    #[test]
    fn the_machine_readable_time_is_the_same_point(seconds in 0_i64..4_000_000_000, quarters in -48_i32..=56) {
        let point = Timestamp::from_millis(seconds * 1000);
        let clock = Clockface { offsets: vec![(Timestamp::EPOCH, quarters * 900)], ..Clockface::utc(Locale::En) };
        prop_assert_eq!(clock.iso(point).parse::<Timestamp>(), Ok(point));
    }
}

#[test]
fn a_typed_time_is_the_one_that_the_readers_clock_shows() {
    let los_angeles = Clockface {
        now: at("2026-03-01T12:00:00Z"),
        locale: Locale::En,
        offsets: vec![(at("2025-11-02T09:00:00Z"), -28_800), (at("2026-03-08T10:00:00Z"), -25_200)],
    };
    let berlin = berlin("2026-10-20T12:00:00Z", Locale::En);
    for (clock, typed, moment) in [
        (&los_angeles, "2026-03-08T01:59", "2026-03-08T09:59:00Z"),
        (&los_angeles, "2026-03-08T03:00", "2026-03-08T10:00:00Z"),
        (&los_angeles, "2026-03-08T09:00", "2026-03-08T16:00:00Z"),
        // The hour that is left out: that much later.
        (&los_angeles, "2026-03-08T02:30", "2026-03-08T10:30:00Z"),
        (&berlin, "2026-10-25T01:30", "2026-10-24T23:30:00Z"),
        // The hour that comes twice: the first of them.
        (&berlin, "2026-10-25T02:30", "2026-10-25T00:30:00Z"),
        (&berlin, "2026-10-25T03:00", "2026-10-25T02:00:00Z"),
    ] {
        assert_eq!(clock.moment_of(typed), Some(at(moment)), "{typed}");
    }
    assert_eq!(los_angeles.morning_of("2026-03-08"), Some(at("2026-03-08T16:00:00Z")));
}

proptest! {
    #[test]
    fn what_a_clock_shows_and_somebody_types_is_that_moment(minutes in 0_i64..60 * 24 * 700) {
        let clock = berlin("2026-11-16T12:00:00Z", Locale::En);
        let moment = at("2025-01-10T00:00:00Z").plus(Span::from_minutes(minutes));
        let shown = clock.iso(moment);
        let typed = clock.moment_of(&shown[.."0000-00-00T00:00:00".len()]).unwrap();
        // Of an hour that comes twice it is the first.
        prop_assert!(typed == moment || clock.iso(typed)[..19] == shown[..19] && typed < moment, "{shown}");
    }
}
