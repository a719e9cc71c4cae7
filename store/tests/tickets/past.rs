use std::collections::HashMap;

use domain::{
    id::TicketId,
    priority::{Impact, Urgency},
    rating::Rating,
    ticket::{Draft, IllegalMove, Resolution, WaitingOn, status::WaitFor},
    time::{Span, Timestamp},
};
use store::{
    Error, Store, audit, counters, ratings,
    testing::{Company, START, each_database},
    tickets::{
        self, Filing, HandOver, Message, Then,
        past::{self, Chronicle, Deed, Past, Step},
    },
};

fn solved() -> Resolution {
    Resolution::parse("solved", "The cable is new.").unwrap()
}

fn two_stars() -> Rating {
    Rating::parse(domain::survey::Kind::Stars, "2", "It took long.").unwrap()
}

fn wait() -> WaitFor {
    WaitFor { on: WaitingOn::Requester, until: None, reason: String::new() }
}

fn draft() -> Draft {
    Draft { title: "The network is slow".into(), description: "Since **Monday**.".into(), answers: HashMap::new() }
}

fn minutes(minutes: i64) -> Timestamp {
    START.plus(Span::from_minutes(minutes))
}

fn filed(company: &Company, key: &str, steps: Vec<Step>) -> Past {
    Past {
        key: key.into(),
        service: company.laptop,
        draft: draft(),
        files: Vec::new(),
        requester: company.rita,
        by: company.rita,
        at: START,
        steps,
    }
}

/// A ticket's whole life, as one past.
fn life(company: &Company) -> Vec<Step> {
    let by = |at, who, deed| Step { at: minutes(at), by: Some(who), deed };
    let reply = |text: &str| Deed::Reply { text: text.into(), files: Vec::new() };
    let to_network = HandOver { team: company.network, person: None, reason: "A matter of cables.".into() };
    let closing = START.plus(Span::from_minutes(80)).plus(Span::from_days(5));
    vec![
        by(10, company.lead, Deed::Assign(Some(company.ada))),
        by(20, company.ada, Deed::Start),
        by(25, company.ada, Deed::Reprioritise(Impact::High, Urgency::High)),
        by(30, company.ada, Deed::HandOver(to_network)),
        by(40, company.nina, Deed::Start),
        by(45, company.nina, Deed::Note("The cable, I guess.".into())),
        by(50, company.nina, reply("Which desk is it?")),
        by(51, company.nina, Deed::Wait(wait())),
        by(60, company.rita, reply("Desk 12.")),
        by(65, company.nina, Deed::AddWatcher(company.ada)),
        by(70, company.nina, Deed::Resolve(solved())),
        by(75, company.rita, reply("It is not.")),
        by(80, company.nina, Deed::Resolve(solved())),
        by(90, company.rita, Deed::Rate(two_stars())),
        Step { at: closing, by: None, deed: Deed::CloseByItself },
    ]
}

