//! Surveys over both databases: what services ask, what follows low ratings, figures, and files of other systems.
#![expect(clippy::unwrap_used, reason = "what a test prepares must work")]

use domain::{
    id::TicketId,
    locale::Locale,
    rating::Rating,
    survey::{
        Every, Finding, Kind, Lexicon, Moment, Outcome, Sentiment, Setting, Whose,
        import::Refusal,
        report::{By, Part, Why},
    },
    ticket::Resolution,
    time::Span,
};
use jiff::tz::TimeZone;
use store::{
    Error, Store, outbox, ratings,
    surveys::{self, follow_up, import, listed, report, setting},
    testing::{Company, each_database},
    tickets,
};

async fn resolved(store: &Store, company: &Company, title: &str) -> TicketId {
    let id = company.file(store, company.rita, company.laptop, title).await;
    let ada = store.as_actor(company.ada).await;
    tickets::take(store, &ada, id, None).await.unwrap();
    tickets::resolve(store, &ada, id, Resolution::parse("solved", "Replaced.").unwrap(), None).await.unwrap();
    id
}

async fn asks(store: &Store, company: &Company, kind: Option<Kind>, at: Moment, days: u16) {
    let admin = store.as_actor(company.admin).await;
    let wanted = Setting { kind, at, every: Every::days(days).unwrap() };
    setting::set(store, &admin, company.laptop, wanted).await.unwrap();
    assert_eq!(setting::setting(store, &admin, company.laptop).await.unwrap(), wanted);
}

fn answer(kind: Kind, given: &str, comment: &str) -> Rating {
    Rating::parse(kind, given, comment).unwrap()
}

fn question(by: By) -> report::Question {
    report::Question { from: None, to: None, team: None, by, locale: Locale::En }
}

#[tokio::test]
async fn what_was_asked_stays_when_the_service_asks_something_else() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let rita = store.as_actor(company.rita).await;
        let first = resolved(&store, &company, "First").await;
        asks(&store, &company, Some(Kind::Nps), Moment::Resolved, 0).await;
        let second = resolved(&store, &company, "Second").await;
        let token = store.rating_token(second).await;
        assert_eq!(ratings::asked(&store, &token).await.unwrap().kind, Kind::Nps);
        assert!(matches!(ratings::rate(&store, &rita, first, answer(Kind::Nps, "9", "")).await, Err(Error::Invalid(_))));
        ratings::rate(&store, &rita, first, answer(Kind::Stars, "5", "")).await.unwrap();
        ratings::rate_by_link(&store, &token, answer(Kind::Nps, "10", "Great help")).await.unwrap();
        let shown = tickets::request(&store, &rita, second).await.unwrap();
        assert_eq!((shown.question, shown.rating.clone().map(|rating| rating.answer.given())), (Some(Kind::Nps), Some(10)));
        assert_eq!(shown.rating.unwrap().guess, None, "a guess is for those who answer");
        let ada = store.as_actor(company.ada).await;
        let detail = tickets::detail(&store, &ada, second).await.unwrap();
        assert_eq!(detail.rating.unwrap().guess, Some(Sentiment::Positive));
        let mails = outbox::claim(&store, 50).await.unwrap();
        let questions: Vec<_> = mails.into_iter().filter_map(|mail| mail.news?.question).collect();
        assert_eq!(questions, [Kind::Stars, Kind::Nps]);
    })
    .await;
}

#[tokio::test]
async fn a_service_asks_at_the_closing_or_nobody_at_all() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let rita = store.as_actor(company.rita).await;
        asks(&store, &company, Some(Kind::Ces), Moment::Closed, 0).await;
        let id = resolved(&store, &company, "Closed later").await;
        assert!(!tickets::request(&store, &rita, id).await.unwrap().allowed.rate, "nothing is asked before it is closed");
        let early = outbox::claim(&store, 50).await.unwrap();
        assert!(early.iter().all(|mail| mail.news.as_ref().is_none_or(|news| news.rating.is_none())));
        for mail in early {
            outbox::sent(&store, mail.claim(), "m").await.unwrap();
        }
        store.clock().advance(Span::from_days(6));
        assert_eq!(tickets::close_due(&store, 10).await.unwrap(), 1);
        let asked = outbox::claim(&store, 50).await.unwrap().into_iter().filter_map(|mail| mail.news?.question).collect::<Vec<_>>();
        assert_eq!(asked, [Kind::Ces], "whoever did not close it is told and asked");
        ratings::rate(&store, &rita, id, answer(Kind::Ces, "7", "")).await.unwrap();
        asks(&store, &company, None, Moment::Resolved, 0).await;
        let silent = resolved(&store, &company, "Nobody is asked").await;
        assert!(!tickets::request(&store, &rita, silent).await.unwrap().allowed.rate);
        assert!(matches!(ratings::rate(&store, &rita, silent, answer(Kind::Stars, "5", "")).await, Err(Error::NotFound)));
        let stranger = store.as_actor(company.stranger).await;
        let refused = setting::set(&store, &stranger, company.laptop, Setting::default()).await;
        assert!(matches!(refused, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn a_person_is_asked_once_in_so_many_days_and_one_ticket_stays_one_survey() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (rita, ada) = (store.as_actor(company.rita).await, store.as_actor(company.ada).await);
        asks(&store, &company, Some(Kind::Stars), Moment::Resolved, 30).await;
        let first = resolved(&store, &company, "First").await;
        store.clock().advance(Span::from_days(1));
        let second = resolved(&store, &company, "Second").await;
        assert_eq!(store.number("SELECT COUNT(*) FROM surveys").await, 1);
        assert!(!tickets::request(&store, &rita, second).await.unwrap().allowed.rate, "who is left in peace is not asked on the page");
        tickets::reopen(&store, &ada, first, "again", None).await.unwrap();
        tickets::resolve(&store, &ada, first, Resolution::parse("solved", "Again.").unwrap(), None).await.unwrap();
        assert_eq!(store.number("SELECT COUNT(*) FROM surveys").await, 1, "it is the same survey");
        store.clock().advance(Span::from_days(31));
        resolved(&store, &company, "Third").await;
        assert_eq!(store.number("SELECT COUNT(*) FROM surveys").await, 2);
    })
    .await;
}

