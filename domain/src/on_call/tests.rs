use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::{
    policy::{Place, Policy, PolicyDraft, Step, StepDraft, Whom},
    rota::{HandOver, Rota, RotaDraft},
    *,
};
use crate::{
    fault::Severity,
    id::{RotaId, UserId},
    invalid::Code,
    time::{Span, Timestamp},
};

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// From Monday 2 March 2026 at nine in Berlin, weekly.
fn weekly() -> Rota {
    Rota {
        name: "First line".into(),
        zone: "Europe/Berlin".into(),
        people: vec![UserId(1), UserId(2), UserId(3)],
        days: 7,
        hand_over: HandOver::Monday,
        minute: 9 * 60,
        from: jiff::civil::date(2026, 3, 2),
    }
}

fn who(rota: &Rota, overrides: &[Override], moment: &str) -> Option<i64> {
    rota.on_duty(&zone(&rota.zone), overrides, at(moment)).map(|duty| duty.person.get())
}

fn over(id: i64, person: i64, from: &str, until: &str) -> Override {
    Override { id, person: UserId(person), from: at(from), until: at(until) }
}

#[test]
fn turns_follow_each_other_at_the_wall_time_of_the_zone_whatever_the_clocks_do() {
    let rota = weekly();
    assert_eq!(who(&rota, &[], "2026-03-02T07:59:59Z"), None, "nobody before it begins");
    assert_eq!(who(&rota, &[], "2026-03-02T08:00:00Z"), Some(1));
    assert_eq!(who(&rota, &[], "2026-03-09T07:59:59Z"), Some(1));
    assert_eq!(who(&rota, &[], "2026-03-09T08:00:00Z"), Some(2));
    // Clocks go forward on 29 March: nine o'clock is an hour earlier then, and the shift has an hour less.
    assert_eq!(who(&rota, &[], "2026-03-30T06:59:59Z"), Some(1));
    assert_eq!(who(&rota, &[], "2026-03-30T07:00:00Z"), Some(2));
    let shifts = rota.shifts(&zone("Europe/Berlin"), &[], at("2026-03-23T08:00:00Z"), at("2026-03-30T07:00:00Z"));
    assert_eq!(shifts.len(), 1);
    assert_eq!(shifts[0].until.since(shifts[0].from), Span::from_hours(7 * 24 - 1));
    let autumn = rota.shifts(&zone("Europe/Berlin"), &[], at("2026-10-19T07:00:00Z"), at("2026-10-26T08:00:00Z"));
    assert_eq!((autumn.len(), autumn[0].until.since(autumn[0].from)), (1, Span::from_hours(7 * 24 + 1)));
}

#[test]
fn a_hand_over_in_a_missing_hour_is_later_and_one_that_comes_twice_is_the_first() {
    let night = Rota { days: 1, minute: 2 * 60 + 30, ..weekly() };
    // 29 March has no half past two: it is half past three.
    assert_eq!(who(&night, &[], "2026-03-29T01:29:59Z"), who(&night, &[], "2026-03-28T12:00:00Z"));
    assert_eq!(who(&night, &[], "2026-03-29T01:30:00Z"), who(&night, &[], "2026-03-29T12:00:00Z"));
    // 25 October has it twice: at 00:30 UTC and at 01:30 UTC.
    assert_eq!(who(&night, &[], "2026-10-25T00:29:59Z"), who(&night, &[], "2026-10-24T12:00:00Z"));
    assert_eq!(who(&night, &[], "2026-10-25T00:30:00Z"), who(&night, &[], "2026-10-25T12:00:00Z"));
}

#[test]
fn shifts_of_weeks_end_on_their_weekday_and_the_first_may_be_shorter() {
    let rota = Rota { from: jiff::civil::date(2026, 3, 5), ..weekly() };
    assert_eq!(who(&rota, &[], "2026-03-05T08:00:00Z"), Some(1));
    assert_eq!(who(&rota, &[], "2026-03-09T08:00:00Z"), Some(2));
    let fortnight = Rota { days: 14, ..weekly() };
    assert_eq!(who(&fortnight, &[], "2026-03-15T08:00:00Z"), Some(1));
    assert_eq!(who(&fortnight, &[], "2026-03-16T08:00:00Z"), Some(2));
    let daily = Rota { days: 3, hand_over: HandOver::Friday, ..weekly() };
    assert_eq!(who(&daily, &[], "2026-03-05T08:00:00Z"), Some(2), "days have no weekday");
}

