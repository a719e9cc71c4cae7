use std::collections::BTreeMap;

use jiff::{civil::Date, tz::TimeZone};
use proptest::prelude::*;

use super::*;
use crate::{
    calendar::Calendar,
    fault::{
        action::{Kind, Progress},
        impact::Extent,
        moment::{self, Reading, Source, Value},
        parts::Part,
    },
    id::TeamId,
};

const AUTHOR: UserId = UserId(1);
const REVIEWER: UserId = UserId(2);
const OTHER: UserId = UserId(3);

fn t(minutes: i64) -> Timestamp {
    // Monday 2026-03-02, 09:00 in UTC, and so many minutes.
    Timestamp::from_millis(1_772_442_000_000).plus(Span::from_minutes(minutes))
}

fn moments() -> Moments {
    let mut moments = Moments::default();
    for (kind, minutes) in moment::Kind::FOUR.into_iter().zip([0, 19, 52, 70]) {
        let reading = Reading { value: Value::Exact { at: t(minutes) }, source: Source::Person, evidence: String::new() };
        moments.set(kind, reading, Some(AUTHOR), t(100), "").unwrap();
    }
    moments
}

fn action(kind: Kind) -> Action {
    let (owner, due) = (Some(AUTHOR), Some(Date::constant(2026, 4, 1)));
    Action { owner, due, criterion: "Seen in a drill.".into(), ..Action::new(kind, "Do it.").unwrap() }
}

fn whole() -> Content {
    Content {
        impact: "Nobody could ship.".into(),
        summary: "The switch lost its reservations.".into(),
        extent: Extent { users: Some(40), ..Extent::default() },
        why_this_long: Part::THREE.into_iter().map(|part| (part, "So.".to_owned())).collect(),
        causes: vec![Cause { category: "change".into(), text: "It was not tried.".into() }],
        went_well: "Backup.".into(),
        went_wrong: "Paging.".into(),
        lucky: "A Thursday.".into(),
        actions: [Kind::Prevent, Kind::DetectFaster, Kind::LocateFaster, Kind::LimitImpact].map(action).to_vec(),
        not_applicable: BTreeMap::from([(Kind::RestoreFaster, "It took one command.".to_owned())]),
        waiver: None,
        audience: Audience::Company,
    }
}

fn written(content: Content) -> PostMortem {
    let mut one = PostMortem::new(AUTHOR);
    one.edit(content, AUTHOR).unwrap();
    one
}

fn approved(content: Content) -> PostMortem {
    let mut one = written(content);
    one.submit(REVIEWER, t(200)).unwrap();
    one.approve(REVIEWER, t(210)).unwrap();
    one
}

#[test]
fn a_post_mortem_goes_from_its_draft_to_its_publication() {
    let mut one = written(whole());
    one.submit(REVIEWER, t(200)).unwrap();
    one.request_changes("What of F-171?", REVIEWER, t(210)).unwrap();
    one.edit(whole(), AUTHOR).unwrap();
    one.submit(REVIEWER, t(220)).unwrap();
    one.approve(REVIEWER, t(230)).unwrap();
    one.publish(&moments(), AUTHOR, t(240)).unwrap();
    assert_eq!(one.state(), &State::Published { by: AUTHOR, at: t(240) });
    assert_eq!((one.revisions().len(), one.revisions()[0].reviewer), (1, REVIEWER));
    let json = serde_json::to_string(&one).unwrap();
    assert_eq!(serde_json::from_str::<PostMortem>(&json).unwrap(), one);
}

#[test]
fn the_reviewer_is_nobody_who_wrote_some_of_it() {
    let mut one = written(whole());
    assert_eq!(one.submit(AUTHOR, t(200)), Err(Refused::ReviewerIsAuthor));
    one.edit(whole(), OTHER).unwrap();
    assert_eq!(one.submit(OTHER, t(200)), Err(Refused::ReviewerIsAuthor));
    one.submit(REVIEWER, t(200)).unwrap();
    assert_eq!(one.hand_over(OTHER, t(201)), Err(Refused::ReviewerIsAuthor));
    assert_eq!(one.approve(OTHER, t(202)), Err(Refused::NotTheReviewer));
    assert_eq!(one.request_changes("x", AUTHOR, t(202)), Err(Refused::NotTheReviewer));
    one.hand_over(UserId(9), t(203)).unwrap();
    assert_eq!(one.approve(REVIEWER, t(204)), Err(Refused::NotTheReviewer));
    assert_eq!(one.approve(UserId(9), t(204)), Ok(()));
}