/// The same life, verb by verb.
async fn live(store: &Store, company: &Company) -> TicketId {
    let [lead, ada, nina, rita] = [company.lead, company.ada, company.nina, company.rita];
    let (lead, ada) = (store.as_actor(lead).await, store.as_actor(ada).await);
    let (nina, rita) = (store.as_actor(nina).await, store.as_actor(rita).await);
    let say = |text: &str| Message { text: text.into(), ..Message::default() };
    let filing = Filing { service: company.laptop, draft: draft(), files: Vec::new(), requester: None, submission_key: None };
    let id = tickets::submit(store, &rita, filing).await.unwrap().id;
    let at = |minute: i64| store.clock().advance(minutes(minute).since(store.now()));
    at(10);
    tickets::assign(store, &lead, id, Some(ada.user), None).await.unwrap();
    at(20);
    tickets::start(store, &ada, id, None).await.unwrap();
    at(25);
    tickets::reprioritise(store, &ada, id, Impact::High, Urgency::High, None).await.unwrap();
    at(30);
    let to_network = HandOver { team: company.network, person: None, reason: "A matter of cables.".into() };
    tickets::hand_over(store, &ada, id, to_network, None).await.unwrap();
    at(40);
    tickets::start(store, &nina, id, None).await.unwrap();
    at(45);
    tickets::note(store, &nina, id, say("The cable, I guess.")).await.unwrap();
    at(50);
    tickets::reply(store, &nina, id, say("Which desk is it?"), Then::Nothing).await.unwrap();
    at(51);
    tickets::wait(store, &nina, id, wait(), None).await.unwrap();
    at(60);
    tickets::reply(store, &rita, id, say("Desk 12."), Then::Nothing).await.unwrap();
    at(65);
    tickets::add_watcher(store, &nina, id, ada.user).await.unwrap();
    at(70);
    tickets::resolve(store, &nina, id, solved(), None).await.unwrap();
    at(75);
    tickets::reply(store, &rita, id, say("It is not."), Then::Nothing).await.unwrap();
    at(80);
    tickets::resolve(store, &nina, id, solved(), None).await.unwrap();
    at(90);
    ratings::rate(store, &rita, id, two_stars()).await.unwrap();
    store.clock().advance(minutes(80).plus(Span::from_days(5)).since(store.now()));
    assert_eq!(tickets::close_due(store, 10).await.unwrap(), 1);
    id
}

/// All that is kept of a ticket, but for what differs between any two.
async fn kept(store: &Store, id: TicketId) -> Vec<String> {
    let queries = [
        "SELECT kind || '|' || title || '|' || description || '|' || answers || '|' || impact || urgency || CAST(priority AS TEXT) || '|' || \
         status || '|' || COALESCE(status_reason, '') || '|' || COALESCE(resolution_code, '') || COALESCE(resolution_text, '') || '|' || source FROM tickets",
        "SELECT CAST(requester_id AS TEXT) || ' ' || COALESCE(CAST(team_id AS TEXT), '-') || ' ' || COALESCE(CAST(assignee_id AS TEXT), '-') || ' ' || \
         COALESCE(CAST(resolved_by AS TEXT), '-') || ' ' || CAST(reopen_count AS TEXT) || ' ' || CAST(reassign_count AS TEXT) || ' ' || CAST(reply_count AS TEXT) FROM tickets",
        "SELECT CAST(created_at AS TEXT) || ' ' || CAST(updated_at AS TEXT) || ' ' || COALESCE(CAST(first_response_at AS TEXT), '-') || ' ' || \
         COALESCE(CAST(resolved_at AS TEXT), '-') || ' ' || COALESCE(CAST(closed_at AS TEXT), '-') || ' ' || CAST(status_since AS TEXT) FROM tickets",
    ];
    let mut kept = Vec::new();
    for query in queries {
        kept.extend(store.texts(&format!("{query} WHERE id = {id}")).await);
    }
    for query in [
        format!(
            "SELECT CAST(at AS TEXT) || ' ' || COALESCE(CAST(actor_id AS TEXT), '-') || ' ' || visibility || ' ' || kind || ' ' || COALESCE(body, '') || ' ' || data \
             FROM events WHERE ticket_id = {id} ORDER BY at, id"
        ),
        format!("SELECT role || ' ' || CAST(user_id AS TEXT) FROM ticket_people WHERE ticket_id = {id} ORDER BY role, user_id"),
        format!("SELECT CAST(given AS TEXT) || ' ' || comment || ' ' || CAST(created_at AS TEXT) FROM ratings WHERE ticket_id = {id}"),
        format!(
            "SELECT CAST(sent_at AS TEXT) || ' ' || CAST(expires_at AS TEXT) || ' ' || kind || ' ' || CAST(requester_id AS TEXT) FROM surveys WHERE ticket_id = {id}"
        ),
        format!(
            "SELECT CAST(opened_at AS TEXT) || ' ' || CAST(due_at AS TEXT) || ' ' || COALESCE(CAST(owner_id AS TEXT), '-') FROM follow_ups WHERE ticket_id = {id}"
        ),
        format!(
            "SELECT CASE WHEN version = (SELECT MAX(id) FROM events WHERE ticket_id = {id}) THEN 'last event' ELSE 'another' END FROM tickets WHERE id = {id}"
        ),
    ] {
        kept.extend(store.texts(&query).await);
    }
    kept
}

