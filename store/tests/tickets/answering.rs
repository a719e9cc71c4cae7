use domain::{
    id::{TicketId, UserId},
    people::MailOccasion,
    ticket::{IllegalMove, Resolution, ResolutionCode, StatusName, WaitingOn, What, status::WaitFor},
    time::Span,
};
use store::{
    Error, Store, outbox,
    testing::{Company, START, each_database},
    tickets::{self, Message, Then},
};

fn message(text: &str) -> Message {
    Message { text: text.into(), ..Message::default() }
}

fn solved() -> Resolution {
    Resolution { code: ResolutionCode::Solved, text: "Replaced.".into() }
}

async fn reply(store: &Store, who: UserId, id: TicketId, text: &str) -> Result<(), Error> {
    tickets::reply(store, &store.as_actor(who).await, id, message(text), Then::Nothing).await
}

async fn status(store: &Store, company: &Company, id: TicketId) -> StatusName {
    tickets::detail(store, &store.as_actor(company.admin).await, id).await.unwrap().status.name()
}

/// Who gets a mail on what occasion, since the last time that was asked.
async fn mailed(store: &Store) -> Vec<(MailOccasion, String)> {
    let mut mails = Vec::new();
    for mail in outbox::claim(store, 50).await.unwrap() {
        outbox::sent(store, mail.claim(), "m").await.unwrap();
        mails.push((mail.occasion, mail.to.name));
    }
    mails.sort();
    mails
}

#[tokio::test]
async fn the_first_reply_of_an_agent_is_the_first_response() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let id = company.file(&store, company.rita, company.laptop, "New laptop").await;
        mailed(&store).await;
        let response = || store.number("SELECT first_response_at FROM tickets");
        store.clock().advance(Span::from_minutes(5));
        reply(&store, company.rita, id, "Hello?").await.unwrap();
        assert_eq!(response().await, 0);
        store.clock().advance(Span::from_minutes(5));
        reply(&store, company.ada, id, "On it.").await.unwrap();
        assert_eq!(response().await, START.plus(Span::from_minutes(10)).millis());
        store.clock().advance(Span::from_minutes(5));
        reply(&store, company.ada, id, "Done soon.").await.unwrap();
        assert_eq!(response().await, START.plus(Span::from_minutes(10)).millis());
        assert_eq!(store.number("SELECT reply_count FROM tickets").await, 2);
        let rita = (MailOccasion::Replied, "Rita Requester".to_owned());
        // Nobody has the ticket, so her question went to the team.
        let team = ["Ada Agent", "Ben Agent", "Lea Lead"].map(|name| (MailOccasion::TeamReply, name.to_owned()));
        assert_eq!(mailed(&store).await, [[rita.clone(), rita].as_slice(), &team].concat());
    })
    .await;
}

#[tokio::test]
async fn a_second_click_replies_once() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let id = company.file(&store, company.rita, company.laptop, "New laptop").await;
        reply(&store, company.ada, id, "On it.").await.unwrap();
        reply(&store, company.ada, id, "On it. ").await.unwrap();
        assert_eq!(store.number("SELECT count(*) FROM events WHERE kind = 'replied'").await, 1);
        store.clock().advance(Span::from_minutes(2));
        reply(&store, company.ada, id, "On it.").await.unwrap();
        assert_eq!(store.number("SELECT reply_count FROM tickets").await, 2);
    })
    .await;
}

#[tokio::test]
async fn a_requesters_reply_ends_the_wait_for_them_and_no_other() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let ada = store.as_actor(company.ada).await;
        let id = company.file(&store, company.rita, company.laptop, "New laptop").await;
        tickets::start(&store, &ada, id, None).await.unwrap();
        mailed(&store).await;
        tickets::reply(&store, &ada, id, message("Which size?"), Then::WaitForRequester).await.unwrap();
        assert_eq!(status(&store, &company, id).await, StatusName::Waiting);
        assert_eq!(mailed(&store).await, [(MailOccasion::WaitingForYou, "Rita Requester".to_owned())]);
        reply(&store, company.rita, id, "13 inch").await.unwrap();
        assert_eq!(status(&store, &company, id).await, StatusName::InProgress);
        assert_eq!(mailed(&store).await, [(MailOccasion::Replied, "Ada Agent".to_owned())]);

        let supplier = WaitFor { on: WaitingOn::Supplier, until: None, reason: "Ordered".into() };
        tickets::wait(&store, &ada, id, supplier, None).await.unwrap();
        reply(&store, company.rita, id, "Any news?").await.unwrap();
        assert_eq!(status(&store, &company, id).await, StatusName::Waiting);
        let detail = tickets::detail(&store, &ada, id).await.unwrap();
        let moves = detail.timeline.iter().filter(|entry| matches!(entry.event.what, What::StatusChanged { .. }));
        // Begun, waiting for her, gone on, waiting for the supplier; her second question is no move.
        assert_eq!(moves.count(), 4);
    })
    .await;
}

