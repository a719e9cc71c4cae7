//! Promises in the database: calendars and policies with their versions, the clocks that tickets have by them, what clocks do on
//! their way, and what people decide about them.

#[path = "sla/carrying.rs"]
mod carrying;
#[path = "sla/choosing.rs"]
mod choosing;
#[path = "sla/deciding.rs"]
mod deciding;
#[path = "sla/listed.rs"]
mod listed;
#[path = "sla/listing.rs"]
mod listing;
#[path = "sla/merging.rs"]
mod merging;
#[path = "sla/stepping.rs"]
mod stepping;

use domain::{
    calendar::{Draft, Holiday, Week},
    id::{CalendarId, PolicyId, TicketId},
    invalid::Code,
    permit::Actor,
    priority::{Impact, Urgency},
    sla::{Metric, PolicyDraft, RuleDraft, State},
    ticket::{Resolution, ResolutionCode, WaitingOn, status::WaitFor},
    time::{Span, Timestamp},
};
use store::{
    Error, Store,
    sla::{self, calendars, clocks, policies},
    testing::{Company, START, each_database},
    tickets,
};

/// Monday to Friday, nine to five, in UTC. Every test begins on a Monday at nine.
fn office() -> Draft {
    let day = || vec![["09:00".to_owned(), "17:00".to_owned()]];
    let week = Week { mon: day(), tue: day(), wed: day(), thu: day(), fri: day(), ..Week::default() };
    Draft { zone: "UTC".to_owned(), week, ..Draft::default() }
}

fn rule(first: &str, resolution: &str) -> RuleDraft {
    let targets = [(Metric::FirstResponse, first.to_owned()), (Metric::Resolution, resolution.to_owned())].into();
    RuleDraft { targets, ..RuleDraft::default() }
}

fn promise(name: &str, calendar: CalendarId, rules: Vec<RuleDraft>) -> PolicyDraft {
    PolicyDraft {
        name: name.to_owned(),
        promise: domain::sla::Promise::Sla,
        calendar,
        origin: None,
        day: String::new(),
        reopen_new_cycle_after_days: None,
        marks: [].into(),
        steps: None,
        rules,
    }
}

struct House {
    is: Company,
    admin: Actor,
    calendar: CalendarId,
    policy: PolicyId,
}

#[expect(clippy::unwrap_used, clippy::expect_used, reason = "it is the test")]
impl House {
    /// A company that promises an answer within two working hours and a solution within a working day.
    async fn found(store: &Store) -> Self {
        let is = Company::found(store).await;
        let admin = store.as_actor(is.admin).await;
        let calendar = calendars::create(store, &admin, "Office", office()).await.unwrap();
        let policy = policies::create(store, &admin, &promise("Standard", calendar, vec![rule("2h", "8h")])).await.unwrap();
        Self { is, admin, calendar, policy }
    }

    async fn file(&self, store: &Store, title: &str) -> TicketId {
        self.is.file(store, self.is.rita, self.is.laptop, title).await
    }

    async fn clock(&self, store: &Store, ticket: TicketId, metric: Metric) -> clocks::Told {
        let told = clocks::of_ticket(store, &self.admin, ticket).await.unwrap();
        told.into_iter().rfind(|told| told.clock.metric == metric).expect("such a clock")
    }
}

fn hours(hours: i64) -> Span {
    Span::from_hours(hours)
}

fn at(hours_after_start: i64) -> Timestamp {
    START.plus(hours(hours_after_start))
}

/// All that is kept of clocks, as text.
async fn kept(store: &Store) -> Vec<String> {
    let columns = "ticket_id, metric, cycle, policy_version_id, rule, calendar_version_id, target, started_at, started_by, state, \
                   state_why, state_at, state_by, elapsed, deadline, next_at, breached_at, counted, counted_until";
    let text: Vec<String> = columns.split(", ").map(|column| format!("COALESCE(CAST({column} AS TEXT), '-')")).collect();
    let clocks = format!("SELECT {} FROM clocks ORDER BY ticket_id, metric, cycle", text.join(" || ' ' || "));
    let due = "SELECT CAST(id AS TEXT) || ' ' || CAST(due_at AS TEXT) FROM tickets ORDER BY id";
    [store.texts(&clocks).await, store.texts(due).await].concat()
}

fn resolution() -> Resolution {
    Resolution { code: ResolutionCode::Solved, text: "It was the cable.".to_owned() }
}

