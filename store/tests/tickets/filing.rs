use std::collections::HashMap;

use domain::{
    form::Form,
    id::ServiceId,
    invalid::Code,
    people::MailOccasion,
    priority::{Impact, Matrix, Priority, Urgency},
    settings::Settings,
    ticket::{Draft, StatusName, What, view::AnswerValue},
};
use store::{
    Error, Store, outbox, settings,
    testing::{Company, START, ask_with, each_database},
    tickets::{self, Filing},
};

fn filing(service: ServiceId, title: &str) -> Filing {
    let draft = Draft { title: title.into(), description: "It is **slow**.".into(), ..Draft::default() };
    Filing { service, draft, files: Vec::new(), requester: None, submission_key: None }
}

#[tokio::test]
async fn a_filed_ticket_stands_with_its_team_and_tells_its_requester() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let rita = store.as_actor(company.rita).await;
        let number = tickets::submit(&store, &rita, filing(company.laptop, "New laptop")).await.unwrap();
        assert_eq!(number.to_string(), "SR-1001");

        let detail = tickets::detail(&store, &store.as_actor(company.ada).await, number.id).await.unwrap();
        assert_eq!(detail.status.name(), StatusName::New);
        assert_eq!(detail.team.as_ref().map(|team| team.id), Some(company.workplace));
        assert_eq!(detail.requesters[0].name, "Rita Requester");
        assert_eq!(detail.description_html.trim(), "<p>It is <strong>slow</strong>.</p>");
        assert_eq!(detail.created_at, START);
        assert!(matches!(detail.timeline[0].event.what, What::Submitted { .. }));
        assert_eq!(detail.version, detail.timeline[0].event.id.get());

        let mails = outbox::claim(&store, 10).await.unwrap();
        assert_eq!(mails.len(), 1);
        assert_eq!((mails[0].occasion, mails[0].to.email.as_str()), (MailOccasion::Created, "rita@example.com"));
        assert_eq!(mails[0].news.as_ref().unwrap().ticket, number);
    })
    .await;
}

#[tokio::test]
async fn a_ticket_is_as_urgent_as_its_service_and_the_matrix_of_that_moment_say() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        store.run_sql(&format!("UPDATE services SET impact = 'low', urgency = 'high' WHERE id = {}", company.laptop)).await;
        let rita = store.as_actor(company.rita).await;
        let ada = store.as_actor(company.ada).await;
        assert_ne!(Matrix::default().priority(Impact::Low, Urgency::High), Priority::Urgent);
        say(&store, &company, Priority::Urgent).await;
        let first = tickets::submit(&store, &rita, filing(company.laptop, "New laptop")).await.unwrap().id;
        let filed = tickets::detail(&store, &ada, first).await.unwrap();
        assert_eq!((filed.impact, filed.urgency, filed.priority), (Impact::Low, Urgency::High, Priority::Urgent));

        say(&store, &company, Priority::Low).await;
        let second = tickets::submit(&store, &rita, filing(company.laptop, "Another")).await.unwrap().id;
        assert_eq!(tickets::detail(&store, &ada, second).await.unwrap().priority, Priority::Low);
        let kept = tickets::detail(&store, &ada, first).await.unwrap();
        assert_eq!(kept.priority, Priority::Urgent, "what was filed before keeps its priority");
        tickets::reprioritise(&store, &ada, first, Impact::Low, Urgency::High, None).await.unwrap();
        assert_eq!(tickets::detail(&store, &ada, first).await.unwrap().priority, Priority::Low, "until somebody judges it anew");
    })
    .await;
}

/// What a low impact and a high urgency come to from now on.
async fn say(store: &Store, company: &Company, priority: Priority) {
    let matrix = Matrix::default().with(Impact::Low, Urgency::High, priority);
    let old = (*store.settings().await.unwrap()).clone();
    settings::change(store, &store.as_actor(company.admin).await, Settings { organisation: "Harbour & Sons".to_owned(), matrix, ..old })
        .await
        .unwrap();
}

#[tokio::test]
async fn a_second_click_files_nothing() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let rita = store.as_actor(company.rita).await;
        let click = || Filing { submission_key: Some("k-1".into()), ..filing(company.laptop, "New laptop") };
        let (first, second) = tokio::join!(tickets::submit(&store, &rita, click()), tickets::submit(&store, &rita, click()));
        assert_eq!(first.unwrap(), second.unwrap());
        assert_eq!(tickets::submit(&store, &rita, click()).await.unwrap().id.get(), 1001);
        assert_eq!(store.number("SELECT count(*) FROM tickets").await, 1);
        assert_eq!(store.number("SELECT count(*) FROM outbox").await, 1);
        assert_eq!(store.number("SELECT value FROM counters WHERE scope = 'all' AND name = 'open'").await, 1);

        // The same key from somebody else is another key.
        let ron = store.as_actor(company.ron).await;
        assert_ne!(tickets::submit(&store, &ron, click()).await.unwrap().id.get(), 1001);
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_is_told_by_field_and_files_nothing() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let form: Form = serde_json::from_str(
            r#"[{"key":"size","label":{"en":"Size"},"kind":{"type":"number"},"required":true},
                {"key":"boss","label":{"en":"Who approves"},"kind":{"type":"person"}}]"#,
        )
        .unwrap();
        ask_with(&store, company.laptop, &form).await;
        let rita = store.as_actor(company.rita).await;
        let Err(Error::Invalid(invalid)) = tickets::submit(&store, &rita, filing(company.laptop, "x")).await else { panic!() };
        assert_eq!(invalid.of("title"), Some(&Code::TooShort { min: 3 }));
        assert_eq!(invalid.of("answers.size"), Some(&Code::Required));

        let answers = HashMap::from([("size".into(), vec!["13".into()]), ("boss".into(), vec!["999".into()])]);
        let draft = Draft { title: "New laptop".into(), description: String::new(), answers };
        let unknown = Filing { draft: draft.clone(), ..filing(company.laptop, "") };
        let Err(Error::Invalid(invalid)) = tickets::submit(&store, &rita, unknown).await else { panic!() };
        assert_eq!(invalid.of("answers.boss"), Some(&Code::UnknownReference));
        assert_eq!(store.number("SELECT count(*) FROM tickets").await, 0);

        let mut answers = draft.answers.clone();
        answers.insert("boss".into(), vec![company.ron.to_string()]);
        let right = Filing { draft: Draft { answers, ..draft }, ..filing(company.laptop, "") };
        let number = tickets::submit(&store, &rita, right).await.unwrap();
        let view = tickets::request(&store, &rita, number.id).await.unwrap();
        assert_eq!(view.answers.len(), 2);
        assert!(matches!(&view.answers[1].value, AnswerValue::Person(person) if person.name == "Ron Requester"));

        // The form changes; the ticket shows the one that it was filed with.
        ask_with(&store, company.laptop, &Form::default()).await;
        assert_eq!(tickets::request(&store, &rita, number.id).await.unwrap().answers, view.answers);
    })
    .await;
}

