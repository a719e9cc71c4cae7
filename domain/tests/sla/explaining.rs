//! "Why this deadline?"

use domain::{
    id::{CalendarId, EventId, PolicyId},
    priority::Priority,
    sla::{Kind, Stretch, explain, moves},
    time::Span,
};

use super::company::*;

fn lines(stretches: &[Stretch]) -> Vec<String> {
    stretches
        .iter()
        .map(|one| {
            let kind = match &one.kind {
                Kind::Counted => "counted".to_owned(),
                Kind::Closed => "closed".to_owned(),
                Kind::Holiday(name) => name.clone(),
                Kind::Paused => "paused".to_owned(),
            };
            let by = one.pause.map(|pause| format!(" by {}", pause.by)).unwrap_or_default();
            let minutes = |span: Span| span.millis() / 60_000;
            format!("{} {kind}{by}: {}, {}", &one.from.to_string()[8..16], minutes(one.length()), minutes(one.total))
        })
        .collect()
}

/// The story of the documentation: a pause over the evening and a holiday.
fn told() -> Vec<domain::sla::Happening> {
    story(vec![("16 15:24", file()), ("16 15:49", press(Priority::High)), ("17 11:12", ask_back()), ("19 09:40", work())])
}

#[test]
fn every_while_is_told_with_its_reason_and_a_running_total() {
    let clock = resolution(&told(), "19 14:20");
    let explanation = explain(&clock, &policies(), &calendars(), t("19 14:20")).unwrap();
    assert_eq!(
        lines(&explanation.stretches),
        [
            "16T15:24 counted: 96, 96",
            "16T17:00 closed: 960, 96",
            "17T09:00 counted: 132, 228",
            "17T11:12 paused by 3: 348, 228",
            "17T17:00 closed by 3: 420, 228",
            "18T00:00 Day of Prayer by 3: 1440, 228",
            "19T00:00 closed by 3: 540, 228",
            "19T09:00 paused by 3: 40, 228",
            "19T09:40 counted: 280, 508",
        ]
    );
    assert_eq!(lines(&explanation.ahead), ["19T14:20 counted: 160, 668", "19T17:00 closed: 960, 668", "20T09:00 counted: 292, 960"]);
    assert_eq!(clock.deadline.at(), due("20 13:52"));
}

#[test]
fn it_names_the_policy_the_rule_the_calendar_and_their_versions() {
    let clock = resolution(&told(), "19 14:20");
    let explanation = explain(&clock, &policies(), &calendars(), t("19 14:20")).unwrap();
    assert_eq!((explanation.policy, explanation.policy_name.as_str()), ((PolicyId(1), 1), "sla"));
    assert_eq!((explanation.calendar, explanation.terms.rule), ((CalendarId(1), 1), 1));
    assert_eq!(explanation.zone, "UTC");
}

#[test]
fn a_paused_clock_and_one_that_has_ended_have_nothing_ahead() {
    let policies = policies();
    let paused = resolution(&told(), "17 12:00");
    assert_eq!(explain(&paused, &policies, &calendars(), t("17 12:00")).unwrap().ahead, []);
    let mut told = told();
    told.push(domain::sla::Happening { event: EventId(9), at: t("19 12:00"), by: None, fact: resolve() });
    let ended = resolution(&told, "20 12:00");
    let explanation = explain(&ended, &policies, &calendars(), t("20 12:00")).unwrap();
    assert_eq!((explanation.ahead, explanation.stretches.last().map(|last| last.until)), (vec![], due("19 12:00")));
}

#[test]
fn it_tells_how_the_deadline_moved_and_what_moved_it() {
    let told = story(vec![
        ("16 09:00", file()),
        ("16 10:00", press(Priority::Urgent)),
        ("16 11:00", ask_back()),
        ("16 12:00", work()),
        ("16 12:30", press(Priority::Urgent)),
    ]);
    let clock = resolution(&told, "16 12:30");
    let seen: Vec<_> = moves(&clock, &told, &policies(), &calendars()).iter().map(|one| (one.by.get(), one.deadline.at())).collect();
    assert_eq!(seen, [(1, due("17 17:00")), (2, due("16 13:00")), (3, None), (4, due("16 14:00"))]);
}
