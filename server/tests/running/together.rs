//! Two server processes over one PostgreSQL do once what must be done once.

use std::collections::BTreeSet;
use std::thread;
use std::time::Instant;

use domain::ticket::Resolution;
use domain::time::Span;
use store::testing::{Company, Sandbox, postgres_server};
use store::tickets;

use crate::installation::Installation;
use crate::server::{NEVER, Running};
use crate::smtp_server::SmtpServer;

/// Of each sort.
const TICKETS: i64 = 12;

async fn on_postgresql() -> Option<Installation> {
    Some(Installation::over(Sandbox::postgres(&postgres_server()?).await).await)
}

/// Starts two at the same moment.
fn two(installation: &Installation, smtp: &str) -> [Running; 2] {
    thread::scope(|scope| {
        let start = || scope.spawn(|| Running::start(installation.server().args(["--smtp", smtp])));
        let (one, other) = (start(), start());
        [one.join().unwrap(), other.join().unwrap()]
    })
}

/// Asks the database until the number is there.
async fn until(installation: &Installation, sql: &str, number: i64) {
    #[expect(clippy::disallowed_methods, reason = "the test must end, whatever the servers do")]
    let begun = Instant::now();
    while installation.store().number(sql).await != number {
        assert!(begun.elapsed() < NEVER, "{sql} never gives {number}");
        tokio::task::yield_now().await;
    }
}

fn end(servers: [Running; 2]) {
    for server in &servers {
        server.terminate();
    }
    for server in servers {
        assert_eq!(server.ended(), Some(0));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_database_is_prepared_by_one_while_the_other_waits() {
    let Some(installation) = on_postgresql().await else { return };
    let steps = installation.store().number("SELECT count(*) FROM seaql_migrations").await;
    installation.store().run_sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public").await;
    let servers = two(&installation, "");
    assert_eq!(installation.store().number("SELECT count(*) FROM seaql_migrations").await, steps);
    // Whoever had to wait found nothing left to do.
    let told: Vec<String> = servers.iter().flat_map(Running::log).filter(|line| line.contains("has this version's shape now")).collect();
    assert!(matches!(&told[..], [once] if once.contains(&format!("\"steps\":{steps}"))), "{told:#?}");
    for server in &servers {
        assert_eq!(server.get("/readyz", "").status, 200);
    }
    end(servers);
    installation.end().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn mail_leaves_once_and_tickets_close_once() {
    let Some(installation) = on_postgresql().await else { return };
    let store = installation.store();
    let company = Company::found(store).await;
    let ada = store.as_actor(company.ada).await;
    for n in 0..TICKETS {
        let ticket = company.file(store, company.rita, company.laptop, &format!("Laptop {n}")).await;
        tickets::take(store, &ada, ticket, None).await.unwrap();
        let resolution = Resolution::parse("fulfilled", "It is on your desk.").unwrap();
        tickets::resolve(store, &ada, ticket, resolution, None).await.unwrap();
    }
    let month = Span::from_days(31).millis();
    store.run_sql(&format!("UPDATE tickets SET status_since = status_since - {month}, resolved_at = resolved_at - {month}")).await;
    let mails = store.number("SELECT count(*) FROM outbox").await;
    assert!(mails >= 2 * TICKETS, "{mails}");

    let post = SmtpServer::start().await;
    let servers = two(&installation, &post.url);
    until(&installation, "SELECT count(*) FROM tickets WHERE status = 'closed'", TICKETS).await;
    until(&installation, "SELECT count(*) FROM outbox WHERE state <> 'sent'", 0).await;
    end(servers);

    let arrived = post.take();
    let ids: BTreeSet<&str> = arrived.iter().filter_map(|mail| mail.split("Message-ID: ").nth(1)?.split("\r\n").next()).collect();
    assert_eq!(ids.len(), arrived.len(), "none came twice");
    let all = store.number("SELECT count(*) FROM outbox").await;
    assert_eq!((i64::try_from(arrived.len()).unwrap(), store.number("SELECT sum(attempts) FROM outbox").await), (all, all));
    let closed = store.number("SELECT count(*) FROM audit WHERE action = 'ticket.close_by_itself'").await;
    assert_eq!(closed, TICKETS);
    assert!(store::audit::verify(store, None).await.unwrap().is_ok());
    installation.end().await;
}
