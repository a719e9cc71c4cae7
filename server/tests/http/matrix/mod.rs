//! Who may do what to whose things, over HTTP, at every door that there is.
//!
//! The tables have a row for each server function, each page and each further route, and a column for each person of
//! [`stage::PEOPLE`]; those of [`further::FURTHER`] stand in a table of exceptions. A door that is not in them fails the test, and so does a row whose door is gone.

mod administration;
mod faults;
mod further;
mod on_call;
mod pages;
mod people;
mod scores;
mod stage;
mod surveys;
mod tickets;

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::Router;
use axum::http::StatusCode;
use futures::StreamExt;
use store::Store;
use store::testing::{Sandbox, postgres_server};

use crate::browser::{Answer, Browser, service};
use further::FURTHER;
use stage::{PEOPLE, SECRETS, Stage};

/// A door, what is sent through it, and what each person gets: `+` goes through, `.` is told that there is no such thing,
/// `>` is led to the sign-in page, `-` is refused because they cannot find who is named. The first word in braces is the object that it is about.
struct Row {
    /// `GET`, `POST`, `FILES` (a form that may have files) or `PAGE`, and the address.
    door: &'static str,
    /// The fields; for a page, its address.
    with: &'static str,
    who: &'static str,
}

const fn row(door: &'static str, with: &'static str, who: &'static str) -> Row {
    Row { door, with, who }
}

/// Doors that are the same for everybody and ask nobody who they are: the program's own files, and the functions, each of which has
/// a row of its own.
const NO_DOORS: [&str; 2] = ["PAGE /assets/{*path}", "PAGE /api/{*function}"];

/// Where programs speak whom their token names: no cookie is looked at, so everybody gets the same.
const OF_PROGRAMS: [&str; 5] =
    ["/hooks/alertmanager/{token}", "/hooks/events/v2/enqueue", "/hooks/heartbeat/{token}", "/hooks", "/hooks/{*rest}"];

fn rows() -> impl Iterator<Item = &'static Row> + Clone {
    [
        people::ROWS,
        tickets::ROWS,
        faults::ROWS,
        on_call::ROWS,
        scores::ROWS,
        surveys::ROWS,
        administration::ROWS,
        pages::ROWS,
        further::ROWS,
    ]
    .into_iter()
    .flatten()
}

/// Who stands in this column.
fn name(column: usize) -> &'static str {
    PEOPLE.get(column).copied().unwrap_or_else(|| FURTHER[column - PEOPLE.len()].0)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Through,
    NotThere,
    SignIn,
    Unfound,
    /// A refusal that has nothing to do with who asks: the row is wrong, or the door.
    Other,
}

impl Outcome {
    fn of(answer: &Answer) -> Self {
        let to_sign_in = answer.location.as_deref().is_some_and(|to| to.starts_with("/sign-in"));
        match answer.status {
            StatusCode::OK => Self::Through,
            StatusCode::NOT_FOUND => Self::NotThere,
            StatusCode::UNAUTHORIZED => Self::SignIn,
            StatusCode::UNPROCESSABLE_ENTITY if answer.body.contains("unknown_reference") => Self::Unfound,
            // A stream leads nowhere: it says nothing until somebody is signed in.
            StatusCode::NO_CONTENT => Self::SignIn,
            StatusCode::FOUND | StatusCode::SEE_OTHER if to_sign_in => Self::SignIn,
            _ => Self::Other,
        }
    }
}