#[test]
fn a_text_stays_as_it_is_while_it_is_read_and_after() {
    let mut one = written(whole());
    one.submit(REVIEWER, t(200)).unwrap();
    assert_eq!(one.edit(Content::default(), AUTHOR), Err(Refused::NotEditable { state: StateName::InReview }));
    one.approve(REVIEWER, t(210)).unwrap();
    assert_eq!(one.edit(Content::default(), AUTHOR), Err(Refused::NotEditable { state: StateName::Approved }));
    one.publish(&moments(), AUTHOR, t(220)).unwrap();
    assert_eq!(one.edit(Content::default(), AUTHOR), Err(Refused::NotEditable { state: StateName::Published }));
    assert_eq!(one.submit(REVIEWER, t(230)), Err(Refused::NotFromHere { state: StateName::Published, step: Move::Submit }));
}

#[test]
fn sending_back_and_reopening_want_a_reason() {
    let mut one = written(whole());
    one.submit(REVIEWER, t(200)).unwrap();
    assert_eq!(one.request_changes(" ", REVIEWER, t(210)), Err(Refused::ReasonMissing));
    let mut one = approved(whole());
    one.publish(&moments(), AUTHOR, t(220)).unwrap();
    assert_eq!(one.reopen("", OTHER, t(230)), Err(Refused::ReasonMissing));
}

#[test]
fn an_addendum_is_a_revision_of_its_own_and_the_published_one_never_changes() {
    let mut one = approved(whole());
    one.publish(&moments(), AUTHOR, t(220)).unwrap();
    let first = one.revisions()[0].clone();
    one.reopen("The supplier has answered.", OTHER, t(300)).unwrap();
    one.edit(Content { summary: "More is known.".into(), ..whole() }, OTHER).unwrap();
    one.action_mut(0).unwrap().finish(t(310)).unwrap();
    assert_eq!(one.revisions(), std::slice::from_ref(&first));
    one.submit(REVIEWER, t(320)).unwrap();
    one.approve(REVIEWER, t(330)).unwrap();
    one.publish(&moments(), OTHER, t(340)).unwrap();
    assert_eq!((one.revisions().len(), &one.revisions()[0]), (2, &first));
    assert_eq!(one.revisions()[0].content.actions[0].progress, Progress::Open);
    assert_eq!(one.revisions()[1].content.summary, "More is known.");
    assert!(one.action_mut(9).is_none());
}

#[test]
fn each_of_the_five_kinds_is_answered_by_an_action_or_by_why_there_is_none() {
    let mut content = whole();
    content.not_applicable.insert(Kind::RestoreFaster, " ".into());
    let expected = [Missing::ActionOf { kind: Kind::RestoreFaster }];
    assert_eq!(missing(&content, &moments()), expected);
    let refused = approved(content).publish(&moments(), AUTHOR, t(220));
    assert_eq!(refused, Err(Refused::Incomplete { missing: expected.to_vec() }));
}

#[test]
fn publishing_needs_an_action_that_prevents_or_a_waiver_with_a_name() {
    let mut content = whole();
    content.actions.remove(0);
    content.not_applicable.insert(Kind::Prevent, "It cannot be prevented.".into());
    assert_eq!(missing(&content, &moments()), [Missing::PreventOrWaiver]);
    assert!(approved(content.clone()).publish(&moments(), AUTHOR, t(220)).is_err());
    content.waiver = Some(Waiver { by: OTHER, at: t(150), reason: "The machine goes in May.".into() });
    content.not_applicable.remove(&Kind::Prevent);
    assert_eq!(approved(content).publish(&moments(), AUTHOR, t(220)), Ok(()));
}

#[test]
fn the_checklist_names_everything_that_is_missing() {
    let all = missing(&Content::default(), &Moments::default());
    let parts = Part::THREE.map(|part| Missing::WhyThisLong { part });
    let mut expected = moment::Kind::FOUR.map(|kind| Missing::Moment { kind }).to_vec();
    expected.extend([Missing::Summary, Missing::Impact]);
    expected.extend(parts);
    expected.extend([Missing::Cause, Missing::WentWell, Missing::WentWrong, Missing::Lucky]);
    expected.extend(Kind::ALL.iter().map(|kind| Missing::ActionOf { kind: *kind }));
    expected.push(Missing::PreventOrWaiver);
    assert_eq!(all, expected);
    assert_eq!(missing(&whole(), &moments()), []);
    let mut content = whole();
    content.actions[1].owner = None;
    content.actions[1].due = None;
    let fields = ["owner", "due"].map(str::to_owned).to_vec();
    assert_eq!(missing(&content, &moments()), [Missing::ActionIncomplete { place: 1, fields }]);
}

