//! Two people on one ticket at once.

use domain::{
    id::UserId,
    people::MailOccasion,
    settings::{Limits, Settings},
    ticket::{Resolution, StatusName, WaitingOn, What, status::WaitFor},
};
use store::{
    Error, Store, outbox,
    testing::{Company, each_database},
    tickets::{self, HandOver, Message, Then, Which},
};

fn says(text: &str, seen: Option<i64>) -> Message {
    Message { text: text.into(), files: Vec::new(), seen }
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

async fn prefers(store: &Store, who: UserId, preferences: &str) {
    store.run_sql(&format!("UPDATE users SET mail_preferences = '{preferences}' WHERE id = {who}")).await;
}

#[tokio::test]
async fn a_reply_is_held_back_until_its_author_has_seen_what_happened_meanwhile() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (ada, ben, rita) = (store.as_actor(company.ada).await, store.as_actor(company.ben).await, store.as_actor(company.rita).await);
        let id = company.file(&store, company.rita, company.laptop, "New laptop").await;
        let version = async || Some(tickets::detail(&store, &ada, id).await.unwrap().version);
        let held = async |seen| tickets::reply(&store, &ada, id, says("It is ordered.", seen), Then::Nothing).await;

        let seen = version().await;
        tickets::note(&store, &ben, id, says("She has three already.", None)).await.unwrap();
        assert!(matches!(held(seen).await, Err(Error::Conflict { what: "noted" })));
        let seen = version().await;
        tickets::reply(&store, &rita, id, says("Never mind.", None), Then::Nothing).await.unwrap();
        assert!(matches!(held(seen).await, Err(Error::Conflict { what: "replied" })));
        let seen = version().await;
        tickets::take(&store, &ben, id, None).await.unwrap();
        assert!(matches!(held(seen).await, Err(Error::Conflict { .. })));
        let seen = version().await;
        let supplier = WaitFor { on: WaitingOn::Supplier, until: None, reason: String::new() };
        tickets::wait(&store, &ben, id, supplier, None).await.unwrap();
        assert!(matches!(held(seen).await, Err(Error::Conflict { what: "status_changed" })));
        assert_eq!(store.number("SELECT reply_count FROM tickets").await, 0, "nothing was sent");

        // Other details stand in no reply's way, and who has seen it all sends it as it is.
        let seen = version().await;
        tickets::retitle(&store, &ben, id, "A laptop", None).await.unwrap();
        held(seen).await.unwrap();
        // A note goes to colleagues, who see the rest, too; and a requester knows of no version.
        tickets::note(&store, &ben, id, says("Ordered where?", seen)).await.unwrap();
        tickets::reply(&store, &rita, id, says("Thank you.", None), Then::Nothing).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn of_two_who_hand_a_ticket_over_the_second_is_told() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (ada, lea) = (store.as_actor(company.ada).await, store.as_actor(company.lead).await);
        let id = company.file(&store, company.rita, company.laptop, "New laptop").await;
        let seen = Some(tickets::detail(&store, &ada, id).await.unwrap().version);
        tickets::assign(&store, &lea, id, Some(company.ben), seen).await.unwrap();
        let to = |person| HandOver { team: company.network, person, reason: "It is theirs.".into() };
        let late = tickets::hand_over(&store, &ada, id, to(None), seen).await;
        assert!(matches!(late, Err(Error::Conflict { what: "assigned" })));
        let solved = Resolution::parse("solved", "Replaced.").unwrap();
        assert!(matches!(tickets::resolve(&store, &ada, id, solved, seen).await, Err(Error::Conflict { .. })));
        let detail = tickets::detail(&store, &ada, id).await.unwrap();
        assert_eq!((detail.assignee.map(|person| person.id), detail.status.name()), (Some(company.ben), StatusName::Assigned));
        tickets::hand_over(&store, &ada, id, to(Some(company.nina)), Some(detail.version)).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_reply_that_nobody_waits_for_is_mailed_to_the_team() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let rita = store.as_actor(company.rita).await;
        prefers(&store, company.ben, "{\"off\":[\"team_reply\"]}").await;
        let id = company.file(&store, company.rita, company.laptop, "New laptop").await;
        mailed(&store).await;
        tickets::reply(&store, &rita, id, says("Any news?", None), Then::Nothing).await.unwrap();
        let team = ["Ada Agent", "Lea Lead"].map(|name| (MailOccasion::TeamReply, name.to_owned()));
        assert_eq!(mailed(&store).await, team, "not to who does not want it, nor to who has left");

        tickets::take(&store, &store.as_actor(company.ada).await, id, None).await.unwrap();
        tickets::reply(&store, &rita, id, says("Hello?", None), Then::Nothing).await.unwrap();
        assert_eq!(mailed(&store).await, [(MailOccasion::Replied, "Ada Agent".to_owned())]);
    })
    .await;
}