#[tokio::test]
async fn a_requesters_reply_reopens_within_its_time_and_is_refused_afterwards() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let ada = store.as_actor(company.ada).await;
        let id = company.file(&store, company.rita, company.laptop, "New laptop").await;
        tickets::take(&store, &ada, id, None).await.unwrap();
        tickets::resolve(&store, &ada, id, solved(), None).await.unwrap();
        store.clock().advance(Span::from_days(6));
        assert_eq!(tickets::close_due(&store, 100).await.unwrap(), 1);
        assert_eq!(status(&store, &company, id).await, StatusName::Closed);
        reply(&store, company.rita, id, "It is broken again").await.unwrap();
        let detail = tickets::detail(&store, &ada, id).await.unwrap();
        assert_eq!((detail.status.name(), detail.reopen_count), (StatusName::InProgress, 1));
        assert!(detail.resolution_html.is_empty());

        tickets::resolve(&store, &ada, id, solved(), None).await.unwrap();
        store.clock().advance(Span::from_millis(7 * 86_400_000 + 1));
        let late = reply(&store, company.rita, id, "And again").await;
        assert!(matches!(late, Err(Error::IllegalMove(IllegalMove::TooLateToReopen { .. }))));
        assert_eq!(store.number("SELECT count(*) FROM events WHERE body = 'And again'").await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_note_never_reaches_the_requester() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let ada = store.as_actor(company.ada).await;
        let id = company.file(&store, company.rita, company.laptop, "New laptop").await;
        tickets::note(&store, &ada, id, message("She has three already, @Ben Agent and @nina")).await.unwrap();
        let rita = store.as_actor(company.rita).await;
        let view = tickets::request(&store, &rita, id).await.unwrap();
        assert_eq!(view.timeline.len(), 1);
        assert!(!serde_json::to_string(&view).unwrap().contains("three already"));
        assert!(matches!(tickets::note(&store, &rita, id, message("x")).await, Err(Error::NotFound)));

        // Whoever is called by name and may read it follows the ticket; Nina may not.
        let detail = tickets::detail(&store, &ada, id).await.unwrap();
        let watchers: Vec<&str> = detail.watchers.iter().map(|watcher| watcher.name.as_str()).collect();
        assert_eq!(watchers, ["Ben Agent"]);
        assert!(mailed(&store).await.contains(&(MailOccasion::Mentioned, "Ben Agent".to_owned())));
    })
    .await;
}

#[tokio::test]
async fn nobody_gets_a_mail_that_they_do_not_want() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let id = company.file(&store, company.rita, company.laptop, "New laptop").await;
        mailed(&store).await;
        store.run_sql(&format!("UPDATE users SET mail_preferences = '{{\"off\":[\"replied\"]}}' WHERE id = {}", company.rita)).await;
        reply(&store, company.ada, id, "On it.").await.unwrap();
        assert_eq!(mailed(&store).await, []);
        let ada = store.as_actor(company.ada).await;
        tickets::resolve(&store, &ada, id, solved(), None).await.unwrap();
        assert_eq!(mailed(&store).await, [(MailOccasion::Resolved, "Rita Requester".to_owned())]);
    })
    .await;
}

#[tokio::test]
async fn whoever_asked_hears_of_an_agents_cancellation_and_reopening() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let ada = store.as_actor(company.ada).await;
        let id = company.file(&store, company.rita, company.laptop, "New laptop").await;
        tickets::take(&store, &ada, id, None).await.unwrap();
        tickets::resolve(&store, &ada, id, solved(), None).await.unwrap();
        mailed(&store).await;
        let rita = [(MailOccasion::Replied, "Rita Requester".to_owned())];
        tickets::reopen(&store, &ada, id, "It came back", None).await.unwrap();
        assert_eq!(mailed(&store).await, rita);
        tickets::cancel(&store, &ada, id, "Filed twice", None).await.unwrap();
        assert_eq!(mailed(&store).await, rita);
    })
    .await;
}

