//! Mail on its way to people, over a real connection to a mail server.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::id::TicketId;
use domain::settings::{Limits, Settings};
use domain::time::Span;
use server::mail::MailRoom;
use server::mail::smtp::Postman;
use store::testing::{Company, each_database};
use store::{Store, outbox};

use crate::browser::{Browser, service};
use crate::smtp_server::{Mood, SmtpServer};

pub const BASE: &str = "http://desk.test";

pub fn room(store: &Store, server: &SmtpServer) -> MailRoom {
    let postman = Postman::new(&server.url, "Service desk <help@desk.test>").unwrap();
    MailRoom::new(store.clone(), Some(postman), BASE.to_owned())
}

/// A mail as its reader sees it.
pub struct Letter {
    pub headers: String,
    pub text: String,
    pub html: String,
}

impl Letter {
    fn read(mail: &str) -> Self {
        let (headers, body) = mail.split_once("\r\n\r\n").unwrap();
        let headers = headers.replace("\r\n ", " ");
        let edge = headers.split("boundary=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
        let parts: Vec<&str> = body.split(&format!("--{edge}")).collect();
        let part = |kind: &str| decode(parts.iter().find(|part| part.contains(kind)).unwrap());
        Self { text: part("text/plain"), html: part("text/html"), headers }
    }

    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
        found.unwrap_or_else(|| panic!("no {name} in {}", self.headers))
    }
}

/// The content of one part, whichever way it was made fit for mail.
fn decode(part: &str) -> String {
    let (head, body) = part.split_once("\r\n\r\n").unwrap();
    let bytes = if head.contains("base64") {
        STANDARD.decode(body.replace("\r\n", "")).unwrap()
    } else if head.contains("quoted-printable") {
        let joined = body.replace("=\r\n", "");
        let mut pieces = joined.split('=');
        let mut bytes = pieces.next().unwrap().as_bytes().to_vec();
        for piece in pieces {
            bytes.push(u8::from_str_radix(&piece[..2], 16).unwrap());
            bytes.extend_from_slice(&piece.as_bytes()[2..]);
        }
        bytes
    } else {
        body.as_bytes().to_vec()
    };
    String::from_utf8(bytes).unwrap()
}

/// What left since the last look, by recipient.
pub async fn leaving(room: &mut MailRoom, server: &SmtpServer) -> Vec<Letter> {
    room.round().await.unwrap();
    let mut letters: Vec<Letter> = server.take().iter().map(|mail| Letter::read(mail)).collect();
    letters.sort_by_key(|letter| letter.header("To").to_owned());
    letters
}

pub fn recipients(letters: &[Letter]) -> Vec<&str> {
    letters.iter().map(|letter| letter.header("To").split(['<', '>']).nth(1).unwrap()).collect()
}

/// Rita, who reads Chinese, has filed a request; Ron asks for it, too, and reads English.
async fn filed(store: &Store) -> (Company, TicketId, Browser, Browser) {
    let company = Company::found(store).await;
    let service = service(store.clone());
    let mut rita = Browser::of(&service, store, company.rita).await;
    let mut ada = Browser::of(&service, store, company.ada).await;
    assert_eq!(rita.send_form("/api/session/language", &[("locale", "zh-CN")]).await.status, 200);
    let laptop = company.laptop.to_string();
    let filed = rita.send_parts("/api/tickets/submit", &[("service", &laptop), ("title", "New laptop")]).await;
    assert_eq!(filed.status, 200, "{filed:?}");
    let ticket = TicketId(store.number("SELECT max(id) FROM tickets").await);
    let ron = [("ticket", ticket.to_string()), ("role", "requester".into()), ("who", "Ron Requester".into())];
    let ron: Vec<(&str, &str)> = ron.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(ada.send_form("/api/tickets/add-person", &ron).await.status, 200);
    (company, ticket, rita, ada)
}

async fn answer(ada: &mut Browser, ticket: TicketId, text: &str) {
    let ticket = ticket.to_string();
    let answered = ada.send_parts("/api/tickets/answer", &[("ticket", &ticket), ("mode", "public"), ("text", text)]).await;
    assert_eq!(answered.status, 200, "{answered:?}");
}

async fn resolve(ada: &mut Browser, ticket: TicketId) {
    let ticket = ticket.to_string();
    let fields = [("ticket", ticket.as_str()), ("code", "fulfilled"), ("text", "It is on your **desk**.")];
    let resolved = ada.send_form("/api/tickets/resolve", &fields).await;
    assert_eq!(resolved.status, 200, "{resolved:?}");
}

