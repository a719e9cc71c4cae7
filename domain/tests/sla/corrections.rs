//! Corrections and excuses: both results stay visible, and a breach stays on record.

use domain::{
    id::EventId,
    sla::{Correction, Fact, Metric, Why, replay},
    time::Span,
};

use super::company::*;

const fn correct(correction: Correction) -> Fact {
    Fact::Corrected { correction }
}

#[test]
fn a_pause_that_was_set_too_late_is_corrected_and_both_results_stay_visible() {
    let pause = Correction::Paused { metric: None, from: t("16 10:00"), until: t("16 12:00") };
    let told = story(vec![("16 09:00", file()), ("16 12:00", ask_back()), ("16 13:00", work()), ("16 14:00", correct(pause))]);
    let replay = clocks(&told, "16 15:00");
    let corrected = clock(&replay, Metric::Resolution, 1);
    assert_eq!((corrected.elapsed, corrected.deadline.at()), (hours(3), due("19 12:00")));
    assert_eq!((corrected.pauses[0].why, corrected.pauses[0].by), (Why::Corrected, EventId(4)));
    let [before] = &replay.revisions[..] else { panic!("one correction, {} revisions", replay.revisions.len()) };
    let believed = before.clocks.iter().find(|clock| clock.metric == Metric::Resolution).unwrap();
    assert_eq!((before.event, believed.elapsed, believed.deadline.at()), (EventId(4), hours(4), due("19 10:00")));
}

#[test]
fn a_pause_that_should_not_have_been_counts_after_a_correction() {
    let counted = Correction::Counted { metric: Some(Metric::Resolution), from: t("16 10:30"), until: t("16 11:30") };
    let told = story(vec![("16 09:00", file()), ("16 10:00", ask_back()), ("16 12:00", work()), ("16 14:00", correct(counted))]);
    let clock = resolution(&told, "16 14:00");
    assert_eq!((clock.elapsed, clock.pauses.len()), (hours(4), 2));
}

#[test]
fn a_wrong_time_is_corrected_by_moving_the_event() {
    let moved = Correction::Moment { event: EventId(2), at: t("17 16:00") };
    let told = story(vec![("16 09:00", file()), ("19 10:00", resolve()), ("19 11:00", correct(moved))]);
    let replay = clocks(&told, "19 12:00");
    assert_eq!(clock(&replay, Metric::Resolution, 1).breach, None);
    // What had been recorded stays on record.
    let overruled: Vec<_> = replay.overruled.iter().map(|breach| (breach.metric, breach.at)).collect();
    assert_eq!(overruled, [(Metric::Resolution, t("17 17:00"))]);
}

#[test]
fn a_breach_that_a_correction_causes_is_not_dated_before_it() {
    let moved = Correction::Moment { event: EventId(2), at: t("19 10:00") };
    let told = story(vec![("16 09:00", file()), ("17 16:00", resolve()), ("20 11:00", correct(moved))]);
    let breach = resolution(&told, "20 12:00").breach.unwrap();
    assert_eq!((breach.deadline, breach.at), (t("17 17:00"), t("20 11:00")));
}

#[test]
fn a_later_correction_does_not_move_a_breach() {
    let pause = Correction::Paused { metric: None, from: t("16 10:00"), until: t("16 11:00") };
    let told = story(vec![("16 09:00", file()), ("20 10:00", correct(pause)), ("20 12:00", resolve())]);
    let clock = resolution(&told, "20 13:00");
    assert_eq!(clock.deadline.at(), due("19 10:00"));
    assert_eq!(clock.breach.map(|breach| (breach.deadline, breach.at)), Some((t("17 17:00"), t("17 17:00"))));
}

#[test]
fn an_excused_breach_stays_a_breach() {
    let excuse = Fact::Excused { metric: Metric::FirstResponse, cycle: 1 };
    let told = story(vec![("16 09:00", file()), ("16 15:00", excuse), ("16 16:00", resolve())]);
    let replay = clocks(&told, "20 09:00");
    let breach = clock(&replay, Metric::FirstResponse, 1).breach.unwrap();
    assert_eq!(breach.excuse.map(|excuse| (excuse.at, excuse.by)), Some((t("16 15:00"), EventId(2))));
    assert_eq!(clock(&replay, Metric::Resolution, 1).breach, None);
}

#[test]
fn a_correction_is_not_known_before_it_is_made() {
    let pause = Correction::Paused { metric: None, from: t("16 10:00"), until: t("16 12:00") };
    let told = story(vec![("16 09:00", file()), ("16 14:00", correct(pause))]);
    let before = replay(&told, &policies(), &calendars(), t("16 14:00").minus(Span::from_millis(1)));
    assert!(before.revisions.is_empty());
    assert!(clock(&before, Metric::Resolution, 1).pauses.is_empty());
}
