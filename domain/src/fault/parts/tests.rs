use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::*;
use crate::{
    calendar::Calendar,
    fault::moment::{Reading, Source, Value},
};

fn t(minutes: i64) -> Timestamp {
    // Monday 2026-03-02, 09:00 in UTC, and so many minutes.
    Timestamp::from_millis(1_772_442_000_000).plus(Span::from_minutes(minutes))
}

fn points(minutes: [Option<i64>; 4]) -> Points {
    let [occurred, detected, located, restored] = minutes.map(|minutes| minutes.map(t));
    Points { occurred, detected, located, restored }
}

fn minutes(n: i64) -> Span {
    Span::from_minutes(n)
}

fn walls(points: Points) -> Vec<(Part, Option<i64>)> {
    pieces(points, None, &Targets::default())
        .iter()
        .map(|piece| (piece.part, piece.measured.length().map(|length| length.wall.millis() / 60_000)))
        .collect()
}

/// Open from 09:00 to 17:00 on Mondays and Tuesdays, in UTC.
fn office() -> Timetable {
    let week = r#"{"mon":[["09:00","17:00"]],"tue":[["09:00","17:00"]]}"#;
    let calendar: Calendar = serde_json::from_str(&format!(r#"{{"zone":"UTC","week":{week}}}"#)).unwrap();
    Timetable::new(calendar, TimeZone::UTC)
}

#[test]
fn the_parts_lie_between_the_moments_and_add_up_to_the_whole() {
    let all = points([Some(0), Some(19), Some(52), Some(70)]);
    let expected = [(Part::Detect, Some(19)), (Part::Locate, Some(33)), (Part::Restore, Some(18)), (Part::Total, Some(70))];
    assert_eq!(walls(all), expected);
}

#[test]
fn an_unknown_moment_leaves_out_the_parts_that_it_bounds_and_no_others() {
    let no_start = points([None, Some(19), Some(52), Some(70)]);
    let expected = [(Part::Detect, None), (Part::Locate, Some(33)), (Part::Restore, Some(18)), (Part::Total, None)];
    assert_eq!(walls(no_start), expected);
    assert_eq!(measure(Part::Total, no_start, None), Measured::Unknown { missing: vec![Kind::Occurred] });
    assert_eq!(measure(Part::Total, Points::default(), None), Measured::Unknown { missing: vec![Kind::Occurred, Kind::Restored] });
    let no_cause = points([Some(0), Some(19), None, Some(70)]);
    assert_eq!(walls(no_cause), [(Part::Detect, Some(19)), (Part::Locate, None), (Part::Restore, None), (Part::Total, Some(70))]);
}

#[test]
fn what_was_restored_before_it_was_located_is_one_combined_part() {
    let rolled_back = points([Some(0), Some(10), Some(90), Some(30)]);
    assert_eq!(walls(rolled_back), [(Part::Detect, Some(10)), (Part::LocateAndRestore, Some(20)), (Part::Total, Some(30))]);
    assert_eq!(measure(Part::Locate, rolled_back, None), Measured::Combined);
    let shares: Vec<_> = pieces(rolled_back, None, &Targets::default()).iter().map(|piece| piece.share.unwrap()).collect();
    assert!((shares[0] + shares[1] - 1.0).abs() < 1e-9);
}

#[test]
fn what_healed_itself_before_it_was_found_has_no_negative_part_and_no_shares() {
    let healed = points([Some(0), Some(50), Some(60), Some(30)]);
    let all = pieces(healed, None, &Targets::default());
    assert_eq!(all[1].measured, Measured::Reversed);
    assert_eq!(all[2].measured.length().map(|length| length.wall), Some(minutes(30)));
    assert!(all.iter().all(|piece| piece.share.is_none()));
}

#[test]
fn nothing_that_took_no_time_is_divided_by() {
    let at_once = points([Some(0); 4]);
    assert!(pieces(at_once, None, &Targets::default()).iter().all(|piece| piece.share.is_none()));
    assert_eq!(walls(at_once)[3], (Part::Total, Some(0)), "a known nothing is zero, an unknown is not");
}

#[test]
fn working_time_stands_beside_wall_time() {
    let table = office();
    let overnight = points([Some(0), Some(60), Some(24 * 60), Some(25 * 60)]);
    let length = measure(Part::Locate, overnight, Some(&table)).length().unwrap();
    assert_eq!(length.by(Measure::Wall), Some(minutes(23 * 60)));
    assert_eq!(length.by(Measure::Working), Some(minutes(7 * 60)));
    assert_eq!(measure(Part::Locate, overnight, None).length().unwrap().by(Measure::Working), None);
}

#[test]
fn a_target_is_overrun_by_its_own_clock() {
    let table = office();
    let target = |measure| Target { span: minutes(8 * 60), measure };
    let overnight = points([Some(0), Some(0), Some(24 * 60), Some(24 * 60)]);
    let overrun = |measure| {
        let targets = Targets(BTreeMap::from([(Part::Locate, target(measure))]));
        pieces(overnight, Some(&table), &targets)[1].overrun
    };
    assert_eq!(overrun(Measure::Wall), Some(minutes(16 * 60)));
    assert_eq!(overrun(Measure::Working), Some(Span::ZERO));
}

#[test]
fn the_combined_part_may_take_as_long_as_both_of_its_parts() {
    let target = |n, measure| Target { span: minutes(n), measure };
    let mut targets = Targets(BTreeMap::from([(Part::Locate, target(10, Measure::Wall)), (Part::Restore, target(5, Measure::Wall))]));
    assert_eq!(targets.of(Part::LocateAndRestore), Some(target(15, Measure::Wall)));
    targets.0.insert(Part::Restore, target(5, Measure::Working));
    assert_eq!(targets.of(Part::LocateAndRestore), None, "two clocks cannot be added up");
    assert_eq!(targets.of(Part::Detect), None);
}

#[test]
fn the_timers_of_a_fault_run_until_it_is_restored() {
    let mut moments = Moments::default();
    let mut say = |kind, value| {
        let reading = Reading { value, source: Source::Person, evidence: String::new() };
        moments.set(kind, reading, None, t(100), "").unwrap();
        let targets = Targets(BTreeMap::from([(Part::Locate, Target { span: minutes(30), measure: Measure::Wall })]));
        timers(&moments, None, &targets, t(100)).iter().map(|timer| (timer.part, timer.overrun)).collect::<Vec<_>>()
    };
    let at = |minutes| Value::Exact { at: t(minutes) };
    assert_eq!(say(Kind::Occurred, at(0)), [(Part::Detect, None), (Part::Total, None)]);
    assert_eq!(say(Kind::Detected, at(20)), [(Part::Locate, Some(minutes(50))), (Part::Total, None)]);
    assert_eq!(say(Kind::Located, Value::Unknown), [(Part::Total, None)]);
    assert_eq!(say(Kind::Restored, at(90)), []);
}

#[test]
fn every_part_names_its_end_points() {
    for &part in Part::ALL {
        let (from, to) = part.ends();
        assert!(Kind::FOUR.contains(&from) && Kind::FOUR.contains(&to) && from < to, "{part}");
    }
}

fn any_points() -> impl Strategy<Value = Points> {
    prop::array::uniform4(prop::option::of(0..5_000_i64)).prop_map(points)
}

proptest! {
    #[test]
    fn a_part_is_known_only_where_both_ends_are_and_is_never_negative(points in any_points()) {
        let table = office();
        for &part in Part::ALL {
            let measured = measure(part, points, Some(&table));
            let (from, to) = part.ends();
            if let Some(length) = measured.length() {
                let wall = points.at(to).unwrap().since(points.at(from).unwrap());
                prop_assert_eq!(length.wall, wall);
                prop_assert!(Span::ZERO <= length.working.unwrap() && length.working.unwrap() <= wall);
            }
            if let Measured::Unknown { missing } = &measured {
                prop_assert!(!missing.is_empty() && missing.iter().all(|kind| points.at(*kind).is_none()));
            }
        }
    }

    #[test]
    fn shares_add_up_to_one_where_all_is_known_and_never_to_more(points in any_points()) {
        let all = pieces(points, None, &Targets::default());
        let shares: Vec<f64> = all.iter().filter(|piece| piece.part != Part::Total).filter_map(|piece| piece.share).collect();
        prop_assert!(shares.iter().sum::<f64>() < 1.0 + 1e-9);
        if shares.len() + 1 == all.len() {
            prop_assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        }
        let json = serde_json::to_string(&all).unwrap();
        prop_assert_eq!(serde_json::from_str::<Vec<Piece>>(&json).unwrap().len(), all.len());
    }
}