#[test]
fn whoever_takes_over_last_is_there_and_the_others_are_asked_behind() {
    let (rota, berlin) = (weekly(), zone("Europe/Berlin"));
    let overrides =
        [over(1, 3, "2026-03-03T00:00:00Z", "2026-03-05T00:00:00Z"), over(2, 2, "2026-03-04T00:00:00Z", "2026-03-04T12:00:00Z")];
    assert_eq!(who(&rota, &overrides, "2026-03-03T12:00:00Z"), Some(3));
    assert_eq!(who(&rota, &overrides, "2026-03-04T01:00:00Z"), Some(2));
    assert_eq!(who(&rota, &overrides, "2026-03-04T13:00:00Z"), Some(3));
    assert_eq!(who(&rota, &overrides, "2026-03-05T00:00:00Z"), Some(1));
    let asked = rota.in_turn(&berlin, &overrides, at("2026-03-03T12:00:00Z"));
    assert_eq!(asked, [UserId(3), UserId(2), UserId(1)], "for whom somebody stands in is asked last");
    assert_eq!(rota.in_turn(&berlin, &[], at("2026-03-10T12:00:00Z")), [UserId(2), UserId(3), UserId(1)]);
    let span = (at("2026-03-02T08:00:00Z"), at("2026-03-03T00:00:00Z"));
    assert!(rota.is_alone(&berlin, &overrides, UserId(1), span));
    assert!(!rota.is_alone(&berlin, &overrides, UserId(1), (span.0, at("2026-03-03T00:00:01Z"))));
    assert!(!rota.is_alone(&berlin, &[], UserId(1), (at("2026-03-01T00:00:00Z"), span.1)), "before it begins nobody is");
    assert_eq!(who(&rota, &[over(1, 9, "2026-03-01T00:00:00Z", "2026-03-01T01:00:00Z")], "2026-03-01T00:30:00Z"), Some(9));
}

#[test]
fn everything_that_is_wrong_with_a_rota_is_told_at_once() {
    let draft = RotaDraft { people: vec!["1".into(), String::new(), "1".into()], days: "0".into(), ..RotaDraft::default() };
    let wrong = draft.parse().unwrap_err();
    let fields: Vec<&str> = wrong.fields.iter().map(|error| error.field.as_str()).collect();
    assert_eq!(fields, ["name", "zone", "people.2", "days", "hand_over", "time", "from"]);
    let typed = RotaDraft::from(&weekly());
    assert_eq!(typed.parse(), Ok(weekly()));
    let midnight = RotaDraft { time: "24:00".into(), ..typed };
    assert_eq!(midnight.parse().unwrap_err().of("time"), Some(&Code::NotATimeOfDay));
}

fn policy() -> Policy {
    let step = |after, whom| Step { after, whom: vec![whom] };
    Policy {
        least: Severity::Major,
        steps: vec![step(0, Whom::OnCall(RotaId(7))), step(10, Whom::Leads), step(25, Whom::Person(UserId(5)))],
        rounds: 2,
        pause: 15,
    }
}

#[test]
fn steps_follow_each_other_round_by_round_and_then_it_ends() {
    let policy = policy();
    let mut place = Place::FIRST;
    let mut reached = vec![policy.reached_after(place)];
    while let Some((next, distance)) = policy.following(place) {
        assert_eq!(policy.reached_after(next).millis() - policy.reached_after(place).millis(), distance.millis());
        place = next;
        reached.push(policy.reached_after(place));
    }
    assert_eq!(reached, [0, 10, 25, 40, 50, 65].map(Span::from_minutes));
    assert!(policy.covers(Severity::Critical) && policy.covers(Severity::Major) && !policy.covers(Severity::Minor));
}

#[test]
fn everything_that_is_wrong_with_a_policy_is_told_at_its_field() {
    let step = |after: &str, whom: &str| StepDraft { after: after.into(), whom: vec![whom.into(), String::new()] };
    let draft = PolicyDraft {
        active: true,
        least: "major".into(),
        steps: vec![step("0", "rota:7"), step("", ""), step("10", "leads"), step("10", "person:5"), step("x", "nobody")],
        rounds: "0".into(),
        pause: "15".into(),
        url: "ftp://gateway".into(),
        secret: String::new(),
    };
    let wrong = draft.parse().unwrap_err();
    let fields: Vec<&str> = wrong.fields.iter().map(|error| error.field.as_str()).collect();
    assert_eq!(fields, ["steps.3.after", "steps.4.after", "steps.4.whom.0", "steps.4.whom.0", "rounds", "url"]);
    let steps = vec![step("0", "rota:7"), step("10", "leads"), step("25", "person:5")];
    let right = PolicyDraft { steps, rounds: "2".into(), url: "https://gateway.example/page".into(), ..draft };
    assert_eq!(right.parse().unwrap().policy, policy());
    assert_eq!(PolicyDraft { steps: Vec::new(), ..right }.parse().unwrap_err().of("steps.0.whom.0"), Some(&Code::Required));
    let json = serde_json::to_string(&policy()).unwrap();
    assert!(json.contains("\"rota:7\"") && json.contains("\"leads\""), "{json}");
    assert_eq!(serde_json::from_str::<Policy>(&json).unwrap(), policy());
}

