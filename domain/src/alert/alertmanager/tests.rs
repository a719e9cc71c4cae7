use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::time::Timestamp;

fn alert() -> Value {
    json!({
        "status": "firing",
        "labels": { "alertname": "InstanceDown", "severity": "critical", "instance": "db1" },
        "annotations": { "summary": "db1 does not answer" },
        "startsAt": "2026-11-16T08:58:00.123456789Z",
        "endsAt": "0001-01-01T00:00:00Z",
        "generatorURL": "http://prometheus.example/graph",
        "fingerprint": "a1b2c3d4e5f60718",
        "unheardOf": [1, 2, 3],
    })
}

fn payload(alerts: &[Value]) -> Vec<u8> {
    json!({ "version": "4", "status": "firing", "truncatedAlerts": 0, "later": {}, "alerts": alerts }).to_string().into_bytes()
}

fn with(name: &str, value: Value) -> Vec<u8> {
    let mut alert = alert();
    alert[name] = value;
    payload(&[alert])
}

fn refused(body: &[u8]) -> (String, Why) {
    let Malformed { at, why } = read(body).unwrap_err();
    (at, why)
}

#[test]
fn an_alert_is_read_and_what_is_unknown_is_ignored() {
    let signals = read(&payload(&[alert()])).unwrap();
    let [signal] = &signals[..] else { panic!("one alert is one signal") };
    let began = Timestamp::from_millis("2026-11-16T08:58:00.123Z".parse::<jiff::Timestamp>().unwrap().as_millisecond());
    assert_eq!((signal.key.as_str(), signal.which, signal.said), ("a1b2c3d4e5f60718", Which::BeganAt(began), Said::Firing));
    assert_eq!((signal.told.summary.as_str(), signal.told.severity.as_str()), ("db1 does not answer", "critical"));
    assert_eq!(signal.told.link, "http://prometheus.example/graph");
    assert_eq!(signal.told.labels["instance"], "db1");
}

#[test]
fn an_end_of_the_year_one_is_none_and_a_later_one_is_the_end() {
    let mut over = alert();
    over["status"] = json!("resolved");
    assert_eq!(read(&payload(&[over.clone()])).unwrap()[0].said, Said::Resolved { at: None });
    over["endsAt"] = json!("2026-11-16T09:10:00+08:00");
    assert_eq!(read(&payload(&[over.clone()])).unwrap()[0].said, Said::Resolved { at: None }, "it lies before the beginning");
    over["endsAt"] = json!("2026-11-16T09:10:00Z");
    assert!(matches!(read(&payload(&[over])).unwrap()[0].said, Said::Resolved { at: Some(_) }));
}

#[test]
fn what_is_wrong_is_told_by_its_place() {
    let place = |place: &str, why| (place.to_owned(), why);
    assert_eq!(refused(b"{"), place("", Why::NotJson));
    assert_eq!(refused(b"[]"), place("", Why::WrongType));
    assert_eq!(refused(b"{}"), place("/version", Why::Missing));
    assert_eq!(refused(br#"{"version":"3"}"#), place("/version", Why::UnknownChoice));
    assert_eq!(refused(br#"{"version":4}"#), place("/version", Why::WrongType));
    assert_eq!(refused(br#"{"version":"4"}"#), place("/alerts", Why::Missing));
    assert_eq!(refused(br#"{"version":"4","alerts":{}}"#), place("/alerts", Why::WrongType));
    assert_eq!(refused(br#"{"version":"4","alerts":[7]}"#), place("/alerts/0", Why::WrongType));
    assert_eq!(refused(&with("status", json!("broken"))), place("/alerts/0/status", Why::UnknownChoice));
    assert_eq!(refused(&with("startsAt", json!(null))), place("/alerts/0/startsAt", Why::Missing));
    assert_eq!(refused(&with("startsAt", json!("yesterday"))), place("/alerts/0/startsAt", Why::NotATime));
    assert_eq!(refused(&with("startsAt", json!("0001-01-01T00:00:00Z"))), place("/alerts/0/startsAt", Why::OutOfRange));
    assert_eq!(refused(&with("labels", json!({ "a/b~c": 7 }))), place("/alerts/0/labels/a~1b~0c", Why::WrongType));
    assert_eq!(refused(&with("fingerprint", json!("f".repeat(NAME_MAX + 1)))), place("/alerts/0/fingerprint", Why::TooLong));
    let nested = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(refused(nested.as_bytes()), place("", Why::NotJson));
}

#[test]
fn long_and_strange_texts_are_cut_and_cleaned_and_no_alert_is_lost_for_them() {
    let labels = (0..1_000).map(|n| (format!("label{n:04}"), json!("v".repeat(5_000)))).collect::<serde_json::Map<_, _>>();
    let mut wild = alert();
    wild["labels"] = Value::Object(labels);
    wild["annotations"] = json!({ "summary": format!("a\0b\n\u{202e}c{}", "x".repeat(100_000)) });
    wild["generatorURL"] = json!("javascript:alert(1)");
    let told = read(&payload(&[wild])).unwrap().remove(0).told;
    assert!(told.summary.starts_with("ab c") && told.summary.chars().count() <= SUMMARY_MAX);
    assert_eq!((told.labels.len(), told.labels["label0000"].len(), told.link.as_str()), (super::super::signal::LABELS_MAX, 1_024, ""));
}

#[test]
fn an_alert_without_a_fingerprint_is_known_by_its_labels() {
    let key = |body: &[u8]| read(body).unwrap().remove(0).key;
    let first = key(&with("fingerprint", json!(null)));
    assert_eq!(first, key(&with("fingerprint", json!(""))));
    let mut other = alert();
    other["fingerprint"] = json!(null);
    other["labels"]["instance"] = json!("db2");
    assert_ne!(first, key(&payload(&[other])));
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "[\\PC\u{0}\u{202e}]{0,20}".prop_map(Value::from),
        Just(json!("9999-12-31T23:59:59Z")),
        Just(json!("firing")),
        Just(json!("4")),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        let names = prop_oneof![
            Just("alerts".to_owned()),
            Just("status".to_owned()),
            Just("labels".to_owned()),
            Just("startsAt".to_owned()),
            Just("version".to_owned()),
            "[a-z/~]{0,6}",
        ];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map(names, inner, 0..6).prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn whatever_comes_is_read_or_refused(body in prop::collection::vec(any::<u8>(), 0..200), value in any_json(), field in "[a-zA-Z]{1,12}") {
        drop(read(&body));
        drop(read(value.to_string().as_bytes()));
        for name in ["status", "labels", "annotations", "startsAt", "endsAt", "generatorURL", "fingerprint", field.as_str()] {
            if let Ok(signals) = read(&with(name, value.clone())) {
                for signal in signals {
                    prop_assert!(!signal.key.is_empty() && signal.key.chars().count() <= NAME_MAX);
                    prop_assert!(!signal.told.summary.contains(|c: char| c.is_control()));
                }
            }
        }
    }
}
