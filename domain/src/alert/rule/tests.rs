use proptest::prelude::*;

use super::*;
use crate::alert::trial;

const DEFAULT: ServiceId = ServiceId(7);

fn told(summary: &str, severity: &str, labels: &[(&str, &str)]) -> Told {
    let labels = labels.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Told { summary: summary.into(), severity: severity.into(), labels, link: String::new() }
}

fn draft(conditions: &[(&str, &str, &str)]) -> RuleDraft {
    let condition =
        |(field, test, value): &(&str, &str, &str)| ConditionDraft { field: (*field).into(), test: (*test).into(), value: (*value).into() };
    RuleDraft {
        name: "Databases".into(),
        conditions: conditions.iter().map(condition).collect(),
        makes: "fault".into(),
        severity: "critical".into(),
        ..RuleDraft::default()
    }
}

fn rule(id: i64, conditions: &[(&str, &str, &str)]) -> Rule {
    draft(conditions).parse(AlertRuleId(id)).unwrap()
}

#[test]
fn every_condition_has_to_hold() {
    let told = told("Disk of db1 is FULL", "critical", &[("job", "postgres")]);
    let seen = Seen { integration: "Prometheus", told: &told };
    for (conditions, matches) in [
        (&[][..], true),
        (&[("severity", "equals", "critical"), ("job", "equals", "postgres")], true),
        (&[("severity", "equals", "Critical")], false),
        (&[("summary", "contains", "is full")], true),
        (&[("severity", "one_of", "warning, critical")], true),
        (&[("severity", "one_of", "warning，critical")], true),
        (&[("integration", "equals", "Prometheus"), ("job", "equals", "mysql")], false),
        (&[("absent", "equals", "")], true),
        (&[("absent", "contains", "x")], false),
    ] {
        assert_eq!(rule(1, conditions).matches(&seen), matches, "{conditions:?}");
    }
}

#[test]
fn the_first_rule_that_matches_decides() {
    let rules = [rule(1, &[("severity", "equals", "info")]), rule(2, &[]), rule(3, &[])];
    let told = told("x", "warning", &[]);
    let decided = decide(&rules, &Seen { integration: "p", told: &told });
    assert_eq!(decided.map(|rule| rule.id), Some(AlertRuleId(2)));
    assert!(decide(&rules[..1], &Seen { integration: "p", told: &told }).is_none());
}

#[test]
fn alerts_join_by_rule_service_and_chosen_labels() {
    let by_job = Rule { group_by: vec!["job".into()], ..rule(1, &[]) };
    let (a, b) = (told("a", "", &[("job", "x"), ("instance", "1")]), told("b", "", &[("job", "y"), ("instance", "1")]));
    let (a, b) = (Seen { integration: "p", told: &a }, Seen { integration: "q", told: &b });
    assert_eq!(rule(1, &[]).group(&a, DEFAULT), rule(1, &[]).group(&b, DEFAULT));
    assert_ne!(by_job.group(&a, DEFAULT), by_job.group(&b, DEFAULT));
    assert_ne!(rule(1, &[]).group(&a, DEFAULT), rule(2, &[]).group(&a, DEFAULT));
    assert_ne!(rule(1, &[]).group(&a, DEFAULT), rule(1, &[]).group(&a, ServiceId(8)));
    assert_eq!(by_job.group(&a, DEFAULT).len(), 64);
}

#[test]
fn what_is_typed_wrong_is_told_at_its_condition() {
    let wrong = RuleDraft {
        makes: "party".into(),
        group_by: "a,b,c,d,e,f,g,h,i".into(),
        ..draft(&[("", "equals", ""), ("severity", "one_of", " , "), ("", "contains", "x"), ("a", "like", "b")])
    };
    let wrong = wrong.parse(AlertRuleId(1)).unwrap_err();
    let fields: Vec<&str> = wrong.fields.iter().map(|error| error.field.as_str()).collect();
    assert_eq!(fields, ["value.1", "field.2", "test.3", "makes", "group_by"]);
}

#[test]
fn a_ticket_is_of_one_service_and_a_fault_of_its_own_or_the_default() {
    let two = RuleDraft { makes: "ticket".into(), services: vec![ServiceId(1), ServiceId(2)], ..draft(&[]) };
    assert_eq!(two.parse(AlertRuleId(1)).unwrap_err().of("services"), Some(&Code::TooMany { max: 1 }));
    assert_eq!(rule(1, &[]).outcome.services(DEFAULT), [DEFAULT]);
    let named = RuleDraft { services: vec![ServiceId(9), ServiceId(2), ServiceId(9)], ..draft(&[]) }.parse(AlertRuleId(1)).unwrap();
    assert_eq!(named.outcome.services(DEFAULT), [ServiceId(2), ServiceId(9)]);
}

#[test]
fn a_trial_says_what_each_rule_would_have_made() {
    let rules =
        [Rule { group_by: vec!["job".into()], ..rule(1, &[("severity", "equals", "critical")]) }, rule(2, &[("job", "equals", "z")])];
    let alerts = [
        told("one", "critical", &[("job", "x")]),
        told("two", "critical", &[("job", "x")]),
        told("three", "critical", &[("job", "y")]),
        told("four", "info", &[]),
    ];
    let trial = trial::run(&rules, Some(1), alerts.iter().map(|told| (Seen { integration: "p", told }, DEFAULT)));
    let found: Vec<_> = trial.rules.iter().map(|would| (would.rule.is_some(), would.tried, would.alerts, would.made)).collect();
    assert_eq!((trial.looked_at, found), (4, vec![(true, false, 3, 2), (true, true, 0, 0), (false, false, 1, 0)]));
}

proptest! {
    #[test]
    fn what_is_typed_comes_back_as_it_was(field in "[a-z]{1,9}", value in "[a-z0-9 ]{1,9}", many in prop::collection::vec("[a-z0-9]{1,5}", 1..5)) {
        let many = many.join(",");
        let conditions = [(field.as_str(), "contains", value.as_str()), ("severity", "one_of", many.as_str())];
        if let Ok(rule) = draft(&conditions).parse(AlertRuleId(3)) {
            prop_assert_eq!(RuleDraft::of(&rule).parse(AlertRuleId(3)).unwrap(), rule);
        }
    }

    #[test]
    fn no_rule_and_no_alert_is_too_strange(texts in prop::collection::vec("\\PC{0,40}", 6)) {
        let told = told(&texts[0], &texts[1], &[(&texts[2], &texts[3])]);
        let seen = Seen { integration: &texts[4], told: &told };
        if let Ok(rule) = draft(&[(&texts[2], "equals", &texts[3]), (&texts[5], "one_of", &texts[0])]).parse(AlertRuleId(1)) {
            let rules = [rule];
            let _ = decide(&rules, &seen);
            prop_assert_eq!(rules[0].group(&seen, DEFAULT).len(), 64);
        }
    }
}
