use domain::{
    id::TicketId,
    people::MailOccasion,
    rating::Rating,
    settings::Settings,
    ticket::{ClosingRule, IllegalMove, Resolution, StatusName, WaitingOn, status::WaitFor},
    time::Span,
};
use store::{
    Error, Store, outbox, ratings, settings,
    testing::{Company, START, each_database},
    tickets,
};

fn solved() -> Resolution {
    Resolution::parse("solved", "Replaced.").unwrap()
}

fn stars(stars: &str, comment: &str) -> Rating {
    Rating::parse(domain::survey::Kind::Stars, stars, comment).unwrap()
}

async fn resolved(store: &Store, company: &Company) -> TicketId {
    let id = company.file(store, company.rita, company.laptop, "New laptop").await;
    let ada = store.as_actor(company.ada).await;
    tickets::take(store, &ada, id, None).await.unwrap();
    tickets::resolve(store, &ada, id, solved(), None).await.unwrap();
    id
}

async fn status(store: &Store) -> String {
    store.texts("SELECT status FROM tickets").await.remove(0)
}

/// What the rating link of the last mail carries.
async fn link(store: &Store) -> String {
    let mails = outbox::claim(store, 50).await.unwrap();
    mails.into_iter().find_map(|mail| mail.news?.rating).expect("a mail that asks for a rating")
}

#[tokio::test]
async fn a_ticket_goes_its_way_from_new_to_closed() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (ada, rita) = (store.as_actor(company.ada).await, store.as_actor(company.rita).await);
        let id = company.file(&store, company.rita, company.laptop, "New laptop").await;
        tickets::start(&store, &ada, id, None).await.unwrap();
        assert_eq!(status(&store).await, "in_progress");
        assert!(matches!(
            tickets::start(&store, &ada, id, None).await,
            Err(Error::IllegalMove(IllegalMove::NotFrom { from: StatusName::InProgress }))
        ));
        let nowhen = WaitFor { on: WaitingOn::Date, until: None, reason: String::new() };
        assert!(matches!(tickets::wait(&store, &ada, id, nowhen, None).await, Err(Error::IllegalMove(IllegalMove::NeedsADate))));
        tickets::resolve(&store, &ada, id, solved(), None).await.unwrap();
        assert!(matches!(tickets::close(&store, &ada, id).await, Err(Error::NotFound)));
        tickets::close(&store, &rita, id).await.unwrap();
        let detail = tickets::detail(&store, &ada, id).await.unwrap();
        assert_eq!(detail.status.name(), StatusName::Closed);
        assert_eq!(detail.assignee.unwrap().name, "Ada Agent");
        let names: Vec<&str> = detail.timeline.iter().map(|entry| entry.event.what.kind()).collect();
        assert_eq!(names, ["submitted", "assigned", "status_changed", "resolved", "status_changed"]);
        assert_eq!(store.number("SELECT sum(value) FROM counters").await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_ticket_that_waits_for_a_date_goes_on_by_itself_when_it_is_here() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let ada = store.as_actor(company.ada).await;
        let id = company.file(&store, company.rita, company.laptop, "New laptop").await;
        tickets::start(&store, &ada, id, None).await.unwrap();
        let tomorrow = WaitFor { on: WaitingOn::Date, until: Some(START.plus(Span::from_days(1))), reason: String::new() };
        tickets::wait(&store, &ada, id, tomorrow, None).await.unwrap();
        store.clock().advance(Span::from_hours(23));
        assert_eq!(tickets::resume_due(&store, 10).await.unwrap(), 0);
        store.clock().advance(Span::from_hours(1));
        assert_eq!(tickets::resume_due(&store, 10).await.unwrap(), 1);
        assert_eq!(status(&store).await, "in_progress");
        assert_eq!(store.number("SELECT count(*) FROM audit WHERE action = 'ticket.resume_by_itself' AND actor_id IS NULL").await, 1);
        assert_eq!(tickets::resume_due(&store, 10).await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_resolved_ticket_closes_by_itself_and_not_a_moment_earlier() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        resolved(&store, &company).await;
        store.clock().advance(Span::from_millis(5 * 86_400_000 - 1));
        assert_eq!(tickets::close_due(&store, 10).await.unwrap(), 0);
        store.clock().advance(Span::from_millis(1));
        assert_eq!(tickets::close_due(&store, 10).await.unwrap(), 1);
        assert_eq!(status(&store).await, "closed");
        assert_eq!(store.number("SELECT count(*) FROM audit WHERE action = 'ticket.close_by_itself' AND actor_id IS NULL").await, 1);
    })
    .await;
}

