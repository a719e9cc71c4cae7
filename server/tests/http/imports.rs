//! A log comes in through the browser: sent, prepared, checked, imported, and found again.

use std::io::Write;
use std::sync::atomic::{AtomicUsize, Ordering};

use app::admin::imports::api::ImportView;
use app::error::AppError;
use axum::Router;
use axum::http::StatusCode;
use domain::invalid::Code;
use domain::servicenow::{Fault, Stage};
use domain::time::Span;
use server::import::job;
use store::testing::{Company, each_database};
use store::{Store, leases};
use zip::write::SimpleFileOptions;

use crate::browser::{Answer, Browser, service};

/// Two incidents; the first has a row that cannot be read.
const LOG: &str = "\
number,incident_state,sys_updated_at,opened_at,caller_id,assignment_group,category,priority,u_building
INC1,New,4/3/2016 08:05,4/3/2016 08:00,Caller 1,Group 1,Network,3 - Moderate,North
INC1,Active,31/4/2016 09:00,4/3/2016 08:00,Caller 1,Group 1,Network,3 - Moderate,\"North, 2nd\"
INC1,Closed,5/3/2016 09:00,4/3/2016 08:00,Caller 1,Group 1,Network,3 - Moderate,North
INC2,New,4/3/2016 10:05,4/3/2016 10:00,Caller 2,Group 2,Network,1 - Critical,North
";

struct Desk {
    store: Store,
    service: Router,
    company: Company,
    admin: Browser,
}

impl Desk {
    async fn set(store: Store) -> Self {
        let company = Company::found(&store).await;
        let service = service(store.clone());
        let admin = Browser::of(&service, &store, company.admin).await;
        Self { store, service, company, admin }
    }

    async fn send(&mut self, bytes: &[u8]) -> Answer {
        self.admin.send_files("/api/admin/upload-log", &[("time_zone", "Europe/Lisbon")], &[("log", "log.csv", bytes)]).await
    }

    /// The id of the import that the log became.
    async fn upload(&mut self, log: &str) -> String {
        let answer = self.send(log.as_bytes()).await;
        assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
        answer.location.unwrap().rsplit('/').next().unwrap().to_owned()
    }

    async fn prepare(&mut self, id: &str, step: &str, more: &[(&str, &str)]) -> Answer {
        let fields = [&[("id", id), ("time_zone", "UTC"), ("step", step)], more].concat();
        self.admin.send_form("/api/admin/prepare-import", &fields).await
    }

    async fn steer(&mut self, id: &str, step: &str) -> Answer {
        self.admin.send_form("/api/admin/steer-import", &[("id", id), ("step", step)]).await
    }

    async fn work(&self) -> bool {
        job::round(&self.store, "this one", &|| false).await.unwrap()
    }

    async fn view(&mut self, id: &str) -> ImportView {
        let answer = self.admin.read(&format!("/api/admin/import?id={id}")).await;
        serde_json::from_str(&answer.body).unwrap_or_else(|_| panic!("{answer:?}"))
    }

    /// From the file to the tickets.
    async fn import(&mut self, log: &str) -> String {
        let id = self.upload(log).await;
        assert_eq!(self.prepare(&id, "check", &[]).await.status, StatusCode::OK);
        assert!(self.work().await);
        assert_eq!(self.steer(&id, "import").await.status, StatusCode::OK);
        assert!(self.work().await);
        id
    }

    async fn tickets(&self) -> i64 {
        self.store.number("SELECT count(*) FROM tickets").await
    }
}

fn fault(answer: &Answer) -> Option<Fault> {
    match answer.error().of_field("log").as_slice() {
        [Code::UnreadableLog { fault }] => Some(fault.clone()),
        _ => None,
    }
}

