//! "Forgot your password?", from the sign-in page to the new password.

use axum::http::StatusCode;
use store::Store;
use store::testing::{Company, each_database};

use crate::browser::{Answer, Browser, service, service_with_mail};
use crate::mail::{BASE, leaving, recipients, room};
use crate::smtp_server::SmtpServer;

const PAGE: &str = "/forgot-password";
const ASK: &str = "/api/session/forgot-password";
const NEW: &str = "quiet-lantern-orbit-58";

/// What a visitor without scripts sees after asking for this address.
async fn ask(browser: &mut Browser, email: &str) -> (Answer, Answer) {
    let answer = browser.submit(PAGE, ASK, &[("email", email)]).await;
    let page = browser.get(answer.location.as_deref().unwrap()).await;
    (answer, page)
}

/// A page without what is another one with every request.
fn bare(page: &Answer) -> String {
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).unwrap();
    page.body.replace(nonce, "")
}

#[tokio::test]
async fn an_address_that_nobody_has_gets_the_same_answer() {
    each_database(|store| async move {
        Company::found(&store).await;
        let server = SmtpServer::start().await;
        let service = service_with_mail(store.clone(), &server.url);
        let sign_in = Browser::new(&service).get("/sign-in").await.body;
        assert!(sign_in.contains("href=\"/forgot-password\"") && sign_in.contains("Forgot your password?"));
        let (known, known_page) = ask(&mut Browser::new(&service), "rita@example.com").await;
        let (unknown, unknown_page) = ask(&mut Browser::new(&service), "nobody@example.com").await;
        assert_eq!((known.status, &known.location), (StatusCode::SEE_OTHER, &Some("/forgot-password?sent=yes".to_owned())));
        assert_eq!((unknown.status, &unknown.location, &unknown.body), (known.status, &known.location, &known.body));
        assert_eq!(bare(&unknown_page), bare(&known_page));
        assert!(known_page.body.contains("If there is an account with this address, a mail is on its way."));
        assert!(!known_page.body.contains("rita@"), "no page and no address carries it");

        let (_, wrong) = ask(&mut Browser::new(&service), "no address").await;
        assert!(wrong.body.contains("value=\"no address\"") && wrong.body.contains("Enter an e-mail address"));
        for email in ["rita@example.com", "nobody@example.com"] {
            let mut browser = Browser::new(&service);
            let mut refused = browser.send_form(ASK, &[("email", email)]).await;
            for _ in 0..3 {
                refused = browser.send_form(ASK, &[("email", email)]).await;
            }
            assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS, "{email}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_link_from_the_mail_sets_a_password_once_and_signs_out_everywhere_else() {
    each_database(|store| async move {
        let company = Company::found(&store).await;
        let server = SmtpServer::start().await;
        let mut room = room(&store, &server);
        let service = service_with_mail(store.clone(), &server.url);
        let mut elsewhere = Browser::of(&service, &store, company.rita).await;
        assert_eq!(elsewhere.send_form("/api/session/language", &[("locale", "zh-CN")]).await.status, 200);
        let mut visitor = Browser::new(&service);
        ask(&mut visitor, "Rita@example.com").await;
        ask(&mut visitor, "nobody@example.com").await;
        let letters = leaving(&mut room, &server).await;
        assert_eq!(recipients(&letters), ["rita@example.com"]);
        let letter = &letters[0];
        assert!(letter.text.contains("有人为您的账号申请了设置新密码的链接") && letter.html.contains("设置新密码"), "{}", letter.text);
        let link = letter.text.lines().find(|line| line.starts_with(BASE)).unwrap();
        assert!(letter.html.contains(&format!("href=\"{link}\"")));
        assert_eq!(store.texts("SELECT payload FROM outbox").await, ["{}"], "no secret is kept");

        let path = link.strip_prefix(BASE).unwrap();
        assert!(visitor.get(path).await.body.contains("rita@example.com"));
        let token = path.strip_prefix("/welcome/").unwrap();
        let chosen = visitor.submit(path, "/api/session/choose-password", &[("token", token), ("password", NEW)]).await;
        assert_eq!(chosen.location.as_deref(), Some("/"), "{chosen:?}");
        assert_eq!(visitor.get("/account").await.status, StatusCode::OK, "signed in");
        assert_eq!(elsewhere.get("/account").await.location.as_deref(), Some("/sign-in?to=%2Faccount"));
        assert_eq!(visitor.get(path).await.status, StatusCode::NOT_FOUND, "the link works once");
        Browser::new(&service).sign_in("rita@example.com", NEW).await;
        let told = leaving(&mut room, &server).await;
        assert_eq!(recipients(&told), ["rita@example.com"]);
        assert!(told[0].text.contains("您账号的密码已更改"), "{}", told[0].text);
    })
    .await;
}

#[tokio::test]
async fn the_outbox_page_shows_the_mail_and_not_its_link() {
    each_database(|store| async move {
        let company = Company::found(&store).await;
        let service = service_with_mail(store.clone(), "smtp://127.0.0.1:9");
        ask(&mut Browser::new(&service), "ron@example.com").await;
        store::accounts::answer_requests(&store).await.unwrap();
        let mut admin = Browser::of(&service, &store, company.admin).await;
        assert!(admin.get("/admin/outbox").await.body.contains("Link for a new password"));
        let mail = store.number("SELECT id FROM outbox").await;
        let page = admin.get(&format!("/admin/outbox/{mail}")).await.body;
        assert!(page.contains("somebody asked for a link") && page.contains("/welcome/…"));
        assert_eq!(store.number("SELECT count(*) FROM tokens WHERE purpose = 'forgotten'").await, 0, "looking makes no link");
    })
    .await;
}

#[tokio::test]
async fn without_a_mail_server_the_page_says_who_helps_and_takes_nothing() {
    each_database(|store: Store| async move {
        Company::found(&store).await;
        let mut visitor = Browser::new(&service(store.clone()));
        let page = visitor.get(PAGE).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains("Mail is not set up here") && !page.body.contains(ASK));
        let (_, sent) = ask(&mut visitor, "rita@example.com").await;
        assert!(sent.body.contains("Mail is not set up here"));
        assert_eq!(store.number("SELECT count(*) FROM password_requests").await, 0);
    })
    .await;
}