#[tokio::test]
async fn a_low_rating_is_given_to_a_lead_who_says_what_came_of_it() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (rita, lead) = (store.as_actor(company.rita).await, store.as_actor(company.lead).await);
        let id = resolved(&store, &company, "Slow laptop").await;
        ratings::rate(&store, &rita, id, answer(Kind::Stars, "2", "Too slow")).await.unwrap();
        ratings::rate(&store, &rita, id, answer(Kind::Stars, "1", "Far too slow")).await.unwrap();
        let open = follow_up::list(&store, &lead, Whose::Mine).await.unwrap();
        assert_eq!(open.len(), 1, "one task, as it is now");
        let line = &open[0];
        assert_eq!((line.ticket.id, line.answer.given(), line.guess), (id, 1, Some(Sentiment::Negative)));
        assert_eq!(line.owner.as_ref().map(|owner| owner.id), Some(company.lead));
        assert!(line.closes && !line.overdue && line.due_at > store.now());
        let ada = store.as_actor(company.ada).await;
        assert!(matches!(follow_up::list(&store, &ada, Whose::Open).await, Err(Error::NotFound)));
        let finding = Finding::parse("explained", "yes", "The part was late.").unwrap();
        assert!(matches!(follow_up::close(&store, &ada, line.id, &finding).await, Err(Error::NotFound)));
        store.clock().advance(Span::from_days(5));
        assert_eq!(follow_up::list(&store, &lead, Whose::Overdue).await.unwrap().len(), 1);
        follow_up::close(&store, &lead, line.id, &finding).await.unwrap();
        assert!(matches!(follow_up::close(&store, &lead, line.id, &finding).await, Err(Error::Conflict { .. })));
        assert!(follow_up::list(&store, &lead, Whose::Open).await.unwrap().is_empty());
        let done = follow_up::list(&store, &lead, Whose::Done).await.unwrap().remove(0).done.unwrap();
        assert_eq!((done.0.outcome, done.0.contacted, done.0.learnt.as_str()), (Outcome::Explained, true, "The part was late."));
        let told = tickets::detail(&store, &ada, id).await.unwrap().timeline;
        assert!(told.iter().any(|entry| entry.event.what.kind() == "follow_up_closed"));
        let read = tickets::request(&store, &rita, id).await.unwrap().timeline;
        assert!(read.iter().all(|entry| !entry.event.what.kind().starts_with("follow_up")), "that is for those who answer");
    })
    .await;
}

