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
        title: Some(format!("Fault {id}")),
        day: Date::constant(2026, 3, 1),
        services: BTreeSet::from(["Printing".to_owned()]),
        teams: BTreeSet::from(["Network".to_owned()]),
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
        teams: BTreeSet::new(),
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
    assert_eq!(keys(By::Detector), ["monitoring", "user"]);
    assert_eq!(keys(By::Month), ["2026-01", "2026-03"]);
    assert_eq!(keys(By::Service), ["Printing"]);
}

#[test]
fn it_tells_who_found_faults_what_came_back_and_how_many_actions_were_done_in_time() {
    let user =
        Fault { finder: Some(Finder::User), repeats: true, actions: Tally { due: 3, in_time: 1, ..Tally::default() }, ..usual(2, 1) };
    let nobody = Fault { finder: None, actions: Tally { due: 1, in_time: 1, ..Tally::default() }, ..usual(3, 1) };
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
fn a_number_leads_to_the_faults_that_it_was_made_of() {
    let unknown = fault(2, [None, Some(5), Some(6), Some(9)]);
    let drill = Fault { is_drill: true, ..usual(3, 1) };
    let late = Fault {
        finder: Some(Finder::User),
        repeats: true,
        teams: BTreeSet::new(),
        actions: Tally { due: 1, ..Tally::default() },
        ..usual(4, 2)
    };
    let faults = [usual(1, 10), unknown, drill, late];
    let ids = |group, part, of| {
        let rows = behind(&faults, group, part, of, Measure::Wall, None);
        rows.into_iter().map(|row| row.fault.0).collect::<Vec<_>>()
    };
    assert_eq!(ids(None, None, Of::All), [4, 2, 1]);
    assert_eq!(ids(None, Some(Part::Detect), Of::Known), [4, 1]);
    assert_eq!(ids(None, Some(Part::Detect), Of::LeftOut), [2]);
    assert_eq!(ids(Some((By::Team, "Network")), Some(Part::Locate), Of::Known), [2, 1]);
    assert_eq!(ids(Some((By::Team, "")), None, Of::All), [4], "an empty key is one as well");
    assert_eq!((ids(None, None, Of::Drills), ids(None, None, Of::Duplicates)), (vec![3], vec![]));
    assert_eq!((ids(None, None, Of::Monitoring), ids(None, None, Of::FinderKnown)), (vec![2, 1], vec![4, 2, 1]));
    assert_eq!((ids(None, None, Of::Repeats), ids(None, None, Of::Due), ids(None, None, Of::NotInTime)), (vec![4], vec![4], vec![4]));
}

#[test]
fn a_year_later_actions_are_looked_at_once_more() {
    let on = |id, day, all| Fault { day, actions: Tally { all, ..Tally::default() }, ..usual(id, 1) };
    let day = |month, day| Date::constant(2025, month, day);
    let drill = Fault { is_drill: true, ..on(6, day(2, 28), 1) };
    let faults = [on(1, day(2, 12), 1), on(2, day(2, 13), 1), on(3, day(3, 15), 1), on(4, day(3, 16), 1), on(5, day(2, 28), 0), drill];
    let found = |today| anniversaries(&faults, today).into_iter().map(|one| one.fault.0).collect::<Vec<_>>();
    assert_eq!(found(Date::constant(2026, 2, 28)), [2, 3], "what nothing was agreed on after is not worth a look");
    assert_eq!(found(Date::constant(2028, 2, 29)), [] as [i64; 0]);
    assert_eq!(anniversary_days(Date::constant(2028, 2, 29)).0, Date::constant(2027, 2, 13));
}

#[test]
fn a_key_cannot_break_the_csv() {
    let evil = Fault { teams: ["=1+1,\"x\"".to_owned()].into(), ..usual(1, 10) };
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
