//! Clocks over HTTP: whom they call on their way, what a correction would change, and what is doubtful in a rule.

use axum::http::StatusCode;
use domain::calendar::{Draft, Week};
use domain::id::PolicyId;
use domain::sla::{Act, Metric, PolicyDraft, Promise, RuleDraft, StepDraft, Whom};
use domain::ticket::Resolution;
use domain::time::Span;
use store::sla::{self, breaches, calendars, policies};
use store::testing::{Company, each_database};
use store::{Store, tickets};

use crate::browser::{Browser, service};

/// A company whose working time is always, and whose one rule promises this, with one warning to Ben.
async fn promising(store: &Store, first_response: &str, resolution: &str) -> (Company, PolicyId) {
    let company = Company::found(store).await;
    let admin = store.as_actor(company.admin).await;
    let day = || vec![["00:00".to_owned(), "24:00".to_owned()]];
    let week = Week { mon: day(), tue: day(), wed: day(), thu: day(), fri: day(), sat: day(), sun: day() };
    let calendar = calendars::create(store, &admin, "Always", Draft { zone: "UTC".to_owned(), week, ..Draft::default() }).await.unwrap();
    let targets = [(Metric::FirstResponse, first_response.to_owned()), (Metric::Resolution, resolution.to_owned())].into();
    let warn =
        StepDraft { metric: Some(Metric::Resolution), at: "80%".to_owned(), acts: vec![Act::Notify { whom: Whom::Person(company.ben) }] };
    let draft = PolicyDraft {
        name: "Standard".to_owned(),
        promise: Promise::Sla,
        calendar,
        origin: None,
        day: String::new(),
        reopen_new_cycle_after_days: None,
        marks: std::collections::BTreeMap::new(),
        steps: Some(vec![warn]),
        rules: vec![RuleDraft { targets, ..RuleDraft::default() }],
    };
    let policy = policies::create(store, &admin, &draft).await.unwrap();
    (company, policy)
}

/// Letters about deadlines that are queued, by whom they go to.
async fn queued(store: &Store) -> Vec<String> {
    store.texts("SELECT CAST(recipient_id AS TEXT) FROM outbox WHERE event_kind IN ('deadline_near', 'deadline_missed') ORDER BY id").await
}

