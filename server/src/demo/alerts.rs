//! Monitoring that speaks: who sends, which rules decide, a fault that an alert declared, and a job that is listened for.

use domain::alert::integration::IntegrationDraft;
use domain::alert::rule::{ConditionDraft, RuleDraft};
use domain::alert::signal::Told;
use domain::alert::{Said, Signal, Which};
use domain::fault::moment::{Kind, Value};
use domain::fault::view::FaultFilter;
use domain::permit::Actor;
use domain::time::{Span, Timestamp};
use jiff::tz::TimeZone;
use store::Store;
use store::alerts;
use store::faults::{self, Saying};

use super::company::Company;
use super::{DemoError, on_call, stand_at};

/// So many days before the present the alerts came.
pub const AGO: i64 = 9;
/// Alerts that declare the fault and join it.
const HOSTS: [(&str, i64); 4] = [("core-2", 0), ("access-21", 1), ("access-22", 1), ("access-23", 3)];
/// What the fault is called: the first alert's summary.
#[cfg(test)]
pub const TITLE: &str = "core-2 does not answer";

fn condition(field: &str, test: &str, value: &str) -> ConditionDraft {
    ConditionDraft { field: field.into(), test: test.into(), value: value.into() }
}

fn signal(host: &str, severity: &str, began: Timestamp, said: Said) -> Signal {
    let labels = [("alertname", "InstanceDown"), ("instance", host), ("job", "snmp"), ("severity", severity)];
    let told = Told {
        summary: format!("{host} does not answer"),
        severity: severity.to_owned(),
        labels: labels.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        link: "https://prometheus.kestrel.example/graph?g0.expr=up%3D%3D0".to_owned(),
    };
    Signal { key: host.to_owned(), which: Which::BeganAt(began), said, told }
}

/// Lets monitoring speak, on the morning of that day.
///
/// # Errors
/// What the verbs refuse.
pub async fn happen(store: &Store, company: &Company, administrator: &Actor) -> Result<(), DemoError> {
    let owner = company.member("mateo").ok_or(DemoError::Script("nobody owns the network"))?;
    let owner = store::actor::load(store, owner.id).await?;
    let service = *company.services.get("network").ok_or(DemoError::Script("no such service"))?;
    let draft = |name: &str, kind: &str, every: &str, grace: &str| IntegrationDraft {
        name: name.into(),
        kind: kind.into(),
        service: Some(service),
        owner: Some(owner.user),
        every: every.into(),
        grace: grace.into(),
    };
    let (prometheus, _) = alerts::create(store, administrator, &draft("Prometheus", "alertmanager", "", "")).await?;
    let rules = [
        RuleDraft {
            name: "For information".into(),
            conditions: vec![condition("severity", "one_of", "info, none")],
            makes: "nothing".into(),
            ..RuleDraft::default()
        },
        RuleDraft {
            name: "Devices of the network".into(),
            conditions: vec![condition("severity", "equals", "critical"), condition("job", "equals", "snmp")],
            makes: "fault".into(),
            severity: "major".into(),
            ..RuleDraft::default()
        },
    ];
    for rule in &rules {
        alerts::create_rule(store, administrator, rule).await?;
    }
    let began = store.now();
    let minute = |n: i64| began.plus(Span::from_minutes(n));
    alerts::absorb(store, prometheus, &[signal("backup-7", "info", minute(-40), Said::Firing)]).await?;
    for (host, at) in HOSTS {
        stand_at(store, minute(at + 1));
        alerts::absorb(store, prometheus, &[signal(host, "critical", minute(at), Said::Firing)]).await?;
    }
    let page = faults::list(store, administrator, &FaultFilter { open: true, ..FaultFilter::default() }, None).await?;
    let fault = page.rows.first().ok_or(DemoError::Script("no alert declared a fault"))?.number.0;
    on_call::pass_to(store, minute(6)).await?;
    alerts::acknowledge(store, &owner, fault).await?;
    faults::confirm(store, &owner, fault, Kind::Detected, minute(0), "").await?;
    let occurred = Saying {
        kind: Kind::Occurred,
        value: Value::Estimated { at: minute(-2) },
        evidence: String::new(),
        why: String::new(),
        based_on: None,
    };
    faults::set(store, &owner, fault, &occurred).await?;
    stand_at(store, minute(19));
    faults::say(store, &owner, fault, "/located the new firmware of core-2 forgets its routes", &TimeZone::UTC).await?;
    stand_at(store, minute(34));
    let over = Said::Resolved { at: Some(minute(33)) };
    let all: Vec<Signal> = HOSTS.iter().map(|(host, at)| signal(host, "critical", minute(*at), over)).collect();
    alerts::absorb(store, prometheus, &all).await?;
    stand_at(store, minute(40));
    faults::confirm(store, &owner, fault, Kind::Restored, minute(33), "").await?;
    let (backup, _) = alerts::create(store, administrator, &draft("Nightly backup", "heartbeat", "", "")).await?;
    alerts::absorb(store, backup, &[]).await?;
    Ok(())
}
