use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::*;
use crate::{
    calendar::Calendar,
    time::{Span, Timestamp},
};

fn fault(id: i64, minutes: [Option<i64>; 4]) -> Fault {
    let at = |minutes: i64| Timestamp::EPOCH.plus(Span::from_minutes(minutes));
    let [occurred, detected, located, restored] = minutes.map(|minutes| minutes.map(at));
    Fault {
        id: FaultId(id),
        title: format!("Fault {id}"),
        day: Date::constant(2026, 3, 1),
        services: BTreeSet::from(["Printing".to_owned()]),
        team: "Network".to_owned(),
        causes: BTreeSet::from(["Change".to_owned()]),
        severity: Some(Severity::Major),
        finder: Some(Finder::Monitoring),
        points: Points { occurred, detected, located, restored },
        actions: Tally::default(),
        repeats: false,
        is_drill: false,
        is_duplicate: false,
    }
}

fn usual(id: i64, detect: i64) -> Fault {
    fault(id, [Some(0), Some(detect), Some(detect + 10), Some(detect + 30)])
}

fn plain(faults: &[Fault]) -> Report {
    Report::of(faults, None, Measure::Wall, None)
}

fn part(report: &Report, part: Part) -> &PartRow {
    report.figures.parts.iter().find(|row| row.part == part).unwrap()
}

#[test]
fn every_part_names_its_end_points_and_how_many_were_left_out() {
    let report = plain(&[usual(1, 10), usual(2, 20), fault(3, [None, Some(5), Some(6), Some(9)])]);
    assert_eq!(
        serde_json::to_string(part(&report, Part::Detect)).unwrap(),
        concat!(
            r#"{"part":"detect","from":"occurred","to":"detected","n":2,"left_out":1,"#,
            r#""median_seconds":900.0,"p90_seconds":1140.0,"mean_seconds":900.0}"#
        )
    );
    let parts: Vec<_> = report.figures.parts.iter().map(|row| (row.part, row.n, row.left_out)).collect();
    assert_eq!(parts, [(Part::Detect, 2, 1), (Part::Locate, 3, 0), (Part::Restore, 3, 0), (Part::Total, 2, 1)]);
}

#[test]
fn the_json_has_parts_and_faults_at_its_top() {
    let json = serde_json::to_value(plain(&[usual(1, 10)])).unwrap();
    let parts: Vec<_> = json["parts"].as_array().unwrap().iter().map(|row| row["part"].as_str().unwrap()).collect();
    assert_eq!(parts, ["detect", "locate", "restore", "total"]);
    assert_eq!(json["faults"][0]["seconds"]["total"], 2_400);
    assert_eq!(serde_json::from_value::<Report>(json).unwrap(), plain(&[usual(1, 10)]));
}

#[test]
fn nothing_known_has_no_median_rather_than_zero() {
    let report = plain(&[fault(1, [None; 4])]);
    assert!(report.figures.parts.iter().all(|row| (row.n, row.left_out, row.median_seconds, row.mean_seconds) == (0, 1, None, None)));
    assert_eq!(report.figures.monitoring_share, Some(1.0));
    assert_eq!(plain(&[]).figures.monitoring_share, None);
}

#[test]
fn what_was_over_before_it_was_located_is_counted_as_one_combined_part() {
    let report = plain(&[usual(1, 10), fault(2, [Some(0), Some(10), Some(90), Some(40)])]);
    assert_eq!((part(&report, Part::Locate).n, part(&report, Part::Locate).left_out), (1, 1));
    assert_eq!((part(&report, Part::Restore).n, part(&report, Part::Total).n), (1, 2));
    let combined = report.figures.combined.unwrap();
    assert_eq!((combined.n, combined.left_out, combined.median_seconds), (1, 0, Some(1_800.0)));
    assert!(plain(&[usual(1, 10)]).figures.combined.is_none());
}

#[test]
fn drills_and_duplicates_are_left_out_and_told() {
    let drill = Fault { is_drill: true, ..usual(2, 500) };
    let duplicate = Fault { is_duplicate: true, ..usual(3, 600) };
    let report = plain(&[usual(1, 10), drill, duplicate]);
    assert_eq!((report.figures.n, report.drills, report.duplicates, report.faults.len()), (1, 1, 1, 1));
    assert_eq!(part(&report, Part::Detect).median_seconds, Some(600.0));
}

