//! What holds at every door, whoever asks.

use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use store::testing::{Company, each_database};

use crate::browser::{Browser, service};

#[tokio::test]
async fn a_visitor_is_led_to_the_sign_in_page_and_back() {
    each_database(|store| async move {
        Company::found(&store).await;
        let mut browser = Browser::new(&service(store));
        let answer = browser.get("/account").await;
        assert_eq!(answer.location.as_deref(), Some("/sign-in?to=%2Faccount"), "{answer:?}");
        let page = browser.get("/sign-in?to=%2Faccount").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains("value=\"/account\""), "the page remembers where to go on");
    })
    .await;
}

#[tokio::test]
async fn an_unknown_page_is_the_applications_own_404() {
    each_database(|store| async move {
        let mut browser = Browser::new(&service(store));
        let answer = browser.get("/no/such/page").await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
        assert!(answer.body.contains("This page does not exist"));
    })
    .await;
}

#[tokio::test]
async fn every_page_says_what_browsers_need_to_know_about_trust() {
    each_database(|store| async move {
        let mut browser = Browser::new(&service(store));
        let answer = browser.get("/sign-in").await;
        let policy = answer.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).unwrap();
        assert!(nonce.len() >= 16 && answer.body.contains(&format!("nonce=\"{nonce}\"")), "scripts carry the nonce");
        assert!(!policy.contains("unsafe-inline"));
        assert_eq!(answer.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        assert_eq!(answer.headers[header::CACHE_CONTROL], "no-store");
        assert!(answer.headers.contains_key("x-request-id"));
        assert!(!answer.body.contains(" style=\""));
    })
    .await;
}

#[tokio::test]
async fn a_form_from_another_site_is_refused() {
    each_database(|store| async move {
        let mut browser = Browser::new(&service(store));
        let request = browser
            .request(Method::POST, "/api/session/sign-in", "text/html")
            .header("sec-fetch-site", "cross-site")
            .body(Body::empty())
            .unwrap();
        // The builder adds a header of the same name: the honest one goes.
        let (mut parts, body) = request.into_parts();
        parts.headers.insert("sec-fetch-site", "cross-site".parse().unwrap());
        let answer = browser.answer(axum::http::Request::from_parts(parts, body)).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert!(answer.body.contains("class=\"problem\"") && answer.body.contains("This form was sent from another site"));
        for (accept, language, said) in [("text/html", "zh-CN", "此表单来自其他网站"), ("application/json", "en", "from_elsewhere")]
        {
            let mut request = browser.request(Method::POST, "/api/session/sign-in", accept).body(Body::empty()).unwrap();
            request.headers_mut().insert("sec-fetch-site", "cross-site".parse().unwrap());
            request.headers_mut().insert(header::ACCEPT_LANGUAGE, language.parse().unwrap());
            let answer = browser.answer(request).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN);
            assert!(answer.body.contains(said), "{}", answer.body);
        }
    })
    .await;
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused_before_it_is_read() {
    each_database(|store| async move {
        let mut browser = Browser::new(&service(store));
        let request = browser
            .request(Method::POST, "/api/session/sign-in", "application/json")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::CONTENT_LENGTH, "999999999")
            .body(Body::from("email=a"))
            .unwrap();
        assert_eq!(browser.answer(request).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    })
    .await;
}

