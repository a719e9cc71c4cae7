//! Where other programs speak: alerts, events and signs of life; who is nobody, what is refused, and what is not lost.

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use domain::alert::integration::IntegrationDraft;
use domain::alert::rule::RuleDraft;
use domain::alert::view::IntegrationDetail;
use domain::fault::view::FaultFilter;
use domain::id::IntegrationId;
use domain::permit::Actor;
use domain::time::Span;
use serde_json::{Value, json};
use store::testing::{Company, each_database};
use store::{Store, alerts, faults};
use tower::ServiceExt;

use crate::browser::{Answer, Browser, service};

struct House {
    store: Store,
    service: Router,
    admin: Actor,
    company: Company,
}

impl House {
    async fn open(store: Store) -> Self {
        let company = Company::found(&store).await;
        let admin = store.as_actor(company.admin).await;
        let rule = RuleDraft { name: "All".into(), makes: "fault".into(), severity: "critical".into(), ..RuleDraft::default() };
        alerts::create_rule(&store, &admin, &rule).await.unwrap();
        Self { service: service(store.clone()), store, admin, company }
    }

    async fn integration(&self, kind: &str) -> (IntegrationId, String) {
        let draft = IntegrationDraft {
            name: format!("Speaks {kind}"),
            kind: kind.into(),
            service: Some(self.company.trouble),
            owner: Some(self.company.owner),
            ..IntegrationDraft::default()
        };
        alerts::create(&self.store, &self.admin, &draft).await.unwrap()
    }

    async fn detail(&self, id: IntegrationId) -> IntegrationDetail {
        alerts::detail(&self.store, &self.admin, id).await.unwrap()
    }

    async fn faults(&self) -> usize {
        faults::list(&self.store, &self.admin, &FaultFilter::default(), None).await.unwrap().rows.len()
    }

    async fn send(&self, method: Method, path: &str, body: impl Into<Body>) -> Answer {
        // From another site and with a cookie: neither is looked at.
        let request = Request::builder().method(method).uri(path).header(header::HOST, "desk.test").header("sec-fetch-site", "cross-site");
        Browser::new(&self.service).answer(request.body(body.into()).unwrap()).await
    }

    async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(Method::POST, path, body.to_string()).await
    }
}

fn said(answer: &Answer) -> Value {
    serde_json::from_str(&answer.body).unwrap()
}

fn alert(fingerprint: &str, status: &str) -> Value {
    json!({
        "status": status, "fingerprint": fingerprint, "labels": { "alertname": "Down", "severity": "critical" },
        "annotations": { "summary": format!("{fingerprint} is down") }, "startsAt": "2026-11-16T08:55:00Z",
        "endsAt": if status == "resolved" { "2026-11-16T08:59:00Z" } else { "0001-01-01T00:00:00Z" },
    })
}

fn payload(alerts: &[Value]) -> Value {
    json!({ "version": "4", "receiver": "opsbeat", "status": "firing", "alerts": alerts })
}

fn event(key: &str, action: &str) -> Value {
    json!({
        "routing_key": key, "event_action": action, "dedup_key": "db1",
        "payload": { "summary": "db1 is slow", "source": "db1", "severity": "error" },
    })
}

#[tokio::test]
async fn who_is_nobody_is_answered_as_at_an_address_that_leads_nowhere() {
    each_database(|store| async move {
        let house = House::open(store).await;
        let (id, token) = house.integration("alertmanager").await;
        let (_, beat) = house.integration("heartbeat").await;
        let nowhere = house.post("/hooks/no/such/place", &payload(&[])).await;
        assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
        let replaced = alerts::replace_token(&house.store, &house.admin, id).await.unwrap();
        alerts::switch(&house.store, &house.admin, id, false).await.unwrap();
        let paths = [
            (Method::POST, "/hooks".to_owned()),
            (Method::POST, "/hooks/alertmanager/unknown".to_owned()),
            (Method::POST, format!("/hooks/alertmanager/{token}")),
            (Method::POST, format!("/hooks/alertmanager/{replaced}")),
            (Method::POST, format!("/hooks/alertmanager/{beat}")),
            (Method::GET, format!("/hooks/alertmanager/{replaced}")),
            (Method::GET, "/hooks/heartbeat/unknown".to_owned()),
            (Method::DELETE, format!("/hooks/heartbeat/{beat}")),
            (Method::GET, "/hooks/events/v2/enqueue".to_owned()),
        ];
        for (method, path) in paths {
            // What is sent makes no difference either.
            let answer = house.send(method, &path, "{").await;
            assert_eq!((answer.status, &answer.body), (nowhere.status, &nowhere.body), "{path}");
            assert!(!answer.headers.contains_key(header::SET_COOKIE));
        }
        let answer = house.post("/hooks/events/v2/enqueue", &event("unknown", "nonsense")).await;
        assert_eq!((answer.status, &answer.body), (nowhere.status, &nowhere.body));
        assert!(house.detail(id).await.refused.is_empty());
    })
    .await;
}