#[test]
fn a_fault_of_two_services_counts_in_both_and_once_in_all() {
    let both = Fault { services: ["Mail", "Printing"].map(str::to_owned).into(), ..usual(1, 10) };
    let report = Report::of(&[both, usual(2, 20)], Some(By::Service), Measure::Wall, None);
    let groups: Vec<_> = report.groups.iter().map(|group| (group.key.as_str(), group.figures.n)).collect();
    assert_eq!(groups, [("Printing", 2), ("Mail", 1)]);
    assert_eq!(report.figures.n, 2);
}

#[test]
fn faults_are_grouped_by_each_criterion() {
    let other = Fault {
        team: String::new(),
        causes: BTreeSet::new(),
        severity: None,
        finder: Some(Finder::User),
        day: Date::constant(2026, 1, 31),
        ..usual(2, 20)
    };
    let keys = |by| {
        let report = Report::of(&[usual(1, 10), other.clone()], Some(by), Measure::Wall, None);
        report.groups.into_iter().map(|group| group.key).collect::<Vec<_>>()
    };
    assert_eq!(keys(By::Team), ["", "Network"]);
    assert_eq!(keys(By::Cause), ["", "Change"]);
    assert_eq!(keys(By::Severity), ["", "major"]);
    assert_eq!(keys(By::Finder), ["monitoring", "user"]);
    assert_eq!(keys(By::Month), ["2026-01", "2026-03"]);
    assert_eq!(keys(By::Service), ["Printing"]);
}

#[test]
fn it_tells_who_found_faults_what_came_back_and_how_far_actions_are() {
    let user = Fault { finder: Some(Finder::User), repeats: true, actions: Tally { all: 3, done: 1, ..Tally::default() }, ..usual(2, 1) };
    let nobody = Fault { finder: None, actions: Tally { all: 1, done: 1, ..Tally::default() }, ..usual(3, 1) };
    let figures = plain(&[usual(1, 1), user, nobody]).figures;
    assert_eq!((figures.found_by_monitoring, figures.finder_known, figures.monitoring_share), (1, 2, Some(0.5)));
    assert_eq!((figures.repeats, figures.completion), (1, Some(0.5)));
}

#[test]
fn working_time_is_asked_of_a_calendar_and_never_guessed() {
    let one = fault(1, [Some(0), Some(24 * 60), Some(24 * 60), Some(24 * 60)]);
    // The first of January 1970 was a Thursday.
    let calendar: Calendar = serde_json::from_str(r#"{"zone":"UTC","week":{"thu":[["09:00","17:00"]]}}"#).unwrap();
    let office = Timetable::new(calendar, TimeZone::UTC);
    let report = Report::of(std::slice::from_ref(&one), None, Measure::Working, Some(&office));
    assert_eq!(part(&report, Part::Detect).median_seconds, Some(28_800.0));
    let without = Report::of(&[one], None, Measure::Working, None);
    assert_eq!((part(&without, Part::Detect).n, part(&without, Part::Detect).left_out), (0, 1));
}

#[test]
fn a_key_cannot_break_the_csv() {
    let evil = Fault { team: "=1+1,\"x\"".to_owned(), ..usual(1, 10) };
    let csv = Report::of(&[evil], Some(By::Team), Measure::Wall, None).csv();
    assert!(csv.contains("\r\n\"'=1+1,\"\"x\"\"\",detect,occurred,detected,1,0,600,600,600\r\n"), "{csv}");
    assert!(csv.ends_with("total,total,occurred,restored,1,0,2400,2400,2400\r\n"), "{csv}");
}

proptest! {
    #[test]
    fn each_fault_is_counted_or_left_out_in_every_part(
        all in prop::collection::vec(prop::array::uniform4(prop::option::of(0..900_i64)), 0..20)
    ) {
        let faults: Vec<Fault> = (1..).zip(&all).map(|(id, minutes)| fault(id, *minutes)).collect();
        let report = Report::of(&faults, Some(By::Team), Measure::Wall, None);
        for row in &report.figures.parts {
            prop_assert_eq!(row.n + row.left_out, faults.len() as u64);
            prop_assert_eq!(row.median_seconds.is_some(), row.n > 0);
            prop_assert!(row.median_seconds <= row.p90_seconds && row.median_seconds.is_none_or(|median| median >= 0.0));
        }
        prop_assert!(report.groups.iter().all(|group| group.figures.parts == report.figures.parts));
        prop_assert_eq!(serde_json::from_str::<Report>(&serde_json::to_string(&report).unwrap()).unwrap().faults, report.faults);
    }
}
