use domain::{
    id::{TicketId, UserId},
    priority::{Impact, Urgency},
    rating::Rating,
    ticket::{Kind, Resolution, WaitingOn, status::WaitFor},
};
use store::{
    Error, Store, files, outbox, ratings,
    testing::{Company, each_database},
    tickets::{self, HandOver, Message, Then},
};

const VERBS: [&str; 23] = [
    "open",
    "detail",
    "request",
    "reply",
    "note",
    "attach",
    "take",
    "assign",
    "hand_over",
    "start",
    "wait",
    "resume",
    "resolve",
    "reopen",
    "cancel",
    "close",
    "rate",
    "retitle",
    "change_kind",
    "reprioritise",
    "move_to_service",
    "add_requester",
    "add_watcher",
];

async fn attempt(store: &Store, company: &Company, who: UserId, verb: &str, id: TicketId) -> Result<(), Error> {
    let actor = store.as_actor(who).await;
    let actor = &actor;
    let says = || Message { text: format!("{verb} by {who}"), ..Message::default() };
    match verb {
        "open" => tickets::open(store, actor, id).await.map(drop),
        "detail" => tickets::detail(store, actor, id).await.map(drop),
        "request" => tickets::request(store, actor, id).await.map(drop),
        "reply" => tickets::reply(store, actor, id, says(), Then::Nothing).await,
        "note" => tickets::note(store, actor, id, says()).await,
        "attach" => tickets::attach(store, actor, id, Vec::new()).await,
        "take" | "assign" => tickets::assign(store, actor, id, Some(company.ben), None).await,
        "hand_over" => {
            let to = HandOver { team: company.workplace, person: Some(company.ada), reason: "It is theirs.".into() };
            tickets::hand_over(store, actor, id, to, None).await
        }
        "start" => tickets::start(store, actor, id, None).await,
        "wait" => {
            let what = WaitFor { on: WaitingOn::Supplier, until: None, reason: String::new() };
            tickets::wait(store, actor, id, what, None).await
        }
        "resume" => tickets::resume(store, actor, id, None).await,
        "resolve" => tickets::resolve(store, actor, id, Resolution::parse("solved", "Done.").unwrap(), None).await,
        "reopen" => tickets::reopen(store, actor, id, "", None).await,
        "cancel" => tickets::cancel(store, actor, id, "Not needed.", None).await,
        "close" => tickets::close(store, actor, id).await,
        "rate" => ratings::rate(store, actor, id, Rating::parse(domain::survey::Kind::Stars, "5", "").unwrap()).await,
        "retitle" => tickets::retitle(store, actor, id, "Another title", None).await,
        "change_kind" => tickets::change_kind(store, actor, id, Kind::Incident, None).await,
        "reprioritise" => tickets::reprioritise(store, actor, id, Impact::Low, Urgency::Low, None).await,
        "move_to_service" => tickets::move_to_service(store, actor, id, company.laptop, None).await,
        "add_requester" => tickets::add_requester(store, actor, id, company.ron).await,
        "add_watcher" => tickets::add_watcher(store, actor, id, company.ron).await,
        _ => unreachable!("{verb}"),
    }
}

#[tokio::test]
async fn a_ticket_that_may_not_be_seen_is_not_there_for_any_verb() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let id = company.file(&store, company.rita, company.laptop, "New laptop").await;
        for verb in VERBS {
            for who in [company.stranger, company.nina, company.ron, company.gone] {
                let refused = attempt(&store, &company, who, verb, id).await;
                assert!(matches!(refused, Err(Error::NotFound)), "{verb} by {who}: {refused:?}");
            }
            let nowhere = attempt(&store, &company, company.admin, verb, TicketId(999_999)).await;
            assert!(matches!(nowhere, Err(Error::NotFound)), "{verb}: {nowhere:?}");
        }
        // Nothing happened but the filing.
        assert_eq!(store.number("SELECT count(*) FROM events").await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_requester_may_nothing_that_is_for_those_who_answer() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let id = company.file(&store, company.rita, company.laptop, "New laptop").await;
        let theirs = ["request", "reply", "attach", "reopen", "cancel", "close", "rate"];
        for verb in VERBS.into_iter().filter(|verb| !theirs.contains(verb)) {
            let refused = attempt(&store, &company, company.rita, verb, id).await;
            assert!(matches!(refused, Err(Error::NotFound)), "{verb}: {refused:?}");
        }
        assert!(attempt(&store, &company, company.rita, "reply", id).await.is_ok());
        // Legal acts that the status does not have are refused by it, not by permission.
        assert!(matches!(attempt(&store, &company, company.rita, "reopen", id).await, Err(Error::IllegalMove(_))));
        assert!(matches!(attempt(&store, &company, company.rita, "rate", id).await, Err(Error::IllegalMove(_))));
    })
    .await;
}

