//! Policies: what may be saved, which rule matches, and which version holds.

use domain::{
    id::{PolicyId, PolicyVersionId, ServiceId, TeamId},
    invalid::{Code, Invalid},
    priority::Priority,
    sla::{
        Act, At, Fact, Facts, Metric, Policies, Policy, PolicyDraft, PolicyVersion, Promise, RuleDraft, Scope, StepDraft, Whom, alarms,
        duration, replay,
    },
    ticket::Kind,
    time::{Span, Timestamp},
};

use super::company::*;

const TARGET: &[(Metric, &str)] = &[(Metric::Resolution, "8h")];

fn service(id: i64) -> Scope {
    Scope { service: Some(ServiceId(id)), ..Scope::default() }
}

fn priority(priority: Priority) -> Scope {
    Scope { priority: Some(priority), ..Scope::default() }
}

fn rules(scopes: &[Scope]) -> PolicyDraft {
    draft(Promise::Sla, scopes.iter().map(|scope| rule(*scope, TARGET)).collect())
}

fn facts() -> Facts {
    Facts { service: Some(ServiceId(1)), kind: Kind::Incident, priority: Priority::Urgent, requester_team: Some(TeamId(9)), team: None }
}

#[track_caller]
fn wrong(draft: &PolicyDraft) -> Invalid {
    draft.parse(&[]).unwrap_err()
}

#[test]
fn the_most_specific_rule_wins_wherever_it_stands() {
    let both = Scope { priority: Some(Priority::Urgent), ..service(1) };
    for (scopes, place) in [(vec![Scope::default(), service(1)], 1), (vec![both, service(1), priority(Priority::Urgent)], 0)] {
        let policies = policies_of(&[rules(&scopes)]);
        assert_eq!(policies.find(Promise::Sla, &facts(), t("16 09:00")).map(|found| found.place), Some(place));
    }
    let elsewhere = policies_of(&[rules(&[service(2)])]);
    assert!(elsewhere.find(Promise::Sla, &facts(), t("16 09:00")).is_none());
    assert!(elsewhere.find(Promise::Ola, &facts(), t("16 09:00")).is_none());
}

#[test]
fn rules_that_tie_are_refused_with_both_named() {
    let tie = |rule| Code::TiesWith { rule, policy: None };
    let twice = wrong(&rules(&[Scope::default(), service(1), service(1)]));
    assert_eq!(twice.of("rules.2"), Some(&tie(2)));
    // A ticket of the service that is urgent would match both.
    let crossing = wrong(&rules(&[service(1), priority(Priority::Urgent)]));
    assert_eq!(crossing.of("rules.1"), Some(&tie(1)));
}

#[test]
fn rules_that_no_ticket_matches_together_do_not_tie() {
    assert!(rules(&[service(1), service(2)]).parse(&[]).is_ok());
    assert!(rules(&Priority::ALL.iter().map(|one| priority(*one)).collect::<Vec<_>>()).parse(&[]).is_ok());
}

#[test]
fn a_tie_is_solved_by_a_rule_for_what_both_match() {
    let both = Scope { priority: Some(Priority::Urgent), ..service(1) };
    assert!(rules(&[service(1), priority(Priority::Urgent), both]).parse(&[]).is_ok());
    // Several rules may share that out, by kind here; one of them alone leaves a tie.
    let kind = |kind| Scope { kind: Some(kind), ..both };
    let (incident, request) = (kind(Kind::Incident), kind(Kind::ServiceRequest));
    assert!(rules(&[service(1), priority(Priority::Urgent), incident, request]).parse(&[]).is_ok());
    assert!(rules(&[service(1), priority(Priority::Urgent), incident]).parse(&[]).is_err());
}

#[test]
fn a_tie_with_another_policy_names_it() {
    let other = PolicyDraft { name: "Everybody".to_owned(), ..rules(&[service(2), Scope::default()]) }.parse(&[]).unwrap();
    let invalid = rules(&[Scope::default()]).parse(&[&other]).unwrap_err();
    assert_eq!(invalid.of("rules.0"), Some(&Code::TiesWith { rule: 2, policy: Some("Everybody".to_owned()) }));
    // An OLA promises something else to somebody else.
    assert!(draft(Promise::Ola, vec![rule(Scope::default(), &[(Metric::Ola, "8h")])]).parse(&[&other]).is_ok());
}

