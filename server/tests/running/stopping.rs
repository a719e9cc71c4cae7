//! A server that is told to stop finishes what is in flight, takes nothing new, and ends well.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Instant;

use bytes::Bytes;
use domain::id::{AttachmentId, TicketId};
use store::testing::Company;
use store::tickets::{self, Message, Then};

use crate::installation::{Installation, each_installation};
use crate::server::{NEVER, Reply, Running};

const EDGE: &str = "----edge-of-a-part";

/// More than the sockets of both sides keep on their way, so that it is not sent before somebody reads it.
fn large() -> Vec<u8> {
    (0..20 * 1024 * 1024_u32).map(|n| b' ' + (n.wrapping_mul(2_654_435_761) >> 25) as u8 % 90).collect()
}

fn stops_listening(server: &Running) {
    server.terminate();
    server.wait_for("that it stops", |event| event["message"].as_str()?.starts_with("stopping").then_some(()));
    #[expect(clippy::disallowed_methods, reason = "the test must end, whatever the server does")]
    let begun = Instant::now();
    while TcpStream::connect(server.address).is_ok() {
        assert!(begun.elapsed() < NEVER, "it goes on taking connections");
    }
}

async fn filed(installation: &Installation) -> (Company, TicketId, String) {
    let store = installation.store();
    let company = Company::found(store).await;
    let ticket = company.file(store, company.rita, company.laptop, "New laptop").await;
    let cookie = installation.session(company.rita).await;
    (company, ticket, cookie)
}

/// A reply with a file: its head, and its body.
fn reply_with(ticket: TicketId, cookie: &str, file: &[u8]) -> (String, Vec<u8>) {
    let part = |name: &str| format!("--{EDGE}\r\ncontent-disposition: form-data; name=\"{name}\"");
    let mut body = format!("{}\r\n\r\n{ticket}\r\n{}\r\n\r\nThe plan.\r\n", part("ticket"), part("text")).into_bytes();
    body.extend(format!("{}; filename=\"plan.txt\"\r\n\r\n", part("files")).bytes());
    body.extend(file);
    body.extend(format!("\r\n--{EDGE}--\r\n").bytes());
    let head = format!(
        "POST /api/requests/reply HTTP/1.1\r\nhost: desk.test\r\nsec-fetch-site: same-origin\r\naccept: application/json\r\n\
         cookie: {cookie}\r\ncontent-type: multipart/form-data; boundary={EDGE}\r\ncontent-length: {}\r\nexpect: 100-continue\r\n\r\n",
        body.len()
    );
    (head, body)
}

#[tokio::test]
async fn an_upload_that_is_under_way_comes_in_whole() {
    each_installation(async |installation| {
        let (_, ticket, cookie) = filed(installation).await;
        let server = Running::start(&mut installation.server());
        let file = large();
        let (head, body) = reply_with(ticket, &cookie, &file);
        let mut socket = server.connect();
        socket.write_all(head.as_bytes()).unwrap();
        // The server says so when it begins to read the body.
        let mut go_on = [0; 25];
        socket.read_exact(&mut go_on).unwrap();
        assert_eq!(&go_on, b"HTTP/1.1 100 Continue\r\n\r\n");
        socket.write_all(&body[..100_000]).unwrap();

        stops_listening(&server);

        socket.write_all(&body[100_000..]).unwrap();
        let reply = Reply::read(&mut socket);
        assert_eq!(reply.status, 200, "{reply:?}");
        assert_eq!(server.ended(), Some(0));
        let kept = installation.store().number("SELECT size FROM attachments WHERE ticket_id IS NOT NULL").await;
        assert_eq!(kept, i64::try_from(file.len()).unwrap());
    })
    .await;
}

#[tokio::test]
async fn a_download_that_is_under_way_goes_out_whole() {
    each_installation(async |installation| {
        let (company, ticket, cookie) = filed(installation).await;
        let file = large();
        let id = attached(installation, &company, ticket, &file).await;
        let server = Running::start(&mut installation.server());
        let mut socket = server.connect();
        let request = format!("GET /files/{id} HTTP/1.1\r\nhost: desk.test\r\ncookie: {cookie}\r\n\r\n");
        socket.write_all(request.as_bytes()).unwrap();
        let mut bytes = vec![0; 50_000];
        socket.read_exact(&mut bytes).unwrap();

        stops_listening(&server);

        // The connection was to stay open; it ends with this answer.
        socket.read_to_end(&mut bytes).unwrap();
        let reply = Reply::of(&bytes);
        assert_eq!(reply.status, 200, "{reply:?}");
        assert!(reply.body == file, "{} of {} bytes came", reply.body.len(), file.len());
        assert_eq!(server.ended(), Some(0));
    })
    .await;
}

async fn attached(installation: &Installation, company: &Company, ticket: TicketId, file: &[u8]) -> AttachmentId {
    let store = installation.store();
    let rita = store.as_actor(company.rita).await;
    let parts: Vec<_> = file.chunks(1024 * 1024).map(|part| Ok::<_, std::io::Error>(Bytes::copy_from_slice(part))).collect();
    let kept = store::files::receive(store, &rita, "files", "plan.txt", futures::stream::iter(parts)).await.unwrap();
    let message = Message { text: "The plan.".into(), files: vec![kept.id], seen: None };
    tickets::reply(store, &rita, ticket, message, Then::Nothing).await.unwrap();
    kept.id
}

#[tokio::test]
async fn a_connection_without_a_request_holds_nobody_up() {
    each_installation(async |installation| {
        let server = Running::start(&mut installation.server());
        let mut idle = server.connect();
        idle.write_all(b"GET /healthz HTTP/1.1\r\nhost: desk.test\r\n\r\n").unwrap();
        let mut answered = [0; 15];
        idle.read_exact(&mut answered).unwrap();
        assert_eq!(&answered, b"HTTP/1.1 200 OK");
        let silent = server.connect();
        server.terminate();
        server.wait_for("that it stops", |event| event["message"].as_str()?.starts_with("stopping").then_some(()));
        let unfinished = |server: &Running| server.log().iter().any(|line| line.contains("did not finish"));
        let mut rest = Vec::new();
        idle.read_to_end(&mut rest).unwrap();
        drop(silent);
        assert!(!unfinished(&server), "{:#?}", server.log());
        assert_eq!(server.ended(), Some(0));
    })
    .await;
}