#[tokio::test]
async fn the_settings_say_when_a_ticket_closes_and_until_when_it_is_reopened() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let old = (*store.settings().await.unwrap()).clone();
        let closing = ClosingRule { close_after_days: 3, reopen_within_days: 10 };
        settings::change(
            &store,
            &store.as_actor(company.admin).await,
            Settings { organisation: "Harbour & Sons".to_owned(), closing, ..old },
        )
        .await
        .unwrap();
        let (early, late) = (resolved(&store, &company).await, resolved(&store, &company).await);
        store.clock().advance(Span::from_millis(3 * 86_400_000 - 1));
        assert_eq!(tickets::close_due(&store, 10).await.unwrap(), 0);
        store.clock().advance(Span::from_millis(1));
        assert_eq!(tickets::close_due(&store, 10).await.unwrap(), 2);

        let ada = store.as_actor(company.ada).await;
        store.clock().advance(Span::from_millis(7 * 86_400_000 - 1));
        tickets::reopen(&store, &ada, early, "Broken again", None).await.unwrap();
        store.clock().advance(Span::from_millis(2));
        let refused = tickets::reopen(&store, &ada, late, "Broken again", None).await;
        let ended = START.plus(Span::from_days(10));
        assert!(matches!(refused, Err(Error::IllegalMove(IllegalMove::TooLateToReopen { ended: said })) if said == ended), "{refused:?}");
    })
    .await;
}

#[tokio::test]
async fn tickets_that_refuse_to_close_hold_up_nobody_behind_them() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        for _ in 0..5 {
            resolved(&store, &company).await;
            store.clock().advance(Span::from_minutes(1));
        }
        // Three say that they were answered only tomorrow, and one what no version of this program can read.
        let tomorrow = store.now().plus(Span::from_days(365)).millis();
        store
            .run_sql(&format!("UPDATE tickets SET resolved_at = {tomorrow} WHERE id IN (SELECT id FROM tickets ORDER BY id LIMIT 3)"))
            .await;
        store.run_sql("UPDATE tickets SET resolution_code = 'nonsense' WHERE id = (SELECT max(id) - 1 FROM tickets)").await;
        store.clock().advance(Span::from_days(6));
        assert_eq!(tickets::close_due(&store, 2).await.unwrap(), 1);
        assert_eq!(store.number("SELECT count(*) FROM tickets WHERE status = 'closed' AND id = (SELECT max(id) FROM tickets)").await, 1);
        assert_eq!(tickets::close_due(&store, 2).await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_requester_withdraws_only_what_nobody_has_taken_up() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (ada, rita) = (store.as_actor(company.ada).await, store.as_actor(company.rita).await);
        let id = company.file(&store, company.rita, company.laptop, "New laptop").await;
        tickets::cancel(&store, &rita, id, "Found one", None).await.unwrap();
        let cancelled = tickets::detail(&store, &ada, id).await.unwrap();
        assert!(
            matches!(cancelled.status, domain::ticket::Status::Cancelled(ref c) if c.by == Some(company.rita) && c.reason == "Found one")
        );
        let taken = company.file(&store, company.rita, company.laptop, "Another laptop").await;
        tickets::take(&store, &ada, taken, None).await.unwrap();
        assert!(matches!(tickets::cancel(&store, &rita, taken, "", None).await, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn a_rating_link_rates_once_and_can_be_changed_until_the_ticket_closes() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let id = resolved(&store, &company).await;
        let token = link(&store).await;
        let asked = ratings::asked(&store, &token).await.unwrap();
        assert_eq!((asked.agent.as_deref(), asked.open, asked.rating), (Some("Ada Agent"), true, None));
        ratings::rate_by_link(&store, &token, stars("5", "Quick!")).await.unwrap();
        ratings::rate_by_link(&store, &token, stars("5", "Quick!")).await.unwrap();
        assert_eq!(store.number("SELECT count(*) FROM events WHERE kind = 'rated'").await, 1);
        ratings::rate(&store, &store.as_actor(company.rita).await, id, stars("4", "")).await.unwrap();
        let detail = tickets::detail(&store, &store.as_actor(company.ada).await, id).await.unwrap();
        assert_eq!(detail.rating.unwrap().answer.given(), 4);

        store.clock().advance(Span::from_days(6));
        tickets::close_due(&store, 10).await.unwrap();
        assert!(matches!(ratings::rate_by_link(&store, &token, stars("1", "")).await, Err(Error::IllegalMove(_))));
        assert_eq!(store.number("SELECT given FROM ratings").await, 4);
    })
    .await;
}