#[tokio::test]
async fn a_past_leaves_behind_what_the_verbs_leave() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let chronicle = Chronicle::open(&store).await.unwrap();
        let written = chronicle.write(&store, &[filed(&company, "a", life(&company))]).await.unwrap();
        let lived = live(&store, &company).await;
        let (written, lived) = (kept(&store, written[0]).await, kept(&store, lived).await);
        assert!(written.len() > 20, "{written:#?}");
        assert_eq!(written, lived);
        assert_eq!(counters::recompute(&store).await.unwrap(), 0);
        assert!(audit::verify(&store, None).await.unwrap().is_ok());
    })
    .await;
}

#[tokio::test]
async fn nothing_stands_in_a_past_that_nobody_could_have_done() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let chronicle = Chronicle::open(&store).await.unwrap();
        let steps = life(&company);
        let first = |count: usize| steps[..count].to_vec();
        let then = |mut steps: Vec<Step>, at, by, deed| {
            steps.push(Step { at: minutes(at), by, deed });
            filed(&company, "impossible", steps)
        };
        let by_a_stranger = then(first(1), 15, Some(company.stranger), Deed::Start);
        let of_ones_own_work = then(first(1), 15, Some(company.ada), Deed::Rate(two_stars()));
        let before_it_began = then(first(2), 12, Some(company.ada), Deed::Resolve(solved()));
        let too_early = then(first(11), 71, None, Deed::CloseByItself);
        let by_nobody = then(first(2), 25, None, Deed::Resolve(solved()));
        for (past, refusal) in [
            (by_a_stranger, "NotFound"),
            (of_ones_own_work, "NotFound"),
            (before_it_began, "Conflict"),
            (too_early, "TooEarly"),
            (by_nobody, "NotFound"),
        ] {
            let error = chronicle.write(&store, &[past]).await.unwrap_err();
            assert!(format!("{error:?}").contains(refusal), "{error:?} instead of {refusal}");
        }
        let again = then(first(1), 15, Some(company.ada), Deed::Close);
        let refused = chronicle.write(&store, &[filed(&company, "fine", first(3)), again]).await;
        assert!(matches!(refused, Err(Error::NotFound | Error::IllegalMove(IllegalMove::NotFrom { .. }))), "{refused:?}");
        assert_eq!(store.texts("SELECT title FROM tickets").await, Vec::<String>::new());
    })
    .await;
}

#[tokio::test]
async fn a_past_is_written_once_and_mails_nobody() {
    each_database(async |store| {
        assert!(past::is_blank(&store).await.unwrap());
        let company = Company::found(&store).await;
        assert!(!past::is_blank(&store).await.unwrap());
        let chronicle = Chronicle::open(&store).await.unwrap();
        let pasts: Vec<Past> = (0..5).map(|n| filed(&company, &format!("key {n}"), life(&company)[..n * 3].to_vec())).collect();
        let ids = chronicle.write(&store, &pasts).await.unwrap();
        assert!(ids.is_sorted() && ids.len() == 5);
        assert!(chronicle.write(&store, &pasts[..1]).await.unwrap_err().is_taken());
        assert_eq!(store.texts("SELECT key FROM outbox").await, Vec::<String>::new());
        let admin = store.as_actor(company.admin).await;
        assert_eq!(tickets::find(&store, &admin, "cable guess", None, 10).await.unwrap().rows.len(), 3);
        assert_eq!(counters::recompute(&store).await.unwrap(), 0);
    })
    .await;
}
