//! A folder and a database of one test's own, on which the binary is run.

use std::collections::HashMap;
use std::path::PathBuf;
use std::process::{Command, Output};

use domain::id::UserId;
use store::testing::{Sandbox, postgres_server};
use store::{Clock, Store};
use tower_sessions::SessionStore;
use tower_sessions::cookie::time::OffsetDateTime;
use tower_sessions::session::{Id, Record};

/// Where Opsbeat is installed.
pub struct Installation {
    folder: tempfile::TempDir,
    sandbox: Sandbox,
    store: Store,
}

impl Installation {
    pub async fn on_sqlite() -> Self {
        Self::over(Sandbox::sqlite().await).await
    }

    pub async fn over(sandbox: Sandbox) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&sandbox.url, &folder.path().join("files"), Clock::System).await.unwrap().with_cheap_passwords();
        Self { folder, sandbox, store }
    }

    /// The same database, files and clock as the binary has, to prepare it and to look behind.
    pub fn store(&self) -> &Store {
        &self.store
    }

    pub fn url(&self) -> &str {
        &self.sandbox.url
    }

    pub fn is_sqlite(&self) -> bool {
        self.url().starts_with("sqlite:")
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The binary over this database, in this folder.
    pub fn opsbeat(&self, arguments: &[&str]) -> Command {
        let mut command = opsbeat_in(self.folder.path());
        command.args(["--database", self.url(), "--files", "files"]).args(arguments);
        command
    }

    /// The binary, to be started as a server on a port that is free.
    pub fn server(&self) -> Command {
        self.opsbeat(&["--listen", "127.0.0.1:0", "--base-url", "http://desk.test"])
    }

    /// The cookie of somebody who is signed in.
    pub async fn session(&self, user: UserId) -> String {
        let data = HashMap::from([("user".to_owned(), serde_json::json!(user))]);
        let mut record = Record { id: Id::default(), data, expiry_date: OffsetDateTime::UNIX_EPOCH };
        self.store.sessions().create(&mut record).await.unwrap();
        format!("opsbeat={}", record.id)
    }

    pub fn run(&self, arguments: &[&str]) -> Said {
        said(&mut self.opsbeat(arguments))
    }

    pub async fn end(self) {
        self.store.close().await;
        self.sandbox.end().await;
    }
}

/// Runs a test on SQLite and on PostgreSQL, as `store::testing::each_database` does.
pub async fn each_installation(test: impl AsyncFn(&Installation)) {
    let sqlite = Installation::on_sqlite().await;
    test(&sqlite).await;
    sqlite.end().await;
    if let Some(server) = postgres_server() {
        let postgres = Installation::over(Sandbox::postgres(&server).await).await;
        test(&postgres).await;
        postgres.end().await;
    }
}

/// The binary in this folder, with nothing of our own environment.
pub fn opsbeat_in(folder: &std::path::Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_opsbeat"));
    command.current_dir(folder).env_clear();
    command
}

/// What a command printed, and how it ended.
#[derive(Debug)]
pub struct Said {
    pub status: Option<i32>,
    pub out: String,
    pub err: String,
}

pub fn said(command: &mut Command) -> Said {
    let Output { status, stdout, stderr } = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Said { status: status.code(), out: text(stdout), err: text(stderr) }
}