#[test]
fn a_fault_that_was_over_before_it_was_located_explains_the_combined_part() {
    let mut moments = moments();
    let reading = Reading { value: Value::Exact { at: t(90) }, source: Source::Person, evidence: String::new() };
    moments.set(moment::Kind::Located, reading, Some(AUTHOR), t(100), "found later").unwrap();
    let expected =
        [Missing::Answer { question: moment::Question::RestoredBeforeLocated }, Missing::WhyThisLong { part: Part::LocateAndRestore }];
    assert_eq!(missing(&whole(), &moments), expected);
}

#[test]
fn it_is_due_some_working_days_after_restoring() {
    let week = r#"{"mon":[["09:00","17:00"]],"tue":[["09:00","17:00"]],"fri":[["09:00","17:00"]]}"#;
    let calendar: Calendar = serde_json::from_str(&format!(r#"{{"zone":"UTC","week":{week}}}"#)).unwrap();
    let office = Timetable::new(calendar, TimeZone::UTC);
    let at = due(&moments(), 3, Span::from_hours(8), &office).and_then(Deadline::at).unwrap();
    assert_eq!(at.to_string(), "2026-03-09T10:10:00Z", "70 minutes of Monday are over: Tuesday, Friday, and those of Monday");
    assert_eq!(due(&Moments::default(), 3, Span::from_hours(8), &office), None);
}

#[test]
fn an_audience_is_the_company_the_involved_teams_or_people_by_name() {
    let (mine, theirs) = ([TeamId(1)], [TeamId(2)]);
    assert!(Audience::Company.admits(OTHER, &[], &theirs));
    assert!(Audience::InvolvedTeams.admits(OTHER, &mine, &mine));
    assert!(!Audience::InvolvedTeams.admits(OTHER, &mine, &theirs));
    let people = Audience::People { people: vec![OTHER] };
    assert!(people.admits(OTHER, &[], &[]) && !people.admits(AUTHOR, &mine, &mine));
}

#[derive(Clone, Debug)]
enum Try {
    Edit(i64),
    Submit(i64),
    HandOver(i64),
    RequestChanges(i64),
    Approve(i64),
    Publish,
    Reopen(i64),
    Finish(usize),
}

fn tries() -> impl Strategy<Value = Vec<Try>> {
    let who = 1..5_i64;
    let one = prop_oneof![
        1 => who.clone().prop_map(Try::Edit),
        2 => who.clone().prop_map(Try::Submit),
        1 => who.clone().prop_map(Try::HandOver),
        1 => who.clone().prop_map(Try::RequestChanges),
        3 => who.clone().prop_map(Try::Approve),
        3 => Just(Try::Publish),
        1 => who.prop_map(Try::Reopen),
        1 => (0..6_usize).prop_map(Try::Finish),
    ];
    prop::collection::vec(one, 0..60)
}

proptest! {
    #[test]
    fn whatever_is_tried_no_revision_changes_and_nobody_reviews_their_own_text(tries in tries()) {
        let (moments, mut one) = (moments(), written(whole()));
        let mut seen: Vec<Revision> = Vec::new();
        for (minute, attempt) in (200..).zip(tries) {
            let (before, at) = (one.clone(), t(minute));
            let done = match attempt {
                Try::Edit(who) => one.edit(whole(), UserId(who)),
                Try::Submit(who) => one.submit(UserId(who), at),
                Try::HandOver(who) => one.hand_over(UserId(who), at),
                Try::RequestChanges(who) => one.request_changes("x", UserId(who), at),
                Try::Approve(who) => one.approve(UserId(who), at),
                Try::Publish => one.publish(&moments, AUTHOR, at),
                Try::Reopen(who) => one.reopen("x", UserId(who), at),
                Try::Finish(place) => {
                    let _ = one.action_mut(place).map(|action| action.finish(at));
                    Ok(())
                }
            };
            if done.is_err() {
                prop_assert_eq!(&before, &one);
            }
            if let State::InReview { reviewer: by, .. } | State::Approved { by, .. } = one.state() {
                prop_assert!(!one.authors().contains(by));
            }
            prop_assert_eq!(&one.revisions()[..seen.len()], seen.as_slice());
            seen = one.revisions().to_vec();
        }
    }
}
