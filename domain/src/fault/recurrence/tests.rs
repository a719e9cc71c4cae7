use proptest::prelude::*;

use super::*;

fn fault(id: i64, day: i64, services: &[i64], categories: &[&str]) -> Fault {
    Fault {
        id: FaultId(id),
        at: Timestamp::EPOCH.plus(Span::from_days(day)),
        services: services.iter().map(|id| ServiceId(*id)).collect(),
        categories: categories.iter().map(|name| (*name).to_owned()).collect(),
        actions: Tally::default(),
        left_out: false,
    }
}

fn ids(new: &Fault, earlier: &[Fault]) -> Vec<i64> {
    repeats(new, earlier, DAYS).iter().map(|repeat| repeat.of.0).collect()
}

#[test]
fn a_repeat_has_a_service_and_a_category_in_common_within_ninety_days() {
    let new = fault(9, 100, &[1, 2], &["Change"]);
    assert_eq!(ids(&new, &[fault(1, 10, &[1], &["change "])]), [1], "the ninetieth day counts");
    assert_eq!(ids(&new, &[fault(1, 9, &[1], &["Change"])]), [0; 0]);
    assert_eq!(ids(&new, &[fault(1, 50, &[3], &["Change"])]), [0; 0]);
    assert_eq!(ids(&new, &[fault(1, 50, &[1], &["Capacity"])]), [0; 0]);
    assert_eq!(ids(&new, &[fault(1, 101, &[1], &["Change"])]), [0; 0], "what comes later is not repeated");
    assert_eq!(ids(&new, std::slice::from_ref(&new)), [0; 0]);
}

#[test]
fn the_latest_one_comes_first() {
    let new = fault(9, 100, &[1], &["Change"]);
    assert_eq!(ids(&new, &[fault(1, 20, &[1], &["Change"]), fault(2, 80, &[1], &["Change"])]), [2, 1]);
}

#[test]
fn drills_and_duplicates_repeat_nothing_and_are_not_repeated() {
    let (new, old) = (fault(9, 100, &[1], &["Change"]), fault(1, 90, &[1], &["Change"]));
    let drill = |one: &Fault| Fault { left_out: true, ..one.clone() };
    assert_eq!(ids(&drill(&new), std::slice::from_ref(&old)), [0; 0]);
    assert_eq!(ids(&new, &[drill(&old)]), [0; 0]);
}

#[test]
fn a_repeat_tells_whether_the_earlier_actions_were_done() {
    let new = fault(9, 100, &[1], &["Change"]);
    let done = |done, all| {
        let old = Fault { actions: Tally { all, done, ..Tally::default() }, ..fault(1, 90, &[1], &["Change"]) };
        repeats(&new, &[old], DAYS)[0].actions_were_done()
    };
    assert_eq!((done(2, 2), done(1, 2), done(0, 0)), (Some(true), Some(false), None));
}

#[test]
fn an_empty_category_is_none() {
    assert_eq!(ids(&fault(9, 100, &[1], &[" "]), &[fault(1, 90, &[1], &[""])]), [0; 0]);
}

proptest! {
    #[test]
    fn of_two_faults_at_most_one_repeats_the_other(a in 0..200_i64, b in 0..200_i64) {
        let (a, b) = (fault(1, a, &[1], &["x"]), fault(2, b, &[1], &["x"]));
        let (there, back) = (ids(&a, std::slice::from_ref(&b)), ids(&b, std::slice::from_ref(&a)));
        prop_assert!(there.len() + back.len() <= 1);
        let near = a.at.since(b.at).millis().abs() <= Span::from_days(i64::from(DAYS)).millis();
        prop_assert_eq!(there.len() + back.len() == 1, near);
    }
}
