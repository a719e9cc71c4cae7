//! What is too large is refused as soon as that is seen, and not read to its end.

use std::io::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use app::error::AppError;
use axum::body::Body;
use axum::http::{Method, StatusCode, header};
use bytes::Bytes;
use domain::invalid::Code;
use domain::settings::{Limits, Settings};
use futures::StreamExt;
use store::testing::{Company, each_database};
use store::{Store, settings};

use crate::browser::{Answer, Browser, service};

const TEXT_LIMIT: usize = 512 * 1024;
const UPLOAD_LIMIT: usize = 25 * 1024 * 1024;
/// What the body is sent in.
const CHUNK: usize = 16 * 1024;
/// As often as a body may still be asked for more after the limit: what is on its way in the readers' buffers.
const SLACK: usize = 16;
const URLENCODED: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data; boundary=edge";

/// A body without an end and without a declared length, and how many bytes of it were taken.
fn endless(beginning: &str, over_and_over: &[u8]) -> (Body, Arc<AtomicUsize>) {
    let taken = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&taken);
    let piece = Bytes::from(over_and_over.repeat(CHUNK.div_ceil(over_and_over.len())));
    let first = futures::stream::iter([Bytes::copy_from_slice(beginning.as_bytes())]);
    // A socket gives a piece and then makes the reader wait, who could otherwise gather all that there is.
    let stream = first.chain(futures::stream::repeat(piece)).then(move |piece| {
        counted.fetch_add(piece.len(), Ordering::Relaxed);
        async move {
            tokio::task::yield_now().await;
            Ok::<_, Error>(piece)
        }
    });
    (Body::from_stream(stream), taken)
}

/// Sends it; gives the answer and how much was read.
async fn send(browser: &mut Browser, path: &str, content_type: &str, beginning: &str, over_and_over: &[u8]) -> (Answer, usize) {
    let (body, taken) = endless(beginning, over_and_over);
    let request = browser.request(Method::POST, path, "application/json").header(header::CONTENT_TYPE, content_type);
    let answer = browser.answer(request.body(body).unwrap()).await;
    (answer, taken.load(Ordering::Relaxed))
}

fn is_too_large(answer: &Answer, limit: usize, taken: usize) {
    assert_eq!((answer.status, answer.error()), (StatusCode::PAYLOAD_TOO_LARGE, AppError::TooLarge { limit: limit as u64 }));
    assert!(taken <= limit + SLACK * CHUNK, "{taken} bytes were read of at most {limit}");
}

async fn rita(store: &Store) -> (Company, Browser) {
    let company = Company::found(store).await;
    let browser = Browser::of(&service(store.clone()), store, company.rita).await;
    (company, browser)
}

fn part(name: &str) -> String {
    format!("--edge\r\ncontent-disposition: form-data; name=\"{name}\"")
}

/// A request as far as its title.
fn begun(company: &Company) -> String {
    format!("{}\r\n\r\n{}\r\n{}\r\n\r\nDock\r\n", part("service"), company.laptop, part("title"))
}

#[tokio::test]
async fn a_text_without_a_declared_length_is_read_as_far_as_the_limit() {
    each_database(|store| async move {
        let (_, mut rita) = rita(&store).await;
        for path in ["/api/catalogue/draft", "/api/session/sign-in"] {
            let (answer, taken) = send(&mut rita, path, URLENCODED, "text=", b"more ").await;
            is_too_large(&answer, TEXT_LIMIT, taken);
        }
    })
    .await;
}

#[tokio::test]
async fn who_declares_too_much_is_refused_before_a_byte_is_read() {
    each_database(|store| async move {
        let (_, mut rita) = rita(&store).await;
        for (path, content_type, limit) in
            [("/api/catalogue/draft", URLENCODED, TEXT_LIMIT), ("/api/tickets/submit", MULTIPART, UPLOAD_LIMIT)]
        {
            let (body, taken) = endless("", b"more ");
            let request = rita
                .request(Method::POST, path, "application/json")
                .header(header::CONTENT_TYPE, content_type)
                .header(header::CONTENT_LENGTH, limit + 1);
            let answer = rita.answer(request.body(body).unwrap()).await;
            is_too_large(&answer, limit, 0);
            assert_eq!(taken.load(Ordering::Relaxed), 0, "{path}");
        }
    })
    .await;
}

#[tokio::test]
async fn files_without_a_declared_length_are_read_as_far_as_the_limit_and_leave_nothing() {
    each_database(|store| async move {
        let (company, mut rita) = rita(&store).await;
        let beginning = format!("{}{}; filename=\"plan.txt\"\r\n\r\n", begun(&company), part("files"));
        let (answer, taken) = send(&mut rita, "/api/tickets/submit", MULTIPART, &beginning, b"the plan goes on ").await;
        is_too_large(&answer, UPLOAD_LIMIT, taken);
        assert_eq!(store.number("SELECT count(*) FROM tickets").await, 0);
        assert_eq!(store.number("SELECT count(*) FROM attachments").await, 0);
    })
    .await;
}

