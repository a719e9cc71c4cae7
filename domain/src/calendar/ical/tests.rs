use super::*;

/// A calendar of these events, one a text of lines.
fn file(events: &[&str]) -> String {
    let events: String = events.iter().map(|event| format!("BEGIN:VEVENT\r\n{}\r\nEND:VEVENT\r\n", event.replace('\n', "\r\n"))).collect();
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n")
}

fn found(events: &[&str]) -> Found {
    read(&file(events), 2026..=2028).unwrap()
}

fn dates(events: &[&str]) -> Vec<String> {
    found(events).holidays.into_iter().map(|holiday| holiday.date).collect()
}

#[track_caller]
fn refused(event: &str, line: usize, reason: Reason) {
    let found = found(&[event]);
    assert_eq!(found.holidays, [], "{event}");
    assert_eq!(found.skipped.iter().map(|one| (one.line, one.reason)).collect::<Vec<_>>(), [(line, reason)], "{event}");
}

#[test]
fn a_whole_day_is_a_holiday_and_the_end_is_not_part_of_it() {
    assert_eq!(dates(&["DTSTART;VALUE=DATE:20261118\nSUMMARY:Day of Prayer"]), ["2026-11-18"]);
    assert_eq!(dates(&["DTSTART;VALUE=DATE:20261001\nDTEND;VALUE=DATE:20261003\nSUMMARY:国庆节"]), ["2026-10-01", "2026-10-02"]);
    assert_eq!(dates(&["DTSTART:20261001T000000\nDTEND:20261003T000000\nSUMMARY:国庆节"]), ["2026-10-01", "2026-10-02"]);
    assert_eq!(dates(&["DTSTART;VALUE=DATE:20261231\nDURATION:P2D\nSUMMARY:New Year"]), ["2026-12-31", "2027-01-01"]);
}

#[test]
fn a_long_line_is_unfolded_and_its_escapes_are_undone() {
    let found = found(&["DTSTART;VALUE=DATE:20261118\nSUMMARY;LANGUAGE=\"de:DE\":Buß-\n  und Bet\n tag\\, Sachsen"]);
    assert_eq!(found.holidays[0].name, "Buß- und Bettag, Sachsen");
}

#[test]
fn a_yearly_day_comes_back_in_every_year_that_was_asked_for() {
    assert_eq!(dates(&["DTSTART;VALUE=DATE:20100501\nRRULE:FREQ=YEARLY\nSUMMARY:Labour Day"]), ["2026-05-01", "2027-05-01", "2028-05-01"]);
    assert_eq!(
        dates(&["DTSTART;VALUE=DATE:20101125\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH\nSUMMARY:Thanksgiving"]),
        ["2026-11-26", "2027-11-25", "2028-11-23"]
    );
    assert_eq!(
        dates(&["DTSTART;VALUE=DATE:20260525\nRRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO;COUNT=2\nSUMMARY:Memorial Day"]),
        ["2026-05-25", "2027-05-31"]
    );
    assert_eq!(dates(&["DTSTART;VALUE=DATE:20240229\nRRULE:FREQ=YEARLY;UNTIL=20300101\nSUMMARY:Leap day"]), ["2028-02-29"]);
    let except = "DTSTART;VALUE=DATE:20260501\nRRULE:FREQ=YEARLY\nEXDATE;VALUE=DATE:20270501\nSUMMARY:Labour Day";
    assert_eq!(dates(&[except]), ["2026-05-01", "2028-05-01"]);
}

#[test]
fn what_is_no_holiday_is_skipped_with_its_line_and_reason() {
    refused("DTSTART:20261118T090000\nSUMMARY:Meeting", 4, Reason::NotWholeDays);
    refused("SUMMARY:Some day", 3, Reason::NoDate);
    refused("SUMMARY:Some day\nDTSTART;VALUE=DATE:20261345", 5, Reason::BadDate);
    refused("DTSTART;VALUE=DATE:20261118", 3, Reason::NoName);
    refused("DTSTART;VALUE=DATE:20261118\nDTEND;VALUE=DATE:20261110\nSUMMARY:Backwards", 3, Reason::BadDate);
    refused("DTSTART;VALUE=DATE:20260101\nDTEND;VALUE=DATE:20270101\nSUMMARY:A year", 3, Reason::TooLong);
    refused("DTSTART;VALUE=DATE:20261118\nSUMMARY:Weekly\nRRULE:FREQ=WEEKLY", 6, Reason::NotYearly);
    refused("DTSTART;VALUE=DATE:20261118\nSUMMARY:Off\nSTATUS:CANCELLED", 6, Reason::Cancelled);
    refused("DTSTART;VALUE=DATE:20201118\nSUMMARY:Long ago", 3, Reason::OtherYears);
    refused("DTSTART;VALUE=DATE:20261010\nSUMMARY:国庆节（班）", 3, Reason::WorkingDay);
}