#[tokio::test]
async fn each_recipient_gets_one_mail_in_their_language_and_one_thread_a_ticket() {
    each_database(|store| async move {
        let server = SmtpServer::start().await;
        let mut room = room(&store, &server);
        let (_, ticket, _, mut ada) = filed(&store).await;
        let created = leaving(&mut room, &server).await;
        assert_eq!(recipients(&created), ["rita@example.com"]);
        assert!(created[0].text.contains("New laptop") && created[0].html.contains("New laptop"));

        answer(&mut ada, ticket, "Which *size* do you need?").await;
        let replied = leaving(&mut room, &server).await;
        assert_eq!(recipients(&replied), ["rita@example.com", "ron@example.com"]);
        let [rita, ron] = &replied[..] else { panic!("two mails") };
        assert!(ron.text.contains("Hello Ron") && ron.text.contains("Which *size* do you need?"), "{}", ron.text);
        assert!(ron.html.contains("<em>size</em>"), "{}", ron.html);
        assert!(rita.text.contains("您好") && !rita.text.contains("Hello"), "{}", rita.text);
        assert!(rita.text.contains(&format!("{BASE}/requests/SR-{ticket}")));

        resolve(&mut ada, ticket).await;
        let resolved = leaving(&mut room, &server).await;
        assert_eq!(recipients(&resolved), ["rita@example.com", "ron@example.com"]);
        let all: Vec<&Letter> = created.iter().chain(&replied).chain(&resolved).collect();
        let thread = format!("<ticket.{ticket}@desk.test>");
        let mut ids: Vec<&str> = all.iter().map(|letter| letter.header("Message-ID")).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), all.len(), "each mail has an id of its own");
        for letter in all {
            assert_eq!((letter.header("References"), letter.header("In-Reply-To")), (thread.as_str(), thread.as_str()));
            assert_eq!(letter.header("Auto-Submitted"), "auto-generated", "out-of-office robots stay silent");
            assert!(letter.header("Subject").contains("SR-") || letter.header("Subject").contains("=?utf-8?"));
        }
        assert!(leaving(&mut room, &server).await.is_empty(), "nothing leaves twice");
    })
    .await;
}

#[tokio::test]
async fn a_ticket_that_is_cancelled_reopened_or_closed_is_told_as_that_and_not_as_a_reply() {
    each_database(|store| async move {
        let server = SmtpServer::start().await;
        let mut room = room(&store, &server);
        let (_, ticket, _, mut ada) = filed(&store).await;
        resolve(&mut ada, ticket).await;
        leaving(&mut room, &server).await;
        let id = ticket.to_string();
        let reopened = ada.send_form("/api/tickets/reopen", &[("ticket", &id), ("reason", "It broke again.")]).await;
        assert_eq!(reopened.status, 200, "{reopened:?}");
        let told = leaving(&mut room, &server).await;
        let [rita_told, ron_told] = &told[..] else { panic!("two mails, not {}", told.len()) };
        assert!(rita_told.text.contains("重新打开了此请求：") && !rita_told.text.contains("回复了"), "{}", rita_told.text);
        assert!(ron_told.text.contains("has reopened this request:") && ron_told.html.contains("has reopened this request:"));
        assert!(ron_told.text.contains("It broke again."));

        let cancelled = ada.send_form("/api/tickets/cancel", &[("ticket", &id), ("reason", "Asked twice.")]).await;
        assert_eq!(cancelled.status, 200, "{cancelled:?}");
        let told = leaving(&mut room, &server).await;
        assert!(told[0].text.contains("取消了此请求："), "{}", told[0].text);
        assert!(
            told[1].text.contains("has cancelled this request:")
                && told[1].text.contains("Asked twice.")
                && !told[1].text.contains("replied"),
            "{}",
            told[1].text
        );
    })
    .await;
}

