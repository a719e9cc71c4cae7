//! What a server says of itself: its log, and whether it is ready.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;
use store::accounts;
use store::testing::Company;
use store::tickets;

use crate::installation::{Installation, each_installation, opsbeat_in, said};
use crate::server::{Reply, Running};

/// The id of the request, as the answer has it.
fn id(reply: &Reply) -> String {
    reply.header("x-request-id").unwrap().to_owned()
}

/// Waits until the log tells the end of this request, and gives that event.
fn told(server: &Running, id: &str) -> Value {
    server.wait_for("a request", |event| {
        let ended = event["message"].as_str()?.contains("finished processing request") && event["span"]["id"] == id;
        ended.then(|| event.clone())
    })
}

fn parsed(server: &Running) -> Vec<Value> {
    server.log().iter().map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line}"))).collect()
}

#[tokio::test]
async fn every_line_is_one_object_and_a_request_is_found_by_the_id_of_its_answer() {
    each_installation(async |installation| {
        let server = Running::start(&mut installation.server());
        let replies = [("/", 302), ("/sign-in", 200), ("/no/such/page", 404), ("/healthz", 200), ("/assets/none.js", 404)];
        let mut ids = BTreeSet::new();
        for (path, _) in replies {
            let reply = server.get(path, "");
            let event = told(&server, &id(&reply));
            assert_eq!(event["status"], reply.status, "{path}: {event}");
            assert_eq!((event["span"]["path"].as_str(), event["span"]["method"].as_str()), (Some(path), Some("GET")), "{event}");
            assert_eq!(event["level"], "INFO");
            assert!(event["timestamp"].as_str().unwrap().ends_with('Z'), "{event}");
            ids.insert(id(&reply));
        }
        assert_eq!(ids.len(), replies.len(), "each request has an id of its own");
        server.terminate();
        server.wait_for("that it stops", |event| event["message"].as_str()?.starts_with("stopping").then_some(()));
        assert!(parsed(&server).len() > replies.len());
        assert_eq!(server.ended(), Some(0));
    })
    .await;
}

#[tokio::test]
async fn a_defect_is_logged_once_under_the_id_that_the_visitor_sees() {
    each_installation(async |installation| {
        let store = installation.store();
        let company = Company::found(store).await;
        let cookie = installation.session(company.rita).await;
        let server = Running::start(&mut installation.server());
        store.run_sql("ALTER TABLE drafts RENAME TO lost").await;
        let body = "fields=[]&service=1";
        let reply = server.ask(&format!(
            "POST /api/catalogue/draft HTTP/1.1\r\nhost: desk.test\r\nsec-fetch-site: same-origin\r\naccept: application/json\r\ncookie: {cookie}\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
            body.len()
        ));
        store.run_sql("ALTER TABLE lost RENAME TO drafts").await;
        assert_eq!(reply.status, 500, "{reply:?}");
        let id = id(&reply);
        let seen: Value = serde_json::from_slice(&reply.body).unwrap();
        assert_eq!((seen["error"].as_str(), seen["request"].as_str()), (Some("internal"), Some(id.as_str())));
        assert!(!reply.text().contains("drafts"), "what is wrong is nobody's business: {reply:?}");
        told(&server, &id);
        let errors: Vec<Value> = parsed(&server).into_iter().filter(|event| event["level"] == "ERROR").collect();
        let causes: Vec<&Value> = errors.iter().filter(|event| event["request"] == id.as_str()).collect();
        assert!(causes.len() == 1 && causes[0]["error"].as_str().unwrap().contains("drafts"), "{errors:#?}");
        assert_eq!(causes[0]["spans"][0]["id"], id.as_str());
    })
    .await;
}

#[test]
fn a_log_that_goes_to_no_terminal_has_no_colours() {
    let folder = tempfile::tempdir().unwrap();
    let said = said(opsbeat_in(folder.path()).args(["migrate", "--database", "sqlite://opsbeat.db", "--files", "files"]));
    assert!(said.err.contains("INFO") && !said.err.contains('\u{1b}'), "{said:?}");
}

#[test]
fn the_steps_of_a_database_are_one_line_and_none_when_there_are_none() {
    let folder = tempfile::tempdir().unwrap();
    let migrate = || said(opsbeat_in(folder.path()).args(["migrate", "--database", "sqlite://opsbeat.db", "--files", "files"])).err;
    let first = migrate();
    assert!(first.lines().count() == 1 && first.contains("this version's shape"), "{first}");
    assert_eq!(migrate(), "");
}