fn zipped(files: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in files {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[tokio::test]
async fn a_log_is_shown_then_checked_without_writing_and_then_imported() {
    each_database(|store| async move {
        let mut desk = Desk::set(store).await;
        let id = desk.upload(LOG).await;
        let view = desk.view(&id).await;
        let draft = view.draft.unwrap();
        assert_eq!((view.progress.stage, draft.kept.as_slice()), (Stage::Uploaded, &["u_building".to_owned()][..]));
        let preview = draft.preview.unwrap();
        assert_eq!(preview.incidents.iter().map(|incident| incident.number.as_str()).collect::<Vec<_>>(), ["INC1", "INC2"]);
        assert_eq!(preview.refused.len(), 1);
        let page = desk.admin.get(&format!("/admin/imports/{id}")).await.body;
        assert!(page.contains("Check without importing") && page.contains("INC2"), "{page}");

        assert_eq!(desk.steer(&id, "import").await.status, StatusCode::CONFLICT, "not before it was checked");
        assert_eq!(desk.prepare(&id, "check", &[]).await.status, StatusCode::OK);
        assert!(desk.admin.get(&format!("/admin/imports/{id}")).await.body.contains("Look again"));
        assert!(desk.work().await);
        let checked = desk.view(&id).await;
        assert_eq!(checked.progress.stage, Stage::Checked);
        assert_eq!((checked.progress.summary.new, checked.progress.summary.known), (2, 0));
        assert_eq!((checked.progress.rows, checked.progress.rows_done, checked.refused.len()), (4, 4, 1));
        assert_eq!(desk.tickets().await, 0, "a dry run writes nothing");

        assert_eq!(desk.steer(&id, "import").await.status, StatusCode::OK);
        assert!(desk.work().await);
        let done = desk.view(&id).await.progress;
        assert_eq!((done.stage, done.summary.new, desk.tickets().await), (Stage::Done, 2, 2));
        assert!(!desk.work().await, "nothing is left to do");
    })
    .await;
}

#[tokio::test]
async fn a_second_import_of_a_log_makes_nothing_twice() {
    each_database(|store| async move {
        let mut desk = Desk::set(store).await;
        desk.import(LOG).await;
        let id = desk.import(LOG).await;
        let summary = desk.view(&id).await.progress.summary;
        assert_eq!((summary.new, summary.known, desk.tickets().await), (0, 2, 2));
    })
    .await;
}

#[tokio::test]
async fn rejected_rows_are_a_file_with_line_reason_and_the_row_as_it_stood() {
    each_database(|store| async move {
        let mut desk = Desk::set(store).await;
        let id = desk.upload(LOG).await;
        desk.prepare(&id, "check", &[]).await;
        desk.work().await;
        let expected = "line,reason,number,incident_state,sys_updated_at,opened_at,caller_id,assignment_group,category,priority,u_building\n\
            3,sys_updated_at is not a date with a time: 31/4/2016 09:00,INC1,Active,31/4/2016 09:00,4/3/2016 08:00,Caller 1,Group 1,Network,\
            3 - Moderate,\"North, 2nd\"\n";
        let file = format!("/admin/imports/{id}/rejected.csv");
        assert_eq!(desk.admin.get(&file).await.body, expected, "after the dry run");
        desk.steer(&id, "import").await;
        desk.work().await;
        let answer = desk.admin.get(&file).await;
        assert_eq!(answer.body, expected, "after the import");
        let disposition = answer.headers["content-disposition"].to_str().unwrap();
        assert!(disposition.starts_with("attachment; filename=\"log.csv.rejected.csv\""), "{disposition}");
        let mut stranger = Browser::of(&desk.service, &desk.store, desk.company.stranger).await;
        assert_eq!(stranger.get(&file).await.status, StatusCode::NOT_FOUND);
        assert_eq!(stranger.get(&format!("/admin/imports/{id}")).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn a_renamed_column_is_chosen_and_then_read() {
    each_database(|store| async move {
        let mut desk = Desk::set(store).await;
        let renamed = LOG.replacen("number,", "Ticket no.,", 1).replacen("assignment_group", "Queue", 1);
        let id = desk.upload(&renamed).await;
        assert_eq!(desk.view(&id).await.draft.unwrap().preview, None, "nobody knows where the number is");
        let refused = desk.prepare(&id, "check", &[]).await.error();
        assert_eq!(refused.of_field("map.number"), [Code::Required]);
        let chosen = [("map.number", "Ticket no."), ("map.assignment_group", "Queue")];
        assert_eq!(desk.prepare(&id, "preview", &chosen).await.status, StatusCode::OK);
        let draft = desk.view(&id).await.draft.unwrap();
        assert_eq!(draft.preview.unwrap().incidents[0].group.as_deref(), Some("Group 1"));
        assert_eq!(desk.prepare(&id, "check", &chosen).await.status, StatusCode::OK);
        desk.work().await;
        desk.steer(&id, "import").await;
        desk.work().await;
        assert_eq!(desk.store.number("SELECT count(*) FROM teams WHERE name LIKE 'Group %'").await, 2);
        assert_eq!(desk.tickets().await, 2);
    })
    .await;
}

#[tokio::test]
async fn what_is_no_log_is_refused_at_the_field_and_leaves_nothing() {
    each_database(|store| async move {
        let mut desk = Desk::set(store).await;
        let whole = zipped(&[("export/log.csv", LOG)]);
        let mut broken = whole.clone();
        broken.truncate(whole.len() / 2);
        for (bytes, expected) in [
            (broken, Fault::DamagedZip),
            (zipped(&[("log.csv", &format!("{LOG}{}", "\n".repeat(65 * 1024 * 1024)))]), Fault::UnpacksToTooMuch),
            (zipped(&[("readme.txt", "no log")]), Fault::NoLog),
            (zipped(&[("a.csv", LOG), ("b.csv", LOG)]), Fault::SeveralLogs),
            (b"number,incident_state,sys_updated_at\n".to_vec(), Fault::Empty),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), Fault::NotCsv),
            (LOG.replace(',', ";").into_bytes(), Fault::NotCsv),
        ] {
            let answer = desk.send(&bytes).await;
            assert_eq!(fault(&answer), Some(expected), "{answer:?}");
        }
        assert_eq!(desk.send(b"").await.error().of_field("log").len(), 1);
        assert_eq!(desk.store.number("SELECT count(*) FROM imports").await, 0);
        assert_eq!(desk.send(&whole).await.status, StatusCode::OK, "and the whole zip is taken");
    })
    .await;
}

#[tokio::test]
async fn a_zone_that_is_none_and_a_file_that_was_forgotten_are_told_at_once() {
    each_database(|store| async move {
        let mut desk = Desk::set(store).await;
        let answer = desk.admin.send_parts("/api/admin/upload-log", &[("time_zone", "Mars/Base")]).await;
        let refused = answer.error();
        assert_eq!((refused.of_field("time_zone"), refused.of_field("log")), (vec![Code::UnknownZone], vec![Code::Required]));
        let zone = [("time_zone", "Mars/Base")];
        let answer = desk.admin.send_files("/api/admin/upload-log", &zone, &[("log", "log.csv", LOG.as_bytes())]).await;
        assert_eq!(answer.error().of_field("time_zone"), [Code::UnknownZone]);
    })
    .await;
}

#[tokio::test]
async fn a_stranger_finds_no_import_and_sends_none() {
    each_database(|store| async move {
        let mut desk = Desk::set(store).await;
        let id = desk.upload(LOG).await;
        let mut stranger = Browser::of(&desk.service, &desk.store, desk.company.stranger).await;
        let sent = stranger.send_files("/api/admin/upload-log", &[("time_zone", "UTC")], &[("log", "log.csv", LOG.as_bytes())]).await;
        assert_eq!((sent.status, sent.error()), (StatusCode::NOT_FOUND, AppError::NotFound));
        for id in [id.as_str(), "999999"] {
            let refused = stranger.send_form("/api/admin/steer-import", &[("id", id), ("step", "discard")]).await;
            assert_eq!(refused.error(), AppError::NotFound);
        }
        assert_eq!(desk.view(&id).await.progress.stage, Stage::Uploaded);
    })
    .await;
}

/// More incidents than one batch has.
fn long_log() -> String {
    let rows = (1..=1_000).map(|n| format!("INC{n},New,4/3/2016 08:05,4/3/2016 08:00,Caller {},Group 1,Network,4 - Low,North\n", n % 7));
    LOG.lines().take(1).map(|header| format!("{header}\n")).chain(rows).collect()
}

#[tokio::test]
async fn an_import_whose_process_died_is_taken_up_by_the_next_one() {
    each_database(|store| async move {
        let mut desk = Desk::set(store).await;
        let id = desk.upload(&long_log()).await;
        desk.prepare(&id, "check", &[]).await;
        desk.work().await;
        desk.steer(&id, "import").await;
        job::round(&desk.store, "the one that dies", &|| true).await.unwrap();
        let begun = desk.view(&id).await.progress;
        assert_eq!((begun.stage, begun.position, desk.tickets().await), (Stage::Running, 400, 400));
        // One that is killed gives nothing back.
        assert!(leases::take(&desk.store, "import", "the one that dies", Span::from_minutes(1)).await.unwrap());
        assert!(!desk.work().await, "it may still live");
        desk.store.clock().advance(Span::from_minutes(2));
        assert!(desk.work().await);
        let done = desk.view(&id).await.progress;
        assert_eq!((done.stage, done.summary.new, done.summary.known, desk.tickets().await), (Stage::Done, 1_000, 0, 1_000));
    })
    .await;
}

#[tokio::test]
async fn an_import_stops_when_somebody_wants_it_and_goes_on_where_it_stopped() {
    each_database(|store| async move {
        let mut desk = Desk::set(store).await;
        let id = desk.upload(&long_log()).await;
        desk.prepare(&id, "check", &[]).await;
        desk.work().await;
        desk.steer(&id, "import").await;
        let asked = AtomicUsize::new(0);
        job::round(&desk.store, "this one", &|| asked.fetch_add(1, Ordering::SeqCst) > 0).await.unwrap();
        assert_eq!(desk.steer(&id, "stop").await.status, StatusCode::OK);
        assert!(!desk.work().await, "nobody wants it");
        assert_eq!(desk.view(&id).await.progress.position, 800);
        assert_eq!(desk.steer(&id, "discard").await.status, StatusCode::CONFLICT, "what was written stays");
        desk.steer(&id, "resume").await;
        assert!(desk.work().await);
        assert_eq!((desk.view(&id).await.progress.stage, desk.tickets().await), (Stage::Done, 1_000));
    })
    .await;
}

#[tokio::test]
async fn a_log_that_breaks_off_in_the_middle_says_so_and_can_be_thrown_away() {
    each_database(|store| async move {
        let mut desk = Desk::set(store).await;
        let endless = format!("{}INC9,\"New{}", long_log(), ",x\n".repeat(1_500_000));
        let id = desk.upload(&endless).await;
        desk.prepare(&id, "check", &[]).await;
        assert!(desk.work().await);
        let failed = desk.view(&id).await.progress;
        assert_eq!((failed.stage, failed.fault), (Stage::Failed, Some(Fault::EndlessRow { line: 1_002 })));
        assert!(desk.admin.get(&format!("/admin/imports/{id}")).await.body.contains("The row on line 1002 does not end."));
        let gone = desk.steer(&id, "discard").await;
        assert_eq!(gone.location.as_deref(), Some("/admin/imports"));
        assert_eq!(desk.store.number("SELECT count(*) FROM imports").await, 0);
    })
    .await;
}