#[tokio::test]
async fn alertmanager_is_heard_once_however_often_it_says_so() {
    each_database(|store| async move {
        let house = House::open(store).await;
        let (id, token) = house.integration("alertmanager").await;
        let path = format!("/hooks/alertmanager/{token}");
        let both = payload(&[alert("a1", "firing"), alert("b2", "firing")]);
        for _ in 0..2 {
            assert_eq!(house.post(&path, &both).await.status, StatusCode::OK);
        }
        assert_eq!(house.post(&path, &payload(&[alert("a1", "resolved")])).await.status, StatusCode::OK);
        let detail = house.detail(id).await;
        assert_eq!((detail.alerts.len(), house.faults().await, detail.row.heard_at.is_some()), (2, 1, true));
        assert_eq!(detail.alerts.iter().filter(|row| row.ends_at.is_some()).count(), 1);
    })
    .await;
}

#[tokio::test]
async fn an_event_is_answered_as_the_events_api_does() {
    each_database(|store| async move {
        let house = House::open(store).await;
        let (id, key) = house.integration("events").await;
        for action in ["trigger", "acknowledge", "resolve"] {
            let answer = house.post("/hooks/events/v2/enqueue", &event(&key, action)).await;
            let said = said(&answer);
            assert_eq!((answer.status, &said["status"], &said["dedup_key"]), (StatusCode::ACCEPTED, &json!("success"), &json!("db1")));
        }
        let row = house.detail(id).await.alerts.remove(0);
        assert!(row.acknowledged_at.is_some() && row.ends_at.is_some());
        let mut nameless = event(&key, "trigger");
        nameless["dedup_key"] = json!(null);
        let answer = house.post("/hooks/events/v2/enqueue", &nameless).await;
        let made = said(&answer)["dedup_key"].as_str().unwrap().to_owned();
        assert_eq!((answer.status, made.len()), (StatusCode::ACCEPTED, 32));
        assert_eq!(house.detail(id).await.alerts.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn what_is_malformed_is_refused_with_its_place_and_kept() {
    each_database(|store| async move {
        let house = House::open(store).await;
        let (id, token) = house.integration("alertmanager").await;
        let path = format!("/hooks/alertmanager/{token}");
        let mut late = alert("a1", "firing");
        late["startsAt"] = json!("soon");
        let answer = house.post(&path, &payload(&[alert("b2", "firing"), late])).await;
        let told = said(&answer);
        assert_eq!(
            (answer.status, &told["at"], &told["why"]),
            (StatusCode::BAD_REQUEST, &json!("/alerts/1/startsAt"), &json!("not_a_time"))
        );
        let nested = format!("{{\"version\":\"4\",\"alerts\":{}{}}}", "[".repeat(50_000), "]".repeat(50_000));
        for body in [Vec::new(), b"\xff\xfe\0".to_vec(), b"null".to_vec(), nested.into_bytes()] {
            assert_eq!(house.send(Method::POST, &path, body).await.status, StatusCode::BAD_REQUEST);
        }
        let huge = vec![b' '; server::hooks::ALERTMANAGER_LIMIT + 1];
        assert_eq!(house.send(Method::POST, &path, huge).await.status, StatusCode::PAYLOAD_TOO_LARGE);
        let detail = house.detail(id).await;
        assert_eq!((detail.refused.len(), detail.alerts.len()), (6, 0), "of a payload that is refused nothing is taken");
        assert_eq!(detail.refused[5].place, "/alerts/1/startsAt");
        // The key of an event is no more kept than the token of an address.
        let (events, key) = house.integration("events").await;
        let answer = house.post("/hooks/events/v2/enqueue", &json!({ "routing_key": key, "event_action": "explode" })).await;
        assert_eq!((answer.status, &said(&answer)["at"]), (StatusCode::BAD_REQUEST, &json!("/event_action")));
        let kept = house.detail(events).await.refused.remove(0).body;
        assert!(kept.contains("explode") && !kept.contains(&key), "{kept}");
        let nobody = house.post("/hooks/events/v2/enqueue", &json!({ "event_action": "trigger" })).await;
        assert_eq!((nobody.status, &said(&nobody)["at"]), (StatusCode::BAD_REQUEST, &json!("/routing_key")));
    })
    .await;
}

#[tokio::test]
async fn a_sign_of_life_comes_by_either_method_and_ends_a_silence() {
    each_database(|store| async move {
        let house = House::open(store).await;
        let (id, token) = house.integration("heartbeat").await;
        let row = house.detail(id).await.row;
        let draft = IntegrationDraft {
            name: row.name,
            service: Some(house.company.trouble),
            owner: Some(house.company.owner),
            every: "5".into(),
            ..IntegrationDraft::default()
        };
        alerts::change(&house.store, &house.admin, id, row.version, &draft).await.unwrap();
        let path = format!("/hooks/heartbeat/{token}");
        assert_eq!(house.send(Method::GET, &path, Body::empty()).await.status, StatusCode::OK);
        house.store.clock().advance(Span::from_minutes(6));
        alerts::raise_silent(&house.store, 10).await.unwrap();
        assert!(house.detail(id).await.row.silent && house.faults().await == 1);
        assert_eq!(house.send(Method::POST, &path, "anything").await.status, StatusCode::OK);
        let detail = house.detail(id).await;
        assert!(!detail.row.silent && detail.alerts[0].ends_at.is_some());
    })
    .await;
}

#[tokio::test]
async fn who_says_too_much_is_told_when_to_go_on() {
    each_database(|store| async move {
        let house = House::open(store).await;
        let (_, token) = house.integration("heartbeat").await;
        let (_, other) = house.integration("alertmanager").await;
        let config = server::config::Config::load(&server::config::Flags::default()).unwrap();
        let few = server::hooks::routes(server::hooks::Limits::new(2, 1)).with_state(server::router::House {
            store: house.store.clone(),
            config: std::sync::Arc::new(config),
            assets: server::assets::named(),
            last_round: server::jobs::LastRound::default(),
            streams: server::live::Streams::default(),
        });
        let ask = async |path: &str| few.clone().oneshot(Request::post(path).body(Body::from("{}")).unwrap()).await.unwrap();
        let beat = format!("/hooks/heartbeat/{token}");
        assert_eq!((ask(&beat).await.status(), ask(&beat).await.status()), (StatusCode::OK, StatusCode::OK));
        let answer = ask(&beat).await;
        assert_eq!(answer.status(), StatusCode::TOO_MANY_REQUESTS);
        let wait: i64 = answer.headers()[header::RETRY_AFTER].to_str().unwrap().parse().unwrap();
        assert_eq!(ask(&format!("/hooks/alertmanager/{other}")).await.status(), StatusCode::BAD_REQUEST, "another one may go on");
        house.store.clock().advance(Span::from_seconds(wait));
        assert_eq!(ask(&beat).await.status(), StatusCode::OK);
    })
    .await;
}

#[tokio::test]
async fn what_comes_at_once_is_kept_together_and_none_of_it_is_lost() {
    each_database(|store| async move {
        let house = House::open(store).await;
        let (id, token) = house.integration("alertmanager").await;
        let path = format!("/hooks/alertmanager/{token}");
        let payloads: Vec<Value> = (0..120).map(|n| payload(&[alert(&format!("host{}", n % 40), "firing")])).collect();
        let answers = futures::future::join_all(payloads.iter().map(|payload| house.post(&path, payload))).await;
        assert!(answers.iter().all(|answer| answer.status == StatusCode::OK));
        let rows = house.detail(id).await.alerts;
        assert_eq!((rows.len(), rows.iter().map(|row| row.times).sum::<i64>(), house.faults().await), (40, 120, 1));
    })
    .await;
}