#[tokio::test]
async fn a_file_of_the_application_is_told_to_who_looks_for_it_alone() {
    // One of the test's own: in a fresh checkout nothing was built yet.
    let own = Path::new(env!("OPSBEAT_ASSETS_DIR")).join("told.txt");
    fs::write(&own, "A file.").unwrap();
    for (level, wanted) in [("info", false), ("debug", true)] {
        let installation = Installation::on_sqlite().await;
        let server = Running::start(installation.server().args(["--log-level", level]));
        let file = server.get("/told.txt", "");
        assert_eq!(file.status, 200);
        let file = id(&file);
        told(&server, &id(&server.get("/sign-in", "")));
        let event = parsed(&server).into_iter().find(|event| event["span"]["id"] == file.as_str());
        assert_eq!(event.map(|event| event["level"].clone()), wanted.then(|| Value::from("DEBUG")));
    }
    fs::remove_file(own).unwrap();
}

/// What only the one whom it was sent to may know: links' tokens, a cookie, a password.
async fn secrets(installation: &Installation, company: &Company) -> [(&'static str, String); 3] {
    let store = installation.store();
    let (ada, admin) = (store.as_actor(company.ada).await, store.as_actor(company.admin).await);
    let ticket = company.file(store, company.rita, company.laptop, "New laptop").await;
    tickets::take(store, &ada, ticket, None).await.unwrap();
    let resolution = domain::ticket::Resolution::parse("fulfilled", "It is on your desk.").unwrap();
    tickets::resolve(store, &ada, ticket, resolution, None).await.unwrap();
    let reset = accounts::reset_link(store, &admin, company.ron).await.unwrap();
    [("/welcome/", reset), ("/rate/", store.rating_token(ticket).await), ("/set-up/", "Vx3k9nWq0pLr7sTu2vYz5aBc8dEf1gHi4jKl6mNo".into())]
}

#[tokio::test]
async fn no_line_holds_a_secret_however_much_is_told() {
    each_installation(async |installation| {
        let company = Company::found(installation.store()).await;
        let secrets = secrets(installation, &company).await;
        let cookie = installation.session(company.rita).await;
        let server = Running::start(installation.server().args(["--log-level", "debug"]));
        let mut kept: Vec<String> = vec![cookie.trim_start_matches("opsbeat=").to_owned()];
        for (place, token) in secrets {
            let page = server.get(&format!("{place}{token}?stars=4"), &cookie);
            assert!([200, 404].contains(&page.status), "{page:?}");
            let event = told(&server, &id(&page));
            assert_eq!(event["span"]["path"], format!("{place}…"));
            let call = if place == "/rate/" { "/api/ratings/link" } else { "/api/session/password-link" };
            told(&server, &id(&server.get(&format!("{call}?token={token}"), &cookie)));
            kept.push(token);
        }
        let password = "violet-harbour-crane-93";
        let body = format!("email=rita%40example.com&password={password}");
        let signed_in = server.ask(&format!(
            "POST /api/session/sign-in HTTP/1.1\r\nhost: desk.test\r\nsec-fetch-site: same-origin\r\naccept: application/json\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
            body.len()
        ));
        told(&server, &id(&signed_in));
        kept.push(password.to_owned());
        server.terminate();
        server.wait_for("that it stops", |event| event["message"].as_str()?.starts_with("stopping").then_some(()));
        for line in server.log() {
            let found: Vec<&String> = kept.iter().filter(|secret| line.contains(secret.as_str())).collect();
            assert!(found.is_empty(), "{found:?} stands in {line}");
        }
    })
    .await;
}

#[tokio::test]
async fn who_watches_sees_when_the_clocks_were_looked_at() {
    each_installation(async |installation| {
        let server = Running::start(&mut installation.server());
        let health = || serde_json::from_str::<Value>(&server.get("/healthz", "").text()).unwrap();
        let looked_at = (0..10_000).find_map(|_| health()["clocks_looked_at_seconds_ago"].as_i64());
        assert!(looked_at.is_some_and(|seconds| seconds >= 0), "{looked_at:?}");
        server.terminate();
        assert_eq!(server.ended(), Some(0));
    })
    .await;
}