#[tokio::test]
async fn a_ticket_that_reaches_a_team_is_mailed_to_those_of_it_who_ask_for_that() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        for who in [company.ben, company.nina, company.gone] {
            prefers(&store, who, "{\"on\":[\"team_ticket\"]}").await;
        }
        let id = company.file(&store, company.rita, company.laptop, "New laptop").await;
        let ben = (MailOccasion::TeamTicket, "Ben Agent".to_owned());
        assert_eq!(mailed(&store).await, [(MailOccasion::Created, "Rita Requester".to_owned()), ben]);
        let ada = store.as_actor(company.ada).await;
        let to = HandOver { team: company.network, person: None, reason: "It is the switch".into() };
        tickets::hand_over(&store, &ada, id, to, None).await.unwrap();
        assert_eq!(mailed(&store).await, [(MailOccasion::TeamTicket, "Nina Net".to_owned())]);
        // Nobody hears by mail what they did themselves.
        company.file(&store, company.ben, company.laptop, "My own").await;
        assert_eq!(mailed(&store).await, [(MailOccasion::Created, "Ben Agent".to_owned())]);
    })
    .await;
}

#[tokio::test]
async fn a_hand_over_is_mailed_with_its_reason_also_when_work_had_begun() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        prefers(&store, company.nina, "{\"on\":[\"team_ticket\"]}").await;
        let id = company.file(&store, company.rita, company.laptop, "New laptop").await;
        let ada = store.as_actor(company.ada).await;
        tickets::take(&store, &ada, id, None).await.unwrap();
        tickets::start(&store, &ada, id, None).await.unwrap();
        mailed(&store).await;
        let to = HandOver { team: company.network, person: None, reason: "It is the switch.".into() };
        tickets::hand_over(&store, &ada, id, to, None).await.unwrap();
        let mail = outbox::claim(&store, 9).await.unwrap().remove(0);
        assert_eq!((mail.occasion, mail.to.id), (MailOccasion::TeamTicket, company.nina));
        let told = mail.news.unwrap().event.what;
        assert!(matches!(&told, What::Assigned { reason, .. } if reason == "It is the switch."), "{told:?}");
    })
    .await;
}

#[tokio::test]
async fn who_is_given_a_ticket_hears_of_it() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (ada, lead) = (store.as_actor(company.ada).await, store.as_actor(company.lead).await);
        let id = company.file(&store, company.rita, company.laptop, "New laptop").await;
        mailed(&store).await;
        tickets::assign(&store, &ada, id, Some(company.ben), None).await.unwrap();
        assert_eq!(mailed(&store).await, [(MailOccasion::Assigned, "Ben Agent".to_owned())]);
        let to = HandOver { team: company.network, person: Some(company.nina), reason: "It is the switch.".into() };
        tickets::hand_over(&store, &lead, id, to, None).await.unwrap();
        assert_eq!(mailed(&store).await, [(MailOccasion::Assigned, "Nina Net".to_owned())]);
    })
    .await;
}