#[tokio::test]
async fn who_is_named_is_warned_once_and_the_ticket_shows_it() {
    each_database(|store| async move {
        let (company, _) = promising(&store, "", "10h").await;
        let ticket = company.file(&store, company.rita, company.laptop, "Nearly late").await;
        let mut admin = Browser::of(&service(store.clone()), &store, company.admin).await;
        let page = format!("/desk/SR-{ticket}/why");
        store.clock().advance(Span::from_hours(8));
        assert!(admin.get(&page).await.body.contains("nobody was called"), "the scheduler has not looked yet");
        sla::settle_due(&store, 100).await.unwrap();
        assert_eq!(queued(&store).await, [company.ben.to_string()]);
        let shown = admin.get(&page).await;
        assert_eq!(shown.status, StatusCode::OK);
        assert!(shown.body.contains("80 % of the time") && shown.body.contains(", to Ben"), "{}", shown.body);
        // The round of another process, and one of this process later on, find it done.
        let other = store.clone();
        sla::settle_due(&other, 100).await.unwrap();
        store.clock().advance(Span::from_hours(1));
        sla::settle_due(&store, 100).await.unwrap();
        assert_eq!(queued(&store).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_warning_that_was_due_while_nothing_ran_comes_late_and_once() {
    each_database(|store| async move {
        let (company, _) = promising(&store, "", "10h").await;
        let ticket = company.file(&store, company.rita, company.laptop, "Forgotten").await;
        store.clock().advance(Span::from_hours(200));
        for _ in 0..3 {
            sla::settle_due(&store, 100).await.unwrap();
        }
        assert_eq!(queued(&store).await, [company.ben.to_string()]);
        assert_eq!(store.number("SELECT count(*) FROM clock_steps WHERE done_at > due_at").await, 1);
        let mut admin = Browser::of(&service(store.clone()), &store, company.admin).await;
        assert!(admin.get(&format!("/desk/SR-{ticket}/why")).await.body.contains(", to Ben"));
    })
    .await;
}

#[tokio::test]
async fn a_correction_shows_what_it_changes_before_and_after_and_an_excuse_is_confirmed() {
    each_database(|store| async move {
        let (company, _) = promising(&store, "2h", "8h").await;
        let ticket = company.file(&store, company.rita, company.laptop, "Slow").await;
        store.clock().advance(Span::from_hours(9));
        let ada = store.as_actor(company.ada).await;
        let answer = Resolution::parse("fulfilled", "It is on your desk.").unwrap();
        tickets::resolve(&store, &ada, ticket, answer, None).await.unwrap();
        let mut admin = Browser::of(&service(store.clone()), &store, company.admin).await;
        let here = format!("/desk/SR-{ticket}/why?clock=resolution.1");
        let local = |hours: i64| store.now().minus(Span::from_hours(hours)).to_string()[..16].to_owned();
        let (id, from, until) = (ticket.to_string(), local(6), local(4));
        let thought = [("ticket", id.as_str()), ("what", "paused"), ("from", &from), ("until", &until), ("here", &here)];
        let preview = admin.submit(&here, "/api/tickets/correct", &[&thought[..], &[("step", "preview")]].concat()).await;
        let shown = admin.get(preview.location.as_deref().unwrap()).await;
        // Both clocks that it changes, and not only the one that the page is about.
        assert!(shown.body.contains("What the correction changes") && shown.body.contains("First response"), "{}", shown.body);
        assert_eq!(store.number("SELECT count(*) FROM events WHERE kind = 'corrected'").await, 0);
        let reversed = [("ticket", id.as_str()), ("what", "paused"), ("from", &until), ("until", &from), ("step", "preview")];
        let wrong = admin.send_form("/api/tickets/correct", &reversed).await;
        assert_eq!(wrong.error().of_field("until"), [domain::invalid::Code::NotAfterTheFirst]);
        let done = admin.submit(&here, "/api/tickets/correct", &[&thought[..], &[("reason", "We waited.")]].concat()).await;
        let shown = admin.get(done.location.as_deref().unwrap()).await;
        assert!(shown.body.contains("Corrected: this is what changed") && shown.body.contains("changed these clocks"), "{}", shown.body);
        let actor = store.as_actor(company.admin).await;
        let breach = breaches::of_ticket(&store, &actor, ticket).await.unwrap();
        let breach = breach.iter().find(|line| !line.overruled).unwrap().id.to_string();
        let excuse = [("breach", breach.as_str()), ("reason", "A power cut"), ("here", &here)];
        let done = admin.submit(&here, "/api/tickets/excuse", &excuse).await;
        let shown = admin.get(done.location.as_deref().unwrap()).await;
        assert!(shown.body.contains("The breach is excused") && shown.body.contains("data-state=\"excused\""), "{}", shown.body);
    })
    .await;
}

#[tokio::test]
async fn a_target_that_outlasts_the_resolution_is_warned_of_at_its_place() {
    each_database(|store| async move {
        let (company, policy) = promising(&store, "9h", "8h").await;
        let mut admin = Browser::of(&service(store.clone()), &store, company.admin).await;
        let page = admin.get(&format!("/admin/policies/{policy}")).await;
        assert!(page.body.contains("aria-describedby=\"doubt-0-first_response\""), "{}", page.body);
        assert!(!page.body.contains("doubt-0-update"));
        let file = store::sla::transfer::export(&store, None).await.unwrap();
        let text = store::sla::document::written(&file).unwrap();
        admin.submit_parts("/admin/promises", "/api/admin/look-at-promises", &[("text", &text), ("step", "look")]).await;
        let looked = admin.get("/admin/promises").await;
        assert!(looked.body.contains("Longer than the resolution target of the same rule."), "{}", looked.body);
    })
    .await;
}