#[tokio::test]
async fn figures_are_counted_by_their_own_method_and_silence_is_told() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (rita, admin) = (store.as_actor(company.rita).await, store.as_actor(company.admin).await);
        for (title, stars) in [("One", "5"), ("Two", "2")] {
            let id = resolved(&store, &company, title).await;
            ratings::rate(&store, &rita, id, answer(Kind::Stars, stars, "")).await.unwrap();
        }
        resolved(&store, &company, "Three").await;
        asks(&store, &company, Some(Kind::Nps), Moment::Resolved, 0).await;
        let id = resolved(&store, &company, "Four").await;
        ratings::rate(&store, &rita, id, answer(Kind::Nps, "10", "Thank you, very fast")).await.unwrap();
        for by in [By::Service, By::Team, By::Month] {
            let counted = report::count(&store, Some(&admin), &question(by)).await.unwrap();
            let told: Vec<_> = counted.rows.iter().map(|line| (line.kind, line.n, line.value, line.sent)).collect();
            assert_eq!(told, [(Kind::Stars, 2, Some(0.5), 3), (Kind::Nps, 1, Some(100.0), 1)], "{by}");
            assert_eq!(counted.total.len(), 2);
            assert!(counted.silent.iter().all(|silent| silent.why == Why::NoData), "{:?}", counted.silent);
            assert_eq!(counted.months.len(), 2);
        }
        let service = report::count(&store, Some(&admin), &question(By::Service)).await.unwrap();
        let key = Some(service.rows[0].key.clone());
        let low = Part { key: key.clone(), kind: Some(Kind::Stars), given: Some(2), ..Part::default() };
        let (rows, count) = listed::behind(&store, &admin, &question(By::Service), &low, 0).await.unwrap();
        assert_eq!((rows.len(), count, rows[0].service.en.as_str()), (1, 1, "Laptop"));
        let unanswered = Part { key, answered: Some(false), ..Part::default() };
        assert_eq!(listed::behind(&store, &admin, &question(By::Service), &unanswered, 0).await.unwrap().1, 1);
        let pleased = Part { guess: Some(Sentiment::Positive), ..Part::default() };
        assert_eq!(listed::all(&store, &admin, &question(By::Team), &pleased).await.unwrap().len(), 1);
        let lead = store.as_actor(company.lead).await;
        assert!(matches!(report::count(&store, Some(&lead), &question(By::Team)).await, Err(Error::NotFound)), "of all teams");
        let own = report::Question { team: Some(company.network), ..question(By::Service) };
        let of_network = report::count(&store, Some(&admin), &own).await.unwrap();
        assert!(of_network.total.is_empty() && of_network.silent.len() == 1);
    })
    .await;
}

#[tokio::test]
async fn a_file_is_taken_once_and_every_row_that_is_not_says_why() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let admin = store.as_actor(company.admin).await;
        let asked_here = resolved(&store, &company, "Asked here").await;
        let text = format!(
            "Service,asked_at,answered_at,kind,value,comment,ticket\n\
             Laptop,2020-01-10,2020-01-11,nps,10,Great,\n\
             Laptop,2020-01-10,2020-01-11,nps,10,Great,\n\
             laptop,2020-02-10 08:00,,stars,,,OLD-7\n\
             Bicycle,2020-01-10,,nps,9,,\n\
             Laptop,2020-01-10,,nps,11,,\n\
             Laptop,2020-01-10,,nps,9,,SR-{asked_here}\n"
        );
        let zone = TimeZone::UTC;
        let file = |dry_run| import::Incoming { name: "past.csv", text: &text, zone: &zone, dry_run };
        let looked = import::import(&store, Some(&admin), &file(true)).await.unwrap();
        assert_eq!(store.number("SELECT COUNT(*) FROM past_surveys").await, 0, "a look writes nothing");
        let brought = import::import(&store, Some(&admin), &file(false)).await.unwrap();
        assert_eq!(looked, brought);
        assert_eq!((brought.new, brought.answered, brought.known), (3, 2, 0));
        let refused: Vec<_> = brought.rejected.iter().map(|row| (row.line, row.why)).collect();
        assert_eq!(refused, [(5, Refusal::UnknownService), (6, Refusal::NotAValue), (7, Refusal::AskedHere)]);
        let again = import::import(&store, Some(&admin), &file(false)).await.unwrap();
        assert_eq!((again.new, again.known, again.rejected.len()), (0, 3, 3));
        let counted = report::count(&store, None, &question(By::Month)).await.unwrap();
        let january = counted.rows.iter().find(|line| line.key == "2020-01").unwrap();
        assert_eq!((january.kind, january.n, january.value), (Kind::Nps, 2, Some(100.0)));
        let rows = listed::all(&store, &admin, &question(By::Month), &Part { key: Some("2020-02".to_owned()), ..Part::default() }).await;
        assert_eq!(rows.unwrap()[0].reference, "OLD-7");
        let ada = store.as_actor(company.ada).await;
        assert!(matches!(import::import(&store, Some(&ada), &file(true)).await, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn other_words_guess_otherwise() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let rita = store.as_actor(company.rita).await;
        let id = resolved(&store, &company, "One").await;
        ratings::rate(&store, &rita, id, answer(Kind::Stars, "4", "Ganz gut")).await.unwrap();
        assert_eq!(store.number("SELECT COUNT(*) FROM ratings WHERE sentiment IS NOT NULL").await, 0);
        let german = store.clone().with_lexicon(Lexicon::read("+ gut\n").unwrap());
        assert_eq!(surveys::reguess(&german).await.unwrap(), 1);
        assert_eq!(store.texts("SELECT sentiment FROM ratings").await, ["positive"]);
        assert_eq!(surveys::reguess(&german).await.unwrap(), 0);
    })
    .await;
}