#[tokio::test]
async fn the_rating_link_needs_no_login_and_looking_records_nothing() {
    each_database(|store| async move {
        let server = SmtpServer::start().await;
        let mut room = room(&store, &server);
        let (_, ticket, _, mut ada) = filed(&store).await;
        resolve(&mut ada, ticket).await;
        let letters = leaving(&mut room, &server).await;
        let asked: Vec<&Letter> = letters.iter().filter(|letter| letter.text.contains("/rate/")).collect();
        assert_eq!(asked.len(), 1, "the first requester alone is asked");
        let link = asked[0].text.split_whitespace().find(|word| word.ends_with("?answer=4")).unwrap();
        assert!(asked[0].html.contains(link));
        let path = link.strip_prefix(BASE).unwrap();

        let mut visitor = Browser::new(&service(store.clone()));
        let page = visitor.get(path).await;
        assert_eq!(page.status, 200);
        assert!(page.body.contains("New laptop") && page.body.contains("method=\"post\""));
        assert_eq!(store.number("SELECT count(*) FROM ratings").await, 0, "programs that check mails follow links, too");

        let token = path.trim_start_matches("/rate/").trim_end_matches("?answer=4");
        let sent = visitor.submit(path, "/api/ratings/rate", &[("token", token), ("answer", "4"), ("comment", "Quick.")]).await;
        assert_eq!(sent.location, Some(format!("/rate/{token}")));
        assert_eq!(store.number("SELECT given FROM ratings").await, 4);
        let altered = format!("{}x", &token[..token.len() - 1]);
        let refused = visitor.send_form("/api/ratings/rate", &[("token", &altered), ("answer", "1")]).await;
        assert_eq!(refused.status, 404);
        assert_eq!(store.number("SELECT given FROM ratings").await, 4);
    })
    .await;
}

#[tokio::test]
async fn a_mail_that_is_not_wanted_is_not_sent() {
    each_database(|store| async move {
        let server = SmtpServer::start().await;
        let mut room = room(&store, &server);
        let (_, ticket, mut rita, mut ada) = filed(&store).await;
        leaving(&mut room, &server).await;
        assert_eq!(rita.send_form("/api/account/mail", &[("wanted[]", "resolved")]).await.status, 200);
        answer(&mut ada, ticket, "Which size do you need?").await;
        assert_eq!(recipients(&leaving(&mut room, &server).await), ["ron@example.com"]);
        resolve(&mut ada, ticket).await;
        assert_eq!(recipients(&leaving(&mut room, &server).await), ["rita@example.com", "ron@example.com"]);
    })
    .await;
}

#[tokio::test]
async fn a_mail_that_is_refused_is_marked_and_not_tried_again() {
    each_database(|store| async move {
        let server = SmtpServer::start().await;
        let mut room = room(&store, &server);
        let (company, ..) = filed(&store).await;
        server.feel(Mood::Refuses);
        assert!(leaving(&mut room, &server).await.is_empty());
        assert_eq!(store.texts("SELECT state FROM outbox").await, ["failed"]);
        let mut admin = Browser::of(&service(store.clone()), &store, company.admin).await;
        let page = admin.get("/admin/outbox?state=failed").await.body;
        assert!(page.contains("no such person"), "the administrator reads what the mail server said");

        server.feel(Mood::Takes);
        store.clock().advance(Span::from_hours(5));
        assert!(leaving(&mut room, &server).await.is_empty());
        let mail = store.number("SELECT id FROM outbox").await.to_string();
        assert_eq!(admin.send_form("/api/admin/retry-mail", &[("id", &mail)]).await.status, 200);
        assert_eq!(recipients(&leaving(&mut room, &server).await), ["rita@example.com"], "unless somebody asks for it");
    })
    .await;
}

#[tokio::test]
async fn a_busy_server_is_tried_again_after_a_pause() {
    each_database(|store| async move {
        let server = SmtpServer::start().await;
        let mut room = room(&store, &server);
        filed(&store).await;
        server.feel(Mood::Busy);
        assert!(leaving(&mut room, &server).await.is_empty());
        assert_eq!(store.texts("SELECT state FROM outbox").await, ["queued"]);
        server.feel(Mood::Takes);
        assert!(leaving(&mut room, &server).await.is_empty(), "not at once");
        store.clock().advance(Span::from_minutes(1));
        assert_eq!(recipients(&leaving(&mut room, &server).await), ["rita@example.com"]);
    })
    .await;
}

#[tokio::test]
async fn a_server_that_is_away_is_left_alone_and_no_mail_pays_for_it() {
    each_database(|store| async move {
        let server = SmtpServer::start().await;
        let mut room = room(&store, &server);
        let company = Company::found(&store).await;
        for n in 0..8 {
            company.file(&store, company.rita, company.laptop, &format!("Laptop {n}")).await;
        }
        server.feel(Mood::Busy);
        assert!(leaving(&mut room, &server).await.is_empty());
        assert_eq!(server.knocks(), 3, "the third failure in a row is the last");
        leaving(&mut room, &server).await;
        assert_eq!(server.knocks(), 3);
        assert_eq!(store.number("SELECT sum(attempts) FROM outbox").await, 3, "what was not tried counts as not tried");
        store.clock().advance(Span::from_minutes(1));
        leaving(&mut room, &server).await;
        assert_eq!(server.knocks(), 4, "one attempt after the pause");
        server.feel(Mood::Takes);
        store.clock().advance(Span::from_minutes(5));
        assert_eq!(leaving(&mut room, &server).await.len(), 8);
    })
    .await;
}

