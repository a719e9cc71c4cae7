//! Alerts: what is taken in and how often, what rules make of it, what a fault is told by it, and who is missed.
#![expect(clippy::unwrap_used, reason = "a test may stop where it must")]

use domain::{
    alert::{
        Malformed, Said, Signal, State, Which, Why,
        integration::IntegrationDraft,
        rule::{ConditionDraft, RuleDraft},
        signal::Told,
        view::{AlertRow, Became},
    },
    fault::{derive::Finder, moment::Kind, view::FaultFilter},
    id::{AlertRuleId, FaultId, IntegrationId, ServiceId},
    invalid::Code,
    permit::Actor,
    time::{Span, Timestamp},
};
use store::{
    Clock, Error, Store, alerts, audit,
    faults::{self, Saying},
    testing::{Company, START, Sandbox, each_database, postgres_server},
};

fn minute(n: i64) -> Timestamp {
    START.plus(Span::from_minutes(n))
}

fn draft(company: &Company, name: &str) -> IntegrationDraft {
    IntegrationDraft {
        name: name.into(),
        kind: "alertmanager".into(),
        service: Some(company.trouble),
        owner: Some(company.owner),
        ..IntegrationDraft::default()
    }
}

async fn founded(store: &Store) -> (Company, Actor, IntegrationId, String) {
    let company = Company::found(store).await;
    let admin = store.as_actor(company.admin).await;
    let (id, token) = alerts::create(store, &admin, &draft(&company, "Prometheus")).await.unwrap();
    (company, admin, id, token)
}

fn rule(makes: &str, conditions: &[(&str, &str, &str)], group_by: &str) -> RuleDraft {
    let condition = |(field, test, value): &(&str, &str, &str)| ConditionDraft {
        field: (*field).to_owned(),
        test: (*test).to_owned(),
        value: (*value).to_owned(),
    };
    RuleDraft {
        name: format!("Make {makes}"),
        conditions: conditions.iter().map(condition).collect(),
        makes: makes.into(),
        severity: "critical".into(),
        services: Vec::new(),
        group_by: group_by.into(),
    }
}

fn alert(key: &str, began: Timestamp, said: Said) -> Signal {
    let labels = [("alertname", "InstanceDown"), ("instance", key)];
    let told = Told {
        summary: format!("{key} does not answer"),
        severity: "critical".into(),
        labels: labels.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        link: "https://prometheus.example/alert".into(),
    };
    Signal { key: key.into(), which: Which::BeganAt(began), said, told }
}

fn event(key: &str, said: Said) -> Signal {
    Signal { which: Which::Open { since: None }, ..alert(key, START, said) }
}

async fn kept(store: &Store, admin: &Actor, id: IntegrationId) -> Vec<AlertRow> {
    alerts::detail(store, admin, id).await.unwrap().alerts
}

async fn all_faults(store: &Store, admin: &Actor) -> Vec<FaultId> {
    let page = faults::list(store, admin, &FaultFilter::default(), None).await.unwrap();
    page.rows.into_iter().map(|row| row.number.0).collect()
}

fn code(error: Result<impl Sized, Error>, field: &str) -> Option<Code> {
    match error {
        Err(Error::Invalid(invalid)) => invalid.of(field).cloned(),
        _ => None,
    }
}

#[tokio::test]
async fn a_token_names_its_integration_until_it_is_replaced_or_switched_off() {
    each_database(async |store| {
        let (company, admin, id, token) = founded(&store).await;
        assert_eq!(alerts::speaker(&store, &token).await.unwrap().unwrap().id, id);
        assert!(alerts::speaker(&store, "nobody").await.unwrap().is_none());
        let other = alerts::replace_token(&store, &admin, id).await.unwrap();
        assert!(alerts::speaker(&store, &token).await.unwrap().is_none());
        alerts::switch(&store, &admin, id, false).await.unwrap();
        assert!(alerts::speaker(&store, &other).await.unwrap().is_none());
        assert!(matches!(alerts::absorb(&store, id, &[]).await, Err(Error::NotFound)));
        alerts::switch(&store, &admin, id, true).await.unwrap();
        assert!(alerts::speaker(&store, &other).await.unwrap().is_some());
        assert_eq!(code(alerts::create(&store, &admin, &draft(&company, "Prometheus")).await, "name"), Some(Code::AlreadyTaken));
        let gone = IntegrationDraft { owner: Some(company.gone), service: Some(ServiceId(999)), ..draft(&company, "Other") };
        let refused = alerts::create(&store, &admin, &gone).await;
        assert_eq!(code(refused, "owner"), Some(Code::UnknownReference));
        let ada = store.as_actor(company.ada).await;
        assert!(matches!(alerts::list(&store, &ada).await, Err(Error::NotFound)));
        assert!(matches!(alerts::detail(&store, &ada, id).await, Err(Error::NotFound)));
        assert!(matches!(alerts::replace_token(&store, &ada, id).await, Err(Error::NotFound)));
        let stale = alerts::change(&store, &admin, id, 7, &draft(&company, "Prometheus")).await;
        assert!(matches!(stale, Err(Error::Conflict { .. })));
        alerts::change(&store, &admin, id, 1, &draft(&company, "Prometheus 2")).await.unwrap();
        assert_eq!(alerts::list(&store, &admin).await.unwrap()[0].name, "Prometheus 2");
        audit::verify(&store, None).await.unwrap().unwrap();
    })
    .await;
}