#[tokio::test]
async fn the_fields_beside_files_may_not_be_longer_than_a_text() {
    each_database(|store| async move {
        let (company, mut rita) = rita(&store).await;
        let beginning = format!("{}{}\r\n\r\n", begun(&company), part("description"));
        let (answer, taken) = send(&mut rita, "/api/tickets/submit", MULTIPART, &beginning, b"and then ").await;
        is_too_large(&answer, TEXT_LIMIT, taken);
        assert_eq!(store.number("SELECT count(*) FROM tickets").await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_form_cannot_have_any_number_of_small_fields() {
    each_database(|store| async move {
        let (company, mut rita) = rita(&store).await;
        let field = format!("{}\r\n\r\n\r\n", part("a"));
        let (answer, taken) = send(&mut rita, "/api/tickets/submit", MULTIPART, &begun(&company), field.as_bytes()).await;
        is_too_large(&answer, UPLOAD_LIMIT, taken);
        // One that ends, and has far less than a form with files may have.
        let form = format!("{}{}--edge--\r\n", begun(&company), field.repeat(20_000));
        let request = rita.request(Method::POST, "/api/tickets/submit", "application/json").header(header::CONTENT_TYPE, MULTIPART);
        let answer = rita.answer(request.body(Body::from(form)).unwrap()).await;
        is_too_large(&answer, TEXT_LIMIT, 0);
        let (answer, taken) = send(&mut rita, "/api/catalogue/draft", URLENCODED, "a=", b"&a=").await;
        is_too_large(&answer, TEXT_LIMIT, taken);
        // As many as fit are read and refused, or ignored, like any others.
        let many = "a=&".repeat(TEXT_LIMIT / 3);
        let request = rita.request(Method::POST, "/api/catalogue/draft", "application/json").header(header::CONTENT_TYPE, URLENCODED);
        let answer = rita.answer(request.body(Body::from(many)).unwrap()).await;
        assert_eq!((answer.status, answer.error()), (StatusCode::BAD_REQUEST, AppError::Malformed));
    })
    .await;
}

#[tokio::test]
async fn a_file_over_its_own_limit_is_refused_at_its_field_and_the_rest_is_kept() {
    each_database(|store| async move {
        let (company, mut rita) = rita(&store).await;
        let admin = store.as_actor(company.admin).await;
        let limits = Limits { file_mib: 1, ..Limits::default() };
        let settings = Settings { organisation: "Kestrel".into(), limits, ..Settings::default() };
        settings::change(&store, &admin, settings).await.unwrap();
        let laptop = company.laptop.to_string();
        let (fits, large) = (vec![b'a'; 1024 * 1024], vec![b'a'; 1024 * 1024 + 1]);
        let fields = [("service", laptop.as_str()), ("title", "Dock")];
        let refused =
            rita.send_files("/api/tickets/submit", &fields, &[("files", "large.txt", &large), ("files", "fits.txt", &fits)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{refused:?}");
        assert_eq!(refused.error().of_field("files"), [Code::FileTooLarge { max: 1024 * 1024 }]);
        assert_eq!(store.texts("SELECT name FROM attachments").await, ["fits.txt"]);
        assert_eq!(store.number("SELECT count(*) FROM tickets").await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_form_without_scripts_comes_back_to_its_page_with_what_can_be_sent_at_most() {
    each_database(|store| async move {
        let (company, mut rita) = rita(&store).await;
        let long = "x".repeat(TEXT_LIMIT);
        let told = async |rita: &mut Browser, sent: Answer| {
            assert_eq!(sent.status, StatusCode::SEE_OTHER, "{sent:?}");
            let told = rita.get(&sent.location.unwrap()).await.body;
            assert!(told.contains("That is too large") && told.contains("At most 512 kB can be sent at once"), "{told}");
        };
        let sent = rita.submit("/account", "/api/account/profile", &[("name", &long)]).await;
        told(&mut rita, sent).await;
        let (page, laptop) = (format!("/catalogue/{}", company.laptop), company.laptop.to_string());
        let fields = [("service", laptop.as_str()), ("title", "Dock"), ("description", &long)];
        let sent = rita.submit_parts(&page, "/api/tickets/submit", &fields).await;
        told(&mut rita, sent).await;
    })
    .await;
}

#[tokio::test]
async fn a_browser_that_sends_too_much_is_heard_out_so_that_it_sees_the_answer() {
    each_database(|store| async move {
        let (company, mut rita) = rita(&store).await;
        let page = format!("/catalogue/{}", company.laptop);
        // What it declares is what it sends.
        let sent = UPLOAD_LIMIT + CHUNK;
        let body = Body::from_stream(futures::stream::repeat(Bytes::from(vec![b'a'; CHUNK])).take(sent / CHUNK).map(Ok::<_, Error>));
        let taken = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&taken);
        let body = Body::new(http_body_util::BodyExt::map_frame(body, move |frame| {
            counted.fetch_add(frame.data_ref().map_or(0, Bytes::len), Ordering::Relaxed);
            frame
        }));
        let request = rita
            .request(Method::POST, "/api/tickets/submit", "text/html")
            .header(header::CONTENT_TYPE, MULTIPART)
            .header(header::REFERER, format!("http://localhost{page}"))
            .header(header::CONTENT_LENGTH, sent);
        let answer = rita.answer(request.body(body).unwrap()).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{answer:?}");
        assert_eq!(taken.load(Ordering::Relaxed), sent);
        let told = rita.get(&answer.location.unwrap()).await.body;
        assert!(told.contains("That is too large") && told.contains("At most 25 MB can be sent at once"), "{told}");
    })
    .await;
}

#[tokio::test]
async fn who_never_stops_sending_is_not_heard_out() {
    each_database(|store| async move {
        let (_, mut rita) = rita(&store).await;
        let (body, taken) = endless("", b"more ");
        let request = rita
            .request(Method::POST, "/api/catalogue/draft", "text/html")
            .header(header::CONTENT_TYPE, URLENCODED)
            .header(header::CONTENT_LENGTH, u32::MAX);
        let answer = rita.answer(request.body(body).unwrap()).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{answer:?}");
        let most = TEXT_LIMIT + 64 * 1024 * 1024 + SLACK * CHUNK;
        assert!((TEXT_LIMIT..most).contains(&taken.load(Ordering::Relaxed)), "{taken:?}");
    })
    .await;
}