#[tokio::test]
async fn a_policy_promises_something_to_tickets_that_are_filed_while_it_is_in_force() {
    each_database(|store| async move {
        let is = Company::found(&store).await;
        let before = is.file(&store, is.rita, is.laptop, "Before").await;
        let admin = store.as_actor(is.admin).await;
        let calendar = calendars::create(&store, &admin, "Office", office()).await.unwrap();
        store.clock().advance(hours(1));
        let policy = policies::create(&store, &admin, &promise("Standard", calendar, vec![rule("2h", "8h")])).await.unwrap();
        let house = House { is, admin, calendar, policy };
        let during = house.file(&store, "During").await;
        store.clock().advance(Span::from_millis(1));
        policies::archive(&store, &house.admin, house.policy).await.unwrap();
        let after = house.file(&store, "After").await;
        assert_eq!(clocks::of_ticket(&store, &house.admin, before).await.unwrap(), []);
        assert_eq!(clocks::of_ticket(&store, &house.admin, after).await.unwrap(), []);
        let first = house.clock(&store, during, Metric::FirstResponse).await;
        assert_eq!(first.clock.deadline.at(), Some(at(3)));
        assert_eq!(first.explanation.policy_name, "Standard");
        assert_eq!(house.clock(&store, during, Metric::Resolution).await.clock.deadline.at(), Some(at(25)), "an hour of Tuesday");
        assert_eq!(store.number(&format!("SELECT due_at FROM tickets WHERE id = {during}")).await, at(3).millis());
        assert_eq!(store.number(&format!("SELECT due_at FROM tickets WHERE id = {after}")).await, i64::MAX);
    })
    .await;
}

#[tokio::test]
async fn clocks_follow_the_ticket_within_the_same_change() {
    each_database(|store| async move {
        let house = House::found(&store).await;
        let ada = store.as_actor(house.is.ada).await;
        let ticket = house.file(&store, "Slow").await;
        store.clock().advance(hours(1));
        let answer = tickets::Message { text: "Which one?".to_owned(), ..tickets::Message::default() };
        tickets::reply(&store, &ada, ticket, answer, tickets::Then::Nothing).await.unwrap();
        let first = house.clock(&store, ticket, Metric::FirstResponse).await.clock;
        assert!(matches!(first.state, State::Stopped { at: when, .. } if when == at(1)), "{first:?}");
        let wait = WaitFor { on: WaitingOn::Requester, until: None, reason: String::new() };
        tickets::wait(&store, &ada, ticket, wait, None).await.unwrap();
        assert_eq!(store.number(&format!("SELECT due_at FROM tickets WHERE id = {ticket}")).await, i64::MAX, "nothing can be foreseen");
        store.clock().advance(hours(4));
        tickets::resume(&store, &ada, ticket, None).await.unwrap();
        assert_eq!(
            store.number(&format!("SELECT due_at FROM tickets WHERE id = {ticket}")).await,
            at(28).millis(),
            "four hours were paused"
        );
        tickets::resolve(&store, &ada, ticket, resolution(), None).await.unwrap();
        let clock = house.clock(&store, ticket, Metric::Resolution).await.clock;
        assert_eq!(clock.elapsed, hours(1));
        assert_eq!(store.number("SELECT count(*) FROM clocks WHERE state = 'stopped'").await, 2);
        assert_eq!(store.number("SELECT count(*) FROM breaches").await, 0);
    })
    .await;
}

#[tokio::test]
async fn what_was_missed_is_on_record_once_and_for_ever() {
    each_database(|store| async move {
        let house = House::found(&store).await;
        let ada = store.as_actor(house.is.ada).await;
        let ticket = house.file(&store, "Late").await;
        assert_eq!(sla::settle_due(&store, 100).await.unwrap(), 0, "nothing is due at once");
        store.clock().advance(hours(2));
        sla::settle_due(&store, 100).await.unwrap();
        assert_eq!(store.number("SELECT count(*) FROM breaches").await, 0, "exactly at the deadline is in time");
        store.clock().advance(Span::from_millis(1));
        sla::settle_due(&store, 100).await.unwrap();
        sla::recompute(&store).await.unwrap();
        let breach = format!("SELECT at FROM breaches WHERE ticket_id = {ticket} AND metric = 'first_response'");
        assert_eq!(store.number(&breach).await, at(2).millis());
        tickets::resolve(&store, &ada, ticket, resolution(), None).await.unwrap();
        assert_eq!(store.number("SELECT count(*) FROM breaches").await, 1);
        assert_eq!(sla::settle_due(&store, 100).await.unwrap(), 0, "an ended clock says nothing more");
        assert!(store_refuses(&store, "DELETE FROM breaches").await);
        assert!(store_refuses(&store, "UPDATE breaches SET deadline = 0").await);
    })
    .await;
}

async fn store_refuses(store: &Store, sql: &str) -> bool {
    let before = store.number("SELECT sum(deadline) FROM breaches").await;
    let store = store.clone();
    let sql = sql.to_owned();
    let tried = tokio::spawn(async move { store.run_sql(&sql).await }).await;
    tried.is_err() && before != 0
}

