use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::*;
use crate::time::Span;

fn t(minutes: i64) -> Timestamp {
    Timestamp::EPOCH.plus(Span::from_minutes(minutes))
}

fn exact(minutes: i64) -> Reading {
    Reading { value: Value::Exact { at: t(minutes) }, source: Source::Person, evidence: String::new() }
}

const ADA: Option<UserId> = Some(UserId(7));

fn set(moments: &mut Moments, kind: Kind, minutes: i64) -> Result<(), Refused> {
    moments.set(kind, exact(minutes), ADA, t(1_000), "seen in the log")
}

fn moments(told: &[(Kind, i64)]) -> Moments {
    let mut moments = Moments::default();
    for &(kind, minutes) in told {
        set(&mut moments, kind, minutes).unwrap();
    }
    moments
}

#[test]
fn nothing_is_detected_located_or_restored_before_it_occurred() {
    let mut told = moments(&[(Kind::Occurred, 10)]);
    for kind in [Kind::Detected, Kind::Located, Kind::Restored] {
        assert_eq!(set(&mut told, kind, 9), Err(Refused::one(kind, Rule::BeforeItOccurred)));
        assert_eq!(set(&mut told, kind, 10), Ok(()), "the same minute is fine");
    }
    assert_eq!(set(&mut told, Kind::Occurred, 11), Err(Refused::one(Kind::Occurred, Rule::AfterAnother)));
    assert_eq!(told.at(Kind::Occurred), Some(t(10)), "what is refused changes nothing");
}

#[test]
fn nothing_lies_in_the_future() {
    let mut told = Moments::default();
    for &kind in Kind::ALL {
        assert_eq!(told.set(kind, exact(11), ADA, t(10), ""), Err(Refused::one(kind, Rule::InTheFuture)));
    }
    assert_eq!(told.set(Kind::Closed, exact(10), ADA, t(10), ""), Ok(()));
}

#[test]
fn a_set_of_moments_is_judged_at_each_field_at_once() {
    let at = |kind| match kind {
        Kind::Occurred => Some(t(10)),
        Kind::Detected => Some(t(5)),
        Kind::Restored => Some(t(99)),
        Kind::Acknowledged => Some(t(1)),
        _ => None,
    };
    let wrong = judge(&at, t(50));
    let expected = [(Kind::Detected, Rule::BeforeItOccurred), (Kind::Restored, Rule::InTheFuture)];
    assert_eq!(wrong, expected.map(|(field, rule)| Wrong { field, rule }));
}

#[test]
fn restoring_before_locating_asks_for_a_reason_and_is_not_refused() {
    let mut told = moments(&[(Kind::Occurred, 0), (Kind::Detected, 5), (Kind::Restored, 20), (Kind::Located, 60)]);
    let question = Question::RestoredBeforeLocated;
    assert_eq!(open_questions(&told), [question]);
    assert_eq!(told.answer(question, " ", ADA, t(70)), Err(Refused::one(Kind::Located, Rule::ReasonMissing)));
    told.answer(question, "Rolled back first.", ADA, t(70)).unwrap();
    assert_eq!(open_questions(&told), []);
    set(&mut told, Kind::Located, 61).unwrap();
    assert_eq!(open_questions(&told), [question], "an answer is about the values that it was given for");
}

#[test]
fn what_healed_itself_and_was_found_later_asks_for_a_reason() {
    let mut told = moments(&[(Kind::Restored, 20), (Kind::Detected, 60)]);
    assert_eq!(open_questions(&told), [Question::RestoredBeforeDetected]);
    assert_eq!(told.answer(Question::RestoredBeforeLocated, "x", ADA, t(70)), Err(Refused::one(Kind::Located, Rule::NotAsked)));
}

#[test]
fn a_moment_that_is_said_to_be_unknown_has_no_time_and_asks_nothing() {
    let mut told = moments(&[(Kind::Restored, 20)]);
    let unknown = Reading { value: Value::Unknown, source: Source::Person, evidence: String::new() };
    told.set(Kind::Located, unknown, ADA, t(30), "").unwrap();
    assert_eq!(told.at(Kind::Located), None);
    assert_eq!(told.get(Kind::Located).unwrap().reading().value.precision(), Precision::Unknown);
    assert_eq!(questions(told.points()), []);
}