#[tokio::test]
async fn the_team_hears_of_a_requesters_cancellation_while_nobody_has_the_ticket() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (ada, rita) = (store.as_actor(company.ada).await, store.as_actor(company.rita).await);
        let team = ["Ada Agent", "Ben Agent", "Lea Lead"].map(|name| (MailOccasion::TeamReply, name.to_owned()));
        let id = company.file(&store, company.rita, company.laptop, "New laptop").await;
        mailed(&store).await;
        tickets::cancel(&store, &rita, id, "Found one", None).await.unwrap();
        assert_eq!(mailed(&store).await, team);

        // Answered by who never took it, and not answered well.
        let id = company.file(&store, company.rita, company.laptop, "New laptop").await;
        tickets::resolve(&store, &ada, id, solved(), None).await.unwrap();
        store.run_sql("UPDATE tickets SET assignee_id = NULL").await;
        mailed(&store).await;
        tickets::reopen(&store, &rita, id, "It is broken", None).await.unwrap();
        assert_eq!(mailed(&store).await, team);
    })
    .await;
}

#[tokio::test]
async fn the_same_words_with_another_file_are_another_message() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let rita = store.as_actor(company.rita).await;
        let id = company.file(&store, company.rita, company.laptop, "New laptop").await;
        let upload = async |content: &'static [u8]| {
            let bytes = futures::stream::iter([Ok::<_, std::io::Error>(bytes::Bytes::from_static(content))]);
            store::files::receive(&store, &rita, "files", "plan.txt", bytes).await.unwrap().id
        };
        let says = async |files| {
            let message = Message { text: "Here it is.".into(), files, seen: None };
            tickets::reply(&store, &rita, id, message, Then::Nothing).await.unwrap();
            store.number("SELECT count(*) FROM events WHERE kind = 'replied'").await
        };
        let first = upload(b"a plan").await;
        assert_eq!(says(vec![first]).await, 1);
        assert_eq!(says(vec![first]).await, 1, "a second click on what was uploaded before");
        assert_eq!(says(vec![upload(b"a plan").await]).await, 1, "a second click that sent the file again");
        assert_eq!(says(Vec::new()).await, 1);
        assert_eq!(says(vec![upload(b"a better plan").await]).await, 2);
        assert_eq!(store.number("SELECT count(*) FROM attachments WHERE event_id IS NOT NULL").await, 2);
    })
    .await;
}

#[tokio::test]
async fn the_first_answer_of_a_member_of_the_team_takes_the_ticket() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let id = company.file(&store, company.rita, company.laptop, "New laptop").await;
        reply(&store, company.admin, id, "Somebody will look at it.").await.unwrap();
        assert_eq!(status(&store, &company, id).await, StatusName::New, "an administrator is none of the team");
        let id = company.file(&store, company.rita, company.laptop, "Another laptop").await;
        reply(&store, company.ada, id, "On it.").await.unwrap();
        let detail = tickets::detail(&store, &store.as_actor(company.ada).await, id).await.unwrap();
        assert_eq!((detail.status.name(), detail.assignee.unwrap().id), (StatusName::InProgress, company.ada));
        let kinds: Vec<&str> = detail.timeline.iter().map(|entry| entry.event.what.kind()).collect();
        assert_eq!(kinds, ["submitted", "assigned", "status_changed", "replied"]);
        tickets::assign(&store, &store.as_actor(company.lead).await, id, Some(company.ben), None).await.unwrap();
        reply(&store, company.ada, id, "Ben goes on.").await.unwrap();
        let detail = tickets::detail(&store, &store.as_actor(company.ada).await, id).await.unwrap();
        assert_eq!(detail.assignee.unwrap().id, company.ben, "what somebody has is not taken from them");
    })
    .await;
}