#[tokio::test]
async fn the_first_rating_of_a_closed_ticket_is_taken_until_the_link_dies() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        resolved(&store, &company).await;
        let token = link(&store).await;
        store.clock().advance(Span::from_days(29));
        tickets::close_due(&store, 10).await.unwrap();
        assert!(ratings::asked(&store, &token).await.unwrap().open);
        store.clock().advance(Span::from_days(1));
        assert!(matches!(ratings::asked(&store, &token).await, Err(Error::DeadLink)));
        assert!(matches!(ratings::rate_by_link(&store, &token, stars("5", "")).await, Err(Error::DeadLink)));
    })
    .await;
}

#[tokio::test]
async fn a_link_of_another_ticket_or_requester_opens_nothing() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let id = resolved(&store, &company).await;
        let token = link(&store).await;
        store.run_sql(&format!("UPDATE tickets SET requester_id = {} WHERE id = {id}", company.ron)).await;
        assert!(matches!(ratings::asked(&store, &token).await, Err(Error::DeadLink)));
        assert!(matches!(ratings::rate_by_link(&store, &token, stars("5", "")).await, Err(Error::DeadLink)));
        let mut changed = token.clone();
        changed.replace_range(10..11, if &token[10..11] == "B" { "C" } else { "B" });
        assert!(matches!(ratings::asked(&store, &changed).await, Err(Error::DeadLink)));
        assert!(matches!(ratings::asked(&store, "").await, Err(Error::DeadLink)));
    })
    .await;
}

#[tokio::test]
async fn nobody_rates_their_own_work_or_for_somebody_else() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let id = resolved(&store, &company).await;
        for who in [company.ada, company.ron, company.admin, company.stranger] {
            let rated = ratings::rate(&store, &store.as_actor(who).await, id, stars("5", "")).await;
            assert!(matches!(rated, Err(Error::NotFound)), "{who}");
        }
        let ada = store.as_actor(company.ada).await;
        let own = company.file(&store, company.ada, company.laptop, "My own laptop").await;
        tickets::resolve(&store, &ada, own, solved(), None).await.unwrap();
        assert!(matches!(ratings::rate(&store, &ada, own, stars("5", "")).await, Err(Error::NotFound)));
        assert_eq!(store.number(&format!("SELECT count(*) FROM surveys WHERE ticket_id = {own}")).await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_bad_rating_asks_the_lead_to_follow_up() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let id = resolved(&store, &company).await;
        let token = link(&store).await;
        ratings::rate_by_link(&store, &token, stars("2", "Too late")).await.unwrap();
        let mails = outbox::claim(&store, 10).await.unwrap();
        let to: Vec<&str> = mails.iter().map(|mail| mail.to.name.as_str()).collect();
        assert_eq!(to, ["Lea Lead"]);
        let detail = tickets::detail(&store, &store.as_actor(company.lead).await, id).await.unwrap();
        assert_eq!(detail.watchers[0].name, "Lea Lead");
    })
    .await;
}

#[tokio::test]
async fn who_sees_the_outbox_does_not_get_the_requesters_rating_link() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        resolved(&store, &company).await;
        let admin = store.as_actor(company.admin).await;
        let lines = outbox::list(&store, &admin, None, None).await.unwrap().lines;
        let asked = lines.iter().find(|line| line.occasion == MailOccasion::Resolved).unwrap();
        let (_, seen) = outbox::preview(&store, &admin, asked.id).await.unwrap();
        let sent = link(&store).await;
        assert_eq!(seen.news.unwrap().rating.as_deref(), Some("…"), "that they are asked is no secret");
        assert!(ratings::asked(&store, "…").await.is_err() && ratings::asked(&store, &sent).await.is_ok());
    })
    .await;
}
