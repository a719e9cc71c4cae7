//! Logs that came through the browser, on both databases: what is kept of them and for how long.
#![expect(clippy::unwrap_used, reason = "what a test prepares must work")]

use std::path::Path;

use bytes::Bytes;
use domain::{
    id::ImportId,
    permit::Actor,
    servicenow::{Fault, Sample, Stage, Steer},
    time::Span,
};
use store::{
    Error, Store,
    imports::{self, Incoming, LogReader, Wanted, job},
    testing::{Company, each_database},
};

/// Takes every file for one row.
struct Reader;

impl LogReader for Reader {
    fn look(&self, log: &Path) -> Result<Sample, Fault> {
        let text = std::fs::read_to_string(log).map_err(|_| Fault::Gone)?;
        let header = ["number", "incident_state", "sys_updated_at"].map(str::to_owned).to_vec();
        if text.is_empty() { Err(Fault::Empty) } else { Ok(Sample { header, rows: Vec::new(), whole: true }) }
    }
}

async fn upload(store: &Store, actor: &Actor, text: &'static str, limit: u64) -> store::Result<ImportId> {
    let incoming = Incoming { file_name: "../log\u{202e}.csv", time_zone: "UTC", limit };
    let stream = futures::stream::iter([Ok::<_, std::io::Error>(Bytes::from_static(text.as_bytes()))]);
    imports::upload(store, actor, &Reader, &incoming, stream).await
}

async fn check(store: &Store, actor: &Actor, id: ImportId) {
    let wanted = Wanted { columns: &|_| None, time_zone: "UTC", check: true };
    imports::prepare(store, actor, id, &wanted).await.unwrap();
}

#[tokio::test]
async fn a_log_with_which_nobody_goes_on_is_thrown_away_after_a_week() {
    each_database(|store| async move {
        let company = Company::found(&store).await;
        let admin = store.as_actor(company.admin).await;
        let left = upload(&store, &admin, "a log", 10).await.unwrap();
        let waiting = upload(&store, &admin, "a log", 10).await.unwrap();
        check(&store, &admin, left).await;
        let log = job::next(&store).await.unwrap().unwrap().log;
        imports::steer(&store, &admin, left, Steer::Stop).await.unwrap();
        check(&store, &admin, waiting).await;
        imports::sweep(&store).await.unwrap();
        assert!(log.exists());
        store.clock().advance(Span::from_days(8));
        imports::sweep(&store).await.unwrap();
        assert!(!log.exists());
        assert!(matches!(imports::progress(&store, &admin, left).await, Err(Error::NotFound)));
        let kept = job::next(&store).await.unwrap().unwrap();
        assert!((kept.id(), kept.stage) == (waiting, Stage::Checking) && kept.log.exists(), "what a job has to do stays");
    })
    .await;
}

#[tokio::test]
async fn what_is_too_large_or_no_log_leaves_nothing_behind() {
    each_database(|store| async move {
        let company = Company::found(&store).await;
        let admin = store.as_actor(company.admin).await;
        let stranger = store.as_actor(company.stranger).await;
        assert!(matches!(upload(&store, &admin, "a large log", 5).await, Err(Error::Invalid(_))));
        assert!(matches!(upload(&store, &admin, "", 5).await, Err(Error::Invalid(_))));
        assert!(matches!(upload(&store, &stranger, "a log", 5).await, Err(Error::NotFound)));
        assert_eq!(store.number("SELECT count(*) FROM imports").await, 0);
        let id = upload(&store, &admin, "a log", 5).await.unwrap();
        assert_eq!(imports::progress(&store, &admin, id).await.unwrap().file_name, "log.csv", "its name has lost its teeth");
    })
    .await;
}

#[tokio::test]
async fn two_who_steer_the_same_import_do_it_once() {
    each_database(|store| async move {
        let company = Company::found(&store).await;
        let admin = store.as_actor(company.admin).await;
        let id = upload(&store, &admin, "a log", 10).await.unwrap();
        assert!(matches!(imports::steer(&store, &admin, id, Steer::Import).await, Err(Error::Conflict { .. })), "it was not checked");
        let wanted = Wanted { columns: &|_| None, time_zone: "UTC", check: true };
        let (one, other) = tokio::join!(imports::prepare(&store, &admin, id, &wanted), imports::prepare(&store, &admin, id, &wanted));
        assert_eq!([one.is_ok(), other.is_ok()].iter().filter(|&&ok| ok).count(), 1);
        assert_eq!(store.number("SELECT count(*) FROM audit WHERE action = 'import.check'").await, 1);
    })
    .await;
}