#[tokio::test]
async fn nobody_gets_more_mails_a_day_than_the_settings_allow() {
    each_database(|store| async move {
        let server = SmtpServer::start().await;
        let mut room = room(&store, &server);
        let company = Company::found(&store).await;
        let admin = store.as_actor(company.admin).await;
        let old = Settings::clone(&*store.settings().await.unwrap());
        let limits = Limits { mails_per_person: 2, ..old.limits };
        store::settings::change(&store, &admin, Settings { limits, organisation: "Kestrel".into(), ..old }).await.unwrap();
        for requester in [company.rita, company.rita, company.rita, company.ron] {
            company.file(&store, requester, company.laptop, "Laptop").await;
        }
        let letters = leaving(&mut room, &server).await;
        assert_eq!(recipients(&letters), ["rita@example.com", "rita@example.com", "ron@example.com"]);
        assert_eq!(store.number("SELECT count(*) FROM outbox WHERE state = 'suppressed'").await, 1);
    })
    .await;
}

#[tokio::test]
async fn without_a_mail_server_the_outbox_shows_what_would_have_been_sent() {
    each_database(|store| async move {
        let mut room = MailRoom::new(store.clone(), None, BASE.to_owned());
        let (company, ticket, _, mut ada) = filed(&store).await;
        answer(&mut ada, ticket, "Which *size* do you need?").await;
        assert_eq!(room.round().await.unwrap(), 0);
        let mut admin = Browser::of(&service(store.clone()), &store, company.admin).await;
        let page = admin.get("/admin/outbox").await.body;
        assert!(page.contains("Rita Requester") && page.contains("ron@example.com"));
        assert!(page.contains(&format!("SR-{ticket}: ")), "the whole number of the ticket");
        let actor = store.as_actor(company.admin).await;
        let held = outbox::list(&store, &actor, Some(outbox::State::Held), None).await.unwrap().lines;
        assert_eq!(held.len(), 3);
        let to_ron = held.iter().find(|line| line.email.as_deref() == Some("ron@example.com")).unwrap();
        let mail = admin.get(&format!("/admin/outbox/{}", to_ron.id)).await.body;
        assert!(mail.contains("Which *size* do you need?"));
        let html = admin.get(&format!("/admin/outbox/{}/html", to_ron.id)).await.body;
        assert!(html.contains("<em>size</em>"));

        // A day later a mail server is configured: what is still news leaves.
        let server = SmtpServer::start().await;
        let mut room = self::room(&store, &server);
        room.open().await.unwrap();
        assert_eq!(leaving(&mut room, &server).await.len(), 3);
    })
    .await;
}

#[tokio::test]
async fn a_changed_address_is_told_to_the_old_one_in_a_mail_of_its_own() {
    each_database(|store| async move {
        let company = Company::found(&store).await;
        let service = service(store.clone());
        let mut admin = Browser::of(&service, &store, company.admin).await;
        let server = SmtpServer::start().await;
        let mut room = room(&store, &server);
        let ron = company.ron.to_string();
        let taken = admin.send_form("/api/admin/change-person", &[("id", &ron), ("name", "Ron"), ("email", "rita@example.com")]).await;
        assert_eq!((taken.status.as_u16(), taken.error().of_field("email").len()), (422, 1));
        let fields = [("id", ron.as_str()), ("name", "Ronald Requester"), ("email", "ronald@example.com")];
        assert_eq!(admin.send_form("/api/admin/change-person", &fields).await.status, 200);
        let letters = leaving(&mut room, &server).await;
        assert_eq!(recipients(&letters), ["ron@example.com"]);
        assert!(letters[0].text.contains("has given your account another e-mail address"), "{}", letters[0].text);
        assert!(!letters[0].text.contains("ronald@") && !letters[0].html.contains("ronald@"));
        let list = admin.get("/admin/outbox").await.body;
        assert!(list.contains("Address changed"));
    })
    .await;
}