fn any_rota() -> impl Strategy<Value = Rota> {
    let zones =
        prop::sample::select(vec!["UTC", "Europe/Berlin", "Asia/Shanghai", "America/Santiago", "Australia/Lord_Howe", "Pacific/Apia"]);
    (zones, 1_i64..6, 1_u16..20, 0_usize..7, 0_u16..1440, 0_i64..9_000).prop_map(|(zone, people, days, weekday, minute, after)| Rota {
        name: "Any".into(),
        zone: zone.into(),
        people: (1..=people).map(UserId).collect(),
        days,
        hand_over: HandOver::ALL[weekday],
        minute,
        from: jiff::civil::date(2005, 1, 1).saturating_add(jiff::Span::new().days(after)),
    })
}

/// Overrides of the days around a beginning, by the hour.
fn any_overrides() -> impl Strategy<Value = Vec<(i64, i64, i64)>> {
    prop::collection::vec((10_i64..20, 0_i64..900, 1_i64..200), 0..6)
}

fn placed(begin: Timestamp, overrides: &[(i64, i64, i64)]) -> Vec<Override> {
    let hour = |n: i64| begin.plus(Span::from_hours(n));
    let one = |(id, &(person, from, length)): (i64, &(i64, i64, i64))| Override {
        id,
        person: UserId(person),
        from: hour(from),
        until: hour(from + length),
    };
    (1..).zip(overrides).map(one).collect()
}

proptest! {
    #[test]
    fn shifts_tile_the_while_and_agree_with_each_moment(rota in any_rota(), overrides in any_overrides(), start in 0_i64..400, length in 1_i64..900) {
        let zone = zone(&rota.zone);
        let first = zone.to_zoned(rota.from.at(0, 0, 0, 0)).unwrap().timestamp();
        let begin = Timestamp::from(first).plus(Span::from_hours(72));
        let overrides = placed(begin, &overrides);
        let (from, until) = (begin.plus(Span::from_hours(start)), begin.plus(Span::from_hours(start + length)));
        let shifts = rota.shifts(&zone, &overrides, from, until);
        prop_assert_eq!(shifts.first().map(|shift| shift.from), Some(from));
        prop_assert_eq!(shifts.last().map(|shift| shift.until), Some(until));
        for pair in shifts.windows(2) {
            prop_assert_eq!(pair[0].until, pair[1].from);
        }
        for shift in &shifts {
            prop_assert!(shift.from < shift.until);
            for moment in [shift.from, shift.until.minus(Span::from_millis(1))] {
                let duty = rota.on_duty(&zone, &overrides, moment).map(|duty| (duty.person, duty.by));
                prop_assert_eq!(duty, Some((shift.duty.person, shift.duty.by)));
            }
            prop_assert_eq!(rota.in_turn(&zone, &overrides, shift.from)[0], shift.duty.person);
        }
        let mut turned = overrides.clone();
        turned.reverse();
        prop_assert_eq!(rota.shifts(&zone, &turned, from, until), shifts, "the order of overrides says nothing");
    }

    #[test]
    fn an_override_changes_its_own_while_alone(rota in any_rota(), overrides in any_overrides(), moment in 0_i64..900) {
        let zone = zone(&rota.zone);
        let begin = Timestamp::from(zone.to_zoned(rota.from.at(0, 0, 0, 0)).unwrap().timestamp()).plus(Span::from_hours(72));
        let overrides = placed(begin, &overrides);
        let at = begin.plus(Span::from_hours(moment));
        if let Some((last, rest)) = overrides.split_last() {
            let before = rota.on_duty(&zone, rest, at);
            let after = rota.on_duty(&zone, &overrides, at);
            if last.from <= at && at < last.until {
                prop_assert_eq!(after.map(|duty| duty.person), Some(last.person));
            } else {
                prop_assert_eq!(after, before);
            }
        }
    }
}