impl Row {
    fn method(&self) -> &'static str {
        self.door.split_once(' ').unwrap().0
    }

    fn changes(&self) -> bool {
        matches!(self.method(), "POST" | "FILES")
    }

    /// One for each of [`PEOPLE`], then one for each of [`FURTHER`].
    fn expected(&self) -> Vec<Outcome> {
        let mut marks: Vec<&str> = self.who.split_whitespace().collect();
        assert_eq!(marks.len(), PEOPLE.len(), "{}: a column is missing", self.door);
        marks.extend(further::marks(self, &marks));
        let outcome = |mark| match mark {
            "+" => Outcome::Through,
            "." => Outcome::NotThere,
            ">" => Outcome::SignIn,
            "-" => Outcome::Unfound,
            other => panic!("{}: {other} is no outcome", self.door),
        };
        marks.into_iter().map(outcome).collect()
    }

    async fn ask(&self, browser: &mut Browser, stage: &Stage, unknown: bool) -> Answer {
        let (method, address) = self.door.split_once(' ').unwrap();
        let with = stage.fill(self.with, unknown);
        let typed: Vec<(String, String)> = form_urlencoded::parse(with.as_bytes()).into_owned().collect();
        let fields: Vec<(&str, &str)> = typed.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        match method {
            "PAGE" => browser.get(&with).await,
            "GET" => browser.read(&format!("{address}?{with}")).await,
            "POST" => browser.send_form(address, &fields).await,
            "FILES" => match fields.split_last() {
                // A file is written as the last field, `name=@file name:content`.
                Some(((name, value), rest)) if value.starts_with('@') => {
                    let (file, content) = value[1..].split_once(':').unwrap();
                    browser.send_files(address, rest, &[(name, file, content)]).await
                }
                _ => browser.send_parts(address, &fields).await,
            },
            other => panic!("{other} is no way through a door"),
        }
    }

    /// Compares an answer with what is expected; says what is wrong.
    async fn judge(&self, answer: &Answer, column: usize, browser: &mut Browser, stage: &Stage) -> Option<String> {
        let expected = self.expected()[column];
        let outcome = Outcome::of(answer);
        let cell = format!("{} with {}: {}", self.door, self.with, name(column));
        if outcome != expected {
            let page = self.method() == "PAGE" && !answer.status.is_server_error();
            let told: String = if page { String::new() } else { answer.body.chars().take(200).collect() };
            return Some(format!("{cell}: expected {expected:?}, got {outcome:?} ({} {:?}) {told}", answer.status, answer.location));
        }
        for (secret, who) in SECRETS {
            let may = who.split_whitespace().nth(column) == Some("+");
            if !may && answer.body.contains(secret) {
                return Some(format!("{cell}: reads “{secret}”"));
            }
        }
        if outcome == Outcome::NotThere {
            let unknown = self.ask(browser, stage, true).await;
            let (here, nowhere) = (self.bare(answer, stage), self.bare(&unknown, stage));
            if unknown.status != StatusCode::NOT_FOUND || here != nowhere {
                return Some(format!(
                    "{cell}: is told apart from what does not exist: {} {here}\n{} {nowhere}",
                    answer.status, unknown.status
                ));
            }
        }
        None
    }

    /// The body without the nonce of its page and without what names the object.
    fn bare(&self, answer: &Answer, stage: &Stage) -> String {
        let policy = answer.headers.get("content-security-policy").and_then(|policy| policy.to_str().ok()).unwrap_or_default();
        let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next());
        let body = nonce.map_or_else(|| answer.body.clone(), |nonce| answer.body.replace(nonce, ""));
        stage.nameless(&body, self.with)
    }
}

/// Copies of the stage, for doors that change something.
struct Copies {
    template: Sandbox,
    made: AtomicU32,
}

impl Copies {
    /// The stage is never walked on itself.
    async fn of(template: Sandbox) -> Self {
        // The last connection to close writes everything into the one file, and PostgreSQL copies nothing that is in use.
        template.store.close().await;
        Self { template, made: AtomicU32::new(0) }
    }

    async fn next(&self) -> Sandbox {
        self.made.fetch_add(1, Ordering::Relaxed);
        self.template.copy().await
    }
}