#[tokio::test]
async fn mails_to_the_team_count_to_the_days_ceiling() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let rita = store.as_actor(company.rita).await;
        let id = company.file(&store, company.rita, company.laptop, "New laptop").await;
        for n in 0..4 {
            tickets::reply(&store, &rita, id, says(&format!("Any news? {n}"), None), Then::Nothing).await.unwrap();
        }
        let admin = store.as_actor(company.admin).await;
        let limits = Limits { mails_per_person: 2, ..Limits::default() };
        let settings = Settings { limits, organisation: "Harbour Works".into(), ..Settings::clone(&*store.settings().await.unwrap()) };
        store::settings::change(&store, &admin, settings).await.unwrap();
        let mails = outbox::claim(&store, 50).await.unwrap();
        assert_eq!(mails.iter().filter(|mail| mail.to.id == company.ada).count(), 2);
        assert_eq!(store.number("SELECT count(*) FROM outbox WHERE state = 'suppressed'").await, 6, "two of each of three");
    })
    .await;
}

#[tokio::test]
async fn the_list_offers_a_rating_to_those_from_whom_it_is_taken() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (ada, rita, ron) = (store.as_actor(company.ada).await, store.as_actor(company.rita).await, store.as_actor(company.ron).await);
        let id = company.file(&store, company.rita, company.laptop, "New laptop").await;
        tickets::add_requester(&store, &ada, id, company.ron).await.unwrap();
        let offered = async |who| tickets::mine(&store, who, Which::All, "", None, 10).await.unwrap().rows[0].rate;
        assert!(!offered(&rita).await, "there is no answer yet");
        tickets::resolve(&store, &ada, id, Resolution::parse("solved", "Replaced.").unwrap(), None).await.unwrap();
        let rule = tickets::request(&store, &ron, id).await.unwrap().allowed.rate;
        assert_eq!((offered(&rita).await, offered(&ron).await, rule), (true, false, false));
        let five = domain::rating::Rating::parse(domain::survey::Kind::Stars, "5", "").unwrap();
        assert!(store::ratings::rate(&store, &ron, id, five.clone()).await.is_err());
        store::ratings::rate(&store, &rita, id, five).await.unwrap();
        assert!(!offered(&rita).await, "she has rated");
    })
    .await;
}

#[tokio::test]
async fn colleagues_requests_are_found_by_their_words() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let ron = store.as_actor(company.ron).await;
        let id = company.file(&store, company.rita, company.trouble, "The switch is silent").await;
        company.file(&store, company.rita, company.trouble, "No network").await;
        let found = async |words: &str| {
            let page = tickets::colleagues(&store, &ron, Which::All, words, None, 10).await.unwrap();
            page.rows.into_iter().map(|row| row.number.id).collect::<Vec<_>>()
        };
        assert_eq!(found("switch").await, [id]);
        assert_eq!(found("").await.len(), 2);
        let nina = store.as_actor(company.nina).await;
        tickets::note(&store, &nina, id, says("suspicious", None)).await.unwrap();
        assert!(found("suspicious").await.is_empty(), "what is not theirs to read finds nothing");
    })
    .await;
}

#[tokio::test]
async fn who_is_called_is_marked_where_agents_read_it() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let ada = store.as_actor(company.ada).await;
        let id = company.file(&store, company.rita, company.laptop, "New laptop").await;
        tickets::note(&store, &ada, id, says("@Ben Agent and @nina and @nobody", None)).await.unwrap();
        let detail = tickets::detail(&store, &ada, id).await.unwrap();
        let html = detail.timeline.iter().map(|entry| entry.html.as_str()).collect::<String>();
        // Nina may not read it, so she is not called.
        assert!(html.contains("<span class=\"mention\">@Ben Agent</span> and @nina and @nobody"), "{html}");
    })
    .await;
}