#[test]
fn what_is_wrong_with_a_policy_is_told_at_its_place() {
    let notify = vec![Act::Notify { whom: Whom::Lead }];
    let step = |at: &str| StepDraft { metric: None, at: at.to_owned(), acts: notify.clone() };
    let mut draft = rules(&[Scope::default(), Scope { team: Some(DESK), ..Scope::default() }]);
    draft.name = " ".to_owned();
    draft.day = "25h".to_owned();
    draft.reopen_new_cycle_after_days = Some(400);
    draft.marks.insert(Metric::Ola, domain::sla::Marks::usual(Metric::Ola));
    draft.steps = Some(vec![step("80%"), step("80 %"), step("0%"), step("soon"), StepDraft { acts: Vec::new(), ..step("-1h") }]);
    draft.rules[0].targets.insert(Metric::Resolution, "8 fortnights".to_owned());
    draft.rules[0].targets.insert(Metric::Supplier, "8h".to_owned());
    draft.rules.push(RuleDraft { scope: service(3), ..RuleDraft::default() });
    let invalid = wrong(&draft);
    for (field, code) in [
        ("name", Code::Required),
        ("day", Code::OutOfRange { min: None, max: Some(24.0) }),
        ("reopen_new_cycle_after_days", Code::OutOfRange { min: Some(0.0), max: Some(365.0) }),
        ("marks.ola", Code::UnknownChoice),
        ("steps.1.at", Code::AlreadyTaken),
        ("steps.2.at", Code::OutOfRange { min: Some(1.0), max: Some(1000.0) }),
        ("steps.3.at", Code::NotADuration),
        ("steps.4.acts", Code::Required),
        ("rules.0.targets.resolution", Code::NotADuration),
        ("rules.0.targets.supplier", Code::UnknownChoice),
        ("rules.1.scope.team", Code::UnknownChoice),
        ("rules.2", Code::Required),
    ] {
        assert_eq!(invalid.of(field), Some(&code), "{field}");
    }
    assert_eq!(wrong(&rules(&[])).of("rules"), Some(&Code::Required));
}

#[test]
fn lengths_are_typed_as_people_say_them_and_come_back_so() {
    let day = hours(8);
    for (typed, length) in [
        ("2d", hours(16)),
        ("1d 4h 30m", Span::from_minutes(750)),
        ("90m", Span::from_minutes(90)),
        ("45S", Span::from_seconds(45)),
        ("2 days", hours(16)),
        ("1.5h", Span::from_minutes(90)),
        ("0.125d", hours(1)),
        ("1天2小时30分钟", Span::from_minutes(630)),
    ] {
        assert_eq!(duration::parse(typed, day), Ok(length), "{typed}");
        assert_eq!(duration::parse(&duration::typed(length, day), day), Ok(length));
    }
    assert_eq!(duration::typed(Span::from_minutes(750), day), "1d 4h 30m");
    for typed in ["8", "h", "4h 2d", "1h 1h", "1,5h", "-1h", "1 hourly", "1w", "1.h", ".5h", "1.2345h", "9999999999999999999h"] {
        assert_eq!(duration::parse(typed, day), Err(Code::NotADuration), "{typed}");
    }
    assert_eq!(duration::parse(" ", day), Err(Code::Required));
    assert_eq!(duration::parse("0h", day), Err(Code::OutOfRange { min: None, max: None }));
}

#[test]
fn a_policy_comes_back_from_storage_and_from_its_draft() {
    let mut draft = workplace();
    let acts = vec![Act::Notify { whom: Whom::Person(domain::id::UserId(7)) }, Act::Reassign { team: NETWORK, person: None }];
    draft.steps = Some(vec![StepDraft { metric: Some(Metric::Resolution), at: "-1d 2h".to_owned(), acts }]);
    let policy = draft.parse(&[]).unwrap();
    let stored = serde_json::to_string(&policy).unwrap();
    assert_eq!(serde_json::from_str::<Policy>(&stored).unwrap(), policy);
    assert_eq!(PolicyDraft::from(&policy).parse(&[]).unwrap(), policy);
    let sent = serde_json::to_string(&PolicyDraft::from(&policy)).unwrap();
    assert_eq!(serde_json::from_str::<PolicyDraft>(&sent).unwrap().parse(&[]).unwrap(), policy);
}

#[test]
fn a_policy_warns_at_50_80_and_100_percent_where_nobody_chose_otherwise() {
    let places = |steps| {
        let policy = PolicyDraft { steps, ..workplace() }.parse(&[]).unwrap();
        policy.steps.iter().map(|step| step.at).collect::<Vec<_>>()
    };
    assert_eq!(places(None), [At::Percent(50), At::Percent(80), At::Percent(100)]);
    assert_eq!(places(Some(Vec::new())), []);
}