#[tokio::test]
async fn an_alert_declares_a_fault_and_proposes_its_moments() {
    each_database(async |store| {
        let (company, admin, id, _) = founded(&store).await;
        alerts::create_rule(&store, &admin, &rule("fault", &[("severity", "equals", "critical")], "")).await.unwrap();
        alerts::absorb(&store, id, &[alert("db1", minute(-3), Said::Firing)]).await.unwrap();
        let fault = all_faults(&store, &admin).await.remove(0);
        let owner = store.as_actor(company.owner).await;
        let seen = faults::view(&store, &owner, fault).await.unwrap();
        assert_eq!((seen.title.as_str(), seen.declared_by.is_none(), seen.services.len()), ("db1 does not answer", true, 1));
        assert_eq!((seen.alerts.all, seen.alerts.open, seen.alerts.waiting, seen.alerts.declared), (1, 1, 1, true));
        let [detected] = &seen.proposals[..] else { panic!("nothing else is known") };
        assert_eq!((detected.kind, detected.at, detected.finder), (Kind::Detected, minute(-3), Some(Finder::Monitoring)));
        faults::confirm(&store, &owner, fault, Kind::Detected, minute(-3), "").await.unwrap();
        alerts::acknowledge(&store, &owner, fault).await.unwrap();
        let seen = faults::view(&store, &owner, fault).await.unwrap();
        assert_eq!((seen.finder, seen.moments.at(Kind::Acknowledged), seen.alerts.waiting), (Some(Finder::Monitoring), Some(START), 0));
        assert_eq!(seen.alerts.rows[0].state, State::Acknowledged);
        store.clock().advance(Span::from_minutes(20));
        alerts::absorb(&store, id, &[alert("db1", minute(-3), Said::Resolved { at: Some(minute(15)) })]).await.unwrap();
        let seen = faults::view(&store, &owner, fault).await.unwrap();
        let [restored] = &seen.proposals[..] else { panic!("{:?}", seen.proposals) };
        assert_eq!(
            (restored.kind, restored.at, restored.evidence.as_str()),
            (Kind::Restored, minute(15), "https://prometheus.example/alert")
        );
        let rita = store.as_actor(company.rita).await;
        assert!(matches!(alerts::acknowledge(&store, &rita, fault).await, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn copies_and_late_ones_change_nothing_and_an_end_stays_an_end() {
    each_database(async |store| {
        let (_, admin, id, _) = founded(&store).await;
        alerts::create_rule(&store, &admin, &rule("fault", &[], "")).await.unwrap();
        let over = alert("db1", minute(-3), Said::Resolved { at: Some(minute(-1)) });
        alerts::absorb(&store, id, std::slice::from_ref(&over)).await.unwrap();
        alerts::absorb(&store, id, &[alert("db1", minute(-3), Said::Firing), over]).await.unwrap();
        let rows = kept(&store, &admin, id).await;
        assert_eq!((rows.len(), rows[0].state, rows[0].times, rows[0].became), (1, State::Resolved, 3, Became::Over));
        assert!(all_faults(&store, &admin).await.is_empty(), "it had ended before anybody heard of it");
        // By its key: the end overtakes the beginning, which comes with its time.
        let end = Signal { told: Told::default(), ..event("k", Said::Resolved { at: None }) };
        alerts::absorb(&store, id, &[end]).await.unwrap();
        let unseen = kept(&store, &admin, id).await.remove(0);
        assert_eq!((unseen.summary.as_str(), unseen.became), ("k", Became::Over));
        let begun = Signal { which: Which::Open { since: Some(minute(-2)) }, ..event("k", Said::Firing) };
        alerts::absorb(&store, id, std::slice::from_ref(&begun)).await.unwrap();
        alerts::absorb(&store, id, &[begun]).await.unwrap();
        let rows = kept(&store, &admin, id).await;
        let row = rows.iter().find(|row| row.summary.starts_with("k ")).unwrap();
        assert_eq!((rows.len(), row.state, row.starts_at, row.times), (2, State::Resolved, minute(-2), 3));
    })
    .await;
}

#[tokio::test]
async fn an_event_acknowledges_and_resolves_and_a_new_one_begins_anew() {
    each_database(async |store| {
        let (_, admin, id, _) = founded(&store).await;
        alerts::create_rule(&store, &admin, &rule("fault", &[], "")).await.unwrap();
        alerts::absorb(&store, id, &[event("k", Said::Acknowledged), event("k", Said::Firing)]).await.unwrap();
        store.clock().advance(Span::from_minutes(1));
        alerts::absorb(&store, id, &[event("k", Said::Acknowledged)]).await.unwrap();
        let fault = all_faults(&store, &admin).await.remove(0);
        let seen = faults::view(&store, &admin, fault).await.unwrap();
        let kinds: Vec<(Kind, Timestamp)> = seen.proposals.iter().map(|proposal| (proposal.kind, proposal.at)).collect();
        assert_eq!(kinds, [(Kind::Detected, START), (Kind::Acknowledged, minute(1))]);
        store.clock().advance(Span::from_minutes(1));
        alerts::absorb(&store, id, &[event("k", Said::Resolved { at: None })]).await.unwrap();
        store.clock().advance(Span::from_minutes(10));
        alerts::absorb(&store, id, &[event("k", Said::Firing)]).await.unwrap();
        assert_eq!(kept(&store, &admin, id).await.len(), 2);
        assert_eq!(all_faults(&store, &admin).await, [fault], "the fault goes on, and the new alert joins it");
        let restored = Saying {
            kind: Kind::Restored,
            value: domain::fault::moment::Value::Exact { at: minute(12) },
            evidence: String::new(),
            why: String::new(),
            based_on: None,
        };
        faults::set(&store, &admin, fault, &restored).await.unwrap();
        alerts::absorb(&store, id, &[event("other", Said::Firing)]).await.unwrap();
        assert_eq!(all_faults(&store, &admin).await.len(), 2, "what comes after its end is another fault");
    })
    .await;
}

#[tokio::test]
async fn the_first_rule_that_matches_decides_and_groups_are_told_apart_by_labels() {
    each_database(async |store| {
        let (company, admin, id, _) = founded(&store).await;
        let ignored = alerts::create_rule(&store, &admin, &rule("nothing", &[("instance", "equals", "quiet")], "")).await.unwrap();
        alerts::create_rule(&store, &admin, &rule("ticket", &[("instance", "one_of", "disk1, disk2")], "")).await.unwrap();
        alerts::create_rule(&store, &admin, &rule("fault", &[("instance", "contains", "DB")], "instance")).await.unwrap();
        let signals = ["quiet", "disk1", "disk2", "db1", "db2", "nobody"].map(|key| alert(key, minute(-1), Said::Firing));
        alerts::absorb(&store, id, &signals).await.unwrap();
        let became = |rows: &[AlertRow], name: &str| rows.iter().find(|row| row.summary.starts_with(name)).map(|row| row.became).unwrap();
        let rows = kept(&store, &admin, id).await;
        let all: Vec<Became> = ["quiet", "disk1", "disk2", "db1", "db2", "nobody"].iter().map(|name| became(&rows, name)).collect();
        assert_eq!(all, [Became::Nothing, Became::Ticket, Became::Ticket, Became::Fault, Became::Fault, Became::Unmatched]);
        assert_eq!(all_faults(&store, &admin).await.len(), 2);
        let tickets: std::collections::BTreeSet<_> = rows.iter().filter_map(|row| row.ticket).map(|number| number.id).collect();
        assert_eq!(tickets.len(), 1, "both disks are one ticket");
        alerts::move_rule(&store, &admin, ignored, false).await.unwrap();
        alerts::move_rule(&store, &admin, ignored, false).await.unwrap();
        alerts::move_rule(&store, &admin, ignored, false).await.unwrap();
        let order: Vec<AlertRuleId> = alerts::rules(&store, &admin).await.unwrap().iter().map(|row| row.rule.id).collect();
        assert_eq!(order.last(), Some(&ignored));
        // What nobody can make is said, and nothing is lost.
        let owner = store.as_actor(company.admin).await;
        store::services::archive(&store, &owner, company.trouble).await.unwrap();
        alerts::absorb(&store, id, &[alert("db3", minute(-1), Said::Firing)]).await.unwrap();
        assert_eq!(became(&kept(&store, &admin, id).await, "db3"), Became::Impossible);
        audit::verify(&store, None).await.unwrap().unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_trial_tells_and_changes_nothing() {
    each_database(async |store| {
        let (_, admin, id, _) = founded(&store).await;
        let signals = ["db1", "db2", "web1"].map(|key| alert(key, minute(-1), Said::Firing));
        alerts::absorb(&store, id, &signals).await.unwrap();
        let draft = rule("fault", &[("instance", "contains", "db")], "");
        let trial = alerts::trial(&store, &admin, None, &draft).await.unwrap();
        let found: Vec<_> = trial.rules.iter().map(|would| (would.tried, would.alerts, would.made)).collect();
        assert_eq!((trial.looked_at, found), (3, vec![(true, 2, 1), (false, 1, 0)]));
        assert!(alerts::rules(&store, &admin).await.unwrap().is_empty() && all_faults(&store, &admin).await.is_empty());
        let rule_id = alerts::create_rule(&store, &admin, &draft).await.unwrap();
        let all = alerts::trial(&store, &admin, Some(rule_id), &rule("ticket", &[], "instance")).await.unwrap();
        assert_eq!(all.rules.iter().map(|would| (would.tried, would.alerts, would.made)).collect::<Vec<_>>(), [(true, 3, 3)]);
        assert!(matches!(alerts::change_rule(&store, &admin, rule_id, 9, &draft).await, Err(Error::Conflict { .. })));
        alerts::delete_rule(&store, &admin, rule_id).await.unwrap();
        assert_eq!(code(alerts::create_rule(&store, &admin, &RuleDraft::default()).await, "name"), Some(Code::Required));
    })
    .await;
}

#[tokio::test]
async fn a_storm_is_one_fault_and_no_alert_is_lost() {
    each_database(async |store| {
        let (_, admin, id, _) = founded(&store).await;
        alerts::create_rule(&store, &admin, &rule("fault", &[], "")).await.unwrap();
        let storm: Vec<Signal> = (0..1_500).map(|n| alert(&format!("host{n}"), minute(-1 - n % 60), Said::Firing)).collect();
        alerts::absorb(&store, id, &storm).await.unwrap();
        alerts::absorb(&store, id, &storm).await.unwrap();
        let fault = all_faults(&store, &admin).await.remove(0);
        let seen = faults::view(&store, &admin, fault).await.unwrap();
        assert_eq!((all_faults(&store, &admin).await.len(), seen.alerts.all, seen.alerts.rows.len()), (1, 1_500, 20));
        assert_eq!(seen.alerts.rest.map(|(_, last)| last), Some(minute(-1)));
        assert!(seen.timeline.is_empty(), "a storm writes no lines");
        let over: Vec<Signal> = storm.iter().map(|one| Signal { said: Said::Resolved { at: Some(START) }, ..one.clone() }).collect();
        alerts::absorb(&store, id, &over).await.unwrap();
        let seen = faults::view(&store, &admin, fault).await.unwrap();
        assert_eq!(
            (seen.alerts.open, seen.proposals.last().map(|proposal| (proposal.kind, proposal.at))),
            (0, Some((Kind::Restored, START)))
        );
    })
    .await;
}

#[tokio::test]
async fn what_is_refused_is_kept_for_a_day_and_only_so_much_of_it() {
    each_database(async |store| {
        let (_, admin, id, _) = founded(&store).await;
        let malformed = Malformed::new("/alerts/0/startsAt\0", Why::NotATime);
        for n in 0..30 {
            alerts::refuse(&store, id, &malformed, format!("{n} \0 \u{6253}{}", "x".repeat(100_000)).as_bytes()).await.unwrap();
        }
        alerts::refuse(&store, id, &malformed, &[0xff, 0xfe, 0]).await.unwrap();
        let refused = alerts::detail(&store, &admin, id).await.unwrap().refused;
        assert_eq!((refused.len(), refused[0].size, refused[0].place.as_str()), (20, 3, "/alerts/0/startsAt"));
        assert!(refused.iter().all(|row| row.body.chars().count() <= 4_000));
        store.clock().advance(Span::from_hours(25));
        alerts::sweep(&store).await.unwrap();
        assert!(alerts::detail(&store, &admin, id).await.unwrap().refused.is_empty());
    })
    .await;
}

#[tokio::test]
async fn who_is_silent_is_missed_once_and_comes_back() {
    each_database(async |store| {
        let (company, admin, _, _) = founded(&store).await;
        alerts::create_rule(&store, &admin, &rule("fault", &[("alertname", "equals", "Silence")], "integration")).await.unwrap();
        let every = IntegrationDraft { every: "10".into(), grace: "5".into(), kind: "heartbeat".into(), ..draft(&company, "Backup") };
        let (id, _) = alerts::create(&store, &admin, &every).await.unwrap();
        store.clock().advance(Span::from_minutes(14));
        alerts::absorb(&store, id, &[]).await.unwrap();
        store.clock().advance(Span::from_minutes(14));
        assert_eq!(alerts::raise_silent(&store, 10).await.unwrap(), 0, "it was heard 14 minutes ago");
        // Nobody looks for hours: it is raised late, once, and begins when it was missed.
        store.clock().advance(Span::from_hours(3));
        assert_eq!(alerts::raise_silent(&store, 10).await.unwrap(), 1);
        assert_eq!(alerts::raise_silent(&store, 10).await.unwrap(), 0);
        let rows = kept(&store, &admin, id).await;
        assert_eq!((rows.len(), rows[0].starts_at, rows[0].became), (1, minute(29), Became::Fault));
        assert!(alerts::detail(&store, &admin, id).await.unwrap().row.silent);
        alerts::absorb(&store, id, &[]).await.unwrap();
        let rows = kept(&store, &admin, id).await;
        assert_eq!((rows.len(), rows[0].state, rows[0].ends_at), (1, State::Resolved, Some(store.now())));
        store.clock().advance(Span::from_minutes(16));
        assert_eq!(alerts::raise_silent(&store, 10).await.unwrap(), 1, "a second silence is another alert");
        alerts::switch(&store, &admin, id, false).await.unwrap();
        let rows = kept(&store, &admin, id).await;
        assert!(rows.len() == 2 && rows.iter().all(|row| row.state == State::Resolved));
        store.clock().advance(Span::from_hours(3));
        assert_eq!(alerts::raise_silent(&store, 10).await.unwrap(), 0, "who is not listened to is not missed");
    })
    .await;
}

/// Two processes on one PostgreSQL.
#[tokio::test]
async fn two_processes_make_one_fault_and_miss_somebody_once() {
    let Some(server) = postgres_server() else { return };
    let sandbox = Sandbox::postgres(&server).await;
    let one = sandbox.store.clone();
    let other = Store::open(&sandbox.url, &std::env::temp_dir().join("opsbeat_test_second"), Clock::fixed(START)).await.unwrap();
    let (company, admin, first, _) = founded(&one).await;
    let every = IntegrationDraft { every: "10".into(), ..draft(&company, "Second") };
    let (second, _) = alerts::create(&one, &admin, &every).await.unwrap();
    alerts::create_rule(&one, &admin, &rule("fault", &[], "")).await.unwrap();
    let signals: Vec<Vec<Signal>> =
        (0..20).map(|n| ["a", "b", "c"].map(|key| alert(&format!("{key}{}", n % 5), minute(-1), Said::Firing)).to_vec()).collect();
    let all = signals.iter().enumerate().flat_map(|(n, signals)| {
        let (store, id) = if n % 2 == 0 { (&one, first) } else { (&other, second) };
        let twin = if n % 2 == 0 { &other } else { &one };
        [alerts::absorb(store, id, signals), alerts::absorb(twin, id, signals)]
    });
    for done in futures::future::join_all(all).await {
        done.unwrap();
    }
    let faults = all_faults(&one, &admin).await;
    assert_eq!(faults.len(), 1);
    let seen = faults::view(&one, &admin, faults[0]).await.unwrap();
    assert_eq!(seen.alerts.all, 30, "15 alerts of each integration");
    assert_eq!(kept(&one, &admin, first).await.iter().map(|row| row.times).sum::<i64>(), 60, "nothing that was said is lost");
    one.clock().advance(Span::from_minutes(11));
    other.clock().advance(Span::from_minutes(11));
    let (a, b) = tokio::join!(alerts::raise_silent(&one, 10), alerts::raise_silent(&other, 10));
    assert_eq!(a.unwrap() + b.unwrap(), 1);
    other.close().await;
    sandbox.end().await;
}
