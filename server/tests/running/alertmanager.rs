//! A real Alertmanager that is sent an alert, and what arrives of it.

use std::io::Write;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::{env, fs};

use domain::alert::integration::IntegrationDraft;
use domain::alert::rule::RuleDraft;
use domain::alert::view::AlertRow;
use domain::fault::moment::Kind;
use domain::fault::view::{FaultFilter, FaultView};
use domain::id::IntegrationId;
use domain::permit::Actor;
use domain::time::Span;
use serde_json::json;
use store::testing::Company;
use store::{Store, alerts, faults};

use crate::installation::each_installation;
use crate::server::{Reply, Running};

/// After so many looks what does not come never will: each is a read of the database.
const LOOKS: usize = 60_000;

/// The program; where it is missing, the test is told as not run, and fails where `CI` is set.
fn program() -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let places = || env::split_paths(&path);
    let found = ["prometheus-alertmanager", "alertmanager"]
        .into_iter()
        .find_map(|name| places().map(|folder| folder.join(name)).find(|file| file.is_file()));
    if found.is_none() {
        assert!(env::var_os("CI").is_none(), "prometheus-alertmanager is missing: nothing was sent through it");
        eprintln!("not run with Alertmanager: prometheus-alertmanager is missing");
    }
    found
}

/// An Alertmanager that runs, and is killed when the test drops it.
struct Alertmanager {
    child: Child,
    address: SocketAddr,
}

impl Drop for Alertmanager {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Alertmanager {
    fn start(program: &Path, folder: &Path, hook: &str) -> Self {
        let config = folder.join("alertmanager.yml");
        let route = "route:\n  receiver: opsbeat\n  group_wait: 10ms\n  group_interval: 100ms\n  repeat_interval: 1h\n";
        let receiver = format!("receivers:\n  - name: opsbeat\n    webhook_configs:\n      - url: {hook}\n        send_resolved: true\n");
        fs::write(&config, format!("{route}{receiver}")).unwrap();
        // A port that was free a moment ago: the program takes no listener over.
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let child = Command::new(program)
            .arg(format!("--config.file={}", config.display()))
            .arg(format!("--storage.path={}", folder.join("alertmanager").display()))
            .arg(format!("--web.listen-address={address}"))
            .arg("--cluster.listen-address=")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        Self { child, address }
    }

    /// Posts an alert as Prometheus would, as soon as anybody listens.
    fn post(&mut self, alert: &serde_json::Value) {
        let body = json!([alert]).to_string();
        let request = format!(
            "POST /api/v2/alerts HTTP/1.1\r\nhost: {}\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
            self.address,
            body.len()
        );
        for _ in 0..10_000_000 {
            assert!(self.child.try_wait().unwrap().is_none(), "Alertmanager has ended");
            let Ok(mut socket) = TcpStream::connect(self.address) else { continue };
            socket.write_all(request.as_bytes()).unwrap();
            let reply = Reply::read(&mut socket);
            // Its door is open before it has begun to work.
            if reply.status == 200 {
                return;
            }
        }
        panic!("Alertmanager takes no alert");
    }
}

async fn wait_for<T>(what: &str, look: impl AsyncFn() -> Option<T>) -> T {
    for _ in 0..LOOKS {
        if let Some(found) = look().await {
            return found;
        }
        tokio::task::yield_now().await;
    }
    panic!("{what} did not come");
}

async fn first_fault(store: &Store, admin: &Actor) -> Option<FaultView> {
    let page = faults::list(store, admin, &FaultFilter::default(), None).await.unwrap();
    let row = page.rows.first()?;
    Some(faults::view(store, admin, row.number.0).await.unwrap())
}

async fn kept(store: &Store, admin: &Actor, id: IntegrationId) -> Vec<AlertRow> {
    alerts::detail(store, admin, id).await.unwrap().alerts
}

#[tokio::test]
async fn a_real_alertmanager_declares_a_fault_and_says_when_it_is_over() {
    let Some(program) = program() else { return };
    each_installation(async |installation| {
        let store = installation.store();
        let company = Company::found(store).await;
        let admin = store.as_actor(company.admin).await;
        let draft = IntegrationDraft {
            name: "Prometheus".into(),
            kind: "alertmanager".into(),
            service: Some(company.trouble),
            owner: Some(company.owner),
            ..IntegrationDraft::default()
        };
        let (id, token) = alerts::create(store, &admin, &draft).await.unwrap();
        let rule = RuleDraft { name: "All".into(), makes: "fault".into(), severity: "major".into(), ..RuleDraft::default() };
        alerts::create_rule(store, &admin, &rule).await.unwrap();
        let server = Running::start(&mut installation.server());
        let hook = format!("http://{}/hooks/alertmanager/{token}", server.address);
        let folder = tempfile::tempdir().unwrap();
        let mut alertmanager = Alertmanager::start(&program, folder.path(), &hook);
        let began = store.now().minus(Span::from_minutes(2));
        let mut alert = json!({
            "labels": { "alertname": "InstanceDown", "severity": "critical", "instance": "db1" },
            "annotations": { "summary": "db1 does not answer" },
            "startsAt": began.to_jiff().to_string(),
            "generatorURL": "http://prometheus.example/graph",
        });
        alertmanager.post(&alert);
        let fault = wait_for("the fault", async || first_fault(store, &admin).await).await;
        assert_eq!((fault.title.as_str(), fault.alerts.all, fault.alerts.open), ("db1 does not answer", 1, 1));
        let detected = &fault.proposals[0];
        assert_eq!((detected.kind, detected.at, detected.evidence.as_str()), (Kind::Detected, began, "http://prometheus.example/graph"));
        alert["endsAt"] = json!(store.now().to_jiff().to_string());
        alertmanager.post(&alert);
        let over = async || kept(store, &admin, id).await.into_iter().find(|row| row.ends_at.is_some());
        let over = wait_for("its end", over).await;
        let fault = first_fault(store, &admin).await.unwrap();
        assert_eq!(fault.proposals.last().map(|proposal| (proposal.kind, Some(proposal.at))), Some((Kind::Restored, over.ends_at)));
        drop(alertmanager);
        server.terminate();
        assert_eq!(server.ended(), Some(0));
    })
    .await;
}
