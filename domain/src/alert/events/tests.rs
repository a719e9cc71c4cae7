use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::time::Timestamp;

fn trigger() -> Value {
    json!({
        "routing_key": "token", "event_action": "trigger", "dedup_key": "srv01/HTTP",
        "payload": {
            "summary": "Disk is full", "source": "srv01", "severity": "error", "timestamp": "2026-11-16T08:58:00Z", "component": "disk",
            "custom_details": { "free": "0 GB", "percent": 100, "nested": { "a": 1 } }
        },
        "links": [{ "href": "https://wiki.example/disk", "text": "How to" }],
    })
}

fn signal(event: &Value) -> Result<Signal, Malformed> {
    Event::read(event.to_string().as_bytes())?.signal("fresh")
}

fn refused(at: &str, value: Value) -> (String, Why) {
    let mut event = trigger();
    *event.pointer_mut(at).unwrap() = value;
    let Malformed { at, why } = signal(&event).unwrap_err();
    (at, why)
}

#[test]
fn a_trigger_is_read_with_its_labels() {
    let signal = signal(&trigger()).unwrap();
    let since = Some(Timestamp::from_millis("2026-11-16T08:58:00Z".parse::<jiff::Timestamp>().unwrap().as_millisecond()));
    assert_eq!((signal.key.as_str(), signal.which, signal.said), ("srv01/HTTP", Which::Open { since }, Said::Firing));
    let labels: Vec<_> = signal.told.labels.iter().map(|(name, value)| format!("{name}={value}")).collect();
    assert_eq!(labels, ["component=disk", "free=0 GB", "percent=100", "source=srv01"]);
    assert_eq!(signal.told.link, "https://wiki.example/disk");
}

#[test]
fn a_key_is_made_for_a_trigger_alone() {
    let mut event = trigger();
    event["dedup_key"] = json!(null);
    assert_eq!(signal(&event).unwrap().key, "fresh");
    event["event_action"] = json!("resolve");
    assert_eq!(signal(&event), Err(Malformed::new("/dedup_key", Why::Missing)));
}

#[test]
fn an_acknowledgement_and_a_resolve_need_no_payload() {
    for (action, said) in [("acknowledge", Said::Acknowledged), ("resolve", Said::Resolved { at: None })] {
        let signal = signal(&json!({ "routing_key": "t", "event_action": action, "dedup_key": "k" })).unwrap();
        assert_eq!((signal.key.as_str(), signal.said), ("k", said));
    }
}

#[test]
fn what_is_wrong_is_told_by_its_place() {
    let place = |place: &str, why| (place.to_owned(), why);
    assert_eq!(refused("/event_action", json!("explode")), place("/event_action", Why::UnknownChoice));
    assert_eq!(refused("/payload", json!("text")), place("/payload", Why::WrongType));
    assert_eq!(refused("/payload", json!(null)), place("/payload", Why::Missing));
    assert_eq!(refused("/payload/summary", json!(" ")), place("/payload/summary", Why::Missing));
    assert_eq!(refused("/payload/source", json!(7)), place("/payload/source", Why::WrongType));
    assert_eq!(refused("/payload/severity", json!("fatal")), place("/payload/severity", Why::UnknownChoice));
    assert_eq!(refused("/payload/timestamp", json!("9 o'clock")), place("/payload/timestamp", Why::NotATime));
    assert_eq!(refused("/payload/timestamp", json!("0001-01-01T00:00:00Z")), place("/payload/timestamp", Why::OutOfRange));
    assert_eq!(refused("/dedup_key", json!("k".repeat(KEY_MAX + 1))), place("/dedup_key", Why::TooLong));
    assert!(matches!(Event::read(b"null"), Err(Malformed { why: Why::WrongType, .. })));
    assert!(Event::read(b"{}").unwrap().routing_key().is_err());
}

proptest! {
    #[test]
    fn whatever_comes_is_read_or_refused(body in prop::collection::vec(any::<u8>(), 0..200), text in "[\\PC\u{0}\u{202e}\n]{0,300}") {
        if let Ok(event) = Event::read(&body) {
            drop(event.signal("fresh"));
        }
        let mut event = trigger();
        event["dedup_key"] = json!(text);
        event["payload"]["summary"] = json!(text);
        if let Ok(signal) = signal(&event) {
            prop_assert!(!signal.key.is_empty() && signal.key.chars().count() <= KEY_MAX);
            let strange = |c: char| c.is_control() || c == '\u{202e}';
            prop_assert!(!signal.told.summary.contains(strange));
        }
    }
}