#[tokio::test]
async fn an_answer_from_the_composer_comes_with_its_files_or_not_at_all() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (ada, ben) = (store.as_actor(company.ada).await, store.as_actor(company.ben).await);
        let file = async |actor: &domain::permit::Actor| {
            let bytes = futures::stream::iter([Ok::<_, std::io::Error>(bytes::Bytes::from_static(b"the plan"))]);
            store::files::receive(&store, actor, "files", "plan.txt", bytes).await.unwrap().id
        };
        for (service, code) in [(company.laptop, ResolutionCode::Fulfilled), (company.trouble, ResolutionCode::Solved)] {
            let id = company.file(&store, company.rita, service, "Help").await;
            let agent = if service == company.laptop { ada.clone() } else { store.as_actor(company.nina).await };
            store::drafts::keep(&store, &agent, &tickets::draft_key(id), "It wor").await.unwrap();
            let (own, other) = (file(&agent).await, file(&ben).await);
            let before = tickets::detail(&store, &agent, id).await.unwrap();
            // The last file is another one's, and is found out when everything else is written.
            let wrong = Message { files: vec![own, other], ..message("It works.") };
            assert!(matches!(tickets::resolve_by_message(&store, &agent, id, wrong).await, Err(Error::Invalid(_))));
            let empty = tickets::resolve_by_message(&store, &agent, id, message(" ")).await;
            assert!(matches!(empty, Err(Error::Invalid(invalid)) if invalid.of("text").is_some()));
            assert_eq!(tickets::detail(&store, &agent, id).await.unwrap(), before);
            assert_eq!(tickets::open(&store, &agent, id).await.unwrap().draft.text, "It wor");

            let right = Message { files: vec![own], ..message("It works.") };
            tickets::resolve_by_message(&store, &agent, id, right).await.unwrap();
            let opened = tickets::open(&store, &agent, id).await.unwrap();
            assert_eq!((opened.detail.status.name(), opened.draft.text.as_str()), (StatusName::Resolved, ""));
            let answers: Vec<_> = opened.detail.timeline.iter().filter(|entry| matches!(entry.event.what, What::Resolved { .. })).collect();
            assert!(answers.len() == 1 && answers[0].attachments.len() == 1);
            assert!(matches!(answers[0].event.what, What::Resolved { code: Some(given), .. } if given == code));
            assert_eq!(opened.detail.timeline.len(), before.timeline.len() + 1);
        }
    })
    .await;
}

#[tokio::test]
async fn who_ends_or_passes_on_what_others_asked_for_says_why() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (ada, rita) = (store.as_actor(company.ada).await, store.as_actor(company.rita).await);
        let id = company.file(&store, company.rita, company.laptop, "New laptop").await;
        let asks_why = |refused: Result<(), Error>| {
            matches!(refused, Err(Error::Invalid(invalid)) if invalid.of("reason") == Some(&domain::invalid::Code::Required))
        };
        assert!(asks_why(tickets::cancel(&store, &ada, id, " ", None).await));
        let to = tickets::HandOver { team: company.network, person: None, reason: " ".into() };
        assert!(asks_why(tickets::hand_over(&store, &ada, id, to.clone(), None).await));
        assert_eq!(store.number("SELECT count(*) FROM events").await, 1);
        tickets::cancel(&store, &rita, id, "", None).await.unwrap();
        // An agent who asked for it themselves owes nobody a reason.
        let own = company.file(&store, company.ada, company.laptop, "New screen").await;
        tickets::cancel(&store, &ada, own, "", None).await.unwrap();
        let other = company.file(&store, company.rita, company.laptop, "New phone").await;
        tickets::cancel(&store, &ada, other, "Asked for twice.", None).await.unwrap();
        assert_eq!(store.texts("SELECT status_reason FROM tickets ORDER BY id").await, ["", "", "Asked for twice."]);
        let moved = company.file(&store, company.rita, company.laptop, "New desk").await;
        tickets::hand_over(&store, &ada, moved, tickets::HandOver { reason: "A cable.".into(), ..to }, None).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_changed_rating_is_one_entry_of_the_timeline() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (ada, rita) = (store.as_actor(company.ada).await, store.as_actor(company.rita).await);
        let id = company.file(&store, company.rita, company.laptop, "New laptop").await;
        tickets::take(&store, &ada, id, None).await.unwrap();
        tickets::resolve(&store, &ada, id, solved(), None).await.unwrap();
        for stars in ["3", "5"] {
            let rating = domain::rating::Rating::parse(domain::survey::Kind::Stars, stars, "").unwrap();
            store::ratings::rate(&store, &rita, id, rating).await.unwrap();
        }
        let detail = tickets::detail(&store, &ada, id).await.unwrap();
        let rated: Vec<_> = detail.timeline.iter().filter(|entry| matches!(entry.event.what, What::Rated { .. })).collect();
        assert_eq!(rated.len(), 1);
        assert_eq!((rated[0].before.map(|answer| answer.given()), detail.rating.map(|given| given.answer.given())), (Some(3), Some(5)));
        let request = tickets::request(&store, &rita, id).await.unwrap();
        assert_eq!(request.timeline.iter().filter(|entry| entry.before.is_some()).count(), 1);
    })
    .await;
}