#[tokio::test]
async fn what_is_kept_of_clocks_is_what_the_timelines_say() {
    each_database(|store| async move {
        let house = House::found(&store).await;
        let ada = store.as_actor(house.is.ada).await;
        let rita = store.as_actor(house.is.rita).await;
        for number in 0..6 {
            let ticket = house.file(&store, &format!("Number {number}")).await;
            store.clock().advance(Span::from_minutes(17));
            tickets::take(&store, &ada, ticket, None).await.unwrap();
            if number % 2 == 0 {
                tickets::reprioritise(&store, &ada, ticket, Impact::High, Urgency::High, None).await.unwrap();
            }
            if number % 3 == 0 {
                let wait = WaitFor { on: WaitingOn::Requester, until: None, reason: String::new() };
                tickets::wait(&store, &ada, ticket, wait, None).await.unwrap();
                store.clock().advance(hours(1));
                let answer = tickets::Message { text: "The black one.".to_owned(), ..tickets::Message::default() };
                tickets::reply(&store, &rita, ticket, answer, tickets::Then::Nothing).await.unwrap();
            }
            if number > 2 {
                tickets::resolve(&store, &ada, ticket, resolution(), None).await.unwrap();
                store.clock().advance(hours(3));
                tickets::reopen(&store, &rita, ticket, "Not yet", None).await.unwrap();
            }
        }
        store.clock().advance(hours(30));
        while sla::settle_due(&store, 100).await.unwrap() > 0 {}
        let before = kept(&store).await;
        assert!(before.len() > 12, "{before:?}");
        store.run_sql("DELETE FROM clocks; UPDATE tickets SET due_at = 0").await;
        assert_eq!(sla::recompute(&store).await.unwrap(), 6);
        assert_eq!(kept(&store).await, before);
        sla::recompute(&store).await.unwrap();
        assert_eq!(kept(&store).await, before);
    })
    .await;
}

#[tokio::test]
async fn a_changed_calendar_is_a_version_and_leaves_promises_as_they_were() {
    each_database(|store| async move {
        let house = House::found(&store).await;
        let before = house.file(&store, "Before").await;
        store.clock().advance(hours(1));
        let closed = Draft { holidays: vec![Holiday { date: "2026-11-17".to_owned(), name: "Founders’ day".to_owned() }], ..office() };
        calendars::change(&store, &house.admin, house.calendar, 1, "Office", closed.clone()).await.unwrap();
        let after = house.file(&store, "After").await;
        assert_eq!(house.clock(&store, before, Metric::Resolution).await.clock.deadline.at(), Some(at(8)));
        assert_eq!(house.clock(&store, after, Metric::Resolution).await.clock.deadline.at(), Some(at(49)), "Tuesday is closed");
        let view = calendars::get(&store, &house.admin, house.calendar).await.unwrap();
        assert_eq!(view.versions.len(), 2);
        assert_eq!(view.line.used_by.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>(), ["Standard"]);
        // The same once more is no version, and an old state is refused.
        calendars::change(&store, &house.admin, house.calendar, 2, "Office", closed.clone()).await.unwrap();
        assert_eq!(calendars::get(&store, &house.admin, house.calendar).await.unwrap().versions.len(), 2);
        let stale = calendars::change(&store, &house.admin, house.calendar, 1, "Office", office()).await;
        assert!(matches!(stale, Err(Error::Conflict { what: "calendar" })), "{stale:?}");
        let used = calendars::set_archived(&store, &house.admin, house.calendar, true).await;
        assert!(matches!(used, Err(Error::InUse { what: "policies" })), "{used:?}");
    })
    .await;
}

#[tokio::test]
async fn what_a_policy_says_wrongly_is_told_at_its_place() {
    each_database(|store| async move {
        let house = House::found(&store).await;
        let tie = promise("Standard", house.calendar, vec![rule("1h", "4h")]);
        let Err(Error::Invalid(invalid)) = policies::create(&store, &house.admin, &tie).await else { panic!("it was taken") };
        assert_eq!(invalid.of("name"), Some(&Code::AlreadyTaken));
        assert_eq!(invalid.of("rules.0"), Some(&Code::TiesWith { rule: 1, policy: Some("Standard".to_owned()) }));
        let nowhere = promise("Other", CalendarId(999), vec![rule("1h", "4h")]);
        let Err(Error::Invalid(invalid)) = policies::create(&store, &house.admin, &nowhere).await else { panic!("it was taken") };
        assert_eq!(invalid.of("calendar"), Some(&Code::UnknownReference));
        let closed = Draft { week: Week::default(), ..office() };
        let Err(Error::Invalid(invalid)) = calendars::create(&store, &house.admin, " ", closed).await else { panic!("it was taken") };
        assert_eq!(invalid.of("name"), Some(&Code::Required));
        assert_eq!(invalid.of("week"), Some(&Code::NoWorkingTime));
    })
    .await;
}

#[tokio::test]
async fn promises_are_changed_by_those_who_may_and_seen_by_whom_they_concern() {
    each_database(|store| async move {
        let house = House::found(&store).await;
        let ada = store.as_actor(house.is.ada).await;
        assert!(matches!(calendars::list(&store, &ada).await, Err(Error::NotFound)));
        assert!(matches!(calendars::create(&store, &ada, "Mine", office()).await, Err(Error::NotFound)));
        assert!(matches!(policies::archive(&store, &ada, house.policy).await, Err(Error::NotFound)));
        let ticket = house.file(&store, "Mine").await;
        let rita = store.as_actor(house.is.rita).await;
        assert_eq!(clocks::of_ticket(&store, &rita, ticket).await.unwrap().len(), 2);
        let stranger = store.as_actor(house.is.stranger).await;
        assert!(matches!(clocks::of_ticket(&store, &stranger, ticket).await, Err(Error::NotFound)));
    })
    .await;
}