/// Doors that change nothing for which anybody would be called to account: what is being written, by whom it is, and one's own way out.
/// Who asks for a link by mail is recorded when the link is made.
const UNRECORDED: [&str; 17] = [
    "FILES /api/admin/look-at-promises",
    "FILES /api/admin/read-holidays",
    "FILES /api/faults/look-at-file",
    "FILES /api/files/keep",
    "FILES /api/surveys/look-at-file",
    "POST /api/admin/edit-form",
    "POST /api/admin/take-holidays",
    "POST /api/catalogue/discard-draft",
    "POST /api/catalogue/draft",
    "POST /api/faults/read-chat",
    "POST /api/requests/draft",
    // A record would lead from a name to what it cast.
    "POST /api/scores/cast",
    "POST /api/session/forgot-password",
    "POST /api/session/sign-out",
    "POST /api/tickets/insert-template",
    "POST /api/tickets/keep-draft",
    "POST /api/tickets/writing",
];

/// Doors through which some go who find it done already, or nothing to do: that is no change. A visitor's language is a cookie.
const AT_TIMES_NOTHING: [&str; 10] = [
    "POST /api/account/end-other-sessions",
    "POST /api/admin/archive-team",
    "POST /api/admin/end-flood",
    "POST /api/admin/rebase-tickets",
    "POST /api/admin/save-alert-rule",
    "POST /api/faults/keep-chat",
    "POST /api/session/language",
    "POST /api/tickets/follow",
    "POST /api/tickets/remove-person",
    "POST /api/tickets/unfollow",
];

/// Of those, the ones for which there is nothing to do on this stage. That they are recorded where there is, the store's tests say:
/// `a_flood_is_held_and_waits_for_an_administrator`, `re_basing_is_previewed_and_then_holds_for_open_tickets` and
/// `a_further_requester_who_is_also_a_watcher_stays_what_is_not_taken`.
const NOTHING_HERE: [&str; 3] = ["POST /api/admin/end-flood", "POST /api/admin/rebase-tickets", "POST /api/tickets/remove-person"];

async fn last_record(store: &Store) -> i64 {
    store.number("SELECT coalesce(max(id), 0) FROM audit").await
}

/// Cells that are walked at the same time.
const AT_ONCE: usize = 4;

/// Walks all cells: those that change nothing on one copy, the others on a copy each.
async fn walk(stage: &Stage, copies: &Copies) {
    let quiet = copies.next().await;
    let shared = service(quiet.store.clone());
    let before = traces(&quiet.store).await;
    let recorded = Mutex::new(BTreeSet::new());
    let cells = rows().flat_map(|row| row.expected().into_iter().enumerate().map(move |(column, expected)| (row, column, expected)));
    let wrong: Vec<String> = futures::stream::iter(cells)
        .map(|(row, column, expected)| {
            let (shared, recorded) = (&shared, &recorded);
            async move {
                let fresh = if row.changes() && expected == Outcome::Through { Some(copies.next().await) } else { None };
                let service = fresh.as_ref().map_or_else(|| shared.clone(), |fresh| service(fresh.store.clone()));
                let mut browser = at(&service, stage, column);
                let before = match &fresh {
                    Some(fresh) => last_record(&fresh.store).await,
                    None => 0,
                };
                let answer = row.ask(&mut browser, stage, false).await;
                let mut wrong = row.judge(&answer, column, &mut browser, stage).await;
                if let Some(fresh) = fresh {
                    let silent = last_record(&fresh.store).await == before;
                    if !silent {
                        recorded.lock().unwrap().insert(row.door);
                    }
                    let (never, at_times) = (UNRECORDED.contains(&row.door), AT_TIMES_NOTHING.contains(&row.door));
                    if wrong.is_none() && (silent && !never && !at_times || !silent && never) {
                        let does = if silent { "left no" } else { "left a" };
                        wrong = Some(format!("{} with {}: {} {does} record in the audit log", row.door, row.with, name(column)));
                    }
                    fresh.end().await;
                }
                wrong
            }
        })
        .buffered(AT_ONCE)
        .filter_map(std::future::ready)
        .collect()
        .await;
    if wrong.is_empty() {
        assert_eq!(traces(&quiet.store).await, before, "what was refused left no trace");
    }
    quiet.end().await;
    let recorded = recorded.into_inner().unwrap();
    let silent: Vec<_> = AT_TIMES_NOTHING.iter().filter(|door| !recorded.contains(*door) && !NOTHING_HERE.contains(door)).collect();
    assert!(silent.is_empty(), "never recorded for anybody: {silent:?}");
    assert!(wrong.is_empty(), "{} cells are not as they should be:\n{}", wrong.len(), wrong.join("\n"));
}

