use super::*;
use crate::id::{EventId, TeamId};

/// Events as they stand in databases. Lines are added here and never changed:
/// whoever has to change one has broken somebody's history.
const STORED: &[(&str, Visibility)] = &[
    (r#"{"kind":"submitted","source":"portal"}"#, Visibility::Public),
    (r#"{"kind":"replied","by":"requester","text":"Still broken"}"#, Visibility::Public),
    (r#"{"kind":"replied","by":"agent","text":"Looking at it"}"#, Visibility::Public),
    (r#"{"kind":"noted","text":"Known fault of the dock"}"#, Visibility::Internal),
    (r#"{"kind":"status_changed","from":"new","to":"assigned"}"#, Visibility::Public),
    (
        r#"{"kind":"status_changed","from":"in_progress","to":"waiting","reason":"Which model?","waiting_on":"requester","until":1763370000000}"#,
        Visibility::Public,
    ),
    (r#"{"kind":"resolved","from":"in_progress","code":"solved","text":"New cable"}"#, Visibility::Public),
    (r#"{"kind":"resolved","from":"in_progress"}"#, Visibility::Public),
    (r#"{"kind":"assigned","from":{"team":3},"to":{"team":3,"person":7}}"#, Visibility::Public),
    (r#"{"kind":"assigned","from":{},"to":{"team":4},"reason":"Network"}"#, Visibility::Public),
    (r#"{"kind":"priority_changed","from":"normal","to":"urgent","by":["high","high"]}"#, Visibility::Public),
    (r#"{"kind":"kind_changed","from":"service_request","to":"incident"}"#, Visibility::Public),
    (r#"{"kind":"service_changed","from":1,"to":2}"#, Visibility::Public),
    (r#"{"kind":"title_changed","from":"Help","to":"Dock 4 prints nothing"}"#, Visibility::Public),
    (r#"{"kind":"requester_added","person":9}"#, Visibility::Public),
    (r#"{"kind":"requester_removed","person":9}"#, Visibility::Public),
    (r#"{"kind":"watcher_added","person":9}"#, Visibility::Internal),
    (r#"{"kind":"watcher_removed","person":9}"#, Visibility::Internal),
    (r#"{"kind":"attached","files":[5,6]}"#, Visibility::Public),
    (r#"{"kind":"rated","stars":5,"comment":"Fast"}"#, Visibility::Public),
    (r#"{"kind":"rated","stars":1}"#, Visibility::Public),
    (r#"{"kind":"rated","stars":["nps",9],"comment":"Fast"}"#, Visibility::Public),
    (r#"{"kind":"follow_up_opened","owner":7,"due":1763370000000}"#, Visibility::Internal),
    (r#"{"kind":"follow_up_closed","outcome":"explained","contacted":true,"learnt":"The mail was late"}"#, Visibility::Internal),
    (r#"{"kind":"imported","field":"knowledge","from":"false","to":"true"}"#, Visibility::Internal),
];

fn event(what: What, visibility: Visibility) -> Event {
    Event { id: EventId(1), at: Timestamp::EPOCH, actor: None, visibility, what }
}

#[test]
fn what_was_stored_is_read_and_written_back_the_same() {
    for (stored, visibility) in STORED {
        let what: What = serde_json::from_str(stored).unwrap_or_else(|error| panic!("{stored}: {error}"));
        assert_eq!(serde_json::to_string(&what).unwrap(), *stored);
        assert!(stored.starts_with(&format!(r#"{{"kind":"{}""#, what.kind())), "{stored}");
        assert_eq!(what.visibility(), *visibility, "{stored}");
    }
}

#[test]
fn every_kind_of_event_has_a_stored_sample() {
    let kinds: std::collections::BTreeSet<String> =
        STORED.iter().map(|(stored, _)| serde_json::from_str::<What>(stored).unwrap().kind().to_owned()).collect();
    // All but `Unknown`, which is never stored.
    assert_eq!(kinds.len(), 19);
}

#[test]
fn an_event_of_a_later_version_does_not_break_the_timeline() {
    let what: What = serde_json::from_str(r#"{"kind":"teleported","to":"mars","via":[1,2]}"#).unwrap();
    assert_eq!(what, What::Unknown);
    assert_eq!(event(what, Visibility::Public).for_requester(), None);
}

#[test]
fn a_requester_never_reads_what_is_internal_by_either_mark() {
    for (stored, kind_visibility) in STORED {
        let what: What = serde_json::from_str(stored).unwrap();
        assert_eq!(event(what.clone(), Visibility::Internal).for_requester(), None);
        let shown = event(what, Visibility::Public).for_requester();
        assert_eq!(shown.is_some(), *kind_visibility == Visibility::Public, "{stored}");
    }
}

#[test]
fn the_reason_of_a_hand_over_stays_between_those_who_answer() {
    let to = Holder { team: Some(TeamId(4)), person: None };
    let what = What::Assigned { from: Holder::default(), to, reason: "They keep breaking it".to_owned() };
    let shown = event(what, Visibility::Public).for_requester().unwrap();
    assert_eq!(shown.what, What::Assigned { from: Holder::default(), to, reason: String::new() });
}

#[test]
fn only_texts_that_somebody_wrote_are_rendered() {
    let text = |stored: &str| serde_json::from_str::<What>(stored).unwrap().text().map(str::to_owned);
    assert_eq!(text(STORED[1].0), Some("Still broken".to_owned()));
    assert_eq!(text(STORED[6].0), Some("New cable".to_owned()));
    assert_eq!(text(STORED[7].0), None);
    assert_eq!(text(STORED[19].0), Some("Fast".to_owned()));
    assert_eq!(text(STORED[9].0), None);
}