#[tokio::test]
async fn the_owner_of_a_service_sees_and_edits_and_does_not_answer() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let id = company.file(&store, company.rita, company.laptop, "New laptop").await;
        for verb in ["detail", "request", "note", "retitle", "reprioritise", "add_watcher", "open"] {
            attempt(&store, &company, company.owner, verb, id).await.unwrap_or_else(|error| panic!("{verb}: {error}"));
        }
        for verb in ["reply", "take", "hand_over", "start", "resolve", "cancel"] {
            let refused = attempt(&store, &company, company.owner, verb, id).await;
            assert!(matches!(refused, Err(Error::NotFound)), "{verb}: {refused:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn colleagues_see_what_is_open_to_their_team_and_no_notes() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let ron = store.as_actor(company.ron).await;
        let open = company.file(&store, company.rita, company.trouble, "No network").await;
        let closed = company.file(&store, company.rita, company.laptop, "New laptop").await;
        assert!(tickets::request(&store, &ron, open).await.is_ok());
        assert!(matches!(tickets::request(&store, &ron, closed).await, Err(Error::NotFound)));
        assert!(matches!(tickets::detail(&store, &ron, open).await, Err(Error::NotFound)));
        assert!(matches!(attempt(&store, &company, company.ron, "reply", open).await, Err(Error::NotFound)));
        let theirs = tickets::colleagues(&store, &ron, tickets::Which::All, "", None, 10).await.unwrap();
        assert_eq!(theirs.rows.iter().map(|row| row.number.id).collect::<Vec<_>>(), [open]);
        let sam = store.as_actor(company.stranger).await;
        assert!(tickets::colleagues(&store, &sam, tickets::Which::All, "", None, 10).await.unwrap().rows.is_empty());
    })
    .await;
}

#[tokio::test]
async fn mails_are_listed_only_for_whom_that_is_allowed() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        company.file(&store, company.rita, company.laptop, "New laptop").await;
        let admin = store.as_actor(company.admin).await;
        let list = outbox::list(&store, &admin, None, None).await.unwrap();
        assert_eq!(list.lines[0].email.as_deref(), Some("rita@example.com"));
        assert!(outbox::preview(&store, &admin, list.lines[0].id).await.is_ok());
        outbox::retry(&store, &admin, list.lines[0].id).await.unwrap();
        for who in [company.lead, company.rita, company.stranger] {
            let actor = store.as_actor(who).await;
            assert!(matches!(outbox::list(&store, &actor, None, None).await, Err(Error::NotFound)));
            assert!(matches!(outbox::preview(&store, &actor, list.lines[0].id).await, Err(Error::NotFound)));
            assert!(matches!(outbox::retry(&store, &actor, list.lines[0].id).await, Err(Error::NotFound)));
        }
    })
    .await;
}

#[tokio::test]
async fn a_file_is_there_for_who_sees_what_it_is_attached_to() {
    each_database(async |store| {
        let company = Company::found(&store).await;
        let (ada, rita) = (store.as_actor(company.ada).await, store.as_actor(company.rita).await);
        let id = company.file(&store, company.rita, company.laptop, "New laptop").await;
        let upload = async |actor, name: &str| {
            let bytes = futures::stream::iter([Ok::<_, std::io::Error>(bytes::Bytes::from_static(b"plain words"))]);
            files::receive(&store, actor, "files", name, bytes).await.unwrap()
        };
        let (public, internal) = (upload(&ada, "../guide.html").await, upload(&ada, "secret.txt").await);
        assert_eq!((public.name.as_str(), public.media_type.as_str(), public.size), ("guide.html", "text/plain", 11));
        // Pending, it is there for the uploader alone, and nobody else can attach it.
        assert!(files::open(&store, &ada, public.id).await.is_ok());
        assert!(matches!(files::open(&store, &rita, public.id).await, Err(Error::NotFound)));
        let stolen = Message { text: "Mine now".into(), files: vec![public.id], seen: None };
        assert!(matches!(tickets::reply(&store, &rita, id, stolen, Then::Nothing).await, Err(Error::Invalid(_))));
        assert_eq!(store.number("SELECT count(*) FROM events").await, 1);

        let reply = Message { text: "See the guide".into(), files: vec![public.id], seen: None };
        tickets::reply(&store, &ada, id, reply, Then::Nothing).await.unwrap();
        let note = Message { text: "She is not to see it".into(), files: vec![internal.id], seen: None };
        tickets::note(&store, &ada, id, note).await.unwrap();
        assert!(files::open(&store, &rita, public.id).await.is_ok());
        assert!(matches!(files::open(&store, &rita, internal.id).await, Err(Error::NotFound)));
        assert!(matches!(files::open(&store, &store.as_actor(company.stranger).await, public.id).await, Err(Error::NotFound)));
        let view = serde_json::to_string(&tickets::request(&store, &rita, id).await.unwrap()).unwrap();
        assert!(view.contains("guide.html") && !view.contains("secret.txt"));
        assert!(files::open(&store, &store.as_actor(company.ben).await, internal.id).await.is_ok());
        // Attached once, a file cannot be taken elsewhere.
        let again = Message { text: "Again".into(), files: vec![public.id], seen: None };
        assert!(matches!(tickets::reply(&store, &ada, id, again, Then::Nothing).await, Err(Error::Invalid(_))));
    })
    .await;
}