#[test]
fn a_length_before_the_deadline_is_working_time_as_well() {
    let acts = vec![Act::Notify { whom: Whom::Lead }];
    let steps = Some(vec![StepDraft { metric: Some(Metric::Resolution), at: "-2h".to_owned(), acts }]);
    let policies = policies_of(&[PolicyDraft { steps, ..workplace() }]);
    let (told, calendars) = (story(vec![("12 10:00", file())]), calendars());
    let replay = replay(&told, &policies, &calendars, t("13 15:59"));
    let resolution = clock(&replay, Metric::Resolution, 1);
    // Due on Monday at 10:00: two hours before is Friday at 16:00.
    assert_eq!((resolution.deadline.at(), resolution.next_at), (due("16 10:00"), due("13 16:00")));
    assert_eq!(alarms(resolution, &policies, &calendars, t("13 15:59")), []);
    assert_eq!(alarms(resolution, &policies, &calendars, t("30 09:00")).len(), 1, "late rather than never");
}

#[test]
fn a_clock_that_ended_keeps_the_steps_that_were_due_before_and_gets_no_others() {
    let policies = policies_of(&[PolicyDraft { steps: None, ..workplace() }]);
    let (told, calendars) = (story(vec![("16 09:00", file()), ("17 16:00", resolve())]), calendars());
    let replay = replay(&told, &policies, &calendars, t("30 09:00"));
    let fired = alarms(clock(&replay, Metric::Resolution, 1), &policies, &calendars, t("30 09:00"));
    let fired: Vec<_> = fired.iter().map(|alarm| (alarm.place, alarm.at)).collect();
    assert_eq!(fired, [(At::Percent(50), t("16 17:00")), (At::Percent(80), t("17 13:48"))]);
}

#[test]
fn percentages_of_a_target_are_exact() {
    let target = Span::from_millis(1_001);
    assert_eq!(At::Percent(50).worked(target), Span::from_millis(500));
    assert_eq!(At::Percent(100).worked(target), target);
    assert_eq!(At::Percent(150).worked(Span::from_hours(16)), hours(24));
    assert_eq!(At::Before(hours(2)).worked(hours(1)), Span::ZERO);
}

/// A policy with a target that changed on Tuesday, 17 November.
fn edited() -> Policies {
    let content = |target: &str| draft(Promise::Sla, vec![rule(Scope::default(), &[(Metric::Resolution, target)])]).parse(&[]).unwrap();
    let first = PolicyVersion { until: due("17 12:00"), ..version(1, Timestamp::EPOCH, content("4h")) };
    let second = PolicyVersion { id: PolicyVersionId(2), policy: PolicyId(1), version: 2, ..version(2, t("17 12:00"), content("40h")) };
    Policies::new(vec![first, second])
}

#[test]
fn a_ticket_stays_with_the_versions_of_its_filing_until_its_service_changes_or_somebody_rebases_it() {
    for (fact, version) in [
        (press(Priority::Low), 1),
        (Fact::KindChanged { kind: Kind::ServiceRequest }, 1),
        (Fact::ServiceChanged { service: Some(ServiceId(2)) }, 2),
        (Fact::Rebased, 2),
    ] {
        let told = story(vec![("17 11:00", file()), ("17 13:00", fact.clone())]);
        let replay = replay(&told, &edited(), &calendars(), t("17 14:00"));
        let clock = clock(&replay, Metric::Resolution, 1);
        assert_eq!((clock.terms.policy, clock.start), (PolicyVersionId(version), t("17 11:00")), "{fact:?}");
    }
}

#[test]
fn rebasing_does_not_touch_a_clock_that_has_stopped() {
    let told = story(vec![("17 11:00", file()), ("17 11:30", resolve()), ("17 13:00", Fact::Rebased)]);
    let replay = replay(&told, &edited(), &calendars(), t("17 14:00"));
    assert_eq!(clock(&replay, Metric::Resolution, 1).terms.policy, PolicyVersionId(1));
}

#[test]
fn supposing_another_version_replaces_all_of_its_policy_and_nothing_else() {
    let stricter = draft(Promise::Sla, vec![rule(Scope::default(), &[(Metric::Resolution, "1h")])]).parse(&[]).unwrap();
    let supposed = edited().supposing(PolicyVersion { policy: PolicyId(1), ..version(9, t("30 00:00"), stricter) });
    let told = story(vec![("17 11:00", file()), ("17 13:00", Fact::Rebased)]);
    let replay = replay(&told, &supposed, &calendars(), t("17 14:00"));
    assert_eq!(clock(&replay, Metric::Resolution, 1).deadline.at(), due("17 12:00"));
}