fn at(service: &Router, stage: &Stage, column: usize) -> Browser {
    let mut browser = Browser::new(service);
    browser.cookie.clone_from(&stage.cookies[column]);
    browser
}

/// What any change leaves behind.
async fn traces(store: &Store) -> Vec<i64> {
    let mut traces = Vec::new();
    for count in
        ["count(*) FROM audit", "count(*) FROM events", "count(*) FROM outbox", "count(*) FROM attachments", "sum(version) FROM tickets"]
    {
        traces.push(store.number(&format!("SELECT {count}")).await);
    }
    traces
}

async fn walk_on(sandbox: Sandbox) {
    let stage = Stage::set(&sandbox.store).await;
    let copies = Copies::of(sandbox).await;
    walk(&stage, &copies).await;
    assert!(copies.made.load(Ordering::Relaxed) > 100, "doors that change something were walked through");
    copies.template.end().await;
}

#[tokio::test]
async fn everybody_goes_through_the_doors_that_are_theirs_and_no_other() {
    walk_on(Sandbox::sqlite().await).await;
}

#[tokio::test]
async fn on_postgresql_they_are_the_same_doors() {
    let Some(server) = postgres_server() else { return };
    walk_on(Sandbox::postgres(&server).await).await;
}

#[tokio::test]
async fn the_tables_have_every_door_and_no_door_that_is_gone() {
    let _ = any_spawner::Executor::init_tokio();
    let functions = server::forms::endpoints().iter().map(|(method, address)| format!("{method} {address}"));
    let pages = leptos_axum::generate_route_list(app::app::App);
    let pages = pages.iter().map(|page| format!("PAGE {}", page.path()));
    let routes = include_str!("../../../src/router.rs").split(".route(").skip(1);
    let routes = routes.map(|rest| format!("PAGE {}", rest.split('"').nth(1).unwrap()));
    let of_programs = include_str!("../../../src/hooks.rs").split(".route(").skip(1).map(|rest| rest.split('"').nth(1).unwrap());
    assert_eq!(of_programs.collect::<Vec<_>>(), OF_PROGRAMS, "these doors have tests of their own (server/tests/http/hooks.rs)");
    let doors: BTreeSet<String> = functions.chain(pages).chain(routes).filter(|door| !NO_DOORS.contains(&door.as_str())).collect();
    let known: BTreeSet<String> = rows().map(|row| row.door.replace("FILES ", "POST ")).collect();
    let missing: Vec<_> = doors.difference(&known).collect();
    let gone: Vec<_> = known.difference(&doors).collect();
    assert!(missing.is_empty(), "these doors have no row in the matrix (server/tests/http/matrix):\n{missing:#?}");
    assert!(gone.is_empty(), "these rows of the matrix have no door any more:\n{gone:#?}");
    let astray = further::astray(rows());
    assert!(astray.is_empty(), "these exceptions are to no row:\n{astray:#?}");
}

/// The browser tests fail for a page of that list that none of them has had axe look at.
#[tokio::test]
async fn the_browser_tests_have_a_list_of_every_page() {
    let _ = any_spawner::Executor::init_tokio();
    let pages: BTreeSet<String> = leptos_axum::generate_route_list(app::app::App).iter().map(|page| page.path().to_owned()).collect();
    let listed: BTreeSet<String> = include_str!("../../../../end2end/pages.txt").lines().map(str::to_owned).collect();
    assert_eq!(pages, listed, "these are not in end2end/pages.txt, or there alone: {:?}", pages.symmetric_difference(&listed));
}