#[test]
fn a_wrong_event_takes_no_other_with_it() {
    let good = "DTSTART;VALUE=DATE:20261118\nSUMMARY:Good";
    let found = found(&["DTSTART;VALUE=DATE:x\nSUMMARY:Wrong", good]);
    assert_eq!((found.holidays.len(), found.skipped.len()), (1, 1));
    let open = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Open\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261118\nSUMMARY:Good\nEND:VEVENT\n";
    let read = read(open, 2026..=2026).unwrap();
    assert_eq!((read.holidays.len(), read.skipped[0].reason), (1, Reason::Broken));
}

#[test]
fn an_alarm_that_is_not_closed_costs_its_own_event_alone() {
    let alarm = "DTSTART;VALUE=DATE:20261118\nSUMMARY:Good\nBEGIN:VALARM\nACTION:AUDIO";
    let found = found(&[alarm, "DTSTART;VALUE=DATE:20261119\nSUMMARY:Better"]);
    assert_eq!(found.holidays.iter().map(|day| day.name.as_str()).collect::<Vec<_>>(), ["Better"]);
    assert_eq!(found.skipped, [Skipped { line: 3, name: "Good".into(), reason: Reason::Broken }]);
}

#[test]
fn a_day_with_thousands_of_events_has_a_name_of_bounded_length() {
    let events: Vec<String> = (0..5_000).map(|n| format!("DTSTART;VALUE=DATE:20261118\nSUMMARY:节日{n}")).collect();
    let found = found(&events.iter().map(String::as_str).collect::<Vec<_>>());
    let name = &found.holidays[0].name;
    assert!(name.starts_with("节日0 / 节日1 / ") && name.chars().count() <= NAME_MAX, "{name}");
}

#[test]
fn more_dates_than_a_calendar_takes_are_not_collected() {
    let january = "DTSTART;VALUE=DATE:19700101\nDTEND;VALUE=DATE:19700201\nRRULE:FREQ=YEARLY\nSUMMARY:January";
    assert_eq!(read(&file(&[january]), 1970..=2199), Err(NotACalendar::TooManyDates));
    assert_eq!(read(&file(&[january]), 2000..=2050).unwrap().holidays.len(), 31 * 51);
}

#[test]
fn an_alarm_inside_an_event_says_nothing_about_it() {
    let alarm = "DTSTART;VALUE=DATE:20261118\nSUMMARY:Good\nBEGIN:VALARM\nSUMMARY:Bell\nDURATION:PT5M\nEND:VALARM";
    assert_eq!(found(&[alarm]).holidays[0].name, "Good");
}

#[test]
fn two_holidays_of_one_date_are_one_with_both_names() {
    let found = found(&["DTSTART;VALUE=DATE:20261001\nSUMMARY:国庆节", "DTSTART;VALUE=DATE:20261001\nSUMMARY:中秋节"]);
    assert_eq!(found.holidays, [Holiday { date: "2026-10-01".to_owned(), name: "国庆节 / 中秋节".to_owned() }]);
}

#[test]
fn the_preview_shows_what_the_calendar_does_not_have() {
    let found = found(&["DTSTART;VALUE=DATE:20261001\nDTEND;VALUE=DATE:20261003\nSUMMARY:国庆节"]);
    let draft = super::super::Draft {
        zone: "Asia/Shanghai".to_owned(),
        holidays: vec![Holiday { date: "2026-10-01".to_owned(), name: "National Day".to_owned() }],
        ..Default::default()
    };
    let new = found.new_to(&Calendar::try_from(draft).unwrap());
    assert_eq!(new.iter().map(|holiday| holiday.date.as_str()).collect::<Vec<_>>(), ["2026-10-02"]);
}

#[test]
fn what_is_no_calendar_is_refused_whole() {
    for text in ["", "Dear all,", "<html>", "BEGIN:VCARD\nEND:VCARD"] {
        assert_eq!(read(text, 2026..=2026), Err(NotACalendar::NoCalendar), "{text}");
    }
    assert_eq!(read(&"x".repeat(BYTES_MAX + 1), 2026..=2026), Err(NotACalendar::TooLarge));
}

proptest::proptest! {
    #[test]
    fn no_file_however_odd_stops_the_program(lines in proptest::collection::vec("(BEGIN|END|DTSTART|DTEND|RRULE|DURATION|SUMMARY|EXDATE)[;:][ -~班é]{0,24}", 0..20)) {
        let _ = read(&format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\n{}\nEND:VEVENT", lines.join("\n")), 2026..=2030);
    }
}