#[test]
fn every_change_keeps_who_when_and_why_and_needs_a_reason() {
    let mut told = Moments::default();
    told.set(Kind::Detected, exact(5), ADA, t(10), "").unwrap();
    assert_eq!(told.set(Kind::Detected, exact(6), ADA, t(11), " "), Err(Refused::one(Kind::Detected, Rule::ReasonMissing)));
    told.set(Kind::Detected, exact(6), Some(UserId(8)), t(12), "The alert was later.").unwrap();
    told.set(Kind::Detected, exact(6), ADA, t(13), "").unwrap();
    let history: Vec<_> = told.get(Kind::Detected).unwrap().history().map(|one| (one.said_at, one.by, one.why.as_str())).collect();
    assert_eq!(history, [(t(10), ADA, ""), (t(12), Some(UserId(8)), "The alert was later.")]);
}

#[test]
fn moments_have_a_documented_json() {
    let told = moments(&[(Kind::Detected, 5)]);
    let json = serde_json::to_string(&told).unwrap();
    let expected = concat!(
        r#"{"of":{"detected":[{"reading":{"precision":"exact","at":300000,"source":"person"},"#,
        r#""said_at":60000000,"by":7,"why":"seen in the log"}]},"answers":{}}"#
    );
    assert_eq!(json, expected);
    assert!(serde_json::from_str::<Moments>(r#"{"of":{"detected":[]}}"#).is_err(), "a moment has at least one reading");
}

#[test]
fn a_typed_time_needs_a_zone_unless_it_bears_its_offset() {
    let shanghai = TimeZone::get("Asia/Shanghai").unwrap();
    let at: Timestamp = "2026-03-01T02:42:00Z".parse().unwrap();
    assert_eq!(typed("2026-03-01T10:42:00+08:00", None), Ok(at));
    for text in ["2026-03-01T10:42", "2026-03-01 10:42", "2026/3/1 10:42:00"] {
        assert_eq!(typed(text, Some(&shanghai)), Ok(at), "{text}");
        assert_eq!(typed(text, None), Err(Unreadable::NoZone), "{text}");
    }
    for text in ["2026-02-30 10:42", "10:42", "2026-03-01 25:00", "26-03-01 10:42", "2026-03-01 10:4", "soon", "+026-03-01 10:42"] {
        assert_eq!(typed(text, Some(&shanghai)), Err(Unreadable::NotATime), "{text}");
    }
    assert_eq!(typed(" ", None), Err(Unreadable::Missing));
}

#[test]
fn a_typed_time_in_a_gap_moves_on_and_in_a_fold_is_the_first() {
    let berlin = TimeZone::get("Europe/Berlin").unwrap();
    assert_eq!(typed("2026-03-29 02:30", Some(&berlin)).unwrap().to_string(), "2026-03-29T01:30:00Z");
    assert_eq!(typed("2026-10-25 02:30", Some(&berlin)).unwrap().to_string(), "2026-10-25T00:30:00Z");
}

proptest! {
    #[test]
    fn whatever_is_said_in_any_order_the_hard_rules_hold(told in prop::collection::vec((0..8_usize, -5..60_i64), 0..24)) {
        let mut moments = Moments::default();
        let now = t(40);
        for (kind, minutes) in told {
            let before = moments.clone();
            if moments.set(Kind::ALL[kind], exact(minutes), ADA, now, "corrected").is_err() {
                prop_assert_eq!(&before, &moments);
            }
            prop_assert_eq!(judge(&|kind| moments.at(kind), now), vec![]);
        }
        let json = serde_json::to_string(&moments).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Moments>(&json).unwrap(), &moments);
        let rows: Vec<_> = moments.iter().flat_map(|(kind, moment)| moment.history().map(move |one| (kind, one.clone()))).collect();
        prop_assert_eq!(Moments::told(rows), moments);
    }

    #[test]
    fn no_text_stops_the_reader_of_times(text in "\\PC*", digits in "[0-9:/T -]{0,24}") {
        let _ = typed(&text, Some(&TimeZone::UTC));
        let _ = typed(&digits, Some(&TimeZone::UTC));
    }
}