#[tokio::test]
async fn only_who_answers_files_for_somebody_else() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let for_ron = || Filing { requester: Some(company.ron), ..filing(company.laptop, "New laptop") };
        let rita = store.as_actor(company.rita).await;
        assert!(matches!(tickets::submit(&store, &rita, for_ron()).await, Err(Error::NotFound)));
        let ada = store.as_actor(company.ada).await;
        let number = tickets::submit(&store, &ada, for_ron()).await.unwrap();
        assert!(tickets::request(&store, &store.as_actor(company.ron).await, number.id).await.is_ok());
        assert!(matches!(tickets::request(&store, &rita, number.id).await, Err(Error::NotFound)));
        let to_nobody = Filing { requester: Some(company.gone), ..filing(company.laptop, "New laptop") };
        assert!(matches!(tickets::submit(&store, &ada, to_nobody).await, Err(Error::Invalid(_))));
    })
    .await;
}

#[tokio::test]
async fn a_service_that_is_archived_or_for_others_is_not_there() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let rita = store.as_actor(company.rita).await;
        store.run_sql(&format!("UPDATE services SET visibility = 'teams' WHERE id = {}", company.laptop)).await;
        assert!(matches!(tickets::submit(&store, &rita, filing(company.laptop, "New laptop")).await, Err(Error::NotFound)));
        store.run_sql(&format!("INSERT INTO service_audience VALUES ({}, {})", company.laptop, company.sales)).await;
        assert!(tickets::submit(&store, &rita, filing(company.laptop, "New laptop")).await.is_ok());
        store.run_sql(&format!("UPDATE services SET archived_at = 1 WHERE id = {}", company.laptop)).await;
        assert!(matches!(tickets::submit(&store, &rita, filing(company.laptop, "New laptop")).await, Err(Error::NotFound)));
        assert!(matches!(tickets::submit(&store, &rita, filing(ServiceId(99), "New laptop")).await, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn agents_file_for_who_never_signed_in_and_not_for_who_is_gone() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let ada = store.as_actor(company.ada).await;
        let for_person = |person| Filing { requester: Some(person), ..filing(company.laptop, "New laptop") };
        for (state, person, watcher) in [("invited", company.ron, company.stranger), ("placeholder", company.stranger, company.ron)] {
            store.run_sql(&format!("UPDATE users SET state = '{state}' WHERE id = {person}")).await;
            let number = tickets::submit(&store, &ada, for_person(person)).await.unwrap();
            tickets::add_watcher(&store, &ada, number.id, person).await.unwrap();
            tickets::add_requester(&store, &ada, number.id, watcher).await.unwrap();
            let detail = tickets::detail(&store, &ada, number.id).await.unwrap();
            let ids = |people: &[domain::ticket::view::PersonRef]| people.iter().map(|person| person.id).collect::<Vec<_>>();
            assert_eq!((ids(&detail.requesters), ids(&detail.watchers)), (vec![person, watcher], vec![person]), "{state}");
        }
        let gone = tickets::submit(&store, &ada, for_person(company.gone)).await;
        assert!(matches!(gone, Err(Error::Invalid(invalid)) if invalid.of("requester") == Some(&Code::UnknownReference)));

        // By its number alone, a requester learns of nobody whom they could not find.
        let form: Form =
            serde_json::from_str(r#"[{"key":"boss","label":{"en":"Who approves"},"kind":{"type":"person"},"required":true}]"#).unwrap();
        ask_with(&store, company.laptop, &form).await;
        let named = |person: domain::id::UserId| {
            let mut filing = filing(company.laptop, "New laptop");
            filing.draft.answers.insert("boss".to_owned(), vec![person.to_string()]);
            filing
        };
        let rita = store.as_actor(company.rita).await;
        let refused = tickets::submit(&store, &rita, named(company.stranger)).await;
        assert!(matches!(refused, Err(Error::Invalid(invalid)) if invalid.of("answers.boss") == Some(&Code::UnknownReference)));
        tickets::submit(&store, &rita, named(company.ada)).await.unwrap();
    })
    .await;
}
