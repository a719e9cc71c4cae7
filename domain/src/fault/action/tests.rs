use super::*;

const OWNER: UserId = UserId(1);
const OTHER: UserId = UserId(2);

fn t(days: i64) -> Timestamp {
    Timestamp::EPOCH.plus(Span::from_days(days))
}

fn action() -> Action {
    Action { owner: Some(OWNER), ..Action::new(Kind::Prevent, "Pin the reservations.").unwrap() }
}

#[test]
fn an_action_needs_an_owner_a_day_and_a_criterion_to_be_complete() {
    let invalid = Action::new(Kind::Prevent, "x").unwrap().complete().unwrap_err();
    let fields: Vec<_> = invalid.fields.iter().map(|error| error.field.as_str()).collect();
    assert_eq!(fields, ["owner", "due", "criterion"]);
    let whole = Action { due: Some(Date::constant(2026, 3, 1)), criterion: "212 addresses stay".into(), ..action() };
    assert_eq!(whole.complete(), Ok(()));
    assert_eq!(Action::new(Kind::Prevent, " ").unwrap_err().of("text"), Some(&Code::Required));
}

#[test]
fn somebody_other_than_the_owner_verifies() {
    let mut one = action();
    assert_eq!(one.verify(OTHER, t(1), "seen"), Err(Refused::NotNow), "it is not done yet");
    one.finish(t(1)).unwrap();
    assert_eq!(one.finish(t(2)), Err(Refused::NotNow));
    assert_eq!(one.verify(OWNER, t(2), "seen"), Err(Refused::OwnerVerifies));
    assert_eq!(one.verify(OTHER, t(2), " "), Err(Refused::EvidenceMissing));
    one.verify(OTHER, t(2), "replayed").unwrap();
    assert_eq!(one.done_at(), Some(t(1)), "verifying does not move when it was done");
}

#[test]
fn what_nobody_owns_is_not_finished() {
    assert_eq!(Action::new(Kind::Prevent, "x").unwrap().finish(t(1)), Err(Refused::NoOwner));
}

#[test]
fn the_effect_is_looked_at_when_its_days_have_passed() {
    let mut one = action();
    assert_eq!(one.check(true, "", OTHER, t(99)), Err(Refused::NotNow));
    one.finish(t(1)).unwrap();
    one.verify(OTHER, t(2), "replayed").unwrap();
    assert_eq!(one.effect_due(), Some(t(31)));
    assert_eq!(one.check(true, "", OTHER, t(30)), Err(Refused::TooEarly));
    assert_eq!(one.check(false, " ", OTHER, t(31)), Err(Refused::EvidenceMissing), "what does not help says why");
    one.check(false, "It came back.", OTHER, t(31)).unwrap();
    assert_eq!(one.effect_due(), None);
    let tally = Tally::of([&one], Date::constant(1970, 3, 1), &TimeZone::UTC);
    assert_eq!(tally, Tally { all: 1, done: 1, verified: 1, without_effect: 1, ..Tally::default() });
    let json = serde_json::to_string(&one).unwrap();
    assert_eq!(serde_json::from_str::<Action>(&json).unwrap(), one);
    one.reopen().unwrap();
    assert_eq!((one.done_at(), one.reopen()), (None, Err(Refused::NotNow)));
}

#[test]
fn an_action_is_overdue_after_its_day_and_not_on_it() {
    let day = Date::constant(2026, 3, 1);
    let mut one = Action { due: Some(day), ..action() };
    assert!(!one.is_overdue(day));
    assert!(one.is_overdue(day.tomorrow().unwrap()));
    assert!(!action().is_overdue(day), "without a day nothing is late");
    one.finish(t(1)).unwrap();
    assert!(!one.is_overdue(day.tomorrow().unwrap()));
}

#[test]
fn completion_is_of_actions_whose_last_day_is_over_and_asks_when_they_were_done() {
    let day = |day| Some(Date::constant(1970, 1, day));
    let done = |due, at| Action { due, progress: Progress::Done { at: t(at) }, ..action() };
    let today = Date::constant(1970, 1, 10);
    let of = |actions: &[Action]| Tally::of(actions, today, &TimeZone::UTC);
    assert_eq!(of(&[]).completion(), None);
    let not_due = [Action { due: day(10), ..action() }, done(day(20), 1), done(None, 1)];
    assert_eq!(of(&not_due).completion(), None, "its last day is not over, or it has none");
    let tally = of(&[done(day(3), 2), done(day(3), 3), Action { due: day(9), ..action() }]);
    assert_eq!((tally.due, tally.in_time, tally.completion()), (3, 1, Some(1.0 / 3.0)), "the day after is too late");
    // Where the day begins earlier, the same moment is the next day.
    let east = TimeZone::fixed(jiff::tz::offset(14));
    let evening = Action { due: day(3), progress: Progress::Done { at: t(2).plus(Span::from_hours(12)) }, ..action() };
    assert_eq!((Tally::of([&evening], today, &TimeZone::UTC).in_time, Tally::of([&evening], today, &east).in_time), (1, 0));
}

#[test]
fn three_kinds_shorten_a_part_and_name_its_end_points() {
    let parts: Vec<_> = Kind::ALL.iter().filter_map(|kind| kind.part()).collect();
    assert_eq!(parts, Part::THREE);
    assert_eq!(Kind::LocateFaster.ends(), Some((Moment::Detected, Moment::Located)));
}