#[tokio::test]
async fn a_refused_form_comes_back_with_what_was_typed_but_never_with_a_password() {
    each_database(|store| async move {
        Company::found(&store).await;
        let mut browser = Browser::new(&service(store));
        let fields = [("email", "hana@kestrel.example"), ("password", "not the right one")];
        let answer = browser.submit("/sign-in?to=%2Frequests", "/api/session/sign-in", &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        let back = answer.location.unwrap();
        assert!(back.starts_with("/sign-in?to=%2Frequests&again="), "{back}");
        assert!(!back.contains("hana"), "no address carries what was typed");
        let page = browser.get(&back).await.body;
        assert!(page.contains("value=\"hana@kestrel.example\""));
        assert!(page.contains("E-mail address and password do not match"));
        assert!(!page.contains("not the right one"));
        let again = browser.get(&back).await.body;
        assert!(again.contains("value=\"hana@kestrel.example\""), "reloading the page keeps it");
    })
    .await;
}

#[tokio::test]
async fn a_malformed_call_is_told_apart_from_a_defect() {
    each_database(|store| async move {
        let mut browser = Browser::new(&service(store));
        let answer = browser.send_form("/api/session/sign-in", &[("nothing", "useful")]).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        assert_eq!(browser.send_form("/api/no/such/function", &[]).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

/// Asks every function that changes something with a body of this type; gives those that stumbled and those that took it.
async fn with_body(browser: &mut Browser, content_type: &str, body: &str) -> (Vec<&'static str>, Vec<&'static str>) {
    let (mut stumbled, mut took) = (Vec::new(), Vec::new());
    for (_, address) in server::forms::endpoints().iter().filter(|(method, _)| *method == Method::POST) {
        let request = browser
            .request(Method::POST, address, "application/json")
            .header(header::CONTENT_TYPE, content_type)
            .body(Body::from(body.to_owned()))
            .unwrap();
        let status = browser.answer(request).await.status;
        if status.is_server_error() {
            stumbled.push(*address);
        }
        if status != StatusCode::BAD_REQUEST {
            took.push(*address);
        }
    }
    took.sort_unstable();
    (stumbled, took)
}

#[tokio::test]
async fn a_body_of_the_wrong_type_is_refused_by_every_function_and_stops_none() {
    each_database(|store| async move {
        let mut browser = Browser::new(&service(store));
        let (stumbled, _) = with_body(&mut browser, "application/x-www-form-urlencoded", "id=1").await;
        assert_eq!(stumbled, [""; 0]);
        let (stumbled, took) = with_body(&mut browser, "multipart/form-data; boundary=x", "--x--\r\n").await;
        assert_eq!(stumbled, [""; 0]);
        let with_files = [
            "/api/admin/look-at-promises",
            "/api/admin/read-holidays",
            "/api/admin/upload-log",
            "/api/faults/look-at-file",
            "/api/files/keep",
            "/api/requests/reply",
            "/api/surveys/look-at-file",
            "/api/tickets/answer",
            "/api/tickets/file-for",
            "/api/tickets/submit",
        ];
        assert_eq!(took, with_files, "those that take files ask who is there, and only those");
        for broken in ["multipart/form-data", "multipart/form-data; boundary=", "text/plain", ""] {
            let (stumbled, _) = with_body(&mut browser, broken, "--x--\r\n").await;
            assert_eq!(stumbled, [""; 0], "{broken}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_form_that_was_sent_the_wrong_way_comes_back_with_a_word_about_it() {
    each_database(|store| async move {
        let company = Company::found(&store).await;
        let service = service(store.clone());
        let mut rita = Browser::of(&service, &store, company.rita).await;
        let page = format!("/catalogue/{}", company.laptop);
        let fields = [("service", company.laptop.to_string()), ("title", "New laptop".to_owned())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = rita.submit(&page, "/api/tickets/submit", &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{answer:?}");
        let back = rita.get(&answer.location.unwrap()).await;
        assert!(back.body.contains("That request could not be read"));
        assert_eq!(store.number("SELECT count(*) FROM tickets").await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_requester_is_told_that_the_desk_is_for_agents() {
    each_database(|store| async move {
        let company = Company::found(&store).await;
        let ticket = company.file(&store, company.rita, company.laptop, "New laptop").await;
        let mut rita = Browser::of(&service(store.clone()), &store, company.rita).await;
        for address in ["/desk".to_owned(), "/desk/new".to_owned(), format!("/desk/SR-{ticket}"), "/desk/SR-999999".to_owned()] {
            let page = rita.get(&address).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{address}");
            assert!(page.body.contains("The desk is for agents") && page.body.contains("href=\"/requests\""), "{address}");
        }
        assert!(rita.get("/reports/tickets").await.body.contains("This page does not exist"));
    })
    .await;
}

#[tokio::test]
async fn an_account_stands_in_the_frame_that_its_owner_works_in() {
    each_database(|store| async move {
        let company = Company::found(&store).await;
        let app = service(store.clone());
        for (person, at_desk) in [(company.rita, false), (company.ada, true), (company.admin, true)] {
            let page = Browser::of(&app, &store, person).await.get("/account").await;
            assert_eq!(page.status, StatusCode::OK);
            assert_eq!((page.body.contains("class=\"rail\""), page.body.contains("class=\"masthead\"")), (at_desk, !at_desk), "{person}");
            assert_eq!(page.body.matches("<main ").count(), 1, "{person}");
        }
    })
    .await;
}

#[tokio::test]
async fn all_open_is_offered_to_those_who_see_more_by_it() {
    each_database(|store| async move {
        let company = Company::found(&store).await;
        let app = service(store.clone());
        for (person, offered) in [(company.ada, false), (company.owner, true)] {
            let page = Browser::of(&app, &store, person).await.get("/desk").await;
            assert_eq!(page.body.contains("All open"), offered, "{person}");
        }
    })
    .await;
}
