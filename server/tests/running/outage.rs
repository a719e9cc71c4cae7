//! A database that cannot be worked with, at the start and later.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use store::testing::Company;

use crate::installation::{Installation, Said, opsbeat_in, said};
use crate::server::Running;

/// The account of whom nothing belongs to.
const NOBODY: u32 = 65_534;

/// What a start over this database says.
fn start(folder: &Path, database: &str) -> Said {
    said(opsbeat_in(folder).args(["--listen", "127.0.0.1:0", "--database", database]))
}

#[test]
fn a_database_that_cannot_be_used_is_named_with_the_reason_and_nothing_is_served() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    fs::write(folder.join("letter.txt"), "Dear all, this is a letter and no database, and has never been one.").unwrap();
    fs::create_dir(folder.join("folder.db")).unwrap();
    for (database, words) in [
        ("sqlite://letter.txt", ["letter.txt", "cannot be used", "file is not a database"]),
        ("sqlite://folder.db", ["folder.db", "cannot be used", "unable to open"]),
        ("sqlite://letter.txt/opsbeat.db", ["letter.txt", "cannot be made", "because"]),
        ("postgres://desk:secret@127.0.0.1:1/desk", ["postgres://127.0.0.1:1/desk", "cannot be used", "because"]),
    ] {
        let said = start(folder, database);
        assert_eq!(said.status, Some(1), "{database}: {said:?}");
        assert_eq!(said.out, "", "{database}: nobody is told that it is ready");
        for word in words {
            assert!(said.err.contains(word), "{database}: “{word}” is missing: {said:?}");
        }
        assert!(!said.err.contains("secret"), "a password is not repeated: {said:?}");
    }
    assert!(fs::read_to_string(folder.join("letter.txt")).unwrap().starts_with("Dear all"), "what is no database is left alone");
}

#[test]
fn a_file_that_may_not_be_written_is_named_with_the_reason() {
    let folder = tempfile::tempdir().unwrap();
    let (file, binary) = (folder.path().join("opsbeat.db"), folder.path().join("opsbeat"));
    let database = format!("sqlite://{}", file.display());
    assert_eq!(said(opsbeat_in(folder.path()).args(["migrate", "--database", &database])).status, Some(0));
    fs::set_permissions(&file, Permissions::from_mode(0o444)).unwrap();
    let mut command = opsbeat_in(folder.path());
    if fs::metadata("/proc/self").unwrap().uid() == 0 {
        // Nothing is forbidden to root, and nobody else may look into its folders.
        fs::copy(command.get_program(), &binary).unwrap();
        command = Command::new(&binary);
        command.current_dir(folder.path()).env_clear().uid(NOBODY).gid(NOBODY);
        chown(folder.path(), Some(NOBODY), Some(NOBODY)).unwrap();
    }
    let said = said(command.args(["--listen", "127.0.0.1:0", "--files", "others", "--database", &database]));
    assert_eq!((said.status, said.out.as_str()), (Some(1), ""), "{said:?}");
    assert!(said.err.contains("opsbeat.db cannot be used") && said.err.contains("readonly"), "{said:?}");
}

#[tokio::test]
async fn a_database_of_a_later_version_is_left_alone() {
    let installation = Installation::on_sqlite().await;
    installation.store().run_sql("INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_later', 0)").await;
    let said = installation.run(&["migrate"]);
    assert_eq!(said.status, Some(1), "{said:?}");
    assert!(said.err.contains("m9999_later"), "{said:?}");
    installation.end().await;
}

#[tokio::test]
async fn a_file_that_another_process_locks_lets_read_but_not_write_and_is_told_by_readyz() {
    let installation = Installation::on_sqlite().await;
    let company = Company::found(installation.store()).await;
    let cookie = installation.session(company.rita).await;
    let server = Running::start(&mut installation.server());
    assert_eq!(server.get("/requests", &cookie).status, 200);
    // As another program would hold it: the writing side of a store is one connection.
    installation.store().run_sql("BEGIN IMMEDIATE").await;

    assert_eq!(server.get("/readyz", "").status, 503, "what is sent could not be kept");
    assert_eq!(server.get("/requests", &cookie).status, 200, "who reads is served");
    let body = format!("service={}&fields=[]", company.laptop);
    let refused = server.ask(&format!(
        "POST /api/catalogue/draft HTTP/1.1\r\nhost: desk.test\r\nsec-fetch-site: same-origin\r\naccept: application/json\r\n\
         cookie: {cookie}\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    ));
    assert_eq!(refused.status, 503);
    assert!(refused.text().starts_with(r#"{"error":"unavailable","request":""#), "{}", refused.text());
    server.wait_for("the lock", |event| event["error"].as_str()?.contains("locked").then_some(()));
    let start = installation.run(&["--listen", "127.0.0.1:0"]);
    assert_eq!(start.status, Some(1), "{start:?}");
    assert!(start.err.contains("opsbeat.db cannot be used") && start.err.contains("locked"), "{start:?}");

    installation.store().run_sql("ROLLBACK").await;
    assert_eq!(server.get("/readyz", "").status, 200, "it is found again");
    assert_eq!(installation.run(&["migrate"]).status, Some(0));
    server.terminate();
    assert_eq!(server.ended(), Some(0));
    installation.end().await;
}

#[tokio::test]
async fn a_file_that_is_gone_is_told_by_readyz_and_found_again() {
    let installation = Installation::on_sqlite().await;
    let server = Running::start(&mut installation.server());
    let file = installation.url().trim_start_matches("sqlite://").to_owned();
    let ready = |server: &Running| {
        let reply = server.get("/readyz", "");
        (reply.status, reply.text())
    };
    assert_eq!(ready(&server), (200, r#"{"status":"ready"}"#.to_owned()));
    fs::rename(&file, format!("{file}.away")).unwrap();
    assert_eq!(ready(&server), (503, r#"{"status":"database unavailable"}"#.to_owned()));
    assert_eq!(server.get("/healthz", "").status, 200, "the process itself is well");
    assert!(!Path::new(&file).exists(), "no empty database takes its place");
    fs::rename(format!("{file}.away"), &file).unwrap();
    assert_eq!(ready(&server), (200, r#"{"status":"ready"}"#.to_owned()));
    server.terminate();
    assert_eq!(server.ended(), Some(0));
    installation.end().await;
}
