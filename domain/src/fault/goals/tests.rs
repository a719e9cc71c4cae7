use super::*;
use crate::{
    calendar::{Calendar, Draft, typed_hours},
    invalid::Code,
};

fn at(text: &str) -> Timestamp {
    crate::fault::moment::typed(text, Some(&jiff::tz::TimeZone::UTC)).unwrap()
}

fn office() -> Timetable {
    let mut draft = Draft { zone: "UTC".into(), ..Draft::default() };
    draft.week.mon = typed_hours("09:00-17:00");
    draft.week.tue = typed_hours("09:00-17:00");
    let calendar: Calendar = draft.parse(|_| Some(jiff::tz::TimeZone::UTC)).unwrap();
    Timetable::new(calendar, jiff::tz::TimeZone::UTC)
}

#[test]
fn targets_are_read_by_severity_and_part_and_shown_as_they_are_typed() {
    let typed = |field: &str| match field {
        "critical.detect" => "5m".to_owned(),
        "critical.restore" => " 1 day ".to_owned(),
        "low.locate" => "1.5h".to_owned(),
        _ => String::new(),
    };
    let goals = Goals::typed(Some(CalendarId(3)), typed).unwrap();
    assert_eq!(goals.of(Severity::Critical).of(Part::Detect).map(|target| target.span), Some(Span::from_minutes(5)));
    assert_eq!(goals.of(Severity::Critical).of(Part::Locate), None, "what has no target is not judged");
    assert_eq!(goals.of(Severity::Major), Targets::default());
    let shown = [(Severity::Critical, Part::Restore), (Severity::Low, Part::Locate), (Severity::Minor, Part::Detect)];
    assert_eq!(shown.map(|(severity, part)| goals.shown(severity, part)), ["1d", "1h 30m", ""]);
    let kept = serde_json::to_string(&goals).unwrap();
    assert_eq!(serde_json::from_str::<Goals>(&kept).unwrap(), goals);
}

#[test]
fn what_is_no_length_is_told_at_its_field_and_together() {
    let typed = |field: &str| match field {
        "major.detect" => "soon".to_owned(),
        "minor.locate" => "0m".to_owned(),
        _ => "5m".to_owned(),
    };
    let wrong = Goals::typed(None, typed).unwrap_err();
    assert_eq!(wrong.of("major.detect"), Some(&Code::NotADuration));
    assert_eq!(wrong.of("minor.locate"), Some(&Code::OutOfRange { min: None, max: None }));
    assert_eq!(wrong.of("low.detect"), None);
}

#[test]
fn working_time_of_what_goes_on_grows_in_working_hours_alone() {
    // Monday 16 November 2026: detected half an hour before the office closes, and never located.
    let points = Points { occurred: Some(at("2026-11-16 16:00")), detected: Some(at("2026-11-16 16:30")), located: None, restored: None };
    let working = Working::reckon("Office".into(), &office(), points, at("2026-11-16 16:45"));
    assert_eq!(working.of(Part::Detect), Some(Span::from_minutes(30)));
    assert_eq!(working.so_far(Part::Locate, at("2026-11-16 16:45")), Some(Span::from_minutes(15)));
    assert_eq!(working.so_far(Part::Locate, at("2026-11-16 23:00")), Some(Span::from_minutes(30)));
    assert_eq!(working.so_far(Part::Locate, at("2026-11-17 09:10")), Some(Span::from_minutes(40)));
    assert_eq!(working.of(Part::Restore), None, "what has not begun has no working time, and it is not zero");
}
